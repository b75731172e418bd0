"""Pages of title routes: the list with its workbook, and one step with everything that can be done to it. The lot's page is the desk's (S18)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.accounts.queries import names_of
from app.domains.cases.forms import told
from app.domains.cases.queries import get_case
from app.domains.titles import narrowing, queries, refusing, service, shipping, showing
from app.domains.titles.export import routes_workbook
from app.domains.titles.forms import AddForm, AnswerForm, ArrangeForm, AssignForm, DeliverForm, FinishForm, ReasonForm, RefuseForm, SubmitForm
from app.domains.titles.permissions import RUN_TITLES, SEE_TITLES
from app.domains.titles.rules import LIFE, StepAct, StepStatus
from app.domains.titles.tables import TitleStep
from app.infra.scanned import keep_receipts
from app.infra.slices import Slice
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.law.rulebook import cite
from app.law.title_routes import Route
from app.web.access import house, me, permits, reading, work
from app.web.forms import PaperForm
from app.web.lists import asked_slice, listed, workbook_answer

pages = Blueprint("titles", __name__)
FORMS: dict[str, type[PaperForm]] = {
    "assign": AssignForm,
    "submit": SubmitForm,
    "finish": FinishForm,
    "refuse": RefuseForm,
    "answer": AnswerForm,
    "skip": ReasonForm,
    "undo": ReasonForm,
    "arrange": ArrangeForm,
    "deliver": DeliverForm,
}
MOST_EXPORTED = 5000
Act = Callable[[Work, str, Any, list[dict[str, Any]]], object]
ACTS: dict[str, Act] = {
    "assign": lambda w, step_id, form, _: service.assign(w, step_id, str(form.person_id.data), form.until_on.data),
    "submit": lambda w, step_id, form, files: service.submit(w, step_id, form.to_command(), files),
    "finish": lambda w, step_id, form, files: service.finish(w, step_id, form.to_command(), files),
    "refuse": lambda w, step_id, form, files: refusing.refuse(w, step_id, form.to_command(), files),
    "answer": lambda w, step_id, form, files: refusing.answer(w, step_id, form.to_command(), files),
    "skip": lambda w, step_id, form, _: service.skip(w, step_id, form.reason.data or ""),
    "undo": lambda w, step_id, form, _: service.undo(w, step_id, form.reason.data or ""),
    "arrange": lambda w, step_id, form, _: shipping.arrange(w, step_id, form.to_command()),
    "deliver": lambda w, step_id, form, files: shipping.deliver(w, step_id, form.to_command(), files),
}


@pages.get("/titles")
@permits(SEE_TITLES)
def list_page() -> ResponseReturnValue:
    """裁定过户: routes under way, longest served first."""
    wanted, asked = narrowing.wanted_of(request.args), asked_slice(queries.PAGE)
    with reading() as r:
        page = listed(queries.list_routes(r, wanted, asked), asked)
    narrowed = {"tabs": narrowing.tabs_of(wanted, asked.search), "chips": narrowing.chips_of(wanted, asked.search)}
    export = narrowing.href(wanted, asked.search, "/titles/export.xlsx")
    return render_template("titles/list.html", page=page, wanted=wanted, routes={each.value: each.word for each in Route}, export=export, **narrowed)


@pages.get("/titles/export.xlsx")
@permits(SEE_TITLES)
def export() -> ResponseReturnValue:
    """The narrowed list as a workbook; that it was taken is recorded."""
    wanted = narrowing.wanted_of(request.args)
    with work() as w:
        rows = queries.list_routes(w, wanted, Slice(asked_slice().search, size=MOST_EXPORTED))[:MOST_EXPORTED]
        service.record_export(w, len(rows))
    return workbook_answer(routes_workbook(rows), "titles")


@pages.get("/titles/of/<asset_id>")
@permits(SEE_TITLES)
def of_asset(asset_id: str) -> ResponseReturnValue:
    """From a thing to its way."""
    with reading() as r:
        found = queries.open_of_asset(r, asset_id)
        if found is None:
            raise NotFound
        return redirect(f"/lots/{queries.get_route(r, found.id).round_id}/transfer")


@pages.get("/titles/steps/<step_id>")
@permits(SEE_TITLES)
def step(step_id: str) -> ResponseReturnValue:
    """One step: authority, papers, receipt, and what comes next."""
    with reading() as r:
        return _page(r, step_id)


@pages.post("/titles/steps/<step_id>/<any(assign,submit,finish,refuse,answer,skip,undo,arrange,deliver):act>")
@permits(RUN_TITLES)
def do(step_id: str, act: str) -> ResponseReturnValue:
    """办理: one act on a step; a refused one shows what was typed."""
    form = FORMS[act](prefix=act)
    try:
        with reading() as r:
            _fill(r, form, queries.get_step(r, step_id))
        form.require_valid()
        with work() as w:
            ACTS[act](w, step_id, form, _kept(w, act))
    except (Invalid, Conflict, NotNow) as refusal:
        if not form.errors:
            told(form, refusal)
        with reading() as r:
            return _page(r, step_id, {act: form}, refusal), refusal.status
    return redirect(url_for("titles.step", step_id=step_id), 303)


@pages.post("/titles/<route_id>/steps")
@permits(RUN_TITLES)
def add(route_id: str) -> ResponseReturnValue:
    """增加步骤."""
    form = AddForm()
    with reading() as r:
        route = queries.get_route(r, route_id)
    try:
        form.require_valid()
        with work() as w:
            made = service.add_step(w, route_id, form.title.data or "", form.office.data or "")
    except (Invalid, Conflict, NotNow) as refusal:
        if not form.errors:
            told(form, refusal)
        return render_template("titles/add.html", route=route, form=form), refusal.status
    return redirect(url_for("titles.step", step_id=made.id), 303)


@pages.get("/titles/<route_id>/files/<digest>")
@permits(SEE_TITLES)
def file(route_id: str, digest: str) -> ResponseReturnValue:
    """A shown copy of a receipt of this route; nothing else."""
    with reading() as r:
        notes = queries.notes_of(r, queries.get_route(r, route_id).id)
    media_type = showing.files_of(notes).get(digest)
    if media_type is None:
        raise NotFound
    headers = {"Cache-Control": "private, max-age=3600", "Content-Disposition": "inline"}
    return Response(house().evidence.read(digest), mimetype=media_type, headers=headers)


def _kept(w: Work, act: str) -> list[dict[str, Any]]:
    sent = [(each.filename or "", each.read()) for each in request.files.getlist(f"{act}-files") if each.filename]
    return keep_receipts(w, house().evidence, sent, source=f"裁定过户 {w.actor.name}")


def _fill(r: Reading, form: PaperForm, row: TitleStep) -> None:
    if isinstance(form, AssignForm):
        form.person_id.choices = list(service.doers_at(r, row.court_id).items())


def _forms(r: Reading, row: TitleStep, shipment: object, typed: dict[str, PaperForm]) -> dict[str, PaperForm]:
    plain = {"on": r.today, "office": row.office, "person_id": row.person_id or r.actor.id, "days": row.days if row.code == service.ASSIST else None}
    fresh = {name: kind(formdata=None, data=plain, prefix=name) for name, kind in FORMS.items()}
    fresh["arrange"] = ArrangeForm(formdata=None, obj=shipment, prefix="arrange")
    _fill(r, fresh["assign"], row)
    return fresh | typed


def _page(r: Reading, step_id: str, typed: dict[str, PaperForm] | None = None, refusal: Invalid | Conflict | NotNow | None = None) -> str:
    row = queries.get_step(r, step_id)
    route, steps, notes = queries.get_route(r, row.route_id), queries.steps_of(r, row.route_id), queries.notes_of(r, row.route_id, step_id=row.id)
    shipment = queries.find_shipment(r, row.id) if row.code == service.CARRY else None
    names = names_of(r.session, {each.person_id for each in steps if each.person_id})
    line = next(each for each in showing.lines_of(steps, names, r.today) if each.step is row)
    acts = {each.value for each in StepAct if LIFE.allows(StepStatus(row.status), each)}
    words = {"rule": cite(row.rule), "answered": showing.answer_words(row), "entries": showing.timeline(notes, steps)}
    shown = {"route": route, "step": row, "line": line, "shipment": shipment, "notes": notes, "acts": acts, "case": get_case(r, route.case_id)}
    forms = _forms(r, row, shipment, typed or {})
    return render_template("titles/step.html", forms=forms, typed=typed or {}, refusal=refusal, may=RUN_TITLES.held_by(me()), **shown, **words)
