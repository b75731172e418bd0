"""Giving a template out in one act: each task in its own unit of work with its own mandate; one that cannot be given leaves the others standing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime

from app.domains.agencies.choices import Wanted, record_choice
from app.domains.agencies.queries import Candidate
from app.domains.agencies.types import Way
from app.domains.assets.queries import get_asset
from app.domains.tasks.bundles import Bundle, Member
from app.domains.tasks.choosing import list_candidates, wanted_for
from app.domains.tasks.giving import GiveTask, prepare_task, send_prepared
from app.domains.tasks.kinds import kind_title
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, Refusal
from app.kernel.ids import new_id

Works = Callable[[], AbstractContextManager[Work]]


@dataclass(frozen=True)
class Row:
    """What the court chose for one member of the template; why_not_first: the reason for another agency than the first in turn."""

    kind: str
    agency_id: str
    due_at: datetime | None
    why_not_first: str = ""


@dataclass(frozen=True)
class Given:
    """What became of one row: the task, or the refusal in words; waits: kinds that it waits for, when it stays a draft."""

    kind: str
    task_id: str = ""
    refusal: str = ""
    waits: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The kind's name."""
        return kind_title(self.kind)


def give_bundle(works: Works, bundle: Bundle, rows: Sequence[Row], order: GiveTask) -> list[Given]:
    """Give out the rows of a template: those that wait for nothing at once, the others as drafts that wait. `order` is what all share
    (asset, why, note, place, people); kind, agency and due time come from the rows. How each taker was chosen is kept. Invalid when no row is chosen."""
    taken = {row.kind: row for row in rows}
    if not taken:
        raise Invalid("至少选一项任务", field="rows")
    standing = _standing(works, taken, order)
    bundle_id, made, told = new_id(), dict[str, str](), list[Given]()
    for member in bundle.members:
        row = taken.get(member.kind)
        if row is None:
            continue
        waits = tuple(kind for kind in bundle.waits_for(member.kind, taken) if kind in made)
        given = _give(works, member, row, order, _Place(bundle.code, bundle_id, tuple(made[kind] for kind in waits), *standing[member.kind]))
        told.append(replace(given, waits=waits if given.task_id else ()))
        made |= {member.kind: given.task_id} if given.task_id else {}
    return told


@dataclass(frozen=True)
class _Place:
    """Where a task stands in its bundle, and who could be asked when the act began."""

    code: str
    bundle_id: str
    after: tuple[str, ...]
    wanted: Wanted
    candidates: Sequence[Candidate]


def _standing(works: Works, kinds: Iterable[str], order: GiveTask) -> dict[str, tuple[Wanted, Sequence[Candidate]]]:
    """The turn of the agencies before the first row goes out: the rows of one act do not push each other back in it."""
    with works() as w:
        asset = get_asset(w, order.asset_id)
        return {kind: (wanted_for(kind, asset), list_candidates(w, kind, asset)) for kind in kinds}


def _give(works: Works, member: Member, row: Row, order: GiveTask, place: _Place) -> Given:
    try:
        if row.due_at is None:
            raise Invalid("写明完成期限", field="due_at")
        note = "；".join(each for each in (order.note.strip(), member.note) if each)
        with works() as w:
            task = prepare_task(w, replace(order, kind=row.kind, agency_id=row.agency_id, due_at=row.due_at, note=note))
            task.bundle, task.bundle_id, task.after = place.code, place.bundle_id, list(place.after)
            if not place.after:
                send_prepared(w, task)
            record_choice(w, place.wanted, Way.ROTATION, place.candidates, row.agency_id, why=row.why_not_first, task_id=task.id)
            return Given(row.kind, task.id)
    except Refusal as refusal:
        return Given(row.kind, refusal=refusal.message)
