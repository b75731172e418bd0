"""Rules of deciding: the five matters, when the panel is complete, what its majority says. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.kernel.errors import Conflict, Invalid, NotAllowed
from app.law.publication import PANEL_MATTERS


class ApprovalStatus(StrEnum):
    """Where an approval stands."""

    OPEN = "open"
    AGREED = "agreed"
    RETURNED = "returned"
    REFUSED = "refused"
    VOID = "void"
    RECALLED = "recalled"


class Verdict(StrEnum):
    """What a decider says (退回修改 and 不同意 are two things)."""

    AGREE = "agree"
    RETURN = "return"
    REFUSE = "refuse"


RESULT = {Verdict.AGREE: ApprovalStatus.AGREED, Verdict.RETURN: ApprovalStatus.RETURNED, Verdict.REFUSE: ApprovalStatus.REFUSED}
VERDICT_WORDS = {Verdict.AGREE: "同意", Verdict.RETURN: "退回修改", Verdict.REFUSE: "不同意"}
AGREES = "agree"


@dataclass(frozen=True)
class Outcome:
    """What a complete panel decided: per matter agreed or not; `agreed` only if every matter has a majority for it."""

    agreed: bool
    matters: Mapping[str, bool]
    split: tuple[str, ...]

    @property
    def agreed_matters(self) -> frozenset[str]:
        """Codes of the matters with a majority."""
        return frozenset(code for code, yes in self.matters.items() if yes)


def outcome_of(votes: Sequence[Mapping[str, str]], seats: int) -> Outcome | None:
    """The panel's decision once every seat has voted, else None (民诉法 45: majority; dissent is kept). A matter on which all differ is split."""
    if len(votes) < seats:
        return None
    counted = {code: Counter(vote[code] for vote in votes) for code in PANEL_MATTERS}
    matters = {code: tally[AGREES] * 2 > seats for code, tally in counted.items()}
    split = tuple(code for code, tally in counted.items() if max(tally.values()) * 2 <= seats)
    return Outcome(all(matters.values()), matters, split)


def check_vote(opinions: Mapping[str, str]) -> None:
    """A vote speaks to all five matters, no more, no fewer."""
    missing = [(code, title) for code, title in PANEL_MATTERS.items() if not opinions.get(code, "").strip()]
    if missing:
        raise Invalid(f"还没有表决：{'、'.join(title for _, title in missing)}", faults=tuple((code, "选择同意，或写明应为多少") for code, _ in missing))


def check_decidable(status: str, asked_by: str, decider_id: str) -> None:
    """Open, and not one's own request (M-22)."""
    if status != ApprovalStatus.OPEN:
        raise Conflict("该事项已经处理，查看处理记录", code="already_decided")
    if asked_by == decider_id:
        raise NotAllowed("不能审批自己提交的事项：提交人与审批人须为不同的人", code="own_request")


def check_digest(stored: str, seen: str) -> None:
    """A signature counts for the content that was on the screen (M-31)."""
    if stored != seen:
        raise Conflict("内容在你打开之后变了，原表决或签名不能用于新内容。看不同之处后重新决定", code="digest_changed")
