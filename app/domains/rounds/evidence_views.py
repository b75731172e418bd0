"""The raw answers of a lot (list and download, each recorded), and 导入保存的页面: upload, look, take."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer

from app.domains.audit.service import record
from app.domains.rounds import importing, queries
from app.domains.rounds.forms import ImportForm
from app.domains.rounds.jobs import approved_of
from app.domains.rounds.permissions import IMPORT_PAGE, SEE_ANSWERS
from app.kernel.errors import Conflict, Invalid, NotFound
from app.web.access import house, permits, reading, work

pages = Blueprint("round_evidence", __name__)
SHOWN = 20
PREVIEW_SECONDS = 1800


@pages.get("/lots/<round_id>/answers")
@permits(SEE_ANSWERS)
def answers(round_id: str) -> ResponseReturnValue:
    """平台原始回应: the latest looks with their kept bytes."""
    with reading() as r:
        found = queries.get_round(r, round_id)
        readings = queries.list_readings(r, round_id, limit=SHOWN)
        kept = queries.list_answers(r, readings)
    return render_template("rounds/answers.html", found=found, readings=readings, kept=kept)


@pages.get("/lots/<round_id>/answers/<digest>")
@permits(SEE_ANSWERS)
def answer(round_id: str, digest: str) -> ResponseReturnValue:
    """The bytes as they came, never shown as a page of ours; that they were taken is recorded."""
    with work() as w:
        found = queries.get_round(w, round_id)
        if not queries.holds_answer(w, round_id, digest):
            raise NotFound
        content = house().evidence.read(digest)
        record(w, "round.answer_taken", "round", found.id, "下载平台原始回应", case_id=found.case_id, digest=digest)
    headers = {"Content-Disposition": f"attachment; filename={digest[:16]}.bin"}
    return Response(content, mimetype="application/octet-stream", headers=headers)


@pages.get("/lots/<round_id>/import")
@permits(IMPORT_PAGE)
def import_page(round_id: str) -> ResponseReturnValue:
    """导入保存的页面."""
    return _page(round_id, ImportForm(formdata=None))


@pages.post("/lots/<round_id>/import")
@permits(IMPORT_PAGE)
def preview(round_id: str) -> ResponseReturnValue:
    """What the file says, beside what is known; nothing is taken yet."""
    form = ImportForm()
    if not form.validate_on_submit():
        return _page(round_id, form), 422
    name, content = str(form.file.data.filename or "file")[:120], form.file.data.read()
    try:
        with reading() as r:
            found = queries.get_round(r, round_id)
            read = importing.read_saved(found, approved_of(r, found), name, content, form.saved_at.data)
    except Invalid as refusal:
        form.take_faults(refusal)
        return _page(round_id, form), 422
    token = _signer().dumps({"round": round_id, "digest": house().evidence.keep(content), "name": name, "at": _iso(form.saved_at.data)})
    return render_template("rounds/import_preview.html", found=found, read=read, token=token)


@pages.post("/lots/<round_id>/import/take")
@permits(IMPORT_PAGE)
def take(round_id: str) -> ResponseReturnValue:
    """采用并存证, or 仅存证."""
    try:
        kept: dict[str, Any] = _signer().loads(request.form.get("token", ""), max_age=PREVIEW_SECONDS)
    except BadData:
        raise Conflict("预览已过期，请重新选择文件") from None
    if kept["round"] != round_id:
        raise NotFound
    saved_at = datetime.fromisoformat(kept["at"]) if kept["at"] else None
    with work() as w:
        approved = approved_of(w, queries.get_round(w, round_id))
        importing.take_saved(w, house().evidence, round_id, approved, kept["name"], house().evidence.read(kept["digest"]), saved_at)
    return redirect(url_for("rounds.lot", round_id=round_id), 303)


def _page(round_id: str, form: ImportForm) -> str:
    with reading() as r:
        found = queries.get_round(r, round_id)
    return render_template("rounds/import.html", found=found, form=form)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(house().settings.secret_key, salt="round-import")


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
