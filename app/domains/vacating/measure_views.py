"""Pages of coercion and of what follows handing over: acts that hinder, fine and detention, referral to the police, re-entry."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from app.domains.vacating import after, carrying_out, forms, measures, queries, referring
from app.domains.vacating.answering import done, done_to, sent_photos
from app.domains.vacating.permissions import RULE_VACATING, RUN_VACATING, SEE_VACATING
from app.domains.vacating.tables import Hindrance, Measure, Reentry, Referral
from app.infra.unit_of_work import Work
from app.web.access import permits, reading

pages = Blueprint("vacating_measures", __name__)


@pages.post("/vacating/<vacating_id>/hindrances")
@permits(RUN_VACATING)
def record_hindrance(vacating_id: str) -> ResponseReturnValue:
    """登记妨害行为."""
    form = forms.HindranceForm()

    def act(w: Work) -> None:
        queries.get_vacating(w, vacating_id)
        told = {name: form.data[name] or "" for name in ("person", "target", "facts")}
        measures.record_hindrance(w, vacating_id, act_on=form.act_on.data, **told, photos=sent_photos(w))

    return done(vacating_id, "coercion", "hindrance", form, act)


@pages.post("/vacating/hindrances/<hindrance_id>/measures")
@permits(RUN_VACATING)
def ask_measure(hindrance_id: str) -> ResponseReturnValue:
    """提请罚款、拘留."""
    form = forms.MeasureForm()
    return done_to(Hindrance, hindrance_id, "coercion", "measure", form, lambda w: measures.ask_measure(w, hindrance_id, form.to_command()))


@pages.get("/vacating/measures/<measure_id>")
@permits(SEE_VACATING)
def of_measure(measure_id: str) -> ResponseReturnValue:
    """From what the president is asked about to the act and its evidence."""
    return _to_coercion(Measure, measure_id)


@pages.post("/vacating/measures/<measure_id>/detained")
@permits(RUN_VACATING)
def note_detained(measure_id: str) -> ResponseReturnValue:
    """已送拘."""
    form = forms.InstantForm()
    return done_to(Measure, measure_id, "coercion", "instant", form, lambda w: carrying_out.note_detained(w, measure_id, form.to_instant()))


@pages.post("/vacating/measures/<measure_id>/family")
@permits(RUN_VACATING)
def note_family_told(measure_id: str) -> ResponseReturnValue:
    """已通知家属."""
    form = forms.InstantForm()
    return done_to(Measure, measure_id, "coercion", "instant", form, lambda w: carrying_out.note_family_told(w, measure_id, form.to_instant()))


@pages.post("/vacating/measures/<measure_id>/paid")
@permits(RUN_VACATING)
def note_paid(measure_id: str) -> ResponseReturnValue:
    """罚款已缴纳."""
    form = forms.PaidForm()
    return done_to(Measure, measure_id, "coercion", "paid", form, lambda w: carrying_out.note_paid(w, measure_id, form.paid_on.data, form.paid_note.data or ""))


@pages.post("/vacating/measures/<measure_id>/released")
@permits(RUN_VACATING)
def note_released(measure_id: str) -> ResponseReturnValue:
    """解除拘留."""
    form = forms.ReleasedForm()
    return done_to(Measure, measure_id, "coercion", "released", form, lambda w: carrying_out.note_released(w, measure_id, form.to_command()))


@pages.post("/vacating/hindrances/<hindrance_id>/refer")
@permits(RULE_VACATING)
def refer(hindrance_id: str) -> ResponseReturnValue:
    """拟移送公安机关函，报局长、院长."""
    form = forms.ReferForm()
    return done_to(Hindrance, hindrance_id, "coercion", "refer", form, lambda w: referring.refer(w, hindrance_id, form.to_command()))


@pages.post("/vacating/referrals/<referral_id>/sent")
@permits(RUN_VACATING)
def note_sent(referral_id: str) -> ResponseReturnValue:
    """登记移送."""
    form = forms.SentForm()
    return done_to(Referral, referral_id, "coercion", "sent", form, lambda w: referring.note_sent(w, referral_id, form.sent_on.data, form.receipt.data or ""))


@pages.get("/vacating/referrals/<referral_id>")
@permits(SEE_VACATING)
def of_referral(referral_id: str) -> ResponseReturnValue:
    """From what director and president are asked about to the acts and measures."""
    return _to_coercion(Referral, referral_id)


@pages.post("/vacating/referrals/<referral_id>/receipt")
@permits(RUN_VACATING)
def note_receipt(referral_id: str) -> ResponseReturnValue:
    """补登回执."""
    form = forms.ReceiptForm()
    return done_to(
        Referral, referral_id, "coercion", "receipt", form, lambda w: referring.note_receipt(w, referral_id, form.receipt_on.data, form.receipt.data or "")
    )


@pages.post("/vacating/<vacating_id>/reentries")
@permits(RUN_VACATING)
def report_reentry(vacating_id: str) -> ResponseReturnValue:
    """登记复占."""
    form = forms.ReentryForm()

    def act(w: Work) -> None:
        queries.get_vacating(w, vacating_id)
        told = {name: form.data[name] or "" for name in ("requested_by", "facts")}
        after.report_reentry(w, vacating_id, happened_on=form.happened_on.data, **told, photos=sent_photos(w))

    return done(vacating_id, "after", "reentry", form, act)


@pages.post("/vacating/reentries/<reentry_id>/removed")
@permits(RUN_VACATING)
def note_removed(reentry_id: str) -> ResponseReturnValue:
    """已排除妨害."""
    form = forms.RemovedForm()
    return done_to(Reentry, reentry_id, "after", "removed", form, lambda w: after.note_removed(w, reentry_id, form.on.data, form.how.data or ""))


def _to_coercion(kind: type[Measure] | type[Referral], row_id: str) -> ResponseReturnValue:
    with reading() as r:
        return redirect(url_for("vacating.page", vacating_id=queries.get_row(r, kind, row_id).vacating_id, tab="coercion"))
