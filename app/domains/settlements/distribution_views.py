"""Pages of the distribution sheet: its lines, the vote, service and objections, pay-out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.domains.courts.queries import load_calendar
from app.domains.settlements import distributing, objecting, queries
from app.domains.settlements.acting import attempt
from app.domains.settlements.distribution_rules import Group, Nature
from app.domains.settlements.money_forms import amount_of
from app.domains.settlements.permissions import DISTRIBUTE, SEE_SETTLEMENTS
from app.domains.settlements.sheet_forms import CostForm, CreditorForm, PartyForm, PayOutForm, ReserveForm, SourceForm
from app.domains.settlements.sheet_showing import show_sheet
from app.domains.settlements.tables import Distribution
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import NotFound
from app.web.access import me, permits, reading
from app.web.forms import PaperForm

pages = Blueprint("distributions", __name__)
ENTRIES: Mapping[str, type[SourceForm | CostForm | CreditorForm | ReserveForm]] = {
    "source": SourceForm,
    "cost": CostForm,
    "creditor": CreditorForm,
    "reserve": ReserveForm,
}
PARTY_ACTS: Mapping[str, Callable[[Work, str, PartyForm], object]] = {
    "serve": lambda w, party_id, form: objecting.serve(w, party_id, on=form.on.data, way=str(form.way.data)),
    "object": lambda w, party_id, form: objecting.object_to(w, party_id, on=form.on.data, words=str(form.words.data or "")),
    "pass_on": lambda w, party_id, form: objecting.pass_on(w, party_id, on=form.on.data),
    "oppose": lambda w, party_id, form: objecting.oppose(w, party_id, on=form.on.data, who=str(form.who.data or "")),
    "sue": lambda w, party_id, form: objecting.sue(w, party_id, on=form.on.data, disputed=amount_of(form.disputed)),
    "release": lambda w, party_id, form: objecting.release(w, party_id, on=form.on.data, note=str(form.words.data or "")),
}
SHEET_ACTS: Mapping[str, Callable[[Work, str], object]] = {
    "refresh": distributing.refresh,
    "submit": distributing.submit,
    "finish": objecting.finish,
    "fee": distributing.charge_fee,
}


@pages.get("/settlements/<settlement_id>/distribution")
@permits(SEE_SETTLEMENTS)
def page(settlement_id: str) -> ResponseReturnValue:
    """案款分配."""
    return _page(settlement_id)


@pages.post("/settlements/<settlement_id>/distribution")
@permits(DISTRIBUTE)
def draft(settlement_id: str) -> ResponseReturnValue:
    """制作分配方案."""
    form = PaperForm()
    if status := attempt(form, lambda w: distributing.draft(w, settlement_id)):
        return _page(settlement_id, refused=form), status
    return _to(settlement_id)


@pages.post("/settlements/<settlement_id>/distribution/<any(source,cost,creditor,reserve):entry>")
@permits(DISTRIBUTE)
def add(settlement_id: str, entry: str) -> ResponseReturnValue:
    """Add a line."""
    form = ENTRIES[entry]()
    if status := attempt(form, lambda w: distributing.add(w, _sheet(w, settlement_id).id, form.to_command())):
        return _page(settlement_id, **{entry: form}), status
    return _to(settlement_id)


@pages.post("/settlements/<settlement_id>/distribution/<any(sources,costs,claims,reserved):name>/<int:place>/remove")
@permits(DISTRIBUTE)
def remove(settlement_id: str, name: str, place: int) -> ResponseReturnValue:
    """Take a line out."""
    form = PaperForm()
    if status := attempt(form, lambda w: distributing.remove(w, _sheet(w, settlement_id).id, name, place)):
        return _page(settlement_id, refused=form), status
    return _to(settlement_id)


@pages.post("/settlements/<settlement_id>/distribution/<any(refresh,submit,finish,fee):act>")
@permits(DISTRIBUTE)
def do(settlement_id: str, act: str) -> ResponseReturnValue:
    """重新取数, 提交合议, 方案生效, 计算执行费."""
    form = PaperForm()
    if status := attempt(form, lambda w: SHEET_ACTS[act](w, _sheet(w, settlement_id).id)):
        return _page(settlement_id, refused=form), status
    return _to(settlement_id)


@pages.post("/settlements/<settlement_id>/distribution/parties/<party_id>/<act>")
@permits(DISTRIBUTE)
def party(settlement_id: str, party_id: str, act: str) -> ResponseReturnValue:
    """送达, 异议, 通知, 反对, 起诉, 提存款办理."""
    form = PartyForm()
    if act not in PARTY_ACTS:
        abort(404)
    if status := attempt(form, lambda w: PARTY_ACTS[act](w, party_id, form)):
        return _page(settlement_id, party=form), status
    return _to(settlement_id)


@pages.post("/settlements/<settlement_id>/distribution/paid")
@permits(DISTRIBUTE)
def paid(settlement_id: str) -> ResponseReturnValue:
    """登记发放."""
    form = PayOutForm()
    if status := attempt(form, lambda w: distributing.note_paid_out(w, _sheet(w, settlement_id).id, on=form.paid_out_on.data, note=str(form.payout_note.data))):
        return _page(settlement_id, paid=form), status
    return _to(settlement_id)


def _sheet(r: Reading, settlement_id: str) -> Distribution:
    """The sheet of an account in the actor's scope."""
    found = distributing.find_sheet(r, queries.get_settlement(r, settlement_id).id)
    if found is None:
        raise NotFound
    return found


def _to(settlement_id: str) -> Response:
    return redirect(url_for("distributions.page", settlement_id=settlement_id), 303)


def _page(settlement_id: str, **typed: PaperForm) -> str:
    with reading() as r:
        shown = show_sheet(r, queries.get_settlement(r, settlement_id), load_calendar(r.session))
        today = r.today
    forms = {name: kind(formdata=None) for name, kind in ENTRIES.items()}
    forms |= {"party": PartyForm(formdata=None, on=today), "paid": PayOutForm(formdata=None, paid_out_on=today), **typed}
    words = {"natures": {each.value: each.word for each in Nature}, "groups": {each.value: each.word for each in Group}, "outcomes": objecting.OUTCOMES}
    refused = next(iter(typed.values()), None)
    return render_template("settlements/distribution.html", shown=shown, row=shown.account, forms=forms, typed=refused, may=DISTRIBUTE.held_by(me()), **words)
