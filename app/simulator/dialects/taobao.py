"""淘宝 (sites.md §1): GBK pages, a JSON island in lists, JavaScript objects with unquoted keys, the confirmation document."""

from __future__ import annotations

import html
import json
from typing import Any

from flask import Blueprint, Response, render_template, request

from app.kernel.errors import NotFound
from app.simulator.lots import STOPPED, Phase, View
from app.simulator.stage import file_of, listed, shown
from app.simulator.terms import ROUND_WORDS, File
from app.simulator.wire import answer_json, answer_text, chinese_time, millis, paragraphs, script_text, short_key, yuan_number

CODE = "taobao"
PAGE = 20
GBK = "gbk"
# TOP lot status codes [P]; the item page's hidden J_Status carries the same
STATUS_CODES = {
    Phase.ACCEPTED: 0,
    Phase.UPCOMING: 0,
    Phase.LIVE: 1,
    Phase.SOLD_PENDING_COURT: 2,
    Phase.FAILED_PENDING_COURT: 4,
    Phase.SOLD: 5,
    Phase.FAILED: 6,
    Phase.WITHDRAWN: 7,
    Phase.PAUSED: 8,
    Phase.POSTPONED: 8,
    Phase.SUSPENDED: 8,
    Phase.UNPERFORMED: 10,
}
_LIST_WORDS = {Phase.UPCOMING: "todo", Phase.LIVE: "doing", Phase.WITHDRAWN: "revocation", Phase.FAILED: "failure", Phase.FAILED_PENDING_COURT: "failure"}
_SORTED_BY = {"0": "doing", "1": "todo", "2": "done", "4": "break", "5": "revocation"}
_END_WORDS = {"failure": "本场拍卖已流拍", "revocation": "本场拍卖已撤回", "break": "本场拍卖已中止", "done": "本场拍卖已结束"}
WON, OUT, LEADS = 99, -1, 1
RENAMED = (
    (b"totalCnt", b"totalCount"),
    (b"records:", b"bidRecords:"),
    (b"J_HoverShow", b"J_TermsPanel"),
    (b"sf-countdown", b"sf-timer"),
    (b"J_ItemId", b"J_LotId"),
    (b'"currentPrice"', b'"nowPrice"'),
)

pages = Blueprint(CODE, __name__)


def status_code(lot: View) -> int:
    """The TOP code; a court's confirmation that a fault withholds stays at 'pending'."""
    if not lot.confirmable and lot.phase in (Phase.SOLD, Phase.FAILED):
        return 2 if lot.phase is Phase.SOLD else 4
    return STATUS_CODES[lot.phase]


def list_word(lot: View) -> str:
    """The status word of list records: todo, doing, done, failure, break, revocation."""
    return "break" if lot.phase in STOPPED else _LIST_WORDS.get(lot.phase, "done")


def list_record(lot: View) -> dict[str, Any]:
    """A record of the list island. initialPrice equals currentPrice, as in all real records (quirk 1); yuan and milliseconds."""
    terms = lot.terms
    return {
        "id": int(lot.lot_id),
        "itemUrl": f"//sf.taobao.com/sf_item/{lot.lot_id}.htm",
        "title": html.escape(f"【{ROUND_WORDS[terms.round]}】{terms.title}").replace("·", "&middot;"),
        "status": list_word(lot),
        "picUrl": f"//img.alicdn.com/bao/uploaded/i4/{short_key(terms.photos[0].digest)}" if terms.photos else "",
        "initialPrice": yuan_number(lot.current_price),
        "currentPrice": yuan_number(lot.current_price),
        "consultPrice": yuan_number(terms.appraisal_price) if terms.appraisal_price else 0.0,
        "marketPrice": 0,
        "sellOff": terms.is_sale,
        "start": millis(lot.opens_at),
        "end": millis(lot.ends_at),
        "timeToStart": millis(lot.opens_at) - millis(lot.now),
        "timeToEnd": millis(lot.ends_at) - millis(lot.now),
        "delayCount": lot.extensions,
        "viewerCount": lot.viewers,
        "bidCount": lot.bid_count,
        "applyCount": lot.applicants,
        "xmppVersion": str(lot.bid_count + len(lot.lot.acts) + 1),
        "buyRestrictions": 0,
        "supportLoans": 0,
    }


def bid_records(lot: View, page: int) -> str:
    """One page of the bid log, newest first, 20 a page: a JavaScript object with unquoted keys (no JSON)."""
    rows = list(reversed(lot.bids))
    texts = [
        f"{{alias:'{bid.code}',price:'{bid.price.grouped}',date:'{chinese_time(bid.at)}',bidTime:{millis(bid.at)},"
        f"status:{_row_status(lot, place)},isSelf:false,priorityUser:{'true' if bid.priority else 'false'}}}"
        for place, bid in enumerate(rows)
    ]
    start = (page - 1) * PAGE
    return f"{{currentPage:{page},totalPage:{-(-len(rows) // PAGE)},totalCnt:{lot.bid_count},records:[{','.join(texts[start : start + PAGE])}]}}"


def _row_status(lot: View, place: int) -> int:
    if place:
        return OUT
    return WON if lot.is_sold else LEADS


@pages.get("/sf_item/<lot_id>.htm")
@pages.get("/auction/<lot_id>.htm")
def item(lot_id: str) -> Response:
    """The item page."""
    lot = shown(CODE, lot_id)
    words = {"lot": lot, "terms": lot.terms, "round": ROUND_WORDS[lot.terms.round], "status": status_code(lot)}
    times = {"now_ms": millis(lot.now), "start_ms": millis(lot.opens_at), "end_ms": millis(lot.ends_at)}
    return answer_text(render_template("taobao_item.html", **words, **times, end_word=_END_WORDS.get(list_word(lot), ""), key=short_key), charset=GBK)


@pages.get("/item_list.htm")
@pages.get("/list/<category>__<status>.htm")
def item_list(category: str = "", status: str = "") -> Response:
    """The list page with its JSON island; sorder (or the short form's status) filters by state, q by title, page from 1."""
    wanted = _SORTED_BY.get(request.args.get("sorder", status))
    asked = request.args.get("q", "")
    lots = [lot for lot in listed(CODE) if wanted in (None, list_word(lot)) and asked in lot.terms.title]
    page = max(1, request.args.get("page", 1, int))
    island = json.dumps({"data": [list_record(lot) for lot in lots[(page - 1) * PAGE : page * PAGE]]}, ensure_ascii=False).replace("</", "<\\/")
    return answer_text(render_template("taobao_list.html", island=island, count=len(lots), total=max(1, -(-len(lots) // PAGE))), charset=GBK)


@pages.get("/json/get_bid_records.htm")
def records() -> Response:
    """The bid log by id and currentPage."""
    return answer_text(bid_records(shown(CODE, request.args.get("id", "")), max(1, request.args.get("currentPage", 1, int))), charset=GBK)


@pages.get("/json/get_notice_attach.htm")
def notice_attach() -> Response:
    """JSONP `null({content, attaches:[{id}]})`: the 竞买须知 and its attachments."""
    lot = shown(CODE, request.args.get("project_id", ""))
    attaches = ",".join(f"{{id:'{short_key(each.digest)}',title:{script_text(each.name)}}}" for each in lot.terms.attachments)
    return answer_text(f"null({{content:{script_text(paragraphs(lot.terms.notice))},attaches:[{attaches}]}})", charset=GBK)


@pages.get("/get_notice.htm")
def notice() -> Response:
    """JSONP: the announcement's text; t_name is the lot's number."""
    lot = shown(CODE, request.args.get("t_name", ""))
    return answer_text(f"null({{content:{script_text(paragraphs(lot.terms.announcement))}}})", charset=GBK)


@pages.get("/json/get_gov_attach.htm")
def gov_attach() -> Response:
    """List of {id, title}: all attachments."""
    lot = shown(CODE, request.args.get("id", ""))
    return answer_json([_attachment(each) for each in lot.terms.attachments])


@pages.get("/download_attach.do")
def download() -> Response:
    """An attachment's bytes."""
    return _bytes(request.args.get("attach_id", ""))


@pages.get("/bao/uploaded/i4/<key>")
def photo(key: str) -> Response:
    """A photo's bytes."""
    return _bytes(key)


@pages.get("/desc/<lot_id>.js")
def description(lot_id: str) -> Response:
    """The lot's description: a script `var desc='…'` in GBK."""
    return answer_text(f"var desc={script_text(paragraphs(shown(CODE, lot_id).terms.description))};", "application/javascript", GBK)


@pages.get("/json/getSfDealConfirm.do")
def deal_confirm() -> Response:
    """The confirmation document (holds the buyer's name); 404 before there is one."""
    lot = shown(CODE, request.args.get("itemId", ""))
    if not lot.has_confirmation or lot.leader is None:
        raise NotFound("成交确认书尚未出具")
    return answer_text(render_template("deal_confirm.html", lot=lot, terms=lot.terms, bid=lot.leader, at=chinese_time(lot.ends_at)), charset=GBK)


@pages.get("/json/getSubscribersNum")
def subscribers() -> Response:
    """Reminder counts by itemIds, JSON."""
    ids = [each for each in request.args.get("itemIds", "").split(",") if each]
    return answer_json({each: shown(CODE, each).reminders for each in ids})


def _attachment(file: File) -> dict[str, str]:
    return {"id": short_key(file.digest), "title": file.name}


def _bytes(key: str) -> Response:
    _file, content = file_of(CODE, key)
    return Response(content, content_type="application/octet-stream")
