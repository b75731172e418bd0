"""订阅日历: make, revoke, and the feed itself, which needs no sign-in but its secret."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.deadlines import feeding, queries
from app.domains.deadlines.permissions import FEED_DEADLINES
from app.kernel.permission import PUBLIC
from app.web.access import house, permits, reading, work

pages = Blueprint("deadline_feed", __name__)


@pages.get("/deadlines/feed")
@permits(FEED_DEADLINES)
def page() -> ResponseReturnValue:
    """Is there an address, and since when."""
    with reading() as r:
        return render_template("deadlines/feed.html", made_at=feeding.find_feed(r), address="")


@pages.post("/deadlines/feed")
@permits(FEED_DEADLINES)
def make() -> ResponseReturnValue:
    """A new address, shown once."""
    with work() as w:
        key = feeding.make_feed(w)
        return render_template("deadlines/feed.html", made_at=w.now, address=url_for("deadline_feed.feed", key=key, _external=True))


@pages.post("/deadlines/feed/revoke")
@permits(FEED_DEADLINES)
def revoke() -> ResponseReturnValue:
    """作废."""
    with work() as w:
        feeding.revoke_feed(w)
    return redirect(url_for("deadline_feed.page"), 303)


@pages.get("/p/calendar/<key>.ics")
@permits(PUBLIC)
def feed(key: str) -> ResponseReturnValue:
    """What the person behind the secret holds."""
    with house().database.read() as session:
        actor = feeding.actor_behind(session, key)
    with house().reading(actor) as r:
        told = feeding.feed_of(queries.list_open(r, mine=True, until_on=r.today + feeding.AHEAD), request.url_root.rstrip("/"), r.now)
    return Response(told, mimetype="text/calendar", headers={"Cache-Control": "private, no-store"})
