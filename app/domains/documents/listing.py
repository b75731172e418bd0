"""How the list of papers is narrowed: the address said as a value, its tabs and chips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode

from app.domains.documents.catalogue import PAPERS
from app.domains.documents.queries import Wanted
from app.domains.documents.types import DocumentStatus
from app.web.lists import page_number

ADDRESS = "/documents"
NAMES = {"status": "status", "code": "code", "case_id": "case", "search": "q", "page": "page"}


def wanted_of(args: Mapping[str, str]) -> Wanted:
    """What an address asks for; what cannot be read is passed over."""
    status = args.get("status", "")
    return Wanted(
        status=status if status in set(DocumentStatus) else "",
        code=args.get("code", "") if args.get("code", "") in PAPERS else "",
        case_id=args.get("case", ""),
        search=args.get("q", "").strip(),
        page=page_number(args.get("page", "1")),
    )


def wanted_href(wanted: Wanted, **changes: Any) -> str:
    """The address of a list; a change other than the page begins at its first page."""
    changed = replace(wanted, **({"page": 1} | changes))
    said = {NAMES[name]: value for name, value in asdict(changed).items() if value and not (name == "page" and value == 1)}
    return f"{ADDRESS}?{urlencode(said)}" if said else ADDRESS


def tabs_of(wanted: Wanted, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """One tab a status with its count; the first shows all that stand."""
    standing = sum(number for status, number in counts.items() if status != DocumentStatus.VOID)
    every = {"label": "全部", "href": wanted_href(wanted, status=""), "on": not wanted.status, "count": standing}
    return [every, *(_tab(wanted, status, counts.get(status.value, 0)) for status in DocumentStatus)]


def chips_of(wanted: Wanted) -> list[dict[str, Any]]:
    """Kind of paper, and the case when the list is one case's."""
    kinds = [{"label": kind.title, "href": wanted_href(wanted, code=code), "on": code == wanted.code} for code, kind in PAPERS.items()]
    title = PAPERS[wanted.code].title if wanted.code else ""
    chips: list[dict[str, Any]] = [{"label": "文书", "value": title, "options": kinds, "href_clear": wanted_href(wanted, code="") if wanted.code else ""}]
    if wanted.case_id:
        chips.append({"label": "本案", "value": "仅此案", "href_clear": wanted_href(wanted, case_id="")})
    return chips


def _tab(wanted: Wanted, status: DocumentStatus, count: int) -> dict[str, Any]:
    return {"label": status.word, "href": wanted_href(wanted, status=status.value), "on": wanted.status == status.value, "count": count}
