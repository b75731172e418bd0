"""The calendar feed (iCalendar): a secret address for each person, made anew or revoked at will; it tells what that person holds, without personal data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domains.accounts.passwords import hash_key, new_key
from app.domains.accounts.queries import actor_of, get_person
from app.domains.audit.service import record
from app.domains.deadlines.permissions import FEED_DEADLINES
from app.domains.deadlines.tables import CalendarFeed, Deadline
from app.infra.unit_of_work import Reading, Work
from app.kernel.actor import Actor
from app.kernel.errors import NotFound

OWNER = "-//Paifu//Deadlines//ZH"
AHEAD = timedelta(days=366)
"""How far ahead the feed tells; what is overdue it always tells."""


def make_feed(w: Work) -> str:
    """A new secret for the actor, in the role of now; an older address dies. The secret is told once and not kept."""
    key, key_hash = new_key()
    kept = w.session.get(CalendarFeed, w.actor.id)
    if kept is None:
        w.session.add(CalendarFeed(person_id=w.actor.id, key_hash=key_hash, role=w.actor.role.value, made_at=w.now))
    else:
        kept.key_hash, kept.role, kept.made_at = key_hash, w.actor.role.value, w.now
    w.flush()
    record(w, "calendar_feed.made", "person", w.actor.id, "新建期限日历私密地址")
    return key


def revoke_feed(w: Work) -> None:
    """Its address answers nobody any more."""
    kept = w.session.get(CalendarFeed, w.actor.id)
    if kept is None:
        raise NotFound
    w.session.delete(kept)
    w.flush()
    record(w, "calendar_feed.revoked", "person", w.actor.id, "作废期限日历私密地址")


def find_feed(r: Reading) -> datetime | None:
    """When the actor's address was made, or None."""
    kept = r.session.get(CalendarFeed, r.actor.id)
    return kept.made_at if kept else None


def actor_behind(session: Session, key: str) -> Actor:
    """Whose address it is, as that person may act today. NotFound for a wrong or revoked one, a closed account, a role that was given up."""
    kept = session.scalar(select(CalendarFeed).where(CalendarFeed.key_hash == hash_key(key)))
    if kept is None:
        raise NotFound
    person = get_person(session, kept.person_id)
    held = [each for each in person.appointments if each.until_at is None and each.role == kept.role]
    if not person.active or not held or not FEED_DEADLINES.held_by(actor_of(person, held[0])):
        raise NotFound
    return actor_of(person, held[0])


def feed_of(deadlines: Sequence[Deadline], base: str, now: datetime) -> bytes:
    """These deadlines as whole days of an iCalendar file; a title names the kind of period only."""
    calendar = Calendar()
    calendar.add("prodid", OWNER)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "拍辅期限")
    for each in deadlines:
        event = Event()
        event.add("uid", f"{each.id}@paifu")
        event.add("dtstamp", now)
        event.add("dtstart", each.due_on)
        event.add("dtend", each.due_on + timedelta(days=1))
        event.add("summary", f"{each.title}届满" + ("（暂定）" if each.provisional else ""))
        event.add("description", f"根据 {each.citation}")
        event.add("url", f"{base}/deadlines/{each.id}")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
