"""What strangers may do at an opened page: book, cancel and ask, under a throttle kept in the database. They learn of free places and published answers."""

from __future__ import annotations

from dataclasses import replace

from app.domains.audit.service import record
from app.domains.viewings.asking import put_question
from app.domains.viewings.events import QuestionAsked
from app.domains.viewings.queries import find_by_cancel_digest, find_opened, find_slot_of
from app.domains.viewings.rules import ADDRESS_LIMIT, PAGE_LIMIT, check_not_too_many, new_cancel_code, window_open
from app.domains.viewings.service import Book, give_back, take_places
from app.domains.viewings.tables import Requests
from app.infra.keyed import keyed_digest
from app.infra.unit_of_work import Work
from app.kernel.actor import SYSTEM, Actor
from app.kernel.errors import NotFound


def visitor(address: str) -> Actor:
    """Whoever stands before an opened page; the trail tells the act as a visitor's."""
    return replace(SYSTEM, name="公众访客", ip=address)


def note_request(w: Work, code: str, address: str) -> None:
    """Count a request of an address and to a page before it is looked at; TooMany (M-55) when either has used up its limit. Its own act, kept come what may."""
    for key, limit in ((f"ip:{address}", ADDRESS_LIMIT), (f"page:{code[:60]}", PAGE_LIMIT)):
        kept = w.session.get(Requests, key, with_for_update=True)
        if kept is None:
            w.session.add(Requests(key=key, count=1, since_at=w.wall_now))
            continue
        check_not_too_many(kept.count, kept.since_at, limit, w.wall_now)
        if window_open(kept.count, kept.since_at, limit, w.wall_now):
            kept.count += 1
        else:
            kept.count, kept.since_at = 1, w.wall_now


def book_outside(w: Work, code: str, slot_id: str, order: Book) -> str:
    """Book at an opened page; the code that cancels it comes back once and is kept as a digest only."""
    programme = find_opened(w, code)
    slot = find_slot_of(w, programme, slot_id)
    cancel = new_cancel_code()
    booking = take_places(w, slot, replace(order, source="web"), _digest(w, cancel))
    record(w, "viewing.booked", "programme", programme.id, f"网上看样预约第 {booking.no} 号，{booking.people} 人", case_id=programme.case_id)
    return cancel


def cancel_outside(w: Work, code: str, cancel: str) -> None:
    """Cancel the booking of a code; NotFound for a wrong one."""
    programme = find_opened(w, code)
    booking = find_by_cancel_digest(w, programme, _digest(w, cancel.strip().upper()))
    if booking is None:
        raise NotFound("没有这个取消码，或预约已经取消")
    give_back(w, booking, find_slot_of(w, programme, booking.slot_id))


def ask_outside(w: Work, code: str, body: str) -> None:
    """Ask at an opened page: an open question for whoever answers; nobody else reads it before the judge lets it be published."""
    programme = find_opened(w, code)
    put_question(w, programme, "web", body)
    w.emit(QuestionAsked(programme.id, programme.round_id, programme.case_id, programme.court_id, programme.title, programme.agency_id))


def _digest(w: Work, cancel: str) -> str:
    return keyed_digest(w.session, "viewing cancel", cancel) or "-"
