"""The result of an online auction from its bids: void and rejected bids, preferential buyers, ties (NA-09, NA-22, NA-23, NA-27, AS-11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.kernel.money import Money
from app.law.bidding import leads
from app.law.findings import Finding, Severity
from app.law.regimes import Subject, Tie, regime_on
from app.law.rulebook import finding
from app.law.subjects import Channel


@dataclass(frozen=True, slots=True)
class Offer:
    """One offer: the bidder's code, price and arrival, and what is claimed and confirmed about a preferential right."""

    bidder: str
    price: Money
    at: datetime | None = None
    order: int = 0
    preferential_rank: int | None = None
    claims_preference: bool | None = None
    court_confirmed: bool | None = None

    @property
    def claims(self) -> bool:
        """Does it act as a preferential buyer? Unless said otherwise, whoever has a rank does."""
        return self.preferential_rank is not None if self.claims_preference is None else self.claims_preference

    @property
    def priority(self) -> bool:
        """May it match the price?"""
        return self.has_preference

    @property
    def rank(self) -> int | None:
        """The confirmed rank, 1 first."""
        return self.preferential_rank

    @property
    def has_preference(self) -> bool:
        """Only a right that the court confirmed counts; a rank is given with the confirmation (NA-22)."""
        confirmed = self.preferential_rank is not None if self.court_confirmed is None else self.court_confirmed
        return self.claims and confirmed


@dataclass(frozen=True, slots=True)
class Result:
    """Sold or not, to whom and at what price; offers below the start price are void, offers that neither raise nor lawfully match are rejected."""

    sold: bool
    winner: str | None
    price: Money | None
    void: tuple[Offer, ...]
    rejected: tuple[Offer, ...]
    findings: tuple[Finding, ...]


def result(start_price: Money, offers: Sequence[Offer], *, channel: Channel = Channel.ONLINE, day: date | None = None) -> Result:
    """Take the offers in the order of their arrival (else as listed). One offer at the start price is enough (NA-09).

    Where the channel draws lots between preferential buyers of one rank at one price (AS-11), the winner is None until they are drawn.
    """
    leader: Offer | None = None
    void: list[Offer] = []
    rejected: list[Offer] = []
    for offer in _in_order(offers):
        if offer.price < start_price:
            void.append(offer)
        elif leader is not None and not _stands(offer, leader):
            rejected.append(offer)
        elif leader is None or leads(offer, leader):
            leader = offer
    findings = (*(_void(offer, start_price) for offer in void), *(_rejected(offer) for offer in rejected))
    if leader is None:
        return Result(sold=False, winner=None, price=None, void=tuple(void), rejected=tuple(rejected), findings=findings)
    equals = _equals(leader, offers) if regime_on(channel, day).equal_rank is Tie.DRAW_LOTS else ()
    winner = None if equals else leader.bidder
    return Result(sold=True, winner=winner, price=leader.price, void=tuple(void), rejected=tuple(rejected), findings=(*findings, *equals))


def tie_rule(*, channel: Channel, same_rank: bool, day: date | None = None) -> tuple[Tie, str]:
    """What decides between preferential buyers at one price, and the rule that says so."""
    regime = regime_on(channel, day)
    if not same_rank:
        return Tie.RANK, regime.rules[Subject.TIE]
    return regime.equal_rank, regime.rules[Subject.TIE]


def _in_order(offers: Sequence[Offer]) -> list[Offer]:
    if any(offer.at is None for offer in offers):
        return sorted(offers, key=lambda offer: offer.order)
    return sorted(offers, key=lambda offer: (offer.at, offer.order))


def _stands(offer: Offer, leader: Offer) -> bool:
    return offer.price > leader.price or (offer.price == leader.price and offer.has_preference)


def _equals(leader: Offer, offers: Sequence[Offer]) -> tuple[Finding, ...]:
    """The lots that are to be drawn between the leader and others of its rank at its price, if there are any."""
    alike = {each.bidder for each in offers if leader.has_preference and each.has_preference and (each.price, each.rank) == (leader.price, leader.rank)}
    if len(alike) < 2:
        return ()
    names = "、".join(sorted(alike))
    message = f"同一顺位的优先购买权人 {names} 出价相同，以抽签方式决定买受人"
    return (finding("AS-11", found=names, required="抽签", message=message, field="bids", severity=Severity.MANUAL),)


def _void(offer: Offer, start_price: Money) -> Finding:
    message = f"{offer.bidder} 出价 {offer.price.grouped} 元低于起拍价 {start_price.grouped} 元，无效"
    return finding("NA-23", found=offer.price, required=f"不低于 {start_price}", message=message, field="bids")


def _rejected(offer: Offer) -> Finding:
    if offer.claims and not offer.has_preference:
        message = f"{offer.bidder} 的优先购买权未经法院确认，不能以相同价格购买"
        return finding("NA-22", found="未经确认", required="经法院确认", message=message, field="bids")
    message = f"{offer.bidder} 出价 {offer.price.grouped} 元不高于当前价，不予接受"
    return finding("NA-23", found=offer.price, required="高于当前价", message=message, field="bids")
