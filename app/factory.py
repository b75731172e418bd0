"""Puts the house together: the only file that knows everything."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from flask import Flask, g, request

from app import cli
from app.desk.frame import frame_of, provisional_here
from app.domains.accounts import session_cookie
from app.infra.clamd import Clamd
from app.infra.database import Database
from app.infra.evidence import EvidenceStore
from app.infra.house import House
from app.infra.logs import configure_logs
from app.infra.queue import Queue, make_huey
from app.infra.storage import open_storage
from app.infra.unit_of_work import Works
from app.infra.vault import Vault
from app.kernel.clock import Clock, RealClock, SharedClock
from app.process import REACTIONS
from app.rooms import blueprints, handlers
from app.web import access, errors, headers, shell, starting
from app.web.forgery import Forgery
from config.settings import Settings, read_settings

UPLOAD_LIMIT = 64 * 1024 * 1024


def make_house(settings: Settings, clock: Clock | None = None, *, wall: Clock | None = None) -> House:
    """The house of a process: clock, database, evidence, queue, works."""
    clock = clock or make_clock(settings)
    database = Database(settings.database_url, Vault(settings.secret_key))
    works = Works(database, clock, REACTIONS, wall)
    queue = Queue(make_huey(settings.queue_url, settings.secret_key))
    scanner = Clamd(settings.clamd_url) if settings.clamd_url else None
    store = EvidenceStore(open_storage(settings.storage), scanning=scanner is not None)
    return House(settings, clock, database, store, queue, works, handlers(), scanner)


def make_clock(settings: Settings) -> Clock:
    """The clock that the settings ask for: real, manual (moved by hand) or fast:N; the last two are shared through the data folder."""
    if settings.clock == "real":
        return RealClock()
    speed = 0.0 if settings.clock == "manual" else float(settings.clock.removeprefix("fast:"))
    clock = SharedClock(settings.clock_file, speed=speed)
    if clock.speed != speed:
        clock.set_speed(speed)
    return clock


def create_app(settings: Settings | None = None, clock: Clock | None = None, *, wall: Clock | None = None, overrides: Mapping[str, Any] | None = None) -> Flask:
    """The web application with its commands."""
    settings = settings or read_settings(os.environ)
    configure_logs(settings.log_level, as_json=settings.production)
    app = Flask("app", template_folder="web/templates", static_folder="web/static")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=UPLOAD_LIMIT,
        WTF_I18N_ENABLED=False,
        WTF_CSRF_TIME_LIMIT=8 * 3600,
        PAIFU_PRODUCTION=settings.production,
        SESSION_COOKIE_SECURE=settings.production,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="paifu_form",
    )
    app.config.update(overrides or {})
    starting.install(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    house = make_house(settings, clock, wall=wall)
    app.extensions["house"] = house
    app.extensions["make_house"] = make_house
    headers.install(app)
    Forgery(app)
    access.install(app, lambda: session_cookie.actor_of_request(house, request, g.get("request_id", "")))
    errors.install(app)
    shell.install(app, frame_of, provisional_here)
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
    cli.install(app)
    return app
