"""Handing over: the fifteen days stop and go on, the judge hears of a refusal and the clerk of its answer (AS-24)."""

from __future__ import annotations

from app.domains.cases.queries import house_case
from app.domains.deadlines import changing
from app.domains.deadlines import service as deadlines
from app.domains.handovers.events import ClockStopped, ClockWentOn, RefusalAnswered, Refused
from app.domains.handovers.rules import OUTCOMES
from app.domains.messages.service import Notice, tell
from app.infra.unit_of_work import Work

CLOCK, THING = "hand_over", "handover"


def stop_clock(w: Work, fact: ClockStopped) -> None:
    """The days stand still."""
    deadlines.suspend(w, CLOCK, THING, fact.handover_id, ground=fact.ground)


def go_on(w: Work, fact: ClockWentOn) -> None:
    """The days run on without those of the last stop; the day it goes on counts again."""
    first_on, last_on = fact.stops[-1]
    changing.go_on_of_thing(w, CLOCK, THING, fact.handover_id, (last_on - first_on).days)


def tell_of_refusal(w: Work, fact: Refused) -> None:
    """The judge decides what follows."""
    judge = house_case(w, fact.case_id).judge_id
    tell(w, [judge], Notice("handover", "买受人拒收，待你答复", body=fact.reason, link=f"/handovers/{fact.handover_id}", case_id=fact.case_id))


def tell_of_answer(w: Work, fact: RefusalAnswered) -> None:
    """The clerk carries it out."""
    words = f"拒收的处理：{OUTCOMES[fact.outcome]}"
    tell(w, [house_case(w, fact.case_id).clerk_id], Notice("handover", words, body=fact.words, link=f"/handovers/{fact.handover_id}", case_id=fact.case_id))
