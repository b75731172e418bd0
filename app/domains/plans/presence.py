"""Who else has a plan open, in which section, reading or writing. Told by their browsers every 15 seconds; older than 40 is gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from app.domains.accounts.queries import names_of
from app.domains.plans.checks.points import SECTION_TITLES, SECTIONS
from app.domains.plans.queries import get_plan
from app.domains.plans.tables import PlanPresence
from app.infra.unit_of_work import Reading, Work

LASTS = timedelta(seconds=40)
EVERY_SECONDS = 15
_NUMBERS = "一二三四五六七八九"


@dataclass(frozen=True)
class Present:
    """Somebody else, and what they do: 看, or 改 第二节 价格."""

    name: str
    doing: str


def note_presence(w: Work, plan_id: str, section: str, *, writing: bool) -> None:
    """The actor has this plan open. NotFound outside the scope; an unknown section is none."""
    plan = get_plan(w, plan_id)
    row = w.session.get(PlanPresence, (plan.id, w.actor.id))
    if row is None:
        row = PlanPresence(plan_id=plan.id, person_id=w.actor.id)
        w.session.add(row)
    row.section, row.writing, row.seen_at = section if section in SECTIONS else "", writing, w.now
    w.flush()


def others_here(r: Reading, plan_id: str) -> list[Present]:
    """Who else has the plan open now, writers first; two queries. For whoever holds the plan."""
    since = r.now - LASTS
    wanted = select(PlanPresence).where(PlanPresence.plan_id == plan_id, PlanPresence.seen_at >= since, PlanPresence.person_id != r.actor.id)
    rows = r.session.scalars(wanted.order_by(PlanPresence.writing.desc(), PlanPresence.seen_at.desc())).all()
    people = names_of(r.session, {each.person_id for each in rows})
    return [Present(people.get(each.person_id, ""), doing_of(each.section, writing=each.writing)) for each in rows]


def doing_of(section: str, *, writing: bool) -> str:
    """The words after 正在."""
    where = f" 第{_NUMBERS[SECTIONS.index(section)]}节 {SECTION_TITLES[section]}" if section in SECTIONS else ""
    return f"{'改' if writing else '看'}{where}"
