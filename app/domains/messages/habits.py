"""How each person wants to be told: read for many at once when messages go out, changed by the person alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domains.audit.service import record
from app.domains.messages.catalogue import KINDS
from app.domains.messages.channel import all_channels
from app.domains.messages.rules import check_habits, time_of
from app.domains.messages.tables import MessageHabit
from app.domains.messages.types import Choice, Habits
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid


@dataclass(frozen=True)
class SetHabits:
    """What a person asks for: times as HH:MM, both quiet ones '' for none, and a choice for a kind over a channel."""

    quiet_from: str
    quiet_to: str
    digest_at: str
    choices: Mapping[tuple[str, str], str]


def habits_of(session: Session, person_ids: Collection[str]) -> dict[str, Habits]:
    """The habits of people who set some, in one query; everybody else has the usual ones."""
    return {row.person_id: _habits(row) for row in session.scalars(select(MessageHabit).where(MessageHabit.person_id.in_(person_ids)))}


def set_habits(w: Work, order: SetHabits) -> Habits:
    """Change one's own. Choices of channels that the page did not show stay as they were."""
    row = w.session.get(MessageHabit, w.actor.id)
    before = _habits(row) if row else Habits()
    quiet = [time_of(order.quiet_from, "quiet_from"), time_of(order.quiet_to, "quiet_to")] if order.quiet_from or order.quiet_to else [time(0), time(0)]
    choices = {kind: dict(chosen) for kind, chosen in before.choices.items()}
    for (kind, channel), choice in order.choices.items():
        if kind not in KINDS or channel not in all_channels() or choice not in set(Choice):
            raise Invalid("从列出的里选一个", field=f"choice-{kind}-{channel}")
        choices.setdefault(kind, {})[channel] = choice
    habits = Habits(quiet[0], quiet[1], time_of(order.digest_at, "digest_at"), choices)
    check_habits(habits)
    if row is None:
        row = MessageHabit(person_id=w.actor.id)
        w.session.add(row)
    row.quiet_from, row.quiet_to, row.digest_at = (f"{each:%H:%M}" for each in (habits.quiet_from, habits.quiet_to, habits.digest_at))
    row.choices, row.changed_at = choices, w.now
    record(w, "message.habits_set", "person", w.actor.id, "修改提醒设置")
    return habits


def _habits(row: MessageHabit) -> Habits:
    return Habits(time.fromisoformat(row.quiet_from), time.fromisoformat(row.quiet_to), time.fromisoformat(row.digest_at), row.choices)
