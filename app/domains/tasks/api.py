"""Tasks over the API: GET /api/v1/tasks, for courts by case and for agencies what was given to them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.domains.tasks.permissions import SEE_TASKS
from app.domains.tasks.queries import visible
from app.domains.tasks.tables import Task
from app.domains.tasks.types import TaskState
from app.web.access import permits, reading
from app.web.operations import COUNT, ID, INSTANT, TEXT, Operation, Parameter, described, listed, or_null, thing
from app.web.paging import PAGED, instant, one_of, page_of, rows_of_page, wanted_page

pages = Blueprint("tasks_api", __name__, url_prefix="/api/v1")
STATES = [str(each) for each in TaskState]
STATUS = Parameter("status", "只列这一状态", {"type": "string", "enum": STATES})
TASK = thing(
    id=ID,
    number=TEXT,
    kind=TEXT,
    asset_title=TEXT,
    status={"type": "string", "enum": STATES},
    due_at=INSTANT,
    given_at=or_null(INSTANT),
    handed_back_at=or_null(INSTANT),
    accepted_at=or_null(INSTANT),
    returned_count=COUNT,
)


@pages.get("/tasks")
@described(Operation("任务", "法院看本院案件的任务，机构看派给本机构的，机构人员看派给本人的；新建的在前。", "办案", (STATUS, *PAGED), answers=listed(TASK)))
@permits(SEE_TASKS)
def list_tasks() -> ResponseReturnValue:
    """A page of the actor's tasks."""
    status = one_of(STATUS)
    with reading() as r:
        chosen = visible(select(Task), r.actor)
        rows, following = rows_of_page(r, chosen.where(Task.status == status) if status else chosen, Task, wanted_page())
        return page_of(rows, following, shown)


def shown(task: Task) -> dict[str, Any]:
    """A task as the API tells it, without anything of the case."""
    plain = {name: getattr(task, name) for name in ("id", "number", "kind", "asset_title", "status", "returned_count")}
    return {**plain, **{name: instant(getattr(task, name)) for name in ("due_at", "given_at", "handed_back_at", "accepted_at")}}
