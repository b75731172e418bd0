"""The account of a sold lot: receipts, buyer, ruling, service; what is refused and what follows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domains.deadlines.tables import Deadline
from app.domains.settlements import service
from app.domains.settlements.queries import get_settlement
from app.domains.settlements.rules import SettlementStatus, ruling_suffix
from app.domains.settlements.service import BookReceipt
from app.domains.settlements.showing import account_of
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from app.kernel.money import Money
from tests.factories.courts import Bench, found_bench
from tests.factories.settlements import open_account

BUYER = {"name": "卢锦程", "id_no": "440100197903140119", "phone": "19900000051"}


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def account_id(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return open_account(w, bench).id


def pay(house: House, bench: Bench, account_id: str, amount: str, reference: str = "BOC-1") -> None:
    with house.work(bench["clerk"]) as w:
        service.book_receipt(w, account_id, BookReceipt(Money.yuan(amount), w.today, "卢锦程", reference))


def clock_of(house: House, code: str) -> Deadline | None:
    with house.reading() as r:
        return r.session.scalar(for_house(select(Deadline).where(Deadline.code == code)))


def test_the_balance_is_the_price_less_the_deposit_and_its_clock_runs(house: House, bench: Bench, account_id: str) -> None:
    with house.reading(bench["clerk"]) as r:
        found = get_settlement(r, account_id)
        shown = account_of(found, r.today)
    assert (found.balance, found.due_on, shown.left, shown.state) == (Money.yuan("587400"), date(2026, 4, 12), Money.yuan("587400"), "awaiting_balance")
    assert clock_of(house, "balance") is not None


def test_parts_add_up_and_the_last_fen_starts_the_ruling(house: House, bench: Bench, account_id: str) -> None:
    pay(house, bench, account_id, "587399.99")
    with house.reading(bench["clerk"]) as r:
        assert get_settlement(r, account_id).status == SettlementStatus.PART_PAID
    assert clock_of(house, "sale_ruling") is None
    pay(house, bench, account_id, "0.01", "BOC-2")
    with house.reading(bench["clerk"]) as r:
        assert get_settlement(r, account_id).status == SettlementStatus.PAID
    assert clock_of(house, "sale_ruling") is not None


@pytest.mark.parametrize(("amount", "reference"), [("587400.01", "BOC-2"), ("0", "BOC-2"), ("100", "BOC-1"), ("100", " ")])
def test_too_much_nothing_and_the_same_slip_twice_are_refused(house: House, bench: Bench, account_id: str, amount: str, reference: str) -> None:
    pay(house, bench, account_id, "1000.00")
    with pytest.raises(Invalid):
        pay(house, bench, account_id, amount, reference)


def test_money_of_tomorrow_is_refused(house: House, bench: Bench, account_id: str) -> None:
    with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
        service.book_receipt(w, account_id, BookReceipt(Money.yuan("1"), w.today + timedelta(days=1), "卢锦程", "BOC-9"))


@pytest.mark.parametrize("wrong", [{"id_no": "440100197903140118"}, {"name": " "}, {"phone": "12345"}, {"id_no": "91440115MAYYR3T85X"}])
def test_a_buyer_with_a_wrong_number_is_refused(house: House, bench: Bench, account_id: str, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
        service.name_buyer(w, account_id, **(BUYER | wrong))


def test_only_the_judge_rules_and_only_on_a_named_buyer(house: House, bench: Bench, account_id: str) -> None:
    pay(house, bench, account_id, "587400.00")
    with pytest.raises(NotNow), house.work(bench["judge"]) as w:
        service.make_ruling(w, account_id)
    with house.work(bench["clerk"]) as w:
        service.name_buyer(w, account_id, **BUYER)
    with pytest.raises(NotAllowed), house.work(bench["clerk"]) as w:
        service.make_ruling(w, account_id)
    with house.work(bench["judge"]) as w:
        assert service.make_ruling(w, account_id).ruling_no == "之一"
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        service.name_buyer(w, account_id, **BUYER)


@pytest.mark.parametrize(("made", "suffix"), [(0, "之一"), (9, "之十"), (10, "之十一"), (20, "之二十一")])
def test_rulings_of_a_case_are_numbered_on_past_the_tenth(made: int, suffix: str) -> None:
    assert ruling_suffix(made) == suffix


def test_a_ruling_is_not_served_before_it_was_made_nor_tomorrow(house: House, bench: Bench, account_id: str) -> None:
    pay(house, bench, account_id, "587400.00")
    with house.work(bench["clerk"]) as w:
        service.name_buyer(w, account_id, **BUYER)
    with house.work(bench["judge"]) as w:
        service.make_ruling(w, account_id)
    for days in (-1, 1):
        with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
            service.serve_ruling(w, account_id, served_on=w.today + timedelta(days=days), way="直接送达")
    with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
        service.serve_ruling(w, account_id, served_on=w.today, way="口头")
    with house.work(bench["clerk"]) as w:
        service.serve_ruling(w, account_id, served_on=w.today, way="直接送达")
    assert clock_of(house, "hand_over") is not None


def test_another_court_finds_no_account(house: House, bench: Bench, account_id: str) -> None:
    with pytest.raises(NotFound), house.reading(bench["clerk_b"]) as r:
        get_settlement(r, account_id)
