"""What the pages of valuations share: S9 with its forms, an act with its refusals shown on it, files that come with one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field

from app.domains.valuations import forms as f
from app.domains.valuations.fees import ADVANCED
from app.domains.valuations.opening import Filed
from app.domains.valuations.permissions import DECIDE_OBJECTIONS, PRICE_ASSETS
from app.domains.valuations.queries import get_appraisal, get_delivery, get_objection, get_valuation
from app.domains.valuations.showing import STATUS, PricePage, show_price
from app.domains.valuations.types import PRICE_BASES, TITLES
from app.infra.evidence import keep
from app.infra.unit_of_work import Work
from app.kernel.errors import Conflict, Invalid, NotNow
from app.web.access import house, me, reading, work
from app.web.forms import PaperForm

MOST_BYTES = 20 * 1024 * 1024
PLAIN: dict[str, type[PaperForm]] = {
    "figure": f.FigureForm,
    "inquiry": f.InquiryForm,
    "directed": f.DirectedForm,
    "appraisal": f.AppraisalForm,
    "reply": f.ReplyForm,
    "report": f.ReportForm,
    "error": f.ErrorForm,
    "give_up": f.GiveUpForm,
    "withdraw": f.WithdrawForm,
    "pause": f.PauseForm,
    "agreed": f.AgreedForm,
    "commit": f.CommitForm,
    "commission": f.CommissionForm,
    "visit": f.VisitForm,
    "extend": f.ExtendForm,
    "appraised": f.AppraisedForm,
    "fault": f.FaultForm,
    "replace": f.ReplaceForm,
    "back": f.BackForm,
    "send": f.SendForm,
    "reached": f.ReachedForm,
    "object": f.ObjectionForm,
    "step": f.StepForm,
    "fee": f.FeeForm,
}
UNPREFIXED = frozenset({"figure", "inquiry", "give_up"})
Act = Callable[[Work], object]


def form_of(name: str, row_id: str = "") -> Any:
    """The posted form of an act; forms that stand on the page beside others carry their name (and row) before their fields."""
    return PLAIN[name](prefix=_prefix(name, row_id))


def done(asset_id: str, name: str, form: PaperForm, act: Act) -> ResponseReturnValue:
    """Check the form, do the act, go back to the page; a fault shows the page again with what was typed."""
    try:
        form.require_valid()
        with work() as w:
            act(w)
    except Invalid as refusal:
        form.take_faults(refusal)
        return page(asset_id, told_words=str(refusal.message), **{name: form}), refusal.status
    except (Conflict, NotNow) as refusal:
        return page(asset_id, told_words=refusal.message), refusal.status
    return to(asset_id)


def simply(asset_id: str, act: Act) -> ResponseReturnValue:
    """An act without a form."""
    try:
        with work() as w:
            act(w)
    except (Invalid, Conflict, NotNow) as refusal:
        return page(asset_id, told_words=refusal.message), refusal.status
    return to(asset_id)


def to(asset_id: str) -> ResponseReturnValue:
    """Back to the page."""
    return redirect(url_for("valuations.show", asset_id=asset_id), 303)


def page(asset_id: str, *, told_words: str = "", **typed: PaperForm) -> str:
    """S9 with every form that may be needed; `typed` ones as they came."""
    with reading() as r:
        shown = show_price(r, asset_id)
    made: dict[str, PaperForm] = {name: kind(formdata=None, prefix=_prefix(name)) for name, kind in PLAIN.items()}
    made |= {
        f"report-{row.report.id}": f.ReportForm(formdata=None, prefix=_prefix("report", row.report.id)) for row in shown.reports if row.report.value is None
    }
    made |= {f"reached-{row.waiting.id}": f.ReachedForm(formdata=None, prefix=_prefix("reached", row.waiting.id)) for row in shown.sent if row.waiting}
    made |= {f"step-{each.row.id}": f.StepForm(formdata=None, prefix=_prefix("step", each.row.id)) for each in shown.objections if each.next}
    made |= typed
    _choices(made, shown)
    return render_template(
        "valuations/asset.html",
        p=shown,
        forms=made,
        told_words=told_words,
        may=PRICE_ASSETS.held_by(me()),
        decides=DECIDE_OBJECTIONS.held_by(me()),
        bases=PRICE_BASES,
        advanced=ADVANCED,
        titles=TITLES,
        looks=STATUS,
        course_fields=f.COURSE_FIELDS,
        wanted=request.args.get("way", ""),
    )


def files_of(w: Work, field: Field, source: str) -> list[Filed]:
    """The file of a form kept as evidence; none when none was chosen."""
    if not field.data or not getattr(field.data, "filename", ""):
        return []
    content = field.data.read(MOST_BYTES + 1)
    if not 0 < len(content) <= MOST_BYTES:
        raise Invalid("文件应大于 0、不超过 20 MB", field="file")
    name = PurePath(field.data.filename).name
    row = keep(w.session, house().evidence, content, name=name, media_type="application/octet-stream", source=source, now=w.now)
    return [Filed(row.digest, name)]


def asset_of(valuation_id: str) -> str:
    """The asset of a valuation in the actor's scope."""
    with reading() as r:
        return get_valuation(r, valuation_id).asset_id


def asset_of_appraisal(appraisal_id: str) -> str:
    """The asset of an appraiser's order in the actor's scope."""
    with reading() as r:
        return get_valuation(r, get_appraisal(r, appraisal_id).valuation_id).asset_id


def asset_of_delivery(delivery_id: str) -> str:
    """The asset of a sending in the actor's scope."""
    with reading() as r:
        return get_valuation(r, get_delivery(r, delivery_id).valuation_id).asset_id


def asset_of_objection(objection_id: str) -> str:
    """The asset of an objection in the actor's scope."""
    with reading() as r:
        return get_valuation(r, get_objection(r, objection_id).valuation_id).asset_id


def _prefix(name: str, row_id: str = "") -> str:
    return "" if name in UNPREFIXED else f"{name}-{row_id}-" if row_id else f"{name}-"


def _choices(made: dict[str, Any], shown: PricePage) -> None:
    """Choices that depend on the asset: parties, reports, listed appraisers."""
    people = [(row.party.id, f"{row.party.name}（{row.role}）") for row in shown.sent] or [(each.id, each.name) for each in shown.parties]
    made["send"].party_id.choices = made["object"].party_id.choices = people
    made["object"].report_id.choices = list(shown.objectable) or [("", "参考价")]
    made["error"].report_id.choices = [(row.report.id, row.report.platform_title) for row in shown.reports if row.report.value is not None]
    for name in ("first", "second", "third"):
        made["agreed"][name].choices = list(shown.appraisal.listed) if shown.appraisal else []
