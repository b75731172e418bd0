"""The clocks of finding a price, and what a sale says about its fee."""

from __future__ import annotations

from app.domains.assets import service as assets
from app.domains.cases.queries import house_case
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.service import Start
from app.domains.messages.service import Notice
from app.domains.rounds.events import AnnouncementSeen, RoundSold
from app.domains.valuations import fees
from app.domains.valuations.events import PeriodBegan, PeriodDropped, PeriodMet, ReferencePriceFell, ReferencePriceSet
from app.infra.unit_of_work import Work
from app.steps.telling import tell_clerk_and_judge


def begin_period(w: Work, fact: PeriodBegan) -> None:
    """A period of the catalogue runs for the clerk of the case."""
    clerk_id = house_case(w, fact.case_id).clerk_id
    about = Start(fact.case_id, fact.court_id, fact.subject_kind, fact.subject_id, fact.from_on, fact.length, asset_id=fact.asset_id, holder_id=clerk_id)
    deadlines.start(w, fact.code, about)


def meet_period(w: Work, fact: PeriodMet) -> None:
    """It is done."""
    deadlines.meet(w, fact.code, fact.subject_kind, fact.subject_id, on=fact.on)


def drop_period(w: Work, fact: PeriodDropped) -> None:
    """It matters no longer."""
    deadlines.end(w, fact.code, fact.subject_kind, fact.subject_id, reason=fact.reason)


def watch_validity(w: Work, fact: ReferencePriceSet) -> None:
    """The first announcement must come while the price is valid (RP-32): thirty and seven days before its end somebody is told."""
    case = house_case(w, fact.case_id)
    length = (fact.valid_until - fact.set_on).days
    if length >= 0:
        about = Start(fact.case_id, fact.court_id, "asset", fact.asset_id, fact.set_on, length, asset_id=fact.asset_id, holder_id=case.clerk_id)
        deadlines.start(w, "price_validity", about)


def take_price_away(w: Work, fact: ReferencePriceFell) -> None:
    """The thing has no price until the next report: its clocks end, plans stop at it, clerk and judge are led to the way that goes on."""
    if assets.void_reference_price(w, fact.asset_id, fact.reason) is None:
        words = f"参考价依据的报告被撤换，标的物已上拍，请承办人决定是否暂缓：{fact.title}"
    else:
        words = f"参考价失去依据，重新定价后才能拟定、上拍：{fact.title}"
    for code in ("price_validity", "start_disposal"):
        deadlines.end(w, code, "asset", fact.asset_id, reason="参考价失去依据")
    notice = Notice("plan", words, body=fact.reason, link=f"/assets/{fact.asset_id}/valuation", case_id=fact.case_id)
    tell_clerk_and_judge(w, fact.case_id, notice)


def meet_validity(w: Work, fact: AnnouncementSeen) -> None:
    """The announcement stands: the validity was kept."""
    deadlines.meet(w, "price_validity", "asset", fact.asset_id, on=fact.on)


def note_sale(w: Work, fact: RoundSold) -> None:
    """The sale price decides which platform is paid and the base of an appraiser's fee (RP-36, RP-37)."""
    fees.note_sale(w, fact.asset_id, fact.price)
