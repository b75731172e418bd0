"""Deeds of agencies and the scores computed from them: noted by the house's steps and by the court, reviewed when the agency asks, never rewritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.domains.agencies.events import ReviewAsked, ReviewDecided
from app.domains.agencies.permissions import ASK_REVIEW, DECIDE_REVIEW, NOTE_DEED, require
from app.domains.agencies.score_rules import START, WINDOW, Deed, Score, score_of
from app.domains.agencies.tables import Agency, DeedRow
from app.domains.agencies.types import DEED_NAMES, DeedKind, ReviewState
from app.domains.audit.service import record
from app.infra.unit_of_work import Reading, Work, for_house, within
from app.kernel.errors import Invalid, NotFound, NotNow

FRESH = Score(START, 0, {})
BY_HAND = (DeedKind.COMPLAINT, DeedKind.WRONG_FIGURE)


@dataclass(frozen=True)
class NoteDeed:
    """What happened: which agency, at which court, on which task ('' none). excused: a decline that the law itself asks for."""

    agency_id: str
    court_id: str
    kind: DeedKind
    subject: str = ""
    title: str = ""
    days_late: int = 0
    excused: bool = False
    note: str = ""


@dataclass(frozen=True)
class Scores:
    """The scores of a court's agencies at one instant."""

    by_agency: Mapping[str, Score]

    def of(self, agency_id: str) -> Score:
        """An agency's score; a newcomer's when it has done nothing yet."""
        return self.by_agency.get(agency_id, FRESH)

    def rank(self, agency_id: str, among: Iterable[str]) -> int:
        """Its place among agencies, 1 the best; equals share a place."""
        own = self.of(agency_id).tenths
        return 1 + sum(self.of(each).tenths > own for each in set(among) - {agency_id})


def note_deed(w: Work, order: NoteDeed) -> DeedRow:
    """Keep a deed with its trail; for the house's steps."""
    row = DeedRow(**{**vars(order), "kind": order.kind.value, "title": order.title[:300], "note": order.note[:300]}, at=w.now, entered_by=w.actor.id)
    w.session.add(row)
    w.flush()
    late = f" {order.days_late} 天" if order.days_late else ""
    record(w, f"agency.deed_{order.kind.value}", "agency", order.agency_id, f"计入评分：{DEED_NAMES[order.kind]}{late} {order.title}")
    return row


def note_by_hand(w: Work, order: NoteDeed) -> DeedRow:
    """The court enters a complaint that it found true, or a figure that it later found wrong; with what was found."""
    require(w.actor, NOTE_DEED)
    if order.kind not in BY_HAND:
        raise Invalid("只能登记投诉属实或数据有误，其余由系统记录", field="kind")
    if not order.note.strip():
        raise Invalid("写明查明的事实", field="note")
    if w.session.get(Agency, order.agency_id) is None or order.court_id != w.actor.court_id:
        raise NotFound
    return note_deed(w, order)


def ask_review(w: Work, deed_id: str, reason: str) -> DeedRow:
    """申请复核: the agency objects to one deed, once."""
    require(w.actor, ASK_REVIEW)
    deed = _get(w, deed_id)
    if not reason.strip():
        raise Invalid("写明申请复核的理由", field="reason")
    if deed.review:
        raise NotNow("这一项已经申请过复核", code="review_asked")
    deed.review, deed.review_reason, deed.review_asked_at = ReviewState.ASKED.value, reason.strip()[:300], w.now
    record(w, "agency.review_asked", "agency", deed.agency_id, f"申请复核：{DEED_NAMES[DeedKind(deed.kind)]} {deed.title}")
    w.emit(ReviewAsked(deed.agency_id, deed.court_id, deed.id, deed.title))
    return deed


def decide_review(w: Work, deed_id: str, *, strike: bool, reply: str) -> DeedRow:
    """The court answers: the deed no longer counts, or it stands; with words."""
    require(w.actor, DECIDE_REVIEW)
    deed = _get(w, deed_id)
    if deed.review != ReviewState.ASKED.value:
        raise NotNow("这一项没有待复核的申请", code="no_review")
    if not reply.strip():
        raise Invalid("写明复核意见", field="reply")
    deed.review = (ReviewState.STRUCK if strike else ReviewState.KEPT).value
    deed.review_reply, deed.reviewed_by, deed.reviewed_at = reply.strip()[:300], w.actor.id, w.now
    record(w, "agency.review_decided", "agency", deed.agency_id, f"复核{'撤销' if strike else '维持'}：{DEED_NAMES[DeedKind(deed.kind)]} {deed.title}")
    w.emit(ReviewDecided(deed.agency_id, deed.court_id, deed.id, deed.title, strike))
    return deed


def list_deeds(r: Reading, agency_id: str, court_id: str) -> Sequence[DeedRow]:
    """Deeds of an agency at a court within the window of the score, latest first. The caller has read the agency through its scope."""
    held = select(DeedRow).where(DeedRow.agency_id == agency_id, DeedRow.court_id == court_id, DeedRow.at > r.now - WINDOW)
    return r.session.scalars(within(held.order_by(DeedRow.at.desc(), DeedRow.id.desc()), "agency")).all()


def scores_at(r: Reading, court_id: str) -> Scores:
    """Scores of all agencies at a court now; one query."""
    return Scores({agency_id: score_of(map(deed_of, rows), r.now) for agency_id, rows in _by_agency(r, court_id).items()})


def last_given(r: Reading, court_id: str) -> dict[str, datetime]:
    """When each agency was last given work at a court; one query."""
    found: Any = select(DeedRow.agency_id, func.max(DeedRow.at)).where(DeedRow.court_id == court_id, DeedRow.kind == DeedKind.GIVEN.value)
    return {row[0]: row[1] for row in r.session.execute(for_house(found.group_by(DeedRow.agency_id)))}


def deed_of(row: DeedRow) -> Deed:
    """A stored deed as the rule takes it."""
    return Deed(row.id, DeedKind(row.kind), row.subject, row.at, row.days_late, row.review == ReviewState.STRUCK.value, row.excused)


def _by_agency(r: Reading, court_id: str) -> dict[str, list[DeedRow]]:
    found: dict[str, list[DeedRow]] = {}
    for row in r.session.scalars(for_house(select(DeedRow).where(DeedRow.court_id == court_id, DeedRow.at > r.now - WINDOW))):
        found.setdefault(row.agency_id, []).append(row)
    return found


def _get(w: Work, deed_id: str) -> DeedRow:
    mine = DeedRow.agency_id == w.actor.agency_id if w.actor.is_outside else DeedRow.court_id == w.actor.court_id
    deed = w.session.scalar(within(select(DeedRow).where(DeedRow.id == deed_id, mine), "agency"))
    if deed is None:
        raise NotFound
    return deed
