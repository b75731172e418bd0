"""Reads of handovers, in the scope of their case."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.domains.handovers.rules import HandoverStatus
from app.domains.handovers.tables import Handover, HandoverSignature, HandoverStep
from app.infra.slices import Slice
from app.infra.unit_of_work import Reading, for_house
from app.kernel.errors import NotFound


def get_handover(r: Reading, handover_id: str) -> Handover:
    """A handover in the actor's scope; NotFound otherwise."""
    found = r.session.scalar(in_scope(select(Handover), Handover, r.actor).where(Handover.id == handover_id))
    if found is None:
        raise NotFound
    return found


def house_handover(r: Reading, handover_id: str) -> Handover:
    """A handover for the house's own steps."""
    found = r.session.scalar(for_house(select(Handover)).where(Handover.id == handover_id))
    if found is None:
        raise NotFound
    return found


def find_of_asset(r: Reading, asset_id: str) -> Handover | None:
    """The handover of an asset, in scope."""
    return r.session.scalar(in_scope(select(Handover).where(Handover.asset_id == asset_id).order_by(Handover.id.desc()).limit(1), Handover, r.actor))


def is_handed_over(r: Reading, settlement_id: str) -> bool:
    """Has the buyer of an account the thing? For the house's own steps; asks the row as it stands now."""
    handed = select(Handover.id).where(Handover.settlement_id == settlement_id, Handover.handed_over_on.is_not(None))
    return r.session.scalar(for_house(handed)) is not None


def list_steps(r: Reading, handover_id: str) -> Sequence[HandoverStep]:
    """What happened, oldest first."""
    return r.session.scalars(for_house(select(HandoverStep).where(HandoverStep.handover_id == handover_id).order_by(HandoverStep.at))).all()


def list_signatures(r: Reading, handover_id: str, *, live_only: bool = False) -> Sequence[HandoverSignature]:
    """Who signed, oldest first; void ones too unless told otherwise. For people who already hold the thread."""
    signed = select(HandoverSignature).where(HandoverSignature.handover_id == handover_id).order_by(HandoverSignature.at)
    return r.session.scalars(for_house(signed.where(HandoverSignature.voided_at.is_(None)) if live_only else signed)).all()


def list_rows(r: Reading, asked: Slice, *, open_only: bool) -> Sequence[tuple[Handover, str]]:
    """A page of threads in scope with their case numbers, soonest due first; one query."""
    wanted = select(Handover, Case.number).join(Case, Case.id == Handover.case_id).order_by(Handover.due_on, Handover.id)
    if open_only:
        wanted = wanted.where(Handover.status != HandoverStatus.HANDED_OVER.value)
    page = asked.of(wanted, Handover.title, Handover.buyer_name, Case.number)
    return [(row[0], row[1]) for row in r.session.execute(in_scope(page, Handover, r.actor)).all()]


def count_open(r: Reading) -> int:
    """How many are under way."""
    return r.session.scalar(in_scope(select(func.count(Handover.id)).where(Handover.status != HandoverStatus.HANDED_OVER.value), Handover, r.actor)) or 0
