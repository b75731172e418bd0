"""Pages of importing: template, upload, preview with every bad cell named, import."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.assets import import_service
from app.domains.assets.import_columns import SHEETS
from app.domains.assets.sheets import template_of
from app.domains.cases.permissions import IMPORT_CASES
from app.infra.workbooks import XLSX
from app.kernel.errors import Invalid
from app.web.access import permits, reading, work

pages = Blueprint("case_import", __name__)


@pages.get("/cases/import")
@permits(IMPORT_CASES)
def upload_page() -> ResponseReturnValue:
    """导入: download the template, choose a file."""
    return _upload("")


@pages.get("/cases/import/template.xlsx")
@permits(IMPORT_CASES)
def template() -> ResponseReturnValue:
    """The empty workbook."""
    return Response(template_of(SHEETS), mimetype=XLSX, headers={"Content-Disposition": "attachment; filename=import-template.xlsx"})


@pages.post("/cases/import")
@permits(IMPORT_CASES)
def preview() -> ResponseReturnValue:
    """Read the file and keep it for the import that follows."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _upload("选择要导入的文件"), 422
    try:
        content = file.read()
        with work() as w:
            import_service.look(w, content, file.filename)
            draft = import_service.keep_draft(w, content, file.filename)
    except Invalid as refusal:
        return _upload(refusal.message), refusal.status
    return redirect(url_for("case_import.preview_page", draft_id=draft.id), 303)


@pages.get("/cases/import/<draft_id>")
@permits(IMPORT_CASES)
def preview_page(draft_id: str) -> ResponseReturnValue:
    """What would be imported, and what is wrong."""
    return _preview(draft_id, "")


@pages.post("/cases/import/<draft_id>")
@permits(IMPORT_CASES)
def run(draft_id: str) -> ResponseReturnValue:
    """Import: all, or the good lines when that was pressed."""
    try:
        with work() as w:
            done = import_service.import_draft(w, draft_id, partial=request.form.get("partial") == "1")
    except Invalid as refusal:
        return _preview(draft_id, refusal.message), refusal.status
    return render_template("assets/imported.html", done=done)


def _upload(refused: str) -> str:
    return render_template("assets/import.html", refused=refused)


def _preview(draft_id: str, refused: str) -> str:
    with reading() as r:
        draft = import_service.get_draft(r, draft_id)
        plan = import_service.look(r, draft.content, draft.name)
    return render_template("assets/import_preview.html", draft=draft, plan=plan, refused=refused)
