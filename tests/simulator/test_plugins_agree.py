"""What each plugin reads off the simulator is what the back office knows to be true."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.kernel.clock import local
from app.kernel.ids import digest_of
from app.kernel.money import Money
from app.sites.contract import LotRef, LotState, Snapshot
from app.sites.line import SiteHttp
from app.sites.loader import installed
from tests.simulator.reading_line import ReadingLine
from tests.simulator.samples import ENDS_AT, L4_PLAN, OPENS_AT, SURVEY
from tests.simulator.site_client import SiteClient

SITES = ("taobao", "jd", "gpai", "caa123", "rmfysszc")
TEXT_TIMES = ("gpai", "rmfysszc")
LATE = ENDS_AT + timedelta(minutes=3)
STATES = {
    "taobao": (LotState.SUSPENDED, LotState.SOLD_PENDING_COURT),
    "jd": (LotState.SUSPENDED, LotState.SOLD),
    "gpai": (LotState.SUSPENDED, LotState.SOLD),
    "caa123": (LotState.SUSPENDED, LotState.SOLD),
    "rmfysszc": (LotState.SUSPENDED, LotState.SOLD),
}


def read(site: SiteClient, code: str, lot_id: str) -> Snapshot:
    plugin = installed().get(code)
    return plugin.parse(plugin.fetch(LotRef(code, lot_id, f"{site.url}/{code}", with_files=True), SiteHttp(ReadingLine(site.clock))))


def list_by_plugin(site: SiteClient, code: str) -> str:
    answer = site.upload(code, installed().get(code).package(L4_PLAN))
    assert answer.status_code == 201, answer.text
    return answer.json()["lot_id"]


def as_shown(code: str, at: str) -> datetime:
    """Sites that write times as text leave the milliseconds out."""
    instant = datetime.fromisoformat(at)
    return instant.replace(microsecond=0) if code in TEXT_TIMES else instant.replace(microsecond=instant.microsecond // 1000 * 1000)


@pytest.mark.parametrize("code", SITES)
def test_the_terms_read_are_the_terms_uploaded(site: SiteClient, code: str) -> None:
    found = read(site, code, list_by_plugin(site, code))
    assert (found.title, found.court, found.round) == (L4_PLAN.title, L4_PLAN.court, 1)
    assert (found.starting_price, found.deposit, found.increment) == (L4_PLAN.starting_price, L4_PLAN.deposit, L4_PLAN.increment)
    assert found.appraisal_price == L4_PLAN.appraisal_price
    assert (found.start_at, found.end_at, found.extension_minutes) == (OPENS_AT, ENDS_AT, 5)
    assert found.state is LotState.UPCOMING
    assert found.attachments == (("标的物情况调查表.pdf", digest_of(SURVEY)),)


@pytest.mark.parametrize("code", SITES)
def test_every_bid_read_is_a_bid_made(site: SiteClient, code: str) -> None:
    lot_id = list_by_plugin(site, code)
    site.at(LATE)
    found, truth = read(site, code, lot_id), site.truth(code, lot_id)
    assert found.bids is not None
    assert [(bid.bidder, str(bid.price), bid.at) for bid in found.bids] == [(row["code"], row["price"], as_shown(code, row["at"])) for row in truth["bids"]]
    assert str(found.current_price) == truth["current_price"]
    assert found.applicants == truth["applicants"]


@pytest.mark.parametrize("code", [each for each in SITES if each != "rmfysszc"])
def test_the_moved_end_is_read(site: SiteClient, code: str) -> None:
    lot_id = list_by_plugin(site, code)
    site.at(LATE)
    found, truth = read(site, code, lot_id), site.truth(code, lot_id)
    assert found.state is LotState.LIVE
    assert found.end_at is not None
    assert local(found.end_at) == as_shown(code, truth["end_at"])


@pytest.mark.parametrize("code", SITES)
def test_the_result_is_read(site: SiteClient, code: str) -> None:
    lot_id = list_by_plugin(site, code)
    site.at(ENDS_AT + timedelta(hours=3))
    found = read(site, code, lot_id)
    assert found.state is STATES[code][1]
    assert str(found.current_price) == "595000.00"
    assert len(found.bids or ()) == 235
    assert found.winner_code in ("J4471", None)


@pytest.mark.parametrize("code", SITES)
def test_a_lot_without_bids_has_failed(site: SiteClient, code: str) -> None:
    lot_id = list_by_plugin(site, code)
    site.post(f"/{code}/backoffice/lots/{lot_id}/crowd", json={"none": True})
    site.at(ENDS_AT)
    assert read(site, code, lot_id).state in (LotState.FAILED, LotState.FAILED_PENDING_COURT)


@pytest.mark.parametrize("code", SITES)
def test_a_suspended_and_a_withdrawn_lot_are_told_apart(site: SiteClient, code: str) -> None:
    lot_id = list_by_plugin(site, code)
    site.at(OPENS_AT + timedelta(hours=3))
    site.act(code, lot_id, "suspend", reason="案外人提出异议")
    assert read(site, code, lot_id).state is LotState.SUSPENDED
    site.act(code, lot_id, "withdraw", reason="申请执行人撤回申请")
    assert read(site, code, lot_id).state is LotState.WITHDRAWN


@pytest.mark.parametrize("code", SITES)
def test_a_priority_holder_can_be_seen_in_the_log(site: SiteClient, code: str) -> None:
    lot_id = list_by_plugin(site, code)
    script = {"bids": 14, "target_price": "90000.00", "bidders": 4, "extensions": 3, "priority_code": "Y0001"}
    assert site.post(f"/{code}/backoffice/lots/{lot_id}/crowd", json=script).status_code == 200
    site.at(ENDS_AT + timedelta(hours=3))
    bids = read(site, code, lot_id).bids or ()
    assert (bids[-1].bidder, bids[-1].priority, bids[-1].price) == ("Y0001", True, bids[-2].price)


@pytest.mark.parametrize("code", SITES)
def test_cents_survive_every_dialect(site: SiteClient, code: str) -> None:
    money = {"starting_price": Money.yuan("7000351.04"), "increment": Money.yuan("38000.00"), "deposit": Money.yuan("700035.10")}
    plan = replace(L4_PLAN, our_reference="X9", case_no="（2026）粤0115执9999号", **money)
    lot_id = site.upload(code, installed().get(code).package(plan)).json()["lot_id"]
    site.at(OPENS_AT + timedelta(hours=9))
    found, truth = read(site, code, lot_id), site.truth(code, lot_id)
    assert found.starting_price == money["starting_price"]
    assert str(found.current_price) == truth["current_price"]
