"""A list page by its address: ?q= is searched, ?page= is shown, every other word of the address is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import Response, request

from app.infra.slices import PAGE, Slice
from app.infra.workbooks import XLSX

T = TypeVar("T")
_OWN = ("q", "page")
_DIGITS = 5


@dataclass(frozen=True)
class Listed(Generic[T]):
    """Rows of one page with the addresses of its neighbours ('' where there is none) and of the list without the search."""

    rows: Sequence[T]
    search: str
    newer: str
    older: str
    whole: str

    @property
    def narrowed(self) -> bool:
        """Is anything searched, or is it a later page?"""
        return bool(self.search or self.newer)


def page_number(text: str) -> int:
    """The page that an address names, from 1; what cannot be read is the first."""
    return max(int(text), 1) if text.isdecimal() and len(text) <= _DIGITS else 1


def asked_slice(size: int = PAGE) -> Slice:
    """What the address asks for, `size` rows a page; what cannot be read is passed over."""
    return Slice(request.args.get("q", "").strip()[:60], page_number(request.args.get("page", "1")), size)


def listed(rows: Sequence[T], asked: Slice) -> Listed[T]:
    """The page; `rows` hold one more than the page where there is a next."""
    older = _address(asked.search, asked.page + 1) if len(rows) > asked.size else ""
    newer = _address(asked.search, asked.page - 1) if asked.page > 1 else ""
    return Listed(rows[: asked.size], asked.search, newer, older, _address("", 1))


def workbook_answer(content: bytes, name: str) -> Response:
    """A list as a file to take away (ASCII name without its ending); it stays in no cache."""
    return Response(content, mimetype=XLSX, headers={"Content-Disposition": f"attachment; filename={name}.xlsx", "Cache-Control": "no-store"})


def _address(search: str, page: int) -> str:
    kept = {name: value for name, value in request.args.items() if name not in _OWN}
    said = {**kept, **({"q": search} if search else {}), **({"page": str(page)} if page > 1 else {})}
    return f"{request.path}?{urlencode(said)}" if said else request.path
