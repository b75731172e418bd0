"""平台状态 (S26): every site's health and error budget, one site's page, its settings, who may stop and who may read now."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from flask import Flask

from app.domains.rounds.site_health import budget_left, health_of
from app.domains.rounds.site_queries import SiteReadings
from app.domains.rounds.tables import SiteLine
from app.factory import create_app
from app.infra.http import BreakerState
from app.kernel.actor import Role
from app.kernel.clock import ManualClock, at_shanghai
from app.sites.contract import SiteSettings
from app.sites.loader import installed
from app.web.charts import hour_shape
from config.settings import Settings
from tests.factories.courts import found_bench, open_person
from tests.factories.rounds import OPENS_AT, make_round, simulator
from tests.web.test_rounds_pages import WebSale
from tests.web.visiting import counted, signed_in

NOW = at_shanghai(2026, 4, 2, 10)
LIVE = SiteSettings(live=True)
CLOSED = BreakerState()


@pytest.fixture
def sale(settings: Settings, clock: ManualClock, tmp_path: Path) -> Iterator[WebSale]:
    overrides = {"TESTING": True, "WTF_CSRF_ENABLED": False, "PROPAGATE_EXCEPTIONS": False}
    with simulator(tmp_path / "sites", clock) as site:
        made = create_app(replace(settings, sites_base_url=site.url), clock, wall=clock, overrides=overrides)
        house = made.extensions["house"]
        bench = found_bench(house)
        with house.work(bench["clerk"]) as w:
            round_id = make_round(w, bench).id
            open_person(w, "sysadmin", "常以宁", Role.SYSADMIN)
        yield WebSale(house, clock, site, bench, round_id, app=made)
        house.database.close()


@pytest.mark.parametrize(
    ("good", "looks", "left"),
    [(0, 0, None), (100, 100, 1), (999, 1000, Fraction(9, 10)), (99, 100, 0), (50, 100, 0), (199, 200, Fraction(1, 2))],
)
def test_the_error_budget_is_what_may_still_fail(good: int, looks: int, left: Fraction | int | None) -> None:
    assert budget_left(good, looks) == left


@pytest.mark.parametrize(
    ("settings", "told", "failing", "state"),
    [
        (SiteSettings(), SiteReadings({"ok": 9}), {}, "stopped"),
        (LIVE, SiteReadings(), {}, "unknown"),
        (LIVE, SiteReadings({"ok": 9}, latency=400), {}, "normal"),
        (LIVE, SiteReadings({"ok": 9}, latency=3000), {}, "slow"),
        (LIVE, SiteReadings({"ok": 9}), {"unreachable": 3, "challenged": 1}, "challenged"),
        (LIVE, SiteReadings({"ok": 9, "unreachable": 2}), {}, "normal"),
        (LIVE, SiteReadings({"unreachable": 2}), {"unreachable": 1}, "unreachable"),
    ],
)
def test_a_sites_state_is_its_worst_open_failure(settings: SiteSettings, told: SiteReadings, failing: dict[str, int], state: str) -> None:
    assert health_of(settings, told, failing, CLOSED, NOW).state == state


def test_a_breaker_past_its_rest_is_half_open() -> None:
    states = [health_of(LIVE, SiteReadings(), {}, BreakerState(5, until), NOW).half_open for until in (None, NOW + timedelta(seconds=1), NOW)]
    assert states == [False, False, True]


def test_the_page_counts_looks_latency_breaker_and_what_waits(sale: WebSale) -> None:
    sale.upload()
    sale.look(OPENS_AT + timedelta(minutes=1))
    clerk = signed_in(sale.app, "clerk")
    page = clerk.get("/sites").text
    row = re.search(r'<tr data-item>\s*<td><a href="/sites/taobao">.*?</tr>', page, re.S)
    assert row is not None
    assert all(words in row[0] for words in ("正常", "100.0%", "容错余 100%", "闭合", "刚刚"))
    assert re.search(r'data-label="延迟">\d\.\d 秒', row[0])
    assert page.count("尚未读取") == len(installed().codes) - 1
    seen = re.search(r"seen=([0-9a-f]{16})", page)
    assert seen is not None
    assert clerk.get(f"/sites/rows?seen={seen[1]}").status_code == 204
    sale.site.faults("taobao=captcha")
    sale.look(OPENS_AT + timedelta(minutes=20))
    with sale.house.work() as w:
        w.session.merge(SiteLine(name="taobao", failures=5, open_until=w.now + timedelta(minutes=1)))
    fresh = clerk.get(f"/sites/rows?seen={seen[1]}")
    assert fresh.status_code == 200
    assert all(words in fresh.text for words in ("需人工验证", "50.0%", "容错用尽", "断开", "/sites/taobao#waiting", "在平台完成验证后点“已验证”"))


def test_the_pages_ask_a_constant_number_of_queries(sale: WebSale) -> None:
    sale.upload()
    sale.look(OPENS_AT + timedelta(minutes=1))
    clerk, asked = signed_in(sale.app, "clerk"), {}
    for path in ("/sites", "/sites/rows", "/sites/taobao", "/sites/taobao/rows"):
        with counted(sale.house) as few:
            clerk.get(path)
        asked[path] = len(few)
    for minutes in range(2, 12):
        sale.look(OPENS_AT + timedelta(minutes=minutes))
    clerk.get("/me")
    for path, number in asked.items():
        with counted(sale.house) as many:
            assert clerk.get(path).status_code == 200
        assert len(many) == number, path
    print(asked)
    assert (asked["/sites"] <= 20, asked["/sites/taobao"] <= 26) == (True, True)


def test_one_sites_page_shows_the_day_and_leads_to_the_evidence(sale: WebSale) -> None:
    sale.upload()
    sale.look(OPENS_AT + timedelta(minutes=1))
    clerk, admin = signed_in(sale.app, "clerk"), signed_in(sale.app, "sysadmin")
    page = clerk.get("/sites/taobao").text
    assert all(words in page for words in ("近 24 小时", "容错余额", "最近的回应", "设置", "•••" not in page and "未设置", "10 时 1 次成功"))
    evidence = re.search(rf"/lots/{sale.round_id}/answers/[0-9a-f]{{64}}", page)
    assert evidence is not None
    assert clerk.get(evidence[0]).status_code == 200
    seen = re.search(r"/rows\?seen=([0-9a-f]{16})", page)
    assert seen is not None
    assert clerk.get(f"/sites/taobao/rows?seen={seen[1]}").status_code == 204
    whole = admin.get("/sites/taobao").text
    assert ("1 次" in whole, sale.round.title in whole, "/answers/" in whole) == (True, False, False)
    assert clerk.get("/sites/nowhere").status_code == 404


def test_another_court_sees_none_of_our_lots(sale: WebSale) -> None:
    sale.upload()
    sale.look(OPENS_AT + timedelta(minutes=1))
    page = signed_in(sale.app, "clerk_b").get("/sites/taobao").text
    assert ("还没有读取记录" in page, sale.round.title in page) == (True, False)


def test_only_the_administrator_stops_and_resumes_and_a_stopped_site_says_so(sale: WebSale) -> None:
    sale.upload()
    clerk, admin = signed_in(sale.app, "clerk"), signed_in(sale.app, "sysadmin")
    assert [clerk.post(f"/sites/taobao/{act}").status_code for act in ("stop", "resume", "settings")] == [403, 403, 403]
    assert admin.post("/sites/taobao/stop").status_code == 303
    page = clerk.get("/sites/taobao").text
    assert ("已停读：本平台以导入文件为准" in page, "由系统管理员恢复" in page) == (True, True)
    sale.look()
    assert sale.round.readings == 0
    assert admin.post("/sites/taobao/stop").status_code == 409
    assert admin.post("/sites/taobao/resume").status_code == 303
    sale.look()
    assert clerk.post("/sites/taobao/read").status_code == 303
    assert (sale.round.readings, sale.round.next_read_at) == (1, sale.clock.now())


def test_secrets_are_written_never_shown_and_wrong_fields_named(sale: WebSale) -> None:
    admin, typed = signed_in(sale.app, "sysadmin"), {"pace_seconds": "4", "timeout_seconds": "15", "sign_method": "hmac-sha256", "version": "0"}
    wrong = admin.post("/sites/taobao/settings", data={**typed, "pace_seconds": "0.1", "app_secret": "s3cr3t-word", "base_url": "https://localhost/"})
    assert (wrong.status_code, "应在 1 至 600 之间" in wrong.text, "不完整" in wrong.text, "s3cr3t-word" in wrong.text) == (422, True, True, False)
    assert admin.post("/sites/taobao/settings", data={**typed, "app_key": "12345", "app_secret": "s3cr3t-word"}).status_code == 303
    page, form = admin.get("/sites/taobao").text, admin.get("/sites/taobao/settings").text
    assert ("••••" in page, "12345" in page, "s3cr3t-word" in page + form, "不填则不变" in form, 'name="clear_app_secret"' in form) == (
        True,
        True,
        False,
        True,
        True,
    )
    late = admin.post("/sites/taobao/settings", data={**typed, "pace_seconds": "9"})
    assert (late.status_code, "设置在你打开之后被改过" in late.text) == (409, True)
    cleared = admin.post("/sites/taobao/settings", data={**typed, "app_key": "12345", "version": "1", "clear_app_secret": "y"})
    assert (cleared.status_code, "••••" in admin.get("/sites/taobao").text) == (303, False)


def test_the_strip_stacks_failures_on_what_was_read() -> None:
    class Hour:
        def __init__(self, number: int, good: int, failed: int) -> None:
            self.at, self.good, self.failed = NOW + timedelta(hours=number), good, failed

    shape = hour_shape([Hour(number, number, int(number == 3)) for number in range(24)])
    third = shape.bars[3]
    assert (len(shape.bars), third.failures, third.failed_y + third.failed, third.good_y + third.good) == (24, 1, third.good_y, shape.floor)
    assert (shape.bars[0].good, shape.bars[23].good) == (0, shape.floor - 16)
    assert third.words == "13 时 3 次成功、1 次失败"


def listed(app: Flask) -> dict[str, dict[str, object]]:
    done = app.test_cli_runner().invoke(args=["sites", "list", "--json"])
    assert done.exit_code == 0, done.output
    return {each["code"]: each for each in json.loads(done.output)}


def test_the_command_tells_what_is_switched_on_and_how_it_goes(sale: WebSale) -> None:
    sale.upload()
    sale.look(OPENS_AT + timedelta(minutes=1))
    assert (listed(sale.app)["taobao"]["enabled"], listed(sale.app)["taobao"]["health"], listed(sale.app)["jd"]["health"]) == (True, "normal", "unknown")
    signed_in(sale.app, "sysadmin").post("/sites/jd/stop")
    assert (listed(sale.app)["jd"]["enabled"], listed(sale.app)["jd"]["health"]) == (False, "stopped")


def test_the_command_needs_no_database(settings: Settings, clock: ManualClock, tmp_path: Path) -> None:
    bare = create_app(replace(settings, database_url=f"sqlite:///{tmp_path / 'none.sqlite'}"), clock, wall=clock)
    with closing(bare.extensions["house"].database):
        rows = listed(bare)
    assert {(each["enabled"], each["health"]) for each in rows.values()} == {(False, "unknown")}
    assert all("package" in str(each["capabilities"]) for each in rows.values())
