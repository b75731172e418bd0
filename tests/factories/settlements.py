"""Accounts of sold lots for tests: L4 sold for 595,000.00 on 2026-04-02."""

from __future__ import annotations

from app.domains.assets.queries import house_asset
from app.domains.settlements.service import OpenSettlement, open_settlement
from app.domains.settlements.tables import Settlement
from app.infra.unit_of_work import Work
from app.kernel.money import Money
from tests.factories.courts import Bench
from tests.factories.rounds import make_round


def open_account(w: Work, bench: Bench, serial: int = 1422) -> Settlement:
    """The account of a lot that was sold just now; the balance is due in ten days."""
    found = make_round(w, bench, serial)
    house_asset(w, found.asset_id).status = "sold"
    price, deposit = Money.yuan("595000.00"), Money.yuan("7600.00")
    of = (found.court_id, found.case_id, found.asset_id, found.id)
    return open_settlement(w, OpenSettlement(*of, found.title, "J4471", price, deposit, w.now, 10))
