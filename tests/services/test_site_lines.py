"""Breaker and pace of a site are the house's, not a process's: kept in the database, one try after the rest, Retry-After honoured."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from app.domains.rounds.lines import KeptLines, line_for
from app.factory import make_house
from app.infra.house import House
from app.infra.http import Answer, BreakerState, BrokenOff, Line, LinePolicy, NoAnswer, NotPermitted, rest_asked
from app.kernel.clock import ManualClock
from app.sites.loader import installed
from config.settings import Settings

HOSTS = frozenset({"site.example"})
URL = "https://site.example/lot/1"
POLICY = LinePolicy(attempts=1, breaks_after=2)
MINUTE = timedelta(seconds=60)


class Site:
    """A site that answers as it is told, and counts."""

    def __init__(self) -> None:
        self.asked = 0
        self.answer: httpx.Response | Exception = httpx.ConnectError("down")

    def __call__(self, _request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return httpx.Response(self.answer.status_code, headers=self.answer.headers, content=b"ok")

    def line(self, house: House, policy: LinePolicy = POLICY) -> Line:
        """A line as a new process makes it."""
        return Line("taobao", house.clock, HOSTS, policy=policy, kept=KeptLines(house), transport=httpx.MockTransport(self))


def broken(house: House) -> Site:
    site = Site()
    line = site.line(house)
    for _ in range(2):
        with pytest.raises(NoAnswer):
            line.get(URL)
    return site


def test_a_new_process_sees_the_open_breaker(house: House, settings: Settings, clock: ManualClock) -> None:
    site = broken(house)
    again = make_house(settings, clock, wall=clock)
    with pytest.raises(BrokenOff, match="连续失败 2 次"):
        site.line(again).get(URL)
    assert (site.asked, KeptLines(again).load("taobao")) == (2, BreakerState(2, clock.now() + MINUTE))
    again.database.close()


def test_after_the_rest_one_request_of_all_processes_is_tried(house: House, clock: ManualClock) -> None:
    site = broken(house)
    clock.advance(MINUTE)
    first, second = KeptLines(house), site.line(house)
    state = first.load("taobao")
    assert first.change("taobao", lambda kept: BreakerState(kept.failures, clock.now() + MINUTE)) == state
    with pytest.raises(BrokenOff):
        second.get(URL)
    assert site.asked == 2
    clock.advance(MINUTE)
    with pytest.raises(NoAnswer):
        site.line(house).get(URL)
    assert (site.asked, KeptLines(house).load("taobao")) == (3, BreakerState(3, clock.now() + MINUTE))
    clock.advance(MINUTE)
    site.answer = httpx.Response(200)
    assert site.line(house).get(URL).content == b"ok"
    assert KeptLines(house).load("taobao") == BreakerState()


def test_a_site_that_asks_for_a_rest_gets_it(house: House, clock: ManualClock) -> None:
    site = Site()
    site.answer = httpx.Response(429, headers={"Retry-After": "120"})
    assert site.line(house).get(URL).status == 429
    with pytest.raises(BrokenOff, match="平台要求稍后再读"):
        site.line(house).get(URL)
    clock.advance(timedelta(seconds=120))
    site.answer = httpx.Response(200)
    assert site.line(house).get(URL).status == 200
    assert (site.asked, KeptLines(house).load("taobao")) == (2, BreakerState())


def test_a_503_with_a_rest_is_not_tried_again_at_once(house: House, clock: ManualClock) -> None:
    site = Site()
    site.answer = httpx.Response(503, headers={"Retry-After": "30"})
    assert site.line(house, LinePolicy(attempts=3)).get(URL).status == 503
    assert (site.asked, KeptLines(house).load("taobao")) == (1, BreakerState(1, clock.now() + timedelta(seconds=30)))


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("5", 5), ("99999999999", 3600), ("", None), ("soon", None), ("-3", None), ("Thu, 02 Apr 2026 02:32:12 GMT", 60), ("Thu, 02 Apr 2026 02:30:12 GMT", None)],
)
def test_a_rest_is_told_in_seconds_or_as_a_date(clock: ManualClock, said: str, seconds: int | None) -> None:
    asked = rest_asked(Answer(URL, 429, b"", "", clock.now(), retry_after=said))
    assert asked == (None if seconds is None else timedelta(seconds=seconds))


def test_two_processes_keep_one_pace(house: House) -> None:
    first, second = KeptLines(house), KeptLines(house)
    assert [each.take_turn("jd", 3.0) for each in (first, second, first)] == [0.0, 3.0, 6.0]
    assert first.take_turn("gpai", 3.0) == 0.0


def test_a_line_is_made_anew_when_settings_change_and_asks_no_inner_host(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin = installed().get("jd")
    off = plugin.settings_type()
    assert line_for(house, plugin, off) is line_for(house, plugin, off)
    slower = off.with_values({"pace_seconds": 9.0})
    assert line_for(house, plugin, slower) is not line_for(house, plugin, off)
    monkeypatch.setattr("app.infra.addresses.socket.getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", ("127.0.0.1", 443))])
    with pytest.raises(NotPermitted):
        line_for(house, plugin, off).get(f"{plugin.live_url}/1")
