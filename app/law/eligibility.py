"""Who may not bid: those linked to the work and their near relatives, limits on buying houses and on spending (NA-34, NA-46, NA-47, NA-52 to NA-54)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.law.findings import Finding, Severity
from app.law.rulebook import finding
from app.law.subjects import AssetKind

MANUAL_REVIEW = "manual_review"


class Role(StrEnum):
    """What a bidder, or the person the bidder is related to, is to the sale."""

    NONE = "none"
    APPLICANT = "applicant"
    DEBTOR = "debtor"
    EXECUTING_COURT = "executing_court"
    COURT_STAFF = "court_staff"
    PLATFORM = "platform"
    PLATFORM_STAFF = "platform_staff"
    AGENCY = "agency"
    AGENCY_STAFF = "agency_staff"
    DEFAULTING_BUYER = "defaulting_buyer"


class Kin(StrEnum):
    """Relatives; only the first six are near relatives (民法典 1045, a closed list)."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    OTHER = "other_relative"


NEAR_RELATIVES = frozenset(Kin) - {Kin.OTHER}
_BARRED = frozenset(
    {Role.EXECUTING_COURT, Role.COURT_STAFF, Role.PLATFORM, Role.PLATFORM_STAFF, Role.AGENCY, Role.AGENCY_STAFF},
)
_AGENCY = frozenset({Role.AGENCY, Role.AGENCY_STAFF})
_SPENDING_LIMITED = frozenset({AssetKind.REAL_ESTATE, AssetKind.HOUSE, AssetKind.LAND, AssetKind.VEHICLE})


@dataclass(frozen=True, slots=True)
class Bidder:
    """What is known of a would-be bidder. `role` None: the relation is not one of the known ones. `kin` None: the person holds the role itself."""

    role: Role | None = Role.NONE
    kin: Kin | None = None
    restricted_consumption: bool = False
    defaulted_on_lot: bool = False
    bids_for_barred_person: bool = False
    house_qualified: bool | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """May the person bid? None with `decision` manual_review where a judge must decide."""

    eligible: bool | None
    decision: str | None
    reason: str | None
    warnings: tuple[str, ...]
    rules: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RulingGate:
    """May the sale ruling be made?"""

    allowed: bool
    reason: str | None
    findings: tuple[Finding, ...]


def bidder_eligibility(bidder: Bidder, *, asset: AssetKind | None, agency_worked_on_lot: bool = True) -> Eligibility:
    """The bars of NA-46 hold only for property linked to the barred person's act; parties may bid (NA-53); a clash goes to manual review."""
    if bidder.role is None:
        return _review("unknown_relation", "NA-46", "与本次拍卖的关系无法识别", "不属于禁止竞买的人", "relation")
    if bidder.defaulted_on_lot or bidder.role is Role.DEFAULTING_BUYER:
        return _barred("defaulting_buyer", "NA-34", "原买受人悔拍", "不得参加该财产的重新拍卖")
    if _linked(bidder, agency_worked_on_lot=agency_worked_on_lot):
        return _barred_by_link(bidder)
    if asset is AssetKind.HOUSE and bidder.house_qualified is False:
        return _barred("no_house_qualification", "NA-52", "不具备购房资格", "从申请参加竞买到裁定时均具备购房资格")
    if bidder.restricted_consumption and asset in _SPENDING_LIMITED:
        message = "被限制消费的人购买不动产或非经营必需车辆"
        return _review("restricted_consumption", "NA-54", message, "不得有该项消费；与被执行人可以竞买的规定冲突，由法官决定", "restricted_consumption")
    return _eligible(bidder, asset)


def ruling_gate(
    *, asset: AssetKind, price_fully_paid: bool, qualified_at_registration: bool | None = None, qualified_at_ruling: bool | None = None
) -> RulingGate:
    """The ruling follows full payment (AS-17); for houses the qualification must last from the application to the ruling (NA-52).

    Other real estate asks for none; a qualification that is said to lack stops the ruling there too.
    """
    if _lacks(asset, qualified_at_registration):
        return _stopped("not_qualified_at_registration", "NA-52", "申请参加竞买时不具备或未查明购房资格", "申请时具备购房资格", "qualified_at_registration")
    if _lacks(asset, qualified_at_ruling):
        return _stopped("not_qualified_at_ruling", "NA-52", "作出裁定时不具备或未查明购房资格", "裁定时具备购房资格", "qualified_at_ruling")
    if not price_fully_paid:
        return _stopped("price_not_fully_paid", "AS-17", "价款尚未付清", "价款全部付清", "price_fully_paid")
    return RulingGate(allowed=True, reason=None, findings=())


def _lacks(asset: AssetKind, qualified: bool | None) -> bool:
    return qualified is not True if asset is AssetKind.HOUSE else qualified is False and asset is AssetKind.REAL_ESTATE


def _linked(bidder: Bidder, *, agency_worked_on_lot: bool) -> bool:
    if bidder.bids_for_barred_person:
        return True
    if bidder.role not in _BARRED or (bidder.kin is not None and bidder.kin not in NEAR_RELATIVES):
        return False
    return agency_worked_on_lot or bidder.role not in _AGENCY


def _barred_by_link(bidder: Bidder) -> Eligibility:
    if bidder.bids_for_barred_person:
        return _barred("bids_for_barred_person", "NA-46", "受禁止竞买的人委托", "不得委托他人代为竞买")
    if bidder.kin is None:
        return _barred(str(bidder.role), "NA-46", "与拍卖行为有关联", "法院、平台、辅助机构及其工作人员不得竞买")
    answer = _barred("near_relative", "NA-46", "系有关工作人员的近亲属", "工作人员的近亲属不得竞买")
    return Eligibility(answer.eligible, answer.decision, answer.reason, (), ("NA-46", "NA-47"), answer.findings)


def _eligible(bidder: Bidder, asset: AssetKind | None) -> Eligibility:
    warnings = []
    if asset is AssetKind.HOUSE and bidder.house_qualified is None:
        warnings.append("house_qualification_not_checked")
    if bidder.kin is Kin.OTHER and bidder.role in _BARRED:
        warnings.append("relative_outside_closed_list")
    party = bidder.role in (Role.APPLICANT, Role.DEBTOR)
    rules = ("NA-53",) if party else ("NA-46", "NA-47") if bidder.kin else ("NA-46",)
    return Eligibility(eligible=True, decision=None, reason=None, warnings=tuple(warnings), rules=rules, findings=())


def _barred(reason: str, rule_id: str, found: str, required: str) -> Eligibility:
    bar = finding(rule_id, found=found, required=required, message=f"{found}：{required}", field="bidder")
    return Eligibility(eligible=False, decision=None, reason=reason, warnings=(), rules=(rule_id,), findings=(bar,))


def _review(reason: str, rule_id: str, found: str, required: str, field: str) -> Eligibility:
    doubt = finding(rule_id, found=found, required=required, message=f"{found}，须人工审查", field=f"bidder.{field}", severity=Severity.MANUAL)
    rules = (rule_id, "NA-53") if rule_id == "NA-54" else (rule_id,)
    return Eligibility(eligible=None, decision=MANUAL_REVIEW, reason=reason, warnings=(), rules=rules, findings=(doubt,))


def _stopped(reason: str, rule_id: str, found: str, required: str, field: str) -> RulingGate:
    stop = finding(rule_id, found=found, required=required, message=f"{found}，不得作出拍卖成交裁定", field=field)
    return RulingGate(allowed=False, reason=reason, findings=(stop,))
