"""When platforms get more time, and when they are asked for a correction (RP-09, RP-12). Pure; '' means yes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Protocol

from app.kernel.clock import day_of
from app.law.rulebook import cite


class Ordered(Protocol):
    """What the rules look at in a platform's order."""

    due_on: date
    value: Any
    on_time: bool | None
    asked_more_at: datetime | None
    extended_on: date | None
    errors: Any


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
