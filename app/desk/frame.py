"""The frame of every page for a signed-in person: name, roles, menu with counters."""

from __future__ import annotations

from typing import Any

from flask import request

from app.desk.menu import BOTTOM, MENU, Entry
from app.domains.accounts.queries import get_person
from app.domains.agencies.queries import agency_name
from app.domains.courts.queries import get_court
from app.infra.house import House
from app.infra.unit_of_work import Reading
from app.kernel.actor import ROLE_NAMES, Actor, Role


def frame_of(house: House, actor: Actor) -> dict[str, Any]:
    """The template variables of layout/shell.html; at most six queries."""
    with house.reading(actor) as r:
        person = get_person(r.session, actor.id)
        roles = [{"id": a.id, "title": ROLE_NAMES[Role(a.role)], "current": a.role == actor.role.value} for a in person.appointments if a.until_at is None]
        post = next((a.post for a in person.appointments if a.role == actor.role.value), "")
        place = _place(r, actor)
        counts = _counts(r)
    me = {
        "id": actor.id,
        "name": actor.name,
        "title": post_title(actor.role, post),
        "place": place,
        "initial": actor.name[:1],
        "role": actor.role.value,
        "roles": roles,
    }
    return {
        "me": me,
        "menu": [{"title": title, "entries": [_shown(entry, counts) for entry in entries]} for title, entries in MENU[actor.role]],
        "bottom_bar": [_shown(entry, counts) for entry in BOTTOM.get(actor.role, ())],
        "due_today": counts.get("due_today", 0),
        "inbox_unread": counts.get("inbox", 0),
    }


def post_title(role: Role, post: str) -> str:
    """What stands after the name: the post if one is given, else the role."""
    return post or ROLE_NAMES[role]


def _place(r: Reading, actor: Actor) -> str:
    if actor.agency_id:
        return agency_name(r.session, actor.agency_id)
    return get_court(r.session, actor.court_id).name if actor.court_id else ""


def _counts(r: Reading) -> dict[str, int]:
    return {}


def _shown(entry: Entry, counts: dict[str, int]) -> dict[str, Any]:
    here = request.path == entry.href or (entry.href != "/" and request.path.startswith(entry.href + "/"))
    return {
        "href": entry.href,
        "label": entry.label,
        "icon": entry.icon,
        "count": counts.get(entry.count, 0) if entry.count else 0,
        "alert": entry.alert,
        "active": here,
    }
