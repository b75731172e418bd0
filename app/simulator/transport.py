"""Faults of the way: slow, broken, refused, challenged, cut short, renamed, in another charset. Hooks around every request to a dialect."""

from __future__ import annotations

import socket
from collections.abc import Mapping

from flask import Flask, Response, request
from werkzeug.http import http_date

from app.kernel.clock import pause
from app.simulator.faults import RETRY_AFTER, FaultKind
from app.simulator.stage import site_now, stage
from app.simulator.wire import answer_text

PRIVATE_ADDRESS = "http://169.254.169.254/latest/meta-data/"
CAPTCHA = "<html><head><title>验证码拦截</title></head><body><div id='nocaptcha'>访问验证：请按住滑块，拖动到最右边</div></body></html>"
LOGIN = "<html><head><title>登录</title></head><body><form id='login-form' action='/login'>亲，请登录<input name='TPL_username'></form></body></html>"
EXEMPT = ("backoffice",)

Renames = tuple[tuple[bytes, bytes], ...]


def install(app: Flask, renames: Mapping[str, Renames]) -> None:
    """Hang the faults around every answer of the sites in `renames`, the site's own clock as its Date; back offices are spared."""

    @app.before_request
    def before() -> Response | None:
        site = _site(renames)
        return _instead(site) if site else None

    @app.after_request
    def after(answer: Response) -> Response:
        site = _site(renames)
        answer.headers["Date"] = http_date(site_now(site))
        if not site:
            return answer
        return _spoilt(site, answer, renames[site])


def _site(renames: Mapping[str, Renames]) -> str:
    parts = request.path.split("/")
    spared = len(parts) > 2 and parts[2] in EXEMPT
    return parts[1] if parts[1] in renames and not spared else ""


def _instead(site: str) -> Response | None:
    faults = stage().faults
    if faults.strikes(site, FaultKind.SLOW):
        pause(float(faults.of(site)[FaultKind.SLOW]))
    if faults.strikes(site, FaultKind.DOWN):
        return _hung_up()
    if faults.strikes(site, FaultKind.ERROR):
        return Response("<html><body><h1>500 Internal Server Error</h1></body></html>", 500, content_type="text/html")
    if faults.strikes(site, FaultKind.TOO_MANY):
        return Response("Too Many Requests", 429, headers={"Retry-After": str(RETRY_AFTER)})
    if faults.strikes(site, FaultKind.REDIRECT):
        return Response("", 302, headers={"Location": PRIVATE_ADDRESS})
    if faults.strikes(site, FaultKind.LOGIN):
        return answer_text(LOGIN)
    return _challenge(site) if faults.strikes(site, FaultKind.CAPTCHA) else None


def _challenge(site: str) -> Response:
    """Each site's own wall: Taobao redirects to its punish page, rmfysszc sets a cookie with 521, caa123 answers 403, the others a page with 200."""
    match site:
        case "taobao" if "_____tmd_____" not in request.path:
            return Response("", 302, headers={"Location": f"/{site}/_____tmd_____/punish?x5step=1"})
        case "rmfysszc":
            return Response("<script>document.cookie='__jsl_clearance=1'</script>", 521, headers={"Set-Cookie": "__jsluid=5d1f; path=/"})
        case "caa123":
            return Response(CAPTCHA, 403, content_type="text/html;charset=utf-8")
        case _:
            return answer_text(CAPTCHA)


def _hung_up() -> Response:
    line = request.environ.get("werkzeug.socket")
    if isinstance(line, socket.socket):
        line.shutdown(socket.SHUT_RDWR)
    return Response("", 502)


def _spoilt(site: str, answer: Response, renames: Renames) -> Response:
    faults = stage().faults
    if answer.is_streamed or answer.status_code != 200:
        return answer
    body = answer.get_data()
    if faults.strikes(site, FaultKind.RENAMED_FIELDS):
        for old, new in renames:
            body = body.replace(old, new)
    if "charset" in answer.content_type and faults.strikes(site, FaultKind.WRONG_CHARSET):
        body = _other_charset(body)
    if faults.strikes(site, FaultKind.TRUNCATED):
        body = body[: len(body) * 2 // 3]
    answer.set_data(body)
    return answer


def _other_charset(body: bytes) -> bytes:
    """UTF-8 text in GBK, GBK text in UTF-8; what is neither stays."""
    for here, there in (("utf-8", "gb18030"), ("gb18030", "utf-8")):
        try:
            return body.decode(here).encode(there)
        except UnicodeDecodeError:
            continue
    return body
