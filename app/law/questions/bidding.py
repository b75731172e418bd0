"""Questions about bidding: the running end, single bids, results, ties, bidders, the ruling, whole logs."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from app.kernel.workdays import Calendar
from app.law.bid_result import Offer, result, tie_rule
from app.law.bidding import BidEntry, BidTerms, FaultKind, extend, in_time, verify_bid_log
from app.law.eligibility import MANUAL_REVIEW, Bidder, bidder_eligibility, ruling_gate
from app.law.findings import Finding, Status
from app.law.questions.relations import relation
from app.law.questions.shape import (
    COUNT,
    FLAG,
    INSTANT,
    MONEY,
    ONE_OR_MANY,
    TEXT,
    ArrivalIn,
    Count,
    Flag,
    Inputs,
    InstantIn,
    MoneyIn,
    Op,
    Question,
    Text,
    answered,
    choice,
    many,
    thing,
)
from app.law.regimes import Tie
from app.law.rulebook import cite, finding
from app.law.subjects import AssetKind, Channel


def _bid_time(value: object) -> object:
    if isinstance(value, dict):
        if "t" not in value:
            raise PydanticCustomError("malformed", "出价应为时刻，或含 t 的对象")
        return value["t"]
    return value


class Extend(Question):
    scheduled_end: InstantIn
    bids: Annotated[tuple[Annotated[InstantIn, BeforeValidator(_bid_time)], ...], ONE_OR_MANY]


class AcceptBid(Question):
    end: InstantIn
    server_time: InstantIn
    client_time: InstantIn | None = None


class OfferIn(Inputs):
    bidder: Text
    price: MoneyIn
    t: ArrivalIn | None = None
    preferential_rank: Count | None = None
    claims_preference: Flag | None = None
    court_confirmed: Flag | None = None


class ResultAsked(Question):
    start_price: MoneyIn
    bids: tuple[OfferIn, ...]


class TieIn(Inputs):
    channel: Channel | None = None
    same_rank: Flag


class Ties(Question):
    items: tuple[TieIn, ...]


class BidderIn(Inputs):
    """What is known of a bidder; a fact that has no name here is told back as a warning and not judged."""

    model_config = ConfigDict(extra="allow", frozen=True)
    relation: Text = "none"
    restricted_consumption: Flag = False
    defaulted_on_lot: Flag = False
    bids_for_barred_person: Flag = False
    house_qualified: Flag | None = Field(default=None, validation_alias=AliasChoices("house_qualified", "purchase_qualified", "qualified"))
    purchase_restricted: Flag = Field(default=False, validation_alias=AliasChoices("purchase_restricted", "purchase_limited"))


class Eligibility(Question):
    bidder: BidderIn
    agency_worked_on_lot: Flag = True


class RulingGate(Question):
    asset: AssetKind
    price_fully_paid: Flag
    qualified_at_registration: Flag | None = None
    qualified_at_ruling: Flag | None = None


class LogBid(Inputs):
    """One line of a log as a site writes it; what has no name here is not judged, and its name is told back."""

    model_config = ConfigDict(extra="allow", frozen=True)
    bidder: Text
    price: MoneyIn
    t: InstantIn
    seq: Count | None = None
    priority: Flag | None = Field(default=None, validation_alias=AliasChoices("priority", "claims_preference"))
    court_confirmed: Flag = True
    rank: Count | None = Field(default=None, validation_alias=AliasChoices("rank", "preferential_rank"))
    deposit_paid: Flag = True

    def entry(self) -> BidEntry:
        """The line as the law judges it: who has a rank matches prices unless said otherwise, and only when the court confirmed it."""
        claims = self.rank is not None if self.priority is None else self.priority
        return BidEntry(self.seq, self.bidder, self.price, self.t, claims and self.court_confirmed, self.rank, self.deposit_paid)


class BidLog(Question):
    start_price: MoneyIn
    increment: MoneyIn
    opens: InstantIn
    scheduled_end: InstantIn
    bids: tuple[LogBid, ...]
    banned: tuple[Text, ...] = ()
    deposit: MoneyIn | None = None


def _extend(asked: Extend, _calendar: Calendar) -> dict[str, Any]:
    return answered({"end": extend(asked.scheduled_end, asked.bids)}, rules=("NA-25",))


def _accept_bid(asked: AcceptBid, _calendar: Calendar) -> dict[str, Any]:
    if in_time(asked.end, asked.server_time):
        return answered({"accepted": True, "reason": "server_time_before_end"}, rules=("NA-25",))
    reason = "server_time_at_end" if asked.server_time == asked.end else "server_time_after_end"
    answer = answered({"accepted": False, "reason": reason}, rules=("NA-25",), findings=(_too_late(asked),))
    return answer if reason == "server_time_after_end" else {**answer, "status": str(Status.INFERENCE)}


def _too_late(asked: AcceptBid) -> Finding:
    message = "以出价到达平台系统的时间为准，不早于结束时刻的出价不予接受"
    return finding("NA-25", found=asked.server_time.isoformat(), required=f"早于 {asked.end.isoformat()}", message=message, field="server_time")


def _result(asked: ResultAsked, _calendar: Calendar) -> dict[str, Any]:
    judged = result(asked.start_price, [_offer(place, bid) for place, bid in enumerate(asked.bids)], channel=asked.channel, day=asked.date)
    outputs = {
        "sold": judged.sold,
        "winner": judged.winner,
        "price": judged.price,
        "void_bids": [offer.bidder for offer in judged.void],
        "rejected_bids": [offer.bidder for offer in judged.rejected],
    }
    return answered(outputs, rules=("NA-09", "NA-23", "NA-27"), findings=judged.findings)


def _offer(place: int, bid: OfferIn) -> Offer:
    return Offer(bid.bidder, bid.price, bid.t, place, bid.preferential_rank, bid.claims_preference, bid.court_confirmed)


def _tie_rule_batch(asked: Ties, _calendar: Calendar) -> dict[str, Any]:
    ties = [tie_rule(channel=each.channel or asked.channel, same_rank=each.same_rank, day=asked.date) for each in asked.items]
    return answered({"results": [tie for tie, _ in ties]}, rules=[rule_id for _, rule_id in ties])


def _bidder_eligibility(asked: Eligibility, _calendar: Calendar) -> dict[str, Any]:
    role, kin = relation(asked.bidder.relation)
    bidder = Bidder(
        role=role,
        kin=kin,
        restricted_consumption=asked.bidder.restricted_consumption,
        defaulted_on_lot=asked.bidder.defaulted_on_lot,
        bids_for_barred_person=asked.bidder.bids_for_barred_person,
        house_qualified=False if asked.bidder.purchase_restricted else asked.bidder.house_qualified,
    )
    judged = bidder_eligibility(bidder, asset=asked.asset, agency_worked_on_lot=asked.agency_worked_on_lot)
    unknown = tuple(f"not_judged:{name}" for name in asked.bidder.model_extra or ())
    outputs = {
        "eligible": judged.eligible,
        "decision": judged.decision,
        "reason": judged.reason,
        "warnings": (*judged.warnings, *unknown),
        "cites": [cite(rule_id) for rule_id in judged.rules],
    }
    return answered(outputs, rules=judged.rules, findings=judged.findings)


def _ruling_gate(asked: RulingGate, _calendar: Calendar) -> dict[str, Any]:
    gate = ruling_gate(
        asset=asked.asset,
        price_fully_paid=asked.price_fully_paid,
        qualified_at_registration=asked.qualified_at_registration,
        qualified_at_ruling=asked.qualified_at_ruling,
    )
    rules = ("AS-17", "NA-52") if asked.asset in (AssetKind.HOUSE, AssetKind.REAL_ESTATE) else ("AS-17",)
    return answered({"ruling_allowed": gate.allowed, "reason": gate.reason}, rules=rules, findings=gate.findings)


def _verify_bid_log(asked: BidLog, _calendar: Calendar) -> dict[str, Any]:
    terms = BidTerms(asked.start_price, asked.increment, asked.opens, asked.scheduled_end, frozenset(asked.banned))
    judged = verify_bid_log(terms, [each.entry() for each in asked.bids])
    faults = zip(judged.findings, judged.kinds, strict=True)
    outputs = {
        "ok": judged.ok,
        "bids": judged.bids,
        "bidders": judged.bidders,
        "winner": judged.winner,
        "price": judged.price,
        "end": judged.end_at,
        "extensions": judged.extensions,
        "faults": [{"index": index, "kind": kind} for (index, _), kind in faults],
        "not_judged": sorted({name for each in asked.bids for name in each.model_extra or ()}),
    }
    return answered(outputs, rules=("NA-23", "NA-25", "NA-26"), findings=[found for _, found in judged.findings])


_FAULT = thing({"index": COUNT, "kind": choice(*FaultKind)})
OPS: dict[str, Op] = {
    "extend": Op(Extend, _extend, {"end": INSTANT}, "延时后的结束时刻"),
    "accept_bid": Op(AcceptBid, _accept_bid, {"accepted": FLAG, "reason": TEXT}, "出价是否在结束前到达"),
    "result": Op(
        ResultAsked,
        _result,
        {"sold": FLAG, "winner": TEXT, "price": MONEY, "void_bids": many(TEXT), "rejected_bids": many(TEXT)},
        "竞价结果",
    ),
    "tie_rule_batch": Op(Ties, _tie_rule_batch, {"results": many(choice(*Tie))}, "优先购买权人出价相同的处理"),
    "bidder_eligibility": Op(
        Eligibility,
        _bidder_eligibility,
        {"eligible": FLAG, "decision": choice(MANUAL_REVIEW), "reason": TEXT, "warnings": many(TEXT), "cites": many(TEXT)},
        "能否参加竞买",
    ),
    "ruling_gate": Op(RulingGate, _ruling_gate, {"ruling_allowed": FLAG, "reason": TEXT}, "能否作出成交裁定"),
    "verify_bid_log": Op(
        BidLog,
        _verify_bid_log,
        {
            "ok": FLAG,
            "bids": COUNT,
            "bidders": COUNT,
            "winner": TEXT,
            "price": MONEY,
            "end": INSTANT,
            "extensions": COUNT,
            "faults": many(_FAULT),
            "not_judged": many(TEXT),
        },
        "出价记录是否合法",
    ),
}
