"""The simulator as a Flask application and a server on this machine: every dialect under its code, back offices, price platforms, fault switches."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Mapping
from pathlib import Path
from threading import Event
from types import MappingProxyType
from typing import cast

from flask import Blueprint, Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from app.kernel.clock import Clock, local
from app.kernel.errors import Refusal
from app.simulator import line
from app.simulator.backoffice import SITE_TITLES, office, reasons
from app.simulator.courier import Courier
from app.simulator.dialects import caa123, gpai, jd, rmfysszc, taobao
from app.simulator.dialects.taobao_top import top
from app.simulator.exchange import Exchange
from app.simulator.faults import FAULT_WORDS, Faults
from app.simulator.journal import Journal
from app.simulator.line_book import LineBook
from app.simulator.line_gate import Gate
from app.simulator.priceplatforms import desk
from app.simulator.prices import PLATFORMS, PriceDesk
from app.simulator.requests import json_object
from app.simulator.stage import KEY, Stage, stage
from app.simulator.transport import install
from app.simulator.wire import answer_json, answer_text, plain_time

DIALECTS = {
    taobao.CODE: (taobao.pages, top),
    jd.CODE: (jd.api,),
    gpai.CODE: (gpai.pages,),
    caa123.CODE: (caa123.pages,),
    rmfysszc.CODE: (rmfysszc.pages,),
}
RENAMED = {each.CODE: each.RENAMED for each in (taobao, jd, gpai, caa123, rmfysszc)}
NO_OTHERS: Mapping[str, str] = MappingProxyType({})
MOST_BYTES = 220 * 1024 * 1024

control = Blueprint("control", __name__)


def create_simulator(folder: Path, clock: Clock, faults: str = "", others: Mapping[str, str] = NO_OTHERS) -> Flask:
    """The application; its memory is `<folder>/simulator.jsonl`. A wrong fault spec is Invalid.

    `others`: sites without a dialect here, title by code; each has a back office and the private line.
    """
    app = Flask("paifu-simulator", root_path=str(Path(__file__).parent), static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES
    journal, titles = Journal(folder), SITE_TITLES | dict(others)
    exchange, lines = Exchange(clock, journal), LineBook(journal)
    app.extensions[KEY] = Stage(
        exchange, Faults(tuple(titles), faults), PriceDesk(clock, journal), lines, Gate(), Courier(exchange, lines), MappingProxyType(titles)
    )
    for code, blueprints in DIALECTS.items():
        for blueprint in blueprints:
            app.register_blueprint(blueprint, url_prefix=f"/{code}")
    for blueprint in (office, line.pages, desk, control):
        app.register_blueprint(blueprint)
    install(app, dict.fromkeys(titles, ()) | RENAMED)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _not_served)
    return app


class Plain(WSGIRequestHandler):
    """Sends an answer as the application made it: the Date is the simulated site's (transport.py), not this machine's."""

    def send_response(self, code: int, message: str | None = None) -> None:
        """The line of the status and nothing else."""
        self.log_request(code)
        self.send_response_only(code, message)


def make_simulator(
    folder: Path, clock: Clock, port: int = 8100, faults: str = "", host: str = "127.0.0.1", others: Mapping[str, str] = NO_OTHERS
) -> BaseWSGIServer:
    """A threaded server, bound and ready; port 0 takes a free one (`server.port`). `serve_forever()` runs it, `shutdown()` ends it.

    OSError when the port is taken, Invalid for a wrong fault spec.
    """
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_simulator(folder, clock, faults, others)
    with socket.create_server((host, port), backlog=256) as bound:
        return make_server(host, bound.getsockname()[1], app, threaded=True, request_handler=Plain, fd=os.dup(bound.fileno()))


def deliver_events(server: BaseWSGIServer, over: Event) -> None:
    """Post the private lines' events until it is over; runs beside the server."""
    own = cast(Flask, server.app).extensions[KEY]
    own.courier.run(tuple(own.titles), over)


@control.get("/")
def index() -> str:
    """For people: where the back offices are."""
    return render_template("index.html", sites=stage().titles, platforms=PLATFORMS, now=plain_time(stage().exchange.now()), on=stage().faults.as_json())


@control.get("/healthz")
def health() -> Response:
    """Alive: the sites, the site's time."""
    return answer_json({"ok": True, "sites": list(stage().titles), "now": local(stage().exchange.now()).isoformat()})


@control.get("/faults")
def show_faults() -> Response:
    """Switches that are on, and all there are."""
    return answer_json({"on": stage().faults.as_json(), "known": {str(kind): words for kind, words in FAULT_WORDS.items()}})


@control.post("/faults")
def switch() -> Response:
    """{"spec": "taobao=slow:2;jd="}: the switches of each site named are replaced; nothing after = clears them."""
    stage().faults.switch(str(json_object().get("spec", "")))
    return answer_json({"on": stage().faults.as_json()})


def _refused(refusal: Refusal) -> Response:
    answer = answer_json({"code": refusal.code, "message": refusal.message, "reasons": reasons(refusal)})
    answer.status_code = refusal.status
    return answer


def _not_served(error: HTTPException) -> Response:
    answer = answer_text(f"<html><head><title>{error.code}</title></head><body>{request.path}</body></html>")
    answer.status_code = error.code or 500
    return answer
