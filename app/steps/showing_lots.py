"""Viewings and questions: who is reminded of tomorrow, who is asked, who hears the judge's answer."""

from __future__ import annotations

from app.domains.cases.queries import house_case
from app.domains.messages.service import Notice, tell, tell_role
from app.domains.viewings.events import JudgeReplied, QuestionEscalated, SlotTomorrow
from app.infra.unit_of_work import Work
from app.kernel.actor import Role
from app.kernel.clock import local


def remind_guide(w: Work, fact: SlotTomorrow) -> None:
    """The guide and the agency's manager, or the clerk, hear of tomorrow."""
    words = f"明天 {local(fact.starts_at):%H:%M} 看样，已约 {fact.booked} 人：{fact.title}"
    tell(w, [fact.guide_id], Notice("viewing", words, link=f"/m/viewings/{fact.slot_id}"))
    if fact.agency_id:
        tell_role(w, Role.AGENCY, Notice("viewing", words, link=f"/viewings/{fact.programme_id}"), agency_id=fact.agency_id)
    else:
        tell(w, [house_case(w, fact.case_id).clerk_id], Notice("viewing", words, link=_lot(fact.round_id), case_id=fact.case_id))


def ask_judge(w: Work, fact: QuestionEscalated) -> None:
    """A question goes beyond what was published."""
    notice = Notice("viewing", f"咨询待法官答复：{fact.title}", body=fact.question, link=_lot(fact.round_id), case_id=fact.case_id)
    tell(w, [house_case(w, fact.case_id).judge_id], notice)


def tell_of_reply(w: Work, fact: JudgeReplied) -> None:
    """Whoever answers the callers hears what the judge said."""
    tell(w, [house_case(w, fact.case_id).clerk_id], Notice("viewing", fact.words, link=_lot(fact.round_id), case_id=fact.case_id))
    if fact.agency_id:
        tell_role(w, Role.AGENCY, Notice("viewing", fact.words, link=f"/viewings/{fact.programme_id}"), agency_id=fact.agency_id)


def _lot(round_id: str) -> str:
    return f"/lots/{round_id}/viewings"
