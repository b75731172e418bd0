"""Signing in and out, changing role, one's own sessions."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.accounts import admin_views, factor_views, fresh_acts, queries, reset_views, service, session_cookie
from app.domains.accounts.forms import SignInForm
from app.domains.accounts.rules import SignInRefused
from app.kernel.actor import SYSTEM
from app.kernel.errors import Refusal
from app.kernel.permission import PUBLIC, SIGNED_IN
from app.web.access import house, me, permits, reading, safe_next, work

pages = Blueprint("accounts", __name__)
more_pages = (admin_views.pages, factor_views.pages, reset_views.pages, fresh_acts.pages)


@pages.get("/login")
@permits(PUBLIC)
def sign_in_page() -> ResponseReturnValue:
    """S32."""
    return _page(SignInForm())


@pages.post("/login")
@permits(PUBLIC)
def sign_in() -> ResponseReturnValue:
    """Check name and password; a failure is counted and told without saying which of the two was wrong."""
    form = SignInForm()
    try:
        form.require_valid()
        with house().work(SYSTEM) as w:
            attempt = form.to_command(request.remote_addr or "", request.headers.get("User-Agent", ""))
            came = service.sign_in(w, attempt, cost=house().settings.password_cost, factor_for_demo=house().settings.demo_2fa)
        if came is None:
            raise SignInRefused
    except Refusal as refusal:
        return _page(form, refusal.message), refusal.status
    target = safe_next(request.form.get("next") or request.args.get("next"))
    onward = url_for("second_factor.page", next=target) if came.half else target
    return session_cookie.give(house(), make_response(redirect(onward)), came.key)


@pages.post("/logout")
@permits(SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    """End this session on the server."""
    with work() as w:
        service.sign_out(w, session_cookie.key_of(house(), request) or "")
    return session_cookie.take_away(house(), make_response(redirect(url_for("accounts.sign_in_page"))))


@pages.post("/me/role/<appointment_id>")
@permits(SIGNED_IN)
def take_role(appointment_id: str) -> ResponseReturnValue:
    """身份切换: the browser gets a fresh key."""
    with work() as w:
        key = service.take_role(w, session_cookie.key_of(house(), request) or "", appointment_id)
    return session_cookie.give(house(), make_response(redirect("/", 303)), key)


@pages.get("/me/sessions")
@permits(SIGNED_IN)
def sessions_page() -> ResponseReturnValue:
    """登录设备."""
    with reading() as r:
        sessions = queries.list_sessions(r.session, me().id, r.wall_now)
    return render_template("accounts/sessions.html", sessions=sessions, current=me().session_id, wall_now=r.wall_now)


@pages.post("/me/sessions/<key_hash>/revoke")
@permits(SIGNED_IN)
def revoke_session(key_hash: str) -> ResponseReturnValue:
    """End one of one's own sessions."""
    with work() as w:
        service.revoke_session(w, key_hash)
    return redirect(url_for("accounts.sessions_page"), 303)


def _page(form: SignInForm, refused: str = "") -> str:
    with house().reading(SYSTEM) as r:
        people = queries.list_demo_people(r.session)
        places = queries.places_of(r.session, people)
    cast = [{"username": p.login, "name": p.name, "title": p.appointments[0].post, "place": places[p.id]} for p in people if p.appointments]
    return render_template(
        "accounts/login.html",
        form=form,
        message=refused,
        username=str(form.username.data or ""),
        next=safe_next(request.args.get("next")),
        demo_cast=cast,
        demo_password=house().settings.demo_password if cast else "",
    )
