"""Viewings and questions: who is reminded of tomorrow, who is asked, who hears the judge's answer; what accepted tasks told stands with the lot."""

from __future__ import annotations

from app.domains.cases.queries import house_case
from app.domains.messages.service import Notice, tell, tell_role
from app.domains.rounds.queries import list_of_asset
from app.domains.tasks.events import TaskAccepted
from app.domains.tasks.queries import house_task, list_tasks_of_asset, list_versions
from app.domains.tasks.tables import Task
from app.domains.tasks.types import TaskState
from app.domains.viewings.events import JudgeReplied, QuestionAsked, QuestionEscalated, SlotTomorrow, ViewingsPlanned
from app.domains.viewings.queries import house_programme
from app.domains.viewings.receiving import Told, take_questions, take_visit
from app.domains.viewings.service import Lot, plan_viewings
from app.domains.viewings.tables import Programme
from app.infra.unit_of_work import Work
from app.kernel.actor import Role
from app.kernel.clock import local

GUIDING, ANSWERING = "viewing", "consultation"
ACCEPTED = (TaskState.ACCEPTED.value, TaskState.CLOSED.value)


def take_showing(w: Work, fact: TaskAccepted) -> None:
    """Visit and questions of an accepted task stand with the asset's latest lot; before there is a lot they wait for its programme."""
    lots = list_of_asset(w, fact.asset_id) if fact.kind in (GUIDING, ANSWERING) else ()
    if lots:
        lot = lots[-1]
        _take(w, plan_viewings(w, Lot(lot.court_id, lot.case_id, lot.asset_id, lot.id, lot.title)), house_task(w, fact.task_id))


def take_earlier(w: Work, fact: ViewingsPlanned) -> None:
    """A lot has its programme: tasks of its thing that were accepted before are taken in, each once."""
    for task in list_tasks_of_asset(w, fact.asset_id):
        if task.kind in (GUIDING, ANSWERING) and task.status in ACCEPTED:
            _take(w, house_programme(w, fact.programme_id), task)


def _take(w: Work, programme: Programme, task: Task) -> None:
    told = Told(task.id, task.number, task.agency_id, task.worker_id, list_versions(w, task)[-1].form)
    (take_visit if task.kind == GUIDING else take_questions)(w, programme, told)


def tell_of_question(w: Work, fact: QuestionAsked) -> None:
    """A stranger asked on the public page: whoever answers hears it, the words stay on the page."""
    words = f"网上咨询待答复：{fact.title}"
    if fact.agency_id:
        tell_role(w, Role.AGENCY, Notice("viewing", words, link=f"/viewings/{fact.programme_id}"), agency_id=fact.agency_id)
    tell(w, [house_case(w, fact.case_id).clerk_id], Notice("viewing", words, link=_lot(fact.round_id), case_id=fact.case_id))


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
