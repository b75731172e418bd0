"""When an agency's engagement with a court ends: what is under way goes back to the court, and the agency's copies of personal data go (AUX-18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.domains.audit.service import record
from app.domains.tasks.kinds import kind_title
from app.domains.tasks.rules import OPEN
from app.domains.tasks.service import recall_task
from app.domains.tasks.tables import Task, TaskVersion
from app.infra.unit_of_work import Reading, Work, for_house

CONTACTS = ("contact", "contact_phone", "officer_phone")


@dataclass(frozen=True)
class Cleared:
    """What was deleted of an agency's copies, and what the court has back: numbers of things; links of the pages that are gone."""

    contacts: int
    drafts: int
    versions: int
    links: tuple[str, ...]


def list_open_of(r: Reading, agency_id: str, court_id: str) -> Sequence[Task]:
    """What an agency has under way at a court, by due time."""
    open_ = (Task.agency_id == agency_id, Task.court_id == court_id, Task.status.in_([state.value for state in OPEN]))
    return r.session.scalars(for_house(select(Task)).where(*open_).order_by(Task.due_at, Task.id)).all()


def take_all_back(w: Work, agency_id: str, court_id: str, reason: str) -> list[dict[str, str]]:
    """Recall everything under way; what was recalled, for the proof and for giving it out again."""
    told = []
    for task in list_open_of(w, agency_id, court_id):
        recall_task(w, task.id, reason)
        told.append(
            {"id": task.id, "number": task.number, "kind": task.kind, "title": f"{kind_title(task.kind)} · {task.asset_title}", "asset_id": task.asset_id}
        )
    return told


def clear_copies(w: Work, agency_id: str, court_id: str) -> Cleared:
    """Delete contacts and unaccepted drafts from all tasks of an agency at a court; what was handed back stays with the court."""
    tasks = w.session.scalars(for_house(select(Task)).where(Task.agency_id == agency_id, Task.court_id == court_id)).all()
    kept = select(func.count(TaskVersion.id)).where(TaskVersion.task_id.in_([task.id for task in tasks]))
    contacts = drafts = 0
    for task in tasks:
        named = {name: "" for name in CONTACTS if task.header.get(name)}
        contacts += len(named)
        task.header = {**task.header, **named}
        if task.form and task.accepted_at is None:
            task.form, drafts = {}, drafts + 1
    record(w, "task.copies_cleared", "agency", agency_id, f"删除机构留存的联系方式 {contacts} 项、未验收草稿 {drafts} 份")
    links = tuple(f"{root}/{task.id}" for task in tasks for root in ("/tasks", "/m/tasks"))
    return Cleared(contacts, drafts, w.session.scalar(for_house(kept)) or 0, links)
