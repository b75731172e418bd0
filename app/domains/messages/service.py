"""Verbs of messages: tell people in their inbox, and leave it to the worker how else each wants to be told; mark as read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import update

from app.domains.accounts.queries import list_people_in_role
from app.domains.audit.service import record
from app.domains.messages.queries import get_mine
from app.domains.messages.tables import Message
from app.infra.unit_of_work import Work
from app.kernel.actor import Role
from app.kernel.ids import new_id


@dataclass(frozen=True)
class Notice:
    """What is told. `subject` of a mail never carries a name, address or amount: it is `kind`'s words only (ui.md §5.1)."""

    kind: str
    title: str
    body: str = ""
    link: str = ""
    case_id: str | None = None


def tell(w: Work, person_ids: Iterable[str | None], notice: Notice) -> int:
    """Put a notice into people's inboxes; how many were told. The actor is not told of an own act."""
    told = {each for each in person_ids if each and each != w.actor.id}
    ids = {person_id: new_id() for person_id in sorted(told)}
    for person_id, message_id in ids.items():
        w.session.add(
            Message(
                id=message_id, person_id=person_id, kind=notice.kind, title=notice.title, body=notice.body, link=notice.link, case_id=notice.case_id, at=w.now
            )
        )
    if told:
        record(w, "message.told", "message", notice.kind, f"通知 {len(told)} 人：{notice.title}", case_id=notice.case_id)
        w.later("messages.plan", {"notice_id": new_id(), "message_ids": list(ids.values()), "court_id": w.actor.court_id})
    return len(told)


def tell_role(w: Work, role: Role, notice: Notice, *, court_id: str | None = None, agency_id: str | None = None) -> int:
    """Tell everybody who holds a role at a court or agency."""
    return tell(w, (person.id for person in list_people_in_role(w.session, role, court_id=court_id, agency_id=agency_id)), notice)


def open_message(w: Work, message_id: str) -> str:
    """Mark one of one's own messages as read; the address of the page where the act is, '' if none. NotFound for another's."""
    message = get_mine(w, message_id)
    if message.read_at is None:
        mark_read(w, [message.id])
    return message.link


def mark_read(w: Work, message_ids: Iterable[str] | None = None) -> None:
    """Mark own messages as read; all of them when none is named."""
    mine = update(Message).where(Message.person_id == w.actor.id, Message.read_at.is_(None))
    if message_ids is not None:
        mine = mine.where(Message.id.in_(list(message_ids)))
    w.session.execute(mine.values(read_at=w.now))
    record(w, "message.read", "message", w.actor.id, "已读消息")
