"""暂缓、中止、撤回、恢复 of one lot: asked here, decided on the decision's own page, seen here."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.domains.accounts.queries import names_of
from app.domains.approvals.queries import list_of_subject
from app.domains.cases.forms import told
from app.domains.rounds import halting, queries
from app.domains.rounds.forms import HaltForm, ResumeForm
from app.domains.rounds.halt_words import ENDED, GROUNDS, HaltKind
from app.domains.rounds.line_queries import find_line
from app.domains.rounds.permissions import DECIDE_HALT, PROPOSE_HALT, SEE_ROUNDS
from app.domains.rounds.rules import FINAL, RoundStatus
from app.domains.rounds.tables import Halt
from app.infra.unit_of_work import Reading
from app.kernel.errors import Conflict, Invalid
from app.web.access import me, permits, reading, work

pages = Blueprint("lot_stops", __name__)


@pages.get("/lots/<round_id>/halt")
@permits(SEE_ROUNDS)
def page(round_id: str) -> ResponseReturnValue:
    """What is asked, what was decided, and what may be asked next; an earlier request that came to nothing fills the form."""
    with reading() as r:
        return _page(r, round_id, None, ResumeForm(formdata=None))


@pages.post("/lots/<round_id>/halt")
@permits(PROPOSE_HALT)
def ask_stop(round_id: str) -> ResponseReturnValue:
    """提请暂缓、中止或撤回."""
    form, status = HaltForm(), 422
    if form.validate_on_submit():
        try:
            with work() as w:
                halting.propose_halt(w, round_id, form.to_command())
            return _back(round_id)
        except (Invalid, Conflict) as refusal:
            status = told(form, refusal)
    with reading() as r:
        return _page(r, round_id, form, ResumeForm(formdata=None)), status


@pages.post("/lots/<round_id>/resume/ask")
@permits(PROPOSE_HALT)
def ask_resume(round_id: str) -> ResponseReturnValue:
    """提请恢复拍卖."""
    form, status = ResumeForm(), 422
    if form.validate_on_submit():
        try:
            with work() as w:
                halting.ask_resume(w, round_id, form.to_command())
            return _back(round_id)
        except (Invalid, Conflict) as refusal:
            status = told(form, refusal)
    with reading() as r:
        return _page(r, round_id, None, form), status


@pages.post("/lots/<round_id>/resume")
@permits(DECIDE_HALT)
def resume(round_id: str) -> ResponseReturnValue:
    """恢复拍卖 by the judge himself."""
    with work() as w:
        halting.lift_halt(w, round_id)
    return redirect(url_for("rounds.lot", round_id=round_id), 303)


def _back(round_id: str) -> Response:
    return redirect(url_for("lot_stops.page", round_id=round_id), 303)


def _page(r: Reading, round_id: str, form: HaltForm | None, resume_form: ResumeForm) -> str:
    found, halt = queries.get_round(r, round_id), queries.find_halt(r, round_id)
    asked = [each for each in list_of_subject(r, "round", round_id) if each.status == "open"]
    named = (halt.proposed_by, halt.decided_by, halt.resume_by) if halt else ()
    shown = {
        "found": found,
        "halt": halt,
        "kind": HaltKind(halt.kind) if halt else None,
        "over": RoundStatus(found.status) in FINAL,
        "open": asked[-1] if asked else None,
        "grounds": GROUNDS,
        "people": names_of(r.session, {each for each in named if each}),
        "line": find_line(r.session, found.site),
        "may": {"propose": PROPOSE_HALT.held_by(me()), "decide": DECIDE_HALT.held_by(me())},
        "form": form or _again(halt),
        "resume_form": resume_form,
    }
    return render_template("rounds/halt.html", **shown)


def _again(halt: Halt | None) -> HaltForm:
    if halt is None or halt.status not in ENDED:
        return HaltForm(formdata=None)
    return HaltForm(formdata=None, data={"kind": halt.kind, "ground": halt.ground, "reason": halt.reason})
