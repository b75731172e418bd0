"""The API's description for machines and its page for people."""

from __future__ import annotations

import json

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from app.api.openapi import openapi
from app.kernel.permission import PUBLIC
from app.web.access import permits
from app.web.operations import Operation, described

pages = Blueprint("api_docs", __name__, url_prefix="/api/v1")


@pages.get("/openapi.json")
@described(Operation("本说明", "OpenAPI 3.1", "说明", answers={"type": "object"}))
@permits(PUBLIC)
def openapi_json() -> ResponseReturnValue:
    """The description."""
    return openapi(current_app)


@pages.get("/docs")
@described(Operation("说明页", "供人阅读的说明", "说明"))
@permits(PUBLIC)
def docs() -> ResponseReturnValue:
    """The page: every operation with its schemas, without scripts of others."""
    return render_template("api/docs.html", description=openapi(current_app), written=_written)


def _written(schema: object) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2)
