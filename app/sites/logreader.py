"""A bid log exported as csv, as a recorded answer of any site: bids, leader, and the winner where a row says 成交. The lot's id is not in it."""

from __future__ import annotations

from app.sites.bidlog import WON, as_bids, looks_like_log, oldest_first, read_log
from app.sites.contract import LotState, RawPage, Snapshot
from app.sites.reading import Reader
from app.sites.scanning import bidder_code


def log_reader(site: str, won: LotState = LotState.SOLD) -> Reader:
    """The reader for a dialect; `won` is what a row with 成交 means there."""
    return Reader("log", looks_like_log, lambda text, page: (_read(site, won, text, page),))


def _read(site: str, won: LotState, text: str, page: RawPage) -> Snapshot:
    entries = oldest_first(read_log(text.encode()))
    last = entries[-1]
    winner = last if WON in last.status and not last.status.startswith("未") else None
    return Snapshot(
        site=site,
        lot_id="",
        state=won if winner else LotState.UNKNOWN,
        raw_state=last.status or None,
        current_price=last.price,
        bid_count=len(entries),
        bids=as_bids(entries),
        winner_code=bidder_code(winner.bidder) if winner else None,
        final_price=winner.price if winner else None,
        read_at=page.read_at,
    )
