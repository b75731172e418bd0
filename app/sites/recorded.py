"""Recorded files that a clerk saved: a page or answer as it is, a page saved as one file (mhtml), a spreadsheet, a PDF, or a HAR file with many answers.

→ raw pages whose kind is not yet known. Where the file tells from which address it was saved, the page carries that address.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from app.sites import pdffile
from app.sites.contract import Changed, RawPage
from app.sites.sheetfile import csv_of, is_sheet
from app.sites.walls import leads_to_wall

LARGEST = 60_000_000
_TEXTUAL = ("html", "json", "javascript", "xml", "csv", "text/plain")
_DECORATION = frozenset({"_", "time", "t", "sign", "h5st", "callback", "jsonp", "jsoncallback", "r", "rnd", "random"})
_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")
_FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "是旧式 xls 表格，请另存为 xlsx 或 csv"),
    (b"\x89PNG", "是图片"),
    (b"\xff\xd8\xff", "是图片"),
)


def pages_of(name: str, content: bytes) -> tuple[RawPage, ...]:
    """The answers in a recorded file. A file's own time is not known, so `read_at` is None; a HAR's entries have theirs."""
    if not content.strip():
        raise Changed(f"文件 {name} 是空的")
    if len(content) > LARGEST:
        raise Changed(f"文件 {name} 超过 {LARGEST // 1_000_000} MB")
    for mark, words in _FOREIGN:
        if content.startswith(mark):
            raise Changed(f"文件 {name} {words}")
    if pdffile.is_pdf(content):
        return (RawPage(f"file:{name}", pdffile.page_of(name, content), "text/html", None),)
    if is_sheet(content):
        return (RawPage(f"file:{name}", csv_of(name, content), "text/csv", None),)
    if _is_har(content):
        return tuple(_har_pages(name, content))
    return (_single_file(name, content) or RawPage(_saved_from(content) or f"file:{name}", content, "", None),)


def question(url: str) -> tuple[str, ...]:
    """What makes two requests the same: the address less cache-busters, signatures and callback names; a form that was sent stands behind the '#'."""
    try:
        parts = urlsplit(url)
        asked = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return (url,)
    return (parts.netloc, parts.path, *sorted(f"{key}={value}" for key, value in asked if key not in _DECORATION), parts.fragment)


def _is_har(content: bytes) -> bool:
    head = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith(b"{") and b'"log"' in head and b'"entries"' in content


def _saved_from(content: bytes) -> str:
    """Browsers write the address at the head of a saved page."""
    found = _SAVED_FROM.search(content[:2000])
    return found.group(1).decode("ascii", "ignore") if found else ""


def _single_file(name: str, content: bytes) -> RawPage | None:
    """The first page of an mhtml file, or None when it is none."""
    if b"multipart/related" not in content[:4096] or b"MIME-Version" not in content[:4096]:
        return None
    whole = message_from_bytes(content)
    for part in whole.walk():
        body = part.get_payload(decode=True) if part.get_content_type() == "text/html" else None
        if isinstance(body, bytes) and body:
            return RawPage(str(part.get("Content-Location") or f"file:{name}"), body, "text/html", None)
    raise Changed(f"文件 {name} 中没有页面")


def _har_pages(name: str, content: bytes) -> Iterator[RawPage]:
    """Every textual answer."""
    try:
        entries = json.loads(content.decode("utf-8-sig"))["log"]["entries"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise Changed(f"文件 {name} 不是完整的 HAR 记录") from error
    for entry in entries if isinstance(entries, list) else ():
        page = _har_page(entry) if isinstance(entry, dict) else None
        if page is not None:
            yield page


def _har_page(entry: dict[str, Any]) -> RawPage | None:
    answer, request = _mapping(entry.get("response")), _mapping(entry.get("request"))
    body, url, at = _mapping(answer.get("content")), str(request.get("url") or ""), _instant(entry.get("startedDateTime"))
    kind, text = str(body.get("mimeType") or ""), body.get("text")
    redirect = str(answer.get("redirectURL") or "")
    if leads_to_wall(redirect):
        return RawPage(redirect, redirect.encode(), "text/plain", at)
    if answer.get("status") not in (200, 304) or not isinstance(text, str) or not text or (kind and not any(word in kind for word in _TEXTUAL)):
        return None
    form = _mapping(request.get("postData")).get("text")
    return RawPage(f"{url}#{form}" if form else url, _bytes(text, body.get("encoding")), kind, at)


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _bytes(text: str, encoding: object) -> bytes:
    if encoding != "base64":
        return text.encode("utf-8", "replace")
    try:
        return base64.b64decode(text, validate=False)
    except (binascii.Error, ValueError) as error:
        raise Changed("HAR 记录中的内容无法还原") from error


def _instant(text: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return at.astimezone(UTC) if at is not None and at.tzinfo is not None else None
