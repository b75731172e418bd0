"""Pages of papers (S24): the list, one paper with its facts beside the sheet, filling in, signing, and its files."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.accounts.queries import names_of
from app.domains.documents import own_views, queries, service, showing
from app.domains.documents.catalogue import PAPERS, paper_kind
from app.domains.documents.filling import Blank, blanks_of
from app.domains.documents.forms import SignForm, fill_form, filled_of
from app.domains.documents.listing import chips_of, tabs_of, wanted_href, wanted_of
from app.domains.documents.own_queries import content_of
from app.domains.documents.permissions import FILL_DOCUMENT, SEE_DOCUMENTS, SIGN_DOCUMENT, TAKE_COPY
from app.domains.documents.rules import may_enter, signing_role
from app.domains.documents.tables import Document
from app.domains.documents.types import Copy, DocumentStatus
from app.infra.unit_of_work import Reading
from app.kernel.actor import ROLE_NAMES
from app.kernel.errors import Invalid, NotFound
from app.web.access import house, me, permits, reading, work
from app.web.forms import PaperForm

pages = Blueprint("documents", __name__)
more_pages = (own_views.pages,)
EDITABLE = (DocumentStatus.DRAFT.value, DocumentStatus.MADE.value, DocumentStatus.SIGNED.value)

WORDS = {status.value: status.word for status in DocumentStatus}


@pages.get("/documents")
@permits(SEE_DOCUMENTS)
def list_page() -> ResponseReturnValue:
    """S24: by status, kind and case."""
    wanted = wanted_of(request.args)
    with reading() as r:
        rows, counts = queries.list_documents(r, wanted), queries.count_by_status(r, wanted)
        names = names_of(r.session, {row.signed_by or row.signer_id or "" for row in rows})
    after = len(rows) > queries.PAGE
    return render_template(
        "documents/list.html", rows=rows[: queries.PAGE], wanted=wanted, names=names, kinds=PAPERS, words=WORDS,
        tabs=tabs_of(wanted, counts), chips=chips_of(wanted),
        older=wanted_href(wanted, page=wanted.page + 1) if after else "", newer=wanted_href(wanted, page=wanted.page - 1) if wanted.page > 1 else "",
    )  # fmt: skip


@pages.get("/documents/<document_id>")
@permits(SEE_DOCUMENTS)
def page(document_id: str) -> ResponseReturnValue:
    """One version: what it needs on the left, the sheet on the right."""
    with reading() as r:
        found = queries.get_document(r, document_id)
        blanks = _blanks(found, request.args.get("edit", ""))
        return _page(r, found, blanks, fill_form(blanks, formdata=None))


@pages.post("/documents/<document_id>/facts")
@permits(FILL_DOCUMENT)
def fill(document_id: str) -> ResponseReturnValue:
    """Missing facts entered; a paper that was made gets a new version."""
    with reading() as r:
        found = queries.get_document(r, document_id)
        blanks = _blanks(found, request.args.get("edit", ""))
    form = fill_form(blanks)
    try:
        form.require_valid()
        with work() as w:
            made = service.fill_in(w, document_id, filled_of(form, blanks))
    except Invalid as refusal:
        form.take_faults(refusal)
        with reading() as r:
            return _page(r, found, blanks, form), refusal.status
    return redirect(url_for("documents.page", document_id=made.id), 303)


@pages.post("/documents/<document_id>/sign")
@permits(SIGN_DOCUMENT)
def sign(document_id: str) -> ResponseReturnValue:
    """签发: exactly the text that was on the screen."""
    form = SignForm()
    form.require_valid()
    with work() as w:
        service.sign(w, document_id, digest=str(form.digest.data))
    return redirect(url_for("documents.page", document_id=document_id), 303)


@pages.get("/documents/<document_id>/<any(pdf, docx, public):name>")
@permits(TAKE_COPY)
def copy(document_id: str, name: str) -> ResponseReturnValue:
    """A file, its taking recorded; one that is not printed yet is asked for and waited for."""
    wanted = Copy(name)
    with work() as w:
        digest = service.take_copy(w, document_id, wanted)
        found = queries.get_document(w, document_id)
        title = f"{found.title}-第{found.version_no}版{wanted.suffix}"
    if digest is None:
        return redirect(url_for("documents.making", document_id=document_id, name=name), 303)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(title)}", "Cache-Control": "no-store"}
    return Response(house().evidence.read(digest), mimetype=wanted.media_type, headers=headers)


@pages.get("/documents/<document_id>/making/<any(pdf, docx, public):name>")
@permits(TAKE_COPY)
def making(document_id: str, name: str) -> ResponseReturnValue:
    """正在制作: a page whose region asks again until the file is there."""
    with reading() as r:
        found = queries.get_document(r, document_id)
    ready = getattr(found, service.PRINTED[Copy(name)]) is not None
    template = "documents/making_region.html" if "HX-Request" in request.headers else "documents/making.html"
    return render_template(template, document=found, copy=Copy(name), ready=ready)


@pages.get("/documents/<document_id>/masked")
@permits(SEE_DOCUMENTS)
def masked(document_id: str) -> ResponseReturnValue:
    """公开版 beside the original: what is masked, before it is released."""
    with reading() as r:
        found = queries.get_document(r, document_id)
        differences = showing.public_differences(found, content_of(r, found.template_id))
    if not found.digest or not paper_kind(found.code).public:
        raise NotFound
    return render_template("documents/masked.html", document=found, differences=differences)


def _blanks(found: Document, edit: str) -> list[Blank]:
    paths = [path for path, _ in found.faults]
    asked = [edit] if edit and may_enter(edit, facts=found.facts, faults=paths, filled=found.filled) else []
    return blanks_of(found.code, [*paths, *asked]) if found.status in EDITABLE else []


def _page(r: Reading, found: Document, blanks: list[Blank], form: PaperForm) -> str:
    kind = paper_kind(found.code)
    role = signing_role(kind)
    mine = me().role is role and (found.signer_id in (None, me().id)) and found.made_by != me().id
    return render_template(
        "documents/page.html", document=found, kind=kind, form=form, blanks=blanks, facts=showing.facts_shown(found), optional=showing.optional_blanks(found),
        versions=queries.list_versions(r, found),
        names=names_of(r.session, {each or "" for each in (found.made_by, found.signer_id, found.signed_by)}), signer_role=ROLE_NAMES[role],
        unfillable=[words for path, words in found.faults if path not in {blank.path for blank in blanks}],
        may_fill=FILL_DOCUMENT.held_by(me()), may_sign=mine, copies=[each for each in Copy if each is not Copy.PUBLIC or kind.public],
        editable=found.status in EDITABLE, words=WORDS, edit=request.args.get("edit", ""),
    )  # fmt: skip
