"""Qualification papers: entered by the agency or a director, confirmed by a director, replaced by their renewal, warned of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.domains.accounts.queries import ids_at_agencies
from app.domains.agencies.events import PaperEnding
from app.domains.agencies.paper_rules import MOST_MARGIN, USUAL_MARGIN, PaperState, next_warning, state_of
from app.domains.agencies.permissions import CONFIRM_PAPERS, KEEP_PAPERS, require
from app.domains.agencies.queries import get_agency
from app.domains.agencies.tables import AgencyPaper
from app.domains.audit.service import record
from app.infra.unit_of_work import Reading, Work, for_house, within
from app.kernel.errors import Invalid, NotFound, NotNow

BATCH = 50


@dataclass(frozen=True)
class EnterPaper:
    """A paper with its last day; person_id: of which of the agency's people, None for the agency's own. margin: days of warning before the end."""

    title: str
    valid_until: date
    number: str = ""
    person_id: str | None = None
    margin: int = USUAL_MARGIN


@dataclass(frozen=True)
class ShownPaper:
    """A paper with its state today."""

    paper: AgencyPaper
    state: PaperState


def enter_paper(w: Work, agency_id: str, order: EnterPaper) -> AgencyPaper:
    """Enter a paper, or the renewal of one with the same title: a director's counts at once, the agency's own after a director has confirmed it."""
    require(w.actor, KEEP_PAPERS)
    agency = get_agency(w, agency_id)
    if not order.title.strip():
        raise Invalid("写明文件名称", field="title")
    if order.valid_until < w.today:
        raise Invalid("有效期已过，登记现行有效的文件", field="valid_until")
    if not 1 <= order.margin <= MOST_MARGIN:
        raise Invalid(f"提前提醒 1 至 {MOST_MARGIN} 天", field="margin")
    if order.person_id and order.person_id not in ids_at_agencies(w.session).get(agency.id, set()):
        raise Invalid("不是该机构的在用人员，从列表中选", field="person_id")
    texts = {"title": order.title.strip()[:60], "number": order.number.strip()[:60]}
    paper = AgencyPaper(
        **texts, agency_id=agency.id, person_id=order.person_id, valid_until=order.valid_until, margin=order.margin, entered_at=w.now, entered_by=w.actor.id
    )
    w.session.add(paper)
    w.flush()
    record(w, "agency.paper_entered", "agency", agency.id, f"登记资质文件 {paper.title}，有效期至 {paper.valid_until.isoformat()}")
    if CONFIRM_PAPERS.held_by(w.actor):
        _stand(w, paper)
    return paper


def confirm_paper(w: Work, agency_id: str, paper_id: str) -> AgencyPaper:
    """The director has seen the original: it counts from now on, in the place of the one before."""
    require(w.actor, CONFIRM_PAPERS)
    paper = get_paper(w, agency_id, paper_id)
    if paper.confirmed_at is not None:
        raise NotNow("已经核对", code="confirmed")
    _stand(w, paper)
    return paper


def remove_paper(w: Work, agency_id: str, paper_id: str, reason: str) -> AgencyPaper:
    """It is not asked for any more, for a reason that the trail keeps."""
    require(w.actor, CONFIRM_PAPERS)
    paper = get_paper(w, agency_id, paper_id)
    if not reason.strip():
        raise Invalid("写明原因", field="reason")
    paper.removed_at, paper.remind_at = w.now, None
    record(w, "agency.paper_removed", "agency", paper.agency_id, f"移除资质文件 {paper.title}：{reason.strip()[:200]}")
    return paper


def list_papers(r: Reading, agency_id: str) -> list[ShownPaper]:
    """Papers of an agency that stand or wait, the first to end first: for courts and for the agency itself."""
    get_agency(r, agency_id)
    held = select(AgencyPaper).where(AgencyPaper.agency_id == agency_id, AgencyPaper.removed_at.is_(None))
    rows: Sequence[AgencyPaper] = r.session.scalars(within(held.order_by(AgencyPaper.valid_until, AgencyPaper.id), "agency")).all()
    return [ShownPaper(each, state_of(each.valid_until, each.margin, r.today, confirmed=each.confirmed_at is not None)) for each in rows]


def warn_due(w: Work) -> int:
    """Tell of papers whose end is near, and once more when it has passed; how many. For the heartbeat."""
    due = select(AgencyPaper).where(AgencyPaper.remind_at <= w.now, AgencyPaper.removed_at.is_(None)).order_by(AgencyPaper.remind_at)
    rows = w.session.scalars(for_house(due).limit(BATCH).with_for_update(skip_locked=True)).all()
    for paper in rows:
        paper.remind_at = next_warning(paper.valid_until, paper.margin, w.now)
        record(w, "agency.paper_ending", "agency", paper.agency_id, f"提醒资质文件到期：{paper.title}")
        w.emit(PaperEnding(paper.agency_id, paper.title, paper.valid_until.isoformat(), paper.person_id, expired=w.today > paper.valid_until))
    return len(rows)


def _stand(w: Work, paper: AgencyPaper) -> None:
    paper.confirmed_at, paper.confirmed_by, paper.remind_at = w.now, w.actor.id, next_warning(paper.valid_until, paper.margin, w.now)
    same = (AgencyPaper.agency_id == paper.agency_id, AgencyPaper.title == paper.title, AgencyPaper.person_id.is_not_distinct_from(paper.person_id))
    for old in w.session.scalars(for_house(select(AgencyPaper)).where(*same, AgencyPaper.id != paper.id, AgencyPaper.removed_at.is_(None))):
        if old.confirmed_at is not None:
            old.removed_at, old.remind_at = w.now, None
    w.flush()
    record(w, "agency.paper_confirmed", "agency", paper.agency_id, f"核对资质文件 {paper.title}，有效期至 {paper.valid_until.isoformat()}")


def give_back_personal(w: Work, agency_id: str) -> int:
    """The last engagement ended: papers of the agency's people are nobody's any more outside the court; how many. For the house's own verbs."""
    held = select(AgencyPaper).where(AgencyPaper.agency_id == agency_id, AgencyPaper.person_id.is_not(None), AgencyPaper.removed_at.is_(None))
    rows = w.session.scalars(for_house(held)).all()
    for paper in rows:
        paper.number, paper.removed_at, paper.remind_at = "", w.now, None
    return len(rows)


def get_paper(w: Work, agency_id: str, paper_id: str) -> AgencyPaper:
    """A paper that stands or waits, of an agency that the caller has read through its scope; NotFound otherwise."""
    wanted = select(AgencyPaper).where(AgencyPaper.id == paper_id, AgencyPaper.agency_id == agency_id, AgencyPaper.removed_at.is_(None))
    paper = w.session.scalar(within(wanted, "agency"))
    if paper is None:
        raise NotFound
    return paper
