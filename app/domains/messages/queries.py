"""Reads of messages: one's own only."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.domains.messages.tables import Message
from app.infra.slices import ALL, Slice
from app.infra.unit_of_work import Reading
from app.kernel.errors import NotFound


def list_mine(r: Reading, asked: Slice = ALL) -> Sequence[Message]:
    """My messages, unread first, latest first; a page holds one more where there is a next."""
    mine = select(Message).where(Message.person_id == r.actor.id).order_by(Message.read_at.is_not(None), Message.at.desc(), Message.id.desc())
    return r.session.scalars(asked.of(mine)).all()


def count_unread(r: Reading) -> int:
    """How many of mine are unread."""
    return r.session.scalar(select(func.count(Message.id)).where(Message.person_id == r.actor.id, Message.read_at.is_(None))) or 0


def get_mine(r: Reading, message_id: str) -> Message:
    """One of my messages; NotFound for another's."""
    found = r.session.scalar(select(Message).where(Message.id == message_id, Message.person_id == r.actor.id))
    if found is None:
        raise NotFound
    return found
