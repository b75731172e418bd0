"""The three price platforms: an order is taken once, its report comes in hours, late, or after an extension."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.simulator.site_client import SiteClient

ORDER = {"order_no": "询价2026-17", "subject": "包装机械及自动输送线一批", "base": "108000.00"}


@pytest.mark.parametrize("platform", ["taobao", "jd", "icbc"])
def test_a_report_is_ready_within_three_days_and_near_the_base(site: SiteClient, platform: str) -> None:
    answer = site.post(f"/priceplatforms/{platform}/inquiries", json=ORDER)
    assert (answer.status_code, answer.json()["status"]) == (201, "accepted")
    number = answer.json()["inquiry_no"]
    site.clock.advance(timedelta(hours=41))
    report = site.get(f"/priceplatforms/{platform}/inquiries/{number}").json()
    assert (report["status"], report["on_time"]) == ("ready", True)
    assert 99_000 <= float(report["price"]) <= 117_000


def test_the_same_order_number_is_the_same_inquiry(site: SiteClient) -> None:
    first = site.post("/priceplatforms/jd/inquiries", json=ORDER)
    again = site.post("/priceplatforms/jd/inquiries", json=ORDER)
    assert (again.status_code, again.json()["inquiry_no"]) == (200, first.json()["inquiry_no"])
    assert len(site.get("/priceplatforms/jd/inquiries", order_no=ORDER["order_no"]).json()["items"]) == 1


def test_a_late_platform_reports_after_the_third_day(site: SiteClient) -> None:
    site.post("/priceplatforms/icbc/mode", json={"mode": "late"})
    number = site.post("/priceplatforms/icbc/inquiries", json=ORDER).json()["inquiry_no"]
    site.clock.advance(timedelta(days=3))
    assert site.get(f"/priceplatforms/icbc/inquiries/{number}").json()["status"] == "accepted"
    site.clock.advance(timedelta(hours=40))
    assert site.get(f"/priceplatforms/icbc/inquiries/{number}").json()["on_time"] is False


def test_a_platform_that_asks_for_an_extension_says_so_before_the_term_ends(site: SiteClient) -> None:
    site.post("/priceplatforms/taobao/mode", json={"mode": "extension"})
    accepted = site.post("/priceplatforms/taobao/inquiries", json=ORDER).json()
    site.clock.advance(timedelta(hours=61))
    asked = site.get(f"/priceplatforms/taobao/inquiries/{accepted['inquiry_no']}").json()
    assert asked["status"] == "extension_requested"
    assert datetime.fromisoformat(asked["due_at"]) - datetime.fromisoformat(accepted["due_at"]) == timedelta(days=3)
    site.clock.advance(timedelta(days=3))
    assert site.get(f"/priceplatforms/taobao/inquiries/{accepted['inquiry_no']}").json()["on_time"] is True


@pytest.mark.parametrize(("change", "field"), [({"base": "0"}, "base"), ({"subject": ""}, "subject"), ({"order_no": None}, "order_no")])
def test_an_incomplete_order_is_refused(site: SiteClient, change: dict, field: str) -> None:
    answer = site.post("/priceplatforms/jd/inquiries", json={**ORDER, **change})
    assert (answer.status_code, answer.json()["reasons"][0]["field"]) == (422, field)


def test_an_unknown_platform_is_not_found(site: SiteClient) -> None:
    assert site.post("/priceplatforms/ebay/inquiries", json=ORDER).status_code == 404
