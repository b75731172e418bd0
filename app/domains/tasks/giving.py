"""Giving work out: a task is prepared with all its checks, then handed to its agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domains.assets.queries import get_asset
from app.domains.assets.tables import Asset
from app.domains.audit.service import record
from app.domains.cases.queries import get_case
from app.domains.courts.queries import get_court
from app.domains.tasks.choosing import require_candidate
from app.domains.tasks.events import TaskGiven
from app.domains.tasks.fields import PANEL_RECORD_NO, PLAN_DIGEST
from app.domains.tasks.kinds import get_kind, kind_title
from app.domains.tasks.moving import about, move, set_due
from app.domains.tasks.permissions import GIVE_TASKS, require
from app.domains.tasks.places import parts_of
from app.domains.tasks.queries import get_task, house_task, last_number, list_waited_for
from app.domains.tasks.tables import Task
from app.domains.tasks.types import TaskAct, TaskState
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of
from app.kernel.errors import Invalid, NotNow
from app.kernel.ids import new_id


@dataclass(frozen=True)
class GiveTask:
    """A task for an agency. why: the court's own note, never shown outside; note: what the agency must know; place: (lng, lat) of the asset."""

    asset_id: str
    kind: str
    agency_id: str
    due_at: datetime
    why: str
    note: str = ""
    place: tuple[float, float] | None = None
    officer: str = ""
    officer_phone: str = ""
    contact: str = ""
    contact_phone: str = ""


def give_task(w: Work, order: GiveTask) -> Task:
    """Prepare a task and hand it out at once."""
    return send_prepared(w, prepare_task(w, order))


def prepare_task(w: Work, order: GiveTask) -> Task:
    """A draft of a task: kind, asset, agency and law are checked; the agency sees nothing yet."""
    require(w.actor, GIVE_TASKS)
    kind, asset = get_kind(order.kind), get_asset(w, order.asset_id)
    if not kind.fits(asset.law_class):
        raise Invalid(f"{kind.title}不适用于这类标的物", field="kind")
    if order.due_at <= w.now:
        raise Invalid("完成期限应晚于现在", field="due_at")
    if not order.why.strip():
        raise Invalid("写明派出的理由", field="why")
    require_candidate(w, kind.code, asset, order.agency_id)
    task = _new_task(w, order, asset)
    w.session.add(task)
    w.flush()
    record(w, "task.prepared", "task", task.id, f"拟派任务 {task.number} {kind.title}", case_id=task.case_id)
    return task


def send_task(w: Work, task_id: str, *, agency_id: str | None = None, due_at: datetime | None = None) -> Task:
    """Hand a draft out: to its agency or another one, for its due time or another one. NotNow while it waits for an earlier task of its bundle;
    the agency is asked after once more, for days may have passed."""
    require(w.actor, GIVE_TASKS)
    task = get_task(w, task_id)
    waited = list_waited_for(w, task)
    if waited:
        raise NotNow(f"先完成：{'、'.join(kind_title(each.kind) for each in waited)}", code="waits")
    require_candidate(w, task.kind, get_asset(w, task.asset_id), agency_id or task.agency_id)
    task.agency_id = agency_id or task.agency_id
    if due_at is not None:
        set_due(task, due_at)
    if task.due_at <= w.now:
        raise Invalid("完成期限应晚于现在", field="due_at")
    return send_prepared(w, task)


def send_prepared(w: Work, task: Task) -> Task:
    """Hand out what has just been prepared and checked."""
    task.given_at, task.given_by = w.now, w.actor.id
    move(w, task, TaskAct.GIVE, authority="法释〔2016〕18号第7条")
    w.emit(TaskGiven(**about(task), due_at=task.due_at))
    return task


def note_frozen_plan(w: Work, task_id: str, digest: str, record_no: str) -> None:
    """Put the frozen plan that the work goes by into the task's header: its digest (SHA-256) and the panel's record number (AUX-15)."""
    task = house_task(w, task_id)
    task.header = {**task.header, PLAN_DIGEST: digest, PANEL_RECORD_NO: record_no}
    record(w, "task.plan_noted", "task", task.id, f"任务 {task.number} 载明锁定方案", case_id=task.case_id, digest=digest)


def _new_task(w: Work, order: GiveTask, asset: Asset) -> Task:
    court, case = get_court(w.session, asset.court_id), get_case(w, asset.case_id)
    prefix = f"{court.code}-{w.today.year}-"
    serial = int((last_number(w, prefix) or f"{prefix}0").removeprefix(prefix)) + 1
    return Task(
        id=new_id(),
        number=f"{prefix}{serial:06d}",
        court_id=asset.court_id,
        case_id=asset.case_id,
        asset_id=asset.id,
        agency_id=order.agency_id,
        kind=order.kind,
        case_number=case.number,
        asset_title=asset.title,
        status=TaskState.DRAFT.value,
        mandate_no=f"（{w.today.year}）{court.code}委{serial}号",
        header=_header(order, asset, court.name),
        why=order.why.strip(),
        form={},
        faults={},
        given_by=w.actor.id,
        due_at=order.due_at,
        due_on=day_of(order.due_at),
        after=[],
        court_form={},
        **dict(zip(("district", "street"), parts_of(asset.place), strict=True)),
    )


def _header(order: GiveTask, asset: Asset, court_name: str) -> dict[str, Any]:
    """All that the agency is told of the case and the asset (forms.md §0.1): nothing else of them ever leaves the court."""
    return {
        "court": court_name,
        "asset_code": asset.code,
        "asset_kind": asset.kind,
        "place": asset.place,
        "place_geo": list(order.place) if order.place else None,
        "note": order.note.strip(),
        "officer": order.officer,
        "officer_phone": order.officer_phone,
        "contact": order.contact,
        "contact_phone": order.contact_phone,
    }
