"""Not sold: the ways are proposed, creditors asked in time, and the judge's choice carried out."""

from __future__ import annotations

from app.domains.assets import service as assets
from app.domains.assets.queries import house_asset
from app.domains.cases.queries import house_case
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.service import Start
from app.domains.messages.service import Notice, tell
from app.domains.rounds.events import RoundFailed
from app.domains.rounds.queries import house_round
from app.domains.settlements import unsold
from app.domains.settlements.events import CreditorsAsked, UnsoldNoted, WayChosen
from app.infra.unit_of_work import Work
from app.steps.telling import tell_clerk_and_judge

ASK = "ask_in_kind"
SALES = frozenset({"auction_round2", "auction_round3", "network_sale", "sale"})


def note_unsold(w: Work, fact: RoundFailed) -> None:
    """Every way of the law, with its days."""
    title = house_round(w, fact.round_id).title
    of = (fact.court_id, fact.case_id, fact.asset_id, fact.round_id, title, fact.round_no, fact.start_price, fact.failed_on)
    unsold.note_unsold(w, unsold.OfFailed(*of))


def start_asking_clock(w: Work, fact: UnsoldNoted) -> None:
    """After the second failure the creditors are asked within the days of BM-01."""
    if not fact.asks:
        return
    clerk = house_case(w, fact.case_id).clerk_id
    deadlines.start(w, ASK, Start(fact.case_id, fact.court_id, "unsold", fact.unsold_id, fact.failed_on, asset_id=fact.asset_id, holder_id=clerk))
    tell(w, [clerk], Notice("round", f"流拍，待征询以物抵债：{fact.title}", link=f"/unsold/{fact.unsold_id}", case_id=fact.case_id))


def meet_asking_clock(w: Work, fact: CreditorsAsked) -> None:
    """They were asked."""
    deadlines.meet(w, ASK, "unsold", fact.unsold_id, on=fact.on)


def carry_out(w: Work, fact: WayChosen) -> None:
    """In kind and release end the clocks of a further sale; a release lets the thing go."""
    deadlines.end(w, ASK, "unsold", fact.unsold_id, reason="已决定流拍后的处置")
    if fact.way not in SALES:
        for code in ("second_auction", "network_sale_notice"):
            deadlines.end(w, code, "asset", fact.asset_id, reason="不再拍卖、变卖")
    if fact.way == "release_and_return":
        assets.release(w, fact.asset_id, fact.reason, version=house_asset(w, fact.asset_id).version)
    tell_clerk_and_judge(w, fact.case_id, Notice("round", f"流拍后的处置已决定：{fact.title}", link=f"/unsold/{fact.unsold_id}", case_id=fact.case_id))
