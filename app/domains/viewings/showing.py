"""What the pages of viewings show: slots with their places and bookings, questions with what is left to do, three figures for the fold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domains.courts.queries import load_calendar
from app.domains.viewings import queries
from app.domains.viewings.tables import Booking, Programme, Question, Slot, Visit
from app.infra.unit_of_work import Reading
from app.law.viewing import slots_advice
from app.web.formats import day_mark, day_short, instant


@dataclass(frozen=True)
class ShownSlot:
    """A slot with its words ('4月4日 周六 休 09:30') and its live bookings; `over`: its heads can be counted."""

    slot: Slot
    when: str
    bookings: tuple[Booking, ...]
    over: bool
    coming: bool


@dataclass(frozen=True)
class Shown:
    """A programme's two regions. visits: what accepted tasks told."""

    programme: Programme
    slots: tuple[ShownSlot, ...]
    questions: tuple[Question, ...]
    guides: tuple[tuple[str, str], ...]
    visits: tuple[Visit, ...]

    @property
    def next(self) -> ShownSlot | None:
        """The first slot to come."""
        return next((each for each in self.slots if each.coming), None)

    @property
    def advice(self) -> str:
        """Are there fewer slots than advised? Never more than a hint."""
        return slots_advice(sum(each.slot.cancelled_at is None for each in self.slots))

    @property
    def unanswered(self) -> int:
        """Questions without an answer."""
        return sum(not each.answer for each in self.questions)


def show_programme(r: Reading, programme: Programme) -> Shown:
    """Slots, bookings, questions, guides, calendar: seven queries, however many rows."""
    bookings, calendar = queries.list_bookings(r, programme.id), load_calendar(r.session)
    slots = tuple(_shown(r, slot, bookings.get(slot.id, ()), day_mark(slot.starts_at.date(), calendar)) for slot in queries.list_slots(r, programme.id))
    questions, guides = tuple(queries.list_questions(r, programme)), tuple(queries.list_guides(r, programme))
    return Shown(programme, slots, questions, guides, tuple(queries.list_visits(r, programme)))


def show_slot(r: Reading, slot: Slot) -> ShownSlot:
    """One slot with its bookings; two queries."""
    bookings = queries.list_bookings(r, slot.programme_id).get(slot.id, ())
    return _shown(r, slot, bookings, day_mark(slot.starts_at.date(), load_calendar(r.session)))


def _shown(r: Reading, slot: Slot, bookings: Sequence[Booking], mark: str) -> ShownSlot:
    words = " ".join(each for each in (day_short(slot.starts_at), mark, instant(slot.starts_at)) if each)
    live = slot.cancelled_at is None
    return ShownSlot(slot, words, tuple(bookings), live and slot.starts_at <= r.now, live and slot.starts_at > r.now)
