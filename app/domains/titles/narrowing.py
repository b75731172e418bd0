"""How the list of routes is narrowed: the address said as a value, its tabs and chips."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import urlencode

from app.domains.titles.queries import Wanted
from app.law.title_routes import Route

ADDRESS = "/titles"
STATES = {"open": "办理中", "refused": "退件", "late": "逾期", "done": "已办结"}
_USUAL = asdict(Wanted())


def wanted_of(args: Mapping[str, str]) -> Wanted:
    """What an address asks for; what cannot be read is passed over."""
    state, route = args.get("state", ""), args.get("route", "")
    return Wanted(state if state in STATES else "open", route if route in {each.value for each in Route} else "")


def href(wanted: Wanted, search: str, address: str = ADDRESS, **changes: Any) -> str:
    """The address of the first page of a list, with its search."""
    said = {name: value for name, value in asdict(replace(wanted, **changes)).items() if value != _USUAL[name]}
    kept = {**said, **({"q": search} if search else {})}
    return f"{address}?{urlencode(kept)}" if kept else address


def tabs_of(wanted: Wanted, search: str) -> list[dict[str, Any]]:
    """The rulings that wait stand beside the routes."""
    found: list[dict[str, Any]] = [{"label": "待裁定、待送达", "href": "/rulings", "on": False}]
    return found + [{"label": word, "href": href(wanted, search, state=state), "on": wanted.state == state} for state, word in STATES.items()]


def chips_of(wanted: Wanted, search: str) -> list[dict[str, Any]]:
    """Kind of way."""
    options = [{"label": each.word, "href": href(wanted, search, route=each.value), "on": wanted.route == each.value} for each in Route]
    chosen = Route(wanted.route).word if wanted.route else ""
    return [{"label": "路径", "value": chosen, "options": options, "href_clear": href(wanted, search, route="") if chosen else ""}]
