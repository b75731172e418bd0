"""Seizures at work: renewals told in time, a lapse stops a sale, the right to sell goes over by letter and answer."""

from __future__ import annotations

from app.domains.assets.events import AssetReleased, SeizureEntered
from app.domains.assets.queries import first_seizure_ends_on, house_asset, list_seizures_ever
from app.domains.cases.queries import house_case
from app.domains.courts.queries import get_court
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.service import Start
from app.domains.handovers.events import HandedOver
from app.domains.messages.service import Notice, tell
from app.domains.plans.lapsing import drop_drafts
from app.domains.rounds.events import ListingUploaded
from app.domains.rounds.queries import find_live_of_asset
from app.domains.seizures import service as seizures
from app.domains.seizures.events import LienAnswered, LienAsked, RenewalDue, SeizureLapsed
from app.domains.settlements import unsold
from app.infra.unit_of_work import Work
from app.kernel.errors import NotNow
from app.steps.telling import tell_clerk_and_judge

REPLY, EXPIRY, ASK = "lien_reply", "seizure_expiry", "ask_in_kind"
RIGHT_TO_SELL = ("start_reference_price", "start_disposal", "price_validity", "second_auction", "network_sale_notice")
"""Periods of the thing that run only while this court may sell it."""
GONE = "处置权已移送优先债权执行法院"


def tell_renewal_due(w: Work, fact: RenewalDue) -> None:
    """The clerk renews; by the last margin the judge hears of it too."""
    words, link = f"查封余 {fact.left} 日届满，待续封：{fact.title}", f"/seizures/{fact.seizure_id}/renew"
    if _of_other_court(w, fact):
        words, link = f"其他法院的查封余 {fact.left} 日届满，提示对方届满：{fact.title}", f"/assets/{fact.asset_id}"
    notice = Notice("deadline", words, link=link, case_id=fact.case_id)
    if fact.pressing:
        tell_clerk_and_judge(w, fact.case_id, notice)
        return
    tell(w, [house_case(w, fact.case_id).clerk_id], notice)


def _of_other_court(w: Work, fact: RenewalDue) -> bool:
    """Only the court that seized renews (EX-13)."""
    court = get_court(w.session, fact.court_id)
    seizure = next((each for each in list_seizures_ever(w, fact.asset_id) if each.id == fact.seizure_id), None)
    return seizure is not None and seizure.court_name not in (court.name, court.short_name)


def close_renewal(w: Work, fact: SeizureEntered) -> None:
    """Renewed: the work is done. What lapsed and is followed by a new seizure is waited for no longer."""
    seizures.close_renewals(w, seizure_id=fact.seizure_id)
    for each in list_seizures_ever(w, fact.asset_id):
        if each.ended_no:
            seizures.close_renewals(w, seizure_id=each.id, state="dropped")
            deadlines.end(w, EXPIRY, "seizure", each.id, reason="已由新的查封接替")


def drop_renewals(w: Work, fact: HandedOver) -> None:
    """The buyer has it: nothing is left to renew."""
    _hold_no_more(w, fact.asset_id, "已移交买受人，不再续封")


def let_go(w: Work, fact: AssetReleased) -> None:
    """Given free: nothing is renewed, and nothing runs towards a sale of it."""
    _hold_no_more(w, fact.asset_id, "已解除控制")
    _end_right_to_sell(w, fact.asset_id, "已解除控制")


def act_on_lapse(w: Work, fact: SeizureLapsed) -> None:
    """The first seizure is gone: who sells on it is told to stop at once; only the judge orders the stop (NA-40)."""
    found = find_live_of_asset(w, fact.asset_id) if fact.rank == 1 else None
    words, link = f"第 {fact.rank} 顺位查封已届满失效：{fact.title}", f"/assets/{fact.asset_id}"
    if found is not None:
        words, link = f"查封已届满失效，拍卖应当中止：{fact.title}", f"/lots/{found.id}/halt"
    body = f"{fact.expires_on.isoformat()} 届满未续封，续封不能恢复效力，须重新查封"
    tell_clerk_and_judge(w, fact.case_id, Notice("difference", words, body=body, link=link, case_id=fact.case_id))


def refuse_lapsed(w: Work, fact: ListingUploaded) -> None:
    """Nothing is put on a site on a lapsed seizure. What a private line has put there already cannot be refused: people are told."""
    ends_on, asset = first_seizure_ends_on(w, fact.asset_id), house_asset(w, fact.asset_id)
    fault = f"查封已于 {ends_on.isoformat()} 届满" if ends_on is not None and ends_on < w.today else ""
    fault = fault or (f"处置权在{asset.disposal_court}" if asset.disposal_court else "")
    if not fault:
        return
    if not w.actor.is_system:
        raise NotNow(f"{fault}，不能上拍：在平台撤下该拍品，依法处理后再上拍", code="not_held")
    tell_clerk_and_judge(w, fact.case_id, Notice("difference", f"{fault}，拍卖应当撤回", link=f"/lots/{fact.round_id}/halt", case_id=fact.case_id))


def start_reply_clock(w: Work, fact: LienAsked) -> None:
    """Fifteen days for the first-seizing court; the clerk answers, or asks after it."""
    clerk = house_case(w, fact.case_id).clerk_id
    of = Start(fact.case_id, fact.court_id, "lien_request", fact.request_id, fact.asked_on, asset_id=fact.asset_id, holder_id=clerk)
    deadlines.start(w, REPLY, of)
    if fact.direction == "in":
        tell_clerk_and_judge(w, fact.case_id, Notice("deadline", f"收到商请移送执行函，15 日内答复：{fact.title}", link="/seizures", case_id=fact.case_id))


def carry_answer(w: Work, fact: LienAnswered) -> None:
    """Answered: the clock is met; what went away has no plan here any more."""
    deadlines.meet(w, REPLY, "lien_request", fact.request_id, on=fact.on)
    if fact.agreed and fact.direction == "in":
        drop_drafts(w, fact.asset_id, GONE)
        _end_right_to_sell(w, fact.asset_id, GONE)
    words = f"{'同意' if fact.agreed else '不同意'}移送处置权：{fact.title}"
    tell_clerk_and_judge(w, fact.case_id, Notice("deadline", words, link=f"/assets/{fact.asset_id}", case_id=fact.case_id))


def _hold_no_more(w: Work, asset_id: str, reason: str) -> None:
    seizures.close_renewals(w, asset_id=asset_id, state="dropped")
    for each in list_seizures_ever(w, asset_id):
        deadlines.end(w, EXPIRY, "seizure", each.id, reason=reason)


def _end_right_to_sell(w: Work, asset_id: str, reason: str) -> None:
    for code in RIGHT_TO_SELL:
        deadlines.end(w, code, "asset", asset_id, reason=reason)
    if (last := unsold.last_of_asset(w, asset_id)) is not None:
        deadlines.end(w, ASK, "unsold", last.id, reason=reason)
