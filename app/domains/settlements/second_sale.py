"""The sale after a default: the earlier account learns the second price, from which the gap is computed."""

from __future__ import annotations

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.settlements.rules import IN_KIND
from app.domains.settlements.tables import BuyerDefault, Settlement
from app.infra.unit_of_work import Work, for_house
from app.law.rulebook import cite


def follow_second_sale(w: Work, second: Settlement) -> None:
    """The thing was sold again: the default of the sale before knows its second price. A taker in kind paid no deposit: nothing is computed from it (AS-18)."""
    waits = (BuyerDefault.asset_id == second.asset_id, BuyerDefault.second_id.is_(None), BuyerDefault.regime != IN_KIND)
    before = w.session.scalar(for_house(select(BuyerDefault)).where(*waits))
    if before is None:
        return
    before.second_id, before.second_price = second.id, second.price
    w.flush()
    words = f"重新拍卖成交 {second.price.grouped} 元，可计算差价"
    record(w, "settlement.second_sale", "settlement", before.settlement_id, words, case_id=before.case_id, authority=cite("NA-33"))
