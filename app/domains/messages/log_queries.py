"""The log of sendings, for the court's administrator: who, kind, channel, state, last error; newest first, by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from app.domains.accounts.tables import Person
from app.domains.messages.tables import MessageDelivery
from app.infra.unit_of_work import Reading, within

PAGE = 50


@dataclass(frozen=True)
class LogFilter:
    """What is asked for: a channel, a state, the page after a row's id; '' for any."""

    channel: str = ""
    state: str = ""
    after: str = ""


@dataclass(frozen=True)
class LogPage:
    """Rows with the person's name ('' for a group), and where the next page begins ('' at the end)."""

    rows: Sequence[tuple[MessageDelivery, str]]
    after: str = ""


def list_log(r: Reading, wanted: LogFilter) -> LogPage:
    """One page; one query."""
    asked = select(MessageDelivery, Person.name).outerjoin(Person, Person.id == MessageDelivery.person_id).where(mine(r))
    if wanted.channel:
        asked = asked.where(MessageDelivery.channel == wanted.channel)
    if wanted.state:
        asked = asked.where(MessageDelivery.state == wanted.state)
    if wanted.after:
        asked = asked.where(MessageDelivery.id < wanted.after)
    found = [(row[0], row[1] or "") for row in r.session.execute(within(asked.order_by(MessageDelivery.id.desc()).limit(PAGE + 1), "court"))]
    return LogPage(found[:PAGE], found[PAGE - 1][0].id if len(found) > PAGE else "")


def count_states(r: Reading) -> Mapping[str, int]:
    """How many sendings stand in each state; one query."""
    counted = select(MessageDelivery.state, func.count(MessageDelivery.id)).where(mine(r)).group_by(MessageDelivery.state)
    return {row[0]: row[1] for row in r.session.execute(within(counted, "court"))}


def mine(r: Reading) -> ColumnElement[bool]:
    """Sendings of the actor's court, and those to people of outside bodies that belong to no court."""
    return or_(MessageDelivery.court_id == r.actor.court_id, MessageDelivery.court_id.is_(None))
