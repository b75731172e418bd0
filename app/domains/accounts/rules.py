"""Rules of accounts: idle and absolute ends of a session, the guessing limit, which roles exclude each other. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.kernel.actor import ADMIN_ROLES, Role
from app.kernel.errors import Refusal

FAILURES_ALLOWED = 10
FAILURE_WINDOW = timedelta(minutes=5)
LOCK = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)
IDLE = timedelta(minutes=30)
IDLE_HIGH = timedelta(minutes=15)
_HIGH = frozenset({Role.JUDGE, Role.PANEL, Role.DIRECTOR, Role.PRESIDENT}) | ADMIN_ROLES


class SignInRefused(Refusal):
    """Wrong name or wrong password: told alike (M-56)."""

    code = "sign_in_refused"
    status = 401

    def __init__(self) -> None:
        super().__init__("用户名或密码不对。重新输入；忘记密码请找本院系统管理员")


class SignInThrottled(Refusal):
    """Too many failures (M-55)."""

    code = "throttled"
    status = 429

    def __init__(self, minutes: int) -> None:
        super().__init__(f"操作太频繁：该账号多次未成功，{minutes} 分钟后再试")


def idle_limit(role: Role) -> timedelta:
    """How long a session may rest: 15 minutes for judges and administrators, 30 for others (trust.md R10)."""
    return IDLE_HIGH if role in _HIGH else IDLE


def session_alive(role: Role, seen_at: datetime, ends_at: datetime, revoked_at: datetime | None, now: datetime) -> bool:
    """May a session still be used?"""
    return revoked_at is None and now < ends_at and now - seen_at < idle_limit(role)


def check_not_throttled(count: int, since_at: datetime, now: datetime) -> None:
    """Refuse when the failures of a window have used up the limit (10 in 5 minutes, then 15 minutes of rest; trust.md R9)."""
    if count >= FAILURES_ALLOWED and now < since_at + LOCK:
        left = since_at + LOCK - now
        raise SignInThrottled(max(1, -(-int(left.total_seconds()) // 60)))


def window_open(since_at: datetime, count: int, now: datetime) -> bool:
    """Does a failure now still belong to the window that began at since_at?"""
    return now - since_at < (LOCK if count >= FAILURES_ALLOWED else FAILURE_WINDOW)


def check_roles_compatible(held: frozenset[Role], new: Role) -> None:
    """The three administrators' powers are separate, and apart from all others (M-24)."""
    if new in ADMIN_ROLES and held - {new}:
        raise Refusal("三种管理权须分开，且不能与办案身份并存。先解除前一身份", code="roles_exclude")
    if held & ADMIN_ROLES and new not in held:
        raise Refusal("三种管理权须分开，且不能与办案身份并存。先解除前一身份", code="roles_exclude")
