"""A list page by its address: ?q= is searched, ?page= is shown, every other word of the address is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from flask import request

from app.infra.slices import Slice

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


def asked_slice() -> Slice:
    """What the address asks for; what cannot be read is passed over."""
    number = request.args.get("page", "1")
    return Slice(request.args.get("q", "").strip()[:60], max(int(number), 1) if number.isdigit() and len(number) <= _DIGITS else 1)


def listed(rows: Sequence[T], asked: Slice) -> Listed[T]:
    """The page; `rows` hold one more than the page where there is a next."""
    older = _address(asked.search, asked.page + 1) if len(rows) > asked.size else ""
    newer = _address(asked.search, asked.page - 1) if asked.page > 1 else ""
    return Listed(rows[: asked.size], asked.search, newer, older, _address("", 1))


def _address(search: str, page: int) -> str:
    kept = {name: value for name, value in request.args.items() if name not in _OWN}
    said = {**kept, **({"q": search} if search else {}), **({"page": str(page)} if page > 1 else {})}
    return f"{request.path}?{urlencode(said)}" if said else request.path
