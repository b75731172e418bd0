"""Agencies: what their work adds to score and fees, what is confirmed with each task, and what happens when an engagement ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domains.accounts.leaving import people_at_agency
from app.domains.agencies import ending, fees, scores
from app.domains.agencies.declaring import confirm_for_task
from app.domains.agencies.events import (
    DataCleared,
    EngagementEnding,
    PaperEnding,
    RenewalDue,
    ReviewAsked,
    ReviewDecided,
    StatementAnswered,
    StatementSent,
    TermEnding,
)
from app.domains.agencies.queries import agency_name, engaging_court_ids
from app.domains.agencies.scores import NoteDeed
from app.domains.agencies.types import DeedKind
from app.domains.messages.clearing import clear_messages
from app.domains.messages.service import Notice, tell, tell_role
from app.domains.tasks import leaving
from app.domains.tasks.events import TaskAccepted, TaskDeclined, TaskFact, TaskGiven, TaskHandedBack, TaskReturned, TaskTaken
from app.domains.tasks.queries import house_task
from app.infra.unit_of_work import Work
from app.kernel.actor import Role

LAWFUL = ("利害关系", "近亲属", "回避")
"""Words of a decline that the law itself asks for; such a decline takes nothing from the score."""
DAY = timedelta(days=1)


def note_given(w: Work, fact: TaskGiven) -> None:
    """Rotation counts from here."""
    _note(w, fact, DeedKind.GIVEN)


def note_declined(w: Work, fact: TaskDeclined) -> None:
    """Refused; excused when it is for an interest."""
    _note(w, fact, DeedKind.DECLINED, excused=any(word in fact.reason for word in LAWFUL), note=fact.reason)


def note_time(w: Work, fact: TaskHandedBack) -> None:
    """On time or late, judged until the first return: what is sent back has a new time."""
    task = house_task(w, fact.task_id)
    if task.returned_count == 0:
        days = days_late(task.due_at, w.now)
        _note(w, fact, DeedKind.LATE if days else DeedKind.ON_TIME, days=days)


def note_returned(w: Work, fact: TaskReturned) -> None:
    """Sent back."""
    _note(w, fact, DeedKind.RETURNED, note="；".join(fact.reasons.values()))


def note_accepted(w: Work, fact: TaskAccepted) -> None:
    """Accepted: it counts, and its fee is earned."""
    _note(w, fact, DeedKind.ACCEPTED)
    task = house_task(w, fact.task_id)
    fees.charge(w, fees.Earned(fact.agency_id, fact.court_id, fact.task_id, task.number, fact.kind, fact.title, task.given_at or w.now))


def confirm_interests(w: Work, fact: TaskTaken) -> None:
    """The declaration made when taking is kept with the register as it stands (NA-46)."""
    confirm_for_task(w, agency_id=fact.agency_id, court_id=fact.court_id, task_id=fact.task_id, worker_id=fact.worker_id or "")


def tell_of_review(w: Work, fact: ReviewAsked) -> None:
    """The director decides."""
    words = f"{agency_name(w.session, fact.agency_id)}申请评分复核：{fact.title}"
    tell_role(w, Role.DIRECTOR, Notice("agency", words, link=f"/agencies/{fact.agency_id}/score"), court_id=fact.court_id)


def tell_review_decided(w: Work, fact: ReviewDecided) -> None:
    """The agency hears the answer."""
    words = f"评分复核{'撤销该项' if fact.struck else '维持原记录'}：{fact.title}"
    tell_role(w, Role.AGENCY, Notice("agency", words, link=f"/agencies/{fact.agency_id}/score"), agency_id=fact.agency_id)


def tell_of_statement(w: Work, fact: StatementSent) -> None:
    """The agency confirms or objects."""
    tell_role(w, Role.AGENCY, Notice("agency", f"{fact.month} 月结单待确认", link=f"/statements/{fact.statement_id}"), agency_id=fact.agency_id)


def tell_of_answer(w: Work, fact: StatementAnswered) -> None:
    """The court hears what the agency said."""
    said = "有异议" if fact.objection else "已确认"
    notice = Notice(
        "agency", f"{agency_name(w.session, fact.agency_id)} {fact.month} 月结单{said}", body=fact.objection, link=f"/statements/{fact.statement_id}"
    )
    tell_role(w, Role.DIRECTOR, notice, court_id=fact.court_id)


def tell_of_renewal(w: Work, fact: RenewalDue) -> None:
    """Whoever it concerns, and the agency's manager."""
    notice = Notice("agency", f"利害关系申报 {fact.renew_by} 到期，请更新", link="/interests")
    tell(w, [fact.person_id or None], notice)
    if fact.agency_id:
        tell_role(w, Role.AGENCY, notice, agency_id=fact.agency_id)


def tell_of_paper(w: Work, fact: PaperEnding) -> None:
    """The agency, whose paper it is, and the directors who engage it."""
    words = f"资质文件“{fact.title}”{'已于' if fact.expired else ''} {fact.valid_until} 到期{'，不再派新任务' if fact.expired else '，请换证后登记'}"
    tell_role(w, Role.AGENCY, Notice("agency", words, link=f"/agencies/{fact.agency_id}/papers"), agency_id=fact.agency_id)
    tell(w, [fact.person_id], Notice("agency", words))
    notice = Notice("agency", f"{agency_name(w.session, fact.agency_id)}{words}", link=f"/agencies/{fact.agency_id}/papers")
    for court_id in sorted(engaging_court_ids(w, fact.agency_id)):
        tell_role(w, Role.DIRECTOR, notice, court_id=court_id)


def tell_of_term(w: Work, fact: TermEnding) -> None:
    """The court's directors and the agency's managers."""
    words = f"委托{'已于' if fact.expired else '将于'} {fact.until_on} 到期{'，不再派新任务' if fact.expired else ''}"
    link = f"/agencies/{fact.agency_id}"
    tell_role(w, Role.DIRECTOR, Notice("agency", f"{agency_name(w.session, fact.agency_id)}{words}", link=link), court_id=fact.court_id)
    tell_role(w, Role.AGENCY, Notice("agency", words, link=link), agency_id=fact.agency_id)


def take_tasks_back(w: Work, fact: EngagementEnding) -> None:
    """What is under way goes back to the court."""
    ending.note_tasks(w, fact.ending_id, leaving.take_all_back(w, fact.agency_id, fact.court_id, f"委托结束：{fact.reason}"))


def clear_copies(w: Work, fact: DataCleared) -> None:
    """The agency's copies go; each line of the proof is told."""
    cleared = leaving.clear_copies(w, fact.agency_id, fact.court_id)
    messages = clear_messages(w, people_at_agency(w, fact.agency_id), cleared.links)
    for what, number, way in (
        ("任务中的联系人和电话", cleared.contacts, "删除"),
        ("未验收的草稿", cleared.drafts, "删除"),
        ("任务消息", messages, "删除"),
        ("已交回的成果版本", cleared.versions, "返还法院，机构不再可见"),
    ):
        ending.note_deleted(w, fact.ending_id, what, number, way)


def days_late(due_at: datetime, now: datetime) -> int:
    """How many days late, every begun day counted; 0 on time."""
    return max(0, -((due_at - now) // DAY))


def _note(w: Work, fact: TaskFact, kind: DeedKind, *, days: int = 0, excused: bool = False, note: str = "") -> None:
    scores.note_deed(w, NoteDeed(fact.agency_id, fact.court_id, kind, fact.task_id, fact.title, days, excused, note))
