"""The frame of every page for a signed-in person: name, roles, menu with counters. Four queries; fragments have none of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request
from sqlalchemy import select
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.desk.counting import Counts, counts_of
from app.desk.menu import BOTTOM, DECISIONS, MENU, Entry, word_of
from app.domains.accounts.tables import Appointment
from app.domains.agencies.tables import Agency
from app.domains.courts.queries import provisional_years
from app.domains.courts.tables import Court
from app.infra.house import House
from app.infra.unit_of_work import Reading
from app.kernel.actor import ROLE_NAMES, Actor, Role
from app.kernel.permission import PUBLIC
from app.web.access import is_fragment, permission_of


@dataclass(frozen=True)
class Post:
    """One of a person's roles with its post and place."""

    id: str
    role: Role
    post: str
    place: str

    @property
    def title(self) -> str:
        """What stands after the name: the post if one is given, else the role."""
        return self.post or ROLE_NAMES[self.role]


def frame_of(house: House, actor: Actor) -> dict[str, Any]:
    """The template variables of layout/shell.html, once a request; a fragment gets none."""
    if is_fragment() and "HX-History-Restore-Request" not in request.headers:
        return {}
    if "frame" not in g:
        g.frame = _frame(house, actor)
    return dict(g.frame)


def counts_here(r: Reading, decisions: int | None = None) -> Counts:
    """The figures of this request, counted once for frame and page. `decisions`: how many wait for me, if the page has them already."""
    if "counts" not in g:
        g.counts, g.provisional_years = counts_of(r, decisions)
    counts: Counts = g.counts
    return counts


def provisional_here(house: House) -> frozenset[int]:
    """The years whose calendar is provisional: read with the frame's figures, by a page without a frame when it shows a last day; once a request."""
    if "provisional_years" not in g:
        with house.database.read() as session:
            g.provisional_years = provisional_years(session)
    years: frozenset[int] = g.provisional_years
    return years


def decisions_word(actor: Actor) -> str:
    """What the list of questions to the actor is called: 待我审批 for those who sign, 待我决定 for the others (ui.md §3.1)."""
    return word_of(actor.role, DECISIONS.href, DECISIONS.label)


def due_href(actor: Actor) -> str:
    """Where 今日到期 leads: the court's periods, an agency's tasks, else the overview."""
    return next((href for href in ("/deadlines?due=today", "/tasks") if is_open_to(current_app, actor, href)), "/")


def is_open_to(app: Flask, actor: Actor, href: str) -> bool:
    """Is there a page at this address that the actor's role may open?"""
    adapter = app.url_map.bind("localhost")
    try:
        endpoint, _ = adapter.match(href.partition("?")[0].partition("#")[0], method="GET")
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    permission = permission_of(app, endpoint)
    return permission is not None and (permission is PUBLIC or permission.held_by(actor))


def _frame(house: House, actor: Actor) -> dict[str, Any]:
    with house.reading(actor) as r:
        posts = _posts(r)
        counts = counts_here(r)
    now = next((each for each in posts if each.role is actor.role), Post("", actor.role, "", ""))
    roles = [{"id": each.id, "role": each.role.value, "title": each.title, "place": each.place, "current": each is now} for each in posts]
    return {
        "me": {
            "id": actor.id,
            "name": actor.name,
            "title": now.title,
            "place": now.place,
            "initial": actor.name[:1],
            "role": actor.role.value,
            "roles": roles,
        },
        "menu": [{"title": title, "entries": _shown(actor, entries, counts)} for title, entries in MENU[actor.role]],
        "bottom_bar": _shown(actor, BOTTOM.get(actor.role, ()), counts),
        "decisions_word": decisions_word(actor),
        "due_href": due_href(actor),
        "due_today": counts.get("due_today", 0),
        "inbox_unread": counts.get("inbox", 0),
    }


def _posts(r: Reading) -> list[Post]:
    held = select(Appointment.id, Appointment.role, Appointment.post, Court.name, Agency.name)
    held = held.outerjoin(Court, Court.id == Appointment.court_id).outerjoin(Agency, Agency.id == Appointment.agency_id)
    rows = r.session.execute(held.where(Appointment.person_id == r.actor.id, Appointment.until_at.is_(None)).order_by(Appointment.id)).all()
    return [Post(row[0], Role(row[1]), row[2], row[3] or row[4] or "") for row in rows]


def _shown(actor: Actor, entries: tuple[Entry, ...], counts: Counts) -> list[dict[str, Any]]:
    return [_entry(each, counts) for each in entries if is_open_to(current_app, actor, each.href)]


def _entry(entry: Entry, counts: Counts) -> dict[str, Any]:
    here = request.path == entry.href or (entry.href != "/" and request.path.startswith(entry.href + "/"))
    return {
        "href": entry.href,
        "label": entry.label,
        "icon": entry.icon,
        "count": counts.get(entry.count, 0),
        "alert": counts.get(entry.alert, 0),
        "active": here,
    }
