"""Access: every route declares its permission, deny is the default; who asks; and the request's readings and works."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.infra.house import House
from app.infra.unit_of_work import Reading, Work
from app.kernel.actor import Actor
from app.kernel.errors import NotAllowed
from app.kernel.permission import PUBLIC, Permission

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
ActorOf = Callable[[], Actor | None]


def permits(permission: Permission) -> Callable[[View], View]:
    """Declare the permission that a view needs; stands directly above the view function."""

    def declare(view: View) -> View:
        cast(Any, view).permission = permission
        return view

    return declare


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """The permission that an endpoint declares, or None: such a route answers 403 to everybody."""
    return getattr(app.view_functions[endpoint], "permission", None)


def install(app: Flask, actor_of: ActorOf) -> None:
    """Guard every request. `actor_of` finds the actor of the request (cookie or token), or None."""

    @app.before_request
    def guard() -> ResponseReturnValue | None:
        g.actor = None
        if request.endpoint is None or request.endpoint == "static":
            return None
        permission = permission_of(app, request.endpoint)
        if permission is None:
            abort(403)
        g.actor = actor_of()
        if permission is PUBLIC:
            return None
        if g.actor is None:
            return _ask_to_sign_in()
        if not permission.held_by(g.actor):
            raise NotAllowed(f"你不能{permission.title}：该操作不属于{g.actor.title}", code="no_right")
        return None


def house() -> House:
    """The house of this process."""
    return cast(House, current_app.extensions["house"])


def me() -> Actor:
    """The actor of this request; only behind a permission other than PUBLIC."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        abort(401)
    return actor


def work() -> AbstractContextManager[Work]:
    """One act of the signed-in actor."""
    return house().work(me())


def reading() -> AbstractContextManager[Reading]:
    """One read of the signed-in actor."""
    return house().reading(me())


def is_fragment() -> bool:
    """Does htmx ask for a part of the page?"""
    return "HX-Request" in request.headers


def safe_next(target: str | None) -> str:
    """A path of ours to go to after signing in; anything else is the workbench."""
    parts = urlsplit(target or "/")
    plain = not parts.scheme and not parts.netloc and (target or "").startswith("/") and not (target or "").startswith("//") and "\\" not in (target or "")
    return target if target and plain else "/"


def _ask_to_sign_in() -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        abort(401)
    target = url_for("accounts.sign_in_page", next=request.full_path.rstrip("?") if request.method == "GET" else "/")
    if is_fragment():
        return "", 401, {"HX-Redirect": target}
    return redirect(target)
