"""Tasks: their clock among the deadlines, who is told of each move, and what the asset learns."""

from __future__ import annotations

from datetime import datetime

from app.domains.accounts.queries import list_people_in_role
from app.domains.agencies.queries import agency_name
from app.domains.assets import service as assets
from app.domains.audit.service import record
from app.domains.cases.queries import house_case
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.service import Start
from app.domains.messages.clearing import clear_messages
from app.domains.messages.service import Notice, tell, tell_role
from app.domains.plans.events import PlanFrozen
from app.domains.plans.queries import house_plan, list_plans_of_asset
from app.domains.plans.types import PlanStatus
from app.domains.tasks.events import (
    TaskAccepted,
    TaskAssigned,
    TaskDeclined,
    TaskExtended,
    TaskExtensionAsked,
    TaskExtensionRefused,
    TaskFact,
    TaskGiven,
    TaskHandBackCancelled,
    TaskHandedBack,
    TaskMoved,
    TaskPaused,
    TaskRecalled,
    TaskRestored,
    TaskResumed,
    TaskReturned,
    TaskSpoken,
    TaskTaken,
    TaskUrged,
)
from app.domains.tasks.giving import note_frozen_plan
from app.domains.tasks.kinds import kind_title
from app.domains.tasks.queries import list_ready_after, list_tasks_of_asset
from app.domains.tasks.rules import WITH_AGENCY
from app.domains.tasks.types import TaskState
from app.infra.unit_of_work import Work
from app.kernel.actor import Role
from app.kernel.clock import day_of

CLOCK, THING = "task_due", "task"
LISTING = "listing_prep"
Clocked = TaskGiven | TaskExtended | TaskReturned | TaskHandBackCancelled | TaskRestored
ENDINGS: dict[type[TaskFact], str] = {TaskDeclined: "任务已拒接", TaskRecalled: "任务已收回", TaskMoved: "任务已改派"}
DONE_BY_AGENCY: dict[type[TaskFact], str] = {
    TaskTaken: "已接收任务",
    TaskDeclined: "拒接任务",
    TaskHandedBack: "交回任务，待验收",
    TaskHandBackCancelled: "取消交回",
    TaskExtensionAsked: "申请延期",
}


def run_task_clock(w: Work, fact: Clocked) -> None:
    """Given out, given more time, returned, or back at the agency: its time runs until the due time of the fact."""
    if fact.due_at is not None:
        deadlines.start(w, CLOCK, _until(w, fact, fact.due_at))


def stop_task_clock(w: Work, fact: TaskPaused) -> None:
    """The clock stands still."""
    deadlines.suspend(w, CLOCK, THING, fact.task_id, ground=fact.ground)


def go_on_with_task_clock(w: Work, fact: TaskResumed) -> None:
    """The clock runs again, until later by what it stood still."""
    if fact.due_at is not None:
        deadlines.resume(w, CLOCK, THING, fact.task_id, due_at=fact.due_at, stopped=fact.stopped)


def meet_task_clock(w: Work, fact: TaskHandedBack) -> None:
    """Handed back: the agency's time is kept."""
    deadlines.meet(w, CLOCK, THING, fact.task_id)


def end_task_clock(w: Work, fact: TaskDeclined | TaskRecalled | TaskMoved) -> None:
    """Declined, recalled or moved to another agency."""
    deadlines.end(w, CLOCK, THING, fact.task_id, reason=ENDINGS[type(fact)])


def tell_court_of_task(w: Work, fact: TaskFact) -> None:
    """The clerk hears what the agency did."""
    words = f"{agency_name(w.session, fact.agency_id)}{DONE_BY_AGENCY[type(fact)]}：{fact.title}"
    _tell_clerk(w, fact, words, getattr(fact, "reason", ""))


def tell_of_clock(w: Work, fact: TaskPaused | TaskResumed) -> None:
    """Both sides hear that the clock stands still or runs again; whoever did it is not told."""
    words, body = ("暂停计时", fact.ground) if isinstance(fact, TaskPaused) else ("恢复计时", f"停 {fact.stopped}，期限顺延")
    _tell_clerk(w, fact, f"{words}：{fact.title}", body)
    _tell_agency(w, fact, f"{words}：{fact.title}", body)


def tell_agency_of_new(w: Work, fact: TaskGiven) -> None:
    """There is a new task."""
    _tell_agency(w, fact, f"新任务：{fact.title}")


def tell_worker_of_task(w: Work, fact: TaskTaken | TaskAssigned) -> None:
    """Whoever the agency named has a task to do."""
    tell(w, [fact.worker_id], Notice("task", f"新任务：{fact.title}", body="本机构已派给你承办", link=f"/m/tasks/{fact.task_id}"))


def tell_former_worker(w: Work, fact: TaskAssigned) -> None:
    """Somebody else of the agency goes on: a manager still sees the task; a worker does not, so it is named by its number and earlier notices go (AUX-18)."""
    if fact.former_id in {person.id for person in list_people_in_role(w.session, Role.AGENCY, agency_id=fact.agency_id)}:
        tell(w, [fact.former_id], Notice("task", f"任务已改由他人承办：{fact.title}", link=f"/tasks/{fact.task_id}"))
        return
    link = f"/tasks/{fact.task_id}"
    cleared = clear_messages(w, [fact.former_id] if fact.former_id else [], [link, f"/m{link}"])
    record(w, "message.cleared", "task", fact.task_id, f"删除原承办人关于该任务的通知 {cleared} 条")
    tell(w, [fact.former_id], Notice("task", f"任务已改由他人承办：{fact.number}", body="请停止办理；还没上传的内容交给现承办人"))


def note_plan_of_listing(w: Work, fact: TaskGiven) -> None:
    """Who enters a listing goes by the plan that is frozen then."""
    plan = next((each for each in reversed(list_plans_of_asset(w, fact.asset_id)) if each.status == PlanStatus.FROZEN.value), None)
    if fact.kind == LISTING and plan is not None:
        note_frozen_plan(w, fact.task_id, plan.digest or "", plan.panel_record_no)


def tell_listing_of_plan(w: Work, fact: PlanFrozen) -> None:
    """A plan frozen while a listing is being entered is the one to go by."""
    plan = house_plan(w, fact.plan_id)
    for task in list_tasks_of_asset(w, fact.asset_id):
        if task.kind == LISTING and TaskState(task.status) in WITH_AGENCY:
            note_frozen_plan(w, task.id, fact.digest, plan.panel_record_no)


def tell_agency_of_return(w: Work, fact: TaskReturned) -> None:
    """Sent back, with the reasons."""
    _tell_agency(w, fact, f"任务被退回修改：{fact.title}", "；".join(fact.reasons.values()))


def tell_agency_of_time(w: Work, fact: TaskExtended | TaskExtensionRefused) -> None:
    """More time, or not."""
    _tell_agency(w, fact, f"{'期限已调整' if isinstance(fact, TaskExtended) else '不同意延期'}：{fact.title}", fact.reason)


def tell_agency_of_urging(w: Work, fact: TaskUrged) -> None:
    """The court asks for it."""
    _tell_agency(w, fact, f"法院催办：{fact.title}", fact.words)


def tell_other_side(w: Work, fact: TaskSpoken) -> None:
    """A word in the thread reaches the other side."""
    if fact.by_court:
        _tell_agency(w, fact, f"法院留言：{fact.title}", fact.words)
    else:
        _tell_clerk(w, fact, f"{agency_name(w.session, fact.agency_id)}留言：{fact.title}", fact.words)


def tell_agency_of_loss(w: Work, fact: TaskRecalled | TaskMoved) -> None:
    """Recalled or moved: named by its number alone, for the agency reads nothing of the case any more."""
    link = f"/tasks/{fact.task_id}"
    people = [person.id for person in list_people_in_role(w.session, Role.AGENCY, agency_id=fact.agency_id)]
    cleared = clear_messages(w, [*people, *([fact.worker_id] if fact.worker_id else [])], [link, f"/m{link}"])  # earlier ones carry the title
    record(w, "message.cleared", "task", fact.task_id, f"删除原承办机构关于该任务的通知 {cleared} 条")
    notice = Notice("task", f"任务已收回：{fact.number}", body="个人信息已删除，请停止办理", link=link)
    tell_role(w, Role.AGENCY, notice, agency_id=fact.agency_id)
    tell(w, [fact.worker_id], notice)


def tell_agency_of_restoring(w: Work, fact: TaskRestored) -> None:
    """The recall was undone."""
    _tell_agency(w, fact, f"收回已撤销，请继续办理：{fact.title}")


def take_survey_into_asset(w: Work, fact: TaskAccepted) -> None:
    """What a survey found becomes the asset's state."""
    if fact.kind.startswith("survey_"):
        assets.take_survey(w, fact.asset_id, {**fact.findings, "task_id": fact.task_id})
    tell_role(w, Role.AGENCY, Notice("task", f"任务验收通过：{fact.title}", link=f"/tasks/{fact.task_id}"), agency_id=fact.agency_id)


def tell_next_of_bundle(w: Work, fact: TaskAccepted) -> None:
    """Drafts of the same bundle that waited for this one alone can be given out now."""
    for draft in list_ready_after(w, fact.task_id):
        words = f"可以派出下一项：{kind_title(draft.kind)} · {draft.asset_title}"
        tell(w, [house_case(w, fact.case_id).clerk_id, draft.given_by], Notice("task", words, link=f"/tasks/{draft.id}", case_id=fact.case_id))


def _until(w: Work, fact: TaskFact, due_at: datetime) -> Start:
    about = (fact.case_id, fact.court_id, THING, fact.task_id, day_of(w.now))
    return Start(*about, length=0, due_at=due_at, asset_id=fact.asset_id, holder_role=Role.AGENCY)


def _tell_clerk(w: Work, fact: TaskFact, title: str, body: str = "") -> None:
    clerk = house_case(w, fact.case_id).clerk_id
    tell(w, [clerk], Notice("task", title, body=body, link=f"/tasks/{fact.task_id}", case_id=fact.case_id))


def _tell_agency(w: Work, fact: TaskFact, title: str, body: str = "") -> None:
    tell_role(w, Role.AGENCY, Notice("task", title, body=body, link=f"/tasks/{fact.task_id}"), agency_id=fact.agency_id)
    tell(w, [fact.worker_id], Notice("task", title, body=body, link=f"/m/tasks/{fact.task_id}"))
