"""Pages of an agency's qualification papers: what stands until when, enter and renew with the scan, confirm, remove."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from app.domains.accounts.queries import ids_at_agencies, names_of
from app.domains.agencies import papers, queries
from app.domains.agencies.forms import QualificationForm, ScanForm, SuspendForm
from app.domains.agencies.paper_rules import PAPER_STATE_NAMES
from app.domains.agencies.paper_scans import open_scan, put_scan
from app.domains.agencies.permissions import CONFIRM_PAPERS, KEEP_PAPERS, READ_SCANS, SEE_AGENCIES
from app.domains.agencies.terms import margin_of
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotNow
from app.web.access import house, me, permits, reading, work
from app.web.forms import PaperForm

paper_pages = Blueprint("agency_papers", __name__)


@paper_pages.get("/agencies/<agency_id>/papers")
@permits(SEE_AGENCIES)
def page(agency_id: str) -> ResponseReturnValue:
    """资质文件."""
    with reading() as r:
        margin = margin_of(r, queries.get_agency(r, agency_id).id)
    return _page(agency_id, QualificationForm(formdata=None, margin=margin))


@paper_pages.post("/agencies/<agency_id>/papers")
@permits(KEEP_PAPERS)
def enter(agency_id: str) -> ResponseReturnValue:
    """登记, or the renewal of one."""
    form = QualificationForm()

    def act(w: Work) -> None:
        paper = papers.enter_paper(w, agency_id, form.to_command())
        if form.scan.data:
            put_scan(w, house().evidence, agency_id, paper.id, *_sent(form.scan.data))

    return _do(agency_id, form, act)


@paper_pages.post("/agencies/<agency_id>/papers/<paper_id>/scan")
@permits(KEEP_PAPERS)
def send_scan(agency_id: str, paper_id: str) -> ResponseReturnValue:
    """上传扫描件."""
    form = ScanForm()
    return _do(agency_id, form, lambda w: put_scan(w, house().evidence, agency_id, paper_id, *_sent(form.scan.data)))


@paper_pages.get("/agencies/<agency_id>/papers/<paper_id>/scan")
@permits(READ_SCANS)
def scan(agency_id: str, paper_id: str) -> ResponseReturnValue:
    """The original for the court, the copy without metadata for the agency; always as a download."""
    with work() as w:
        sent = open_scan(w, house().evidence, agency_id, paper_id)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(sent.name)}", "Content-Length": str(sent.size), "Cache-Control": "no-store"}
    return Response(house().evidence.stream(sent.digest), mimetype=sent.media_type, headers=headers)


@paper_pages.post("/agencies/<agency_id>/papers/<paper_id>/confirm")
@permits(CONFIRM_PAPERS)
def confirm(agency_id: str, paper_id: str) -> ResponseReturnValue:
    """已核对原件."""
    return _do(agency_id, PaperForm(), lambda w: papers.confirm_paper(w, agency_id, paper_id))


@paper_pages.post("/agencies/<agency_id>/papers/<paper_id>/remove")
@permits(CONFIRM_PAPERS)
def remove(agency_id: str, paper_id: str) -> ResponseReturnValue:
    """移除."""
    form = SuspendForm()
    return _do(agency_id, form, lambda w: papers.remove_paper(w, agency_id, paper_id, str(form.reason.data or "")))


def _sent(scan: FileStorage | None) -> tuple[str, bytes]:
    """Name and bytes of what was chosen; both empty when nothing was."""
    return (PurePath(scan.filename or "扫描件").name, scan.read()) if scan else ("", b"")


def _do(agency_id: str, form: PaperForm, act: Callable[[Work], object]) -> ResponseReturnValue:
    try:
        form.require_valid()
        with work() as w:
            act(w)
    except (Invalid, NotNow) as refusal:
        if isinstance(refusal, Invalid):
            form.take_faults(refusal)
        return _page(agency_id, form if isinstance(form, QualificationForm) else QualificationForm(formdata=None), refusal.message), refusal.status
    return redirect(url_for("agency_papers.page", agency_id=agency_id), 303)


def _page(agency_id: str, form: QualificationForm, refused: str = "") -> str:
    with reading() as r:
        agency, rows = queries.get_agency(r, agency_id), papers.list_papers(r, agency_id)
        own = ids_at_agencies(r.session).get(agency_id, set())
        people = names_of(r.session, own | {each.paper.person_id for each in rows if each.paper.person_id})
    form.person_id.choices = [("", "机构本身"), *sorted(((each, people[each]) for each in own if each in people), key=lambda each: each[1])]
    may = {"keep": KEEP_PAPERS.held_by(me()), "confirm": CONFIRM_PAPERS.held_by(me()), "read": READ_SCANS.held_by(me()), "outside": me().is_outside}
    return render_template("agencies/papers.html", agency=agency, rows=rows, people=people, form=form, may=may, refused=refused, states=PAPER_STATE_NAMES)
