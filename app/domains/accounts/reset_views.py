"""Pages of a reset by two administrators: asked on the person's page, confirmed on the list."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.accounts import resetting
from app.domains.accounts.permissions import CONFIRM_RESET, RUN_ACCOUNTS
from app.domains.accounts.queries import names_of
from app.kernel.errors import Refusal
from app.web.access import me, permits, reading, work

pages = Blueprint("factor_resets", __name__)


@pages.get("/admin/factor-resets")
@permits(CONFIRM_RESET)
def list_page() -> ResponseReturnValue:
    """What waits for another administrator."""
    return _page()


@pages.post("/admin/people/<person_id>/factor")
@permits(RUN_ACCOUNTS)
def ask(person_id: str) -> ResponseReturnValue:
    """提请重置二次验证."""
    reason = request.form.get("reason", "")
    try:
        with work() as w:
            resetting.ask_reset(w, person_id, reason)
    except Refusal as refusal:
        return _page(refusal, person_id, reason), refusal.status
    return redirect(url_for("factor_resets.list_page"), 303)


@pages.post("/admin/factor-resets/<reset_id>/confirm")
@permits(CONFIRM_RESET)
def confirm(reset_id: str) -> ResponseReturnValue:
    """确认重置."""
    with work() as w:
        resetting.confirm_reset(w, reset_id)
    return redirect(url_for("factor_resets.list_page"), 303)


@pages.post("/admin/factor-resets/<reset_id>/drop")
@permits(CONFIRM_RESET)
def drop(reset_id: str) -> ResponseReturnValue:
    """不予重置."""
    with work() as w:
        resetting.drop_reset(w, reset_id)
    return redirect(url_for("factor_resets.list_page"), 303)


def _page(refusal: Refusal | None = None, person_id: str = "", reason: str = "") -> str:
    with reading() as r:
        rows = resetting.list_open(r)
        names = names_of(r.session, {asked.asked_by for asked, _ in rows})
    typed = {"person_id": person_id, "reason": reason}
    return render_template("admin/factor_resets.html", rows=rows, names=names, refusal=refusal, typed=typed, stands=resetting.STANDS, mine=me().id)
