"""The session's cookie: an opaque key, kept only as a hash; and who is behind a request."""

from __future__ import annotations

from flask import Request, Response

from app.domains.accounts.queries import SEEN_EVERY, actor_of_session, actor_of_token
from app.domains.accounts.rules import ABSOLUTE
from app.infra.house import House
from app.kernel.actor import SYSTEM, Actor
from app.web.forgery import bearer_of

NAME = "paifu_session"
SECURE_NAME = "__Host-paifu_session"


def cookie_name(house: House) -> str:
    """The cookie's name: bound to the host in production."""
    return SECURE_NAME if house.settings.production else NAME


def key_of(house: House, request: Request) -> str | None:
    """The session key that the browser sent."""
    return request.cookies.get(cookie_name(house))


def give(house: House, answer: Response, key: str) -> Response:
    """Hand the key to the browser."""
    answer.set_cookie(cookie_name(house), key, max_age=int(ABSOLUTE.total_seconds()), httponly=True, secure=house.settings.production, samesite="Lax", path="/")
    return answer


def take_away(house: House, answer: Response) -> Response:
    """Make the browser forget the key."""
    answer.delete_cookie(cookie_name(house), path="/", secure=house.settings.production, httponly=True, samesite="Lax")
    return answer


def actor_of_request(house: House, request: Request, request_id: str) -> Actor | None:
    """The actor behind a cookie or bearer token; None for a stranger. Notes that the session is in use, at most once a minute."""
    bearer = bearer_of(request)
    with house.reading(SYSTEM) as r:
        if bearer:
            return actor_of_token(r.session, bearer, r.wall_now, request_id=request_id)
        key = key_of(house, request)
        found = actor_of_session(r.session, key, r.wall_now, request_id=request_id) if key else None
    if found is None:
        return None
    actor, kept = found
    if r.wall_now - kept.seen_at > SEEN_EVERY:
        with house.work(actor) as w:
            w.session.merge(kept).seen_at = w.wall_now
    return actor
