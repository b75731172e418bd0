"""What the page of a task shows to its viewer: form as far as readable, faults, photos, thread and the acts that are open. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domains.accounts.queries import names_of
from app.domains.accounts.tables import Person
from app.domains.agencies.choices import Chosen, told_of_task
from app.domains.agencies.queries import agency_name
from app.domains.tasks.answers import readable
from app.domains.tasks.checking import ShotCount, filled, shot_counts, warnings_of
from app.domains.tasks.doing import list_workers, open_fields, reads_sealed
from app.domains.tasks.fields import Beside, Fault, Kind, PhotoFact, Situation
from app.domains.tasks.file_rows import FileRow, file_rows
from app.domains.tasks.holders import stopped_words
from app.domains.tasks.kinds import get_kind
from app.domains.tasks.permissions import DO_TASKS, GIVE_TASKS, KEEP_CLOCK, SEE_DRAWS, SPEAK, TAKE_TASKS, VERIFY_TASKS
from app.domains.tasks.photos import shot_title
from app.domains.tasks.queries import find_linked, get_task, list_moves, list_openings, list_photos, list_versions, list_waited_for
from app.domains.tasks.rules import CAN_WRITE, GONE_FOR_AGENCY, LIFE, OPEN, STEPS, UNDO_FOR, URGE_EVERY, WITH_AGENCY, has_faded, is_overdue
from app.domains.tasks.service import field_title
from app.domains.tasks.tables import Task, TaskMove, TaskOpening, TaskPhoto, TaskVersion
from app.domains.tasks.types import ACT_NAMES, PHOTO_BADGE_NAMES, STATE_NAMES, PhotoBadge, TaskAct, TaskState
from app.domains.tasks.warned import reason_rows
from app.infra.unit_of_work import Reading
from app.kernel.actor import Actor
from app.kernel.clock import local

_NEEDED = {
    TaskAct.GIVE: GIVE_TASKS,
    TaskAct.TAKE: TAKE_TASKS,
    TaskAct.DECLINE: TAKE_TASKS,
    TaskAct.ASSIGN: TAKE_TASKS,
    TaskAct.SAVE: DO_TASKS,
    TaskAct.HAND_BACK: DO_TASKS,
    TaskAct.ASK_EXTENSION: DO_TASKS,
    TaskAct.RETURN: VERIFY_TASKS,
    TaskAct.ACCEPT: VERIFY_TASKS,
    TaskAct.CLOSE: VERIFY_TASKS,
    TaskAct.RECALL: VERIFY_TASKS,
    TaskAct.EXTEND: VERIFY_TASKS,
    TaskAct.REFUSE_EXTENSION: VERIFY_TASKS,
    TaskAct.PAUSE: KEEP_CLOCK,
    TaskAct.RESUME: KEEP_CLOCK,
    TaskAct.URGE: VERIFY_TASKS,
    TaskAct.SAY: SPEAK,
    TaskAct.CANCEL: DO_TASKS,
    TaskAct.REASSIGN: GIVE_TASKS,
    TaskAct.RESTORE: VERIFY_TASKS,
}


@dataclass(frozen=True)
class Shown:
    """A task for one viewer. `form` holds only what the viewer may read; `open_names` the fields that may be written now (None: all)."""

    task: Task
    kind: Kind
    form: Mapping[str, Any]
    form_hidden: str
    agency: str
    worker: str
    photos: Sequence[TaskPhoto]
    versions: Sequence[TaskVersion]
    moves: Sequence[TaskMove]
    shots: tuple[ShotCount, ...]
    filled: tuple[int, int]
    acts: frozenset[str]
    open_names: frozenset[str] | None
    workers: Sequence[Person]
    steps: list[dict[str, str]]
    gone: bool
    place_agrees: int
    files: list[FileRow]
    openings: Sequence[TaskOpening]
    unnoted: bool
    beside: Beside | None
    waits: Sequence[Task]
    links: Mapping[str, Task]
    judged: Mapping[str, str]
    stopped: str
    overdue: bool
    faded: bool
    choice: Chosen | None
    warnings: tuple[Fault, ...]

    @property
    def titles(self) -> Mapping[str, str]:
        """Titles of the kinds that a draft waits for."""
        return {each.kind: get_kind(each.kind).title for each in self.waits}

    @property
    def reason_rows(self) -> list[dict[str, Any]]:
        """The reasons given for warnings, and a row for each that still wants one."""
        return reason_rows(self.kind, self.form, self.warnings)

    @property
    def field_titles(self) -> Mapping[str, str]:
        """Titles of the kind's fields by name."""
        return {name: field.title for name, field in self.kind.by_name.items()}

    @property
    def flags(self) -> list[str]:
        """What stands beside the state, as lists show it."""
        task, links = self.task, self.links
        said = (
            ("overdue", self.overdue),
            ("paused", task.paused_at is not None and not self.gone),
            ("extension_pending", task.asked_due_at is not None and not self.gone),
            ("reassigned", bool(links)),
        )
        return [code for code, on in said if on]

    @property
    def opened_by(self) -> list[tuple[str, str, datetime]]:
        """Who of the other side has opened it in this round: name, side, when."""
        now_in = len(self.versions)
        return [(each.person_name, "机构" if each.outside else "法院", each.at) for each in self.openings if each.round == now_in]

    @property
    def wall(self) -> list[dict[str, Any]]:
        """Photos as the wall shows them."""
        return [_on_wall(self.task, photo) for photo in self.photos]

    @property
    def thread(self) -> list[dict[str, Any]]:
        """The moves as a time line, latest first, with a head a day."""
        days = [""] + [f"{local(move.at):%Y-%m-%d}" for move in reversed(self.moves)]
        return [
            {
                "at": move.at,
                "day": day if day != before else "",
                "who": move.actor_name,
                "text": ACT_NAMES[TaskAct(move.act)] + (f"：{move.note}" if move.note else ""),
            }
            for move, day, before in zip(reversed(self.moves), days[1:], days, strict=False)
        ]

    @property
    def returned_pairs(self) -> list[tuple[str, str]]:
        """What was returned, by the fields' names."""
        return [(self.title_of(name), words) for name, words in self.task.faults.items()]

    @property
    def shots_done(self) -> int:
        """How many of the wanted photos are there."""
        return sum(min(each.taken, each.wanted) for each in self.shots)

    @property
    def shots_wanted(self) -> int:
        """How many photos are wanted by name."""
        return sum(each.wanted for each in self.shots)

    @property
    def holder(self) -> dict[str, Any] | None:
        """Who has it now."""
        state = TaskState(self.task.status)
        if state not in OPEN:
            return None
        name, since = (self.worker or self.agency, self.task.taken_at or self.task.given_at) if state in WITH_AGENCY else ("法院", self.task.handed_back_at)
        return {"name": name, "place": self.agency if state in WITH_AGENCY else "待验收", "since": since, "until": self.task.due_at}

    def title_of(self, name: str) -> str:
        """A field's name on screens."""
        return field_title(self.task.kind, name)

    def is_open(self, name: str) -> bool:
        """May the viewer write the field now?"""
        return self.open_names is None or name in self.open_names


def show_task(r: Reading, task_id: str) -> Shown:
    """The task as its viewer may see it; at most thirteen queries."""
    task = get_task(r, task_id)
    kind, outside = get_kind(task.kind), r.actor.is_outside
    gone = outside and TaskState(task.status) in GONE_FOR_AGENCY
    photos = [] if gone else list_photos(r, task)
    versions, openings, moves = list_versions(r, task), list_openings(r, task), list_moves(r, task)
    situation = Situation(r.now, r.today, task.taken_at, tuple(PhotoFact(p.shot, PhotoBadge(p.badge), p.digest, p.blurred) for p in photos))
    opened = _opened_by_court(openings, len(versions))
    acts = acts_of(r.actor, task) - _not_now(r, task, moves, opened=opened)
    faded = outside and has_faded(task.accepted_at, r.now)
    form, hidden = _readable_form(r.actor, task, kind, versions, faded=faded)
    return Shown(
        task=task,
        kind=kind,
        form={} if gone else form,
        form_hidden=hidden,
        agency=agency_name(r.session, task.agency_id),
        worker=names_of(r.session, {task.worker_id}).get(task.worker_id, "") if task.worker_id else "",
        photos=photos,
        versions=versions,
        moves=moves,
        shots=shot_counts(kind, task.form, situation),
        filled=filled(kind, task.form),
        acts=acts,
        open_names=_open_names(kind, task, acts),
        workers=list_workers(r, task.agency_id) if acts & {"take", "assign"} else [],
        steps=steps_of(task),
        gone=gone,
        files=[] if gone else file_rows(r, task),
        place_agrees=sum(photo.badge == PhotoBadge.PLACE_AGREES.value for photo in photos),
        openings=openings,
        unnoted=_is_unnoted(r.actor, task, openings, len(versions)),
        beside=kind.beside if kind.beside and r.actor.role is kind.beside.role and TaskAct.SAVE.value in acts else None,
        waits=[] if outside else list_waited_for(r, task),
        links={} if outside else find_linked(r, {each for each in (task.moved_from_id, task.moved_to_id) if each}),
        judged=_judged_before(versions),
        stopped=stopped_words(task, r.now) if not gone else "",
        overdue=is_overdue(task.status, task.due_at, task.paused_at, r.now),
        faded=faded,
        choice=told_of_task(r, task.id) if SEE_DRAWS.held_by(r.actor) else None,
        warnings=warnings_of(kind, task.form, situation) if "save" in acts else (),
    )


def acts_of(actor: Actor, task: Task) -> frozenset[str]:
    """The acts that the state permits and the viewer's role holds."""
    return frozenset(act.value for act in LIFE.acts(TaskState(task.status)) if _NEEDED[act].held_by(actor))


def _not_now(r: Reading, task: Task, moves: Sequence[TaskMove], *, opened: bool) -> frozenset[str]:
    """Acts that the table permits and the task's clock, readers or last move do not."""
    last = moves[-1] if moves else None
    fresh = last is not None and last.act == TaskAct.RECALL.value and last.actor_id == r.actor.id and r.now - last.at <= UNDO_FOR
    paused = task.paused_at is not None
    barred = (
        (TaskAct.PAUSE, paused or (r.actor.is_outside and is_overdue(task.status, task.due_at, None, r.now))),
        (TaskAct.RESUME, not paused),
        (TaskAct.HAND_BACK, paused),
        (TaskAct.EXTEND, paused),
        (TaskAct.ASK_EXTENSION, paused),
        (TaskAct.REFUSE_EXTENSION, task.asked_due_at is None),
        (TaskAct.URGE, task.urged_at is not None and r.now - task.urged_at < URGE_EVERY),
        (TaskAct.CANCEL, opened),
        (TaskAct.RESTORE, not fresh or task.status_before == TaskState.DRAFT.value),
        (TaskAct.REASSIGN, task.moved_to_id is not None),
    )
    return frozenset(act.value for act, on in barred if on)


def _opened_by_court(openings: Sequence[TaskOpening], now_in: int) -> bool:
    return any(not each.outside and each.round == now_in for each in openings)


def _is_unnoted(actor: Actor, task: Task, openings: Sequence[TaskOpening], now_in: int) -> bool:
    """Should this look be remembered? The agency's at what it holds, the court's at what was handed back; once a person and round."""
    state = TaskState(task.status)
    wanted = state in WITH_AGENCY if actor.is_outside else state is TaskState.HANDED_BACK and VERIFY_TASKS.held_by(actor)
    return wanted and not any(each.person_id == actor.id and each.round == now_in for each in openings)


def _judged_before(versions: Sequence[TaskVersion]) -> Mapping[str, str]:
    """Fields that were returned the time before, with the reason and whether the answer has changed since: 第1次退回：… → 已改."""
    kept = [each for each in versions if each.verdict != "cancelled"]
    if len(kept) < 2 or kept[-2].verdict != "returned":
        return {}
    before, after = kept[-2], kept[-1]
    return {
        name: f"第 {before.no} 次退回：{words} → {'已改' if before.form.get(name) != after.form.get(name) else '未改'}"
        for name, words in before.reasons.items()
    }


def steps_of(task: Task) -> list[dict[str, str]]:
    """The step line 派出 接收 办理 交回 验收 办结."""
    state = TaskState(task.status)
    at = STEPS.index(state) if state in STEPS else int(state is TaskState.RETURNED)
    words = ("派出", "办理", "交回", "验收", "办结")
    blocked = state in GONE_FOR_AGENCY
    marks = ["done" if no < at else "now" if no == at else "later" for no in range(len(words))]
    if state is TaskState.CLOSED:
        marks[-1] = "done"
    return [
        {"label": word, "state": "blocked" if blocked and mark == "now" else mark, "note": STATE_NAMES[state] if mark == "now" else ""}
        for word, mark in zip(words, marks, strict=True)
    ]


def _on_wall(task: Task, photo: TaskPhoto) -> dict[str, Any]:
    base = f"/tasks/{task.id}/photos/{photo.id}"
    badge, title = PhotoBadge(photo.badge), (photo.caption or shot_title(task.kind, photo.shot)) + ("（可能模糊）" if photo.blurred else "")
    known = badge not in (PhotoBadge.PLACE_DIFFERS, PhotoBadge.PLACE_UNCHECKED)
    return {
        "id": photo.id,
        "thumb": f"{base}/thumb",
        "href": f"{base}/shown",
        "title": title if known else f"{title}（{PHOTO_BADGE_NAMES[badge]}）",
        "at": photo.taken_at,
        "place": f"{photo.lng:.4f}, {photo.lat:.4f}" if photo.lng is not None and photo.lat is not None else "",
        "check": photo.badge if known else "",
        "width": 320,
        "height": round(320 * photo.height / photo.width),
    }


def _open_names(kind: Kind, task: Task, acts: frozenset[str]) -> frozenset[str] | None:
    if "save" not in acts:
        return frozenset()
    named = open_fields(task)
    if named is None:
        return None
    visit = {field.name for field in kind.fields if field.per_visit}
    return named | visit | {"unknowns", "agency_note"}


def _readable_form(actor: Actor, task: Task, kind: Kind, versions: Sequence[TaskVersion], *, faded: bool) -> tuple[Mapping[str, Any], str]:
    """The form for a viewer and, where there is none to show, why. The court never sees half-done text (S6)."""
    if actor.is_outside:
        return readable(kind, task.form, sealed_too=reads_sealed(task), faded=faded), ""
    judged = [each for each in versions if each.verdict != "cancelled"]
    if judged:
        return {**judged[-1].form, **task.court_form}, ""
    return {}, "机构办理中，交回后显示" if TaskState(task.status) in CAN_WRITE else "还没有交回"
