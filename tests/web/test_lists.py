"""Lists of money, vacating, kept things and prices: searched, paged, exported; the address keeps what else it said."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import Select, select

from app.domains.cases.tables import Case
from app.infra.house import House
from app.infra.slices import ALL, PAGE, Slice
from app.web.lists import asked_slice, listed
from tests.factories.courts import found_bench
from tests.factories.settlements import open_account
from tests.web.visiting import signed_in

LISTS = ("/settlements", "/rulings", "/vacating", "/handovers", "/custody", "/valuations")


def test_an_address_says_what_is_searched_and_which_page_and_keeps_the_rest() -> None:
    app = Flask(__name__)
    with app.test_request_context("/vacating?state=all&q=锦汐+&page=2"):
        asked = asked_slice()
        page = listed(list(range(PAGE + 1)), asked)
    assert asked == Slice("锦汐", 2)
    assert len(page.rows) == PAGE
    assert page.older == "/vacating?state=all&q=%E9%94%A6%E6%B1%90&page=3"
    assert page.newer == "/vacating?state=all&q=%E9%94%A6%E6%B1%90"
    assert page.whole == "/vacating?state=all"
    with app.test_request_context("/vacating?page=nonsense"):
        assert (asked_slice(), listed([1], asked_slice()).narrowed) == (Slice(), False)


def test_a_slice_asks_for_one_row_more_and_the_whole_for_no_limit() -> None:
    cases: Select[tuple[Case]] = select(Case).order_by(Case.id)
    assert "LIMIT" not in str(ALL.of(cases, Case.number))
    narrowed = Slice("100%", 3).of(cases, Case.number, Case.cause).compile()
    assert {PAGE + 1, PAGE * 2} <= set(narrowed.params.values())
    assert any("/%" in str(value) for value in narrowed.params.values())


@pytest.mark.parametrize("address", LISTS)
def test_what_is_not_found_can_be_cleared(app: Flask, house: House, address: str) -> None:
    found_bench(house)
    shown = signed_in(app, "clerk").get(f"{address}?q=没有这个").text
    assert "清除筛选" in shown
    assert 'value="没有这个"' in shown


def test_money_is_found_by_its_thing_and_taken_as_a_workbook(app: Flask, house: House) -> None:
    bench = found_bench(house)
    with house.work(bench["clerk"]) as w:
        account = open_account(w, bench)
    clerk = signed_in(app, "clerk")
    assert account.title in clerk.get(f"/settlements?q={account.title[:6]}").text
    assert account.title not in clerk.get("/settlements?q=没有这个").text
    sheet = load_workbook(BytesIO(clerk.get("/settlements/export").data)).active
    assert sheet is not None
    lines = [tuple(cell.value for cell in row) for row in sheet.iter_rows()]
    assert lines[0][0] == "标的物"
    assert lines[1][0] == account.title
    assert lines[1][3] == account.price.fen / 100
