"""Proving the second factor again before signing (M-54, trust.md R11): what the dialog asks for, and the refusal when nothing fresh was proved."""

from __future__ import annotations

from flask import request

from app.domains.accounts import factor, session_cookie
from app.domains.accounts.factor_rules import StepUpNeeded, is_fresh
from app.domains.accounts.passwords import hash_key
from app.domains.accounts.tables import Person, UserSession
from app.kernel.errors import NotAllowed
from app.web.access import house, me, reading, work

WRONG = "动态码不对或已用过。等下一个动态码再输入"


def asked_now() -> str:
    """The macro sign_dialog's `second_factor`: 'code' when this browser's next signature needs one, 'none' while a proof is fresh, 'off' for demonstration."""
    with reading() as r:
        person = r.session.get_one(Person, me().id)
        key = session_cookie.key_of(house(), request)
        kept = r.session.get(UserSession, hash_key(key)) if key else None
    if person.demo and not house().settings.demo_2fa:
        return "off"
    return "none" if kept is not None and is_fresh(kept.proved_at, r.wall_now) else "code"


def require_fresh(code: str) -> None:
    """Let a signature through: a demonstration account's, one proved within ten minutes, or with a code that fits now. StepUpNeeded otherwise.

    In a work of its own: a wrong code stays counted and a right one stays used, whatever becomes of the act.
    """
    if asked_now() != "code":
        return
    key = session_cookie.key_of(house(), request)
    if key is None or me().session_id is None:
        raise NotAllowed("签名只能在浏览器登录并二次验证后办理", code="step_up")
    if not code.strip():
        raise StepUpNeeded
    with work() as w:
        proved = factor.prove_again(w, key, code)
    if not proved:
        raise StepUpNeeded(WRONG)
