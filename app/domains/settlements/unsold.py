"""Not sold: the ways with their days, creditors asked in time, offers by rank, equals drawn by a lot that anybody can check, the judge's choice."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.domains.agencies.draw_rules import commitment_of, draw, list_digest, seed_of_round
from app.domains.assets.queries import house_asset
from app.domains.audit.service import record
from app.domains.cases.queries import in_scope
from app.domains.courts.queries import load_calendar
from app.domains.courts.switches import number_of
from app.domains.settlements.events import CreditorsAsked, UnsoldNoted, UnsoldSuperseded, WayChosen
from app.domains.settlements.permissions import CHOOSE_WAY, FOLLOW_UNSOLD, require
from app.domains.settlements.tables import TakingOffer, Unsold
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.errors import Invalid, NotFound, NotNow
from app.kernel.money import ZERO, Money
from app.law.in_kind import Creditor, Taking, take_in_kind
from app.law.rulebook import cite
from app.law.subjects import AssetKind
from app.law.unsold import DIRECT_SALE, Failed, ways_after

IN_KIND, RELEASE = "debt_for_asset", "release_and_return"
MOST_DAYS = 366
LEAST_REASON = 4


@dataclass(frozen=True)
class OfFailed:
    """A round that nobody won."""

    court_id: str
    case_id: str
    asset_id: str
    round_id: str
    title: str
    round_no: int
    reserve: Money
    failed_on: date
    deposit: Money = ZERO
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Offer:
    """A creditor who would take the thing. Rank 1 is paid first; `claim` is what the creditor is to get."""

    creditor: str
    rank: int
    claim: Money
    offered_on: date


def note_unsold(w: Work, failed: OfFailed) -> Unsold:
    """Propose every way with its days; the seed of a draw is committed to now, before anybody offers. For the house's step."""
    asset = house_asset(w, failed.asset_id)
    supersede(w, failed.asset_id, failed.round_id)
    known = Failed(
        AssetKind(asset.law_class), failed.round_no, failed.reserve, failed.failed_on, asset.reference_price, asset.reference_valid_until,
        notice_days=number_of(w, failed.court_id, "BM-02"), sale_days=number_of(w, failed.court_id, "BM-03"),
    )  # fmt: skip
    ways = [_kept(asdict(way)) for way in ways_after(known, load_calendar(w.session))]
    root = secrets.token_hex(32)
    row = Unsold(**vars(failed), ways=ways, draw_seed=root, draw_digest=commitment_of(root))
    w.session.add(row)
    w.flush()
    words = f"流拍后可选处置：{'、'.join(str(way['title']) for way in ways)}"
    record(w, "unsold.noted", "unsold", row.id, words, case_id=row.case_id, digest=row.draw_digest, authority=cite("AS-13"))
    w.emit(UnsoldNoted(*_of(row), row.id, row.failed_on, row.round_no >= 2, row.title))
    return row


def note_asked(w: Work, unsold_id: str, *, on: date) -> Unsold:
    """Applicant and other creditors were asked whether they take the thing at the failed reserve."""
    require(w.actor, FOLLOW_UNSOLD)
    row = _open(w, unsold_id)
    if row.asked_on is not None:
        raise NotNow("已登记征询", code="asked")
    if not row.failed_on <= on <= w.today:
        raise Invalid("征询日应在流拍之后、不晚于今天", field="asked_on")
    row.asked_on = on
    w.flush()
    record(w, "unsold.asked", "unsold", row.id, "征询申请执行人和其他执行债权人是否以物抵债", case_id=row.case_id, authority=cite("BM-01"))
    w.emit(CreditorsAsked(*_of(row), row.id, on))
    return row


def take_offer(w: Work, unsold_id: str, offer: Offer) -> TakingOffer:
    """Enter an offer; the difference to pay follows from claim and reserve."""
    require(w.actor, FOLLOW_UNSOLD)
    row = _open(w, unsold_id)
    name = offer.creditor.strip()
    if not name:
        raise Invalid("填写债权人", field="creditor")
    if offer.rank < 1 or offer.claim <= ZERO:
        raise Invalid("顺位从 1 起；债权数额应大于零", field="rank" if offer.rank < 1 else "claim")
    if not row.failed_on <= offer.offered_on <= w.today:
        raise Invalid("申请日应在流拍之后、不晚于今天", field="offered_on")
    if row.taker:
        raise NotNow("承受人已经确定", code="drawn")
    if w.session.scalar(for_house(select(TakingOffer.id)).where(TakingOffer.unsold_id == row.id, TakingOffer.creditor == name)):
        raise Invalid("该债权人已登记，或者其申请已失效", field="creditor")
    candidates = take_in_kind(row.reserve, [Creditor(name, offer.claim, offer.rank)]).candidates
    of = {"court_id": row.court_id, "case_id": row.case_id, "unsold_id": row.id, "noted_by": w.actor.id, "noted_at": w.now}
    made = TakingOffer(**of, creditor=name[:200], rank=offer.rank, claim=offer.claim, difference=candidates[0][1], offered_on=offer.offered_on)
    w.session.add(made)
    w.flush()
    record(w, "unsold.offered", "unsold", row.id, f"登记以物抵债申请：第 {offer.rank} 顺位", case_id=row.case_id, authority=cite("AS-13"))
    return made


def settle_taker(w: Work, unsold_id: str) -> Unsold:
    """Who takes the thing: the first rank alone, or the lot among its equals, drawn from the seed that was committed to before the offers."""
    require(w.actor, FOLLOW_UNSOLD)
    row = _open(w, unsold_id)
    offers = list_offers(w, row.id)
    taking = taking_of(row, offers)
    if not offers:
        raise NotNow("还没有以物抵债的申请", code="no_offer")
    if row.taker:
        raise NotNow("承受人已经确定", code="drawn")
    if taking.taker is not None:
        row.taker, words = taking.taker.name, f"第 {taking.taker.rank} 顺位债权人为承受人"
    else:
        names = sorted(each.name for each, _ in taking.candidates)
        drawn = draw(seed_of_round(row.draw_seed, 0), list_digest(frozen_list(row, names)), 0, names)
        row.taker, words = drawn.agency_id, f"同一顺位 {drawn.count} 名债权人抽签确定承受人"
    w.flush()
    record(w, "unsold.taker", "unsold", row.id, words, case_id=row.case_id, digest=row.draw_digest, authority=cite("AS-13"))
    return row


def choose(w: Work, unsold_id: str, way: str, reason: str, *, pay_days: int | None = None, consent: str = "") -> Unsold:
    """The judge chooses one of the proposed ways. In kind needs a taker; while creditors were not asked after the second failure nothing else is chosen.

    `pay_days`: the days in which a taker whose claim is below the reserve pays the difference; the law leaves them to the court (拍卖变卖规定 第16条).
    `consent`: what a direct sale rests on, consent in a paper or the ground on which the court may decide it (AS-28).
    """
    require(w.actor, CHOOSE_WAY)
    row = _open(w, unsold_id)
    if way not in {str(each["step"]) for each in row.ways}:
        raise NotNow("不是可选的处置方式", code="unknown_way")
    if way == IN_KIND and not row.taker:
        raise NotNow("还没有确定承受人", code="no_taker")
    if way != IN_KIND and row.taker:
        raise NotNow("有债权人愿意以物抵债，应先抵债", code="taker_waits")
    if way != IN_KIND and row.round_no >= 2 and row.asked_on is None:
        raise NotNow("先征询申请执行人和其他执行债权人是否以物抵债", code="not_asked")
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid("写明理由", field="reason")
    days = _days_of_difference(w, row, pay_days) if way == IN_KIND else 0
    if way == DIRECT_SALE and len(consent.strip()) < LEAST_REASON:
        raise Invalid(f"写明当事人和有关权利人同意的材料，或者可由本院决定的事由（{cite('AS-28')}）", field="consent_paper")
    row.chosen, row.chosen_reason, row.chosen_by, row.chosen_at = way, reason.strip()[:300], w.actor.id, w.now
    row.consent_paper = consent.strip()[:200] if way == DIRECT_SALE else ""
    w.flush()
    chosen = next(each for each in row.ways if each["step"] == way)
    record(w, "unsold.chosen", "unsold", row.id, f"决定流拍后的处置：{chosen['title']}", case_id=row.case_id, authority=cite(str(chosen["rule"])))
    w.emit(WayChosen(*_of(row), row.id, way, row.chosen_reason, row.title, row.taker if way == IN_KIND else "", days))
    return row


def lapse_offer(w: Work, unsold_id: str, offer_id: str, reason: str) -> TakingOffer:
    """An offer counts no more (withdrawn in writing): the next rank comes up, and a taker who was settled by it is open again."""
    require(w.actor, FOLLOW_UNSOLD)
    row = _open(w, unsold_id)
    offer = next((each for each in list_offers(w, row.id) if each.id == offer_id), None)
    if offer is None:
        raise NotFound
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid("写明撤回或者失效的理由", field="lapse_reason")
    _lapse(w, row, offer, reason)
    return offer


def reopen(w: Work, round_id: str, reason: str) -> Unsold | None:
    """The taker did not pay the difference: that offer lapses and the judge chooses anew (拍卖变卖规定 第22条). For the house's step."""
    row = of_round(w, round_id)
    if row is None or row.chosen != IN_KIND:
        return None
    offer = next((each for each in list_offers(w, row.id) if each.creditor == row.taker), None)
    row.chosen, row.chosen_reason, row.chosen_by, row.chosen_at = "", "", None, None
    if offer is not None:
        _lapse(w, row, offer, reason)
    return row


def supersede(w: Work, asset_id: str, round_id: str) -> int:
    """A later round of the thing was announced, sold or failed: nothing is chosen on the earlier ones any more (NA-38); how many. For the house's step."""
    of = select(Unsold).where(Unsold.asset_id == asset_id, Unsold.round_id != round_id, Unsold.superseded_at.is_(None))
    rows = w.session.scalars(for_house(of)).all()
    for row in rows:
        row.superseded_at, row.superseded_by = w.now, round_id
        record(w, "unsold.superseded", "unsold", row.id, "标的物已进入以后的拍次，本次流拍不再决定处置", case_id=row.case_id, authority=cite("NA-38"))
        w.emit(UnsoldSuperseded(*_of(row), row.id))
    w.flush()
    return len(rows)


def bring_back(w: Work, round_id: str) -> int:
    """The later round was withdrawn before it had a result: what it took the place of is open again; how many. For the house's step."""
    rows = w.session.scalars(for_house(select(Unsold).where(Unsold.superseded_by == round_id))).all()
    for row in rows:
        row.superseded_at, row.superseded_by = None, None
        record(w, "unsold.brought_back", "unsold", row.id, "以后的拍次已撤回拍卖，本次流拍恢复待处置", case_id=row.case_id)
    w.flush()
    return len(rows)


def _lapse(w: Work, row: Unsold, offer: TakingOffer, reason: str) -> None:
    offer.lapsed = reason.strip()[:200]
    row.taker = "" if row.taker == offer.creditor else row.taker
    w.flush()
    record(w, "unsold.offer_lapsed", "unsold", row.id, f"第 {offer.rank} 顺位以物抵债申请失效：{offer.lapsed}", case_id=row.case_id, authority=cite("AS-13"))


def _days_of_difference(w: Work, row: Unsold, pay_days: int | None) -> int:
    offer = next((each for each in list_offers(w, row.id) if each.creditor == row.taker), None)
    if offer is None or not offer.difference:
        return 0
    if pay_days is None or not 1 <= pay_days <= MOST_DAYS:
        raise Invalid(f"承受人应补差额 {offer.difference.grouped} 元：写明补交的期限（日），由承办法官指定", field="pay_days")
    return pay_days


def taking_of(row: Unsold, offers: Sequence[TakingOffer]) -> Taking:
    """The first rank's creditors with their differences, by the law."""
    return take_in_kind(row.reserve, [Creditor(each.creditor, each.claim, each.rank) for each in offers])


def frozen_list(row: Unsold, names: Sequence[str]) -> dict[str, Any]:
    """What is drawn from: the thing, the reserve and the equal creditors in the order of their names."""
    return {"unsold": row.id, "reserve": row.reserve.fen, "creditors": list(names)}


def revealed_seed(row: Unsold) -> str:
    """The seed of the draw, '' until the taker is settled."""
    return seed_of_round(row.draw_seed, 0) if row.taker else ""


def list_offers(r: Reading, unsold_id: str) -> Sequence[TakingOffer]:
    """Offers of a row that the actor holds and that stand, by rank and day."""
    of = select(TakingOffer).where(TakingOffer.unsold_id == unsold_id, TakingOffer.lapsed == "")
    return r.session.scalars(for_house(of.order_by(TakingOffer.rank, TakingOffer.offered_on, TakingOffer.creditor))).all()


def get_unsold(r: Reading, unsold_id: str) -> Unsold:
    """A row in the actor's scope; NotFound otherwise."""
    row = r.session.scalar(in_scope(select(Unsold), Unsold, r.actor).where(Unsold.id == unsold_id))
    if row is None:
        raise NotFound
    return row


def house_unsold(r: Reading, unsold_id: str) -> Unsold:
    """A row for the house's own steps."""
    row = r.session.scalar(for_house(select(Unsold)).where(Unsold.id == unsold_id))
    if row is None:
        raise NotFound
    return row


def of_round(r: Reading, round_id: str) -> Unsold | None:
    """The row of a round for the house's own steps."""
    return r.session.scalar(for_house(select(Unsold)).where(Unsold.round_id == round_id))


def last_of_asset(r: Reading, asset_id: str) -> Unsold | None:
    """The latest row of an asset, for the house's own steps."""
    of = select(Unsold).where(Unsold.asset_id == asset_id)
    return r.session.scalars(for_house(of.order_by(Unsold.failed_on.desc(), Unsold.round_no.desc()).limit(1))).first()


def find_of_round(r: Reading, round_id: str) -> Unsold | None:
    """The row of a round in the actor's scope."""
    return r.session.scalar(in_scope(select(Unsold), Unsold, r.actor).where(Unsold.round_id == round_id))


def list_unsold(r: Reading, *, limit: int = 100) -> Sequence[Unsold]:
    """Rounds without a buyer in scope that wait for the judge's choice, oldest first."""
    waiting = select(Unsold).where(Unsold.chosen == "", Unsold.superseded_at.is_(None)).order_by(Unsold.failed_on, Unsold.id).limit(limit)
    return r.session.scalars(in_scope(waiting, Unsold, r.actor)).all()


def _open(w: Work, unsold_id: str) -> Unsold:
    row = get_unsold(w, unsold_id)
    if row.chosen:
        raise NotNow("已经决定", code="chosen")
    if row.superseded_at is not None:
        raise NotNow("标的物已进入以后的拍次，本次流拍不再决定处置", code="superseded")
    return row


def _kept(way: dict[str, Any]) -> dict[str, Any]:
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in way.items()}
    return {**plain, "price": way["price"]["fen"] if way["price"] else None}


def _of(row: Unsold) -> tuple[str, str, str, str]:
    return (row.round_id, row.case_id, row.court_id, row.asset_id)
