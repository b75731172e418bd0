"""The OpenAPI 3.1 description of the API, built from its routes and what they say of themselves."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from app.api.law_schemas import law_parts
from app.kernel.permission import PUBLIC
from app.web.access import permission_of
from app.web.operations import Operation, operations

ABOUT = """金额为以元为单位、两位小数的文本；时刻为带时差的 ISO 文本；列表按 after 翻页，next 为 null 时到底。
以令牌访问：flask tokens create 登录名 --name 用途，请求头 Authorization: Bearer 令牌。令牌只见其人所见。
出错时回答 application/problem+json，code 不变。改变数据的办理须带 Idempotency-Key；问法和列表不改变数据，无须。"""
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "不变的错误代码"},
        "detail": {"type": "string"},
        "field": {"type": "string"},
        "faults": {"type": "array", "items": {"type": "object", "properties": {"field": {"type": "string"}, "message": {"type": "string"}}}},
        "error": {"type": "object", "description": "问法的错误，与 flask law ask 相同"},
    },
}
TOLD = {400: "没有口令", 401: "没有登录", 403: "没有这项权限", 422: "看不懂，或不合要求"}


def openapi(app: Flask) -> dict[str, Any]:
    """The whole description."""
    paths: dict[str, Any] = {}
    for route, operation in operations(app):
        if operation is not None:
            paths.setdefault(_path(route), {})[_method(route)] = _operation(app, route, operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "拍辅 API", "version": "1", "description": ABOUT},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": {"problem": PROBLEM, **law_parts()},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}, "session": {"type": "apiKey", "in": "cookie", "name": "paifu_session"}},
        },
        "security": [{"bearer": []}, {"session": []}],
    }


def _operation(app: Flask, route: Rule, operation: Operation) -> dict[str, Any]:
    public = permission_of(app, route.endpoint) is PUBLIC
    told = {"summary": operation.title, "description": operation.about, "operationId": route.endpoint.replace(".", "_"), "tags": [operation.tag]}
    parameters: list[dict[str, Any]] = [
        {"name": each.name, "in": "query", "description": each.about, "schema": dict(each.schema)} for each in operation.parameters
    ]
    parameters += [{"name": each, "in": "path", "required": True, "schema": {"type": "string"}} for each in sorted(route.arguments)]
    takes = {"requestBody": {"required": True, "content": {"application/json": {"schema": operation.takes}}}} if operation.takes else {}
    return {**told, "parameters": parameters, **takes, "responses": _responses(operation, public=public), **({"security": []} if public else {})}


def _responses(operation: Operation, *, public: bool) -> dict[str, Any]:
    kind = "application/json" if operation.answers is not None else "text/html"
    good = {"200": {"description": "回答", "content": {kind: {"schema": dict(operation.answers or {"type": "string"})}}}}
    refused = {} if public else {str(status): _refusal(words) for status, words in TOLD.items() if status != 400 or operation.takes}
    return {**good, **refused}


def _refusal(words: str) -> dict[str, Any]:
    return {"description": words, "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/problem"}}}}


def _path(route: Rule) -> str:
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", route.rule)


def _method(route: Rule) -> str:
    return next(method.lower() for method in sorted(route.methods or ()) if method not in ("HEAD", "OPTIONS"))
