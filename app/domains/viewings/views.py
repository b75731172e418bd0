"""Pages of viewings inside the house: what is coming, a lot's two regions, the guide's phone page. Strangers: public_views.py."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.agencies.queries import list_agencies
from app.domains.viewings import asking, public_views, queries, service, showing
from app.domains.viewings.forms import AnswerForm, AskForm, BookForm, CountForm, ReasonForm, SlotForm
from app.domains.viewings.permissions import DECIDE_ANSWERS, GUIDE_VIEWINGS, RUN_VIEWINGS, SEE_VIEWINGS
from app.infra.unit_of_work import Reading, Work
from app.kernel.clock import start_of
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotNow
from app.web.access import me, permits, reading, work
from app.web.forms import PaperForm

pages = Blueprint("viewings", __name__)
more_pages = (public_views.pages,)
Act = Callable[[Work], object]
Refused = Invalid | Conflict | NotNow | NotAllowed


@pages.get("/viewings")
@permits(SEE_VIEWINGS)
def list_page() -> ResponseReturnValue:
    """看样: what is coming, and what has not been counted."""
    with reading() as r:
        rows = queries.list_coming(r, since_at=start_of(r.today))
    return render_template("viewings/list.html", rows=rows)


@pages.get("/viewings/<programme_id>")
@permits(SEE_VIEWINGS)
def page(programme_id: str) -> ResponseReturnValue:
    """看样和咨询 of a lot."""
    with reading() as r:
        return _page(r, programme_id)


@pages.post("/viewings/<programme_id>/slots")
@permits(RUN_VIEWINGS)
def add_slot(programme_id: str) -> ResponseReturnValue:
    """＋时段."""
    form = SlotForm()
    return _done(programme_id, form, lambda w: service.add_slot(w, programme_id, form.to_command()))


@pages.post("/viewings/<programme_id>/page")
@permits(RUN_VIEWINGS)
def open_page(programme_id: str) -> ResponseReturnValue:
    """公开预约页: 开, 关."""
    return _done(programme_id, PaperForm(), lambda w: service.open_page(w, programme_id, request.form.get("public") == "yes"))


@pages.post("/viewings/<programme_id>/agency")
@permits(RUN_VIEWINGS)
def name_agency(programme_id: str) -> ResponseReturnValue:
    """由谁带看和答复."""

    def act(w: Work) -> None:
        known = {each.id for each in list_agencies(w)}
        asked = request.form.get("agency_id") or None
        if asked is not None and asked not in known:
            raise Invalid("选择机构", field="agency_id")
        service.name_agency(w, programme_id, asked)

    return _done(programme_id, PaperForm(), act)


@pages.post("/viewings/<programme_id>/questions")
@permits(GUIDE_VIEWINGS)
def ask(programme_id: str) -> ResponseReturnValue:
    """记录咨询."""
    form = AskForm()
    return _done(programme_id, form, lambda w: asking.ask(w, programme_id, str(form.channel.data), form.body.data or ""))


@pages.post("/viewings/slots/<slot_id>/bookings")
@permits(GUIDE_VIEWINGS)
def book(slot_id: str) -> ResponseReturnValue:
    """登记预约."""
    form = BookForm()
    return _done(_programme_of_slot(slot_id), form, lambda w: service.book(w, slot_id, form.to_command()))


@pages.post("/viewings/slots/<slot_id>/cancel")
@permits(RUN_VIEWINGS)
def cancel_slot(slot_id: str) -> ResponseReturnValue:
    """取消时段."""
    form = ReasonForm()
    return _done(_programme_of_slot(slot_id), form, lambda w: service.cancel_slot(w, slot_id, form.reason.data or ""))


@pages.post("/viewings/bookings/<booking_id>/cancel")
@permits(GUIDE_VIEWINGS)
def cancel_booking(booking_id: str) -> ResponseReturnValue:
    """取消预约."""
    with reading() as r:
        _, _, programme = queries.get_booking(r, booking_id)
    return _done(programme.id, PaperForm(), lambda w: service.cancel_booking(w, booking_id))


@pages.get("/m/viewings/<slot_id>")
@permits(GUIDE_VIEWINGS)
def on_spot(slot_id: str) -> ResponseReturnValue:
    """The guide's page on the phone: who comes, how many came."""
    with reading() as r:
        return _spot(r, slot_id, CountForm(formdata=None))


@pages.post("/m/viewings/<slot_id>")
@permits(GUIDE_VIEWINGS)
def count_heads(slot_id: str) -> ResponseReturnValue:
    """确认带看."""
    form = CountForm()
    try:
        form.require_valid()
        with work() as w:
            service.count_heads(w, slot_id, form.headcount.data or 0, form.incidents.data or "")
    except (Invalid, Conflict, NotNow) as refusal:
        with reading() as r:
            return _spot(r, slot_id, form, refusal), refusal.status
    return redirect(url_for("viewings.on_spot", slot_id=slot_id), 303)


@pages.post("/viewings/questions/<question_id>/answer")
@permits(GUIDE_VIEWINGS)
def answer(question_id: str) -> ResponseReturnValue:
    """答复."""
    form = AnswerForm()
    return _done(_programme_of_question(question_id), form, lambda w: asking.answer(w, question_id, form.answer.data or "", str(form.source.data)))


@pages.post("/viewings/questions/<question_id>/escalate")
@permits(GUIDE_VIEWINGS)
def escalate(question_id: str) -> ResponseReturnValue:
    """转法官."""
    return _done(_programme_of_question(question_id), PaperForm(), lambda w: asking.escalate(w, question_id))


@pages.post("/viewings/questions/<question_id>/publish")
@permits(DECIDE_ANSWERS)
def publish(question_id: str) -> ResponseReturnValue:
    """同意公开, 撤下."""
    shown = request.form.get("published") == "yes"
    return _done(_programme_of_question(question_id), PaperForm(), lambda w: asking.publish(w, question_id, shown))


def rights() -> dict[str, bool]:
    """What the signed-in person may do in the two regions."""
    return {"run": RUN_VIEWINGS.held_by(me()), "guide": GUIDE_VIEWINGS.held_by(me()), "decide": DECIDE_ANSWERS.held_by(me())}


def _programme_of_slot(slot_id: str) -> str:
    with reading() as r:
        return queries.get_slot(r, slot_id)[1].id


def _programme_of_question(question_id: str) -> str:
    with reading() as r:
        return queries.get_question(r, question_id)[1].id


def _done(programme_id: str, form: PaperForm, act: Act) -> ResponseReturnValue:
    try:
        form.require_valid()
        with work() as w:
            act(w)
    except (Invalid, Conflict, NotNow, NotAllowed) as refusal:
        with reading() as r:
            return _page(r, programme_id, form, refusal), refusal.status
    with reading() as r:
        programme = queries.get_programme(r, programme_id)
    return redirect(url_for("viewings.page", programme_id=programme_id) if me().is_outside else f"/lots/{programme.round_id}/viewings", 303)


def _page(r: Reading, programme_id: str, typed: PaperForm | None = None, refusal: Refused | None = None) -> str:
    shown = showing.show_programme(r, queries.get_programme(r, programme_id))
    return render_template("viewings/page.html", **context_of(r, shown), typed=typed, refusal=refusal)


def context_of(r: Reading, shown: showing.Shown) -> dict[str, object]:
    """What the two regions need, here and on the lot's page."""
    forms: dict[str, PaperForm] = {"slot": SlotForm(formdata=None), "ask": AskForm(formdata=None)}
    forms["slot"]["guide_id"].choices = list(shown.guides)
    agencies = [(each.id, each.name) for each in list_agencies(r)] if RUN_VIEWINGS.held_by(me()) else []
    return {"shown": shown, "forms": forms, "may": rights(), "agencies": agencies}


def _spot(r: Reading, slot_id: str, form: CountForm, refusal: Refused | None = None) -> str:
    slot, programme = queries.get_slot(r, slot_id)
    return render_template("viewings/spot.html", each=showing.show_slot(r, slot), programme=programme, form=form, refusal=refusal)
