"""Reads of settlements, in the scope of their case."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, select

from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.domains.settlements.rules import SettlementStatus
from app.domains.settlements.tables import Receipt, Settlement
from app.infra.slices import Slice
from app.infra.unit_of_work import Reading, for_house
from app.kernel.errors import NotFound

OPEN = tuple(status.value for status in SettlementStatus if status is not SettlementStatus.SETTLED)


def get_settlement(r: Reading, settlement_id: str) -> Settlement:
    """A settlement in the actor's scope; NotFound otherwise."""
    found = r.session.scalar(in_scope(select(Settlement), Settlement, r.actor).where(Settlement.id == settlement_id))
    if found is None:
        raise NotFound
    return found


def house_settlement(r: Reading, settlement_id: str, *, lock: bool = False) -> Settlement:
    """A settlement for the house's own steps."""
    asked = for_house(select(Settlement)).where(Settlement.id == settlement_id)
    found = r.session.scalar(asked.with_for_update().execution_options(populate_existing=True) if lock else asked)
    if found is None:
        raise NotFound
    return found


def find_of_round(r: Reading, round_id: str) -> Settlement | None:
    """The settlement of a round; for whoever holds the round."""
    return r.session.scalar(for_house(_last_of_round(round_id)))


def find_of_asset(r: Reading, asset_id: str) -> Settlement | None:
    """The latest settlement of an asset, in scope."""
    return r.session.scalar(
        in_scope(select(Settlement).where(Settlement.asset_id == asset_id).order_by(Settlement.sold_at.desc()).limit(1), Settlement, r.actor)
    )


def list_settlements(r: Reading, asked: Slice, *, statuses: Sequence[str] = OPEN) -> Sequence[Settlement]:
    """A page of settlements in scope, soonest due first; searched by thing, case number, bidder's code."""
    of_case = select(Settlement).join(Case, Case.id == Settlement.case_id).where(Settlement.status.in_(statuses))
    page = asked.of(of_case.order_by(Settlement.due_on, Settlement.id), Settlement.title, Settlement.winner_code, Case.number)
    return r.session.scalars(in_scope(page, Settlement, r.actor)).all()


def list_receipts(r: Reading, settlement_id: str) -> Sequence[Receipt]:
    """Receipts of a settlement, oldest first."""
    return r.session.scalars(for_house(select(Receipt).where(Receipt.settlement_id == settlement_id).order_by(Receipt.received_on, Receipt.booked_at))).all()


def any_surplus(receipts: Sequence[Receipt]) -> bool:
    """Does money that was paid too much wait to go back? What came with a reversed booking counts as long as it is here."""
    undone = {each.reverses_id for each in receipts}
    return any(each.surplus and each.surplus_returned_on is None and each.id not in undone for each in receipts)


def get_of_round(r: Reading, round_id: str) -> Settlement:
    """The settlement of a round in the actor's scope; NotFound otherwise."""
    found = r.session.scalar(in_scope(_last_of_round(round_id), Settlement, r.actor))
    if found is None:
        raise NotFound
    return found


def count_open(r: Reading) -> int:
    """How many settlements are under way."""
    return r.session.scalar(in_scope(select(func.count(Settlement.id)).where(Settlement.status.in_(OPEN)), Settlement, r.actor)) or 0


def _last_of_round(round_id: str) -> Select[Settlement]:
    """A round that was taken in kind may have a second account, after a taker who did not pay."""
    return select(Settlement).where(Settlement.round_id == round_id).order_by(Settlement.attempt.desc()).limit(1)
