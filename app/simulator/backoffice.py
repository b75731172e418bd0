"""The sites' back offices for the court's clerk: pages and forms by browser, and the same verbs as JSON for machines."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.kernel.clock import local
from app.kernel.errors import Invalid, NotFound, Refusal
from app.simulator.lots import ALLOWED_IN, PHASE_WORDS, STOPPED, VERB_WORDS, Lot, Phase, Verb, View, view
from app.simulator.requests import json_object
from app.simulator.stage import stage
from app.simulator.terms import ROUND_WORDS, File
from app.simulator.wire import answer_json

SITE_TITLES = {"taobao": "淘宝", "jd": "京东", "gpai": "公拍网", "caa123": "中拍平台", "rmfysszc": "人民法院诉讼资产网"}
PUBLIC_PATHS = {
    "taobao": "/taobao/sf_item/{}.htm",
    "jd": "/jd/{}",
    "gpai": "/gpai/sf/item2.do?Web_Item_ID={}",
    "caa123": "/caa123/lot/{}.html",
    "rmfysszc": "/rmfysszc/statichtml/rm_obj/{}.shtml",
}
office = Blueprint("backoffice", __name__, url_prefix="/<site>/backoffice")


@office.before_request
def known() -> None:
    """Only sites that are served here have a back office."""
    if (request.view_args or {}).get("site") not in stage().titles:
        raise NotFound("没有这个站点")


@office.get("/")
def home(site: str) -> str:
    """Every lot of the site, and the form for a package."""
    return _home(site)


@office.post("/upload")
def upload(site: str) -> AnyResponse | tuple[str, int]:
    """A package by form: on to its lot's page, or the reasons of refusal."""
    try:
        lot, _fresh = stage().exchange.accept(site, _package())
    except Refusal as refusal:
        return _home(site, reasons(refusal)), refusal.status
    return redirect(url_for("backoffice.page", site=site, lot_id=lot.lot_id), 303)


@office.get("/lots/<lot_id>/page")
def page(site: str, lot_id: str) -> str:
    """One lot with what may be done to it."""
    return _page(_view(site, lot_id))


@office.post("/lots/<lot_id>/do")
def do(site: str, lot_id: str) -> AnyResponse | tuple[str, int]:
    """A verb by form."""
    try:
        _act(site, lot_id, request.form.get("verb", ""), request.form)
    except Refusal as refusal:
        return _page(_view(site, lot_id), refusal.message), refusal.status
    return redirect(url_for("backoffice.page", site=site, lot_id=lot_id), 303)


@office.post("/lots")
def accept(site: str) -> tuple[Response, int]:
    """A package by machine (multipart `package`): 201 {lot_id, url}, 200 when it was taken before, 422 {reasons}."""
    lot, fresh = stage().exchange.accept(site, _package())
    return answer_json({"lot_id": lot.lot_id, "url": public_url(lot), "repeated": not fresh}), 201 if fresh else 200


@office.get("/lots")
def lots(site: str) -> Response:
    """Numbers and states of all lots; `reference` finds those of one reference (look-up before a resend)."""
    wanted = request.args.get("reference")
    found = [view(lot, stage().exchange.now()) for lot in stage().exchange.lots(site) if wanted in (None, lot.terms.reference)]
    rows = [{"lot_id": each.lot_id, "reference": each.terms.reference, "url": public_url(each.lot), "state": each.phase} for each in found]
    return answer_json({"items": rows})


@office.get("/lots/<lot_id>")
def truth(site: str, lot_id: str) -> Response:
    """The whole truth about a lot, for tests: what is shown elsewhere may be spoilt by faults, this never is."""
    return answer_json(as_json(_view(site, lot_id)))


@office.get("/line")
def line(site: str) -> Response:
    """The private line of the site, without its secrets."""
    setup = stage().lines.setup(site)
    return answer_json({"keys": list(setup.secrets), "callback": setup.callback, "on": setup.on})


@office.put("/line")
def agree_line(site: str) -> Response:
    """Agree a private line: {"keys": {id: secret}, "callback": address}; no keys ends it. `lose_answers`: as many answers to orders are lost, for tests."""
    wanted = json_object()
    if "lose_answers" in wanted:
        stage().lines.lose_answers(site, int(wanted["lose_answers"]))
    if "keys" in wanted:
        stage().lines.agree(site, wanted, stage().exchange.now())
    return line(site)


@office.post("/line/deliver")
def deliver(site: str) -> Response:
    """Post the line's due events now, rather than within a second."""
    return answer_json({"delivered": stage().courier.deliver_due(site)})


@office.post("/lots/<lot_id>/crowd")
def crowd(site: str, lot_id: str) -> Response:
    """Another crowd script for a lot without bids."""
    lot = stage().exchange.set_crowd(site, lot_id, json_object())
    return answer_json({"lot_id": lot.lot_id, "bids": len(lot.plan), "final_price": str(lot.plan[-1].price) if lot.plan else None})


@office.post("/lots/<lot_id>/<any(withdraw,suspend,resume,confirm,default):verb>")
def act(site: str, lot_id: str, verb: str) -> Response:
    """A verb by machine; JSON or form `reason`, and `kind` paused, postponed or suspended for a suspension."""
    return answer_json(as_json(view(_act(site, lot_id, verb, request.get_json(silent=True) or request.form), stage().exchange.now())))


def reasons(refusal: Refusal) -> list[dict[str, str]]:
    """Every reason as {field, message}."""
    faults = refusal.faults if isinstance(refusal, Invalid) else ()
    return [{"field": name, "message": words} for name, words in faults] or [{"field": refusal.field or "", "message": refusal.message}]


def as_json(lot: View) -> dict[str, Any]:
    """A lot in plain words: money in yuan, times ISO +08:00, bids oldest first."""
    terms = lot.terms
    leader = lot.leader
    return {
        "site": lot.lot.site,
        "lot_id": lot.lot_id,
        "url": public_url(lot.lot),
        "reference": terms.reference,
        "title": terms.title,
        "case_no": terms.case_no,
        "court": terms.court,
        "round": terms.round,
        "state": lot.phase,
        "reason": lot.reason,
        "starting_price": str(terms.starting_price),
        "appraisal_price": str(terms.appraisal_price) if terms.appraisal_price else None,
        "deposit": str(terms.deposit),
        "increment": str(terms.increment),
        "start_at": local(lot.opens_at).isoformat(),
        "end_at": local(lot.ends_at).isoformat(),
        "remaining_seconds": lot.remaining.total_seconds() if lot.remaining is not None else None,
        "current_price": str(lot.current_price),
        "bid_count": len(lot.bids),
        "extensions": lot.extensions,
        "applicants": lot.applicants,
        "viewers": lot.viewers,
        "reminders": lot.reminders,
        "winner_code": leader.code if leader and lot.is_sold else None,
        "final_price": str(leader.price) if leader and lot.is_sold else None,
        "buyer": lot.lot.crowd.buyer if lot.is_sold else None,
        "attachments": [_file_json(each) for each in terms.attachments],
        "photos": [_file_json(each) for each in terms.photos],
        "bids": [
            {"seq": bid.seq, "at": local(bid.at).isoformat(), "code": bid.code, "price": str(bid.price), "priority": bid.priority, "extends": bid.extends}
            for bid in lot.bids
        ],
        "registrations": [{"code": each.code, "at": local(each.at).isoformat(), "refused": each.refused or None} for each in lot.lot.registrations],
    }


def _file_json(file: File) -> dict[str, Any]:
    return {"name": file.name, "digest": file.digest, "size": file.size}


def _view(site: str, lot_id: str) -> View:
    return view(stage().exchange.get(site, lot_id), stage().exchange.now())


def _act(site: str, lot_id: str, verb: str, details: Any) -> Lot:
    if verb not in list(Verb):
        raise NotFound("没有这个操作")
    kind = str(details.get("kind") or Phase.SUSPENDED)
    if kind not in list(STOPPED):
        raise Invalid("应为 paused（暂停）、postponed（暂缓）或 suspended（中止）", field="kind")
    return stage().exchange.act(site, lot_id, Verb(verb), reason=str(details.get("reason") or ""), phase=Phase(kind))


def _package() -> bytes:
    file = request.files.get("package")
    if file is None:
        raise Invalid("请选择上拍材料包（zip）", field="package")
    return bytes(file.read())


def public_url(lot: Lot) -> str:
    """Where the public sees a lot; '' on a site that speaks the private line only."""
    if lot.site not in PUBLIC_PATHS:
        return ""
    return request.host_url.rstrip("/") + PUBLIC_PATHS[lot.site].format(lot.lot_id)


def _home(site: str, refused: list[dict[str, str]] | None = None) -> str:
    rows = [view(lot, stage().exchange.now()) for lot in stage().exchange.lots(site)]
    return render_template("backoffice.html", site=site, title=stage().titles[site], rows=rows, words=PHASE_WORDS, rounds=ROUND_WORDS, refused=refused or [])


def _page(lot: View, refused: str = "") -> str:
    verbs = [(verb, VERB_WORDS[verb]) for verb in Verb if lot.phase in ALLOWED_IN[verb]]
    return render_template(
        "backoffice_lot.html",
        site=lot.lot.site,
        title=stage().titles[lot.lot.site],
        lot=lot,
        word=PHASE_WORDS[lot.phase],
        round=ROUND_WORDS[lot.terms.round],
        verbs=verbs,
        refused=refused,
        local=local,
        url=public_url(lot.lot),
    )
