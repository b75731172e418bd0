"""中拍平台 (sites.md §4): plain JSON without signature, yuan, milliseconds (two counters in seconds), pages counted from 0, names misspelt as they are."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from app.kernel.errors import NotFound
from app.simulator.lots import ENDED_SOLD, Phase, View
from app.simulator.stage import file_of, listed, shown
from app.simulator.terms import File, Round
from app.simulator.wire import answer_json, answer_text, millis, paragraphs, short_key, yuan_number

CODE = "caa123"
API = "/caa-web-ws/ws/0.1"
GENERAL = "/personal-ws/ws/0.1"
PAGE = 12
STATES = {
    Phase.ACCEPTED: 0,
    Phase.UPCOMING: 0,
    Phase.LIVE: 1,
    Phase.FAILED_PENDING_COURT: 2,
    Phase.FAILED: 2,
    Phase.SOLD_PENDING_COURT: 3,
    Phase.SOLD: 3,
    Phase.UNPERFORMED: 3,
    Phase.SUSPENDED: 4,
    Phase.WITHDRAWN: 5,
    Phase.POSTPONED: 6,
    Phase.PAUSED: 7,
}
TIMES = {Round.FIRST: 1, Round.SECOND: 2, Round.SALE: 3}
OUT, LEADS = 1, 0
RENAMED = (
    (b'"nowPrice"', b'"currentPrice"'),
    (b'"lotStatus"', b'"status"'),
    (b'"items"', b'"rows"'),
    (b'"bidNum"', b'"bidderNum"'),
)

pages = Blueprint(CODE, __name__)


def lot_row(lot: View) -> dict[str, Any]:
    """/lot/{id} and a row of /lots."""
    terms = lot.terms
    sold = lot.phase in ENDED_SOLD and lot.leader
    return {
        "id": int(lot.lot_id),
        "name": terms.title,
        "lotStatus": STATES[lot.phase],
        "times": TIMES[terms.round],
        "startPrice": yuan_number(terms.starting_price),
        "assessPrice": yuan_number(terms.appraisal_price) if terms.appraisal_price else 0,
        "cashDeposit": yuan_number(terms.deposit),
        "rateLadder": yuan_number(terms.increment),
        "hasMinPrice": 0,
        "startTime": millis(lot.opens_at),
        "endTime": millis(lot.ends_at),
        "delayTimes": lot.extensions,
        "delayTime": 5,
        "nowPrice": yuan_number(lot.current_price),
        "enrollment": lot.applicants,
        "onLooker": lot.viewers,
        "court": terms.court,
        "lotMode": 0,
        "standardType": 255,
        "nowTime": millis(lot.now),
        **({"barginPriceNum": lot.leader.code, "bargainPrice": yuan_number(lot.leader.price)} if sold and lot.leader else {}),
    }


@pages.get(f"{API}/lots")
def lots() -> Response:
    """The list: `start` is a page from 0 (not a row), 12 a page, filter lotStatus."""
    wanted = request.args.get("lotStatus", type=int)
    found = [lot for lot in listed(CODE) if wanted in (None, STATES[lot.phase])]
    count, page = max(1, request.args.get("count", PAGE, int)), max(0, request.args.get("start", 0, int))
    rows = [lot_row(lot) for lot in found[page * count : (page + 1) * count]]
    return answer_json({"totalCount": len(found), "totalPages": -(-len(found) // count), "page": page, "items": rows})


@pages.get(f"{API}/lot/<lot_id>")
def lot_detail(lot_id: str) -> Response:
    """The lot."""
    return answer_json(lot_row(shown(CODE, lot_id)))


@pages.get(f"{API}/goods/lot/<lot_id>")
def goods(lot_id: str) -> Response:
    """Name, description, pictures and enclosures."""
    terms = shown(CODE, lot_id).terms
    return answer_json(
        {
            "name": terms.title,
            "description": paragraphs(terms.description),
            "remark": "",
            "position": terms.location,
            "pictures": [{"filePath": _path(each)} for each in terms.photos],
            "enclosures": [{"filePath": _path(each), "filename": each.name} for each in terms.attachments],
        }
    )


@pages.get(f"{API}/notice/lot/<lot_id>")
def notice(lot_id: str) -> Response:
    """The announcement, HTML."""
    return answer_json({"noticeContent": paragraphs(shown(CODE, lot_id).terms.announcement)})


@pages.get(f"{API}/instruction/lot/<lot_id>")
def instruction(lot_id: str) -> Response:
    """The instructions for bidders, HTML."""
    return answer_json({"guidance": paragraphs(shown(CODE, lot_id).terms.notice)})


@pages.get(f"{API}/records/lot/<lot_id>")
def records(lot_id: str) -> Response:
    """The bid log, newest first: `start` a page from 0."""
    lot = shown(CODE, lot_id)
    count, page = max(1, request.args.get("count", 20, int)), max(0, request.args.get("start", 0, int))
    rows = [
        {
            "bidNum": bid.code,
            "price": yuan_number(bid.price),
            "bidTime": millis(bid.at),
            "status": OUT if place else LEADS,
            "isBack": False,
            "isProv": bid.priority,
        }
        for place, bid in enumerate(reversed(lot.bids))
    ]
    return answer_json({"totalCount": lot.bid_count, "page": page, "items": rows[page * count : (page + 1) * count]})


@pages.get(f"{GENERAL}/lot/<lot_id>")
@pages.get(f"{GENERAL}/lot/currentinfo/<lot_id>")
def current_info(lot_id: str) -> Response:
    """The general platform's form: state for lotStatus; times in ms, limitTime and freeTime in seconds."""
    lot = shown(CODE, lot_id)
    row = lot_row(lot)
    left = int(lot.remaining.total_seconds()) if lot.remaining is not None else 0
    extra = {"nowBidNum": lot.leader.code if lot.leader else "", "limitTime": left, "freeTime": 300, "suspendTime": None, "subStatus": 0, "meetStatus": 0}
    return answer_json({**row, "state": row.pop("lotStatus"), **extra})


@pages.get(f"{API}/lot/confirmation/<lot_id>")
@pages.get(f"{GENERAL}/lot/confirmation/<lot_id>")
def confirmation(lot_id: str) -> Response:
    """The confirmation: barginUserName is a person."""
    lot = shown(CODE, lot_id)
    if not lot.has_confirmation or lot.leader is None:
        raise NotFound("成交确认书尚未出具")
    return answer_json(
        {
            "companyName": lot.terms.court,
            "name": lot.terms.title,
            "barginUserName": lot.lot.crowd.buyer,
            "barginPriceNum": lot.leader.code,
            "bargainPrice": yuan_number(lot.leader.price),
            "bargainTime": millis(lot.leader.at),
            "noticeTime": millis(lot.ends_at),
            "amount": 1,
            "unit": "批",
        }
    )


@pages.get(f"{API}/web/enclosure/download/<key>")
def download(key: str) -> Response:
    """An enclosure or picture."""
    _file, content = file_of(CODE, key)
    return Response(content, content_type="application/octet-stream")


@pages.get("/lot/<lot_id>.html")
def page(lot_id: str) -> Response:
    """The public page: a shell that scripts fill."""
    lot = shown(CODE, lot_id)
    return answer_text(f"<html><head><title>{lot.terms.title} - 中拍平台</title></head><body><div id='app' data-lot='{lot.lot_id}'></div></body></html>")


def _path(file: File) -> str:
    return f"{API}/web/enclosure/download/{short_key(file.digest)}"
