"""The clerk's counter: packages are taken or refused with reasons, lots are withdrawn, suspended, resumed, confirmed, defaulted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from app.kernel.money import Money
from tests.simulator.samples import ENDS_AT, L4_PLAN, OPENS_AT, package
from tests.simulator.site_client import SiteClient

HOUR = timedelta(hours=1)


def test_an_uploaded_package_becomes_a_lot_with_a_number_and_an_address(site: SiteClient) -> None:
    answer = site.upload("taobao", package("taobao"))
    assert answer.status_code == 201
    lot = site.truth("taobao", answer.json()["lot_id"])
    assert (lot["state"], lot["starting_price"], lot["reference"]) == ("upcoming", "76000.00", "L4")
    assert site.get(answer.json()["url"].removeprefix(site.url)).status_code == 200


def test_the_same_package_again_is_the_same_lot(site: SiteClient) -> None:
    first = site.upload("taobao", package("taobao"))
    again = site.upload("taobao", package("taobao"))
    assert (again.status_code, again.json()["lot_id"]) == (200, first.json()["lot_id"])


def test_another_package_of_a_lot_that_is_still_open_is_refused(site: SiteClient) -> None:
    lot_id = site.list_lot()
    answer = site.upload("taobao", package("taobao", replace(L4_PLAN, title="另一标题")))
    assert answer.status_code == 409
    assert lot_id in answer.json()["reasons"][0]["message"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"deposit": Money.yuan("76000.00")}, "deposit"),
        ({"extension_minutes": 3}, "extension_minutes"),
        ({"ends_at": ENDS_AT - HOUR}, "ends_at"),
        ({"opens_at": OPENS_AT - timedelta(days=60)}, "opens_at"),
        ({"title": ""}, "title"),
        ({"announcement": ""}, "announcement"),
        ({"starting_price": Money(0)}, "starting_price"),
        ({"round": 4}, "round"),
        ({"round": 3}, "ends_at"),
    ],
)
def test_a_package_that_breaks_the_rules_is_refused_by_field_in_chinese(site: SiteClient, change: dict, field: str) -> None:
    answer = site.upload("taobao", package("taobao", replace(L4_PLAN, **change)))
    assert answer.status_code == 422
    assert field in [reason["field"] for reason in answer.json()["reasons"]]


def test_a_package_of_another_site_is_refused(site: SiteClient) -> None:
    assert [each["field"] for each in site.upload("taobao", package("jd")).json()["reasons"]] == ["site"]


def test_a_file_that_is_no_package_is_refused(site: SiteClient) -> None:
    assert site.upload("taobao", b"hello").json()["reasons"][0]["field"] == "package"


def test_a_package_with_a_changed_attachment_is_refused(site: SiteClient) -> None:
    source, target = ZipFile(BytesIO(package("taobao"))), BytesIO()
    with ZipFile(target, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name) + (b"!" if name.startswith("attachments/") else b""))
    answer = site.upload("taobao", target.getvalue())
    assert {reason["field"] for reason in answer.json()["reasons"]} == {"attachments", "files"}


def test_a_clerk_uploads_and_sees_the_number_by_browser(site: SiteClient) -> None:
    answer = site.post("/taobao/backoffice/upload", files={"package": ("p.zip", package("taobao"))}, follow_redirects=True)
    assert "拍品编号" in answer.text
    assert L4_PLAN.title in site.get("/taobao/backoffice/").text
    refused = site.post("/taobao/backoffice/upload", files={"package": ("p.zip", b"x")})
    assert (refused.status_code, "材料包未受理" in refused.text) == (422, True)


def test_l4_runs_by_the_clock_from_the_opening_to_the_confirmation(site: SiteClient) -> None:
    lot_id = site.list_lot()
    site.at(OPENS_AT + timedelta(minutes=10))
    live = site.truth("taobao", lot_id)
    assert (live["state"], live["bids"][0]["price"]) == ("live", "76000.00")
    site.at(ENDS_AT + 3 * HOUR)
    ended = site.truth("taobao", lot_id)
    assert (ended["state"], ended["bid_count"], ended["final_price"], ended["applicants"]) == ("sold_pending_court", 235, "595000.00", 17)
    assert ended["extensions"] >= 10
    assert ended["end_at"] > ENDS_AT.isoformat()
    site.act("taobao", lot_id, "confirm")
    assert site.truth("taobao", lot_id)["state"] == "sold"
    assert site.act("taobao", lot_id, "default").json()["state"] == "unperformed"


def test_without_bidders_a_lot_fails(site: SiteClient) -> None:
    lot_id = site.list_lot()
    assert site.post(f"/taobao/backoffice/lots/{lot_id}/crowd", json={"none": True}).status_code == 200
    site.at(ENDS_AT)
    assert site.truth("taobao", lot_id)["state"] == "failed_pending_court"
    assert site.act("taobao", lot_id, "confirm").json()["state"] == "failed"


def test_a_suspension_keeps_the_remaining_time_and_the_bids_to_come(site: SiteClient) -> None:
    lot_id = site.list_lot()
    site.at(OPENS_AT + 6 * HOUR)
    before = site.truth("taobao", lot_id)
    site.act("taobao", lot_id, "suspend", reason="案外人异议", kind="suspended")
    site.at(OPENS_AT + 54 * HOUR)
    stopped = site.truth("taobao", lot_id)
    assert (stopped["state"], stopped["bid_count"], stopped["remaining_seconds"]) == ("suspended", before["bid_count"], 18 * 3600)
    resumed = site.act("taobao", lot_id, "resume").json()
    assert (resumed["state"], resumed["remaining_seconds"]) == ("live", 18 * 3600)
    site.at(ENDS_AT + 51 * HOUR)
    assert site.truth("taobao", lot_id)["bid_count"] == 235


def test_a_suspension_over_the_opening_leaves_the_whole_time(site: SiteClient) -> None:
    lot_id = site.list_lot()
    site.act("taobao", lot_id, "suspend", kind="postponed")
    site.at(OPENS_AT + 5 * HOUR)
    assert site.truth("taobao", lot_id)["state"] == "postponed"
    assert site.act("taobao", lot_id, "resume").json()["remaining_seconds"] == 24 * 3600


def test_a_withdrawn_lot_takes_no_more_bids_and_can_be_listed_anew(site: SiteClient) -> None:
    lot_id = site.list_lot()
    site.at(OPENS_AT + HOUR)
    bids = site.act("taobao", lot_id, "withdraw", reason="申请执行人撤回").json()["bid_count"]
    site.at(OPENS_AT + 5 * HOUR)
    assert (site.truth("taobao", lot_id)["state"], site.truth("taobao", lot_id)["bid_count"]) == ("withdrawn", bids)
    assert site.act("taobao", lot_id, "resume").status_code == 409


def test_a_crowd_script_that_cannot_come_true_is_refused_and_not_remembered(site: SiteClient) -> None:
    lot_id = site.list_lot()
    answer = site.post(f"/taobao/backoffice/lots/{lot_id}/crowd", json={"target_price": "78250.00", "bids": 3})
    assert [each["field"] for each in answer.json()["reasons"]] == ["target_price"]
    site.at(ENDS_AT + 3 * HOUR)
    assert site.truth("taobao", lot_id)["bid_count"] == 235
