"""Viewings of a lot: the programme with its public page, slots, bookings, questions and answers, and the counter of requests from outside."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Base, Scoped


class Programme(Scoped):
    """What a lot offers to those who want to see it. `code` is the unguessable end of the public address; `public` whether the court has opened it.

    `agency_id`: the agency that guides and answers, if any.
    """

    __tablename__ = "viewing_programme"
    __table_args__ = (UniqueConstraint("round_id"), UniqueConstraint("code"))

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    title: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(40))
    public: Mapped[bool] = mapped_column(default=False)
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"), index=True)
    made_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Slot(Scoped):
    """A time at which so many people can be shown the lot. `booked` counts people of live bookings; `remind_at` is claimed by the heartbeat, once."""

    __tablename__ = "viewing_slot"
    __table_args__ = (
        Index("ix_viewing_slot_remind", "remind_at"),
        UniqueConstraint("programme_id", "starts_at"),
        CheckConstraint("booked >= 0 and booked <= capacity", name="booked"),
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("(headcount is null) = (counted_at is null)", name="counted"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    programme_id: Mapped[str] = mapped_column(ForeignKey("viewing_programme.id"), index=True)
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    capacity: Mapped[int]
    booked: Mapped[int] = mapped_column(default=0)
    place: Mapped[str] = mapped_column(String(200))
    guide_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    guide: Mapped[str] = mapped_column(String(60))
    remind_at: Mapped[datetime | None]
    headcount: Mapped[int | None]
    incidents: Mapped[str] = mapped_column(Text, default="")
    counted_at: Mapped[datetime | None]
    counted_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Booking(Scoped):
    """Somebody comes with so many people. Of the phone only the last four digits are kept, and a keyed digest that keeps one phone from booking a slot twice.

    `cancel_digest`: keyed digest of the one code that cancels; '' for bookings by staff, which staff cancel.
    """

    __tablename__ = "viewing_booking"
    __table_args__ = (
        UniqueConstraint("slot_id", "no"),
        CheckConstraint("people > 0", name="people"),
        CheckConstraint("source in ('phone','web','visit')", name="source"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    programme_id: Mapped[str] = mapped_column(ForeignKey("viewing_programme.id"))
    slot_id: Mapped[str] = mapped_column(ForeignKey("viewing_slot.id"), index=True)
    no: Mapped[int]
    called: Mapped[str] = mapped_column(String(20))
    phone_tail: Mapped[str] = mapped_column(String(4))
    phone_digest: Mapped[str] = mapped_column(String(64))
    people: Mapped[int]
    source: Mapped[str] = mapped_column(String(5))
    cancel_digest: Mapped[str] = mapped_column(String(64), default="", index=True)
    booked_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class Visit(Scoped):
    """What an accepted task of guiding told: when, how many came, what was seen. `slot_id`: the one slot of that time, if there is one.

    `booked`: people who had booked, by the task; `seal`: whether a seal was opened, with the next seal; names of visitors are not taken over.
    """

    __tablename__ = "viewing_visit"
    __table_args__ = (UniqueConstraint("task_id"), CheckConstraint("headcount >= 0 and booked >= 0", name="people"))

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("viewing_programme.id"))
    slot_id: Mapped[str | None] = mapped_column(ForeignKey("viewing_slot.id"))
    task_id: Mapped[str] = mapped_column(String(32))
    task_number: Mapped[str] = mapped_column(String(40))
    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"))
    worker_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    headcount: Mapped[int]
    booked: Mapped[int]
    guide: Mapped[str] = mapped_column(String(60))
    parts: Mapped[str] = mapped_column(Text, default="")
    seal: Mapped[str] = mapped_column(String(200), default="")
    incidents: Mapped[str] = mapped_column(Text)
    taken_at: Mapped[datetime]


class Question(Scoped):
    """A question about a lot with its answer and what the answer rests on; passed on to the judge; published without names where the judge allows.

    `task_id`, `task_row`: the accepted task it came with and its place there; '' and null for one that was asked here.
    """

    __tablename__ = "viewing_question"
    __table_args__ = (
        CheckConstraint("channel in ('phone','web','visit')", name="channel"),
        CheckConstraint("published_at is null or (answer <> '' and published_by is not null)", name="published"),
        UniqueConstraint("task_id", "task_row"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    programme_id: Mapped[str] = mapped_column(ForeignKey("viewing_programme.id"), index=True)
    asked_at: Mapped[datetime]
    channel: Mapped[str] = mapped_column(String(5))
    body: Mapped[str] = mapped_column(String(500))
    answer: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(20), default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    escalated_at: Mapped[datetime | None]
    reply_due_on: Mapped[date | None]
    published_at: Mapped[datetime | None]
    published_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    task_id: Mapped[str] = mapped_column(String(32), default="")
    task_row: Mapped[int | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Requests(Base):
    """Requests from outside of one address or to one page within its window, in real time."""

    __tablename__ = "viewing_requests"
    __untrailed__ = True

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    since_at: Mapped[datetime]
