"""Verbs of the agency over tasks: take, decline, name a worker, save, hand back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domains.accounts.queries import holders_at_agency, names_of
from app.domains.accounts.tables import Person
from app.domains.agencies.queries import agency_name, lapsed_papers
from app.domains.audit.service import record
from app.domains.tasks.answers import merge, read_json
from app.domains.tasks.checking import faults_of
from app.domains.tasks.clocks import running_task
from app.domains.tasks.events import TaskAssigned, TaskDeclined, TaskHandedBack, TaskTaken
from app.domains.tasks.fields import PANEL_RECORD_NO, PLAN_DIGEST, FileFact, Kind, PhotoFact, Situation
from app.domains.tasks.hand_back_block import DECLARED_ON
from app.domains.tasks.kinds import get_kind
from app.domains.tasks.moving import about, check_seen, move, needed
from app.domains.tasks.permissions import DO_TASKS, TAKE_TASKS, require
from app.domains.tasks.queries import get_task, list_photos, list_versions
from app.domains.tasks.queries_evidence import list_files
from app.domains.tasks.rules import CAN_WRITE, LIFE
from app.domains.tasks.tables import Task, TaskVersion
from app.domains.tasks.types import PhotoBadge, TaskAct, TaskState
from app.domains.tasks.warned import without_blank
from app.infra.unit_of_work import Reading, Work
from app.kernel.actor import Role
from app.kernel.errors import Invalid, NotFound, NotNow
from app.kernel.ids import digest_of

EVERYTHING = "whole"


def list_workers(r: Reading, agency_id: str) -> list[Person]:
    """Who of an outside body can do tasks: its workers, then its managers, notaries and insurers, none whose qualification paper has ended; two queries."""
    people = [person for person, _ in sorted(holders_at_agency(r.session, agency_id), key=lambda held: held[1] is not Role.WORKER)]
    lapsed = {paper.person_id for paper in lapsed_papers(r, agency_id).get(agency_id, ())}
    return [person for person in dict.fromkeys(people) if person.id not in lapsed]


def take_task(w: Work, task_id: str, worker_id: str | None = None, *, declared: bool = False) -> Task:
    """Take a task on and name who does it (None: the actor). declared: no interest in the case, said by the manager (NA-46); else Invalid."""
    require(w.actor, TAKE_TASKS)
    task = get_task(w, task_id)
    if task.status != TaskState.OFFERED.value and task.worker_id:
        holder = names_of(w.session, {task.worker_id}).get(task.worker_id, "")
        raise NotNow(f"任务已被 {agency_name(w.session, task.agency_id)} {holder} 接收", code="taken")
    if not declared:
        raise Invalid("接收前须声明：本机构人员及近亲属与本案当事人无利害关系，不参加竞买", field="declared")
    worker = _worker_of(w, task, worker_id or w.actor.id)
    task.worker_id, task.taken_at = worker.id, w.now
    move(w, task, TaskAct.TAKE, f"承办人 {worker.name}")
    w.emit(TaskTaken(**about(task), due_at=task.due_at))
    return task


def decline_task(w: Work, task_id: str, reason: str) -> Task:
    """Refuse an offered task, for a reason."""
    require(w.actor, TAKE_TASKS)
    task = get_task(w, task_id)
    task.ended_reason = needed(reason, "写明不能承接的原因")
    move(w, task, TaskAct.DECLINE, task.ended_reason)
    w.emit(TaskDeclined(**about(task), reason=task.ended_reason))
    return task


def assign_worker(w: Work, task_id: str, worker_id: str) -> Task:
    """Give a task to another of the agency's own workers; NotNow when that one has it already."""
    require(w.actor, TAKE_TASKS)
    task = get_task(w, task_id)
    worker, former_id = _worker_of(w, task, worker_id), task.worker_id
    if worker.id == former_id:
        raise NotNow(f"任务已由 {worker.name} 承办，选另一人", code="same_worker")
    move(w, task, TaskAct.ASSIGN, f"改由 {worker.name} 承办")
    task.worker_id = worker.id
    w.emit(TaskAssigned(**about(task), former_id=former_id))
    return task


def save_draft(w: Work, task_id: str, answers: Mapping[str, Any]) -> Task:
    """Keep answers as typed (fields by name). After a return only the returned fields are open; whatever else is sent is left as it was."""
    require(w.actor, DO_TASKS)
    task = get_task(w, task_id)
    LIFE.advance(TaskState(task.status), TaskAct.SAVE)
    kind = get_kind(task.kind)
    changed = without_blank(merge(kind, task.form, read_json(kind, answers), open_fields=open_fields(task), today=w.today.isoformat()))
    if changed != task.form:
        task.form = changed
        record(w, "task.saved", "task", task.id, f"保存草稿 {task.number}", case_id=task.case_id)
    return task


def hand_back(w: Work, task_id: str, *, seen_version: int | None = None) -> Task:
    """Hand back: Invalid with every fault by field (`photos` for the evidence), else a version frozen under its digest; NotNow while the clock is stopped."""
    require(w.actor, DO_TASKS)
    task = running_task(w, task_id)
    check_seen(task, seen_version)
    LIFE.advance(TaskState(task.status), TaskAct.HAND_BACK)
    kind, situation = get_kind(task.kind), situation_of(w, task)
    faults = faults_of(kind, task.form, situation)
    if faults:
        words = f"还不能交回：缺 {len(faults)} 项"
        raise Invalid(words, faults=tuple((fault.field, fault.words) for fault in faults))
    version = _freeze(w, task, situation)
    task.handed_back_at = w.now
    move(w, task, TaskAct.HAND_BACK, f"第 {version.no} 次交回，照片 {len(situation.photos)} 张", digest=version.digest)
    w.emit(TaskHandedBack(**about(task), no=version.no, digest=version.digest))
    return task


def situation_of(r: Reading, task: Task) -> Situation:
    """What the checks may know of a task besides its form; three queries."""
    photos = tuple(PhotoFact(photo.shot, PhotoBadge(photo.badge), photo.digest, photo.blurred) for photo in list_photos(r, task))
    files = tuple(FileFact(file.sort, file.seconds, file.caption.strip()) for file in list_files(r, task))
    geo = task.header.get("place_geo")
    worker = names_of(r.session, {task.worker_id}).get(task.worker_id, "") if task.worker_id else ""
    plan = {name: str(task.header.get(name) or "") for name in (PLAN_DIGEST, PANEL_RECORD_NO)}
    return Situation(r.now, r.today, task.taken_at, photos, files, (geo[0], geo[1]) if geo else None, worker, plan)


def open_fields(task: Task) -> frozenset[str] | None:
    """Which fields the agency may change now: None is all; after a return the named ones."""
    if TaskState(task.status) not in CAN_WRITE:
        return frozenset()
    if task.status == TaskState.DOING.value or EVERYTHING in task.faults:
        return None
    return frozenset(task.faults)


def reads_sealed(task: Task) -> bool:
    """May the agency still read what it entered as sealed? Only until the first handing back."""
    return task.status == TaskState.DOING.value and task.handed_back_at is None


def kind_of(task: Task) -> Kind:
    """The kind of a task."""
    return get_kind(task.kind)


def _freeze(w: Work, task: Task, situation: Situation) -> TaskVersion:
    kept = {"form": task.form, "photos": [photo.digest for photo in situation.photos], "task": task.number, DECLARED_ON: w.today.isoformat()}
    version = TaskVersion(
        task_id=task.id,
        no=len(list_versions(w, task)) + 1,
        form=dict(task.form),
        digest=digest_of(kept),
        handed_back_at=w.now,
        handed_back_by=w.actor.id,
        reasons={},
    )
    w.session.add(version)
    return version


def _worker_of(w: Work, task: Task, person_id: str) -> Person:
    for paper in lapsed_papers(w, task.agency_id).get(task.agency_id, ()):
        if paper.person_id == person_id:
            name = names_of(w.session, {person_id}).get(person_id, "")
            raise NotNow(f"{name}的“{paper.title}”已于 {paper.valid_until.isoformat()} 到期，改派他人", code="lapsed")
    worker = next((each for each in list_workers(w, task.agency_id) if each.id == person_id), None)
    if worker is None and person_id == w.actor.id and w.actor.agency_id == task.agency_id:
        worker = w.session.get(Person, person_id)
    if worker is None:
        raise NotFound
    return worker
