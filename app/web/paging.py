"""Pages of the API's lists by cursor: newest first, `limit` lines, and where the next page begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from flask import request
from sqlalchemy import Select

from app.infra.database import Row
from app.infra.unit_of_work import Reading
from app.kernel.clock import local
from app.kernel.errors import Invalid
from app.kernel.money import Money
from app.web.operations import Parameter

USUAL, MOST = 50, 200
_ID = re.compile(r"[0-9a-f]{32}")
Kept = TypeVar("Kept", bound=Row)
PAGED = (
    Parameter("limit", f"每页条数，1 至 {MOST}，默认 {USUAL}", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
    Parameter("after", "上一页给出的 next"),
)


@dataclass(frozen=True)
class Wanted:
    """Which page: after which cursor ('' from the start), how many lines."""

    after: str = ""
    limit: int = USUAL


def wanted_page() -> Wanted:
    """The page that the address asks for; Invalid names the parameter that cannot be understood."""
    limit = request.args.get("limit", str(USUAL))
    if not re.fullmatch(r"[0-9]{1,3}", limit) or not 1 <= int(limit) <= MOST:
        raise Invalid(f"limit 应为 1 至 {MOST} 的整数", field="limit")
    return Wanted(request.args.get("after", ""), int(limit))


def one_of(parameter: Parameter) -> str:
    """The word that the address gives for a parameter with an enum, or ''; Invalid for any other."""
    word, allowed = request.args.get(parameter.name, ""), parameter.schema["enum"]
    if word and word not in allowed:
        raise Invalid(f"{parameter.name} 应为下列之一：{'、'.join(allowed)}", field=parameter.name)
    return word


def rows_of_page(r: Reading, scoped: Select[Kept], row: type[Kept], wanted: Wanted) -> tuple[Sequence[Kept], str | None]:
    """The rows of a page of a scoped select by id, newest first, and the next cursor; one query."""
    if wanted.after:
        if not _ID.fullmatch(wanted.after):
            raise Invalid("after 不是上一页给出的 next", field="after")
        scoped = scoped.where(row.id < wanted.after)
    found = r.session.scalars(scoped.order_by(row.id.desc()).limit(wanted.limit + 1)).all()
    rows = found[: wanted.limit]
    return rows, rows[-1].id if len(found) > wanted.limit else None


def page_of(rows: Sequence[Kept], following: str | None, shown: Callable[[Kept], dict[str, Any]]) -> dict[str, Any]:
    """The page as JSON."""
    return {"items": [shown(each) for each in rows], "next": following}


def money(amount: Money | None) -> str | None:
    """An amount in the API: decimal text in yuan."""
    return None if amount is None else str(amount)


def instant(at: datetime | None) -> str | None:
    """An instant in the API: ISO in Shanghai, with offset."""
    return None if at is None else local(at).isoformat()
