"""What the page of a task shows to its viewer: form as far as readable, faults, photos, thread and the acts that are open. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domains.accounts.queries import names_of
from app.domains.accounts.tables import Person
from app.domains.agencies.queries import agency_name
from app.domains.tasks.answers import readable
from app.domains.tasks.checking import ShotCount, filled, shot_counts
from app.domains.tasks.doing import list_workers, open_fields, reads_sealed
from app.domains.tasks.fields import Kind, PhotoFact, Situation
from app.domains.tasks.kinds import get_kind
from app.domains.tasks.permissions import DO_TASKS, GIVE_TASKS, KEEP_CLOCK, SPEAK, TAKE_TASKS, VERIFY_TASKS
from app.domains.tasks.photos import shot_title
from app.domains.tasks.queries import get_task, list_moves, list_photos, list_versions
from app.domains.tasks.rules import CAN_WRITE, GONE_FOR_AGENCY, LIFE, OPEN, STEPS, WITH_AGENCY
from app.domains.tasks.service import field_title
from app.domains.tasks.tables import Task, TaskMove, TaskPhoto, TaskVersion
from app.domains.tasks.types import ACT_NAMES, PHOTO_BADGE_NAMES, STATE_NAMES, PhotoBadge, TaskAct, TaskState
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
    """The task as its viewer may see it; at most eight queries."""
    task = get_task(r, task_id)
    kind, outside = get_kind(task.kind), r.actor.is_outside
    gone = outside and TaskState(task.status) in GONE_FOR_AGENCY
    photos = [] if gone else list_photos(r, task)
    versions = list_versions(r, task)
    situation = Situation(r.now, r.today, task.taken_at, tuple(PhotoFact(p.shot, PhotoBadge(p.badge), p.digest) for p in photos))
    acts = acts_of(r.actor, task)
    form, hidden = _readable_form(r.actor, task, kind, versions)
    return Shown(
        task=task,
        kind=kind,
        form={} if gone else form,
        form_hidden=hidden,
        agency=agency_name(r.session, task.agency_id),
        worker=names_of(r.session, {task.worker_id}).get(task.worker_id, "") if task.worker_id else "",
        photos=photos,
        versions=versions,
        moves=list_moves(r, task),
        shots=shot_counts(kind, task.form, situation),
        filled=filled(kind, task.form),
        acts=acts,
        open_names=_open_names(kind, task, acts),
        workers=list_workers(r, task.agency_id) if acts & {"take", "assign"} else [],
        steps=steps_of(task),
        gone=gone,
        place_agrees=sum(photo.badge == PhotoBadge.PLACE_AGREES.value for photo in photos),
    )


def acts_of(actor: Actor, task: Task) -> frozenset[str]:
    """The acts that the state permits and the viewer's role holds."""
    return frozenset(act.value for act in LIFE.acts(TaskState(task.status)) if _NEEDED[act].held_by(actor))


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
    badge, title = PhotoBadge(photo.badge), photo.caption or shot_title(task.kind, photo.shot)
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


def _readable_form(actor: Actor, task: Task, kind: Kind, versions: Sequence[TaskVersion]) -> tuple[Mapping[str, Any], str]:
    """The form for a viewer and, where there is none to show, why. The court never sees half-done text (S6)."""
    if actor.is_outside:
        return readable(kind, task.form, sealed_too=reads_sealed(task)), ""
    if versions:
        return versions[-1].form, ""
    return {}, "机构办理中，交回后显示" if TaskState(task.status) in CAN_WRITE else "还没有交回"
