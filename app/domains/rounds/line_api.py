"""POST /api/v1/line/<site>/events: where sites report over the private line (docs/private-line.md §7). The signature is the key; no session, no token."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.domains.rounds.line_events import take_event
from app.kernel.permission import PUBLIC
from app.sites.private_line import IDEMPOTENCY, LARGEST_NOTE, Marks, Message
from app.sites.private_line_notes import EventKind
from app.web.access import house, permits
from app.web.operations import COUNT, INSTANT, TEXT, Operation, described, or_null, thing

pages = Blueprint("line_api", __name__, url_prefix="/api/v1")
EVENT = thing(
    line=COUNT,
    event=TEXT,
    kind={"type": "string", "enum": [str(each) for each in EventKind]},
    site=TEXT,
    lot_id=TEXT,
    reference=or_null(TEXT),
    at=INSTANT,
)
TAKEN = thing(event=TEXT, repeated={"type": "boolean"})
ABOUT = """平台或网关报告一件事，凭专线签名（请求头 Paifu-Key、Paifu-Time、Paifu-Nonce、Paifu-Signature，见 docs/private-line.md）。
同一 event 只收一次；事件不决定任何结果，只使系统立即再读该拍品。签名不符、时间相差超过 5 分钟、随机数用过的，401；不超过 64 KB。"""


@pages.post("/line/<site>/events")
@described(Operation("专线事件", ABOUT, "专线", takes=EVENT, answers=TAKEN))
@permits(PUBLIC)
def take(site: str) -> ResponseReturnValue:
    """One delivery."""
    request.max_content_length = LARGEST_NOTE
    query = request.query_string.decode("ascii", "replace")
    target = request.root_path + request.path + (f"?{query}" if query else "")
    message = Message("POST", target, request.get_data(), request.headers.get(IDEMPOTENCY, ""))
    with house().work() as w:
        taken = take_event(w, site, message, Marks.of(dict(request.headers)))
    return {"event": taken.event, "repeated": taken.repeated}
