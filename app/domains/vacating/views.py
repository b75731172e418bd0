"""Pages of vacating (S19): the list, one thread with its tabs, occupants, visits, agreement. Beside it: measure_views, plan_views, day_views."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.vacating import agreements, day_views, forms, measure_views, occupants, plan_views, queries, receiving, rules, service, showing
from app.domains.vacating.answering import done, done_to, page_of, sent_photos
from app.domains.vacating.looking import whole_of
from app.domains.vacating.permissions import RULE_VACATING, RUN_VACATING, SEE_VACATING
from app.domains.vacating.tables import Agreement, Occupant, Term, Vacating
from app.infra.unit_of_work import Reading, Work
from app.kernel.clock import day_of
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.web.access import house, permits, reading, work
from app.web.lists import asked_slice, listed

pages = Blueprint("vacating", __name__)
more_pages = (measure_views.pages, plan_views.pages, day_views.pages)


@pages.get("/vacating")
@permits(SEE_VACATING)
def list_page() -> ResponseReturnValue:
    """腾空."""
    open_only, asked = request.args.get("state") != "all", asked_slice()
    with reading() as r:
        page = listed(queries.list_rows(r, asked, open_only=open_only), asked)
        found = page.rows
        plans = queries.plans_of(r, [thread.id for thread, _ in found])
        days = {thread_id: day_of(plan.day_at) for thread_id, plan in plans.items() if plan.day_at}
        rows = [(thread, number, showing.look(thread, r.today), days.get(thread.id)) for thread, number in found]
    return render_template("vacating/list.html", rows=rows, page=page, open_only=open_only, how=rules.HOW)


@pages.get("/vacating/<vacating_id>")
@permits(SEE_VACATING)
def page(vacating_id: str) -> ResponseReturnValue:
    """S19: the thread."""
    with reading() as r:
        return page_of(r, vacating_id, request.args.get("tab", ""))


@pages.get("/vacating/of/<handover_id>")
@permits(SEE_VACATING)
def of_handover(handover_id: str) -> ResponseReturnValue:
    """From a handover to its vacating."""
    with reading() as r:
        found = queries.find_of_handover(r, handover_id)
        if found is None:
            raise NotFound
        return redirect(url_for("vacating.page", vacating_id=queries.get_vacating(r, found.id).id))


@pages.get("/vacating/<vacating_id>/occupants/new")
@permits(RUN_VACATING)
def new_occupant(vacating_id: str) -> ResponseReturnValue:
    """登记占有人; with `visit` and `no` filled in with what a task found."""
    with reading() as r:
        return _occupant(queries.get_vacating(r, vacating_id), _offered(r, vacating_id))


@pages.get("/vacating/occupants/<occupant_id>")
@permits(RUN_VACATING)
def edit_occupant(occupant_id: str) -> ResponseReturnValue:
    """更正占有人."""
    with reading() as r:
        found = queries.get_row(r, Occupant, occupant_id)
        return _occupant(queries.get_vacating(r, found.vacating_id), forms.OccupantForm(formdata=None, obj=found), occupant_id)


@pages.post("/vacating/<vacating_id>/occupants")
@permits(RUN_VACATING)
def enter_occupant(vacating_id: str) -> ResponseReturnValue:
    """Keep an occupant, new or corrected (occupant_id)."""
    form, occupant_id = forms.OccupantForm(), request.form.get("occupant_id", "")
    try:
        form.require_valid()
        with work() as w:
            occupants.enter_occupant(w, vacating_id, form.to_command(), occupant_id)
            if request.form.get("visit"):
                receiving.note_entered(w, vacating_id, request.form["visit"], request.form.get("no", ""))
    except (Invalid, Conflict, NotNow) as refusal:
        with reading() as r:
            return _occupant(queries.get_vacating(r, vacating_id), form, occupant_id, refusal), refusal.status
    return redirect(url_for("vacating.page", vacating_id=vacating_id, tab="people"), 303)


@pages.post("/vacating/occupants/<occupant_id>/rule")
@permits(RULE_VACATING)
def rule(occupant_id: str) -> ResponseReturnValue:
    """法官决定是否腾退."""
    form = forms.RuleForm()
    return done_to(
        Occupant, occupant_id, "people", "rule", form, lambda w: occupants.rule_on_occupant(w, occupant_id, form.verdict.data, form.reason.data or "")
    )


@pages.post("/vacating/occupants/<occupant_id>/left")
@permits(RUN_VACATING)
def left(occupant_id: str) -> ResponseReturnValue:
    """已迁出."""
    form = forms.DayForm()
    return done_to(Occupant, occupant_id, "people", "day", form, lambda w: occupants.note_left(w, occupant_id, form.on.data))


@pages.post("/vacating/occupants/<occupant_id>/urge")
@permits(RUN_VACATING)
def urge(occupant_id: str) -> ResponseReturnValue:
    """催促迁出."""
    form = forms.UrgeForm()
    return done_to(Occupant, occupant_id, "people", "urge", form, lambda w: occupants.urge(w, occupant_id, form.leave_by_on.data))


@pages.post("/vacating/<vacating_id>/days")
@permits(RUN_VACATING)
def set_days(vacating_id: str) -> ResponseReturnValue:
    """比较日."""
    form = forms.DaysForm()
    told = ("seized_on", "mortgaged_on", "mortgage_enforced")
    return done(vacating_id, "people", "days", form, lambda w: occupants.set_days(w, vacating_id, **{name: form.data[name] for name in told}))


@pages.post("/vacating/<vacating_id>/visits")
@permits(RUN_VACATING)
def record_visit(vacating_id: str) -> ResponseReturnValue:
    """记录走访, with photos."""
    form = forms.VisitForm()

    def act(w: Work) -> None:
        queries.get_vacating(w, vacating_id)
        service.record_visit(w, vacating_id, form.kind.data, form.present.data or "", form.body.data or "", sent_photos(w))

    return done(vacating_id, "contact", "visit", form, act)


@pages.post("/vacating/<vacating_id>/agreements")
@permits(RUN_VACATING)
def make_agreement(vacating_id: str) -> ResponseReturnValue:
    """登记腾退协议, with photos of the signed paper."""
    form = forms.AgreementForm()

    def act(w: Work) -> None:
        queries.get_vacating(w, vacating_id)
        agreements.make_agreement(w, vacating_id, form.to_command(), sent_photos(w))

    return done(vacating_id, "contact", "agreement", form, act)


@pages.post("/vacating/terms/<term_id>/met")
@permits(RUN_VACATING)
def meet_term(term_id: str) -> ResponseReturnValue:
    """已履行."""
    form = forms.DayForm()
    with reading() as r:
        agreement = queries.get_row(r, Agreement, queries.get_row(r, Term, term_id).agreement_id)
    return done(agreement.vacating_id, "contact", "day", form, lambda w: agreements.meet_term(w, term_id, form.on.data), of=term_id)


@pages.post("/vacating/agreements/<agreement_id>/broken")
@permits(RUN_VACATING)
def break_agreement(agreement_id: str) -> ResponseReturnValue:
    """违约."""
    form = forms.WhyForm()
    return done_to(Agreement, agreement_id, "contact", "why", form, lambda w: agreements.break_agreement(w, agreement_id, form.why.data or ""))


@pages.post("/vacating/<vacating_id>/cleared")
@permits(RUN_VACATING)
def note_cleared(vacating_id: str) -> ResponseReturnValue:
    """自行迁出，已腾空."""
    form = forms.DayForm()
    return done(vacating_id, "course", "day", form, lambda w: service.note_cleared(w, vacating_id, form.on.data), of="cleared")


@pages.get("/vacating/<vacating_id>/photos/<digest>")
@permits(SEE_VACATING)
def photo(vacating_id: str, digest: str) -> ResponseReturnValue:
    """A shown copy of this thread, or a drawn signature of its days; nothing else."""
    with reading() as r:
        whole = whole_of(r, vacating_id, with_gates=False)
        things, drawn = queries.pictures_of(r, [day.id for day in whole.days])
    if digest not in showing.photos_of(whole) | things | drawn:
        raise NotFound
    media_type = "image/png" if digest in drawn else "image/jpeg"
    return Response(house().evidence.read(digest), mimetype=media_type, headers={"Cache-Control": "private, max-age=3600", "Content-Disposition": "inline"})


def _named_offer() -> dict[str, str]:
    """Which finding of a task is being entered, as the address or the form named it."""
    return {name: request.values[name] for name in ("visit", "no") if request.values.get(name)}


def _offered(r: Reading, vacating_id: str) -> forms.OccupantForm:
    visit_id = request.args.get("visit", "")
    told = receiving.offer_of(r, vacating_id, visit_id, request.args.get("no", "")) if visit_id else {}
    named = {"label": told["called"][:60], "headcount": told["count"], "basis": told["basis"], "care_note": told["care"]} if told else {}
    return forms.OccupantForm(formdata=None, data=named)


def _occupant(thread: Vacating, form: forms.OccupantForm, occupant_id: str = "", refusal: Invalid | Conflict | NotNow | None = None) -> str:
    if isinstance(refusal, Invalid) and not form.errors:
        form.take_faults(refusal)
    return render_template("vacating/occupant.html", thread=thread, form=form, occupant_id=occupant_id, refusal=refusal, offered=_named_offer())
