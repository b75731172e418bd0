"""The last two of many at one moment: exactly one of them sees that all are done, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

import pytest
from sqlalchemy import select

from app.domains.deadlines.tables import Deadline
from app.domains.plans import service as plans
from app.domains.plans.subjects import notices_of
from app.domains.settlements import deposits
from app.domains.settlements.deposits import OfRound
from app.domains.settlements.tables import DepositRefund
from app.domains.valuations import delivery, inquiry, service
from app.domains.valuations.queries import get_valuation
from app.domains.valuations.types import Way
from app.infra.house import House
from app.infra.unit_of_work import Work, for_house
from app.kernel.money import Money
from tests.factories.courts import Bench, found_bench
from tests.factories.plans import freeze, make_plan
from tests.factories.settlements import open_account
from tests.factories.valuations import VALUES, make_unpriced_flat, report, start_inquiry

Act = Callable[[Work], object]


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def at_one_moment(house: House, bench: Bench, first: Act, second: Act) -> None:
    """The clerk does the second while the first is not yet written for good: it waits."""

    def do() -> None:
        with house.work(bench["clerk"]) as w:
            second(w)

    with house.work(bench["clerk"]) as w:
        first(w)
        other = Thread(target=do)
        other.start()
        other.join(0.3)
        assert other.is_alive(), "it waits for the first"
    other.join()


def states(house: House, code: str) -> set[str]:
    with house.reading() as r:
        return set(r.session.scalars(for_house(select(Deadline.state).where(Deadline.code == code))))


def test_two_sides_of_an_agreement_open_both_figures(house: House, bench: Bench) -> None:
    flat_id = make_unpriced_flat(house, bench).id
    with house.work(bench["clerk"]) as w:
        found = service.start_agreement(w, flat_id)

    def figure(side: str) -> Act:
        return lambda w: service.enter_figure(w, found.id, side=side, name="当事人", value=Money.yuan("1100000"))

    at_one_moment(house, bench, figure("applicant"), figure("debtor"))
    with house.reading(bench["clerk"]) as r:
        assert get_valuation(r, found.id).status == "settled"


def test_the_last_two_parties_end_the_days_of_sending(house: House, bench: Bench) -> None:
    found = start_inquiry(house, bench, make_unpriced_flat(house, bench).id)
    report(house, found.id, VALUES)
    with house.work(bench["clerk"]) as w:
        inquiry.settle_inquiry(w, found.id)
        people = [each.id for each in delivery.recipients(w, found.case_id)]

    def send(party_id: str) -> Act:
        return lambda w: delivery.send_reports(w, found.id, delivery.Sending(party_id, Way.DIRECT, w.today, w.today, ""))

    for party_id in people[2:]:
        with house.work(bench["clerk"]) as w:
            send(party_id)(w)
    at_one_moment(house, bench, send(people[0]), send(people[1]))
    assert states(house, "send_reports") == {"met"}


def test_the_last_two_persons_told_meet_the_days_before_the_announcement(house: House, bench: Bench) -> None:
    plan = freeze(house, bench, make_plan(house, bench).id)
    with house.reading() as r:
        people = [each.id for each in notices_of(r, plan.id)]

    def told(notice_id: str) -> Act:
        return lambda w: plans.note_told(w, plan.id, notice_id, "直接送达", w.today)

    for notice_id in people[2:]:
        with house.work(bench["clerk"]) as w:
            told(notice_id)(w)
    at_one_moment(house, bench, told(people[0]), told(people[1]))
    assert states(house, "notice_to_persons") == {"met"}


def test_the_last_two_deposits_back_end_their_clock(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        of = open_account(w, bench)
        ended = OfRound(of.court_id, of.case_id, of.asset_id, of.round_id, of.title, of.deposit, of.sold_at)
        deposits.open_refunds(w, ended, ["K1", "K2"])
    with house.reading(bench["clerk"]) as r:
        one, other = (row.id for row in r.session.scalars(for_house(select(DepositRefund).where(DepositRefund.code.in_(("K1", "K2"))))))

    def back(refund_id: str) -> Act:
        return lambda w: deposits.note_refunded(w, refund_id, at=w.now, note="平台回执")

    at_one_moment(house, bench, back(one), back(other))
    assert states(house, "deposit_refund") == {"met"}
