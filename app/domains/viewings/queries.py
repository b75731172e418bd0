"""Reads of viewings. Courts see by case, an agency where it guides, its worker own slots; a stranger the opened page of a code, without names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, func, select

from app.domains.accounts.queries import list_people_in_role
from app.domains.agencies.queries import courts_closed_to
from app.domains.cases.queries import in_scope
from app.domains.viewings.tables import Booking, Programme, Question, Slot, Visit
from app.infra.unit_of_work import Reading, for_house, within
from app.kernel.actor import Actor, Role
from app.kernel.errors import NotFound

Statement = TypeVar("Statement", bound=Select[Any])


def in_reach(statement: Statement, actor: Actor) -> Statement:
    """A select over Programme limited to what the actor may see."""
    if not actor.is_outside:
        return in_scope(statement, Programme, actor)
    return within(statement.where(_guides(actor)), "viewings")


def _guides(actor: Actor) -> ColumnElement[bool]:
    if actor.agency_id is None:
        return false()
    own = and_(Programme.agency_id == actor.agency_id, Programme.court_id.not_in(courts_closed_to(actor.agency_id)))
    if actor.role is Role.WORKER:
        return and_(own, Programme.id.in_(select(Slot.programme_id).where(Slot.guide_id == actor.id)))
    return own


def get_programme(r: Reading, programme_id: str) -> Programme:
    """A programme in the actor's scope; NotFound otherwise."""
    found = r.session.scalar(in_reach(select(Programme), r.actor).where(Programme.id == programme_id))
    if found is None:
        raise NotFound
    return found


def find_of_round(r: Reading, round_id: str) -> Programme | None:
    """The programme of a lot, in scope."""
    return r.session.scalar(in_reach(select(Programme), r.actor).where(Programme.round_id == round_id))


def house_programme(r: Reading, programme_id: str) -> Programme:
    """A programme for the house's own steps."""
    return r.session.scalars(for_house(select(Programme)).where(Programme.id == programme_id)).one()


def find_opened(r: Reading, code: str) -> Programme:
    """The programme whose page a stranger has the code of, once the court has opened it; NotFound otherwise, for both alike."""
    found = r.session.scalar(within(select(Programme).where(Programme.code == code, Programme.public.is_(True)), "public"))
    if found is None:
        raise NotFound
    return found


def get_slot(r: Reading, slot_id: str, *, lock: bool = False) -> tuple[Slot, Programme]:
    """A slot with its programme, in scope; `lock` for an act that counts places."""
    wanted = select(Slot).where(Slot.id == slot_id)
    slot = r.session.scalar(_own_slots(wanted.with_for_update() if lock else wanted, r.actor))
    if slot is None:
        raise NotFound
    return slot, get_programme(r, slot.programme_id)


def _own_slots(statement: Statement, actor: Actor) -> Statement:
    return within(statement.where(Slot.guide_id == actor.id) if actor.role is Role.WORKER else statement, "viewings")


def get_booking(r: Reading, booking_id: str) -> tuple[Booking, Slot, Programme]:
    """A booking with its slot, in scope."""
    booking = r.session.scalar(for_house(select(Booking)).where(Booking.id == booking_id))
    if booking is None:
        raise NotFound
    return booking, *get_slot(r, booking.slot_id, lock=True)


def get_question(r: Reading, question_id: str) -> tuple[Question, Programme]:
    """A question with its programme, in scope."""
    question = r.session.scalar(for_house(select(Question)).where(Question.id == question_id))
    if question is None:
        raise NotFound
    return question, get_programme(r, question.programme_id)


def list_slots(r: Reading, programme_id: str) -> Sequence[Slot]:
    """Slots of a programme that the caller holds, by time; a worker's own ones."""
    return r.session.scalars(_own_slots(select(Slot).where(Slot.programme_id == programme_id).order_by(Slot.starts_at), r.actor)).all()


def list_bookings(r: Reading, programme_id: str) -> dict[str, list[Booking]]:
    """Bookings of a programme that the caller holds, by slot; cancelled ones too."""
    found: dict[str, list[Booking]] = {}
    for each in r.session.scalars(for_house(select(Booking).where(Booking.programme_id == programme_id).order_by(Booking.no))):
        found.setdefault(each.slot_id, []).append(each)
    return found


def list_questions(r: Reading, programme: Programme) -> Sequence[Question]:
    """Questions about the lot's thing, for a court those of earlier rounds too; unanswered first, then newest first. For whoever holds the programme."""
    of_thing, of_lot = Question.asset_id == programme.asset_id, Question.programme_id == programme.id
    wanted = select(Question).where(of_lot if r.actor.is_outside else of_thing)
    return r.session.scalars(for_house(wanted.order_by(Question.answer != "", Question.asked_at.desc()).limit(100))).all()


def list_published(r: Reading, asset_id: str) -> Sequence[Question]:
    """What the judge has let be published about a thing, oldest first; names stand nowhere in it."""
    published = select(Question).where(Question.asset_id == asset_id, Question.published_at.is_not(None))
    return r.session.scalars(within(published.order_by(Question.asked_at).limit(100), "public")).all()


def list_open_slots(r: Reading, programme: Programme) -> Sequence[Slot]:
    """Slots of an opened page that are still to come."""
    coming = select(Slot).where(Slot.programme_id == programme.id, Slot.starts_at > r.now, Slot.cancelled_at.is_(None))
    return r.session.scalars(within(coming.order_by(Slot.starts_at), "public")).all()


def find_slot_of(r: Reading, programme: Programme, slot_id: str) -> Slot:
    """A coming slot of an opened page, locked; NotFound otherwise."""
    wanted = select(Slot).where(Slot.id == slot_id, Slot.programme_id == programme.id).with_for_update()
    slot = r.session.scalar(within(wanted, "public"))
    if slot is None:
        raise NotFound
    return slot


def find_by_cancel_digest(r: Reading, programme: Programme, digest: str) -> Booking | None:
    """The live booking of a page that a code cancels."""
    wanted = select(Booking).where(Booking.programme_id == programme.id, Booking.cancel_digest == digest, Booking.cancelled_at.is_(None))
    return r.session.scalar(within(wanted, "public"))


def phone_is_booked(r: Reading, slot_id: str, digest: str) -> bool:
    """Has this phone a live booking in the slot?"""
    wanted = select(Booking.id).where(Booking.slot_id == slot_id, Booking.phone_digest == digest, Booking.cancelled_at.is_(None))
    return r.session.scalar(for_house(wanted)) is not None


def last_no(r: Reading, slot_id: str) -> int:
    """The highest booking number of a slot."""
    return r.session.scalar(for_house(select(func.max(Booking.no)).where(Booking.slot_id == slot_id))) or 0


def list_coming(r: Reading, *, since_at: datetime, limit: int = 200) -> Sequence[tuple[Slot, Programme]]:
    """Slots in scope from an instant on, and those before it whose heads nobody has counted, by time; one query."""
    chosen: Any = select(Slot, Programme).join(Programme, Programme.id == Slot.programme_id)
    wanted = chosen.where(Slot.cancelled_at.is_(None), (Slot.ends_at >= since_at) | Slot.counted_at.is_(None)).order_by(Slot.starts_at).limit(limit)
    if r.actor.role is Role.WORKER:
        wanted = wanted.where(Slot.guide_id == r.actor.id)
    return [(row[0], row[1]) for row in r.session.execute(in_reach(wanted, r.actor)).all()]


def list_due_reminders(r: Reading, limit: int = 200) -> Sequence[Slot]:
    """Slots whose guide is to be reminded now, for the heartbeat; rows that another heartbeat has are passed over."""
    due = select(Slot).where(Slot.remind_at <= r.now, Slot.cancelled_at.is_(None)).order_by(Slot.remind_at).limit(limit)
    return r.session.scalars(for_house(due.with_for_update(skip_locked=True))).all()


def list_guides(r: Reading, programme: Programme) -> list[tuple[str, str]]:
    """Who may guide, as (id, name): the agency's people when one was named, else the court's clerks and field officers."""
    place = {"agency_id": programme.agency_id} if programme.agency_id else {"court_id": programme.court_id}
    roles = (Role.WORKER, Role.AGENCY) if programme.agency_id else (Role.CLERK, Role.FIELD)
    return [(person.id, person.name) for role in roles for person in list_people_in_role(r.session, role, **place)]


def list_visits(r: Reading, programme: Programme) -> Sequence[Visit]:
    """What accepted tasks told of the lot's thing, latest first; an agency gets its own of this lot, a worker own ones. For whoever holds the programme."""
    wanted = select(Visit).where(Visit.asset_id == programme.asset_id)
    if r.actor.is_outside:
        wanted = wanted.where(Visit.programme_id == programme.id, Visit.agency_id == r.actor.agency_id)
    if r.actor.role is Role.WORKER:
        wanted = wanted.where(Visit.worker_id == r.actor.id)
    return r.session.scalars(for_house(wanted.order_by(Visit.at.desc()).limit(100))).all()


def find_visit_of_task(r: Reading, task_id: str) -> Visit | None:
    """The visit that a task told, for the house's own steps."""
    return r.session.scalar(for_house(select(Visit)).where(Visit.task_id == task_id))


def list_questions_of_task(r: Reading, task_id: str) -> Sequence[Question]:
    """The questions that a task told, for the house's own steps."""
    return r.session.scalars(for_house(select(Question).where(Question.task_id == task_id).order_by(Question.task_row))).all()


def find_slot_during(r: Reading, programme: Programme, agency_id: str, starts_at: datetime, ends_at: datetime) -> Slot | None:
    """The one uncounted slot of an agency that lies in a time, locked; None where there is none or more than one. For the house's own steps."""
    times = Slot.starts_at < ends_at, Slot.ends_at > starts_at, Slot.cancelled_at.is_(None), Slot.counted_at.is_(None)
    wanted = select(Slot).where(Slot.programme_id == programme.id, Slot.agency_id == agency_id, *times).limit(2).with_for_update()
    found = r.session.scalars(for_house(wanted)).all()
    return found[0] if len(found) == 1 else None
