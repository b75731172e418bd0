"""Pages of cases: the list (S2), a case with its thread (S3), registering, editing, notes. Parties and moves have files of their own."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.accounts.queries import list_people_in_role
from app.domains.cases import move_views, party_views, queries, service, thread
from app.domains.cases.export import cases_workbook
from app.domains.cases.filters import chips_of, filter_of, page_href
from app.domains.cases.forms import CaseForm, NoteForm, case_form, told
from app.domains.cases.frame import frame_of_case
from app.domains.cases.listing import list_cases, list_for_export, list_judges
from app.domains.cases.permissions import EDIT_CASE, EXPORT_CASES, IMPORT_CASES, OPEN_CASE, SEE_CASES, WRITE_NOTE
from app.domains.cases.tables import Case
from app.infra.unit_of_work import Reading
from app.kernel.actor import Role
from app.kernel.errors import Conflict, Invalid
from app.web.access import me, permits, reading, work
from app.web.lists import workbook_answer

pages = Blueprint("cases", __name__)
more_pages = (party_views.pages, move_views.pages)


@pages.get("/cases")
@permits(SEE_CASES)
def list_page() -> ResponseReturnValue:
    """S2."""
    wanted = filter_of(request.args)
    with reading() as r:
        page = list_cases(r, wanted, after=request.args.get("after", ""), before=request.args.get("before", ""))
        chips = chips_of(wanted, list_judges(r), me())
    may = {"open": OPEN_CASE.held_by(me()), "import": IMPORT_CASES.held_by(me()), "export": EXPORT_CASES.held_by(me())}
    return render_template("cases/list.html", page=page, wanted=wanted, chips=chips, may=may, page_href=page_href)


@pages.get("/cases/export.xlsx")
@permits(EXPORT_CASES)
def export() -> ResponseReturnValue:
    """The filtered list as a workbook; that it was taken is recorded."""
    wanted = filter_of(request.args)
    with work() as w:
        rows = list_for_export(w, wanted)
        service.record_export(w, len(rows))
    return workbook_answer(cases_workbook(rows), "cases")


@pages.get("/cases/new")
@permits(OPEN_CASE)
def new_page() -> ResponseReturnValue:
    """登记案件."""
    with reading() as r:
        return _form_page(_form(r, None), None)


@pages.post("/cases")
@permits(OPEN_CASE)
def create() -> ResponseReturnValue:
    """Register a case."""
    with reading() as r:
        form = _form(r, None)
    status = 422
    if form.validate_on_submit():
        try:
            with work() as w:
                case = service.open_case(w, form.to_command())
            return redirect(url_for("cases.show", case_id=case.id), 303)
        except (Invalid, Conflict) as refusal:
            status = told(form, refusal)
    return _form_page(form, None), status


@pages.get("/cases/<case_id>")
@permits(SEE_CASES)
def show(case_id: str) -> ResponseReturnValue:
    """S3 with the thread."""
    kind = thread.Kind(request.args.get("kind", "")) if request.args.get("kind") in set(thread.Kind) else thread.Kind.ALL
    with reading() as r:
        return _show(r, case_id, NoteForm(formdata=None), kind, request.args.get("before", 0, type=int))


@pages.get("/cases/<case_id>/news")
@permits(SEE_CASES)
def news(case_id: str) -> ResponseReturnValue:
    """有 n 条新来往: asked every 20 seconds; 204 when there is nothing new."""
    seen = request.args.get("seen", 0, type=int)
    with reading() as r:
        count = thread.count_newer(r, queries.get_case(r, case_id), seen)
    return render_template("cases/news.html", case_id=case_id, seen=seen, count=count) if count else ("", 204)


@pages.post("/cases/<case_id>/notes")
@permits(WRITE_NOTE)
def add_note(case_id: str) -> ResponseReturnValue:
    """Write into the thread."""
    form = NoteForm()
    status = 422
    if form.validate_on_submit():
        try:
            with work() as w:
                service.write_note(w, case_id, str(form.body.data), secret=bool(form.secret.data))
            return redirect(url_for("cases.show", case_id=case_id), 303)
        except Invalid as refusal:
            status = told(form, refusal)
    with reading() as r:
        return _show(r, case_id, form, thread.Kind.ALL, 0), status


@pages.get("/cases/<case_id>/edit")
@permits(EDIT_CASE)
def edit_page(case_id: str) -> ResponseReturnValue:
    """修改案件."""
    with reading() as r:
        case = queries.get_case(r, case_id)
        return _form_page(_form(r, case), case)


@pages.post("/cases/<case_id>/edit")
@permits(EDIT_CASE)
def edit(case_id: str) -> ResponseReturnValue:
    """Save a changed case."""
    with reading() as r:
        case = queries.get_case(r, case_id)
        form = _form(r, case)
    status = 422
    if form.validate_on_submit():
        try:
            with work() as w:
                service.edit_case(w, case_id, form.to_command(), version=request.form.get("version", 0, type=int))
            return redirect(url_for("cases.show", case_id=case_id), 303)
        except (Invalid, Conflict) as refusal:
            status = told(form, refusal)
    return _form_page(form, case), status


def _form(r: Reading, case: Case | None) -> CaseForm:
    return case_form(case, list_judges(r), list_people_in_role(r.session, Role.CLERK, court_id=r.actor.court_id))


def _form_page(form: CaseForm, case: Case | None) -> str:
    return render_template("cases/edit.html", form=form, case=case)


def _show(r: Reading, case_id: str, form: NoteForm, kind: thread.Kind, before: int) -> str:
    frame = frame_of_case(r, case_id, "thread")
    page = thread.list_thread(r, frame.case, kind=kind, before=before)
    secret = any(seat.person_id == me().id for seat in frame.panel)
    return render_template("cases/show.html", frame=frame, page=page, form=form, kind=kind, kinds=list(thread.Kind), may_be_secret=secret, before=before)
