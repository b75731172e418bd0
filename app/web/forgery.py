"""Forgery of requests: forms carry a token; a request of the API that signs itself with a bearer token, or brings no cookie to ride on, needs none."""

from __future__ import annotations

from flask import Request, request
from flask_wtf.csrf import CSRFProtect

API = "/api/"


def bearer_of(asked: Request) -> str:
    """The bearer token of a request to the API, or ''. Where there is one, the session's cookie is not looked at."""
    if not asked.path.startswith(API):
        return ""
    return asked.headers.get("Authorization", "").removeprefix("Bearer ").strip()


class Forgery(CSRFProtect):
    """Flask-WTF's guard, but for requests of the API that no other site's page can send."""

    def protect(self, apply_exemptions: bool = False) -> None:
        """Refuse a forged request (CSRFError)."""
        if request.path.startswith(API) and (bearer_of(request) or not request.cookies):
            return
        super().protect(apply_exemptions=apply_exemptions)
