"""Pages of a court's own templates (S24): upload, what the check found, trial print, acceptance by a judge, versions."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.accounts.queries import names_of
from app.domains.documents import own_queries, own_service
from app.domains.documents.catalogue import PAPERS, paper_kind
from app.domains.documents.forms import AcceptForm, TemplateForm
from app.domains.documents.layout.blocks import plain
from app.domains.documents.layout.own import blocks_of
from app.domains.documents.own import fill_sample
from app.domains.documents.permissions import ACCEPT_TEMPLATE, KEEP_TEMPLATES, SEE_TEMPLATES
from app.infra.unit_of_work import Reading
from app.kernel.errors import Invalid, NotFound
from app.web.access import house, me, permits, reading, work

pages = Blueprint("templates", __name__)
WORDS = {"uploaded": "检查未通过", "checked": "待启用", "accepted": "启用中", "retired": "已停用"}
LOOKS = {"uploaded": "danger", "checked": "primary", "accepted": "ok", "retired": "idle"}


@pages.get("/documents/templates")
@permits(SEE_TEMPLATES)
def list_page() -> ResponseReturnValue:
    """All versions of the court's own templates."""
    with reading() as r:
        return _list(r, TemplateForm(formdata=None))


@pages.post("/documents/templates")
@permits(KEEP_TEMPLATES)
def upload() -> ResponseReturnValue:
    """上传并检查."""
    form, file = TemplateForm(), request.files.get("file")
    try:
        form.require_valid()
        with work() as w:
            made = own_service.offer(w, str(form.code.data), (file.filename if file else "") or "模板.docx", file.read() if file else b"")
    except Invalid as refusal:
        form.take_faults(refusal)
        with reading() as r:
            return _list(r, form), refusal.status
    return redirect(url_for("templates.page", template_id=made.id), 303)


@pages.get("/documents/templates/<template_id>")
@permits(SEE_TEMPLATES)
def page(template_id: str) -> ResponseReturnValue:
    """One version: what the check found, the sample in it, who let it be used."""
    with reading() as r:
        found = own_queries.get_template(r, template_id)
        shown = plain(blocks_of(fill_sample(found.code, found.content))) if found.status != "uploaded" else ""
        names = names_of(r.session, {found.uploaded_by, found.accepted_by or ""})
        may = {"keep": KEEP_TEMPLATES.held_by(me()), "accept": ACCEPT_TEMPLATE.held_by(me()) and found.uploaded_by != me().id}
        return render_template(
            "documents/template.html", template=found, kind=paper_kind(found.code), shown=shown, names=names, may=may, words=WORDS, looks=LOOKS
        )


@pages.post("/documents/templates/<template_id>/check")
@permits(KEEP_TEMPLATES)
def check(template_id: str) -> ResponseReturnValue:
    """检查模板."""
    with work() as w:
        own_service.check_again(w, template_id)
    return redirect(url_for("templates.page", template_id=template_id), 303)


@pages.post("/documents/templates/<template_id>/accept")
@permits(ACCEPT_TEMPLATE)
def accept(template_id: str) -> ResponseReturnValue:
    """启用: exactly the bytes whose trial print was on the screen."""
    form = AcceptForm()
    form.require_valid()
    with work() as w:
        own_service.accept(w, template_id, str(form.digest.data))
    return redirect(url_for("templates.page", template_id=template_id), 303)


@pages.post("/documents/templates/<template_id>/retire")
@permits(KEEP_TEMPLATES)
def retire(template_id: str) -> ResponseReturnValue:
    """停用."""
    with work() as w:
        own_service.retire(w, template_id)
    return redirect(url_for("templates.page", template_id=template_id), 303)


@pages.get("/documents/templates/<template_id>/<any(original, docx, pdf):name>")
@permits(SEE_TEMPLATES)
def copy(template_id: str, name: str) -> ResponseReturnValue:
    """The template itself, or its trial print with the sample's facts."""
    with reading() as r:
        found = own_queries.get_template(r, template_id)
        if (name == "pdf" and found.proof_digest is None) or (name != "original" and found.status == "uploaded"):
            raise NotFound
        content = _content(name, found.code, found.content, found.proof_digest or "")
    title = f"{paper_kind(found.code).title}-模板第{found.version_no}版{'' if name == 'original' else '-试打印'}.{'pdf' if name == 'pdf' else 'docx'}"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(title)}", "Cache-Control": "no-store"}
    return Response(content, mimetype="application/pdf" if name == "pdf" else own_service.WORD, headers=headers)


def _content(name: str, code: str, content: bytes, proof: str) -> bytes:
    match name:
        case "original":
            return content
        case "docx":
            return fill_sample(code, content)
        case _:
            return house().evidence.read(proof)


def _list(r: Reading, form: TemplateForm) -> str:
    rows = own_queries.list_templates(r)
    may = KEEP_TEMPLATES.held_by(me())
    return render_template("documents/templates.html", rows=rows, form=form, kinds=PAPERS, words=WORDS, looks=LOOKS, may=may)
