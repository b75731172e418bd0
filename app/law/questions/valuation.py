"""Questions about the reference price: which way, the online mean, whether a price still serves, objections."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from app.kernel.workdays import Calendar
from app.law.objections import Ground, Route, Target, objection_admissible
from app.law.questions.shape import COUNT, DAY, FLAG, MONEY, ONE_OR_MANY, TEXT, DayIn, Flag, Inputs, MoneyIn, Op, Question, Text, answered, choice, many
from app.law.questions.words import also
from app.law.valuation import Method, MethodFacts, ObjectionResult, OnlineResult, online_price, price_still_usable, pricing_method

_AGREED = {
    **dict.fromkeys(("equal", "reached", "agreed", "success", "successful", "yes"), True),
    **dict.fromkeys(("failed", "refused", "impossible", "unequal", "different", "not_reached", "none", "no"), False),
    **dict.fromkeys(("unreachable", "one_party_missing", "party_missing", "skipped"), False),
}
_METHODS = {"online": Method.ONLINE_INQUIRY, "directed": Method.DIRECTED_INQUIRY, "agreed_price": Method.AGREEMENT, "valuation": Method.APPRAISAL}
_OUTCOMES = {
    **dict.fromkeys(("rejected", "refused", "overruled", "not_upheld"), ObjectionResult.DISMISSED),
    **dict.fromkeys(("accepted", "sustained"), ObjectionResult.UPHELD),
    **dict.fromkeys(("open", "undecided"), ObjectionResult.PENDING),
}
_GROUNDS = {
    **dict.fromkeys(("basics_wrong", "basic_facts", "basic_information", "basic_info", "wrong_basics"), Ground.BASICS),
    **dict.fromkeys(("over_scope", "out_of_scope", "omission", "exceeds_or_omits"), Ground.SCOPE),
    **dict.fromkeys(("no_qualification", "appraiser_qualification"), Ground.QUALIFICATION),
    **dict.fromkeys(("serious_procedure", "procedural_breach", "serious_procedural_breach"), Ground.PROCEDURE),
    **dict.fromkeys(("price", "value", "too_low", "too_high", "price_too_low", "price_too_high"), Ground.RESULT),
    **dict.fromkeys(("false_directed_inquiry",), Ground.FALSE_INQUIRY),
}
_TARGETS = {
    **dict.fromkeys(("directed",), Target.DIRECTED_INQUIRY),
    **dict.fromkeys(("online", "online_report", "online_inquiry_report"), Target.ONLINE_INQUIRY),
    **dict.fromkeys(("appraisal_report", "report"), Target.APPRAISAL),
    **dict.fromkeys(("expert_review", "expert_opinion"), Target.EXPERT_CONCLUSION),
}
MethodIn = Annotated[Method, also(Method, _METHODS)]


def _agreement(value: object) -> object:
    """Whether an agreement on the price was reached, as a flag or as a word for how it went."""
    if value is None or isinstance(value, bool):
        return bool(value)
    if isinstance(value, str) and value in _AGREED:
        return _AGREED[value]
    raise PydanticCustomError("malformed", "agreement 应为 true、false，或 equal、failed、refused、unreachable 等")


class MethodAsked(Question):
    agreement: Annotated[bool, BeforeValidator(_agreement)] = False
    official_price_exists: Flag = False
    needs_site_inspection: Flag = False
    online_possible: Flag = False
    one_party_wants: MethodIn | None = None
    both_parties_want: MethodIn | None = None
    appraisal_mandated: Flag = False


class ResultIn(Inputs):
    p: Text
    value: MoneyIn | None = None
    on_time: Flag = True
    extension_requested: Flag = False
    objected: Flag = False
    objection_result: Annotated[ObjectionResult, also(ObjectionResult, _OUTCOMES)] | None = None


class OnlinePriceAsked(Question):
    results: tuple[ResultIn, ...]


class StillUsable(Question):
    method: MethodIn
    valid_until: DayIn
    round1_notice: DayIn
    auction_opens: Annotated[tuple[DayIn, ...], ONE_OR_MANY]


class Objection(Question):
    target: Annotated[Target, also(Target, _TARGETS)]
    ground: Annotated[Ground, also(Ground, _GROUNDS)]
    received: DayIn | None = None
    filed: DayIn | None = None
    before_round1_notice: Flag = True


def _pricing_method(asked: MethodAsked, _calendar: Calendar) -> dict[str, Any]:
    facts = MethodFacts(
        agreed=asked.agreement,
        official_price_exists=asked.official_price_exists,
        needs_site_inspection=asked.needs_site_inspection,
        online_possible=asked.online_possible,
        one_party_wants=asked.one_party_wants,
        both_parties_want=asked.both_parties_want,
        appraisal_mandated=asked.appraisal_mandated,
    )
    chosen = pricing_method(facts)
    return answered({"method": chosen.method}, rules=chosen.rules, findings=chosen.findings)


def _online_price(asked: OnlinePriceAsked, _calendar: Calendar) -> dict[str, Any]:
    results = [OnlineResult(each.p, each.value, each.on_time, each.extension_requested, each.objected, each.objection_result) for each in asked.results]
    fixed = online_price(results)
    outputs = {
        "reference_price": fixed.price,
        "extension_granted": fixed.extension_granted,
        "used": fixed.used,
        "next_method": fixed.next_method,
    }
    return answered(outputs, rules=fixed.rules, findings=fixed.findings)


def _price_still_usable(asked: StillUsable, _calendar: Calendar) -> dict[str, Any]:
    judged = price_still_usable(method=asked.method, valid_until=asked.valid_until, round1_notice_on=asked.round1_notice, opens_on=asked.auction_opens)
    outputs = {
        "usable": judged.usable,
        "last_usable_date": judged.last_usable_on,
        "remedy": judged.remedy,
        "remedy_days": judged.remedy_days,
    }
    return answered(outputs, rules=judged.rules, findings=judged.findings)


def _objection_admissible(asked: Objection, calendar: Calendar) -> dict[str, Any]:
    judged = objection_admissible(
        target=asked.target,
        ground=asked.ground,
        received_on=asked.received,
        filed_on=asked.filed,
        before_round1_notice=asked.before_round1_notice,
        calendar=calendar,
        day=asked.date,
    )
    due_on = judged.due.due_on if judged.due else None
    outputs = {"admissible": judged.admissible, "alternative": judged.alternative, "route": judged.route, "deadline": due_on}
    return answered(outputs, rules=judged.rules, findings=judged.findings)


OPS: dict[str, Op] = {
    "pricing_method": Op(MethodAsked, _pricing_method, {"method": choice(*Method)}, "用哪一种方式确定参考价"),
    "online_price": Op(
        OnlinePriceAsked,
        _online_price,
        {"reference_price": MONEY, "extension_granted": FLAG, "used": many(TEXT), "next_method": choice(*Method)},
        "网络询价的参考价",
    ),
    "price_still_usable": Op(
        StillUsable,
        _price_still_usable,
        {"usable": many(FLAG), "last_usable_date": DAY, "remedy": TEXT, "remedy_days": COUNT},
        "参考价是否仍可使用",
    ),
    "objection_admissible": Op(
        Objection,
        _objection_admissible,
        {"admissible": FLAG, "alternative": TEXT, "route": choice(*Route), "deadline": DAY},
        "对参考价的异议能否受理",
    ),
}
