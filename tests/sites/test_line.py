"""The way out: pace, retry, breaker, allow-list, and how answers become pages or failures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
import stamina

from app.infra.http import BreakerState, Line, LinePolicy, MemoryLines, NoAnswer, NotPermitted
from app.kernel.clock import ManualClock, at_shanghai
from app.sites.contract import Challenged, Refused, Unreachable
from app.sites.line import SiteHttp

HOSTS = frozenset({"site.example"})
URL = "https://site.example/lot/1"


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(at_shanghai(2026, 3, 18, 15))


def line_of(handler, clock: ManualClock, **policy) -> tuple[Line, MemoryLines, list[float]]:
    breakers, waited = MemoryLines(), []
    line = Line("taobao", clock, HOSTS, policy=LinePolicy(**policy), kept=breakers, transport=httpx.MockTransport(handler), wait=waited.append)
    return line, breakers, waited


def answering(*answers: httpx.Response | Exception):
    waiting = list(answers)
    asked: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    return handler, asked


def test_a_page_keeps_its_bytes_type_time_and_kind(clock) -> None:
    handler, asked = answering(httpx.Response(200, content="竞买".encode("gbk"), headers={"content-type": "text/html;charset=GBK"}))
    http = SiteHttp(line_of(handler, clock)[0])
    page = http.get(URL, {"id": "1"}, {"Referer": "https://site.example/"}, kind="item")
    assert (page.content, page.content_type, page.read_at, page.kind) == ("竞买".encode("gbk"), "text/html;charset=GBK", clock.now(), "item")
    assert str(asked[0].url) == f"{URL}?id=1"
    assert asked[0].headers["referer"] == "https://site.example/"
    assert http.recorded == [page]


def test_a_failed_try_is_made_again(clock) -> None:
    handler, asked = answering(httpx.ConnectError("down"), httpx.Response(503), httpx.Response(200, content=b"ok"))
    assert SiteHttp(line_of(handler, clock)[0]).get(URL).content == b"ok"
    assert len(asked) == 3


def test_a_form_is_sent_once_because_its_outcome_is_not_known(clock) -> None:
    handler, asked = answering(httpx.ReadTimeout("late"))
    with pytest.raises(Unreachable):
        SiteHttp(line_of(handler, clock)[0]).post(URL, {"a": "1"})
    assert len(asked) == 1


FAILURES = [
    (httpx.Response(500, content=b"x"), Unreachable),
    (httpx.Response(200, content=b"  "), Unreachable),
    (httpx.ConnectError("down"), Unreachable),
    (httpx.ReadTimeout("late"), Unreachable),
    (httpx.Response(429, headers={"Retry-After": "30"}), Refused),
    (httpx.Response(403, content=b"no"), Refused),
    (httpx.Response(404, content=b"no"), Refused),
    (httpx.Response(302, headers={"Location": "http://169.254.169.254/latest"}), Refused),
    (httpx.Response(302, headers={"Location": "/_____tmd_____/punish?x5step=1"}), Challenged),
    (httpx.Response(302, headers={"Location": "https://login.example/"}), Challenged),
    (httpx.Response(521, content=b"<script>document.cookie='__jsl_clearance=1'</script>"), Challenged),
    (httpx.Response(403, content="<title>验证码拦截</title>".encode()), Challenged),
    (httpx.Response(200, content="<title>登录</title>".encode("gbk")), Challenged),
]


@pytest.mark.parametrize(("answer", "failure"), FAILURES)
def test_every_bad_answer_is_one_of_the_four_failures(clock, answer, failure) -> None:
    with pytest.raises(failure):
        SiteHttp(line_of(answering(answer)[0], clock)[0]).get(URL)


def test_a_failures_page_is_kept_as_evidence(clock) -> None:
    http = SiteHttp(line_of(answering(httpx.Response(403, content=b"no"))[0], clock)[0])
    with pytest.raises(Refused) as told:
        http.get(URL)
    assert told.value.pages == tuple(http.recorded)
    assert http.recorded[0].content == b"no"


@pytest.mark.parametrize(
    "url", ["http://169.254.169.254/", "https://site.example.evil.org/", "https://site.example:8443/", "file:///etc/passwd", "http://127.0.0.1/"]
)
def test_only_allowed_hosts_are_asked(clock, url) -> None:
    handler, asked = answering(httpx.Response(200, content=b"ok"))
    line = line_of(handler, clock)[0]
    with pytest.raises(NotPermitted):
        line.get(url)
    with pytest.raises(Refused):
        SiteHttp(line).get(url)
    assert asked == []


def test_the_breaker_opens_after_failures_and_lets_one_try_through_later(clock) -> None:
    handler, asked = answering(httpx.ConnectError("down"))
    line, breakers, _ = line_of(handler, clock, breaks_after=2, attempts=1)
    for _ in range(2):
        with pytest.raises(NoAnswer):
            line.get(URL)
    tried = len(asked)
    with pytest.raises(ConnectionError, match="暂停读取"):
        line.get(URL)
    assert len(asked) == tried
    clock.advance(timedelta(seconds=61))
    with pytest.raises(NoAnswer):
        line.get(URL)
    assert len(asked) > tried
    assert breakers.load("taobao").open_until == clock.now() + timedelta(seconds=60)


def test_a_good_answer_closes_the_breaker(clock) -> None:
    handler, _ = answering(httpx.Response(200, content=b"ok"))
    line, breakers, _ = line_of(handler, clock)
    breakers.states["taobao"] = BreakerState(4)
    line.get(URL)
    assert breakers.load("taobao") == BreakerState()


def test_requests_of_one_line_keep_their_pace(clock) -> None:
    handler, _ = answering(httpx.Response(200, content=b"ok"))
    line, _, waited = line_of(handler, clock, pace_seconds=3.0)
    for _ in range(3):
        line.get(URL)
    assert len(waited) == 2
    assert 2.5 < waited[0] <= 3.0
    assert 5.5 < waited[1] <= 6.0


def test_an_answer_without_end_is_cut_off(clock, monkeypatch) -> None:
    monkeypatch.setattr("app.infra.http.LARGEST_ANSWER", 10)
    with pytest.raises(Unreachable):
        SiteHttp(line_of(answering(httpx.Response(200, content=b"x" * 11))[0], clock)[0]).get(URL)
