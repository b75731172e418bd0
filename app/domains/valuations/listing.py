"""What is under way and what waits for a price; four queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.domains.assets.tables import Asset
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.domains.valuations.tables import PriceReport, Valuation
from app.infra.unit_of_work import Reading, for_house

MOST = 200


@dataclass(frozen=True)
class Running:
    """One way under way: how many platforms have reported."""

    valuation: Valuation
    case_number: str
    reported: int
    asked: int


@dataclass(frozen=True)
class Unpriced:
    """An asset without a price and with no way under way."""

    asset: Asset
    case_number: str


def list_under_way(r: Reading) -> tuple[Sequence[Running], Sequence[Unpriced]]:
    """Ways under way, earliest due first; and assets that wait for one."""
    with_case = select(Valuation, Case.number).join(Case, Case.id == Valuation.case_id).where(Valuation.status == "running")
    found = r.session.execute(in_scope(with_case.order_by(Valuation.due_on, Valuation.id).limit(MOST), Valuation, r.actor)).all()
    counted = select(PriceReport.valuation_id, func.count(PriceReport.value), func.count(PriceReport.id)).group_by(PriceReport.valuation_id)
    counts = {row[0]: (row[1], row[2]) for row in r.session.execute(for_house(counted.where(PriceReport.valuation_id.in_([each.id for each, _ in found]))))}
    rows = [Running(each, number, *counts.get(each.id, (0, 0))) for each, number in found]
    busy = {each.asset_id for each, _ in found}
    waiting = select(Asset, Case.number).join(Case, Case.id == Asset.case_id).where(Asset.reference_price.is_(None), Asset.status.in_(("held", "surveyed")))
    unpriced = r.session.execute(in_scope(waiting.order_by(Asset.id).limit(MOST), Asset, r.actor)).all()
    return rows, [Unpriced(asset, number) for asset, number in unpriced if asset.id not in busy]
