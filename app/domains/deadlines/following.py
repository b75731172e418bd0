"""Periods that follow the day of their fact when the record of the fact is corrected."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domains.audit.service import record
from app.domains.courts.queries import load_calendar
from app.domains.deadlines import service
from app.domains.deadlines.catalogue import CATALOGUE
from app.domains.deadlines.changing import count_again
from app.domains.deadlines.queries import OPEN
from app.domains.deadlines.tables import Deadline
from app.infra.unit_of_work import Work, for_house


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
