"""How sites write values: amounts, times, JSONP. Shared by the dialects; each dialect decides which form a field takes."""

from __future__ import annotations

import html
import json
from datetime import datetime
from typing import Any

from flask import Response

from app.kernel.clock import local
from app.kernel.money import Money

KEY_CHARS = 16


def millis(at: datetime) -> int:
    """Milliseconds since 1970."""
    return int(at.timestamp() * 1000)


def yuan_number(amount: Money) -> float:
    """Yuan as the JSON number that Taobao, JD and caa123 send (sites.md §2d): a float on the wire only."""
    return amount.fen / 100


def yuan_text(amount: Money) -> str:
    """Yuan as short text: '595000' or '14534399.94'."""
    return str(amount).removesuffix(".00")


def wan_text(amount: Money) -> str:
    """万元 as short text: 13.5, 59.5, 1453.439994."""
    whole, rest = divmod(amount.fen, 1_000_000)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".")


def chinese_time(at: datetime) -> str:
    """'2026年05月26日 10:34:46'."""
    return local(at).strftime("%Y年%m月%d日 %H:%M:%S")


def plain_time(at: datetime) -> str:
    """'2026-05-26 10:34:46'."""
    return local(at).strftime("%Y-%m-%d %H:%M:%S")


def loose_time(at: datetime) -> str:
    """Not zero-padded: '2026-5-6 9:05:06' (gpai)."""
    here = local(at)
    return f"{here.year}-{here.month}-{here.day} {here.hour}:{here.minute:02d}:{here.second:02d}"


def short_key(digest: str) -> str:
    """The part of a digest that stands in a site's file addresses."""
    return digest[:KEY_CHARS]


def paragraphs(text: str) -> str:
    """Plain lines as HTML paragraphs."""
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())


def answer_text(text: str, kind: str = "text/html", charset: str = "utf-8") -> Response:
    """Text in a charset, labelled so; what the charset lacks becomes a character reference."""
    return Response(text.encode(charset, "xmlcharrefreplace"), content_type=f"{kind};charset={charset.upper()}")


def answer_json(content: Any) -> Response:
    """JSON in UTF-8, Chinese as it is."""
    return answer_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), "application/json")


def script_text(value: str) -> str:
    """A JavaScript text in single quotes, safe inside a page."""
    return "'" + json.dumps(value, ensure_ascii=False)[1:-1].replace("'", "\\'").replace('\\"', '"').replace("</", "<\\/") + "'"
