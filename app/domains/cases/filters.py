"""Filters of the list of cases: read from the address, written as chips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from app.domains.accounts.tables import Person
from app.domains.cases.listing import CaseFilter, Due
from app.domains.cases.types import Stage
from app.kernel.actor import Actor

LONGEST_WORDS = 60


def filter_of(args: Mapping[str, str]) -> CaseFilter:
    """The filter that an address asks for; what cannot be read is left out."""
    return CaseFilter(
        stage=Stage(args["stage"]) if args.get("stage") in set(Stage) else None,
        judge_id=args.get("judge", ""),
        clerk_id=args.get("clerk", ""),
        due=Due(args["due"]) if args.get("due") in set(Due) else None,
        words=args.get("q", "").strip()[:LONGEST_WORDS],
        by_filing=args.get("sort") == "filed",
    )


def chips_of(wanted: CaseFilter, judges: Sequence[Person], actor: Actor) -> Sequence[dict[str, Any]]:
    """Chips of macros/tables.html `filters`."""
    stages = [(each.value, each.word) for each in Stage]
    dues = [(each.value, each.word) for each in Due]
    people = [(each.id, "我" if each.id == actor.id else each.name) for each in judges]
    orders = [("filed", "立案日期")]
    return [
        _chip("阶段", "stage", wanted.stage.value if wanted.stage else "", stages, wanted),
        _chip("承办", "judge", wanted.judge_id, people, wanted),
        _chip("期限", "due", wanted.due.value if wanted.due else "", dues, wanted),
        _chip("排序", "sort", "filed" if wanted.by_filing else "", orders, wanted),
    ]


def page_href(wanted: CaseFilter, address: str = "/cases", **more: str) -> str:
    """The address of the list with this filter, and more of it."""
    query = {name: value for name, value in {**_query(wanted), **more}.items() if value}
    return f"{address}?{urlencode(query)}" if query else address


def _query(wanted: CaseFilter) -> dict[str, str]:
    return {
        "stage": wanted.stage.value if wanted.stage else "",
        "judge": wanted.judge_id,
        "clerk": wanted.clerk_id,
        "due": wanted.due.value if wanted.due else "",
        "q": wanted.words,
        "sort": "filed" if wanted.by_filing else "",
    }


def _chip(label: str, name: str, value: str, options: Sequence[tuple[str, str]], wanted: CaseFilter) -> dict[str, Any]:
    shown = dict(options).get(value, "")
    return {
        "label": label,
        "value": shown,
        "href_clear": page_href(wanted, **{name: ""}),
        "options": [{"label": word, "href": page_href(wanted, **{name: code}), "on": code == value} for code, word in options],
    }
