"""Panel, signature, freezing: what follows from each decision."""

from __future__ import annotations

from app.domains.approvals import service as approvals
from app.domains.approvals.events import ApprovalOpened, Decided, PanelDecided
from app.domains.assets import service as assets
from app.domains.assets.queries import house_asset
from app.domains.cases.queries import house_case
from app.domains.closings import service as closings
from app.domains.courts.queries import get_court
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.service import Start
from app.domains.handovers import service as handovers
from app.domains.messages.service import Notice, tell, tell_role
from app.domains.plans import service as plans
from app.domains.plans.events import PersonsTold, PlanChanged, PlanFrozen, PlanReturned, PlanSubmitted, PlanToSign
from app.domains.plans.queries import house_plan
from app.domains.plans.types import Terms
from app.domains.rounds import service as rounds
from app.infra.unit_of_work import Work
from app.kernel.actor import Role
from app.kernel.clock import day_of
from app.kernel.money import ZERO


def put_plan_before_panel(w: Work, fact: PlanSubmitted) -> None:
    """Disposal has begun; three members vote on exactly this content."""
    deadlines.meet(w, "start_disposal", "asset", fact.asset_id)
    approvals.ask(w, approvals.Ask("plan_panel", fact.case_id, fact.court_id, "plan", fact.plan_id, fact.digest, fact.title, fact.by_id))


def void_votes(w: Work, fact: PlanChanged) -> None:
    """Votes and signatures count for their own content only."""
    approvals.void_for(w, "plan", fact.plan_id, fact.reason)


def take_panel_decision(w: Work, fact: PanelDecided) -> None:
    """The plan goes on to the judge, or back to the clerk."""
    plans.panel_decided(w, fact.subject_id, fact.digest, agreed=fact.agreed, matters=fact.matters, record_no=fact.record_no, reason=fact.reason)


def ask_judge_to_sign(w: Work, fact: PlanToSign) -> None:
    """The judge in charge signs what the panel agreed to."""
    judge = house_case(w, fact.case_id).judge_id
    approvals.ask(w, approvals.Ask("plan_signature", fact.case_id, fact.court_id, "plan", fact.plan_id, fact.digest, fact.title, fact.by_id, decider_id=judge))


def tell_of_return(w: Work, fact: PlanReturned) -> None:
    """The clerk mends it; what was agreed for the old content is void."""
    approvals.void_for(w, "plan", fact.plan_id, fact.reason)
    tell(w, [fact.by_id], Notice("plan", "处置方案被退回修改", body=fact.reason, link=f"/plans/{fact.plan_id}", case_id=fact.case_id))


def carry_out_decision(w: Work, fact: Decided) -> None:
    """A named person decided: the thing itself moves."""
    agreed = fact.verdict == "agree"
    match fact.kind:
        case "plan_signature" if agreed:
            plans.freeze(w, fact.subject_id, fact.digest)
        case "plan_signature":
            plans.return_plan(w, fact.subject_id, fact.digest, fact.reason)
        case "vacating_notice" if agreed:
            handovers.sign_notice(w, fact.subject_id, fact.digest)
        case _:
            tell(w, [fact.asked_by], Notice("approval", "审批被退回", body=fact.reason))


def tell_deciders(w: Work, fact: ApprovalOpened) -> None:
    """Whoever is to decide is told."""
    notice = Notice(
        "vote" if fact.kind == "plan_panel" else "approval",
        f"等你{'表决' if fact.kind == 'plan_panel' else '审批'}：{fact.title}",
        link=f"/decisions/{fact.approval_id}",
        case_id=fact.case_id,
    )
    tell(w, fact.decider_ids, notice)
    if not fact.decider_ids:
        tell_role(w, Role.PRESIDENT, notice, court_id=fact.court_id)


def prepare_round(w: Work, fact: PlanFrozen) -> None:
    """The frozen terms wait for their upload; announcement and notices have their days."""
    plan = house_plan(w, fact.plan_id)
    terms, case, asset = Terms.from_json(plan.terms), house_case(w, fact.case_id), house_asset(w, fact.asset_id)
    if terms.opens_at is None or terms.ends_at is None or terms.announce_on is None or terms.start_price is None:
        raise AssertionError("a frozen plan has its dates and price: the check holds it")
    rounds.prepare_round(
        w,
        rounds.Prepare(
            fact.court_id, fact.case_id, fact.asset_id, plan.id, fact.digest, plan.title, case.number, terms.site, terms.round_no, terms.start_price,
            terms.deposit or ZERO, terms.increment or ZERO, asset.reference_price or ZERO, terms.opens_at, terms.ends_at, terms.balance_days or 0,
            court=get_court(w.session, fact.court_id).name, plan_version=plan.version_no, files=terms.attachments, photos=terms.photos,
            priority_holders=len(terms.priority_holders),
        ),
    )  # fmt: skip
    assets.move(w, fact.asset_id, "plan")
    opens_on, announce_on = day_of(terms.opens_at), terms.announce_on
    deadlines.start(
        w,
        "announcement",
        Start(fact.case_id, fact.court_id, "plan", plan.id, opens_on, length=(opens_on - announce_on).days, asset_id=fact.asset_id, holder_id=case.clerk_id),
    )
    deadlines.start(w, "notice_to_persons", Start(fact.case_id, fact.court_id, "plan", plan.id, announce_on, asset_id=fact.asset_id, holder_id=case.clerk_id))
    closings.expect(w, case_id=fact.case_id, court_id=fact.court_id, item="round_ended", thing_id=fact.asset_id, title=fact.title)
    tell(w, [case.clerk_id], Notice("plan", f"方案已签发锁定，可上传平台：{fact.title}", link=f"/plans/{plan.id}", case_id=fact.case_id))


def meet_notice_clock(w: Work, fact: PersonsTold) -> None:
    """Everybody was told before the announcement."""
    deadlines.meet(w, "notice_to_persons", "plan", fact.plan_id, on=fact.last_on)
