"""Rules of agencies: who may be given a kind of task, with the reason of every exclusion. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Standing:
    """How an agency stands with a court on a day: its suspension, the engagement that covers it best, and its open tasks there."""

    suspended_reason: str = ""
    suspended: bool = False
    engaged: bool = False
    kinds: tuple[str, ...] = ()
    from_on: date | None = None
    until_on: date | None = None
    quota: int = 0
    open_tasks: int = 0


def exclusion(standing: Standing, kind: str, today: date) -> str:
    """Why the agency may not be given the kind of task today, in Chinese; '' when it may."""
    if standing.suspended:
        return f"已暂停委托：{standing.suspended_reason}"
    if not standing.engaged or standing.from_on is None or standing.until_on is None:
        return "与本院没有委托合同"
    if kind not in standing.kinds:
        return "委托合同不含这类任务"
    if today < standing.from_on:
        return f"委托合同 {standing.from_on.isoformat()} 起生效"
    if today > standing.until_on:
        return f"委托合同已于 {standing.until_on.isoformat()} 到期"
    if standing.open_tasks >= standing.quota:
        return f"在办任务已达限额 {standing.quota} 件"
    return ""
