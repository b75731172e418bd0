"""保证金退还 of a withdrawn lot: whose deposits go back within 24 hours, and a place for the codes that are in no log. Over rounds and settlements."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domains.cases.queries import get_case
from app.domains.rounds.queries import get_round
from app.domains.rounds.rules import RoundStatus
from app.domains.rounds.tables import Round
from app.domains.settlements import deposits
from app.domains.settlements.acting import attempt
from app.domains.settlements.money_forms import CodeForm
from app.domains.settlements.permissions import REFUND, SEE_SETTLEMENTS
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import NotFound
from app.web.access import me, permits, reading

pages = Blueprint("withdrawn", __name__)


@pages.get("/lots/<round_id>/refunds")
@permits(SEE_SETTLEMENTS)
def page(round_id: str) -> ResponseReturnValue:
    """Whose deposits go back."""
    return _page(round_id)


@pages.post("/lots/<round_id>/refunds")
@permits(REFUND)
def add_code(round_id: str) -> ResponseReturnValue:
    """补登竞买号."""
    form = CodeForm()
    if status := attempt(form, lambda w: _add(w, round_id, str(form.code.data))):
        return _page(round_id, form), status
    return redirect(url_for("withdrawn.page", round_id=round_id), 303)


def _add(w: Work, round_id: str, code: str) -> None:
    found = _withdrawn(w, round_id)
    of = (found.court_id, found.case_id, found.asset_id, found.id, found.title, found.deposit, found.ended_at or w.now)
    deposits.add_code_of_round(w, deposits.OfRound(*of), code)


def _withdrawn(r: Reading, round_id: str) -> Round:
    """A withdrawn lot in the actor's scope; NotFound otherwise."""
    found = get_round(r, round_id)
    if found.status != RoundStatus.WITHDRAWN:
        raise NotFound
    return found


def _page(round_id: str, typed: CodeForm | None = None) -> str:
    with reading() as r:
        found = _withdrawn(r, round_id)
        case, refunds = get_case(r, found.case_id), deposits.list_of_round(r, round_id)
    form = typed or CodeForm(formdata=None)
    return render_template("settlements/withdrawn.html", row=found, case=case, refunds=refunds, form=form, typed=typed, may=REFUND.held_by(me()))
