"""The case, its seizures, tasks and price: what follows from each."""

from __future__ import annotations

from app.domains.agencies.queries import agency_name
from app.domains.assets import service as assets
from app.domains.assets.events import SeizureEntered
from app.domains.assets.queries import house_asset
from app.domains.cases import service as cases
from app.domains.cases.events import CaseOpened
from app.domains.cases.queries import house_case
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.events import DeadlinesChanged
from app.domains.deadlines.service import Start
from app.domains.messages.service import Notice, tell, tell_role
from app.domains.tasks.events import TaskAccepted, TaskDeclined, TaskExtended, TaskExtensionAsked, TaskFact, TaskGiven, TaskHandedBack, TaskReturned, TaskTaken
from app.domains.valuations.events import ReferencePriceSet, ReportsComplete, ValuationStarted
from app.infra.unit_of_work import Work
from app.kernel.actor import Role
from app.kernel.clock import day_of
from app.law.seizure import RENEW_MARGIN_DAYS


def start_case_clock(w: Work, fact: CaseOpened) -> None:
    """Six months to finish (执行规定 第63条)."""
    case = house_case(w, fact.case_id)
    deadlines.start(w, "finish_case", Start(case.id, case.court_id, "case", case.id, case.filed_on, holder_id=case.judge_id))


def keep_nearest_due(w: Work, fact: DeadlinesChanged) -> None:
    """The list of cases sorts by the nearest end."""
    cases.note_nearest_due(w, fact.case_id, fact.due_at, fact.title)


def watch_seizure(w: Work, fact: SeizureEntered) -> None:
    """The seizure's end, and thirty days to begin fixing a price."""
    case = house_case(w, fact.case_id)
    if fact.rank != 1:
        return
    length = (fact.expires_on - fact.starts_on).days
    deadlines.start(
        w,
        "seizure_expiry",
        Start(case.id, case.court_id, "seizure", fact.seizure_id, fact.starts_on, length=length, asset_id=fact.asset_id, holder_id=case.clerk_id),
    )
    if house_asset(w, fact.asset_id).reference_price is None and (w.today - fact.starts_on).days <= RENEW_MARGIN_DAYS:
        deadlines.start(
            w, "start_reference_price", Start(case.id, case.court_id, "asset", fact.asset_id, fact.starts_on, asset_id=fact.asset_id, holder_id=case.clerk_id)
        )


def give_task_a_clock(w: Work, fact: TaskGiven) -> None:
    """The agency is told and its time runs."""
    if fact.due_at is not None:
        deadlines.start(
            w,
            "task_due",
            Start(
                fact.case_id, fact.court_id, "task", fact.task_id, day_of(w.now), length=0, due_at=fact.due_at, asset_id=fact.asset_id, holder_role=Role.AGENCY
            ),
        )
    tell_role(w, Role.AGENCY, Notice("task", f"新任务：{fact.title}", link=f"/tasks/{fact.task_id}"), agency_id=fact.agency_id)


def tell_court_of_task(w: Work, fact: TaskFact) -> None:
    """The clerk hears what the agency did."""
    words = {TaskTaken: "已接收任务", TaskDeclined: "拒接任务", TaskHandedBack: "交回任务，待验收"}[type(fact)]
    clerk = house_case(w, fact.case_id).clerk_id
    tell(w, [clerk], Notice("task", f"{agency_name(w.session, fact.agency_id)}{words}：{fact.title}", link=f"/tasks/{fact.task_id}", case_id=fact.case_id))


def meet_task_clock(w: Work, fact: TaskHandedBack) -> None:
    """Handed back: the agency's time is kept."""
    deadlines.meet(w, "task_due", "task", fact.task_id)


def tell_agency_of_return(w: Work, fact: TaskReturned) -> None:
    """Sent back, with the reasons."""
    tell_role(
        w,
        Role.AGENCY,
        Notice("task", f"任务被退回修改：{fact.title}", body="；".join(fact.reasons.values()), link=f"/tasks/{fact.task_id}"),
        agency_id=fact.agency_id,
    )
    tell(w, [fact.worker_id], Notice("task", f"任务被退回修改：{fact.title}", body="；".join(fact.reasons.values()), link=f"/m/tasks/{fact.task_id}"))


def end_task_clock(w: Work, fact: TaskFact) -> None:
    """Declined or recalled."""
    deadlines.end(w, "task_due", "task", fact.task_id, reason="任务已收回或拒接")


def take_survey_into_asset(w: Work, fact: TaskAccepted) -> None:
    """What a survey found becomes the asset's state."""
    if fact.kind.startswith("survey_"):
        assets.take_survey(w, fact.asset_id, {**fact.findings, "task_id": fact.task_id})
    tell_role(w, Role.AGENCY, Notice("task", f"任务验收通过：{fact.title}", link=f"/tasks/{fact.task_id}"), agency_id=fact.agency_id)


def watch_valuation(w: Work, fact: ValuationStarted) -> None:
    """Pricing began in time; the platforms have three days."""
    deadlines.meet(w, "start_reference_price", "asset", fact.asset_id)
    if fact.method == "online_inquiry":
        case = house_case(w, fact.case_id)
        deadlines.start(
            w,
            "price_reports",
            Start(fact.case_id, fact.court_id, "valuation", fact.valuation_id, fact.started_on, asset_id=fact.asset_id, holder_id=case.clerk_id),
        )


def tell_reports_complete(w: Work, fact: ReportsComplete) -> None:
    """All reports are in."""
    deadlines.meet(w, "price_reports", "valuation", fact.valuation_id)
    clerk = house_case(w, fact.case_id).clerk_id
    tell(w, [clerk], Notice("valuation", f"询价报告已齐，可确定参考价：{fact.title}", link=f"/assets/{fact.asset_id}/valuation", case_id=fact.case_id))


def give_asset_its_price(w: Work, fact: ReferencePriceSet) -> None:
    """The price stands; ten days to begin disposal."""
    assets.set_reference_price(w, fact.asset_id, fact.amount, fact.method, fact.valid_until)
    deadlines.end(w, "price_reports", "valuation", fact.valuation_id, reason="参考价已确定")
    case = house_case(w, fact.case_id)
    deadlines.start(
        w, "start_disposal", Start(fact.case_id, fact.court_id, "asset", fact.asset_id, fact.set_on, asset_id=fact.asset_id, holder_id=case.clerk_id)
    )


def move_task_clock(w: Work, fact: TaskExtended) -> None:
    """The court gave more time: the clock starts anew with its new end."""
    if fact.due_at is not None:
        deadlines.start(
            w,
            "task_due",
            Start(
                fact.case_id, fact.court_id, "task", fact.task_id, day_of(w.now), length=0, due_at=fact.due_at, asset_id=fact.asset_id, holder_role=Role.AGENCY
            ),
        )
    tell_role(w, Role.AGENCY, Notice("task", f"期限已调整：{fact.title}", link=f"/tasks/{fact.task_id}"), agency_id=fact.agency_id)


def tell_court_of_wish(w: Work, fact: TaskExtensionAsked) -> None:
    """The agency asks for more time."""
    clerk = house_case(w, fact.case_id).clerk_id
    tell(w, [clerk], Notice("task", f"申请延期：{fact.title}", body=fact.reason, link=f"/tasks/{fact.task_id}", case_id=fact.case_id))
