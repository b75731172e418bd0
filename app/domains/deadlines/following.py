"""Periods counted anew without a fact of their own changing: the record of the fact was corrected, or the calendar in force is asked again."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domains.audit.service import record
from app.domains.courts.queries import load_calendar
from app.domains.deadlines import service
from app.domains.deadlines.catalogue import CATALOGUE
from app.domains.deadlines.changing import count_again
from app.domains.deadlines.queries import OPEN, get_deadline
from app.domains.deadlines.rules import DeadlineState
from app.domains.deadlines.tables import Deadline
from app.infra.unit_of_work import Work, for_house
from app.kernel.errors import NotNow


def follow_filing(w: Work, case_id: str, before_on: date, on: date) -> int:
    """The case was filed on another day: its open periods that the house counted from there are counted from the new one; how many.

    A period entered by hand has a fact of its own, and one whose start was corrected by a person keeps that: neither follows.
    """
    of_case = (Deadline.subject_kind == "case", Deadline.subject_id == case_id, Deadline.starts_on == before_on, Deadline.length.is_not(None))
    rows = w.session.scalars(for_house(select(Deadline).where(*of_case, Deadline.state.in_(OPEN)).options(selectinload(Deadline.stages)))).all()
    found, calendar = [each for each in rows if not CATALOGUE[each.code].by_hand], load_calendar(w.session)
    for deadline in found:
        deadline.starts_on = on
        count_again(w, deadline, calendar, f"立案日期由 {before_on.isoformat()} 更正为 {on.isoformat()}")
        words = f"立案日期更正，期限重新核算：{deadline.title}，届满 {deadline.due_on.isoformat()}"
        record(w, "deadline.shifted", "deadline", deadline.id, words, case_id=case_id)
    service.tell_cases(w, found)
    return len(found)


def recount(w: Work, deadline_id: str) -> Deadline:
    """重新核算: a running period is counted again with the calendar in force; NotNow for one that is not counted in days or does not run."""
    deadline = get_deadline(w, deadline_id)
    if deadline.state != DeadlineState.RUNNING.value or deadline.length is None:
        raise NotNow("该期限没有在计算，不能重新核算", code="wrong_state")
    before, calendar = deadline.due_on, load_calendar(w.session)
    moved = count_again(w, deadline, calendar, f"按日历 {calendar.version} 重新核算")
    words = f"{before.isoformat()} → {deadline.due_on.isoformat()}" if moved else f"届满日不变：{deadline.due_on.isoformat()}"
    record(w, "deadline.recounted", "deadline", deadline.id, f"按日历 {calendar.version} 重新核算：{deadline.title}，{words}", case_id=deadline.case_id)
    service.tell_case(w, deadline.case_id)
    return deadline
