"""Messages that must go: what outside people were told of work that is no longer theirs (AUX-18)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from app.domains.messages.tables import Message
from app.infra.unit_of_work import Work


def clear_messages(w: Work, person_ids: Sequence[str], links: Sequence[str]) -> int:
    """Delete messages of these people that lead to these pages; how many. The caller records it."""
    which = (Message.person_id.in_(person_ids), Message.link.in_(links))
    number = w.session.scalar(select(func.count(Message.id)).where(*which)) or 0
    w.session.execute(delete(Message).where(*which))
    return int(number)
