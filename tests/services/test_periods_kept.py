"""What keeps a copy of a period's last day keeps the new one when the period moves: calendar, stop, extension and correction all count again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domains.courts.queries import load_calendar
from app.domains.deadlines import changing
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.catalogue import CATALOGUE
from app.domains.deadlines.service import Start
from app.domains.deadlines.tables import Deadline
from app.domains.handovers.queries import house_handover
from app.domains.seizures import service as seizures
from app.domains.seizures.queries import house_request
from app.domains.settlements.unsold import get_unsold
from app.domains.titles import service as titles
from app.domains.titles.queries import Wanted, house_step, list_routes
from app.domains.titles.service import Finished
from app.domains.valuations.queries import house_appraisal, house_valuation, list_reports
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.steps.periods import KEPT
from tests.factories.courts import Bench, found_bench
from tests.factories.handovers import make_handover
from tests.factories.titles import make_title, step_of
from tests.factories.valuations import commission, make_unpriced_flat, start_appraisal, start_inquiry
from tests.services.test_seizures import LETTER, seized
from tests.services.test_settlements_unsold import failed

WEEK = timedelta(days=7)


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def move(house: House, code: str) -> tuple[date, date]:
    """A week more for the running period of a kind, as every change counts it again; its last day before and after."""
    with house.work() as w:
        (deadline,) = w.session.scalars(for_house(select(Deadline).where(Deadline.code == code, Deadline.state == "running"))).all()
        before, deadline.added_days = deadline.due_on, deadline.added_days + WEEK.days
        assert changing.count_again(w, deadline, load_calendar(w.session), "国务院通知改变放假安排")
    return before, deadline.due_on


def test_every_row_names_a_kind_of_the_catalogue() -> None:
    assert {code for _, code in KEPT} <= set(CATALOGUE)


def test_a_handover_is_due_when_its_period_is(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        thread = make_handover(w, bench).id
    before, after = move(house, "hand_over")
    with house.reading() as r:
        assert house_handover(r, thread).due_on == after == before + WEEK


def test_a_step_of_a_title_is_late_only_after_the_new_day(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        make_title(w, bench)
    with house.work(bench["clerk"]) as w:
        route = list_routes(w, Wanted())[0].route
        titles.finish(w, step_of(w, route, "assist").id, Finished(w.today, "回执联", days=10))
        register = step_of(w, route, "register").id
    _, after = move(house, "title_step")
    with house.reading() as r:
        assert house_step(r, register).due_on == after


def test_reports_and_their_way_are_due_when_the_platforms_period_is(house: House, bench: Bench) -> None:
    found = start_inquiry(house, bench, make_unpriced_flat(house, bench).id)
    _, after = move(house, "price_reports")
    with house.reading() as r:
        assert house_valuation(r, found.id).due_on == after
        assert {each.due_on for each in list_reports(r, [found.id])} == {after}


def test_an_appraiser_is_due_when_its_period_is(house: House, bench: Bench) -> None:
    found = start_appraisal(house, bench, make_unpriced_flat(house, bench).id)
    each = commission(house, bench, found.id)
    _, after = move(house, "appraisal_report")
    with house.reading() as r:
        assert (house_appraisal(r, each.id).due_on, house_valuation(r, found.id).due_on) == (after, after)


def test_a_letter_about_the_right_to_sell_is_answered_by_the_new_day(house: House, bench: Bench) -> None:
    asset_id, _, _ = seized(house, bench, days=300)
    with house.work(bench["clerk"]) as w:
        row = seizures.ask_lien(w, asset_id, LETTER, sale_notice=None)
    _, after = move(house, "lien_reply")
    with house.reading() as r:
        assert house_request(r, row.id).answer_by == after


def test_ways_after_no_sale_go_with_their_periods_and_the_others_stay(house: House, bench: Bench) -> None:
    unsold_id = failed(house, bench)
    with house.work() as w:
        row = get_unsold(w, unsold_id)
        was = {way["step"]: way for way in row.ways}
        of = Start(row.case_id, row.court_id, "asset", row.asset_id, row.failed_on, length=15, asset_id=row.asset_id)
        deadlines.start(w, "network_sale_notice", of)
    asked, told = move(house, "ask_in_kind"), move(house, "network_sale_notice")
    with house.reading() as r:
        ways = {way["step"]: way for way in get_unsold(r, unsold_id).ways}
    assert (was["debt_for_asset"]["first_by"], ways["debt_for_asset"]["first_by"]) == tuple(day.isoformat() for day in asked)
    sale_was, sale = was["network_sale"], ways["network_sale"]
    assert (sale_was["first_by"], sale["first_by"]) == tuple(day.isoformat() for day in told)
    assert date.fromisoformat(sale["until"]) - date.fromisoformat(sale_was["until"]) == told[1] - told[0]
    assert told[1].isoformat() in sale["words"]
    assert told[0].isoformat() not in sale["words"]
    assert {step: way for step, way in ways.items() if step not in ("debt_for_asset", "network_sale")} == {
        step: way for step, way in was.items() if step not in ("debt_for_asset", "network_sale")
    }
