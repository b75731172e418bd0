"""How the pages of a vacating answer: the whole thread with one tab open, and a form that was refused stays as it was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.cases.queries import get_case
from app.domains.vacating import forms, rules, showing
from app.domains.vacating.carrying_out import last_day
from app.domains.vacating.day import Signed
from app.domains.vacating.looking import whole_of
from app.domains.vacating.measures import KINDS as MEASURES
from app.domains.vacating.measures import STATES
from app.domains.vacating.permissions import RULE_VACATING, RUN_VACATING
from app.domains.vacating.queries import OfThread, get_row
from app.domains.vacating.referring import STATES as REFERRED
from app.domains.vacating.service import Photos
from app.infra.evidence import keep
from app.infra.photos import keep_photos
from app.infra.signing import picture_of, typed_signature
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotNow
from app.web.access import house, me, reading, work
from app.web.forms import PaperForm

Act = Callable[[Work], object]
Refused = Invalid | Conflict | NotNow | NotAllowed
TABS = {"course": "经过", "people": "占有人", "contact": "走访和协议", "coercion": "制裁和移送", "force": "强制实施", "after": "移交之后"}
FORMS: Mapping[str, type[PaperForm]] = {
    "occupant": forms.OccupantForm,
    "rule": forms.RuleForm,
    "day": forms.DayForm,
    "urge": forms.UrgeForm,
    "days": forms.DaysForm,
    "visit": forms.VisitForm,
    "agreement": forms.AgreementForm,
    "why": forms.WhyForm,
    "hindrance": forms.HindranceForm,
    "measure": forms.MeasureForm,
    "instant": forms.InstantForm,
    "paid": forms.PaidForm,
    "released": forms.ReleasedForm,
    "refer": forms.ReferForm,
    "told": forms.ToldForm,
    "receipt": forms.ReceiptForm,
    "sent": forms.SentForm,
    "reentry": forms.ReentryForm,
    "removed": forms.RemovedForm,
}


def done(vacating_id: str, tab: str, name: str, form: PaperForm, act: Act, *, of: str = "") -> ResponseReturnValue:
    """Do the act and go back to the tab; refused, the tab again with the form as typed. `of`: the row that the form belongs to."""
    try:
        form.require_valid()
        with work() as w:
            act(w)
    except (Invalid, Conflict, NotNow, NotAllowed) as refusal:
        if isinstance(refusal, Invalid) and not form.errors:
            form.take_faults(refusal)
        with reading() as r:
            return page_of(r, vacating_id, tab, {name: form}, refusal, of), refusal.status
    return redirect(url_for("vacating.page", vacating_id=vacating_id, tab=tab), 303)


def done_to(kind: type[OfThread], row_id: str, tab: str, name: str, form: PaperForm, act: Act) -> ResponseReturnValue:
    """Done to a row of a thread in scope: the answer is the thread's page."""
    with reading() as r:
        vacating_id = get_row(r, kind, row_id).vacating_id
    return done(vacating_id, tab, name, form, act, of=row_id)


def page_of(r: Reading, vacating_id: str, tab: str, typed: Mapping[str, PaperForm] | None = None, refusal: Refused | None = None, of: str = "") -> str:
    """The page with one tab open."""
    whole = whole_of(r, vacating_id)
    blank = {name: kind(formdata=None) for name, kind in FORMS.items()}
    thread = whole.thread
    blank["days"] = forms.DaysForm(formdata=None, obj=thread)
    return render_template(
        "vacating/page.html",
        whole=whole,
        thread=thread,
        case=get_case(r, thread.case_id),
        tab=tab if tab in TABS else "course",
        tabs=TABS,
        forms=blank | dict(typed or {}),
        typed=set(typed or {}),
        of=of,
        refusal=refusal,
        line=showing.step_line(whole),
        next=showing.next_of(whole, r.today),
        look=showing.look(thread, r.today),
        timeline=showing.timeline(whole),
        may_clear=showing.may_clear(thread),
        file=showing.file_of(whole),
        rules=rules,
        measures=MEASURES,
        states=STATES,
        last_day=last_day,
        referred=REFERRED,
        today=r.today,
        may=RUN_VACATING.held_by(me()),
        may_rule=RULE_VACATING.held_by(me()),
    )


def sent_photos(w: Work) -> Photos:
    """What was sent under `photos`, kept as evidence."""
    files = [(file.filename or "", file.read()) for file in request.files.getlist("photos") if file.filename]
    return keep_photos(w.session, house().evidence, files, source=f"腾空 {w.actor.name}", now=w.now)


def sent_signature(w: Work, vacating_id: str, signer: str, capacity: str) -> Signed:
    """What was drawn, or typed with the code of the text, kept as evidence; over the text whose digest the page showed."""
    given, digest = request.form, request.form.get("seen_digest", "")
    drawn, typed = given.get("signature", ""), given.get("signature_typed", "")
    by_typing = bool(typed) and not drawn
    content = typed_signature(signer, digest, typed, given.get("signature_code", "")) if by_typing else picture_of(drawn)
    way, media_type = ("typed", "text/plain") if by_typing else ("drawn", "image/png")
    kept = keep(w.session, house().evidence, content, name=f"签名-{capacity}", media_type=media_type, source=f"强制腾空笔录 {vacating_id}", now=w.now)
    return Signed(signer, capacity, digest, kept.digest, way)
