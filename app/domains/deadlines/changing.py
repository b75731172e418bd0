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
from app.domains.cases.queries import get_case, in_scope
from app.domains.courts.queries import load_calendar
from app.domains.deadlines import service
from app.domains.deadlines.catalogue import CATALOGUE
from app.domains.deadlines.period import until
from app.domains.deadlines.permissions import may_shift
from app.domains.deadlines.queries import OPEN, get_deadline
from app.domains.deadlines.rules import ENTERED, DeadlineState, end_of_period
from app.domains.deadlines.tables import Deadline, DeadlineMargin
from app.infra.unit_of_work import Work, for_house
from app.kernel.actor import Role
from app.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from app.kernel.ids import new_id
from app.kernel.workdays import Calendar

MOST_DAYS, MOST_MARGINS, LONGEST_MARGIN, LONGEST_ESCALATION = 365, 5, 180, 30
OF_PEOPLE = (" 暂停计算：", " 恢复计算：", " 延长 ")


@dataclass(frozen=True)
class Entered:
    """A fact entered by a person: which kind begins, in which case, on which day."""

    code: str
    case_id: str
    on: date
    remark: str = ""


def enter(w: Work, order: Entered) -> Deadline:
    """Begin a period whose fact no page can see, beside others of its kind (two clues, two objections run apart).

    Invalid for kinds that begin by themselves and for days to come, but of what is counted back from an event.
    """
    case, period = get_case(w, order.case_id), CATALOGUE.get(order.code)
    if period is None or not period.by_hand:
        raise Invalid("请选择要登记的期限", field="code")
    if order.on > w.today and period.count is not until:
        raise Invalid("起算的事实尚未发生", field="on")
    holder = case.judge_id if period.holder is Role.JUDGE else case.clerk_id
    of_fact = service.Start(case.id, case.court_id, ENTERED, new_id(), order.on, holder_id=holder, remark=order.remark.strip(), link=f"/cases/{case.id}")
    return service.start(w, order.code, of_fact)


def stop(w: Work, deadline_id: str, ground: str) -> Deadline:
    """It stands still from today (暂缓、中止), for a ground; NotNow where such a period never does."""
    deadline = _running(w, deadline_id)
    if not CATALOGUE[deadline.code].may_stop or deadline.length is None:
        raise NotNow("该期限不能暂停计算", code="wrong_state")
    service.stand_still(w, deadline, _worded(ground))
    service.tell_case(w, deadline.case_id)
    return deadline


def go_on(w: Work, deadline_id: str, ground: str) -> Deadline:
    """It runs again, for a ground; the days from the stop up to yesterday are left out of its count."""
    deadline = get_deadline(w, deadline_id)
    if deadline.state != DeadlineState.SUSPENDED.value or deadline.length is None or deadline.stopped_on is None:
        raise NotNow("该期限没有暂停计算", code="wrong_state")
    _run_on(w, deadline, (w.today - deadline.stopped_on).days, _worded(ground))
    service.tell_case(w, deadline.case_id)
    return deadline


def stop_case(w: Work, deadline_id: str, ground: str) -> int:
    """The whole case of a deadline stands still (暂缓、中止执行): every running period that may stop, for one ground; how many. NotNow where there is none."""
    case_id, words = get_deadline(w, deadline_id).case_id, _worded(ground)
    stopped = [each for each in _of_case(w, case_id, DeadlineState.RUNNING) if CATALOGUE[each.code].may_stop and each.length is not None]
    if not stopped:
        raise NotNow("本案没有可以暂停计算的期限", code="wrong_state")
    for deadline in stopped:
        deadline.with_case = True
        service.stand_still(w, deadline, f"全案，{words}")
    service.tell_case(w, case_id)
    return len(stopped)


def go_on_case(w: Work, deadline_id: str, ground: str) -> int:
    """The case goes on: what stood still with it runs again, each without its own days of the stop; what was stopped by itself does not. How many."""
    case_id, words = get_deadline(w, deadline_id).case_id, _worded(ground)
    stopped = [each for each in _of_case(w, case_id, DeadlineState.SUSPENDED) if each.with_case]
    if not stopped:
        raise NotNow("本案没有全案暂停计算的期限", code="wrong_state")
    for deadline in stopped:
        _run_on(w, deadline, (w.today - (deadline.stopped_on or w.today)).days, f"全案，{words}")
    service.tell_case(w, case_id)
    return len(stopped)


def go_on_of_thing(w: Work, code: str, subject_kind: str, subject_id: str, days: int) -> Sequence[Deadline]:
    """A thing's suspended deadlines of a kind run again, `days` days later, as its own pages count the stop. For the house's steps."""
    found = service.find_suspended(w, code, subject_kind, subject_id)
    for deadline in found:
        _run_on(w, deadline, days)
    service.tell_cases(w, found)
    return found


def _run_on(w: Work, deadline: Deadline, days: int, ground: str = "") -> None:
    deadline.state, deadline.stopped_on, deadline.added_days = DeadlineState.RUNNING.value, None, deadline.added_days + days
    deadline.with_case = False
    why = f"（{ground}）" if ground else ""
    deadline.counted = [*deadline.counted, f"{w.today.isoformat()} 恢复计算：停 {days} 日{why}"]
    count_again(w, deadline, load_calendar(w.session), f"停 {days} 日后恢复计算{why}")
    words = f"期限恢复计算：{deadline.title}，届满 {deadline.due_on.isoformat()}{why}"
    record(w, "deadline.resumed", "deadline", deadline.id, words, case_id=deadline.case_id)


def extend(w: Work, deadline_id: str, days: int, reason: str) -> Deadline:
    """More days, by whom the catalogue's row names; Invalid beyond a year at once."""
    deadline = _running(w, deadline_id)
    period = CATALOGUE[deadline.code]
    if period.extended_by is None or deadline.length is None:
        raise NotNow("该期限不能延长", code="wrong_state")
    if w.actor.role is not period.extended_by:
        raise NotAllowed("你不能延长该期限：不属于你的职权", code="no_right")
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(f"一次可延长 1 至 {MOST_DAYS} 日", field="days")
    deadline.added_days += days
    deadline.counted = [*deadline.counted, f"{w.today.isoformat()} 延长 {days} 日：{_worded(reason)}"]
    count_again(w, deadline, load_calendar(w.session), f"延长 {days} 日：{reason.strip()}")
    record(
        w, "deadline.extended", "deadline", deadline.id, f"期限延长 {days} 日：{deadline.title}，届满 {deadline.due_on.isoformat()}", case_id=deadline.case_id
    )
    service.tell_case(w, deadline.case_id)
    return deadline


def shift(w: Work, deadline_id: str, on: date, reason: str) -> Deadline:
    """The fact that it starts from happened on another day: counted again from there. Only what is counted back from an event starts in days to come."""
    deadline = _running(w, deadline_id)
    period = CATALOGUE[deadline.code]
    if deadline.length is None:
        raise NotNow("该期限由所定的时刻届满，不按起算日计算", code="wrong_state")
    if not may_shift(w.actor, period):
        raise NotAllowed("该期限的起算事实另有记录，由承办法官更正起算日", code="no_right")
    if on > w.today and period.count is not until:
        raise Invalid("起算的事实尚未发生", field="on")
    if on == deadline.starts_on:
        raise Invalid("与原起算日相同", field="on")
    before, deadline.starts_on = deadline.starts_on, on
    count_again(w, deadline, load_calendar(w.session), f"起算日更正：{_worded(reason)}")
    record(w, "deadline.shifted", "deadline", deadline.id, f"期限起算日由 {before} 更正为 {on}：{deadline.title}", case_id=deadline.case_id)
    service.tell_case(w, deadline.case_id)
    return deadline


def finish(w: Work, deadline_id: str, on: date, words: str) -> Deadline:
    """Done, said by a person, for the kinds that were entered by one and those that no page sees the end of; early or late by the day it was done on."""
    deadline = _running(w, deadline_id)
    if not (CATALOGUE[deadline.code].ends_by_word or deadline.subject_kind == ENTERED):
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
        service.take_back(w, deadline)
    if deadline.state == DeadlineState.RUNNING.value:
        service.look_again(deadline, [stage.stage for stage in deadline.stages], w.now)
    service.note_move(w, deadline, before, why)
    w.flush()
    return before != deadline.due_on


def set_margin(w: Work, code: str, days: Sequence[int]) -> list[int]:
    """When the actor's court wants to hear of a kind of deadline, in days before its end; its running ones follow at once."""
    if code not in CATALOGUE or CATALOGUE[code].warned_at or w.actor.court_id is None:
        raise NotFound
    chosen = sorted(set(days), reverse=True)
    if not 1 <= len(chosen) <= MOST_MARGINS or not all(1 <= each <= LONGEST_MARGIN for each in chosen):
        raise Invalid(f"应为 1 至 {MOST_MARGINS} 个日数，每个 1 至 {LONGEST_MARGIN}", field="days")
    _keep_margin(w, w.actor.court_id, code, chosen)
    running = select(Deadline).where(Deadline.court_id == w.actor.court_id, Deadline.code == code, Deadline.state == DeadlineState.RUNNING.value)
    for deadline in w.session.scalars(for_house(running.options(selectinload(Deadline.stages)))):
        deadline.warn_days = chosen
        service.look_again(deadline, [stage.stage for stage in deadline.stages], w.now)
    words = "、".join(str(each) for each in chosen)
    record(w, "deadline.margin_set", "deadline_margin", code, f"设置提醒：{CATALOGUE[code].title} 提前 {words} 日")
    return chosen


def set_escalation(w: Work, days: Sequence[int]) -> int:
    """How many days after a miss the president of the actor's court hears of it; misses to come follow."""
    if w.actor.court_id is None:
        raise NotFound
    if len(days) != 1 or not 1 <= days[0] <= LONGEST_ESCALATION:
        raise Invalid(f"应为一个日数，1 至 {LONGEST_ESCALATION}", field="days")
    _keep_margin(w, w.actor.court_id, service.ESCALATION, days)
    record(w, "deadline.margin_set", "deadline_margin", service.ESCALATION, f"设置逾期后第 {days[0]} 日报院长")
    return days[0]


def _keep_margin(w: Work, court_id: str, code: str, days: Sequence[int]) -> None:
    kept = w.session.get(DeadlineMargin, (court_id, code))
    if kept is None:
        w.session.add(DeadlineMargin(court_id=court_id, code=code, days=list(days)))
    else:
        kept.days = list(days)


def _of_case(w: Work, case_id: str, state: DeadlineState) -> Sequence[Deadline]:
    """Through the actor's scope, locked: two stops at one moment do not both stop it."""
    wanted = select(Deadline).where(Deadline.case_id == case_id, Deadline.state == state.value).options(selectinload(Deadline.stages))
    return w.session.scalars(in_scope(wanted.order_by(Deadline.id).with_for_update(), Deadline, w.actor)).all()


def _running(w: Work, deadline_id: str) -> Deadline:
    deadline = get_deadline(w, deadline_id)
    if deadline.state != DeadlineState.RUNNING.value:
        raise NotNow("该期限没有在计算", code="wrong_state")
    return deadline


def _worded(words: str) -> str:
    if not service.LEAST_WORDS <= len(words.strip()) <= service.MOST_WORDS // 5:
        raise Invalid(f"理由应为 {service.LEAST_WORDS} 至 {service.MOST_WORDS // 5} 字", field="reason")
    return words.strip()
