"""What waits for an outside agency's manager, worker, notary or insurer: tasks only, with what they may read of them; one query."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.desk.work_rows import Work
from app.domains.accounts.tables import Person
from app.domains.tasks.kinds import kind_title
from app.domains.tasks.queries import visible
from app.domains.tasks.tables import Task
from app.domains.tasks.types import TaskState
from app.infra.unit_of_work import Reading
from app.kernel.actor import Role

MOST = 80
OPEN = (TaskState.OFFERED.value, TaskState.DOING.value, TaskState.RETURNED.value)


def task_works(r: Reading) -> list[Work]:
    """Tasks to accept, to do or to mend, by due time."""
    asked: Any = (
        select(Task, Person.name).outerjoin(Person, Person.id == Task.worker_id).where(Task.status.in_(OPEN)).order_by(Task.due_at, Task.id).limit(MOST)
    )
    return [_task(task, worker or "", r.actor.role) for task, worker in r.session.execute(visible(asked, r.actor))]


def _task(task: Task, worker: str, role: Role) -> Work:
    on_site = role is Role.WORKER
    href = f"/m/tasks/{task.id}" if on_site and task.status != TaskState.OFFERED.value else f"/tasks/{task.id}"
    title, act = f"{kind_title(task.kind)}：{task.asset_title}", "去办理" if on_site else "查看"
    facts = (task.header.get("place", ""), "" if on_site else worker or "还没有派给人")
    if task.status == TaskState.OFFERED.value:
        return Work(task.id, "task", f"新任务待接收：{title}", href, "接收", task.case_number, facts, due_at=task.due_at, filter="offered")
    if task.status == TaskState.RETURNED.value:
        faults = f"退回 {len(task.faults)} 处待补正"
        return Work(task.id, "task", title, href, "去补正", task.case_number, (faults, *facts), due_at=task.due_at, filter="returned")
    return Work(task.id, "task", title, href, act, task.case_number, facts, due_at=task.due_at, filter="doing")
