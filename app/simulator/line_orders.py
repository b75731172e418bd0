"""An order over the private line (docs/private-line.md §4, §5): read, done once, answered the same for ever."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.kernel.errors import Invalid, NotFound, NotNow, Refusal
from app.kernel.ids import digest_of
from app.simulator.backoffice import public_url, reasons
from app.simulator.intake import read_package
from app.simulator.line_book import Kept
from app.simulator.lots import Lot, Phase, Verb, view
from app.simulator.stage import stage

ACTS = {"withdraw": Verb.WITHDRAW, "suspend": Verb.SUSPEND, "resume": Verb.RESUME}
STOPS = {"postponed": Phase.POSTPONED, "suspended": Phase.SUSPENDED}
VERBS = ("publish", "amend", *ACTS)

Answered = tuple[int, Mapping[str, Any]]


def take_order(site: str, body: bytes, key: str) -> Answered:
    """Do the order once: (status, answer). The same again gives what was answered; the key with another body is 409."""
    order = _read(body)
    if order is None or not key or order.get("order") != key:
        return 400, {"line": 1, "error": "malformed"}
    book, digest = stage().lines, digest_of(body)
    with book.lock:
        before = book.kept(site, key)
        if before is not None:
            return (before.status, before.answer) if before.body == digest else (409, {"line": 1, "order": key, "error": "key_reused"})
        status, answer = _done(site, key, order)
        book.keep(site, key, Kept(digest, status, answer), stage().exchange.now())
    return status, answer


def find_order(site: str, key: str) -> Answered:
    """What an order got; unknown when it never came."""
    kept = stage().lines.kept(site, key)
    return (200, kept.answer) if kept else (404, {"line": 1, "order": key, "outcome": "unknown"})


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        order = json.loads(body)
    except ValueError:
        return None
    return order if isinstance(order, dict) and order.get("line") == 1 else None


def _done(site: str, key: str, order: Mapping[str, Any]) -> Answered:
    try:
        lot = _performed(site, order)
    except Refusal as refusal:
        return 422, {"line": 1, "order": key, "outcome": "refused", "lot_id": order.get("lot_id"), "code": refusal.code, "reasons": reasons(refusal)}
    state = view(lot, stage().exchange.now()).phase
    return 200, {"line": 1, "order": key, "outcome": "accepted", "lot_id": lot.lot_id, "url": public_url(lot), "state": str(state), "reasons": []}


def _performed(site: str, order: Mapping[str, Any]) -> Lot:
    verb = str(order.get("verb"))
    if verb not in VERBS:
        raise Invalid(f"没有“{verb[:20]}”这种指令", field="verb")
    if order.get("site") != site:
        raise Invalid("指令是给另一个站点的", field="site")
    if verb in ACTS:
        return _act(site, verb, order)
    content, announce_at = _package(site, order), _instant(order.get("announce_at"))
    if verb == "amend":
        return stage().exchange.amend(site, _lot_id(order), content, announce_at)
    return stage().exchange.accept(site, content, announce_at)[0]


def _act(site: str, verb: str, order: Mapping[str, Any]) -> Lot:
    lot, reason = stage().exchange.get(site, _lot_id(order)), str(order.get("reason") or "").strip()
    if lot.terms.reference != order.get("reference"):
        raise Invalid("拍品编号与指令所称的拍品不符", field="reference")
    if verb != "resume" and not reason:
        raise Invalid("写明理由", field="reason")
    stop = STOPS.get(str(order.get("stop"))) if verb == "suspend" else Phase.SUSPENDED
    if stop is None:
        raise Invalid("应为 postponed（暂缓）或 suspended（中止）", field="stop")
    return stage().exchange.act(site, lot.lot_id, ACTS[verb], reason=reason, phase=stop)


def _lot_id(order: Mapping[str, Any]) -> str:
    lot_id = order.get("lot_id")
    if not isinstance(lot_id, str) or not lot_id:
        raise Invalid("没有拍品编号", field="lot_id")
    return lot_id


def _package(site: str, order: Mapping[str, Any]) -> bytes:
    """The package that was sent before; what the order says beside it must agree with it."""
    digest = order.get("package")
    try:
        content = stage().exchange.file(digest) if isinstance(digest, str) and len(digest) == 64 and digest.isalnum() else b""
    except FileNotFoundError:
        raise NotFound("材料包没有送到，先 PUT /packages") from None
    upload = read_package(site, content, stage().exchange.now())
    if upload.plan_digest != order.get("plan_digest"):
        raise NotNow("材料包不是按指令所称的方案制作的", code="other_plan")
    if upload.terms.reference != order.get("reference"):
        raise Invalid("材料包属于另一个拍品", field="reference")
    return content


def _instant(text: object) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        raise Invalid("应为带时区的时间", field="announce_at") from None
    if at.tzinfo is None:
        raise Invalid("应为带时区的时间", field="announce_at")
    return at
