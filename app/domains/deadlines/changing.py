"""Verbs that change a running deadline: stop, go on, extend, another start, count again, another holder, done by hand, the court's reminders.

Each keeps the old and the new last day (DeadlineChange), says so in the trail, and the holder is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domains.audit.service import record
from app.domains.cases.queries import get_case
from app.domains.courts.queries import load_calendar
from app.domains.deadlines import service
from app.domains.deadlines.catalogue import CATALOGUE
from app.domains.deadlines.queries import OPEN, get_deadline
from app.domains.deadlines.rules import DeadlineState, end_of_period, stages_of
from app.domains.deadlines.tables import Deadline, DeadlineMargin
from app.infra.unit_of_work import Work, for_house
from app.kernel.actor import Role
from app.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from app.kernel.workdays import Calendar

MOST_DAYS, MOST_MARGINS, LONGEST_MARGIN = 365, 5, 180
OF_PEOPLE = (" 暂停计算：", " 恢复计算：", " 延长 ")


@dataclass(frozen=True)
class Entered:
    """A fact entered by a person: which kind begins, in which case, on which day."""

    code: str
    case_id: str
    on: date
    remark: str = ""


def enter(w: Work, order: Entered) -> Deadline:
    """Begin a period whose fact no page can see; Invalid for kinds that begin by themselves and for days to come."""
    case, period = get_case(w, order.case_id), CATALOGUE.get(order.code)
    if period is None or not period.by_hand:
        raise Invalid("请选择要登记的期限", field="code")
    if order.on > w.today:
        raise Invalid("起算的事实尚未发生", field="on")
    holder = case.judge_id if period.holder is Role.JUDGE else case.clerk_id
    return service.start(w, order.code, service.Start(case.id, case.court_id, "case", case.id, order.on, holder_id=holder, remark=order.remark.strip()))


def stop(w: Work, deadline_id: str, ground: str) -> Deadline:
    """It stands still from today (暂缓、中止), for a ground; NotNow where such a period never does."""
    deadline = _running(w, deadline_id)
    if not CATALOGUE[deadline.code].may_stop or deadline.length is None:
        raise NotNow("该期限不能暂停计算", code="wrong_state")
    service.stand_still(w, deadline, _worded(ground))
    service.tell_case(w, deadline.case_id)
    return deadline


def go_on(w: Work, deadline_id: str) -> Deadline:
    """It runs again; the days from the stop up to yesterday are left out of its count."""
    deadline = get_deadline(w, deadline_id)
    if deadline.state != DeadlineState.SUSPENDED.value or deadline.length is None or deadline.stopped_on is None:
        raise NotNow("该期限没有暂停计算", code="wrong_state")
    _run_on(w, deadline, (w.today - deadline.stopped_on).days)
    service.tell_case(w, deadline.case_id)
    return deadline


def go_on_of_thing(w: Work, code: str, subject_kind: str, subject_id: str, days: int) -> Sequence[Deadline]:
    """A thing's suspended deadlines of a kind run again, `days` days later, as its own pages count the stop. For the house's steps."""
    found = service.find_suspended(w, code, subject_kind, subject_id)
    for deadline in found:
        _run_on(w, deadline, days)
    service.tell_cases(w, found)
    return found


def _run_on(w: Work, deadline: Deadline, days: int) -> None:
    deadline.state, deadline.stopped_on, deadline.added_days = DeadlineState.RUNNING.value, None, deadline.added_days + days
    deadline.counted = [*deadline.counted, f"{w.today.isoformat()} 恢复计算：停 {days} 日"]
    count_again(w, deadline, load_calendar(w.session), f"停 {days} 日后恢复计算")
    record(w, "deadline.resumed", "deadline", deadline.id, f"期限恢复计算：{deadline.title}，届满 {deadline.due_on.isoformat()}", case_id=deadline.case_id)


def extend(w: Work, deadline_id: str, days: int, reason: str) -> Deadline:
    """More days, by whom the catalogue's row names; Invalid beyond what its rule gives at once."""
    deadline = _running(w, deadline_id)
    period = CATALOGUE[deadline.code]
    if period.extended_by is None or deadline.length is None:
        raise NotNow("该期限不能延长", code="wrong_state")
    if w.actor.role is not period.extended_by:
        raise NotAllowed("你不能延长该期限：不属于你的职权", code="no_right")
    most = period.extend_most or MOST_DAYS
    if not 1 <= days <= most:
        raise Invalid(f"一次可延长 1 至 {most} 日", field="days")
    deadline.added_days += days
    deadline.counted = [*deadline.counted, f"{w.today.isoformat()} 延长 {days} 日：{_worded(reason)}"]
    count_again(w, deadline, load_calendar(w.session), f"延长 {days} 日：{reason.strip()}")
    record(
        w, "deadline.extended", "deadline", deadline.id, f"期限延长 {days} 日：{deadline.title}，届满 {deadline.due_on.isoformat()}", case_id=deadline.case_id
    )
    service.tell_case(w, deadline.case_id)
    return deadline


def shift(w: Work, deadline_id: str, on: date, reason: str) -> Deadline:
    """The fact that it starts from happened on another day: counted again from there."""
    deadline = _running(w, deadline_id)
    if deadline.length is None:
        raise NotNow("该期限由所定的时刻届满，不按起算日计算", code="wrong_state")
    if on == deadline.starts_on:
        raise Invalid("与原起算日相同", field="on")
    before, deadline.starts_on = deadline.starts_on, on
    count_again(w, deadline, load_calendar(w.session), f"起算日更正：{_worded(reason)}")
    record(w, "deadline.shifted", "deadline", deadline.id, f"期限起算日由 {before} 更正为 {on}：{deadline.title}", case_id=deadline.case_id)
    service.tell_case(w, deadline.case_id)
    return deadline


def finish(w: Work, deadline_id: str, on: date, words: str) -> Deadline:
    """Done, said by a person, for the kinds that were entered by one; early or late by the day it was done on."""
    deadline = _running(w, deadline_id)
    if not CATALOGUE[deadline.code].by_hand:
        raise NotNow("该期限在办理页面完成后自动办结", code="wrong_state")
    if on > w.today:
        raise Invalid("办结日期不能晚于今天", field="on")
    deadline.remark = _worded(words)
    service.meet(w, deadline.code, deadline.subject_kind, deadline.subject_id, on=on)
    return deadline


def reassign(w: Work, case_id: str, holders: dict[str, str | None]) -> int:
    """Work went to others: the open deadlines of a case go with it (old holder to new, None: the role's); how many."""
    moved = w.session.scalars(
        for_house(select(Deadline).where(Deadline.case_id == case_id, Deadline.state.in_(OPEN), Deadline.holder_id.in_(sorted(holders))))
    ).all()
    for deadline in moved:
        deadline.holder_id = holders[deadline.holder_id or ""]
        record(w, "deadline.passed_on", "deadline", deadline.id, f"期限随案件交接：{deadline.title}", case_id=case_id)
    return len(moved)


def count_again(w: Work, deadline: Deadline, calendar: Calendar, why: str) -> bool:
    """Count a deadline anew from its start with a calendar; what was said of a day that now lies ahead is said again. Did its last day move?"""
    before = deadline.due_on
    counted = CATALOGUE[deadline.code].count(deadline.starts_on, deadline.length or 0, calendar, deadline.added_days)
    deadline.due_on, deadline.due_at = counted.due_on, end_of_period(counted.due_on)
    deadline.calendar_version, deadline.provisional = counted.calendar_version, counted.provisional
    deadline.counted = [*counted.steps, *(step for step in deadline.counted if any(word in step for word in OF_PEOPLE))]
    if before != deadline.due_on:
        _take_back(w, deadline)
    if deadline.state == DeadlineState.RUNNING.value:
        service.look_again(deadline, [stage.stage for stage in deadline.stages], w.now)
    service.note_move(w, deadline, before, why)
    w.flush()
    return before != deadline.due_on


def set_margin(w: Work, code: str, days: Sequence[int]) -> list[int]:
    """When the actor's court wants to hear of a kind of deadline, in days before its end; its running ones follow at once."""
    if code not in CATALOGUE or w.actor.court_id is None:
        raise NotFound
    chosen = sorted(set(days), reverse=True)
    if not 1 <= len(chosen) <= MOST_MARGINS or not all(1 <= each <= LONGEST_MARGIN for each in chosen):
        raise Invalid(f"应为 1 至 {MOST_MARGINS} 个日数，每个 1 至 {LONGEST_MARGIN}", field="days")
    kept = w.session.get(DeadlineMargin, (w.actor.court_id, code))
    if kept is None:
        w.session.add(DeadlineMargin(court_id=w.actor.court_id, code=code, days=chosen))
    else:
        kept.days = chosen
    running = select(Deadline).where(Deadline.court_id == w.actor.court_id, Deadline.code == code, Deadline.state == DeadlineState.RUNNING.value)
    for deadline in w.session.scalars(for_house(running.options(selectinload(Deadline.stages)))):
        deadline.warn_days = chosen
        service.look_again(deadline, [stage.stage for stage in deadline.stages], w.now)
    words = "、".join(str(each) for each in chosen)
    record(w, "deadline.margin_set", "deadline_margin", code, f"设置提醒：{CATALOGUE[code].title} 提前 {words} 日")
    return chosen


def _take_back(w: Work, deadline: Deadline) -> None:
    ahead = {stage.name for stage in stages_of(deadline.due_on, deadline.due_at, service.warned(deadline)) if stage.at > w.now}
    for stage in [each for each in deadline.stages if each.stage in ahead]:
        deadline.stages.remove(stage)
        w.session.delete(stage)
    if deadline.due_at > w.now:
        deadline.missed_at = None


def _running(w: Work, deadline_id: str) -> Deadline:
    deadline = get_deadline(w, deadline_id)
    if deadline.state != DeadlineState.RUNNING.value:
        raise NotNow("该期限没有在计算", code="wrong_state")
    return deadline


def _worded(words: str) -> str:
    if not service.LEAST_WORDS <= len(words.strip()) <= service.MOST_WORDS // 5:
        raise Invalid(f"理由应为 {service.LEAST_WORDS} 至 {service.MOST_WORDS // 5} 字", field="reason")
    return words.strip()
