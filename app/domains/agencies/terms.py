"""The end of an engagement: warned of as many days ahead as the court has set, and once when it has passed. A new paper begins with the same days."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domains.agencies.events import TermEnding
from app.domains.agencies.paper_rules import MOST_MARGIN, USUAL_MARGIN, next_warning
from app.domains.agencies.permissions import ENGAGE, require
from app.domains.agencies.queries import engaging_court_ids
from app.domains.agencies.tables import Engagement
from app.domains.audit.service import record
from app.domains.courts.queries import get_court
from app.domains.courts.tables import Court
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.errors import Invalid, NotFound

BATCH = 50


def margin_of(r: Reading, agency_id: str = "") -> int:
    """Days of warning that a new paper of an agency begins with: the actor's own court's, for an agency the longest of the courts that engage it."""
    if r.actor.court_id:
        return get_court(r.session, r.actor.court_id).agency_warn_days
    courts = engaging_court_ids(r, agency_id)
    return max(r.session.scalars(select(Court.agency_warn_days).where(Court.id.in_(courts))), default=USUAL_MARGIN)


def set_margin(w: Work, days: int) -> None:
    """How long ahead the actor's court is told; its running engagements follow at once."""
    require(w.actor, ENGAGE)
    if w.actor.court_id is None:
        raise NotFound
    if not 1 <= days <= MOST_MARGIN:
        raise Invalid(f"提前提醒 1 至 {MOST_MARGIN} 天", field="days")
    court = get_court(w.session, w.actor.court_id)
    before, court.agency_warn_days = court.agency_warn_days, days
    running = select(Engagement).where(Engagement.court_id == court.id, Engagement.ended_on.is_(None), Engagement.until_on >= w.today)
    for term in w.session.scalars(for_house(running)):
        term.remind_at = next_warning(term.until_on, days, w.now)
    w.flush()
    record(w, "court.agency_margin_set", "court", court.id, f"{court.short_name}辅助机构到期提醒：提前 {before} 天改为 {days} 天")


def warn_terms_due(w: Work) -> int:
    """Tell of engagements whose end is near, and once more when it has passed; how many. For the heartbeat."""
    due = select(Engagement).where(Engagement.remind_at <= w.now, Engagement.ended_on.is_(None)).order_by(Engagement.remind_at)
    rows = w.session.scalars(for_house(due.options(selectinload(Engagement.agency))).limit(BATCH).with_for_update(skip_locked=True)).all()
    for term in rows:
        term.remind_at = next_warning(term.until_on, get_court(w.session, term.court_id).agency_warn_days, w.now)
        record(w, "agency.term_ending", "agency", term.agency_id, f"提醒委托到期：{term.agency.name}")
        w.emit(TermEnding(term.agency_id, term.court_id, term.until_on.isoformat(), expired=w.today > term.until_on))
    return len(rows)
