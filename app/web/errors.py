"""Faults and refusals as pages in Chinese, as fragments, or as problem+json for the API."""

from __future__ import annotations

import structlog
from flask import Flask, Response, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.kernel.errors import Invalid, NotNow, Refusal
from app.kernel.workdays import NoCalendar

log = structlog.get_logger()

WORDS = {
    400: ("请求不完整", "返回上一页，重新提交"),
    401: ("请先登录", "登录后回到原页"),
    403: ("没有这项权限", "需要时请有权限的人办理"),
    404: ("没有找到", "不存在，或不在你的范围内。检查地址，或返回工作台"),
    405: ("不能这样打开", "从页面上的按钮办理"),
    409: ("内容在你打开之后变了", "看过不同之处再办理"),
    413: ("文件太大", "分段上传，或压缩后再传"),
    422: ("没有办成", "按提示改正后再提交"),
    429: ("操作太频繁", "稍后再试"),
    500: ("系统出错，没有办成", "稍后重试；再次出现把编号告诉系统管理员"),
    503: ("现在不能办理", "内容留在本页，稍后再试"),
}
NOT_NOW = ("现在不能办理", "先办好提示的事项，再来办理")
PAGES = frozenset({403, 404, 409, 422, 429, 500})


def install(app: Flask) -> None:
    """Answer every refusal and fault in the way the asker reads."""

    @app.errorhandler(Refusal)
    def on_refusal(refusal: Refusal) -> ResponseReturnValue:
        faults = refusal.faults if isinstance(refusal, Invalid) else ()
        words = NOT_NOW if isinstance(refusal, NotNow) else None
        return told(refusal.status, refusal.code, refusal.message, field=refusal.field, faults=faults, words=words)

    @app.errorhandler(NoCalendar)
    def on_no_calendar(missing: NoCalendar) -> ResponseReturnValue:
        return told(422, "no_calendar", f"不能计算 {missing.year} 年的期限：该年节假日安排尚未录入，系统不作推测。由安全管理员导入国务院通知")

    @app.errorhandler(CSRFError)
    def on_forged(_error: CSRFError) -> ResponseReturnValue:
        return told(400, "csrf", "页面放得太久，提交未成功。内容没有丢：返回上一页，刷新后再提交")

    @app.errorhandler(HTTPException)
    def on_http(error: HTTPException) -> ResponseReturnValue:
        status = error.code or 500
        if status < 400:
            return error.get_response()
        return told(status, (error.name or "error").lower().replace(" ", "_"), ". ".join(WORDS.get(status, WORDS[500])).replace(". ", "。"))

    @app.errorhandler(Exception)
    def on_fault(error: Exception) -> ResponseReturnValue:  # the outermost frame of a request
        log.exception("request failed", error=type(error).__name__)
        return told(500, "fault", f"系统出错，没有办成。编号 {g.get('request_id', '')}，稍后重试；再次出现把编号告诉系统管理员")


def told(
    status: int, code: str, message: str, *, field: str | None = None, faults: tuple[tuple[str, str], ...] = (), words: tuple[str, str] | None = None
) -> ResponseReturnValue:
    """A refusal as the asker reads it: problem+json, a fragment, or a page. `words`: title and advice, where those of the status would mislead."""
    if request.path.startswith("/api/"):
        return problem(status, code, message, field=field, faults=faults)
    title, advice = words or WORDS.get(status, WORDS[500])
    page = status if status in PAGES else 422
    shown = {"status": status, "title": title, "message": message, "advice": advice, "faults": faults, "request_id": g.get("request_id", "")}
    if "HX-Request" in request.headers:
        return render_template("errors/fragment.html", **shown), status
    return render_template(f"errors/{page}.html", **shown), status


def problem(status: int, code: str, message: str, *, field: str | None = None, faults: tuple[tuple[str, str], ...] = ()) -> Response:
    """application/problem+json with a stable code (contract.md, Web)."""
    body = {"type": f"/api/v1/problems/{code}", "title": WORDS.get(status, WORDS[500])[0], "status": status, "code": code, "detail": message}
    if field:
        body["field"] = field
    if faults:
        body["faults"] = [{"field": each, "message": words} for each, words in faults]
    answer = jsonify(body)
    answer.status_code = status
    answer.content_type = "application/problem+json"
    return answer
