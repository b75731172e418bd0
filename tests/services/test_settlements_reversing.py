"""A wrong booking is reversed before the ruling and never after; what was paid too much is kept apart and goes back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.domains.deadlines.tables import Deadline
from app.domains.settlements import distributing, reversing, service, statements
from app.domains.settlements.distribution_rules import Creditor, Nature
from app.domains.settlements.queries import get_settlement, list_receipts
from app.domains.settlements.rules import split_receipt
from app.domains.settlements.service import BookReceipt
from app.domains.settlements.tables import Receipt
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from app.kernel.money import ZERO, Money
from tests.factories.courts import Bench, found_bench
from tests.factories.settlements import open_account

HEAD = "日期,金额,付款人,流水号,附言\n"
REASON = "银行流水匹配错误，属另案款项"
BALANCE = Money.yuan("587400.00")


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def account_id(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return open_account(w, bench).id


def book(house: House, bench: Bench, account_id: str, amount: Money, reference: str = "B-1", *, keep: bool = False) -> None:
    with house.work(bench["clerk"]) as w:
        service.book_receipt(w, account_id, BookReceipt(amount, w.today, "某人", reference, keep_surplus=keep))


def receipts(house: House, account_id: str) -> list[Receipt]:
    with house.reading() as r:
        return list(list_receipts(r, account_id))


def running(house: House) -> set[str]:
    with house.reading() as r:
        return set(r.session.scalars(for_house(select(Deadline.code).where(Deadline.state == "running"))))


def test_a_false_match_that_filled_the_balance_is_undone_and_its_line_waits_again(house: House, bench: Bench, account_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        assert statements.import_statement(w, f"{HEAD}2026-04-02,587400.00,某人,B-3,J4471\n".encode(), "四月.csv").booked == 1
        sheet = distributing.draft(w, account_id)
    assert {"sale_ruling", "pay_out"} <= running(house)
    wrong = receipts(house, account_id)[0]
    for login, refusal in (("judge", NotAllowed), ("clerk_b", NotFound)):
        with pytest.raises(refusal), house.work(bench[login]) as w:
            reversing.reverse_receipt(w, account_id, wrong.id, REASON)
    with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
        reversing.reverse_receipt(w, account_id, wrong.id, " ")
    with house.work(bench["clerk"]) as w:
        found = reversing.reverse_receipt(w, account_id, wrong.id, REASON)
        assert (found.status, found.paid, found.paid_on) == ("balance_due", ZERO, None)
    assert running(house) & {"sale_ruling", "pay_out", "balance"} == {"balance"}
    with house.work(bench["clerk"]) as w:
        assert [each.reference for each in statements.list_doubtful(w)] == ["B-3"]
        distributing.add(w, sheet.id, Creditor("甲公司", "判决", Nature.ORDINARY, 1, BALANCE, BALANCE))
        with pytest.raises(NotNow, match="没有付清"):
            distributing.submit(w, sheet.id)
    for _ in range(2):
        with pytest.raises((NotNow, NotFound)), house.work(bench["clerk"]) as w:
            reversing.reverse_receipt(w, account_id, wrong.id, REASON)
    with house.work(bench["clerk"]) as w:
        statements.claim(w, statements.list_doubtful(w)[0].id, account_id)
        assert get_settlement(w, account_id).status == "paid"
    assert sorted((each.amount.fen, each.reference) for each in receipts(house, account_id)) == [
        (-BALANCE.fen, "冲正 B-3"),
        (BALANCE.fen, "B-3"),
        (BALANCE.fen, "B-3·2"),
    ]


def test_of_two_parts_one_is_undone_and_nothing_after_the_ruling(house: House, bench: Bench, account_id: str) -> None:
    book(house, bench, account_id, Money.yuan("400.00"))
    book(house, bench, account_id, BALANCE - Money.yuan("400.00"), "B-2")
    first = next(each for each in receipts(house, account_id) if each.reference == "B-1")
    with house.work(bench["clerk"]) as w:
        assert reversing.reverse_receipt(w, account_id, first.id, REASON).status == "part_paid"
    book(house, bench, account_id, Money.yuan("400.00"), "B-9")
    with house.work(bench["clerk"]) as w:
        service.name_buyer(w, account_id, name="卢锦程", id_no="440100197903140119")
    with house.work(bench["judge"]) as w:
        service.make_ruling(w, account_id)
    second = next(each for each in receipts(house, account_id) if each.reference == "B-2")
    with pytest.raises(NotNow, match="裁定已经作出"), house.work(bench["clerk"]) as w:
        reversing.reverse_receipt(w, account_id, second.id, REASON)


def test_what_is_paid_too_much_is_kept_apart_until_it_is_back(house: House, bench: Bench, account_id: str) -> None:
    with pytest.raises(Invalid, match="多付款"):
        book(house, bench, account_id, BALANCE + Money.yuan("0.01"))
    book(house, bench, account_id, BALANCE + Money.yuan("0.01"), keep=True)
    book(house, bench, account_id, Money.yuan("5.00"), "B-2", keep=True)
    with house.work(bench["clerk"]) as w:
        found = get_settlement(w, account_id)
        assert (found.status, found.paid) == ("paid", BALANCE)
        kept = list_receipts(w, account_id)
        assert sorted(each.surplus.fen for each in kept) == [1, 500]
        with pytest.raises(Invalid):
            reversing.note_returned(w, account_id, kept[0].id, on=w.today, note="")
        for each in kept:
            reversing.note_returned(w, account_id, each.id, on=w.today, note="退款凭证 1")
        with pytest.raises(NotNow):
            reversing.note_returned(w, account_id, kept[0].id, on=w.today, note="退款凭证 2")


@pytest.mark.parametrize(
    ("left", "amount", "keep", "parts"),
    [("10", "10", False, ("10", "0")), ("10", "4", True, ("4", "0")), ("10", "12.5", True, ("10", "2.5")), ("0", "3", True, ("0", "3"))],
)
def test_a_receipt_is_split_at_what_is_owed(left: str, amount: str, keep: bool, parts: tuple[str, str]) -> None:
    assert split_receipt(Money.yuan(left), Money.yuan(amount), keep_surplus=keep) == tuple(Money.yuan(each) for each in parts)
