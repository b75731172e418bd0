"""Money after the hammer: deposits back, default and what follows, the distribution sheet before the panel, its periods, pay-out."""

from __future__ import annotations

from app.domains.approvals import service as approvals
from app.domains.approvals.events import PanelDecided
from app.domains.assets import service as assets
from app.domains.cases.queries import house_case
from app.domains.closings import service as closings
from app.domains.courts.switches import number_of
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.service import Start
from app.domains.handovers.queries import is_handed_over
from app.domains.messages.service import Notice, tell
from app.domains.plans import drafting
from app.domains.plans.queries import house_plan
from app.domains.plans.tables import Plan
from app.domains.rounds.events import RoundFailed, RoundSold, RoundWithdrawn
from app.domains.rounds.queries import house_round, list_bids
from app.domains.services.events import ServiceDone
from app.domains.settlements import deposits, distributing, payments, unsold
from app.domains.settlements import service as settlements
from app.domains.settlements.distribution_rules import sheet_words
from app.domains.settlements.events import (
    BuyerDefaulted,
    DisputeOver,
    DistributionAsked,
    DistributionChanged,
    DistributionFinal,
    PaidOut,
    RefundsDone,
    RefundsDue,
    RefundTold,
    SheetPeriodMet,
    SheetPeriodOpened,
    SurplusReturned,
)
from app.domains.settlements.queries import any_surplus, house_settlement, list_receipts
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of
from app.kernel.errors import NotNow
from app.steps.telling import tell_clerk_and_judge

REFUNDS = "deposit_refund"


def list_refunds(w: Work, fact: RoundSold) -> None:
    """Every code of the log but the winner's gets its deposit back."""
    codes = [bid.bidder for bid in list_bids(w, fact.round_id) if bid.bidder != fact.winner_code]
    ended = deposits.OfRound(fact.court_id, fact.case_id, fact.asset_id, fact.round_id, fact.title, fact.deposit, fact.ended_at)
    deposits.open_refunds(w, ended, codes)


def list_refunds_of_failed(w: Work, fact: RoundFailed) -> None:
    """Nobody won, so every deposit goes back within 24 hours. Who never bid is in no log: the clerk enters the code on the lot's page of deposits."""
    found = house_round(w, fact.round_id)
    codes = [bid.bidder for bid in list_bids(w, fact.round_id)]
    of = (found.court_id, found.case_id, found.asset_id, found.id, found.title, found.deposit, found.ended_at or found.ends_at)
    if not deposits.open_refunds(w, deposits.OfRound(*of), codes) and found.applicants:
        clerk = house_case(w, fact.case_id).clerk_id
        words = f"流拍，{found.applicants} 人报名：登记待退还保证金的竞买号（24 小时内退还）"
        tell(w, [clerk], Notice("settlement", words, link=f"/lots/{found.id}/money", case_id=fact.case_id))


def list_refunds_of_withdrawn(w: Work, fact: RoundWithdrawn) -> None:
    """Withdrawn, nobody buys: every deposit goes back within 24 hours. Who never bid is in no log; with applicants or without a count the clerk looks."""
    found = house_round(w, fact.round_id)
    codes = [bid.bidder for bid in list_bids(w, fact.round_id)]
    of = (found.court_id, found.case_id, found.asset_id, found.id, found.title, found.deposit, fact.withdrawn_at)
    if not deposits.open_refunds(w, deposits.OfRound(*of), codes) and found.applicants:
        clerk = house_case(w, fact.case_id).clerk_id
        words = f"已撤回，{found.applicants} 人报名：登记待退还保证金的竞买号（24 小时内退还）"
        tell(w, [clerk], Notice("settlement", words, link=f"/lots/{found.id}/refunds", case_id=fact.case_id))


def start_refund_clock(w: Work, fact: RefundsDue) -> None:
    """Twenty-four hours, to the second."""
    clerk = house_case(w, fact.case_id).clerk_id
    of = Start(fact.case_id, fact.court_id, "round", fact.round_id, day_of(fact.due_at), length=0, due_at=fact.due_at, asset_id=fact.asset_id, holder_id=clerk)
    deadlines.start(w, REFUNDS, of)
    words = f"{fact.count} 名竞买人的保证金待退还：{fact.title}"
    tell(w, [clerk], Notice("settlement", words, link=f"/lots/{fact.round_id}/money", case_id=fact.case_id))


def tell_payer(w: Work, fact: RefundTold) -> None:
    """The cashier is told through the clerk's inbox; the site reads its own page. We move no money."""
    clerk = house_case(w, fact.case_id).clerk_id
    payer = deposits.Payer(fact.payer).word
    tell(w, [clerk], Notice("settlement", f"已通知{payer}退还竞买号 {fact.code} 的保证金", link=f"/lots/{fact.round_id}/money", case_id=fact.case_id))


def meet_refund_clock(w: Work, fact: RefundsDone) -> None:
    """All are back."""
    deadlines.meet(w, REFUNDS, "round", fact.round_id, on=fact.on)


def remind_of_served(w: Work, fact: ServiceDone) -> None:
    """A served demand of the balance is the written reminder without which no default is declared."""
    if fact.subject_kind == "settlement" and fact.code == "balance_demand":
        case = house_case(w, fact.case_id)
        payments.take_service(w, fact.subject_id, on=fact.on, way=fact.way, for_id=case.clerk_id or case.judge_id)


def sell_again(w: Work, fact: BuyerDefaulted) -> None:
    """The thing goes back among those to be sold; its plan is proposed for the same round, as a default is no failed round (no cut by itself)."""
    deadlines.end(w, "balance", "settlement", fact.settlement_id, reason="已宣布悔拍")
    assets.move(w, fact.asset_id, "default")
    if (again := unsold.reopen(w, fact.round_id, "逾期未补交差额")) is not None:
        notice = Notice("round", f"承受人逾期未补交差额，待重新决定处置：{fact.title}", link=f"/unsold/{again.id}", case_id=fact.case_id)
        tell_clerk_and_judge(w, fact.case_id, notice)
        return
    found = house_round(w, fact.round_id)
    before = house_plan(w, found.plan_id)
    words, link = f"悔拍：{fact.title}", f"/settlements/{fact.settlement_id}"
    try:
        plan = drafting.draft_plan(w, fact.asset_id, site=found.site, round_no=found.round_no, after=_after(before))
        words, link = f"悔拍，已拟重新拍卖方案：{plan.title}", f"/plans/{plan.id}"
    except NotNow:
        words = f"悔拍，重新拍卖方案须先重新定价：{fact.title}"
    tell_clerk_and_judge(w, fact.case_id, Notice("plan", words, link=link, case_id=fact.case_id))


def ask_panel_on_sheet(w: Work, fact: DistributionAsked) -> None:
    """Exactly this sheet is put before the panel, line by line: who votes need not hold the money's pages."""
    sheet = distributing.house_sheet(w, fact.distribution_id)
    body = sheet_words(distributing.sheet_in(sheet), distributing.verified(sheet))
    of = ("distribution", fact.case_id, fact.court_id, "settlement", fact.settlement_id, fact.digest, fact.title, fact.by_id)
    approvals.ask(w, approvals.Ask(*of, body=body))


def take_decision_on_sheet(w: Work, fact: PanelDecided) -> None:
    """The panel agreed, or the clerk mends the sheet."""
    if fact.subject_kind != "settlement":
        return
    sheet = distributing.find_sheet(w, fact.subject_id)
    if sheet is None:
        return
    distributing.decided(w, sheet.id, fact.digest, agreed=fact.agreed, record_no=fact.record_no, reason=fact.reason)
    words = "案款分配方案已通过合议，待送达" if fact.agreed else "案款分配方案未通过合议"
    clerk = house_case(w, sheet.case_id).clerk_id
    tell(w, [clerk], Notice("settlement", words, body=fact.reason, link=f"/settlements/{fact.subject_id}/distribution", case_id=sheet.case_id))


def void_question(w: Work, fact: DistributionChanged) -> None:
    """Votes count for their own content only; the periods of the old sheet are over."""
    approvals.void_for(w, "settlement", fact.settlement_id, fact.reason)
    for party_id in fact.party_ids:
        _end_periods(w, party_id, "分配方案已修改")


def open_period(w: Work, fact: SheetPeriodOpened) -> None:
    """Fifteen days for one party; an earlier one that it answers is met."""
    if fact.met:
        deadlines.meet(w, fact.met, "distribution_party", fact.party_id, on=fact.from_on)
    clerk = house_case(w, fact.case_id).clerk_id
    of = (fact.case_id, fact.court_id, "distribution_party", fact.party_id, fact.from_on)
    link = f"/settlements/{fact.settlement_id}/distribution"
    deadlines.start(w, fact.code, Start(*of, asset_id=fact.asset_id, holder_id=clerk, link=link))


def meet_period(w: Work, fact: SheetPeriodMet) -> None:
    """Said in time."""
    deadlines.meet(w, fact.code, "distribution_party", fact.party_id, on=fact.on)


def start_paying_out(w: Work, fact: DistributionFinal) -> None:
    """Final: the periods of those who said nothing are over, and the court's days of paying out begin anew."""
    for party in distributing.list_served(w, fact.distribution_id):
        _end_periods(w, party.id, "分配方案已生效")
    days, clerk = number_of(w, fact.court_id, "EX-28"), house_case(w, fact.case_id).clerk_id
    of = Start(fact.case_id, fact.court_id, "settlement", fact.settlement_id, fact.final_on, length=days, asset_id=fact.asset_id, holder_id=clerk)
    deadlines.start(w, "pay_out", of)
    link = f"/settlements/{fact.settlement_id}/distribution"
    tell_clerk_and_judge(w, fact.case_id, Notice("settlement", f"分配方案生效，待发放：{fact.title}", link=link, case_id=fact.case_id))


def meet_pay_out(w: Work, fact: PaidOut) -> None:
    """Paid by the sheet: only now the money of the sale is no more the court's (EX-28)."""
    deadlines.meet(w, "pay_out", "settlement", fact.settlement_id, on=fact.on)
    settle_if_done(w, fact.settlement_id)


def settle_after_return(w: Work, fact: SurplusReturned | DisputeOver) -> None:
    """The last of what was paid too much is back, or of what was kept for a suit is paid."""
    settle_if_done(w, fact.settlement_id)


def settle_if_done(w: Work, settlement_id: str) -> None:
    """Close the account and its item of the closing list when thing and money are where they belong; what took a claim's place has no money.

    The account's row is held first: of a handing-over and a pay-out at one moment the second sees the other.
    """
    account = house_settlement(w, settlement_id, lock=True)
    sheet = distributing.find_sheet(w, settlement_id)
    paid_out = bool(sheet and sheet.paid_out_on and not distributing.held_back(w, sheet.id)) or not distributing.has_money(account)
    if paid_out:
        closings.fulfil(w, case_id=account.case_id, item="settled", thing_id=account.asset_id)
    if paid_out and is_handed_over(w, settlement_id) and not any_surplus(list_receipts(w, settlement_id)):
        settlements.settle(w, settlement_id, handed_over=True, paid_out=paid_out)


def _end_periods(w: Work, party_id: str, reason: str) -> None:
    for code in ("distribution_objection", "distribution_counter", "distribution_suit"):
        deadlines.end(w, code, "distribution_party", party_id, reason=reason)


def _after(before: Plan) -> drafting.AfterRound | None:
    if before.previous_start_price is None or before.previous_failed_on is None:
        return None
    return drafting.AfterRound(before.previous_start_price, before.previous_failed_on, before.previous_site)
