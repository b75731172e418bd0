"""Recorded files that a clerk saved: a page or answer as it is, or a HAR file with many. → raw pages whose kind is not yet known."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from app.sites.contract import Changed, RawPage

LARGEST = 60_000_000
_TEXTUAL = ("html", "json", "javascript", "xml", "csv", "text/plain")


def pages_of(name: str, content: bytes) -> tuple[RawPage, ...]:
    """The answers in a recorded file. A file's own time is not known, so `read_at` is None; a HAR's entries have theirs."""
    if not content.strip():
        raise Changed(f"文件 {name} 是空的")
    if len(content) > LARGEST:
        raise Changed(f"文件 {name} 超过 {LARGEST // 1_000_000} MB")
    if _is_har(content):
        return tuple(_har_pages(name, content))
    return (RawPage(f"file:{name}", content, "", None),)


def _is_har(content: bytes) -> bool:
    head = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith(b"{") and b'"log"' in head and b'"entries"' in content


def _har_pages(name: str, content: bytes) -> Iterator[RawPage]:
    try:
        entries = json.loads(content.decode("utf-8-sig"))["log"]["entries"]
    except (ValueError, KeyError, TypeError) as error:
        raise Changed(f"文件 {name} 不是完整的 HAR 记录") from error
    for entry in entries:
        page = _har_page(entry)
        if page is not None:
            yield page


def _har_page(entry: dict[str, Any]) -> RawPage | None:
    answer = entry.get("response") or {}
    body = answer.get("content") or {}
    kind = str(body.get("mimeType") or "")
    text = body.get("text")
    if answer.get("status") != 200 or not text or not any(word in kind for word in _TEXTUAL):
        return None
    url = str((entry.get("request") or {}).get("url") or "")
    return RawPage(url, _bytes(text, body.get("encoding")), kind, _instant(entry.get("startedDateTime")))


def _bytes(text: str, encoding: str | None) -> bytes:
    if encoding != "base64":
        return text.encode()
    try:
        return base64.b64decode(text, validate=False)
    except binascii.Error as error:
        raise Changed("HAR 记录中的内容无法还原") from error


def _instant(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else None
    except ValueError:
        return None
