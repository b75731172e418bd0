"""When platforms get more time, when they are asked for a correction, when a price falls (RP-09, RP-12, RP-14). Pure; '' means yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from app.domains.valuations.types import ObjectionState
from app.kernel.clock import day_of
from app.law.rulebook import cite

_DECIDED = frozenset({ObjectionState.DISMISSED.value, ObjectionState.CORRECTED.value, ObjectionState.UPHELD.value})


class Ordered(Protocol):
    """What the rules look at in a platform's order."""

    due_on: date
    value: Any
    on_time: bool | None
    asked_more_at: datetime | None
    extended_on: date | None
    errors: Any


@dataclass(frozen=True)
class Fallen:
    """Why a price stands on its reports no longer; `none_stands`: every report went, so the next way is open."""

    reason: str
    none_stands: bool


def fallen(states: Sequence[str]) -> Fallen | None:
    """What the objections did to a price: `states` of the objection to each timely report, '' where none was heard. None: one is open, or a mean is left."""
    upheld = sum(state == ObjectionState.UPHELD for state in states)
    if not upheld or any(state not in _DECIDED for state in states):
        return None
    if upheld == len(states):
        return Fallen("全部平台报告的异议均成立，网络询价没有可用的报告", none_stands=True)
    return Fallen(f"全部 {len(states)} 份报告均有异议，其中 {upheld} 份异议成立，不能再按原报告确定参考价", none_stands=False)


def why_no_more_time(reports: Sequence[Ordered], today: date) -> str:
    """Only when all were late, for those that asked before their last day was over, and once."""
    if any(each.on_time for each in reports):
        return f"已有平台按时出具报告，其余平台的延期申请不予准许（{cite('RP-09')}）"
    if any(each.extended_on is not None for each in reports):
        return f"已延期一次；仍未出具的，转为委托评估（{cite('RP-10')}）"
    if any(today <= each.due_on and each.value is None for each in reports):
        return f"期限还没有届满：全部平台逾期后才能准予延期（{cite('RP-09')}）"
    if not any(each.asked_more_at is not None and day_of(each.asked_more_at) <= each.due_on for each in reports):
        return f"没有平台在期限届满前申请延期，转为委托评估（{cite('RP-10')}）"
    return ""


def why_no_correction(reports: Sequence[Ordered]) -> str:
    """Only when every report that came has a basic error."""
    came = [each for each in reports if each.value is not None]
    wrong = [each for each in came if each.errors]
    if not came or not wrong:
        return f"没有登记报告错误（{cite('RP-12')}）"
    if len(wrong) < len(came):
        return f"只有 {len(wrong)}/{len(came)} 份报告有错误：部分报告有错误的，不要求补正（{cite('RP-12')}）"
    return ""
