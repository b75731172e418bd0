"""Pages of the second factor: the step after the password, setting up with a QR, recovery codes once, and what one has."""

from __future__ import annotations

import segno
from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.domains.accounts import factor, session_cookie
from app.domains.accounts.factor_rules import address_of
from app.domains.accounts.step_up import WRONG
from app.domains.accounts.tables import Person
from app.domains.accounts.tables_factor import SecondFactor
from app.kernel.actor import SYSTEM
from app.kernel.errors import NotFound, Refusal
from app.kernel.permission import PUBLIC, SIGNED_IN
from app.web.access import house, me, permits, reading, safe_next, work

pages = Blueprint("second_factor", __name__)


@pages.get("/login/factor")
@permits(PUBLIC)
def page() -> ResponseReturnValue:
    """二次验证, or setting it up at the first sign-in."""
    return _page()


@pages.post("/login/factor")
@permits(PUBLIC)
def prove() -> ResponseReturnValue:
    """Check the code; the browser gets a fresh key. After setting up, the ten codes are shown this once."""
    try:
        with house().work(SYSTEM) as w:
            passed = factor.pass_at_sign_in(w, session_cookie.key_of(house(), request), request.form.get("code", ""))
    except NotFound:
        return redirect(url_for("accounts.sign_in_page"), 303)
    except Refusal as refusal:
        return _page(refusal.message, refusal.status)
    if passed is None:
        return _page(WRONG, 401)
    onward = safe_next(request.form.get("next"))
    shown = render_template("accounts/factor_codes.html", codes=passed.recovery_codes, onward=onward) if passed.recovery_codes else redirect(onward, 303)
    return session_cookie.give(house(), make_response(shown), passed.key)


@pages.get("/me/factor")
@permits(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """What one has: since when, codes left."""
    return _mine()


@pages.post("/me/factor/codes")
@permits(SIGNED_IN)
def renew() -> ResponseReturnValue:
    """Ten new recovery codes, against a code."""
    try:
        with work() as w:
            codes = factor.renew_codes(w, request.form.get("code", ""))
    except NotFound:
        return _mine(), 404
    except Refusal as refusal:
        return _mine(refusal.message), refusal.status
    if codes is None:
        return _mine(WRONG), 422
    return render_template("accounts/factor_codes.html", codes=codes, onward=url_for("second_factor.mine"))


def _page(message: str = "", status: int = 200) -> ResponseReturnValue:
    try:
        with house().reading(SYSTEM) as r:
            found = factor.half_way(r, session_cookie.key_of(house(), request))
    except NotFound:
        return redirect(url_for("accounts.sign_in_page"))
    picture = _picture(address_of(found.secret, found.person.login)) if found.secret else ""
    onward = safe_next(request.form.get("next") or request.args.get("next"))
    return render_template("accounts/factor.html", person=found.person, secret=found.secret, picture=picture, message=message, onward=onward), status


def _picture(address: str) -> Markup:
    """The QR as an inline SVG without any style; its text comes from segno alone."""
    return Markup(segno.make(address, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="pf-qr", lineclass=None, omitsize=False))


def _mine(message: str = "") -> str:
    with reading() as r:
        person, kept, left = r.session.get_one(Person, me().id), r.session.get(SecondFactor, me().id), factor.codes_left(r, me().id)
    return render_template("accounts/factor_mine.html", person=person, kept=kept, left=left, message=message)
