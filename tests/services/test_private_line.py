"""The private line over real HTTP both ways: publish, announce, callback, read, withdraw; and what happens when an answer never comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from app.domains.messages.tables import Message
from app.domains.rounds.halt_words import HaltKind
from app.domains.rounds.halting import ProposeHalt, lift_halt, propose_halt
from app.domains.rounds.line_orders import settle_by_hand
from app.domains.rounds.line_queries import house_order
from app.domains.rounds.line_rules import OrderState
from app.domains.rounds.lines import line_for
from app.domains.rounds.rules import RoundStatus
from app.domains.rounds.site_settings import SetSite, set_site
from app.infra.house import House
from app.infra.http import NoAnswer, NotPermitted
from app.infra.outbox import Job
from app.kernel.clock import ManualClock, at_shanghai
from app.kernel.errors import Conflict, Invalid, NotNow
from app.kernel.ids import new_id
from app.sites.loader import installed
from app.sites.private_line import LineKey, signed_headers
from app.sites.private_line import Message as Signed
from app.sites.private_line_notes import LineVerb
from config.settings import Settings
from tests.databases import on_first
from tests.factories.lines import KEY_ID, SECRET, USUAL, Lined, lined
from tests.factories.rounds import AFTER, ENDS_AT, OPENS_AT, decide_stop

ANNOUNCE_AT = at_shanghai(2026, 4, 3, 9)


@pytest.fixture
def line(settings: Settings, clock: ManualClock, tmp_path: Path) -> Iterator[Lined]:
    with lined(settings, clock, tmp_path) as found:
        yield found


def states(line: Lined) -> list[tuple[str, str]]:
    return [(each.verb, each.state) for each in line.orders]


def told(line: Lined, words: str) -> int:
    with line.house.reading() as r:
        return sum(words in each.title for each in r.session.scalars(select(Message)))


def decide(line: Lined, kind: HaltKind, ground: str) -> None:
    with line.house.work(line.bench["clerk"]) as w:
        propose_halt(w, line.round_id, ProposeHalt(kind, ground, "案外人提出异议，已立案审查，须先查明权属"))
    decide_stop(line.house, line.bench["judge"], line.round_id)


def test_a_lot_is_published_announced_followed_by_events_suspended_resumed_and_sold(line: Lined) -> None:
    line.publish(ANNOUNCE_AT)
    assert (line.round.lot_id, line.lots()) == (None, [])
    line.run_jobs()
    assert states(line) == [("publish", OrderState.ACCEPTED)]
    found = line.round
    assert [each["state"] for each in line.lots()] == ["accepted"]
    assert (found.lot_id, found.status, found.next_read_at) == (line.lots()[0]["lot_id"], RoundStatus.AWAITING, ANNOUNCE_AT)
    line.clock.move_to(ANNOUNCE_AT + timedelta(minutes=1))
    assert (line.deliver(), [each.kind for each in line.events]) == (1, ["announced"])
    assert line.round.status == RoundStatus.AWAITING  # an event decides nothing
    assert line.look().status == RoundStatus.ANNOUNCED
    line.look(OPENS_AT + timedelta(hours=1))
    decide(line, HaltKind.SUSPEND, "suspend")
    line.run_jobs()
    assert line.look().status == RoundStatus.SUSPENDED
    assert line.site.truth("taobao", line.round.lot_id)["state"] == "suspended"
    line.clock.advance(timedelta(hours=2))
    with line.house.work(line.bench["judge"]) as w:
        lift_halt(w, line.round_id)
    line.run_jobs()
    assert line.look().status == RoundStatus.LIVE
    assert states(line) == [("resume", "accepted"), ("suspend", "accepted"), ("publish", "accepted")]
    line.clock.move_to(AFTER + timedelta(hours=2))
    line.deliver()
    kinds = [each.kind for each in line.events]
    assert (kinds[0], kinds[-1], kinds.count("extended")) == ("announced", "ended", 23)
    assert line.deliver() == 0
    assert line.differences == []


@pytest.mark.parametrize("code", ["jd", "gpai", "caa123", "rmfysszc", "courtgate"])
def test_every_site_publishes_over_its_line_and_reads_back_what_was_signed(settings: Settings, clock: ManualClock, tmp_path: Path, code: str) -> None:
    with lined(settings, clock, tmp_path, code) as line:
        line.publish()
        line.run_jobs()
        assert line.look().status == RoundStatus.ANNOUNCED
        assert line.look().files_read_at == line.clock.now()
        assert line.differences == []


def test_the_court_withdraws_over_the_line_and_the_result_is_what_the_site_shows(line: Lined) -> None:
    line.publish()
    line.run_jobs()
    line.look()
    decide(line, HaltKind.WITHDRAW, "applied")
    assert (line.round.status, line.round.halted) == (RoundStatus.ANNOUNCED, "withdraw")
    line.run_jobs()
    assert states(line)[0] == ("withdraw", "accepted")
    assert line.round.status == RoundStatus.ANNOUNCED
    assert line.look().status == RoundStatus.WITHDRAWN
    line.deliver()
    assert [each.kind for each in line.events] == ["announced", "withdrawn"]


def test_an_amendment_is_taken_before_the_announcement_and_refused_after_it(line: Lined) -> None:
    line.publish(ANNOUNCE_AT)
    line.run_jobs()
    line.order(LineVerb.AMEND, package=line.package(), announce_at=ANNOUNCE_AT + timedelta(days=1))
    line.run_jobs()
    assert states(line)[0] == ("amend", "accepted")
    line.clock.move_to(ANNOUNCE_AT + timedelta(days=1, minutes=1))
    line.order(LineVerb.AMEND, package=line.package())  # the house has not read the announcement yet; the site knows better
    line.run_jobs()
    assert states(line)[0] == ("amend", "refused")
    assert "已经公告" in line.orders[0].message
    assert told(line, "平台未受理更换材料") == 2
    line.look()
    with pytest.raises(NotNow):
        line.order(LineVerb.AMEND, package=line.package())


def test_a_refusal_comes_with_its_reasons_and_the_next_order_is_open(line: Lined) -> None:
    line.clock.move_to(OPENS_AT + timedelta(minutes=1))
    line.publish()
    with pytest.raises(Conflict):
        line.publish()
    line.run_jobs()
    assert states(line) == [("publish", "refused")]
    assert "开拍时间已过" in line.orders[0].message
    assert (line.round.lot_id, told(line, "平台未受理发布")) == (None, 2)
    line.publish()


def test_a_lost_answer_is_asked_after_and_nothing_is_published_twice(line: Lined) -> None:
    line.site.put("/taobao/backoffice/line", json={"lose_answers": 1})
    line.publish()
    line.run_jobs()
    assert states(line) == [("publish", OrderState.UNKNOWN)]
    assert line.round.lot_id is None
    line.run_jobs(line.clock.now() + timedelta(seconds=3))
    assert states(line) == [("publish", OrderState.ACCEPTED)]
    assert (len(line.lots()), line.orders[0].sends) == (1, 1)
    assert line.round.lot_id == line.lots()[0]["lot_id"]


def test_an_order_that_certainly_never_came_is_sent_again_with_the_same_key(line: Lined) -> None:
    key = line.publish()
    with line.house.work() as w:  # a worker that was killed between "sent" and the request
        row = house_order(w, key)
        row.state, row.sends, row.sent_at = OrderState.SENT.value, 1, w.now
        w.trailed = True
    line.run_jobs()
    assert (states(line), line.lots()) == ([("publish", OrderState.ORDERED)], [])
    line.run_jobs()
    assert (states(line), line.orders[0].sends, line.orders[0].id) == ([("publish", OrderState.ACCEPTED)], 2, key)


def test_where_nobody_answers_a_person_is_asked_and_nothing_is_sent_again(line: Lined) -> None:
    line.site.put("/taobao/backoffice/line", json={"lose_answers": 1})
    line.publish()
    line.run_jobs()
    line.site.faults("taobao=500:1")
    for _ in range(8):
        line.run_jobs(line.clock.now() + timedelta(minutes=6))
    order = line.orders[0]
    assert (order.state, order.for_person, order.sends) == (OrderState.UNKNOWN, True, 1)
    assert told(line, "不知道平台是否已收到发布请求") == 2
    line.site.faults("taobao=")
    line.run_jobs(line.clock.now() + timedelta(hours=5))
    assert line.orders[0].state == OrderState.UNKNOWN
    lot_id = line.lots()[0]["lot_id"]
    with line.house.work(line.bench["clerk"]) as w, pytest.raises(Invalid):
        settle_by_hand(w, order.id, done=True)
    with line.house.work(line.bench["clerk"]) as w:
        settle_by_hand(w, order.id, done=True, lot_id=lot_id)
    assert (line.orders[0].state, line.orders[0].settled_by, line.round.lot_id) == ("accepted", line.bench["clerk"].id, lot_id)
    with line.house.work(line.bench["clerk"]) as w, pytest.raises(Conflict):
        settle_by_hand(w, order.id, done=False)


def test_a_site_that_is_down_before_the_package_arrives_was_certainly_not_reached(line: Lined) -> None:
    line.site.faults("taobao=down:1")
    line.publish()
    line.run_jobs()
    order = line.orders[0]
    assert (order.state, order.sends) == (OrderState.ORDERED, 0)
    line.site.faults("taobao=")
    line.run_jobs(line.clock.now() + timedelta(minutes=3))
    line.run_jobs(line.clock.now() + timedelta(minutes=3))
    assert states(line) == [("publish", OrderState.ACCEPTED)]


def test_an_answer_spoilt_on_its_way_accepts_nothing(line: Lined) -> None:
    line.publish()
    line.site.faults("taobao=truncated:1")
    for minutes in range(1, 20):
        line.run_jobs(line.clock.now() + timedelta(minutes=minutes))
    assert all(state != "accepted" for _, state in states(line))
    assert line.round.lot_id is None


def test_a_line_with_another_key_is_no_line(line: Lined) -> None:
    line.site.put("/taobao/backoffice/line", json={"keys": {KEY_ID: "x" * 40}})
    line.publish()
    line.run_jobs()
    assert (line.orders[0].state, line.lots()) == (OrderState.ORDERED, [])


def test_without_a_line_nothing_can_be_ordered_and_a_decision_stays_in_the_house(settings: Settings, clock: ManualClock, tmp_path: Path) -> None:
    with lined(settings, clock, tmp_path) as line:
        with line.house.work(line.admin) as w:
            typed = {**USUAL, "line_url": f"{line.site.url}/taobao/line", "line_key_id": KEY_ID, "line_on": ""}
            set_site(w, installed().get("taobao"), SetSite(typed, version=1), own_machine=True)
        with pytest.raises(NotNow):
            line.publish()
        line.upload()
        line.look()
        decide(line, HaltKind.DEFER, "system")
        assert line.orders == []
        with line.house.reading() as r:
            assert r.session.scalars(select(Job).where(Job.kind == "rounds.line")).all() == []


@on_first
def test_the_address_of_a_line_may_be_asked_and_no_other(house: House) -> None:
    plugin = installed().get("courtgate")
    settings = plugin.settings_type().with_values({"line_url": "https://10.1.2.3:8443/line"})
    made = line_for(house, plugin, settings)
    with pytest.raises(NotPermitted):
        made.get("https://10.1.2.4:8443/line/lots/1")
    with pytest.raises(NoAnswer):
        line_for(house, plugin, settings.with_values({"line_url": "https://10.1.2.3:1/line", "timeout_seconds": 0.2})).get("https://10.1.2.3:1/line/lots/1")


def test_a_line_is_not_switched_on_half_configured(line: Lined) -> None:
    for missing in ({"line_url": ""}, {"line_key_id": ""}, {"line_key_id": "one, two"}):
        typed = {**USUAL, "line_url": f"{line.site.url}/jd/line", "line_key_id": KEY_ID, "line_on": "1"} | missing
        with pytest.raises(Invalid, match="专线还不能启用"), line.house.work(line.admin) as w:
            set_site(w, installed().get("jd"), SetSite(typed, {"line_secret": SECRET}), own_machine=True)


def test_forged_stale_replayed_foreign_and_oversized_events_are_refused_and_a_repeat_is_taken_once(line: Lined) -> None:
    line.publish()
    line.run_jobs()
    url, path = f"{line.court_url}/api/v1/line/taobao/events", "/api/v1/line/taobao/events"
    body = (
        '{"line":1,"event":"ev-1","kind":"opened","site":"taobao","lot_id":"' + str(line.round.lot_id) + '","reference":"x","at":"2026-04-20T10:00:00+08:00"}'
    ).encode()
    key = LineKey(KEY_ID, SECRET)

    def post(
        content: bytes = body, sent: bytes | None = None, key: LineKey = key, late: timedelta = timedelta(), nonce: str = "", target: str = path
    ) -> tuple[int, str]:
        head = signed_headers(key, Signed("POST", target, content), line.clock.now() + late, nonce or new_id())
        answer = httpx.post(url, content=content if sent is None else sent, headers=head)
        return answer.status_code, str(answer.json().get("code", answer.json().get("repeated")))

    assert httpx.post(url, content=body).status_code == 401
    assert post(sent=body.replace(b"opened", b"ended!")) == (401, "bad_signature")
    assert post(key=LineKey("other-key", SECRET)) == (401, "unknown_key")
    assert post(key=LineKey(KEY_ID, SECRET[::-1])) == (401, "bad_signature")
    assert post(target="/api/v1/line/jd/events") == (401, "bad_signature")
    assert post(late=timedelta(seconds=-301)) == (401, "stale")
    assert post(late=timedelta(seconds=301)) == (401, "stale")
    assert post(late=timedelta(seconds=-299), nonce="n" * 20) == (200, "False")
    assert post(late=timedelta(seconds=-299), nonce="n" * 20) == (401, "replayed")
    assert post() == (200, "True")
    assert [each.kind for each in line.events] == ["opened"]
    assert post(body + b" " * 70_000)[0] == 413
    assert post(b"{}") == (422, "invalid")
    assert post(body.replace(b'"taobao"', b'"jd"').replace(b"ev-1", b"ev-2")) == (422, "invalid")
    assert httpx.post(f"{line.court_url}/api/v1/line/jd/events", content=body).status_code == 404
    assert line.round.status == RoundStatus.AWAITING


def test_an_event_of_an_unknown_lot_is_parked_and_found_again(line: Lined) -> None:
    line.site.put("/taobao/backoffice/line", json={"lose_answers": 1})
    line.publish()
    line.run_jobs()
    assert line.deliver() == 1  # the site announced it; the house does not know the number yet
    assert line.events == []
    line.run_jobs(line.clock.now() + timedelta(seconds=3))
    assert [each.kind for each in line.events] == ["announced"]


def test_events_in_any_order_leave_the_lot_where_the_site_shows_it(line: Lined) -> None:
    line.publish()
    line.run_jobs()
    line.clock.move_to(ENDS_AT + timedelta(hours=5))
    line.deliver()
    assert line.round.status == RoundStatus.AWAITING
    assert line.look().status == RoundStatus.ENDED
