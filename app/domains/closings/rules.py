"""What must hold before a case is closed in some way: the law's checks for that way, confirmed by the judge one by one. Pure."""

from __future__ import annotations

from app.domains.cases.types import ClosingWay
from app.kernel.errors import Invalid
from app.law.closing import Check, Way, closing_checks, closing_missing

ITEMS = {
    "ruling_served": "成交裁定已送达",
    "transferred": "过户协助已办结",
    "handed_over": "标的物已移交",
    "settled": "款项已结清",
    "round_ended": "拍次已有结果",
}
LEAST_REASON = 4
_WAYS = {
    ClosingWay.DONE: Way.FULFILLED,
    ClosingWay.SUSPENDED_ROUND: Way.ZHONGBEN,
    ClosingWay.TERMINATED: Way.ENDED,
    ClosingWay.NOT_ENFORCED: Way.REFUSED_ENFORCEMENT,
    ClosingWay.REJECTED: Way.DISMISSED,
    ClosingWay.CANCELLED: Way.CANCELLED,
    ClosingWay.ENTRUSTED: Way.DELEGATED,
}


def checks_of(way: ClosingWay) -> tuple[Check, ...]:
    """The law's checks of a way of closing (law.md §8); those that the house follows by facts stand in its own list."""
    return closing_checks(_WAYS[way])


def check_confirmed(way: ClosingWay, confirmed: frozenset[str]) -> None:
    """Refuse while a check of the way is not confirmed, naming each."""
    missing = closing_missing(_WAYS[way], confirmed)
    if missing:
        raise Invalid(f"还有 {len(missing)} 项没有核对：" + "、".join(check.title for check in missing), field="confirmed")


def check_reason(reason: str) -> str:
    """The reason, trimmed; it must say something."""
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid("写明结案理由", field="reason")
    return reason.strip()
