"""Which sendings a notice makes: each reader's choice for its kind over each channel of the court, at once, gathered for later, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.domains.accounts.queries import seats_of
from app.domains.accounts.tables import Person
from app.domains.cases.tables import Case
from app.domains.messages.catalogue import TEST, kind_of
from app.domains.messages.channel import Channel
from app.domains.messages.channel_settings import ChannelSet, sets_of_courts
from app.domains.messages.habits import habits_of
from app.domains.messages.rules import choice_of, going
from app.domains.messages.tables import Message, MessageDelivery, MessageDeliveryItem
from app.domains.messages.types import DeliveryState, Habits
from app.domains.messages.wording import GATHERED
from app.infra.unit_of_work import Work, for_house
from app.kernel.ids import new_id

SEND = "messages.send"
USUAL = Habits()


@dataclass(frozen=True)
class Planned:
    """One sending that a message asks for. Equal keys are one sending."""

    key: str
    court_id: str | None
    person_id: str | None
    channel: str
    kind: str
    due_at: datetime
    message_id: str


def plan_notice(w: Work, payload: Mapping[str, Any], *, mail_url: str) -> int:
    """Make the sendings of a notice that was told (payload of service.tell); how many are new. Doing it twice makes none a second time."""
    messages = w.session.scalars(select(Message).where(Message.id.in_(payload["message_ids"]), Message.read_at.is_(None))).all()
    wanted = list(_planned(w, messages, payload, mail_url))
    keys = {each.key for each in wanted}
    there = {row.key: row for row in w.session.scalars(for_house(select(MessageDelivery).where(MessageDelivery.key.in_(keys)).with_for_update()))}
    items: set[Any] = {(row[0], row[1]) for row in w.session.execute(select(MessageDeliveryItem.delivery_id, MessageDeliveryItem.message_id).where(_of(there)))}
    made = 0
    for each in (_not_too_late(each, there.get(each.key), items, w.now) for each in wanted):
        row = there.get(each.key)
        if row is None:
            row = there[each.key] = make_delivery(w, each)
            made += 1
        if (row.id, each.message_id) not in items:
            w.session.add(MessageDeliveryItem(delivery_id=row.id, message_id=each.message_id))
            items.add((row.id, each.message_id))
    return made


def make_delivery(w: Work, each: Planned) -> MessageDelivery:
    """One row of the log and its job in the outbox."""
    row = MessageDelivery(
        id=new_id(),
        key=each.key,
        court_id=each.court_id,
        person_id=each.person_id,
        channel=each.channel,
        kind=each.kind,
        state=DeliveryState.WAITING.value,
        made_at=w.now,
        due_at=each.due_at,
    )
    w.session.add(row)
    w.later(SEND, {"delivery_id": row.id}, at=each.due_at)
    return row


def test_of(channel: Channel, court_id: str, person_id: str, now: datetime) -> Planned:
    """A test that goes now: to the administrator's own address, or to the group."""
    return Planned(f"{TEST}:{new_id()}", court_id, person_id if channel.personal else None, channel.code, TEST, now, "")


def _not_too_late(each: Planned, row: MessageDelivery | None, items: set[Any], now: datetime) -> Planned:
    """The others of its hour may have gone while this one was planned: then it goes by itself, at once."""
    if row is None or each.kind != GATHERED or row.state == DeliveryState.WAITING or (row.id, each.message_id) in items:
        return each
    return replace(each, key=f"{each.key}:{each.message_id}", due_at=now)


def _of(there: Mapping[str, MessageDelivery]) -> Any:
    return MessageDeliveryItem.delivery_id.in_([row.id for row in there.values()])


def _planned(w: Work, messages: Sequence[Message], payload: Mapping[str, Any], mail_url: str) -> Iterator[Planned]:
    people = {person.id: person for person in w.session.scalars(select(Person).where(Person.id.in_([each.person_id for each in messages]), Person.active))}
    seats = seats_of(w.session, people)
    habits = habits_of(w.session, people)
    of_cases = for_house(select(Case.id, Case.court_id).where(Case.id.in_({each.case_id for each in messages})))
    case_courts = {row[0]: row[1] for row in w.session.execute(of_cases)}
    courts = {each.id: seats.get(each.person_id, (None, True))[0] or case_courts.get(each.case_id or "") or payload.get("court_id") for each in messages}
    sets = sets_of_courts(w.session, set(courts.values()), mail_url=mail_url)
    for message in (each for each in messages if each.person_id in people):
        person, outside = people[message.person_id], seats.get(message.person_id, (None, True))[1]
        for (court_id, _), kept in sets.items():
            if court_id != courts[message.id] or not _reaches(kept, person, outside=outside):
                continue
            yield from _one(message, kept, court_id, habits.get(message.person_id, USUAL), payload["notice_id"], w.now)


def _reaches(kept: ChannelSet, person: Person, *, outside: bool) -> bool:
    return kept.on and (kept.channel.outside or not outside) and (kept.channel.code != "mail" or bool(person.mail))


def _one(message: Message, kept: ChannelSet, court_id: str | None, habits: Habits, notice_id: str, now: datetime) -> Iterator[Planned]:
    """A group is told of a notice once, whoever of its members asked for it; what is gathered goes by hour and reader (or group)."""
    channel = kept.channel
    when = going(habits, message.kind, choice_of(habits, message.kind, channel.code, personal=channel.personal), now)
    if when is None:
        return
    reader = message.person_id if channel.personal else None
    if when.gathered:
        key = f"{channel.code}:{reader or court_id}:{when.at:%Y%m%d%H%M}"
        yield Planned(key, court_id, reader, channel.code, GATHERED, when.at, message.id)
    else:
        key = f"{channel.code}:{message.id if channel.personal else notice_id}"
        yield Planned(key, court_id, reader, channel.code, kind_of(message.kind).code, when.at, message.id)
