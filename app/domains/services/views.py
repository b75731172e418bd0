"""Pages of services (S14): the list, one service with its attempts, and the phone page of the server in the street."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.accounts.queries import names_of
from app.domains.cases.queries import house_case
from app.domains.services import adding_views, queries, service
from app.domains.services.forms import AttemptForm, EntrustedForm
from app.domains.services.permissions import SEE_SERVICES, SERVE
from app.domains.services.rules import OPEN, ServiceStatus
from app.domains.services.tables import Service
from app.infra.evidence import keep
from app.infra.photos import keep_photos
from app.infra.signing import picture_of
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.law.rulebook import cite
from app.web.access import house, me, permits, reading, work
from app.web.lists import page_number

pages = Blueprint("services", __name__)
more_pages = (adding_views.pages,)
Refused = Invalid | Conflict | NotNow


@pages.get("/service")
@permits(SEE_SERVICES)
def list_page() -> ResponseReturnValue:
    """S14: what failed first, then by the day it is due."""
    wanted = _wanted()
    with reading() as r:
        rows, counts = queries.list_services(r, wanted), queries.count_by_status(r, wanted)
    shown, older = rows[: queries.PAGE], _href(wanted, page=wanted.page + 1) if len(rows) > queries.PAGE else ""
    newer = _href(wanted, page=wanted.page - 1) if wanted.page > 1 else ""
    return render_template(
        "services/list.html", rows=shown, counts=counts, wanted=wanted, tabs=_tabs(wanted, counts), older=older, newer=newer, may=SERVE.held_by(me())
    )


@pages.get("/service/<service_id>")
@permits(SEE_SERVICES)
def page(service_id: str) -> ResponseReturnValue:
    """One service: who, what, until when, every attempt with its proof and counting."""
    with reading() as r:
        return _page(r, service_id)


@pages.get("/service/<service_id>/attempt")
@permits(SERVE)
def attempt_page(service_id: str) -> ResponseReturnValue:
    """登记结果, on a phone in the street."""
    with reading() as r:
        found = queries.get_service(r, service_id)
        form = AttemptForm(formdata=None, data={"consent": found.consent, "place": found.address, "second": _second(r, found), "at": r.now})
        return _form(found, form)


@pages.post("/service/<service_id>/attempt")
@permits(SERVE)
def attempt(service_id: str) -> ResponseReturnValue:
    """Write an attempt down."""
    form = AttemptForm()
    try:
        form.require_valid()
        with work() as w:
            service.record_attempt(w, service_id, _told(w, service_id, form))
    except (Invalid, Conflict, NotNow) as refusal:
        if isinstance(refusal, Invalid):
            form.take_faults(refusal)
        with reading() as r:
            return _form(queries.get_service(r, service_id), form, refusal), refusal.status
    return redirect(url_for("services.page", service_id=service_id), 303)


@pages.post("/service/<service_id>/entrusted")
@permits(SERVE)
def entrusted(service_id: str) -> ResponseReturnValue:
    """The other court has the letter: its ten days run."""
    form, status = EntrustedForm(), 422
    if form.validate_on_submit():
        try:
            with work() as w:
                service.note_entrusted(w, service_id, form.on.data)
            return redirect(url_for("services.page", service_id=service_id), 303)
        except Invalid as refusal:
            form.take_faults(refusal)
    with reading() as r:
        return _page(r, service_id, form), status


@pages.get("/service/<service_id>/photos/<digest>")
@permits(SEE_SERVICES)
def photo(service_id: str, digest: str) -> ResponseReturnValue:
    """A shown copy or a drawn signature of this service; nothing else."""
    with reading() as r:
        tried = queries.list_attempts(r, queries.get_service(r, service_id).id)
    drawn = {each.signature_digest for each in tried if each.signature_digest}
    if digest not in {str(photo["shown"]) for each in tried for photo in each.photos} | drawn:
        raise NotFound
    headers = {"Cache-Control": "private, max-age=3600", "Content-Disposition": "inline"}
    return Response(house().evidence.read(digest), mimetype="image/png" if digest in drawn else "image/jpeg", headers=headers)


def _told(w: Work, service_id: str, form: AttemptForm) -> service.Told:
    """The attempt with its photos and its signature kept as evidence."""
    queries.get_service(w, service_id)
    sent = [(file.filename or "", file.read()) for file in request.files.getlist("photos") if file.filename]
    photos = keep_photos(w.session, house().evidence, sent, source=f"送达 {service_id}", now=w.now)
    drawn, signature = str(form.signature.data or ""), ""
    if drawn:
        kept = keep(w.session, house().evidence, picture_of(drawn), name="签收", media_type="image/png", source=f"送达 {service_id}", now=w.now)
        signature = kept.digest
    return service.Told(form.instant, form.attempt(w.actor.name, len(photos)), str(form.helper.data or "").strip(), photos, signature)


def _second(r: Reading, found: Service) -> str:
    """Clerk or judge of the case, whoever is not at the keys."""
    case = house_case(r, found.case_id)
    others = [each for each in (case.clerk_id, case.judge_id) if each and each != r.actor.id]
    return names_of(r.session, set(others[:1])).get(others[0], "") if others else ""


def _page(r: Reading, service_id: str, entrusted: EntrustedForm | None = None) -> str:
    found = queries.get_service(r, service_id)
    tried = queries.list_attempts(r, found.id)
    return render_template(
        "services/page.html",
        service=found,
        attempts=tried,
        names=names_of(r.session, {each.server_id for each in tried}),
        is_open=ServiceStatus(found.status) in OPEN,
        citation=cite(found.rule),
        may=SERVE.held_by(me()),
        entrusted=entrusted or EntrustedForm(formdata=None),
    )


def _form(found: Service, form: AttemptForm, refusal: Refused | None = None) -> str:
    return render_template("services/attempt.html", service=found, form=form, refusal=refusal, is_open=ServiceStatus(found.status) in OPEN)


def _wanted() -> queries.Wanted:
    status, page_no = request.args.get("status", ""), page_number(request.args.get("page", "1"))
    known = status if status in {"all", *(each.value for each in ServiceStatus)} else ""
    return queries.Wanted(known, request.args.get("case", ""), request.args.get("q", "").strip(), page_no)


def _href(wanted: queries.Wanted, *, status: str | None = None, page: int = 1) -> str:
    said = {"status": wanted.status if status is None else status, "case": wanted.case_id, "q": wanted.search, "page": "" if page == 1 else str(page)}
    kept = {name: value for name, value in said.items() if value}
    return f"/service?{urlencode(kept)}" if kept else "/service"


def _tabs(wanted: queries.Wanted, counts: dict[str, int]) -> list[dict[str, object]]:
    open_ = sum(counts.get(each.value, 0) for each in OPEN)
    tabs = [("", "应送达", open_), *((each.value, each.word, counts.get(each.value, 0)) for each in (*OPEN, ServiceStatus.SERVED, ServiceStatus.DEEMED))]
    return [
        {"label": word, "href": _href(wanted, status=status), "on": wanted.status == status, "count": count}
        for status, word, count in (*tabs, ("all", "全部", sum(counts.values())))
    ]
