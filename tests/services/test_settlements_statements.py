"""Bank statements: matching by amount, name and reference; files taken once; bad cells named; doubtful lines claimed by a person."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from app.domains.settlements import deposits, payments, statements
from app.domains.settlements.queries import get_settlement
from app.domains.settlements.statement_rules import Line, Open, candidates_of, read_lines, sure
from app.domains.settlements.tables import BankLine, DepositRefund, Receipt
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock
from app.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from app.kernel.money import Money
from tests.factories.courts import Bench, found_bench
from tests.factories.settlements import open_account

LEFT = Money.yuan("587400.00")
ONE = Open("s1", "包装机械一批", "（2026）粤0115执1422号", "J4471", LEFT, "卢锦程", (("广州穗禾农村商业银行", Money.yuan("400000.00")),))
TWO = Open("s2", "轿车一辆", "（2026）粤0115执1423号", "J447", LEFT, "宋可盈")
HEAD = "日期,金额,付款人,流水号,附言\n"


def line(amount: str, payer: str = "某人", remark: str = "") -> Line:
    return Line(2, date(2026, 4, 2), Money.yuan(amount), payer, "BOC-1", remark)


@pytest.mark.parametrize(
    ("found", "booked", "reasons"),
    [
        (line("587400", "卢锦程"), "s1", ("付款人与买受人一致", "金额等于尚欠金额")),
        (line("587400", "某人", "J4471 余款"), "s1", ("附言含竞买号 J4471", "金额等于尚欠金额")),
        (line("1000", "卢锦程", "J4471"), "s1", ("附言含竞买号 J4471", "付款人与买受人一致", "金额少于尚欠金额，可能分笔支付")),
        (line("587400"), None, ("金额等于尚欠金额",)),
        (line("1000", "卢锦程"), None, ("付款人与买受人一致", "金额少于尚欠金额，可能分笔支付")),
        (line("400000", "广州穗禾农村商业银行"), None, ("付款人为登记的贷款银行", "金额等于登记的贷款额")),
        (line("400000", "广州穗禾农村商业银行", "J4471 按揭"), "s1", ("附言含竞买号 J4471", "付款人为登记的贷款银行", "金额等于登记的贷款额")),
        (line("600000", "卢锦程", "J4471"), None, ("附言含竞买号 J4471", "付款人与买受人一致", "金额超过尚欠金额，须核对")),
        (line("600000"), None, None),
    ],
)
def test_a_line_is_matched_with_its_reasons_and_booked_only_when_sure(found: Line, booked: str | None, reasons: tuple[str, ...] | None) -> None:
    candidates = candidates_of(found, [TWO, ONE])
    chosen = sure(candidates)
    assert (chosen.settlement_id if chosen else None) == booked
    best = next((each for each in candidates if each.settlement_id == "s1"), None)
    assert (best.reasons if best else None) == reasons


def test_every_bad_cell_is_named_by_row_and_cell() -> None:
    content = HEAD + "2026-04-02,1.2万,卢锦程,B-1,\n2026-13-02,100,卢锦程,B-2,\n2026-04-02,,卢锦程,,\n2026-04-02,-5,卢锦程,B-4,\n"
    with pytest.raises(Invalid) as refused:
        read_lines(content.encode("gb18030"), "a.csv")
    told = [words for _, words in refused.value.faults]
    assert told[0] == "第 2 行“金额”（B2）：1.2万 不是数字，改为 12000.00 后重新上传"
    assert (told[1].startswith("第 3 行“日期”（A3）"), told[2], told[3], "不是收入" in told[4]) == (
        True,
        "第 4 行“金额”：没有填写",
        "第 4 行“流水号”：没有填写",
        True,
    )


def test_a_workbook_is_read_like_a_csv() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "银行流水"
    sheet.append(["日期", "金额", "付款人", "流水号", "附言"])
    sheet.append([date(2026, 4, 2), 585000.1, "卢锦程", "B-1", None])
    kept = BytesIO()
    book.save(kept)
    assert read_lines(kept.getvalue(), "a.xlsx") == [Line(2, date(2026, 4, 2), Money.yuan("585000.10"), "卢锦程", "B-1", "")]


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def account_id(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return open_account(w, bench).id


def take(house: House, bench: Bench, rows: str, name: str = "四月.csv") -> statements.Taken:
    with house.work(bench["clerk"]) as w:
        return statements.import_statement(w, (HEAD + rows).encode(), name)


def receipts_of(house: House) -> int:
    with house.reading() as r:
        return r.session.scalar(for_house(select(func.count(Receipt.id)))) or 0


def test_sure_lines_are_booked_doubtful_ones_wait_and_nothing_is_booked_twice(house: House, bench: Bench, account_id: str) -> None:
    sure_line, doubtful = "2026-04-02,187400.00,某银行,B-1,J4471 余款（2026）粤0115执1422号\n", "2026-04-02,1000,某人,B-2,\n"
    taken = take(house, bench, sure_line + doubtful + sure_line)
    assert (taken.booked, taken.doubtful, taken.statement.known) == (0, 2, 1)
    again = take(house, bench, sure_line + doubtful + sure_line)
    assert (again.again, receipts_of(house)) == (True, 0)
    more = take(house, bench, sure_line + "2026-04-02,587400.00,某人,B-3,J4471\n", "又一份.csv")
    assert (more.booked, more.doubtful, more.statement.known, receipts_of(house)) == (1, 0, 1, 1)
    with house.reading(bench["clerk"]) as r:
        assert get_settlement(r, account_id).status == "paid"
        waiting = statements.list_doubtful(r)
        assert [each.reference for each in waiting] == ["B-1", "B-2"]
        assert waiting[0].candidates[0]["score"] >= 60
    with house.reading(bench["clerk_b"]) as r:
        assert statements.list_doubtful(r) == []


def test_a_person_claims_or_ignores_a_doubtful_line_once(house: House, bench: Bench, account_id: str) -> None:
    take(house, bench, "2026-04-02,1000,某人,B-1,\n2026-04-02,2000,某人,B-2,\n")
    with house.reading(bench["clerk"]) as r:
        first, second = (each.id for each in statements.list_doubtful(r))
    with pytest.raises(NotFound), house.work(bench["clerk_b"]) as w:
        statements.claim(w, first, account_id)
    with house.work(bench["clerk"]) as w:
        statements.claim(w, first, account_id)
        assert get_settlement(w, account_id).paid == Money.yuan("1000.00")
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        statements.claim(w, first, account_id)
    with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
        statements.ignore(w, second, " ")
    with house.work(bench["clerk"]) as w:
        statements.ignore(w, second, "诉讼费，非拍卖款")
        assert w.session.scalar(for_house(select(BankLine.state)).where(BankLine.id == second)) == "ignored"
    with pytest.raises(NotAllowed), house.work(bench["judge"]) as w:
        statements.import_statement(w, b"", "x.csv")


def test_a_loan_is_within_what_is_left_and_moves_no_day(house: House, bench: Bench, account_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        before = get_settlement(w, account_id).due_on
        payments.note_loan(w, account_id, bank="广州穗禾农村商业银行", amount=LEFT, expected_on=w.today + timedelta(days=30))
        assert get_settlement(w, account_id).due_on == before
        with pytest.raises(Invalid):
            payments.note_loan(w, account_id, bank="银行", amount=LEFT + Money(1), expected_on=w.today)


def test_others_deposits_are_due_in_twenty_four_hours_and_late_is_told(house: House, bench: Bench, clock: ManualClock, account_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        row = deposits.add_code(w, account_id, "c2210")
        assert (row.code, row.due_at - row.ended_at, row.amount) == ("C2210", timedelta(hours=24), Money.yuan("7600.00"))
        with pytest.raises(Invalid):
            deposits.add_code(w, account_id, "C2210")
        with pytest.raises(Invalid):
            deposits.add_code(w, account_id, "J4471")
        deposits.tell(w, row.id, deposits.Payer.SITE)
    clock.advance(timedelta(hours=25))
    with house.reading(bench["clerk"]) as r:
        assert [(each.late, each.state) for each in deposits.list_open(r)] == [(True, "已通知平台")]
    with house.work(bench["clerk"]) as w:
        with pytest.raises(Invalid):
            deposits.note_refunded(w, row.id, at=w.now + timedelta(hours=1), note="R-1")
        deposits.note_refunded(w, row.id, at=w.now, note="平台回执 R-1")
        assert deposits.list_open(w) == []
    with house.reading() as r:
        assert r.session.scalar(for_house(select(DepositRefund.note))) == "平台回执 R-1"
