"""A creditor takes the thing: account, difference, ruling, service, handing over; what lapses; what a release ends; deposits of a failed round."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domains.assets.queries import house_asset
from app.domains.cases.queries import list_parties
from app.domains.closings.service import checklist
from app.domains.deadlines.tables import Deadline
from app.domains.documents.queries import find_standing
from app.domains.handovers.tables import Handover
from app.domains.plans.queries import house_plan
from app.domains.plans.tables import Plan
from app.domains.rounds.events import RoundFailed
from app.domains.rounds.queries import house_round
from app.domains.rounds.tables import BidRow
from app.domains.settlements import defaulting, deposits, distributing, service, unsold
from app.domains.settlements.payments import note_reminder
from app.domains.settlements.queries import find_of_round
from app.domains.settlements.second_sale import follow_second_sale
from app.domains.settlements.service import BookReceipt
from app.domains.settlements.tables import DepositRefund, Settlement
from app.domains.settlements.unsold import OfFailed, Offer
from app.domains.titles.queries import find_of_settlement
from app.infra.house import House
from app.infra.unit_of_work import Work, for_house
from app.kernel.clock import ManualClock
from app.kernel.errors import Invalid, NotNow
from app.kernel.money import ZERO, Money
from tests.factories.courts import Bench, found_bench
from tests.factories.rounds import make_round

RESERVE = Money.yuan("60800.00")
REASON = "两次流拍，申请执行人同意以流拍保留价抵债"


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def failed(w: Work, bench: Bench, round_no: int = 2) -> str:
    """A failed round; its plan is with the site, its thing is priced again."""
    found = make_round(w, bench)
    house_asset(w, found.asset_id).status, house_plan(w, found.plan_id).status = "priced", "published"
    of = (found.court_id, found.case_id, found.asset_id, found.id, found.title)
    return unsold.note_unsold(w, OfFailed(*of, round_no, RESERVE, w.today, found.deposit, w.now)).id


def taken(house: House, bench: Bench, *offers: tuple[str, str], days: int | None = None) -> str:
    """Offers of ranks 1, 2, … and the judge's choice; the id of the row."""
    with house.work(bench["clerk"]) as w:
        unsold_id = failed(w, bench)
        unsold.note_asked(w, unsold_id, on=w.today)
        for rank, (name, claim) in enumerate(offers, 1):
            unsold.take_offer(w, unsold_id, Offer(name, rank, Money.yuan(claim), w.today))
        unsold.settle_taker(w, unsold_id)
    with house.work(bench["judge"]) as w:
        unsold.choose(w, unsold_id, "debt_for_asset", REASON, pay_days=days)
    return unsold_id


def account_of(house: House, unsold_id: str) -> Settlement:
    with house.reading() as r:
        found = find_of_round(r, unsold.house_unsold(r, unsold_id).round_id)
    assert found is not None
    return found


def clocks(house: House, subject_id: str) -> set[str]:
    with house.reading() as r:
        rows = r.session.scalars(for_house(select(Deadline).where(Deadline.subject_id == subject_id)))
        return {row.code for row in rows if row.state == "running"}


def test_a_claim_as_high_as_the_reserve_pays_the_thing_and_goes_on_to_the_handing_over(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        case_id = unsold.get_unsold(w, failed(w, bench)).case_id
        party = list_parties(w, case_id)[0]
        name = party.name
        unsold_id = unsold.list_unsold(w)[0].id
        unsold.take_offer(w, unsold_id, Offer(name, 1, Money.yuan("900000"), w.today))
        unsold.note_asked(w, unsold_id, on=w.today)
        unsold.settle_taker(w, unsold_id)
    with house.work(bench["judge"]) as w:
        unsold.choose(w, unsold_id, "debt_for_asset", REASON)
    found = account_of(house, unsold_id)
    assert (found.price, found.deposit, found.balance, found.status, found.regime) == (RESERVE, RESERVE, ZERO, "paid", "in_kind")
    assert (found.buyer_name, found.winner_code) == (name, "")
    assert clocks(house, found.id) == {"sale_ruling"}
    with house.work(bench["judge"]) as w:
        service.make_ruling(w, found.id)
    with house.work(bench["clerk"]) as w:
        service.serve_ruling(w, found.id, served_on=w.today, way="直接送达")
        with pytest.raises(NotNow, match="没有可分配的价款"):
            distributing.draft(w, found.id)
    with house.reading() as r:
        paper = find_standing(r, "settlement", found.id, "debt_for_asset_ruling")
        assert paper is not None
        assert paper.facts["serial_suffix"] == "之一"
        assert find_standing(r, "settlement", found.id, "sale_ruling") is None
        assert house_asset(r, found.asset_id).status == "transferred"
        thread = r.session.scalar(for_house(select(Handover).where(Handover.settlement_id == found.id)))
        assert thread is not None
        assert {each.item for each in checklist(r, found.case_id) if each.done_at is None} >= {"handed_over", "settled", "transferred"}
        route = find_of_settlement(r, found.id)
        assert route is not None
        assert (route.buyer_name, route.closed_on) == (name, None)


def test_a_difference_is_paid_in_the_days_of_the_judge_or_the_next_rank_comes_up(house: House, bench: Bench, clock: ManualClock) -> None:
    with pytest.raises(Invalid, match="期限"):
        taken(house, bench, ("甲公司", "60000"), ("乙公司", "60800"))
    with house.work(bench["judge"]) as w:
        unsold_id = unsold.list_unsold(w)[0].id
        unsold.choose(w, unsold_id, "debt_for_asset", REASON, pay_days=15)
    first = account_of(house, unsold_id)
    assert (first.balance, first.deposit) == (Money.yuan("800.00"), Money.yuan("60000.00"))
    assert clocks(house, first.id) == {"balance"}
    with house.work(bench["clerk"]) as w:
        service.book_receipt(w, first.id, BookReceipt(Money.yuan("300"), w.today, "甲公司", "BOC-1"))
        note_reminder(w, first.id, reminded_on=w.today, way="邮寄送达")
    clock.advance(timedelta(days=16))
    with house.work(bench["judge"]) as w:
        row = defaulting.declare(w, first.id, "期限届满未补交差额")
        assert (row.kept, row.returned) == (ZERO, Money.yuan("300.00"))
    with house.work(bench["clerk"]) as w:
        assert find_standing(w, "settlement", first.id, "default_ruling") is None
        follow_second_sale(w, first)
        assert (row.second_id, defaulting.find_by_second(w, first.id)) == (None, None)
    with house.work(bench["clerk"]) as w:
        assert unsold.get_unsold(w, unsold_id).chosen == ""
        assert [each.creditor for each in unsold.list_offers(w, unsold_id)] == ["乙公司"]
        unsold.settle_taker(w, unsold_id)
    with house.work(bench["judge"]) as w:
        unsold.choose(w, unsold_id, "debt_for_asset", REASON)
    second = account_of(house, unsold_id)
    assert (second.attempt, second.status, second.balance) == (2, "paid", ZERO)


def test_a_withdrawn_offer_lets_the_next_rank_up(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        unsold_id = failed(w, bench)
        made = [unsold.take_offer(w, unsold_id, Offer(name, rank, RESERVE, w.today)) for rank, name in enumerate(("甲公司", "乙公司"), 1)]
        assert unsold.settle_taker(w, unsold_id).taker == "甲公司"
        unsold.lapse_offer(w, unsold_id, made[0].id, "书面撤回申请")
        assert unsold.settle_taker(w, unsold_id).taker == "乙公司"


@pytest.mark.parametrize("status", ["draft", "panel"])
def test_a_release_ends_the_proposed_plan_and_the_thing_goes_back(house: House, bench: Bench, status: str) -> None:
    with house.work(bench["clerk"]) as w:
        row = unsold.get_unsold(w, failed(w, bench, 3))
        of = {"court_id": row.court_id, "case_id": row.case_id, "asset_id": row.asset_id}
        plan = Plan(**of, round_no=3, attempt=2, title=row.title, terms={}, drafted_by=bench["clerk"].id, saved_at=w.now, status=status)
        w.session.add(plan)
        unsold.note_asked(w, row.id, on=w.today)
    with house.work(bench["judge"]) as w:
        unsold.choose(w, row.id, "release_and_return", "变卖期内无人出价，无人抵债")
    with house.reading() as r:
        assert (house_plan(r, plan.id).status, house_asset(r, row.asset_id).status) == ("discarded", "released")


def test_a_signed_plan_stands_in_the_way_of_a_release(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        row = unsold.get_unsold(w, failed(w, bench, 3))
        house_plan(w, house_round(w, row.round_id).plan_id).status = "frozen"
        unsold.note_asked(w, row.id, on=w.today)
    with pytest.raises(NotNow, match="锁定"), house.work(bench["judge"]) as w:
        unsold.choose(w, row.id, "release_and_return", "变卖期内无人出价，无人抵债")


def test_after_a_failed_round_every_deposit_is_due_in_a_day(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        found = make_round(w, bench)
        house_asset(w, found.asset_id).status, house_plan(w, found.plan_id).status, found.round_no = "listed", "published", 3
        found.ended_at = w.now
        of = {"court_id": found.court_id, "case_id": found.case_id, "round_id": found.id}
        w.session.add(BidRow(**of, seq=1, bidder="K1001", price=RESERVE, at=w.now, end_after=w.now, first_seen_at=w.now))
        w.emit(RoundFailed(found.id, found.case_id, found.court_id, found.asset_id, found.plan_id, 3, RESERVE, "taobao", w.today))
    with house.work(bench["clerk"]) as w:
        row = unsold.find_of_round(w, found.id)
        assert row is not None
        deposits.add_code_of_failed(w, row, "k2002")
        rows = w.session.scalars(for_house(select(DepositRefund).where(DepositRefund.round_id == found.id).order_by(DepositRefund.code))).all()
        assert [(each.code, each.amount, each.due_at - row.ended_at) for each in rows if row.ended_at] == [
            (code, found.deposit, timedelta(hours=24)) for code in ("K1001", "K2002")
        ]
