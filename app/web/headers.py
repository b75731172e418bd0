"""Headers of every answer: strict CSP, no framing, no sniffing, nothing of a signed-in person cached; and the request's id and log line."""

from __future__ import annotations

import structlog
from flask import Flask, Response, g, request

from app.kernel.clock import monotonic
from app.kernel.ids import new_id

CSP = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
log = structlog.get_logger()


def install(app: Flask) -> None:
    """Give each request an id and each answer its headers."""

    @app.before_request
    def begin() -> None:
        g.request_id = new_id()
        g.began = monotonic()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def finish(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = CSP
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["X-Frame-Options"] = "DENY"
        answer.headers["Referrer-Policy"] = "same-origin"
        answer.headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=()"
        answer.headers["X-Request-Id"] = g.get("request_id", "")
        if request.endpoint == "static":
            answer.headers["Cache-Control"] = "public, max-age=3600"
        elif "Cache-Control" not in answer.headers:
            answer.headers["Cache-Control"] = "no-store"
        if app.config.get("PAIFU_PRODUCTION"):
            answer.headers["Strict-Transport-Security"] = "max-age=31536000"
        log.info(
            "request", method=request.method, path=request.path, status=answer.status_code, ms=round((monotonic() - g.get("began", monotonic())) * 1000, 1)
        )
        return answer
