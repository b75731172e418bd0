"""The lot on its site: announcement, alarms, end, sold or failed."""

from __future__ import annotations

from dataclasses import replace

from app.domains.assets import service as assets
from app.domains.cases.queries import house_case
from app.domains.closings import service as closings
from app.domains.courts.switches import number_of
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.service import Start
from app.domains.messages.service import Notice, tell
from app.domains.plans import drafting
from app.domains.plans import service as plans
from app.domains.rounds.events import (
    AnnouncementSeen,
    BiddingEnded,
    BiddingOpened,
    BidFaulty,
    DifferenceFound,
    ListingUploaded,
    ReadingDoubtful,
    ReadingLost,
    RoundFailed,
    RoundSold,
)
from app.domains.rounds.queries import house_round
from app.domains.settlements import service as settlements
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of
from app.law.unsold import NETWORK_SALE
from app.steps.telling import tell_clerk_and_judge


def note_uploaded(w: Work, fact: ListingUploaded) -> None:
    """The plan is with its site."""
    plans.published(w, fact.plan_id)
    assets.move(w, fact.asset_id, "list")


def note_announced(w: Work, fact: AnnouncementSeen) -> None:
    """The announcement stands."""
    deadlines.meet(w, "announcement", "plan", fact.plan_id, on=fact.on)
    deadlines.meet(w, "network_sale_notice", "asset", fact.asset_id, on=fact.on)


def note_opened(w: Work, fact: BiddingOpened | BiddingEnded | RoundSold | RoundFailed) -> None:
    """It opened, seen or told by its end: only that meets the thirty days of the re-auction (NA-35); a lot that was announced and withdrawn does not."""
    deadlines.meet(w, "second_auction", "asset", fact.asset_id, on=day_of(house_round(w, fact.round_id).opens_at))


def tell_of_difference(w: Work, fact: DifferenceFound) -> None:
    """The site shows what nobody signed: clerk and judge are told at once."""
    tell_clerk_and_judge(
        w,
        fact.case_id,
        Notice(
            "difference",
            f"平台展示与审批方案不一致：{fact.field}",
            body=f"批准 {fact.approved}，平台 {fact.shown}",
            link=f"/lots/{fact.round_id}",
            case_id=fact.case_id,
        ),
    )


def tell_of_loss(w: Work, fact: ReadingLost) -> None:
    """Nothing is decided by a page that could not load; people are told."""
    tell_clerk_and_judge(
        w, fact.case_id, Notice("difference", f"平台读不到，结果待核：{fact.title}", body=fact.message, link=f"/lots/{fact.round_id}", case_id=fact.case_id)
    )


def tell_of_doubt(w: Work, fact: ReadingDoubtful) -> None:
    """What the site shows makes no sense in itself; people look at the page."""
    tell_clerk_and_judge(
        w, fact.case_id, Notice("difference", f"平台数据存疑：{fact.title}", body=fact.message, link=f"/lots/{fact.round_id}", case_id=fact.case_id)
    )


def tell_of_faulty_bid(w: Work, fact: BidFaulty) -> None:
    """A bid breaks a rule; the judge judges."""
    tell_clerk_and_judge(
        w, fact.case_id, Notice("difference", f"第 {fact.seq} 次出价异常", body=fact.message, link=f"/lots/{fact.round_id}", case_id=fact.case_id)
    )


def tell_of_end(w: Work, fact: BiddingEnded) -> None:
    """The clerk confirms the result at the site."""
    clerk = house_case(w, fact.case_id).clerk_id
    tell(w, [clerk], Notice("round", "竞价已结束，待确认结果", link=f"/lots/{fact.round_id}", case_id=fact.case_id))


def open_account(w: Work, fact: RoundSold) -> None:
    """Sold: the balance falls due, and the case may not close before ruling and handing-over."""
    assets.move(w, fact.asset_id, "sell")
    settlements.open_settlement(
        w,
        settlements.OpenSettlement(
            fact.court_id,
            fact.case_id,
            fact.asset_id,
            fact.round_id,
            fact.title,
            fact.winner_code,
            fact.price,
            fact.deposit,
            fact.ended_at,
            fact.balance_days,
            "network" if house_round(w, fact.round_id).round_no == NETWORK_SALE else "online",
        ),
    )
    closings.fulfil(w, case_id=fact.case_id, item="round_ended", thing_id=fact.asset_id)
    for item in ("ruling_served", "handed_over", "settled"):
        closings.expect(w, case_id=fact.case_id, court_id=fact.court_id, item=item, thing_id=fact.asset_id, title=fact.title)
    tell_clerk_and_judge(w, fact.case_id, Notice("round", f"成交：{fact.title}", link=f"/lots/{fact.round_id}", case_id=fact.case_id))


def propose_next(w: Work, fact: RoundFailed) -> None:
    """Not sold: thirty days for the second round, whose plan is proposed with its dates."""
    case = house_case(w, fact.case_id)
    closings.fulfil(w, case_id=fact.case_id, item="round_ended", thing_id=fact.asset_id)
    assets.move(w, fact.asset_id, "fail")
    if fact.round_no >= 3:
        return
    if fact.round_no == 1:
        deadlines.start(
            w, "second_auction", Start(fact.case_id, fact.court_id, "asset", fact.asset_id, fact.failed_on, asset_id=fact.asset_id, holder_id=case.clerk_id)
        )
    if fact.round_no == 2:
        of_sale = Start(
            fact.case_id, fact.court_id, "asset", fact.asset_id, fact.failed_on, length=number_of(w, fact.court_id, "BM-02"), asset_id=fact.asset_id
        )
        deadlines.start(w, "network_sale_notice", replace(of_sale, holder_id=case.clerk_id))
    after = drafting.AfterRound(fact.start_price, fact.failed_on, fact.site)
    plan = drafting.draft_plan(w, fact.asset_id, round_no=fact.round_no + 1, after=after)
    tell(
        w,
        [case.clerk_id],
        Notice("plan", f"流拍，已拟{'二拍' if fact.round_no == 1 else '变卖'}方案：{plan.title}", link=f"/plans/{plan.id}", case_id=fact.case_id),
    )
