"""Messages to people: the inbox. Mail and robots are sent from the outbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Row


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
