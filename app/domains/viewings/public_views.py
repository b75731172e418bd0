"""The public page of a lot's viewings: free places only, never names; booking, cancelling and asking under the throttle. No sign-in."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.domains.courts.queries import get_court
from app.domains.viewings import outside, queries
from app.domains.viewings.forms import CancelForm, OutsideAskForm, OutsideForm
from app.domains.viewings.rules import TooMany
from app.infra.unit_of_work import Reading
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.kernel.permission import PUBLIC
from app.web.access import house, permits
from app.web.forms import PaperForm

pages = Blueprint("public_viewings", __name__)
Refused = Invalid | Conflict | NotNow | NotFound | TooMany


@pages.get("/p/viewings/<code>")
@permits(PUBLIC)
def page(code: str) -> ResponseReturnValue:
    """Free places and published answers."""
    with house().reading(outside.visitor(_address())) as r:
        return _page(r, code)


@pages.post("/p/viewings/<code>")
@permits(PUBLIC)
def book(code: str) -> ResponseReturnValue:
    """预约看样: the code that cancels it is shown once."""
    form = OutsideForm()
    try:
        _admit(code)
        form.require_valid()
        with house().work(outside.visitor(_address())) as w:
            cancel = outside.book_outside(w, code, form.slot_id.data or "", form.to_command())
    except (Invalid, Conflict, NotNow, TooMany) as refusal:
        return _refused(code, form, refusal)
    with house().reading(outside.visitor(_address())) as r:
        return _page(r, code, cancel=cancel)


@pages.post("/p/viewings/<code>/cancel")
@permits(PUBLIC)
def cancel(code: str) -> ResponseReturnValue:
    """取消预约 by its code."""
    form = CancelForm()
    try:
        _admit(code)
        form.require_valid()
        with house().work(outside.visitor(_address())) as w:
            outside.cancel_outside(w, code, form.cancel.data or "")
    except (Invalid, Conflict, NotNow, NotFound, TooMany) as refusal:
        return _refused(code, form, refusal)
    with house().reading(outside.visitor(_address())) as r:
        return _page(r, code, done="已取消预约")


@pages.post("/p/viewings/<code>/questions")
@permits(PUBLIC)
def ask(code: str) -> ResponseReturnValue:
    """提问: it is kept for whoever answers, and shown to nobody else."""
    form = OutsideAskForm()
    try:
        _admit(code)
        form.require_valid()
        with house().work(outside.visitor(_address())) as w:
            outside.ask_outside(w, code, form.body.data or "")
    except (Invalid, TooMany) as refusal:
        return _refused(code, form, refusal)
    with house().reading(outside.visitor(_address())) as r:
        return _page(r, code, done="问题已收到，答复由法院审核；同意公开的显示在本页")


def _admit(code: str) -> None:
    """The page must be open; then the request is counted, in an act of its own that stays whatever comes after."""
    with house().reading(outside.visitor(_address())) as r:
        queries.find_opened(r, code)
    with house().work(outside.visitor(_address())) as w:
        outside.note_request(w, code, _address())


def _address() -> str:
    return request.remote_addr or ""


def _refused(code: str, form: PaperForm, refusal: Refused) -> ResponseReturnValue:
    if isinstance(refusal, Invalid):
        form.take_faults(refusal)
    with house().reading(outside.visitor(_address())) as r:
        return _page(r, code, form=form, refusal=refusal), refusal.status


def _page(r: Reading, code: str, *, form: PaperForm | None = None, refusal: Refused | None = None, cancel: str = "", done: str = "") -> str:
    programme = queries.find_opened(r, code)
    court = get_court(r.session, programme.court_id)
    return render_template(
        "viewings/public.html",
        programme=programme,
        court=court,
        court_name=court.name,
        slots=[(each, each.capacity - each.booked) for each in queries.list_open_slots(r, programme)],
        published=queries.list_published(r, programme.asset_id),
        form=form if isinstance(form, OutsideForm) else OutsideForm(formdata=None),
        ask_form=form if isinstance(form, OutsideAskForm) else OutsideAskForm(formdata=None),
        cancel_form=form if isinstance(form, CancelForm) else CancelForm(formdata=None),
        refusal=refusal,
        cancel=cancel,
        done=done,
    )
