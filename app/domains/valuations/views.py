"""Pages of valuations: what is under way, and an asset's way to its reference price (S9) with its acts."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.valuations import service
from app.domains.valuations.forms import FigureForm, GiveUpForm, InquiryForm, ReportForm
from app.domains.valuations.listing import list_under_way
from app.domains.valuations.permissions import PRICE_ASSETS, SEE_VALUATIONS
from app.domains.valuations.queries import get_report, get_valuation
from app.domains.valuations.showing import STATUS, TITLES, show_price
from app.infra.unit_of_work import Work
from app.kernel.errors import Conflict, Invalid, NotNow
from app.web.access import me, permits, reading, work
from app.web.forms import PaperForm

pages = Blueprint("valuations", __name__)


@pages.get("/valuations")
@permits(SEE_VALUATIONS)
def index() -> ResponseReturnValue:
    """评估询价: ways under way, earliest due first."""
    with reading() as r:
        rows, unpriced = list_under_way(r)
    return render_template("valuations/list.html", rows=rows, unpriced=unpriced, titles=TITLES)


@pages.get("/assets/<asset_id>/valuation")
@permits(SEE_VALUATIONS)
def show(asset_id: str) -> ResponseReturnValue:
    """S9."""
    return _page(asset_id)


@pages.post("/assets/<asset_id>/valuation/inquiry")
@permits(PRICE_ASSETS)
def inquiry(asset_id: str) -> ResponseReturnValue:
    """发出委托 to all listed platforms at once."""
    form = InquiryForm()

    def start(w: Work) -> None:
        if form.stated_value.data is not None:
            service.start_inquiry(w, asset_id, stated_value=form.stated_value.data, skipped=form.skipped())

    return _done(asset_id, "inquiry", form, start)


@pages.post("/assets/<asset_id>/valuation/agreement")
@permits(PRICE_ASSETS)
def agreement(asset_id: str) -> ResponseReturnValue:
    """启动议价."""
    with work() as w:
        service.start_agreement(w, asset_id)
    return _to(asset_id)


@pages.post("/valuations/<valuation_id>/figures")
@permits(PRICE_ASSETS)
def figure(valuation_id: str) -> ResponseReturnValue:
    """One side's figure, sealed until the other is in."""
    form = FigureForm()

    def enter(w: Work) -> None:
        if form.value.data is not None:
            service.enter_figure(w, valuation_id, side=str(form.side.data), name=str(form.name.data), value=form.value.data)

    return _done(_asset_of(valuation_id), "figure", form, enter)


@pages.post("/valuations/<valuation_id>/reports/<report_id>")
@permits(PRICE_ASSETS)
def report(valuation_id: str, report_id: str) -> ResponseReturnValue:
    """A report entered from paper."""
    form = ReportForm(prefix=f"{report_id}-")

    def take(w: Work) -> None:
        if form.value.data is not None and form.reported_at.data is not None and form.valid_until.data is not None:
            get_report(w, valuation_id, report_id)
            service.take_report(
                w, report_id, service.report_by_hand(form.value.data, str(form.report_no.data), form.reported_at.data, form.valid_until.data, now=w.now)
            )

    return _done(_asset_of(valuation_id), f"report-{report_id}", form, take)


@pages.post("/valuations/<valuation_id>/settle")
@permits(PRICE_ASSETS)
def settle(valuation_id: str) -> ResponseReturnValue:
    """确定参考价."""
    with work() as w:
        asset_id = service.settle_inquiry(w, valuation_id).asset_id
    return _to(asset_id)


@pages.post("/valuations/<valuation_id>/give-up")
@permits(PRICE_ASSETS)
def give_up(valuation_id: str) -> ResponseReturnValue:
    """The way cannot lead to a price."""
    form = GiveUpForm()
    return _done(_asset_of(valuation_id), "give_up", form, lambda w: service.give_up(w, valuation_id, str(form.reason.data)))


def _asset_of(valuation_id: str) -> str:
    with reading() as r:
        return get_valuation(r, valuation_id).asset_id


def _done(asset_id: str, name: str, form: PaperForm, act: Callable[[Work], object]) -> ResponseReturnValue:
    """Check the form, do the act, go back to the page; a fault shows the page again with what was typed."""
    try:
        form.require_valid()
        with work() as w:
            act(w)
    except Invalid as refusal:
        form.take_faults(refusal)
        return _page(asset_id, **{name: form}), refusal.status
    except (Conflict, NotNow) as refusal:
        return _page(asset_id, told_words=refusal.message), refusal.status
    return _to(asset_id)


def _to(asset_id: str) -> ResponseReturnValue:
    return redirect(url_for("valuations.show", asset_id=asset_id), 303)


def _page(asset_id: str, *, told_words: str = "", **typed: PaperForm) -> str:
    with reading() as r:
        shown = show_price(r, asset_id)
    plain = {"inquiry": InquiryForm(formdata=None), "figure": FigureForm(formdata=None), "give_up": GiveUpForm(formdata=None)}
    forms = (
        plain | {f"report-{row.report.id}": ReportForm(formdata=None, prefix=f"{row.report.id}-") for row in shown.reports if row.report.value is None} | typed
    )
    return render_template(
        "valuations/asset.html",
        p=shown,
        forms=forms,
        told_words=told_words,
        may=PRICE_ASSETS.held_by(me()),
        titles=TITLES,
        looks=STATUS,
        wanted=request.args.get("way", ""),
    )
