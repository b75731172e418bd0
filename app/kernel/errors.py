"""Refusals that people are told: each has a stable code; words live in templates and the message catalogue."""

from __future__ import annotations


class Refusal(Exception):
    """Something asked for cannot be done. `code` is stable (API, tests); `message` is Chinese, for the person; `field` names the input."""

    code = "refused"
    status = 422

    def __init__(self, message: str, *, code: str | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.field = field


class NotFound(Refusal):
    """It does not exist or is not in the actor's scope: the two are told alike (M-51)."""

    code = "not_found"
    status = 404

    def __init__(self, message: str = "没有找到：不存在，或不在你的范围内") -> None:
        super().__init__(message)


class NotAllowed(Refusal):
    """The state or the person's right does not permit the act."""

    code = "not_allowed"
    status = 403


class NotNow(Refusal):
    """The thing's state does not permit the act now."""

    code = "not_now"
    status = 409


class Conflict(Refusal):
    """Somebody changed the thing first (M-30, M-32)."""

    code = "conflict"
    status = 409


class Invalid(Refusal):
    """Input that cannot be understood or accepted; `faults` lists every one as (field, message)."""

    code = "invalid"

    def __init__(self, message: str, *, field: str | None = None, faults: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message, field=field)
        self.faults = faults or (((field, message),) if field else ())
