"""Every switch on every site does what it says, to that site alone, and is seen by whoever reads."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from app.kernel.errors import Invalid
from app.kernel.ids import digest_of
from app.simulator.exchange import SITES
from app.simulator.faults import FaultKind, Faults, read_spec
from app.sites.contract import Challenged, Changed, LotRef, Refused, SiteFailure, Snapshot, Unreachable
from app.sites.line import SiteHttp
from app.sites.loader import installed
from tests.simulator.reading_line import ReadingLine
from tests.simulator.samples import ENDS_AT, L4_PLAN, OPENS_AT, SURVEY
from tests.simulator.site_client import SiteClient

MIDDLE = OPENS_AT + timedelta(hours=8)
FAILING = [
    ("down", Unreachable),
    ("500", Unreachable),
    ("429", Refused),
    ("captcha", Challenged),
    ("login", Challenged),
    ("redirect", Refused),
    ("truncated", Changed),
]


def start(site: SiteClient, code: str) -> str:
    lot_id = site.upload(code, installed().get(code).package(L4_PLAN)).json()["lot_id"]
    site.at(MIDDLE)
    return lot_id


def read(site: SiteClient, code: str, lot_id: str) -> Snapshot:
    plugin = installed().get(code)
    return plugin.parse(plugin.fetch(LotRef(code, lot_id, f"{site.url}/{code}", with_files=True), SiteHttp(ReadingLine(site.clock))))


@pytest.mark.parametrize("code", SITES)
@pytest.mark.parametrize(("fault", "failure"), FAILING)
def test_a_fault_of_the_way_is_a_named_failure(site: SiteClient, code: str, fault: str, failure: type[SiteFailure]) -> None:
    lot_id = start(site, code)
    site.faults(f"{code}={fault}")
    with pytest.raises(failure):
        read(site, code, lot_id)
    site.faults(f"{code}=")
    assert read(site, code, lot_id).bids


@pytest.mark.parametrize("code", SITES)
def test_renamed_fields_are_not_taken_for_an_empty_lot(site: SiteClient, code: str) -> None:
    lot_id = start(site, code)
    site.faults(f"{code}=renamed-fields")
    with pytest.raises(Changed):
        read(site, code, lot_id)


@pytest.mark.parametrize("code", SITES)
def test_a_wrong_charset_changes_the_bytes(site: SiteClient, code: str) -> None:
    lot_id = start(site, code)
    right = read(site, code, lot_id)
    site.faults(f"{code}=wrong-charset")
    assert read(site, code, lot_id).title == right.title


@pytest.mark.parametrize("code", SITES)
def test_spoilt_bid_logs_differ_from_the_truth_each_in_its_way(site: SiteClient, code: str) -> None:
    lot_id = start(site, code)
    true = [(bid.bidder, bid.price) for bid in read(site, code, lot_id).bids or ()]
    seen = {}
    for fault in ("missing-bids", "disordered-bids", "repeated-bids"):
        site.faults(f"{code}={fault}")
        seen[fault] = [(bid.bidder, bid.price) for bid in read(site, code, lot_id).bids or ()]
    assert len(seen["missing-bids"]) == len(true) - 1
    assert seen["disordered-bids"] != true
    assert sorted(seen["disordered-bids"], key=str) == sorted(true, key=str)


@pytest.mark.parametrize("code", ["jd", "taobao", "gpai", "caa123"])
def test_a_false_price_is_no_step_from_the_start(site: SiteClient, code: str) -> None:
    lot_id = start(site, code)
    site.faults(f"{code}=false-price")
    price = read(site, code, lot_id).current_price
    assert price
    assert (price - L4_PLAN.starting_price).fen % L4_PLAN.increment.fen


@pytest.mark.parametrize("code", ["jd", "taobao", "gpai", "caa123"])
def test_a_moved_end_is_shown(site: SiteClient, code: str) -> None:
    lot_id = start(site, code)
    site.faults(f"{code}=moved-end:600")
    assert read(site, code, lot_id).end_at == ENDS_AT + timedelta(minutes=10)


@pytest.mark.parametrize("code", SITES)
@pytest.mark.parametrize("field", ["deposit", "increment", "starting_price", "appraisal_price", "title", "court"])
def test_a_field_that_differs_from_the_upload_is_shown(site: SiteClient, code: str, field: str) -> None:
    lot_id = start(site, code)
    site.faults(f"{code}=field:{field}")
    assert getattr(read(site, code, lot_id), field) not in (None, getattr(L4_PLAN, field))
    assert site.truth(code, lot_id)["deposit"] == "7600.00"


@pytest.mark.parametrize("code", SITES)
def test_an_attachment_with_other_bytes_has_another_digest(site: SiteClient, code: str) -> None:
    lot_id = start(site, code)
    site.faults(f"{code}=field:attachment_bytes")
    found = dict(read(site, code, lot_id).attachments or ())
    assert found["标的物情况调查表.pdf"] not in ("", digest_of(SURVEY))


def test_a_withheld_confirmation_leaves_taobao_pending(site: SiteClient) -> None:
    lot_id = start(site, "taobao")
    site.at(ENDS_AT + timedelta(hours=3))
    site.act("taobao", lot_id, "confirm")
    site.faults("taobao=confirmation-withheld")
    assert site.get("/taobao/json/getSfDealConfirm.do", itemId=lot_id).status_code == 404
    assert read(site, "taobao", lot_id).raw_state == "2"


def test_a_skewed_clock_shows_in_the_server_time(site: SiteClient) -> None:
    lot_id = start(site, "jd")
    site.faults("jd=clock-skew:90")
    answer = site.get("/jd/api", functionId="getPaimaiRealTimeData", body=f'{{"paimaiId":"{lot_id}"}}').json()
    assert answer["data"]["serverNowTime"] == int((MIDDLE + timedelta(seconds=90)).timestamp() * 1000)


def test_a_slow_site_answers_late_but_right(site: SiteClient) -> None:
    lot_id = start(site, "caa123")
    site.faults("caa123=slow:0.2")
    answer = site.get(f"/caa123/caa-web-ws/ws/0.1/lot/{lot_id}")
    assert answer.elapsed.total_seconds() >= 0.2
    assert answer.json()["id"] == int(lot_id)


def test_too_many_requests_name_the_time_to_wait(site: SiteClient) -> None:
    site.faults("jd=429")
    answer = site.get("/jd/api")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")


def test_other_sites_and_the_back_office_are_spared(site: SiteClient) -> None:
    lot_id = start(site, "jd")
    site.faults("jd=down")
    assert site.truth("jd", lot_id)["state"] == "live"
    assert site.get("/caa123/caa-web-ws/ws/0.1/lots").status_code == 200
    with pytest.raises(httpx.TransportError):
        site.get("/jd/api")


def test_chance_faults_strike_as_often_as_said_and_alike_with_the_same_seed() -> None:
    def strikes() -> list[bool]:
        faults = Faults(SITES, "gpai=500:0.1")
        return [faults.strikes("gpai", FaultKind.ERROR) for _ in range(1000)]

    assert 60 < sum(strikes()) < 140
    assert strikes() == strikes()


def test_a_spec_names_sites_and_switches_and_the_star_is_every_site() -> None:
    assert read_spec("taobao=slow, 500:0.1;jd=captcha", SITES) == {
        "taobao": {FaultKind.SLOW: "2", FaultKind.ERROR: "0.1"},
        "jd": {FaultKind.CAPTCHA: "1"},
    }
    assert set(read_spec("*=down", SITES)) == set(SITES)


@pytest.mark.parametrize("spec", ["ebay=down", "jd=fire", "jd=500:2", "jd=slow:x", "jd=field:colour"])
def test_a_wrong_spec_is_refused(spec: str) -> None:
    with pytest.raises(Invalid):
        read_spec(spec, SITES)
