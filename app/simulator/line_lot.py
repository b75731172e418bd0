"""A lot as the private line tells it (docs/private-line.md §6): plain JSON, money in yuan, times ISO, bidders by code."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.kernel.clock import local
from app.kernel.money import Money
from app.simulator.lots import Phase, View
from app.simulator.terms import EXTENSION, File, Round

ROUND_NUMBERS = {Round.FIRST: 1, Round.SECOND: 2, Round.SALE: 3}
CONFIRMED = frozenset({Phase.SOLD, Phase.UNPERFORMED})
PAGE = 200


def lot_json(lot: View) -> dict[str, Any]:
    """The whole lot but its bids."""
    terms, leader = lot.terms, lot.leader
    sold = lot.is_sold and leader is not None
    return {
        "line": 1,
        "at": _iso(lot.now),
        "lot_id": lot.lot_id,
        "reference": terms.reference,
        "state": str(_phase(lot)),
        "title": terms.title,
        "court": terms.court,
        "round": ROUND_NUMBERS[terms.round],
        "starting_price": str(terms.starting_price),
        "appraisal_price": _money(terms.appraisal_price),
        "deposit": str(terms.deposit),
        "increment": str(terms.increment),
        "extension_minutes": int(EXTENSION.total_seconds() // 60),
        "start_at": _iso(lot.opens_at),
        "end_at": _iso(lot.ends_at),
        "extensions": lot.extensions,
        "current_price": str(lot.current_price),
        "bid_count": lot.bid_count,
        "applicants": lot.applicants,
        "viewers": lot.viewers,
        "winner_code": leader.code if sold and leader else None,
        "final_price": str(leader.price) if sold and leader else None,
        "confirmation": f"成交确认书 {_iso(lot.ends_at)}" if lot.has_confirmation and lot.phase in CONFIRMED else None,
        "attachments": [_file(each) for each in terms.attachments],
        "photos": [_file(each) for each in terms.photos],
    }


def bids_json(lot: View, before: int) -> dict[str, Any]:
    """One page of bids, newest first: those before the number `before`, or the newest of all (0)."""
    chosen = [bid for bid in reversed(lot.bids) if not before or bid.seq < before][:PAGE]
    rows = [{"seq": bid.seq, "at": _iso(bid.at), "code": bid.code, "price": str(bid.price), "priority": bid.priority} for bid in chosen]
    return {"line": 1, "lot_id": lot.lot_id, "bid_count": lot.bid_count, "bids": rows}


def _phase(lot: View) -> Phase:
    """A confirmation that is withheld is not told either."""
    return Phase.SOLD_PENDING_COURT if lot.phase is Phase.SOLD and not lot.confirmable else lot.phase


def _file(file: File) -> dict[str, str]:
    return {"name": file.name, "sha256": file.digest}


def _money(amount: Money | None) -> str | None:
    return str(amount) if amount else None


def _iso(at: datetime) -> str:
    return local(at).isoformat()
