"""Acts after the reports: sending them, objections on their routes, the fee."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.domains.valuations import delivery, fees, objecting
from app.domains.valuations.acting import asset_of, asset_of_delivery, asset_of_objection, done, files_of, form_of, simply
from app.domains.valuations.forms import RESULTS
from app.domains.valuations.permissions import DECIDE_OBJECTIONS, PRICE_ASSETS
from app.domains.valuations.types import ObjectionState, Way
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid
from app.web.access import permits

pages = Blueprint("price_objections", __name__)


@pages.post("/valuations/<valuation_id>/send")
@permits(PRICE_ASSETS)
def send(valuation_id: str) -> ResponseReturnValue:
    """送达当事人."""
    form = form_of("send")

    def deliver(w: Work) -> None:
        if form.way.data not in list(Way):
            raise Invalid("选择送达方式", field="way")
        told = delivery.Sending(str(form.party_id.data), Way(form.way.data), form.sent_on.data, form.reached_on.data, str(form.note.data or ""))
        delivery.send_reports(w, valuation_id, told, files_of(w, form.file, f"valuation:{valuation_id}"))

    return done(asset_of(valuation_id), "send", form, deliver)


@pages.post("/report-deliveries/<delivery_id>/reached")
@permits(PRICE_ASSETS)
def reached(delivery_id: str) -> ResponseReturnValue:
    """登记收到: the five days run."""
    form = form_of("reached", delivery_id)

    def note(w: Work) -> None:
        delivery.note_reached(w, delivery_id, form.on.data, files_of(w, form.file, f"delivery:{delivery_id}"))

    return done(asset_of_delivery(delivery_id), f"reached-{delivery_id}", form, note)


@pages.post("/valuations/<valuation_id>/objections")
@permits(PRICE_ASSETS)
def file(valuation_id: str) -> ResponseReturnValue:
    """登记异议."""
    form = form_of("object")

    def register(w: Work) -> None:
        told = objecting.Objecting(str(form.party_id.data), str(form.report_id.data or ""), form.chosen(), form.filed_on.data, str(form.body.data))
        objecting.file_objection(w, valuation_id, told, files_of(w, form.file, f"valuation:{valuation_id}"))

    return done(asset_of(valuation_id), "object", form, register)


@pages.post("/price-objections/<objection_id>/pass-on")
@permits(PRICE_ASSETS)
def pass_on(objection_id: str) -> ResponseReturnValue:
    """交评估机构."""
    return simply(asset_of_objection(objection_id), lambda w: objecting.pass_on(w, objection_id))


@pages.post("/price-objections/<objection_id>/explanation")
@permits(PRICE_ASSETS)
def explain(objection_id: str) -> ResponseReturnValue:
    """评估机构的说明."""
    form = form_of("step", objection_id)

    def note(w: Work) -> None:
        objecting.note_explanation(w, objection_id, str(form.words.data), files_of(w, form.file, f"objection:{objection_id}"))

    return done(asset_of_objection(objection_id), f"step-{objection_id}", form, note)


@pages.post("/price-objections/<objection_id>/experts")
@permits(PRICE_ASSETS)
def experts(objection_id: str) -> ResponseReturnValue:
    """委托专业技术评审."""
    form = form_of("step", objection_id)
    return done(asset_of_objection(objection_id), f"step-{objection_id}", form, lambda w: objecting.ask_experts(w, objection_id, str(form.words.data)))


@pages.post("/price-objections/<objection_id>/decide")
@permits(DECIDE_OBJECTIONS)
def decide(objection_id: str) -> ResponseReturnValue:
    """登记处理结果: the judge's."""
    form = form_of("step", objection_id)

    def settle(w: Work) -> None:
        if form.result.data not in [each.value for each in RESULTS]:
            raise Invalid("选择结果", field="result")
        files = files_of(w, form.file, f"objection:{objection_id}")
        objecting.decide(w, objection_id, ObjectionState(form.result.data), str(form.words.data), files)

    return done(asset_of_objection(objection_id), f"step-{objection_id}", form, settle)


@pages.post("/valuations/<valuation_id>/fee")
@permits(PRICE_ASSETS)
def fee(valuation_id: str) -> ResponseReturnValue:
    """登记费用."""
    form = form_of("fee")

    def enter(w: Work) -> None:
        fees.set_terms(w, valuation_id, fees.FeeTerms(form.quote.data, form.rate.data, form.cost.data, str(form.advanced_by.data)))

    return done(asset_of(valuation_id), "fee", form, enter)
