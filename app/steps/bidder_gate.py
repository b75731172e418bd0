"""Before a bidder is accepted: compared with the people of the lot's agencies, court and site; a block bans the code and stops the ruling (NA-46)."""

from __future__ import annotations

from app.domains.agencies.bidders import OfLot, check_bidder
from app.domains.agencies.events import BidderChecked
from app.domains.agencies.interest import Subject
from app.domains.agencies.tables import BidderCheck
from app.domains.agencies.types import Gate
from app.domains.messages.service import Notice
from app.domains.rounds.banning import ban_code
from app.domains.rounds.queries import house_round
from app.domains.rounds.tables import Round
from app.domains.settlements.events import BuyerNamed
from app.domains.settlements.queries import house_settlement
from app.domains.tasks.queries import agency_ids_of_asset
from app.infra.unit_of_work import Reading, Work
from app.steps.telling import tell_clerk_and_judge


def lot_of(r: Reading, found: Round) -> OfLot:
    """Whose people may not bid on a round's lot."""
    return OfLot(found.court_id, found.case_id, found.asset_id, found.id, frozenset(agency_ids_of_asset(r, found.asset_id)), found.site)


def check_on_lot(w: Work, found: Round, subject: Subject, code: str) -> BidderCheck:
    """Check somebody who wants to bid, or has."""
    return check_bidder(w, lot_of(w, found), subject, code=code)


def check_buyer(w: Work, fact: BuyerNamed) -> None:
    """The buyer's identity is known now, from the confirmation document."""
    account = house_settlement(w, fact.settlement_id)
    buyer = Subject(account.buyer_name, account.buyer_id_no, account.buyer_phone, account.buyer_address)
    check_on_lot(w, house_round(w, account.round_id), buyer, account.winner_code)


def act_on_check(w: Work, fact: BidderChecked) -> None:
    """Blocked: the code is banned from the lot, and clerk and judge are told; doubtful: the judge looks."""
    if fact.gate == Gate.CLEAR.value:
        return
    blocked = fact.gate == Gate.BLOCKED.value
    if blocked and fact.code:
        ban_code(w, fact.round_id, fact.code, fact.reason)
    title = f"竞买人 {fact.code or '（未取得竞买号）'} {'禁止竞买' if blocked else '须人工核对'}"
    tell_clerk_and_judge(w, fact.case_id, Notice("difference", title, body=fact.reason, link=f"/lots/{fact.round_id}/bidders", case_id=fact.case_id))
