"""What is under way and what waits for a price; four queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select

from app.domains.assets.tables import Asset
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.domains.valuations.tables import PriceReport, Valuation
from app.infra.slices import Slice
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


def list_under_way(r: Reading, asked: Slice) -> tuple[Sequence[Running], Sequence[Unpriced]]:
    """A page of ways under way, earliest due first; and the first assets that wait for one."""
    with_case = select(Valuation, Case.number).join(Case, Case.id == Valuation.case_id).where(Valuation.status == "running")
    page = asked.of(with_case.order_by(Valuation.due_on, Valuation.id), Valuation.title, Valuation.order_no, Case.number)
    found = r.session.execute(in_scope(page, Valuation, r.actor)).all()
    counted = select(PriceReport.valuation_id, func.count(PriceReport.value), func.count(PriceReport.id)).group_by(PriceReport.valuation_id)
    counts = {row[0]: (row[1], row[2]) for row in r.session.execute(for_house(counted.where(PriceReport.valuation_id.in_([each.id for each, _ in found]))))}
    rows = [Running(each, number, *counts.get(each.id, (0, 0))) for each, number in found]
    waiting = select(Asset, Case.number).join(Case, Case.id == Asset.case_id).where(Asset.reference_price.is_(None), Asset.status.in_(("held", "surveyed")))
    idle = waiting.where(Asset.id.not_in(select(Valuation.asset_id).where(Valuation.status == "running"))).order_by(Asset.id)
    first = replace(asked, page=1, size=MOST)
    unpriced = r.session.execute(in_scope(first.of(idle, Asset.title, Asset.code, Case.number), Asset, r.actor)).all()
    return rows, [Unpriced(asset, number) for asset, number in unpriced]
