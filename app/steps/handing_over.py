"""Handing over: the fifteen days stop and go on, the judge hears of a refusal and the clerk of its answer (AS-24)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.domains.cases.queries import house_case
from app.domains.courts.queries import load_calendar
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.tables import Deadline
from app.domains.handovers.events import ClockStopped, ClockWentOn, RefusalAnswered, Refused
from app.domains.handovers.queries import house_handover
from app.domains.handovers.rules import OUTCOMES
from app.domains.messages.service import Notice, tell
from app.infra.unit_of_work import Work, for_house
from app.kernel.clock import end_of
from app.law.periods import Span, days_after
from app.law.terms import length_of

CLOCK, THING = "hand_over", "handover"


def stop_clock(w: Work, fact: ClockStopped) -> None:
    """The days stand still."""
    deadlines.suspend(w, CLOCK, THING, fact.handover_id, ground=fact.ground)


def go_on(w: Work, fact: ClockWentOn) -> None:
    """The days run on: counted anew from the service of the ruling without the days that the clock stood still; the day it goes on counts again."""
    still = tuple(Span(first, last - timedelta(days=1)) for first, last in fact.stops if last > first)
    clock = w.session.scalar(for_house(select(Deadline).where(Deadline.code == CLOCK, Deadline.subject_id == fact.handover_id, Deadline.state == "suspended")))
    if clock is None:
        return
    counted = days_after(clock.starts_on, length_of("hand_over"), load_calendar(w.session), suspended=still)
    stood = sum((each.last_on - each.first_on).days + 1 for each in still)
    last_second = end_of(counted.due_on) - timedelta(seconds=1)  # resume takes the day from the moment, and 24:00 is already the next day
    deadlines.resume(w, CLOCK, THING, fact.handover_id, due_at=last_second, stopped=f"{stood} 日")
    clock.due_at = end_of(counted.due_on)
    house_handover(w, fact.handover_id).due_on = counted.due_on


def tell_of_refusal(w: Work, fact: Refused) -> None:
    """The judge decides what follows."""
    judge = house_case(w, fact.case_id).judge_id
    tell(w, [judge], Notice("handover", "买受人拒收，待你答复", body=fact.reason, link=f"/handovers/{fact.handover_id}", case_id=fact.case_id))


def tell_of_answer(w: Work, fact: RefusalAnswered) -> None:
    """The clerk carries it out."""
    words = f"拒收的处理：{OUTCOMES[fact.outcome]}"
    tell(w, [house_case(w, fact.case_id).clerk_id], Notice("handover", words, body=fact.words, link=f"/handovers/{fact.handover_id}", case_id=fact.case_id))
