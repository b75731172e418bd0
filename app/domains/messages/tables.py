"""Messages to people: the inbox; how each wants to be told; the court's channels and words; and the log of everything that is sent outside."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Base, Row, Scoped


class Message(Row):
    """One notice to one person, with the page where the act is."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_unread", "person_id", "read_at"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(200), default="")
    case_id: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class MessageHabit(Base):
    """How a person wants to be told: quiet hours and the digest as HH:MM in Shanghai, and what differs from the usual choices."""

    __tablename__ = "message_habit"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    quiet_from: Mapped[str] = mapped_column(String(5))
    quiet_to: Mapped[str] = mapped_column(String(5))
    digest_at: Mapped[str] = mapped_column(String(5))
    choices: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]


class MessageChannel(Scoped):
    """A court's settings of one channel; secrets only sealed (app/infra/vault.py)."""

    __tablename__ = "message_channel"
    __table_args__ = (UniqueConstraint("court_id", "code"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    code: Mapped[str] = mapped_column(String(20))
    switched_on: Mapped[bool] = mapped_column(default=False)
    plain: Mapped[dict[str, Any]]
    sealed: Mapped[dict[str, Any]]
    changed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class MessageWording(Scoped):
    """A court's own words for a subject or text (wording.py)."""

    __tablename__ = "message_wording"
    __table_args__ = (UniqueConstraint("court_id", "name"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    name: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    changed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]


class MessageDelivery(Scoped):
    """One sending over one channel, to a person or (person_id None) to a court's group: the log itself, so it leaves no second trail.

    `key` is unique: the same message never makes two. `unclear` counts tries without an answer. Times are the house's clock.
    """

    __tablename__ = "message_delivery"
    __untrailed__ = True
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_message_delivery_court", "court_id", "id"),
        CheckConstraint("state in ('waiting','sending','sent','failed','unclear','dropped')", name="state"),
        CheckConstraint("state <> 'sent' or sent_at is not null", name="sent_at"),
    )

    key: Mapped[str] = mapped_column(String(120))
    court_id: Mapped[str | None] = mapped_column(ForeignKey("court.id"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    unclear: Mapped[int] = mapped_column(default=0)
    subject: Mapped[str] = mapped_column(String(200), default="")
    error: Mapped[str] = mapped_column(String(300), default="")


class MessageDeliveryItem(Base):
    """A message that goes with a sending. No foreign key to the message: what outside people were told may have to be deleted (clearing.py)."""

    __tablename__ = "message_delivery_item"
    __untrailed__ = True

    delivery_id: Mapped[str] = mapped_column(ForeignKey("message_delivery.id"), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(32), primary_key=True)
