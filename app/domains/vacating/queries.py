"""Reads of vacating, in the scope of the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select

from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.domains.vacating.day_tables import DaySignature, DayVideo, ForceDay, ForcePlan, Goods
from app.domains.vacating.rules import OPEN, Person
from app.domains.vacating.tables import Agreement, Hindrance, Measure, Occupant, Reentry, Referral, Term, Vacating, Visit
from app.infra.database import Scoped
from app.infra.slices import Slice
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.errors import NotFound
from app.law.occupants import Care, Verdict

Found = TypeVar("Found", bound=Scoped)
OfThread = TypeVar("OfThread", Occupant, Visit, Agreement, Hindrance, Measure, Referral, Reentry)


@dataclass(frozen=True)
class Agreed:
    """An agreement with its terms, soonest first."""

    agreement: Agreement
    terms: Sequence[Term]


def get_vacating(r: Reading, vacating_id: str) -> Vacating:
    """A thread in the actor's scope; NotFound otherwise."""
    return get_row(r, Vacating, vacating_id)


def lock_vacating(w: Work, vacating_id: str) -> Vacating:
    """The thread in scope, its row held until the act ends: two acts on one thread go one after the other."""
    w.session.flush()
    wanted = select(Vacating).where(Vacating.id == vacating_id).with_for_update().execution_options(populate_existing=True)
    return _found(w.session.scalar(in_scope(wanted, Vacating, w.actor)))


def get_row(r: Reading, kind: type[Found], row_id: str) -> Found:
    """Any row of vacating in the actor's scope; NotFound otherwise."""
    return _found(r.session.scalar(in_scope(select(kind), kind, r.actor).where(kind.id == row_id)))


def house_row(r: Reading, kind: type[Found], row_id: str) -> Found:
    """Any row of vacating for the house's own steps."""
    return _found(r.session.scalar(for_house(select(kind).where(kind.id == row_id))))


def find_of_handover(r: Reading, handover_id: str) -> Vacating | None:
    """The thread that belongs to a handover, for the house's own steps."""
    return r.session.scalar(for_house(select(Vacating).where(Vacating.handover_id == handover_id)))


def find_of_asset(r: Reading, asset_id: str) -> Vacating | None:
    """The latest thread of an asset, for the house's own steps."""
    return r.session.scalar(for_house(select(Vacating).where(Vacating.asset_id == asset_id).order_by(Vacating.id.desc()).limit(1)))


def lock_house_thread(w: Work, vacating_id: str) -> Vacating:
    """The thread for the house's own steps, its row held until the act ends."""
    w.session.flush()
    wanted = select(Vacating).where(Vacating.id == vacating_id).with_for_update().execution_options(populate_existing=True)
    return _found(w.session.scalar(for_house(wanted)))


def house_of_case(r: Reading, case_id: str) -> Sequence[Vacating]:
    """All threads of a case, for the house's own steps."""
    return r.session.scalars(for_house(select(Vacating).where(Vacating.case_id == case_id).order_by(Vacating.id))).all()


def rows_of(r: Reading, kind: type[OfThread], vacating_id: str) -> Sequence[OfThread]:
    """Occupants, visits, hindrances, measures, referrals, re-entries of a thread, oldest first. For people who already hold the thread."""
    return r.session.scalars(for_house(select(kind).where(kind.vacating_id == vacating_id).order_by(kind.id))).all()


def people_of(r: Reading, vacating_id: str) -> list[Person]:
    """The occupants as the gate reads them."""
    return [person_of(each) for each in rows_of(r, Occupant, vacating_id)]


def person_of(occupant: Occupant) -> Person:
    """One occupant as the gate reads it."""
    words = occupant.label or f"未成年人 {occupant.headcount} 人"
    return Person(words, Verdict(occupant.verdict), frozenset(Care(each) for each in occupant.cares), occupant.left_on is not None)


def agreements_of(r: Reading, vacating_id: str) -> list[Agreed]:
    """Agreements with their terms, newest first; two queries."""
    rows = list(r.session.scalars(for_house(select(Agreement).where(Agreement.vacating_id == vacating_id).order_by(Agreement.id.desc()))))
    terms = r.session.scalars(for_house(select(Term).where(Term.agreement_id.in_([each.id for each in rows])).order_by(Term.due_on, Term.id))).all()
    return [Agreed(row, [term for term in terms if term.agreement_id == row.id]) for row in rows]


def find_plan(r: Reading, vacating_id: str) -> ForcePlan | None:
    """The plan of a thread. For people who already hold the thread."""
    return r.session.scalar(for_house(select(ForcePlan).where(ForcePlan.vacating_id == vacating_id)))


def days_of(r: Reading, vacating_id: str) -> Sequence[ForceDay]:
    """The forced days of a thread, newest first."""
    return r.session.scalars(for_house(select(ForceDay).where(ForceDay.vacating_id == vacating_id).order_by(ForceDay.started_at.desc()))).all()


def open_day(r: Reading, vacating_id: str) -> ForceDay | None:
    """The day under way, if there is one."""
    return r.session.scalar(for_house(select(ForceDay).where(ForceDay.vacating_id == vacating_id, ForceDay.ended_at.is_(None))))


def lock_open_day(w: Work, vacating_id: str) -> ForceDay | None:
    """The day under way, its row held until the act ends: numbers and signatures go one after the other."""
    w.session.flush()
    wanted = select(ForceDay).where(ForceDay.vacating_id == vacating_id, ForceDay.ended_at.is_(None))
    return w.session.scalar(for_house(wanted.with_for_update().execution_options(populate_existing=True)))


def goods_of(r: Reading, day_id: str) -> Sequence[Goods]:
    """What was written down on a day, by number; struck rows too."""
    return r.session.scalars(for_house(select(Goods).where(Goods.day_id == day_id).order_by(Goods.no))).all()


def videos_of(r: Reading, day_id: str) -> Sequence[DayVideo]:
    """The recordings of a day, in the order they came."""
    return r.session.scalars(for_house(select(DayVideo).where(DayVideo.day_id == day_id).order_by(DayVideo.uploaded_at, DayVideo.id))).all()


def signatures_of(r: Reading, day_id: str) -> Sequence[DaySignature]:
    """The live signatures of a day, oldest first."""
    wanted = select(DaySignature).where(DaySignature.day_id == day_id, DaySignature.voided_at.is_(None)).order_by(DaySignature.at)
    return r.session.scalars(for_house(wanted)).all()


def pictures_of(r: Reading, day_ids: Sequence[str]) -> tuple[set[str], set[str]]:
    """Digests of what was photographed of things (shown copies) and of live drawn signatures on some days; two queries."""
    photos = r.session.execute(for_house(select(Goods.photos, Goods.collected_photos).where(Goods.day_id.in_(day_ids)))).all()
    live = (DaySignature.day_id.in_(day_ids), DaySignature.voided_at.is_(None), DaySignature.way == "drawn")
    drawn = r.session.scalars(for_house(select(DaySignature.image_digest).where(*live)))
    return {str(each["shown"]) for row in photos for kept in row for each in kept}, set(drawn)


def measures_of_act(r: Reading, hindrance_id: str) -> Sequence[Measure]:
    """Fines and detentions of one act."""
    return r.session.scalars(for_house(select(Measure).where(Measure.hindrance_id == hindrance_id).order_by(Measure.id))).all()


def list_rows(r: Reading, asked: Slice, *, open_only: bool) -> Sequence[tuple[Vacating, str]]:
    """A page of threads in scope with their case numbers, soonest leaving day first; one query."""
    wanted = select(Vacating, Case.number).join(Case, Case.id == Vacating.case_id).order_by(Vacating.leave_by_on, Vacating.id)
    if open_only:
        wanted = wanted.where(Vacating.status.in_(OPEN))
    rows = r.session.execute(in_scope(asked.of(wanted, Vacating.title, Case.number), Vacating, r.actor)).all()
    return [(row[0], row[1]) for row in rows]


def plans_of(r: Reading, vacating_ids: Sequence[str]) -> dict[str, ForcePlan]:
    """Plans by thread; one query."""
    rows = r.session.scalars(for_house(select(ForcePlan).where(ForcePlan.vacating_id.in_(vacating_ids))))
    return {each.vacating_id: each for each in rows}


def left_goods(r: Reading, vacating_id: str) -> Sequence[Goods]:
    """Things of all days of a thread that are kept and were not yet taken, by day and number."""
    waiting = (ForceDay.vacating_id == vacating_id, Goods.handling == "sealed", Goods.struck_at.is_(None), Goods.collected_on.is_(None))
    wanted = select(Goods).join(ForceDay, ForceDay.id == Goods.day_id).where(*waiting).order_by(ForceDay.started_at, Goods.no)
    return r.session.scalars(for_house(wanted)).all()


def visits_told(r: Reading, vacating_id: str) -> int:
    """How many times somebody was told."""
    return r.session.scalar(for_house(select(func.count(Visit.id)).where(Visit.vacating_id == vacating_id, Visit.kind == "tell"))) or 0


def referrals_of(r: Reading, vacating_id: str) -> Sequence[Referral]:
    """Letters to the police."""
    return rows_of(r, Referral, vacating_id)


def hindrances_of(r: Reading, vacating_id: str) -> Sequence[Hindrance]:
    """Acts that hinder."""
    return rows_of(r, Hindrance, vacating_id)


def reentries_of(r: Reading, vacating_id: str) -> Sequence[Reentry]:
    """Who came back."""
    return rows_of(r, Reentry, vacating_id)


def _found(row: Found | None) -> Found:
    if row is None:
        raise NotFound
    return row
