"""Pages of the trail (S28), for the auditor alone: list, 校验, 导出."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.domains.audit import checking, queries, words
from app.domains.audit.forms import ExportForm
from app.domains.audit.permissions import EXPORT_TRAIL, READ_TRAIL, VERIFY_TRAIL
from app.domains.audit.verifying import Verdict
from app.kernel.actor import ROLE_NAMES
from app.kernel.errors import Invalid, NotNow
from app.web.access import house, me, permits, reading

pages = Blueprint("audit", __name__)


@pages.get("/audit")
@permits(READ_TRAIL)
def list_page() -> ResponseReturnValue:
    """S28."""
    return _page(ExportForm(formdata=None))


@pages.post("/audit/verify")
@permits(VERIFY_TRAIL)
def verify() -> ResponseReturnValue:
    """校验."""
    return _page(ExportForm(formdata=None), verdict=checking.verify(house(), me()))


@pages.post("/audit/export")
@permits(EXPORT_TRAIL)
def export() -> ResponseReturnValue:
    """导出, with the purpose."""
    form = ExportForm()
    try:
        form.require_valid()
        content = checking.export_for(house(), me(), str(form.purpose.data).strip())
    except (Invalid, NotNow) as refusal:
        return _page(form, refusal=refusal), refusal.status
    return Response(content, mimetype="application/jsonl", headers={"Content-Disposition": "attachment; filename=trail.jsonl", "Cache-Control": "no-store"})


def _page(form: ExportForm, *, verdict: Verdict | None = None, refusal: Invalid | NotNow | None = None) -> str:
    wanted = queries.trail_wanted(request.args)
    with reading() as r:
        lines, last = queries.list_lines(r.session, wanted), queries.last_checkpoint(r.session)
    older = lines[queries.PAGE - 1].id if len(lines) > queries.PAGE else 0
    asked = {name: value for name, value in request.args.items() if name != "before"}
    return render_template(
        "audit/list.html",
        lines=lines[: queries.PAGE],
        wanted=wanted,
        asked=asked,
        older=f"/audit?{urlencode({**asked, 'before': str(older)})}" if older else "",
        first=f"/audit?{urlencode(asked)}" if wanted.before else "",
        last=last,
        form=form,
        verdict=verdict,
        refusal=refusal,
        words=words,
        role_names={role.value: name for role, name in ROLE_NAMES.items()},
    )
