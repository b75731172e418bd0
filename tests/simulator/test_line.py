"""The simulated site's side of the private line: the published vectors, the gate, orders done once, reasons of refusal, and what survives a kill."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from app.kernel.clock import ManualClock
from app.kernel.ids import digest_of, new_id
from app.simulator.line_gate import Gate, Signed, answer_mac, lines_of, mac
from app.simulator.server import make_simulator
from app.sites.private_line import LineKey, Message, answer_is_signed, signed_headers
from app.sites.private_line_notes import LineOrder, LineVerb, StopKind
from tests.simulator.samples import ACCEPTED_AT, L4_PLAN, OPENS_AT, SURVEY, package
from tests.simulator.site_client import SiteClient

DOC = Path(__file__).parents[2] / "docs" / "private-line.md"
VECTORS: dict[str, list[dict[str, Any]]] = json.loads(re.findall(r"```json\n(\{\n.*?)\n```", DOC.read_text(), re.S)[-1])
KEY = LineKey("court-2026", "a-secret-of-forty-signs-for-the-tests-only")
CODE = "caa123"


@pytest.fixture
def line(site: SiteClient) -> SiteClient:
    assert site.put(f"/{CODE}/backoffice/line", json={"keys": {KEY.id: KEY.secret}}).json()["on"]
    return site


def ask(line: SiteClient, method: str, path: str, body: bytes = b"", order: str = "", **other: Any) -> httpx.Response:
    target = f"/{CODE}/line{path}"
    head = signed_headers(other.get("key", KEY), Message(method, target, body, order), line.clock.now(), other.get("nonce") or new_id())
    return httpx.request(method, line.url + target, content=body, headers=head)


def order_of(verb: LineVerb, **more: Any) -> LineOrder:
    return LineOrder(more.pop("key", new_id()), verb, CODE, L4_PLAN.our_reference, L4_PLAN.plan_digest, **more)


def give(line: SiteClient, order: LineOrder) -> httpx.Response:
    return ask(line, "POST", "/orders", order.body(), order.key)


def publish(line: SiteClient, plan: Any = L4_PLAN, **more: Any) -> httpx.Response:
    content = package(CODE, plan)
    assert ask(line, "PUT", f"/packages/{digest_of(content)}", content).status_code in (200, 201)
    return give(line, order_of(LineVerb.PUBLISH, package=digest_of(content), **more))


@pytest.mark.parametrize("row", VECTORS["requests"], ids=lambda row: row["name"])
def test_the_site_signs_as_published(row: dict[str, Any]) -> None:
    asked = Signed(row["method"], row["target"], row["body"].encode(), row["key_id"], row["time"], row["nonce"], "", row["idempotency_key"])
    assert "\n".join(lines_of(asked)) == row["canonical"]
    assert mac(row["secret"], lines_of(asked)) == row["signature"]


def test_the_site_signs_answers_as_published() -> None:
    for row in VECTORS["answers"]:
        assert answer_mac(row["secret"], row["status"], row["nonce"], row["body"].encode()) == row["signature"]


def test_the_gate_lets_in_only_what_is_signed_fresh_and_first(line: SiteClient) -> None:
    def told(**changes: Any) -> tuple[int, str]:
        message = Message("GET", f"/{CODE}/line/orders/x")
        head = signed_headers(changes.get("key", KEY), message, ACCEPTED_AT + timedelta(seconds=changes.get("late", 0)), changes.get("nonce", new_id()))
        answer = httpx.get(line.url + changes.get("path", message.target), headers=head | changes.get("head", {}))
        return answer.status_code, answer.json().get("error", answer.json().get("outcome"))

    assert told() == (404, "unknown")
    assert told(head={"Paifu-Signature": ""}) == (401, "bad_signature")
    assert told(head={"Paifu-Nonce": "short"}) == (401, "unsigned")
    assert told(key=LineKey("stranger", KEY.secret)) == (401, "unknown_key")
    assert told(key=LineKey(KEY.id, "x" * 40)) == (401, "bad_signature")
    assert told(path=f"/{CODE}/line/orders/y") == (401, "bad_signature")
    assert (told(late=-301), told(late=301)) == ((401, "stale"), (401, "stale"))
    assert (told(late=-300, nonce="n" * 16), told(late=-300, nonce="n" * 16)) == ((404, "unknown"), (401, "replayed"))
    assert httpx.get(f"{line.url}/jd/line/orders/x").json() == {"line": 1, "error": "no_line", "nonce": ""}
    assert httpx.get(f"{line.url}/nowhere/line/orders/x").status_code == 404


def test_nonces_are_forgotten_once_they_could_not_be_in_time() -> None:
    gate, asked = Gate(), Signed("GET", "/x", b"", "k", "", "n" * 16, "", "")

    def at(minutes: int) -> str:
        now = ACCEPTED_AT + timedelta(minutes=minutes)
        fresh = replace(asked, time=str(int(now.timestamp())))
        return gate.refusal("jd", {"k": "s"}, replace(fresh, signature=mac("s", lines_of(fresh))), now)

    assert [at(0), at(5), at(9), at(20)] == ["", "replayed", "replayed", ""]


def test_an_order_is_done_once_and_answered_the_same(line: SiteClient) -> None:
    key = new_id()
    first, again = publish(line, key=key), publish(line, key=key)
    plain = [{name: value for name, value in each.json().items() if name != "nonce"} for each in (first, again)]
    assert (plain[0]["outcome"], plain[0]) == ("accepted", plain[1])
    asked = ask(line, "GET", f"/orders/{key}").json()
    assert {**plain[0], "nonce": asked["nonce"]} == asked
    reused = give(line, order_of(LineVerb.WITHDRAW, key=key, lot_id=plain[0]["lot_id"], reason="另一件事"))
    assert (reused.status_code, reused.json()["error"]) == (409, "key_reused")
    assert len(line.get(f"/{CODE}/backoffice/lots").json()["items"]) == 1
    stop = order_of(LineVerb.SUSPEND, lot_id=plain[0]["lot_id"], stop=StopKind.POSTPONED, reason="平台系统升级")
    assert [give(line, stop).json()["state"] for _ in range(2)] == ["postponed", "postponed"]
    assert line.truth(CODE, plain[0]["lot_id"])["state"] == "postponed"


def test_answers_are_signed_and_bound_to_their_question(line: SiteClient) -> None:
    answer = ask(line, "GET", "/orders/x", nonce="a-nonce-of-its-own")
    assert answer.json()["nonce"] == "a-nonce-of-its-own"
    assert answer_is_signed((KEY,), 404, "a-nonce-of-its-own", answer.content, answer.headers["Paifu-Signature"])
    assert not answer_is_signed((KEY,), 404, "another-nonce-0000", answer.content, answer.headers["Paifu-Signature"])


def test_refusals_name_their_reasons(line: SiteClient) -> None:
    lot_id = publish(line).json()["lot_id"]
    refused = {
        "verb": give(line, replace(order_of(LineVerb.RESUME, lot_id=lot_id))),
        "lot": give(line, order_of(LineVerb.WITHDRAW, lot_id="999", reason="撤回申请")),
        "reason": give(line, order_of(LineVerb.WITHDRAW, lot_id=lot_id)),
        "stop": give(line, order_of(LineVerb.SUSPEND, lot_id=lot_id, reason="异议")),
        "package": give(line, order_of(LineVerb.PUBLISH, package="0" * 64)),
        "site": give(line, replace(order_of(LineVerb.RESUME, lot_id=lot_id), site="jd")),
        "plan": give(line, replace(order_of(LineVerb.PUBLISH, package=digest_of(package(CODE))), plan_digest="f" * 64)),
        "double": publish(line, replace(L4_PLAN, warnings="另一份特别提示。")),
        "late": publish_other(line, replace(L4_PLAN, our_reference="B2"), announce_at=OPENS_AT + timedelta(hours=1)),
    }
    for name, answer in refused.items():
        told = answer.json()
        assert (answer.status_code, told.get("outcome"), bool(told.get("reasons"))) == (422, "refused", True), (name, told)
    bad = replace(L4_PLAN, our_reference="B1", deposit=L4_PLAN.starting_price)
    assert "保证金" in json.dumps(publish_other(line, bad).json(), ensure_ascii=False)
    assert ask(line, "POST", "/orders", b"{}", "k").status_code == 400
    assert ask(line, "PUT", f"/packages/{'0' * 64}", b"other").status_code == 422


def publish_other(line: SiteClient, plan: Any, **more: Any) -> httpx.Response:
    content = package(CODE, plan)
    ask(line, "PUT", f"/packages/{digest_of(content)}", content)
    return give(line, replace(order_of(LineVerb.PUBLISH, package=digest_of(content), **more), reference=plan.our_reference))


def test_a_lot_is_hidden_until_its_announcement_and_may_be_amended_only_till_then(line: SiteClient) -> None:
    lot_id = publish(line, announce_at=ACCEPTED_AT + timedelta(days=1)).json()["lot_id"]
    public = f"/{CODE}/caa-web-ws/ws/0.1/lot/{lot_id}"
    assert line.get(public).status_code == 404
    assert ask(line, "GET", f"/lots/{lot_id}").json()["state"] == "accepted"
    changed = package(CODE, replace(L4_PLAN, warnings="更正后的特别提示。"))
    ask(line, "PUT", f"/packages/{digest_of(changed)}", changed)
    amend = order_of(LineVerb.AMEND, lot_id=lot_id, package=digest_of(changed), announce_at=ACCEPTED_AT + timedelta(days=2))
    assert give(line, amend).json()["outcome"] == "accepted"
    line.at(ACCEPTED_AT + timedelta(days=1, hours=1))
    assert line.get(public).status_code == 404
    line.at(ACCEPTED_AT + timedelta(days=2, minutes=1))
    assert line.get(public).status_code == 200
    late = give(line, order_of(LineVerb.AMEND, lot_id=lot_id, package=digest_of(changed)))
    assert (late.status_code, late.json()["code"]) == (422, "already_announced")


def test_files_and_bids_are_told_whole(line: SiteClient) -> None:
    lot_id = publish(line).json()["lot_id"]
    line.at(OPENS_AT + timedelta(hours=23, minutes=59))
    lot = ask(line, "GET", f"/lots/{lot_id}").json()
    assert ask(line, "GET", f"/files/{lot['attachments'][0]['sha256']}").content == SURVEY
    first = ask(line, "GET", f"/lots/{lot_id}/bids?before=0").json()
    rest = ask(line, "GET", f"/lots/{lot_id}/bids?before={first['bids'][-1]['seq']}").json()
    numbers = [row["seq"] for row in (*first["bids"], *rest["bids"])]
    assert (len(first["bids"]), numbers) == (200, list(range(lot["bid_count"], 0, -1)))


def test_a_killed_site_remembers_line_orders_and_amended_lots(tmp_path: Path, clock: ManualClock) -> None:
    key = new_id()
    for round_ in range(2):
        server = make_simulator(tmp_path, clock, port=0)
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        line = SiteClient(f"http://127.0.0.1:{server.port}", clock)
        if round_ == 0:
            line.put(f"/{CODE}/backoffice/line", json={"keys": {KEY.id: KEY.secret}})
            lot_id = publish(line, key=key, announce_at=ACCEPTED_AT + timedelta(days=1)).json()["lot_id"]
            changed = package(CODE, replace(L4_PLAN, warnings="更正后的特别提示。"))
            ask(line, "PUT", f"/packages/{digest_of(changed)}", changed)
            give(line, order_of(LineVerb.AMEND, lot_id=lot_id, package=digest_of(changed), announce_at=ACCEPTED_AT + timedelta(days=1)))
        answer, lot = publish(line, key=key, announce_at=ACCEPTED_AT + timedelta(days=1)).json(), ask(line, "GET", f"/lots/{lot_id}").json()
        assert (answer["lot_id"], lot["state"], len(line.get(f"/{CODE}/backoffice/lots").json()["items"])) == (lot_id, "accepted", 1)
        server.shutdown()
        server.server_close()
