"""The private line of every simulated site, below /<code>/line: gate, packages, orders, lots, files. Refuses with reasons; signs what it answers."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g, request

from app.kernel.errors import NotFound, Refusal
from app.kernel.ids import digest_of
from app.simulator.backoffice import reasons
from app.simulator.line_gate import Signed, answer_mac
from app.simulator.line_lot import bids_json, lot_json
from app.simulator.line_orders import find_order, take_order
from app.simulator.stage import file_of, seen_over_line, site_now, stage

pages = Blueprint("line", __name__, url_prefix="/<site>/line")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@pages.before_request
def guard() -> Response | None:
    """Nothing is looked at before the signature, the clock and the nonce are right."""
    site = str((request.view_args or {}).get("site", ""))
    if site not in stage().titles:
        raise NotFound("没有这个站点")
    setup = stage().lines.setup(site)
    if not setup.on:
        return _json(403, {"line": 1, "error": "no_line"})
    asked = _signed()
    refusal = stage().gate.refusal(site, dict(setup.secrets), asked, site_now(site))
    if refusal:
        return _json(401, {"line": 1, "error": refusal})
    g.line_secret, g.line_nonce = setup.secrets[asked.key_id], asked.nonce
    return None


@pages.after_request
def sign_answer(answer: Response) -> Response:
    """What passed the gate is answered under signature, and bound to the request by its nonce."""
    if nonce := g.get("line_nonce", ""):
        answer.headers["Paifu-Signature"] = answer_mac(g.line_secret, answer.status_code, nonce, answer.get_data())
    return answer


@pages.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    """A refusal outside an order."""
    return _json(refusal.status, {"line": 1, "error": refusal.code, "reasons": reasons(refusal)})


@pages.put("/packages/<digest>")
def package(site: str, digest: str) -> Response:
    """Bytes by their digest: taken, or held already."""
    content = request.get_data()
    if not _DIGEST.fullmatch(digest) or digest_of(content) != digest:
        return _json(422, {"line": 1, "error": "digest", "reasons": [{"field": "package", "message": "内容与摘要不符"}]})
    fresh = stage().lines.keep_package(content)
    return _json(201 if fresh else 200, {"line": 1, "package": digest})


@pages.post("/orders")
def order(site: str) -> Response:
    """Publish, amend, withdraw, suspend, resume."""
    status, answer = take_order(site, request.get_data(), request.headers.get("Idempotency-Key", ""))
    if stage().lines.loses(site):
        _hang_up()
    return _json(status, answer)


@pages.get("/orders/<key>")
def order_again(site: str, key: str) -> Response:
    """What became of an order."""
    return _json(*find_order(site, key))


@pages.get("/lots/<lot_id>")
def lot(site: str, lot_id: str) -> Response:
    """State, terms, counters, result."""
    return _json(200, lot_json(seen_over_line(site, lot_id)))


@pages.get("/lots/<lot_id>/bids")
def bids(site: str, lot_id: str) -> Response:
    """Bids, newest first."""
    return _json(200, bids_json(seen_over_line(site, lot_id), max(0, request.args.get("before", 0, type=int))))


@pages.get("/files/<digest>")
def file(site: str, digest: str) -> Response:
    """An attachment or photo."""
    return Response(file_of(site, digest)[1], content_type="application/octet-stream")


def _signed() -> Signed:
    names = ("Paifu-Key", "Paifu-Time", "Paifu-Nonce", "Paifu-Signature", "Idempotency-Key")
    query = request.query_string.decode("ascii", "replace")
    return Signed(request.method, request.path + (f"?{query}" if query else ""), request.get_data(), *(request.headers.get(name, "") for name in names))


def _json(status: int, content: Mapping[str, Any]) -> Response:
    told = {**content, "nonce": g.get("line_nonce", "")}
    return Response(json.dumps(told, ensure_ascii=False).encode(), status, content_type="application/json;charset=UTF-8")


def _hang_up() -> None:
    line = request.environ.get("werkzeug.socket")
    if isinstance(line, socket.socket):
        line.shutdown(socket.SHUT_RDWR)
