"""Reading what a caller posted: a JSON object or nothing else."""

from __future__ import annotations

from typing import Any

from flask import request

from app.kernel.errors import Invalid


def json_object() -> dict[str, Any]:
    """The request's JSON object, or Invalid."""
    content = request.get_json(silent=True)
    if not isinstance(content, dict):
        raise Invalid("请求内容应为 JSON 对象", field="body")
    return content
