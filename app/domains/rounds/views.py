"""Pages of rounds: the hall (S15), one lot that follows the site, its bids and log. Acts on a lot: act_views.py."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.domains.audit.service import record
from app.domains.rounds import act_views, evidence_views, import_views, queries
from app.domains.rounds.bid_log import log_of
from app.domains.rounds.forms import LotForm
from app.domains.rounds.hall import show_hall
from app.domains.rounds.permissions import CLOSE_DIFFERENCE, CONFIRM_RESULT, IMPORT_PAGE, PROPOSE_HALT, RECORD_LOT, SEE_ANSWERS, SEE_ROUNDS, TAKE_LOG
from app.domains.rounds.showing import rows_of, show_lot, site_title, version_of
from app.domains.rounds.tables import Difference
from app.infra.unit_of_work import Reading
from app.sites.loader import installed
from app.web.access import me, permits, reading, work
from app.web.formats import moment_full

pages = Blueprint("rounds", __name__)
more_pages = (act_views.pages, evidence_views.pages, import_views.pages)
PAGE = 100
STOP_POLLING = 286


@pages.get("/hall")
@permits(SEE_ROUNDS)
def hall() -> ResponseReturnValue:
    """S15: all lots that run, open today or wait."""
    view, site = _view()
    with reading() as r:
        shown = show_hall(r, view, site, _sites())
    return render_template("rounds/hall.html", **shown.context)


@pages.get("/hall/rows")
@permits(SEE_ROUNDS)
def hall_rows() -> ResponseReturnValue:
    """The polled table: 204 when nothing is new."""
    view, site = _view()
    with reading() as r:
        shown = show_hall(r, view, site, _sites())
    return ("", 204) if request.args.get("seen") == shown.seen else render_template("rounds/hall_rows.html", **shown.context)


@pages.get("/lots/<round_id>")
@permits(SEE_ROUNDS)
def lot(round_id: str) -> ResponseReturnValue:
    """One lot; before its upload, what is to be done."""
    with reading() as r:
        return lot_page(r, round_id, LotForm(formdata=None))


@pages.get("/lots/<round_id>/live")
@permits(SEE_ROUNDS)
def live(round_id: str) -> ResponseReturnValue:
    """What follows the site: 204 when nothing is new, 286 after the result."""
    with reading() as r:
        found = queries.get_round(r, round_id)
        if request.args.get("seen") == version_of(found, r.now):
            return "", 204
        page = show_lot(r, found)
    status = 200 if page.context["live"]["every"] else STOP_POLLING
    return render_template("rounds/lot_follow.html", oob=True, **page.context), status


@pages.get("/lots/<round_id>/bids")
@permits(SEE_ROUNDS)
def bids(round_id: str) -> ResponseReturnValue:
    """All bids, newest first: all, those that extended, those in doubt."""
    only, before = request.args.get("only", ""), request.args.get("before", 0, type=int)
    with reading() as r:
        found = queries.get_round(r, round_id)
        kept = queries.list_latest_bids(r, round_id, limit=PAGE + 1, before=before, only=only)
    rows = rows_of(list(kept[::-1]))
    return render_template("rounds/bid_list.html", found=found, rows=rows[:PAGE], only=only, more=len(rows) > PAGE, site=site_title(found.site))


@pages.get("/lots/<round_id>/log.csv")
@permits(TAKE_LOG)
def log(round_id: str) -> ResponseReturnValue:
    """竞价日志; that it was taken is recorded."""
    with work() as w:
        found = queries.get_round(w, round_id)
        content = log_of(queries.list_bids(w, round_id), winner=found.winner_code)
        record(w, "round.log_taken", "round", found.id, f"下载竞价日志：{found.title}", case_id=found.case_id)
    return Response(content, mimetype="text/csv", headers={"Content-Disposition": f"attachment; filename=bids-{found.lot_id or found.id}.csv"})


@pages.get("/lots/<round_id>/compare")
@permits(SEE_ROUNDS)
def compare(round_id: str) -> ResponseReturnValue:
    """Side by side: what was signed and what the site showed last."""
    with reading() as r:
        found = queries.get_round(r, round_id)
        notes = {each.field: each for each in queries.list_differences(r, round_id)}
    rows = [
        {"label": name, "left": wanted, "right": seen, "same": wanted == seen, "note": _note(notes.get(name))} for name, (wanted, seen) in found.shown.items()
    ]
    return render_template("rounds/compare.html", found=found, rows=rows, site=site_title(found.site), may_close=CLOSE_DIFFERENCE.held_by(me()))


def lot_page(r: Reading, round_id: str, form: LotForm) -> str:
    """The page of a lot, or of one that awaits its upload, with the form of its number."""
    page = show_lot(r, queries.get_round(r, round_id))
    rights = {"log": TAKE_LOG, "answers": SEE_ANSWERS, "record": RECORD_LOT, "close": CLOSE_DIFFERENCE, "import": IMPORT_PAGE}
    may = {name: right.held_by(me()) for name, right in {**rights, "confirm": CONFIRM_RESULT, "halt": PROPOSE_HALT}.items()}
    template = "rounds/lot.html" if page.round.lot_id else "rounds/awaiting.html"
    return render_template(template, found=page.round, form=form, may=may, oob=False, **page.context)


def _note(known: Difference | None) -> str:
    if known is None:
        return ""
    return f"已说明：{known.reason}" if known.reason else f"{moment_full(known.found_at)} 曾显示 {known.shown}，待说明"


def _view() -> tuple[str, str]:
    view = request.args.get("show", "")
    return (view if view in queries.HALL_VIEWS else ""), request.args.get("site", "")


def _sites() -> list[tuple[str, str]]:
    return [(plugin.code, plugin.title) for plugin in installed()]
