"""人民法院诉讼资产网 (sites.md §5): a static page with 万元 in text and terms in prose, JSONP for state and counters, a table of bids."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, render_template, request

from app.kernel.clock import local
from app.kernel.errors import NotFound
from app.simulator.lots import ENDED_FAILED, ENDED_SOLD, PHASE_WORDS, STOPPED, Phase, View
from app.simulator.stage import file_of, listed, shown, site_now
from app.simulator.terms import Round
from app.simulator.wire import answer_json, answer_text, plain_time, script_text, short_key, wan_text, yuan_text

CODE = "rmfysszc"
PAGE = 50
STAGES = {Round.FIRST: "第1次拍卖", Round.SECOND: "第2次拍卖", Round.SALE: "变卖"}
ENDED, LIVE, STOPPED_STATE, WAITING = "0", "1", "3", "5"
LIST_STATES = {LIVE: 1, WAITING: 2, STOPPED_STATE: 3}
RENAMED = (
    (b"state:", b"zt:"),
    (b'id="price"', b'id="jiage"'),
    (b"Count:", b"Num:"),
    ("竞价账号".encode(), "账号".encode()),
)

pages = Blueprint(CODE, __name__)


def finish_state(lot: View) -> str:
    """Finish.state: "0" ended, "1" live, "3" stopped or withdrawn, "5" waiting."""
    if lot.phase in ENDED_SOLD | ENDED_FAILED:
        return ENDED
    if lot.phase in STOPPED or lot.phase is Phase.WITHDRAWN:
        return STOPPED_STATE
    return LIVE if lot.phase is Phase.LIVE else WAITING


@pages.get("/statichtml/rm_obj/<oid>.shtml")
@pages.get("/Handle/<oid>.shtml")
def item(oid: str) -> Response:
    """The static page: no field holds the start or the end; the announcement's prose names the announced end."""
    lot = shown(CODE, oid)
    terms = lot.terms
    here = local(lot.opens_at)
    files = [(each.name, f"{request.host_url}{CODE}/upload/{short_key(each.digest)}") for each in terms.attachments]
    words: dict[str, Any] = {
        "lot": lot,
        "terms": terms,
        "pid": project_of(oid),
        "price": wan_text(terms.starting_price),
        "appraisal": wan_text(terms.appraisal_price) if terms.appraisal_price else "",
        "deposit": wan_text(terms.deposit),
        "announced": local(terms.announced_at).strftime("%Y.%m.%d"),
        "stage": STAGES[terms.round],
        "start": f"{here.year}/{here.month}/{here.day} {here:%H:%M:%S}",
        "prose": _prose(lot),
        "files": files,
    }
    return answer_text(render_template("rmfysszc_item.html", **words))


@pages.post("/ProjectHandle.shtml")
def projects() -> Response:
    """The list: JSON {html, page} with a fragment; needs the Referer of the search page. state: 0 all, 1 live, 2 waiting, 3 stopped, 4 sold, 5 流标."""
    if "projects.shtml" not in request.headers.get("Referer", ""):
        return Response("Forbidden", 403)
    wanted = int(request.form.get("state") or 0)
    found = [lot for lot in listed(CODE) if wanted in (0, _list_state(lot))]
    page = max(1, int(request.form.get("page") or 1))
    rows = [(lot, wan_text(lot.current_price)) for lot in found[(page - 1) * PAGE : page * PAGE]]
    return answer_json({"html": render_template("rmfysszc_list.html", rows=rows), "page": -(-len(found) // PAGE)})


@pages.get("/Object/Finish.shtml")
def finish() -> Response:
    """JSONP with unquoted keys: state, fun1 ("1" 流标), price in 万元; `time` is the end as it stands now, which the static page does not have."""
    lot = shown(CODE, request.args.get("oid", ""))
    fun = "1" if lot.phase in ENDED_FAILED else "0"
    word = PHASE_WORDS[lot.phase] if finish_state(lot) == STOPPED_STATE else ""
    return _jsonp({"state": finish_state(lot), "fun1": fun, "price": wan_text(lot.current_price), "time": _slashed(lot.ends_at), "msg": word})


@pages.get("/Object/GetCollection.shtml")
def collection() -> Response:
    """JSONP: favourites and viewers."""
    lot = shown(CODE, request.args.get("id", ""))
    return _jsonp({"Count": str(lot.reminders), "Hits": str(lot.viewers)})


@pages.get("/Object/GetbmNumber.shtml")
def applicants() -> Response:
    """JSONP: applicants."""
    return _jsonp({"Count": str(shown(CODE, request.args.get("oid", "")).applicants)})


@pages.get("/Object/yxq.shtml")
def priority() -> Response:
    """Priority right, HTML."""
    return _jsonp({"html": f"<span>优先购买权人：{shown(CODE, request.args.get('oid', '')).terms.priority_word}</span>"})


@pages.get("/Object/Record.shtml")
@pages.get("/object/Record/<oid>.shtml")
def record(oid: str = "") -> Response:
    """The bid table, newest first; the unit stands in its header."""
    lot = shown(CODE, oid or request.args.get("oid", ""))
    total = len(lot.bids)
    rows = [
        (total - place, _row_word(lot, place, priority=bid.priority), bid.code, yuan_text(bid.price), plain_time(bid.at))
        for place, bid in enumerate(reversed(lot.bids))
    ]
    return answer_text(render_template("rmfysszc_record.html", rows=rows))


@pages.get("/Login1/GetTime.shtml")
def clock() -> Response:
    """The server's clock, JSONP."""
    return _jsonp({"time": _slashed(site_now(CODE))})


@pages.get("/confirm/<oid>.shtml")
def confirmation(oid: str) -> Response:
    """The confirmation document, which names the buyer."""
    lot = shown(CODE, oid)
    if not lot.has_confirmation or lot.leader is None:
        raise NotFound("成交确认书尚未出具")
    return answer_text(render_template("deal_confirm.html", lot=lot, terms=lot.terms, bid=lot.leader, at=plain_time(lot.ends_at)))


@pages.get("/upload/<key>")
def upload(key: str) -> Response:
    """An attachment or photo."""
    _file, content = file_of(CODE, key)
    return Response(content, content_type="application/octet-stream")


def project_of(oid: str) -> str:
    """pid, the second of a lot's three numbers."""
    return str(1_000_000 + int(oid) * 3 % 900_000)


def _prose(lot: View) -> list[str]:
    """The announcement with its lines of terms as the site's own clerk types them (the site has no fields for them): the end is the announced one."""
    terms = lot.terms
    end = local(lot.opens_at + (terms.ends_at - terms.opens_at))
    lines = (
        ("加价幅度：", f"加价幅度：{yuan_text(terms.increment)}元"),
        ("竞价结束时间：", f"竞价结束时间：{end.year}年{end.month}月{end.day}日{end:%H时%M分%S秒}"),
        ("延时周期：", "延时周期：5分钟"),
    )
    labels = tuple(label for label, _ in lines)
    return [*(line for line in terms.announcement.splitlines() if not line.startswith(labels)), *(line for _, line in lines)]


def _row_word(lot: View, place: int, *, priority: bool) -> str:
    word = "出局" if place else "成交" if lot.is_sold else "领先"
    return f"{word}（优先）" if priority else word


def _list_state(lot: View) -> int:
    if lot.phase in ENDED_SOLD:
        return 4
    return 5 if lot.phase in ENDED_FAILED else LIST_STATES[finish_state(lot)]


def _slashed(at: datetime) -> str:
    here = local(at)
    return f"{here.year}/{here.month}/{here.day} {here:%H:%M:%S}"


def _jsonp(values: dict[str, str]) -> Response:
    name = request.args.get("jsoncallback", "callback")
    if not name.isidentifier():
        name = "callback"
    inside = ",".join(f"{key}:{script_text(value)}" for key, value in values.items())
    return answer_text(f"{name}({{{inside}}})", "application/javascript")
