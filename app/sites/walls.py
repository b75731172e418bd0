"""Marks of captcha and login pages that come in place of an answer, at times with status 200. A site's dialect adds its own."""

from __future__ import annotations

import re

MARKS = (
    "_____tmd_____/punish",
    "x5step=",
    "RGV587",
    "FAIL_SYS_USER_VALIDATE",
    "TPL_username",
    "passport.jd.com/new/login",
    "privatedomain/risk_handler",
    "HWWAFSESID_CHALLENGE",
    "__jsl_clearance",
)
_TITLE = re.compile(r"<title>[^<]{0,40}(?:登录|验证码|安全验证|人机验证|滑动验证|访问验证)[^<]{0,40}</title>", re.I)
_BYTES = tuple(mark.encode() for mark in MARKS)
_BYTES_TITLE = re.compile(rb"<title>[^<]{0,160}</title>", re.I)
ADDRESSES = ("punish", "captcha", "verify", "login", "passport", "risk_handler")
HEAD = 20_000


def is_wall(text: str, own: tuple[str, ...] = ()) -> bool:
    """Does the beginning of a page show a wall? Marks stand in short pages; a long item page that links to the login is none."""
    head = text[:HEAD]
    return any(mark in head for mark in (*MARKS, *own)) or _TITLE.search(head) is not None


def is_wall_page(content: bytes) -> bool:
    """The same for bytes of any charset; bytes that are no text are no wall (attachments)."""
    head = content[:HEAD]
    if b"\x00" in head:
        return False
    if any(mark in head for mark in _BYTES):
        return True
    title = _BYTES_TITLE.search(head)
    return title is not None and any(_TITLE.search(title.group().decode(charset, "ignore")) for charset in ("utf-8", "gb18030"))


def leads_to_wall(location: str) -> bool:
    """Does a redirect point to a captcha or login?"""
    return any(word in location.lower() for word in ADDRESSES)
