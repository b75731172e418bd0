"""The private line's signatures against the vectors of docs/private-line.md, and what is not believed; what travels over it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sites.contract import Capability, Changed, SiteSettings
from app.sites.loader import installed
from app.sites.private_line import (
    OVER_LINE,
    Flaw,
    LineKey,
    Marks,
    Message,
    answer_is_signed,
    canonical_answer,
    canonical_request,
    faults_of_line,
    flaw_of,
    keys_of,
    line_of,
    sign,
    signed_headers,
    target_of,
)
from app.sites.private_line_notes import EventKind, LineOrder, LineVerb, Outcome, StopKind, read_answer, read_event

DOC = Path(__file__).parents[2] / "docs" / "private-line.md"
VECTORS: dict[str, list[dict[str, Any]]] = json.loads(re.findall(r"```json\n(\{\n.*?)\n```", DOC.read_text(), re.S)[-1])
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
KEY, OLD = LineKey("court-2026", "n" * 40), LineKey("court-2025", "o" * 40)
ORDER = LineOrder("0190f3a1c0de7000a000000000000001", LineVerb.SUSPEND, "courtgate", "ref", "9f3c", lot_id="500001", stop=StopKind.POSTPONED, reason="异议")
SET = SiteSettings(line_url="https://gate.example.cn/line", line_key_id=KEY.id, line_secret=KEY.secret, line_on=True)


def asked(body: bytes = ORDER.body(), *, key: LineKey = KEY, at: datetime = NOW) -> tuple[Message, Marks]:
    message = Message("POST", "/line/orders", body, ORDER.key)
    return message, Marks.of(signed_headers(key, message, at, "n-0123456789abcdef"))


@pytest.mark.parametrize("row", VECTORS["requests"], ids=lambda row: row["name"])
def test_requests_are_signed_as_published(row: dict[str, Any]) -> None:
    key, message = LineKey(row["key_id"], row["secret"]), Message(row["method"], row["target"], row["body"].encode(), row["idempotency_key"])
    headers = signed_headers(key, message, datetime.fromtimestamp(int(row["time"]), UTC), row["nonce"])
    assert canonical_request(message, key.id, row["time"], row["nonce"]) == row["canonical"]
    assert headers["Paifu-Signature"] == row["signature"]
    assert flaw_of((key,), message, Marks.of(headers), datetime.fromtimestamp(int(row["time"]), UTC)) is None


@pytest.mark.parametrize("row", VECTORS["answers"], ids=lambda row: row["name"])
def test_answers_are_signed_as_published(row: dict[str, Any]) -> None:
    body = row["body"].encode()
    assert canonical_answer(row["status"], row["nonce"], body) == row["canonical"]
    assert sign(row["secret"], row["canonical"]) == row["signature"]
    keys = (OLD, LineKey("any-key", row["secret"]))
    assert answer_is_signed(keys, row["status"], row["nonce"], body, row["signature"])
    for status, nonce, content in ((422, row["nonce"], body), (row["status"], "another-nonce-000", body), (row["status"], row["nonce"], body + b" ")):
        assert not answer_is_signed(keys, status, nonce, content, row["signature"])
    assert not answer_is_signed(keys, row["status"], row["nonce"], body, "")


def test_there_are_vectors_of_every_kind() -> None:
    assert {row["method"] for row in VECTORS["requests"]} == {"GET", "POST"}
    assert any(not row["secret"].isascii() for row in VECTORS["requests"])


@pytest.mark.parametrize(("seconds", "flaw"), [(-301, Flaw.STALE), (-300, None), (0, None), (300, None), (301, Flaw.STALE), (86_400 * 400, Flaw.STALE)])
def test_the_window_is_five_minutes_either_way(seconds: int, flaw: Flaw | None) -> None:
    message, marks = asked()
    assert flaw_of((KEY,), message, marks, NOW + timedelta(seconds=seconds)) is flaw


def test_a_rotated_key_is_believed_as_long_as_both_are_listed() -> None:
    message, marks = asked(key=OLD)
    assert flaw_of((KEY, OLD), message, marks, NOW) is None
    assert flaw_of((KEY,), message, marks, NOW) is Flaw.UNKNOWN_KEY
    assert flaw_of((LineKey(OLD.id, KEY.secret),), message, marks, NOW) is Flaw.BAD_SIGNATURE


def test_every_signed_part_matters() -> None:
    message, marks = asked()
    others = (
        (replace(message, body=message.body + b"\n"), marks),
        (replace(message, method="PUT"), marks),
        (replace(message, target="/line/orders?x=1"), marks),
        (replace(message, idempotency="0190f3a1c0de7000a000000000000002"), marks),
        (message, replace(marks, time=str(int(marks.time) + 1))),
        (message, replace(marks, nonce="n-0123456789abcdeg")),
        (message, replace(marks, signature=marks.signature.upper())),
        (message, replace(marks, signature="")),
    )
    assert [flaw_of((KEY,), *other, NOW) for other in others] == [Flaw.BAD_SIGNATURE] * len(others)
    shapeless = ({"nonce": "short"}, {"nonce": "n" * 65}, {"nonce": "n" * 15 + "\n"}, {"time": "now"}, {"time": ""}, {"time": "１７７２"}, {"signature": "签"})
    assert [flaw_of((KEY,), message, replace(marks, **each), NOW) for each in shapeless] == [Flaw.UNSIGNED] * len(shapeless)
    assert flaw_of((KEY,), replace(message, target="/line/a\nb"), marks, NOW) is Flaw.UNSIGNED


@given(st.binary(max_size=200), st.text(max_size=80), st.text(max_size=80), st.text(max_size=20), st.text(max_size=80))
def test_nothing_but_the_holder_of_a_key_is_believed(body: bytes, target: str, nonce: str, time: str, signature: str) -> None:
    assert flaw_of((KEY,), Message("POST", target, body), Marks(KEY.id, time, nonce, signature), NOW) is not None


def test_a_line_needs_every_part_and_the_switch() -> None:
    assert line_of(SET) is not None
    wrong = (
        {"line_on": False},
        {"line_url": ""},
        {"line_url": "http://gate.example.cn/line"},
        {"line_key_id": ""},
        {"line_secret": "short"},
        {"line_secret": ""},
        {"line_key_id": "a,b"},
        {"line_key_id": "密钥编号"},
    )
    for each in wrong:
        assert line_of(replace(SET, **each)) is None, each
    assert [len(faults_of_line(replace(SET, **each))) > 0 for each in wrong] == [False, *[True] * (len(wrong) - 1)]
    two = replace(SET, line_key_id="new-key, old-key", line_secret=f"{KEY.secret},{OLD.secret}")
    assert [key.id for key in keys_of(two)] == ["new-key", "old-key"]
    assert KEY.secret not in repr(keys_of(two))
    assert keys_of(replace(two, line_secret="one-only")) == ()
    assert target_of("https://gate.example.cn/line/lots/1/bids?before=0") == "/line/lots/1/bids?before=0"


def test_publishing_shows_only_where_a_line_is_configured_and_on() -> None:
    for plugin in installed():
        assert not plugin.capabilities & OVER_LINE
        assert not plugin.configured(plugin.settings_type().with_values({"line_on": True})).capabilities & OVER_LINE
        on = plugin.settings_type().with_values({name: getattr(SET, name) for name in ("line_url", "line_key_id", "line_secret", "line_on")})
        assert plugin.configured(on).capabilities == plugin.capabilities | OVER_LINE
        assert Capability.PUBLISH not in plugin.configured(on.with_values({"line_on": False})).capabilities


def test_an_order_is_the_same_bytes_however_often() -> None:
    assert ORDER.body() == replace(ORDER).body()
    told = json.loads(ORDER.body())
    assert (told["order"], told["stop"], told["announce_at"], told["line"]) == (ORDER.key, "postponed", None, 1)


def test_answers_are_read_strictly() -> None:
    good = {"line": 1, "order": "k", "outcome": "accepted", "lot_id": "5", "url": "javascript:alert(1)", "state": "upcoming", "reasons": []}
    answer = read_answer("k", json.dumps(good).encode())
    assert (answer.outcome, answer.lot_id, answer.url) == (Outcome.ACCEPTED, "5", "")
    refused = read_answer("k", json.dumps({"line": 1, "order": "k", "outcome": "refused", "reasons": [{"field": "deposit", "message": "太低"}]}).encode())
    assert (refused.outcome, refused.message) == (Outcome.REFUSED, "太低")
    for change in ({"order": "other"}, {"outcome": "maybe"}, {"lot_id": None}, {"lot_id": 5}, {"line": 2}, {"outcome": "refused"}, {"reasons": ["x"]}):
        with pytest.raises(Changed):
            read_answer("k", json.dumps(good | change).encode())
    for strange in (b"", b"[]", b"<html>", b"null", b"{" * 3000):
        with pytest.raises(Changed):
            read_answer("k", strange)


def test_events_are_read_strictly() -> None:
    good = {"line": 1, "event": "ev-1", "kind": "opened", "site": "jd", "lot_id": "5", "reference": "r", "at": "2026-03-18T10:00:00+08:00"}
    assert read_event(json.dumps(good).encode()).kind is EventKind.OPENED
    for change in (
        {"kind": "sold_for_1"},
        {"at": "2026-03-18T10:00:00"},
        {"at": 5},
        {"event": ""},
        {"event": "e" * 65},
        {"lot_id": "5; drop"},
        {"site": None},
        {"line": "1"},
    ):
        with pytest.raises(Changed):
            read_event(json.dumps(good | change).encode())
