"""Acts before which the second factor is proved afresh, all in this one list (trust.md R11), and the page that asks for it in front of the act.

An act of BEFORE is stopped here until the code fits; what was typed goes along. Acts of SIGNED ask in their own dialog (step_up.require_fresh).
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.domains.accounts.step_up import asked_now, require_fresh
from app.kernel.errors import Invalid
from app.kernel.permission import SIGNED_IN
from app.web.access import permits, safe_next

pages = Blueprint("fresh_acts", __name__)

SIGNED: Mapping[str, str] = {"decisions.answer": "签名决定", "decisions.word": "加签、答复请示", "panels.vote": "表决"}
BEFORE: Mapping[str, str] = {
    "people.new_page": "新建账号",
    "people.create": "新建账号",
    "people.appoint": "授予身份",
    "factor_resets.ask": "提请重置他人的二次验证",
    "factor_resets.confirm": "确认重置他人的二次验证",
    "cases.export": "导出含当事人信息的案件表",
    "settlements.export": "导出含当事人信息的款项表",
    "titles.export": "导出含买受人姓名的过户表",
    "task_board.export": "导出任务表",
    "audit.export": "导出审计记录",
}
PROOF = "proof_code"
_NOT_ECHOED = frozenset({PROOF, "csrf_token", "password"})


@pages.before_app_request
def ask_before() -> ResponseReturnValue | None:
    """Nothing of the act is done before the code fits; for a download the proof comes first and then the download again."""
    what = BEFORE.get(request.endpoint or "")
    if what is None or asked_now() != "code":
        return None
    if request.method != "POST" or PROOF not in request.form:
        return _page(what)
    try:
        require_fresh(request.form[PROOF])
    except Invalid as refusal:
        return _page(what, refusal.message)
    return None


@pages.post("/me/factor/again")
@permits(SIGNED_IN)
def again() -> ResponseReturnValue:
    """Prove it, then go on to what was wanted."""
    onward = safe_next(request.form.get("next"))
    try:
        require_fresh(request.form.get(PROOF, ""))
    except Invalid as refusal:
        return _page("继续办理", refusal.message, onward=onward)
    return redirect(onward, 303)


def _page(what: str, message: str = "", *, onward: str = "") -> ResponseReturnValue:
    reads = bool(onward) or request.method != "POST"
    here = request.full_path.removesuffix("?")
    typed = [] if reads else [(name, value) for name, value in request.form.items(multi=True) if name not in _NOT_ECHOED]
    shown = {"what": what, "message": message, "typed": typed, "action": "/me/factor/again" if reads else here, "onward": onward or (here if reads else "")}
    return render_template("accounts/prove_again.html", field=PROOF, **shown), 422 if message else 401
