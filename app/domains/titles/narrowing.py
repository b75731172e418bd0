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
_NAMES = {"state": "state", "route": "route", "search": "q", "page": "page"}
_USUAL = asdict(Wanted())


def wanted_of(args: Mapping[str, str]) -> Wanted:
    """What an address asks for; what cannot be read is passed over."""
    state, route, page = args.get("state", ""), args.get("route", ""), args.get("page", "1")
    return Wanted(
        state if state in STATES else "open",
        route if route in {each.value for each in Route} else "",
        args.get("q", "").strip()[:60],
        max(int(page), 1) if page.isdigit() and len(page) < 6 else 1,
    )


def href(wanted: Wanted, address: str = ADDRESS, **changes: Any) -> str:
    """The address of a list; a change other than the page begins at its first page."""
    changed = replace(wanted, **({"page": 1} | changes))
    said = {_NAMES[name]: value for name, value in asdict(changed).items() if value != _USUAL[name]}
    return f"{address}?{urlencode(said)}" if said else address


def tabs_of(wanted: Wanted) -> list[dict[str, Any]]:
    """The rulings that wait stand beside the routes."""
    found: list[dict[str, Any]] = [{"label": "待裁定、待送达", "href": "/rulings", "on": False}]
    return found + [{"label": word, "href": href(wanted, state=state), "on": wanted.state == state} for state, word in STATES.items()]


def chips_of(wanted: Wanted) -> list[dict[str, Any]]:
    """Kind of way."""
    options = [{"label": each.word, "href": href(wanted, route=each.value), "on": wanted.route == each.value} for each in Route]
    chosen = Route(wanted.route).word if wanted.route else ""
    return [{"label": "路径", "value": chosen, "options": options, "href_clear": href(wanted, route="") if chosen else ""}]
