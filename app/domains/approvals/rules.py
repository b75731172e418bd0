"""Rules of deciding: a panel's matters, when it is complete, what its majority says; who may act on an open question; words of the chain. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.kernel.actor import Role
from app.kernel.clock import local
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
STATUS_WORDS = {
    ApprovalStatus.OPEN: "待决定",
    ApprovalStatus.AGREED: "同意",
    ApprovalStatus.RETURNED: "退回修改",
    ApprovalStatus.REFUSED: "不同意",
    ApprovalStatus.VOID: "因内容变更失效",
    ApprovalStatus.RECALLED: "已撤回申请",
}
AGREES = "agree"
LEAST_REASON, MOST_REASON = 2, 500
SUPERIOR = {Role.PANEL: Role.DIRECTOR, Role.JUDGE: Role.DIRECTOR, Role.DIRECTOR: Role.PRESIDENT, Role.PRESIDENT: Role.HIGHER}
"""Who is told when a decider lets the time run out, and whom a decider may ask (请示)."""
STEP_WORDS = {
    "asked": "提请",
    "voted": "已表决",
    "agree": "同意",
    "return": "退回修改",
    "refuse": "不同意",
    "panel_agreed": "合议通过",
    "panel_split": "未形成多数",
    "transferred": "转办给",
    "signer_added": "请加签",
    "signer_agreed": "加签同意",
    "signer_refused": "加签不同意",
    "signer_dropped": "收回加签",
    "asked_above": "请示",
    "answered": "答复请示",
    "copied": "抄送",
    "urged": "催办",
    "recalled": "撤回申请",
    "voided": "因内容变更失效",
    "escalated": "超时已报上级",
    "recused": "申请回避",
    "substituted": "更换成员为",
}
OF_ASKER = frozenset({"asked", "urged", "copied", "recalled"})
"""Steps that are no act of a decider: they do not hold up a recall."""


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


def outcome_of(votes: Sequence[Mapping[str, str]], seats: int, matters: Mapping[str, str] = PANEL_MATTERS) -> Outcome | None:
    """The panel's decision once every seat has voted, else None (民诉法 45: majority; dissent is kept). A matter on which all differ is split."""
    if len(votes) < seats:
        return None
    counted = {code: Counter(vote[code] for vote in votes) for code in matters}
    agreed = {code: tally[AGREES] * 2 > seats for code, tally in counted.items()}
    split = tuple(code for code, tally in counted.items() if max(tally.values()) * 2 <= seats)
    return Outcome(all(agreed.values()), agreed, split)


def check_vote(opinions: Mapping[str, str], matters: Mapping[str, str] = PANEL_MATTERS) -> None:
    """A vote speaks to all matters, no more, no fewer."""
    missing = [(code, title) for code, title in matters.items() if not opinions.get(code, "").strip()]
    if missing:
        raise Invalid(f"还没有表决：{'、'.join(title for _, title in missing)}", faults=tuple((code, "选择同意，或写明应为多少") for code, _ in missing))


def check_open(status: str, who: str = "", at: datetime | None = None) -> None:
    """Nobody has decided it meanwhile; says who did, when and how where that is known (M-32)."""
    if status == ApprovalStatus.OPEN:
        return
    by = f"由 {who} 于 {local(at):%H:%M} " if who and at else "经"
    raise Conflict(f"该事项已{by}处理，结果：{STATUS_WORDS[ApprovalStatus(status)]}。查看处理记录", code="already_decided")


def check_not_own(asked_by: str, *deciders: str | None) -> None:
    """Not one's own request, not even through a deputy (M-22)."""
    if asked_by in deciders:
        raise NotAllowed("不能审批自己提交的事项：提交人与审批人须为不同的人", code="own_request")


def check_digest(stored: str, seen: str) -> None:
    """A signature counts for the content that was on the screen (M-31)."""
    if stored != seen:
        raise Conflict("内容在你打开之后变了，原表决或签名不能用于新内容。看不同之处后重新决定", code="digest_changed")


def check_reason(words: str, what: str = "理由", field: str = "reason") -> str:
    """The words without blanks at their ends, two to five hundred characters."""
    said = words.strip()
    if not LEAST_REASON <= len(said) <= MOST_REASON:
        raise Invalid(f"写明{what}，{LEAST_REASON} 至 {MOST_REASON} 字", field=field)
    return said


def joined_reasons(reason: str, fields: Mapping[str, str]) -> str:
    """The reason of a return as one text: what was said of all, then of each figure."""
    parts = [reason.strip(), *(f"{title}：{words.strip()}" for title, words in fields.items() if words.strip())]
    return "；".join(part for part in parts if part)
