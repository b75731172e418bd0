"""Panel, signature, freezing: what follows from each decision."""

from __future__ import annotations

from app.domains.approvals import acts, panel_acts, proposing
from app.domains.approvals import service as approvals
from app.domains.approvals.catalogue import CATALOGUE
from app.domains.approvals.events import ApprovalOpened, ApprovalOverdue, ApprovalRecalled, AskedAside, Decided, MemberRecused, PanelDecided
from app.domains.approvals.queries import house_approval
from app.domains.assets import service as assets
from app.domains.assets.queries import house_asset
from app.domains.cases.events import PanelComposed
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
    ask_panel(w, fact.plan_id, fact.digest, fact.by_id)


def ask_panel(w: Work, plan_id: str, digest: str, by_id: str) -> None:
    """The five matters of this content, with how many findings its check has."""
    plan = house_plan(w, plan_id)
    of = ("plan_panel", plan.case_id, plan.court_id, "plan", plan.id, digest, plan.title, by_id)
    approvals.ask(w, approvals.Ask(*of, findings=plans.check(w, plan).counts))


def void_votes(w: Work, fact: PlanChanged) -> None:
    """Votes and signatures count for their own content only; once somebody decides on it, it is not taken back (M-83)."""
    acts.change_content(w, "plan", fact.plan_id, fact.reason)


def take_panel_decision(w: Work, fact: PanelDecided) -> None:
    """The plan goes on to the judge, or back to the clerk; a proposal to whoever decides next. A distribution sheet has its own step."""
    if fact.subject_kind == proposing.SUBJECT:
        _take_proposal_on(w, fact)
        return
    if fact.subject_kind == "settlement":
        return
    plans.panel_decided(w, fact.subject_id, fact.digest, agreed=fact.agreed, matters=fact.matters, record_no=fact.record_no, reason=fact.reason)


def ask_judge_to_sign(w: Work, fact: PlanToSign) -> None:
    """The judge in charge signs what the panel agreed to."""
    judge, counts = house_case(w, fact.case_id).judge_id, plans.check(w, house_plan(w, fact.plan_id)).counts
    of = ("plan_signature", fact.case_id, fact.court_id, "plan", fact.plan_id, fact.digest, fact.title, fact.by_id)
    approvals.ask(w, approvals.Ask(*of, decider_id=judge, findings=counts))


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
        case "plan_signature" if fact.step == "panel":
            plans.reconsider(w, fact.subject_id, fact.digest, fact.reason)
            approvals.void_for(w, "plan", fact.subject_id, fact.reason)
            ask_panel(w, fact.subject_id, fact.digest, fact.asked_by)
        case "plan_signature":
            plans.return_plan(w, fact.subject_id, fact.digest, fact.reason)
        case "vacating_notice" if agreed:
            handovers.sign_notice(w, fact.subject_id, fact.digest)
        case "zhongben" if fact.step == "panel":
            proposing.pass_on(w, house_approval(w, fact.approval_id), CATALOGUE["zhongben_panel"])
        case _ if agreed and CATALOGUE[fact.kind].of_lot:
            pass  # stopping.py tells what was carried out
        case _:
            tell(w, [fact.asked_by], _answer_of(fact))


def take_recall(w: Work, fact: ApprovalRecalled) -> None:
    """A plan whose question was taken back is drafted again."""
    if fact.subject_kind == "plan":
        plans.take_back(w, fact.subject_id, fact.reason)


def go_on_with_new_panel(w: Work, fact: PanelComposed) -> None:
    """Open questions of the case go on with the new members; a vote of one who left is void."""
    panel_acts.members_changed(w, fact.case_id, left=fact.left, joined=fact.joined, reason=fact.reason)


def tell_deciders(w: Work, fact: ApprovalOpened) -> None:
    """Whoever is to decide is told."""
    kind = CATALOGUE[fact.kind]
    words = f"等你{'表决' if kind.by_panel else '审批'}：{fact.title}"
    notice = Notice("vote" if kind.by_panel else "approval", words, link=f"/decisions/{fact.approval_id}", case_id=fact.case_id)
    tell(w, fact.decider_ids, notice)
    if not fact.decider_ids:
        tell_role(w, kind.decider, notice, court_id=fact.court_id)


def tell_asked_aside(w: Work, fact: AskedAside) -> None:
    """Transferred, added, asked above, copied, urged, answered: each in the inbox of whom it concerns."""
    words = _ASIDE[fact.act].format(who=fact.by_name, kind=CATALOGUE[fact.kind].title, title=fact.title)
    tell(w, fact.to_ids, Notice("approval", words, body=fact.words, link=f"/decisions/{fact.approval_id}", case_id=fact.case_id))


def tell_superior(w: Work, fact: ApprovalOverdue) -> None:
    """The days ran out: whoever is above is told, and the deciders are reminded."""
    words, above = f"超时未决：{CATALOGUE[fact.kind].title}（{fact.title}）", Role(fact.superior)
    link = f"/decisions/{fact.approval_id}"
    tell(w, fact.decider_ids, Notice("approval", words, link=link, case_id=fact.case_id))
    court = get_court(w.session, fact.court_id)
    at = court.parent_id if above is Role.HIGHER else court.id
    if at is not None:
        tell_role(w, above, Notice("approval", words, link="" if above is Role.HIGHER else link, case_id=fact.case_id), court_id=at)


def tell_of_recusal(w: Work, fact: MemberRecused) -> None:
    """The director names another member."""
    words = f"合议庭成员 {fact.name} 申请回避，待更换成员：{fact.title}"
    tell_role(w, Role.DIRECTOR, Notice("vote", words, body=fact.reason, link=f"/cases/{fact.case_id}/panel", case_id=fact.case_id), court_id=fact.court_id)


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


_ASIDE = {
    "transferred": "{who} 转办给你：{kind}（{title}）",
    "signer_added": "{who} 请你加签：{kind}（{title}）",
    "asked_above": "{who} 向你请示：{kind}（{title}）",
    "copied": "{who} 抄送你：{kind}（{title}）",
    "urged": "{who} 催办：{kind}（{title}）",
    "answered": "{who} 已表态：{kind}（{title}）",
}
_ANSWERS = {"agree": "已同意", "return": "被退回修改", "refuse": "未获同意"}


def _answer_of(fact: Decided) -> Notice:
    kind = CATALOGUE[fact.kind]
    words = f"{kind.title}{_ANSWERS[fact.verdict]}"
    if fact.verdict == "agree" and kind.leads:
        link, body = kind.leads.format(case_id=fact.case_id, subject_id=fact.subject_id), f"{kind.after}。{fact.reason}" if fact.reason else kind.after
        return Notice("approval", words, body=body, link=link, case_id=fact.case_id)
    return Notice("approval", words, body=fact.reason, link=f"/decisions/{fact.approval_id}", case_id=fact.case_id)


def _take_proposal_on(w: Work, fact: PanelDecided) -> None:
    approval = house_approval(w, fact.approval_id)
    kind = CATALOGUE[approval.kind]
    if fact.agreed and kind.then:
        proposing.pass_on(w, approval, CATALOGUE[kind.then])
        return
    words = f"{kind.title}{'通过' if fact.agreed else '未形成多数，须重新合议'}"
    tell(w, [approval.asked_by], Notice("approval", words, body=fact.reason, link=f"/panels/{approval.id}", case_id=approval.case_id))
