"""Saved filters of the task list: one's own (我的), or shared with everybody of one's role at one's court or agency (本组)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from sqlalchemy import func, or_, select

from app.domains.audit.service import record
from app.domains.tasks.tables import TaskView
from app.domains.tasks.wanted import TaskFilter, wanted_of
from app.infra.unit_of_work import Reading, Work, within
from app.kernel.actor import Actor
from app.kernel.errors import Invalid, NotFound

MOST, LONGEST = 20, 30


def list_saved(r: Reading) -> Sequence[TaskView]:
    """The actor's own filters and those of the group, by name; one query."""
    mine = or_(TaskView.owner_id == r.actor.id, TaskView.group_key == group_of(r.actor))
    return r.session.scalars(within(select(TaskView).where(mine).order_by(TaskView.name, TaskView.id), "owner")).all()


def save_filter(w: Work, name: str, wanted: TaskFilter, *, shared: bool) -> TaskView:
    """Keep a filter under a name; the same name of one's own is replaced. Invalid without a name, for an empty filter, or beyond MOST."""
    said = name.strip()
    if not said or len(said) > LONGEST:
        raise Invalid(f"写明名称，不超过 {LONGEST} 字", field="name")
    if not wanted.narrowed:
        raise Invalid("先选筛选条件，再保存", field="name")
    own = select(TaskView).where(TaskView.owner_id == w.actor.id)
    row = w.session.scalar(within(own.where(TaskView.name == said), "owner"))
    if row is None:
        if (w.session.scalar(within(select(func.count(TaskView.id)).where(TaskView.owner_id == w.actor.id), "owner")) or 0) >= MOST:
            raise Invalid(f"最多保存 {MOST} 个，先删去不用的", field="name")
        row = TaskView(owner_id=w.actor.id, name=said)
        w.session.add(row)
    row.query, row.group_key, row.made_at = wanted.kept[:600], group_of(w.actor) if shared else "", w.now
    w.flush()
    record(w, "task.filter_saved", "task_view", row.id, f"保存任务筛选“{said}”（{'本组' if shared else '我的'}）")
    return row


def drop_filter(w: Work, view_id: str) -> None:
    """Delete one of one's own filters; NotFound for another's."""
    row = w.session.scalar(within(select(TaskView).where(TaskView.id == view_id, TaskView.owner_id == w.actor.id), "owner"))
    if row is None:
        raise NotFound
    w.session.delete(row)
    record(w, "task.filter_dropped", "task_view", view_id, f"删除任务筛选“{row.name}”")


def filter_of(view: TaskView) -> TaskFilter:
    """The wish that a saved filter holds."""
    return wanted_of(dict(parse_qsl(view.query)))


def group_of(actor: Actor) -> str:
    """Whom a shared filter reaches: the same role at the same court or agency."""
    return f"{actor.court_id or actor.agency_id or ''}:{actor.role.value}"
