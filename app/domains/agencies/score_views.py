"""The page of an agency's score, deed by deed, with 申请复核; for the agency itself and for courts."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.agencies import queries, scores
from app.domains.agencies.bidders import decide_check
from app.domains.agencies.forms import DeedForm, SuspendForm
from app.domains.agencies.permissions import ASK_REVIEW, DECIDE_BIDDERS, DECIDE_REVIEW, NOTE_DEED, SEE_DEALINGS
from app.domains.agencies.score_rules import score_of
from app.domains.agencies.types import DEED_NAMES, DeedKind
from app.domains.courts.queries import court_names
from app.kernel.errors import Invalid
from app.web.access import me, permits, reading, work

score_pages = Blueprint("scores", __name__)


@score_pages.get("/agencies/<agency_id>/score")
@permits(SEE_DEALINGS)
def page(agency_id: str) -> ResponseReturnValue:
    """评分."""
    return _page(agency_id, DeedForm(formdata=None))


@score_pages.post("/agencies/<agency_id>/deeds")
@permits(NOTE_DEED)
def note(agency_id: str) -> ResponseReturnValue:
    """登记投诉属实或数据有误."""
    form = DeedForm()
    try:
        form.require_valid()
        with work() as w:
            scores.note_by_hand(w, form.to_command(agency_id, me().court_id or ""))
    except Invalid as refusal:
        form.take_faults(refusal)
        return _page(agency_id, form), 422
    return redirect(url_for("scores.page", agency_id=agency_id), 303)


@score_pages.post("/deeds/<deed_id>/review")
@permits(ASK_REVIEW)
def ask_review(deed_id: str) -> ResponseReturnValue:
    """申请复核."""
    form = SuspendForm()
    with work() as w:
        deed = scores.ask_review(w, deed_id, str(form.reason.data or ""))
    return redirect(url_for("scores.page", agency_id=deed.agency_id, court=deed.court_id), 303)


@score_pages.post("/deeds/<deed_id>/decision")
@permits(DECIDE_REVIEW)
def decide_review(deed_id: str) -> ResponseReturnValue:
    """复核: 撤销 or 维持."""
    with work() as w:
        deed = scores.decide_review(w, deed_id, strike=request.form.get("verdict") == "strike", reply=request.form.get("reply", ""))
    return redirect(url_for("scores.page", agency_id=deed.agency_id), 303)


@score_pages.post("/bidders/<check_id>/decision")
@permits(DECIDE_BIDDERS)
def decide_bidder(check_id: str) -> ResponseReturnValue:
    """人工核对竞买人."""
    with work() as w:
        check = decide_check(w, check_id, passed=request.form.get("verdict") == "pass", reason=request.form.get("reason", ""))
    return redirect(f"/lots/{check.round_id}/bidders", 303)


def _page(agency_id: str, form: DeedForm) -> str:
    with reading() as r:
        agency = queries.get_agency(r, agency_id)
        terms = queries.list_engagements(r, agency_id=agency.id)
        courts = court_names(r.session, {each.court_id for each in terms})
        asked = request.args.get("court", "")
        court_id = me().court_id or (asked if asked in courts else next(iter(courts), ""))
        deeds, all_scores = scores.list_deeds(r, agency.id, court_id), scores.scores_at(r, court_id)
        rivals = queries.engaged_agency_ids(r, court_id)
    score = score_of(map(scores.deed_of, deeds), r.now)
    place = (all_scores.rank(agency.id, rivals), len(rivals)) if agency.id in rivals else None
    may = {"note": NOTE_DEED.held_by(me()), "ask": ASK_REVIEW.held_by(me()), "decide": DECIDE_REVIEW.held_by(me())}
    shown = {"agency": agency, "deeds": deeds, "score": score, "place": place, "courts": courts, "court_id": court_id, "names": DEED_NAMES, "kinds": DeedKind}
    return render_template("agencies/score.html", **shown, form=form, may=may)
