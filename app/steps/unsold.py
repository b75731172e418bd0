"""Not sold: the ways are proposed, creditors asked in time, and the judge's choice carried out."""

from __future__ import annotations

from datetime import date

from app.domains.assets import service as assets
from app.domains.assets.queries import house_asset
from app.domains.cases.queries import house_case, list_parties
from app.domains.closings import service as closings
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.events import DeadlineSpoke
from app.domains.deadlines.service import Start
from app.domains.messages.service import Notice, tell
from app.domains.plans import drafting
from app.domains.plans.lapsing import drop_drafts, under_way_of
from app.domains.rounds.events import AnnouncementSeen, RoundFailed, RoundSold
from app.domains.rounds.halt_words import HaltKind
from app.domains.rounds.queries import house_round
from app.domains.rounds.stop_events import HaltOrdered
from app.domains.settlements import in_kind, unsold
from app.domains.settlements.events import CreditorsAsked, UnsoldNoted, UnsoldSuperseded, WayChosen
from app.domains.valuations.events import ReferencePriceSet
from app.infra.unit_of_work import Work
from app.law.unsold import DIRECT_SALE, RESTART
from app.steps.telling import tell_clerk_and_judge

ASK, RESTART_DUE = "ask_in_kind", "restart_due"
SALES = frozenset({"auction_round2", "auction_round3", "network_sale", "sale"})
OPENS = {"auction_round2": 2, "auction_round3": 3, "network_sale": 3, "sale": 3, DIRECT_SALE: 3}
"""The round under which the house keeps each further sale. A direct sale has its own floor (AS-29); its plan knows its way."""


def note_unsold(w: Work, fact: RoundFailed) -> None:
    """Every way of the law, with its days."""
    found = house_round(w, fact.round_id)
    of = (fact.court_id, fact.case_id, fact.asset_id, fact.round_id, found.title, fact.round_no, fact.start_price, fact.failed_on)
    unsold.note_unsold(w, unsold.OfFailed(*of, found.deposit, found.ended_at or found.ends_at))


def supersede(w: Work, fact: AnnouncementSeen | RoundSold) -> None:
    """The next lot of the thing is public, or sold: on the earlier failure nothing is chosen any more."""
    unsold.supersede(w, fact.asset_id, fact.round_id)


def bring_back(w: Work, fact: HaltOrdered) -> None:
    """The next lot was withdrawn: the judge chooses again on the earlier failure."""
    if fact.kind == HaltKind.WITHDRAW:
        unsold.bring_back(w, fact.round_id)


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


def end_asking(w: Work, fact: UnsoldSuperseded) -> None:
    """Nobody is asked any more about what a later round took the place of."""
    deadlines.end(w, ASK, "unsold", fact.unsold_id, reason="标的物已进入以后的拍次")


def carry_out(w: Work, fact: WayChosen) -> None:
    """In kind and release end the clocks of a further sale; a release lets the thing go."""
    deadlines.end(w, ASK, "unsold", fact.unsold_id, reason="已决定流拍后的处置")
    if fact.way not in SALES:
        drop_drafts(w, fact.asset_id, f"已决定流拍后的处置：{fact.reason}")
        for code in ("second_auction", "network_sale_notice"):
            deadlines.end(w, code, "asset", fact.asset_id, reason="不再拍卖、变卖")
    if fact.way == unsold.RELEASE:
        assets.release(w, fact.asset_id, fact.reason, version=house_asset(w, fact.asset_id).version)
        words = f"解除裁定待作出、送达，退还后登记：{fact.title}"
        tell(w, [house_case(w, fact.case_id).clerk_id], Notice("round", words, link=f"/unsold/{fact.unsold_id}#returned", case_id=fact.case_id))
    if fact.way in OPENS:
        _open_plan(w, fact)
    if fact.way == RESTART:
        _wait_for_restart(w, fact)
    if fact.taker:
        _open_taking(w, fact)
    tell_clerk_and_judge(w, fact.case_id, Notice("round", f"流拍后的处置已决定：{fact.title}", link=f"/unsold/{fact.unsold_id}", case_id=fact.case_id))


def plan_restart(w: Work, fact: ReferencePriceSet) -> None:
    """A new price after a restart was chosen: a first round is proposed with its figures and dates."""
    last = unsold.last_of_asset(w, fact.asset_id)
    deadlines.meet(w, RESTART_DUE, "asset", fact.asset_id, on=fact.set_on)
    if last is None or last.chosen != RESTART or under_way_of(w, fact.asset_id):
        return
    plan = drafting.draft_plan(w, fact.asset_id)
    clerk = house_case(w, fact.case_id).clerk_id
    tell(w, [clerk], Notice("plan", f"已重新定价，已拟第一次拍卖方案：{plan.title}", link=f"/plans/{plan.id}", case_id=fact.case_id))


def propose_after_asking(w: Work, fact: DeadlineSpoke) -> None:
    """The days of asking passed unused: clerk and judge are told which way is next, and until when."""
    if (fact.code, fact.stage, fact.subject_kind) != (ASK, "missed", "unsold"):
        return
    row = unsold.house_unsold(w, fact.subject_id)
    following = next((way for way in row.ways if way["step"] != unsold.IN_KIND), None)
    if row.chosen or following is None:
        return
    until = f"，{following['first_by']} 前" if following["first_by"] else ""
    notice = Notice("round", f"征询以物抵债期满，建议{following['title']}{until}：{row.title}", link=f"/unsold/{row.id}", case_id=row.case_id)
    tell_clerk_and_judge(w, row.case_id, notice)


def _wait_for_restart(w: Work, fact: WayChosen) -> None:
    """The old price must have run out first (RP-31): until that day a clock runs; from it on the clerk prices anew."""
    clerk, row = house_case(w, fact.case_id).clerk_id, unsold.house_unsold(w, fact.unsold_id)
    first_on = next(date.fromisoformat(str(way["first_by"])) for way in row.ways if way["step"] == RESTART)
    words = f"重新启动处置，先重新确定参考价：{fact.title}"
    if (left := (first_on - w.today).days) > 0:
        of = Start(fact.case_id, fact.court_id, "asset", fact.asset_id, w.today, length=left, asset_id=fact.asset_id, holder_id=clerk)
        deadlines.start(w, RESTART_DUE, of)
        words = f"{first_on.isoformat()} 起重新启动处置，在此之前不重新定价：{fact.title}"
    tell(w, [clerk], Notice("valuation", words, link=f"/assets/{fact.asset_id}/valuation", case_id=fact.case_id))


def _open_plan(w: Work, fact: WayChosen) -> None:
    """The further sale has its plan; where the proposed one was dropped meanwhile it is proposed anew."""
    if under_way_of(w, fact.asset_id):
        return
    clerk = house_case(w, fact.case_id).clerk_id
    if house_asset(w, fact.asset_id).reference_price is None:
        tell(w, [clerk], Notice("plan", f"拟方案前须先定价：{fact.title}", link=f"/assets/{fact.asset_id}/valuation", case_id=fact.case_id))
        return
    row, found = unsold.house_unsold(w, fact.unsold_id), house_round(w, fact.round_id)
    after = drafting.AfterRound(row.reserve, row.failed_on, found.site, DIRECT_SALE if fact.way == DIRECT_SALE else "")
    plan = drafting.draft_plan(w, fact.asset_id, round_no=OPENS[fact.way], after=after)
    tell(w, [clerk], Notice("plan", f"已拟方案：{plan.title}", link=f"/plans/{plan.id}", case_id=fact.case_id))


def _open_taking(w: Work, fact: WayChosen) -> None:
    """The creditor's account; the case closes only when ruling, handing over and money are done, as after a sale."""
    assets.move(w, fact.asset_id, "take")
    known = next((each for each in list_parties(w, fact.case_id) if each.name == fact.taker), None)
    taker = in_kind.TakerFacts(fact.taker)
    if known is not None:
        taker = in_kind.TakerFacts(fact.taker, known.id_kind, known.id_no, known.phone, known.address, known.legal_rep)
    for item in ("ruling_served", "handed_over", "settled"):
        closings.expect(w, case_id=fact.case_id, court_id=fact.court_id, item=item, thing_id=fact.asset_id, title=fact.title)
    in_kind.open_taking(w, unsold.house_unsold(w, fact.unsold_id), taker, pay_days=fact.pay_days)
