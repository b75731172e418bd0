"""/healthz, /readyz: is the process alive; can it serve."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from app.infra.beats import oldest_beat
from app.infra.migrations import is_current
from app.kernel.permission import PUBLIC
from app.web.access import house, permits

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@permits(PUBLIC)
def alive() -> ResponseReturnValue:
    """The process answers."""
    return jsonify(ok=True)


@pages.get("/readyz")
@permits(PUBLIC)
def ready() -> ResponseReturnValue:
    """Database and migrations are there; the heartbeat's age is told, not judged, so that a web process can start first."""
    here = house()
    current = is_current(here.database)
    with here.database.read() as session:
        age = oldest_beat(session) if current else None
    seconds = None if age is None else round(age.total_seconds(), 1)
    return jsonify(ok=current, migrations=current, heartbeat_age_seconds=seconds), 200 if current else 503
