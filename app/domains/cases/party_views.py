"""Pages of parties: list with masked numbers, add, edit, show in full with a reason."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.cases import parties, queries
from app.domains.cases.forms import PartyForm, RevealForm, party_form, told
from app.domains.cases.frame import frame_of_case
from app.domains.cases.permissions import EDIT_CASE, REVEAL, SEE_CASES
from app.domains.cases.tables import Party
from app.domains.cases.types import IdKind, PartyKind, PartyRole
from app.kernel.errors import Conflict, Invalid
from app.web.access import me, permits, reading, work

pages = Blueprint("parties", __name__)


@pages.get("/cases/<case_id>/parties")
@permits(SEE_CASES)
def list_page(case_id: str) -> ResponseReturnValue:
    """The parties of a case, numbers masked."""
    with reading() as r:
        frame = frame_of_case(r, case_id, "parties")
        doubts = parties.doubts_of_parties(frame.parties, r.today)
    may = {"edit": EDIT_CASE.held_by(me()), "reveal": REVEAL.held_by(me())}
    return render_template("cases/parties.html", frame=frame, doubts=doubts, may=may, PartyRole=PartyRole, PartyKind=PartyKind, IdKind=IdKind)


@pages.get("/cases/<case_id>/parties/new")
@permits(EDIT_CASE)
def new_page(case_id: str) -> ResponseReturnValue:
    """登记当事人."""
    with reading() as r:
        queries.get_case(r, case_id)
    return _page(case_id, party_form(None), None)


@pages.post("/cases/<case_id>/parties")
@permits(EDIT_CASE)
def create(case_id: str) -> ResponseReturnValue:
    """Enter a party."""
    form, status = party_form(None), 422
    if form.validate_on_submit():
        try:
            with work() as w:
                parties.add_party(w, case_id, form.to_command())
            return redirect(url_for("parties.list_page", case_id=case_id), 303)
        except (Invalid, Conflict) as refusal:
            status = told(form, refusal)
    return _page(case_id, form, None), status


@pages.get("/parties/<party_id>/edit")
@permits(EDIT_CASE)
def edit_page(party_id: str) -> ResponseReturnValue:
    """修改当事人."""
    with reading() as r:
        party = queries.get_party(r, party_id)
        return _page(party.case_id, party_form(party), party)


@pages.post("/parties/<party_id>/edit")
@permits(EDIT_CASE)
def edit(party_id: str) -> ResponseReturnValue:
    """Save a changed party."""
    with reading() as r:
        party = queries.get_party(r, party_id)
    form, status = party_form(party), 422
    if form.validate_on_submit():
        try:
            with work() as w:
                parties.edit_party(w, party_id, form.to_command(), version=request.form.get("version", 0, type=int))
            return redirect(url_for("parties.list_page", case_id=party.case_id), 303)
        except (Invalid, Conflict) as refusal:
            status = told(form, refusal)
    return _page(party.case_id, form, party), status


@pages.get("/parties/<party_id>/reveal")
@permits(REVEAL)
def reveal_page(party_id: str) -> ResponseReturnValue:
    """查看完整号码: what for (M-52)."""
    with reading() as r:
        party = queries.get_party(r, party_id)
        return render_template("cases/reveal.html", party=party, form=RevealForm(), shown=None)


@pages.post("/parties/<party_id>/reveal")
@permits(REVEAL)
def reveal(party_id: str) -> ResponseReturnValue:
    """Show the numbers once, after the reason was recorded; the answer is never kept by a browser."""
    form, status, shown = RevealForm(), 422, None
    with reading() as r:
        party = queries.get_party(r, party_id)
    if form.validate_on_submit():
        try:
            with work() as w:
                shown, status = parties.reveal(w, party_id, form.to_reason()), 200
        except Invalid as refusal:
            status = told(form, refusal)
    answer = make_response(render_template("cases/reveal.html", party=party, form=form, shown=shown), status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(case_id: str, form: PartyForm, party: Party | None) -> str:
    return render_template("cases/party_edit.html", case_id=case_id, form=form, party=party)
