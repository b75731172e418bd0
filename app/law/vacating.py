"""Vacating and handing over: who keeps possession, what grace there is, what must be done before and after (law.md §7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.law.findings import Finding, Severity
from app.law.rulebook import finding


class ClaimKind(StrEnum):
    """The claim that is enforced."""

    ORDINARY = "ordinary"
    MORTGAGE = "mortgage"


@dataclass(frozen=True, slots=True)
class Tenancy:
    """What is known of a lease that somebody relies on. None = no such day is proved."""

    lease_signed_on: date | None
    possession_on: date | None
    rent_paid_on: date | None
    written: bool = True
    sham_or_very_low_rent: bool = False


@dataclass(frozen=True, slots=True)
class TenantStatus:
    """Does the tenant keep possession during the lease? None: a person must judge. `lacking` names what does not stand before the decisive day."""

    keeps_possession: bool | None
    rule: str
    lacking: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


SUIT_RULE_FROM = date(2025, 7, 24)
OBJECTION_RULE_FROM = date(2021, 1, 1)


def tenant_status(on: date, claim: ClaimKind, tenancy: Tenancy, *, seized_on: date | None, mortgaged_on: date | None = None) -> TenantStatus:
    """Test a tenant by the law of the day. Since 2025-07-24 (VC-10): ordinary claims — written lease, possession and rent paid all before the
    seizure; mortgage claims — lease and possession before the mortgage. Before (VC-09): written lease and possession before the seizure.

    Before means on an earlier day. Before 2021-01-01 the rule sheet holds no text: a person judges. A tenant who keeps possession by VC-09 although
    the lease is younger than the mortgage is told: a lease that hurts the earlier security must be removed first (AS-25).
    ValueError: a claim without the day that decides.
    """
    if on < OBJECTION_RULE_FROM:
        return TenantStatus(None, "VC-09")
    if claim is ClaimKind.MORTGAGE and mortgaged_on is None:
        raise ValueError("a mortgage claim has a day of the mortgage")
    by_mortgage = claim is ClaimKind.MORTGAGE and on >= SUIT_RULE_FROM
    if seized_on is None and not by_mortgage:
        raise ValueError("a seizure has its day")
    decisive = min(each for each in (seized_on, mortgaged_on if by_mortgage else None) if each is not None)
    rule, proofs = _test(on, tenancy, by_mortgage=by_mortgage)
    lacking = tuple(name for name, day in proofs if not _before(day, decisive))
    lacking += () if tenancy.written else ("written_lease",)
    lacking += ("genuine_lease",) if tenancy.sham_or_very_low_rent else ()
    younger = mortgaged_on is not None and not lacking and rule == "VC-09" and not _before(tenancy.lease_signed_on, mortgaged_on)
    return TenantStatus(not lacking, rule, lacking, (_hurts_mortgage(tenancy, mortgaged_on),) if younger else ())


def _before(day: date | None, other: date) -> bool:
    return day is not None and day < other


def _hurts_mortgage(tenancy: Tenancy, mortgaged_on: date | None) -> Finding:
    words = "租约晚于抵押：租赁对在先的抵押权有影响的，应依法将其除去后再拍卖，由承办法官判断"
    found, wanted = str(tenancy.lease_signed_on), f"早于 {mortgaged_on}"
    return finding("AS-25", found=found, required=wanted, message=words, field="lease_signed", severity=Severity.MANUAL)


Proofs = tuple[tuple[str, date | None], ...]


def _test(on: date, tenancy: Tenancy, *, by_mortgage: bool) -> tuple[str, Proofs]:
    both: Proofs = (("lease_signed", tenancy.lease_signed_on), ("possession", tenancy.possession_on))
    if on < SUIT_RULE_FROM:
        return "VC-09", both
    return "VC-10", both if by_mortgage else (*both, ("rent_paid", tenancy.rent_paid_on))


class HomeCase(StrEnum):
    """Why somebody must leave a home."""

    MORTGAGED_HOME = "mortgaged_home"
    DELIVER_HOME = "deliver_home"
    ONLY_HOME = "only_home"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Grace:
    """The grace that the law itself gives, in months (0: none; None: the sheet holds no text of that day), its rule and a note for people."""

    months: int | None
    rule: str
    note: str


def grace_period(on: date, case: HomeCase) -> Grace:
    """The statutory grace before vacating by the law of the day (VC-13 … VC-15, CP-01). The president's notice sets its own time besides."""
    if case is HomeCase.MORTGAGED_HOME:
        return _mortgaged(on)
    if case is HomeCase.DELIVER_HOME:
        return _delivered(on)
    return _GRACELESS[case]


_GRACELESS = {
    HomeCase.ONLY_HOME: Grace(0, "VC-13", "没有法定宽限期；申请执行人提供住房或者同意扣除五至八年租金的，唯一住房的异议不予支持"),
    HomeCase.OTHER: Grace(0, "CP-01", "法律未规定期限，由院长签发的公告指定"),
}


def _delivered(on: date) -> Grace:
    if on >= OBJECTION_RULE_FROM:
        return Grace(3, "VC-14", "执行通知书送达之日起三个月宽限期，期满后以唯一住房为由的异议不予支持")
    return Grace(None, "VC-14", "2021-01-01 之前的文本未收录，由承办法官核对")


ABOLISHED_FROM = date(2021, 1, 1)
MORTGAGED_FROM = date(2005, 12, 21)


def _mortgaged(on: date) -> Grace:
    if on >= ABOLISHED_FROM:
        return Grace(0, "VC-15", "法释〔2005〕14号自2021-01-01起废止，六个月宽限期不再适用；期限由院长签发的公告指定")
    if on >= MORTGAGED_FROM:
        return Grace(6, "VC-15", "法释〔2005〕14号：拍卖、变卖或者抵债裁定后六个月内不得强制迁出")
    return Grace(0, "VC-15", "法释〔2005〕14号自2005-12-21起施行，此前没有该宽限期")


class HomeAnswer(StrEnum):
    """Grounds on which the objection "it is my only home" fails in money claims (异议复议规定 第20条第1款)."""

    SUPPORTER_HAS_HOME = "supporter_has_home"
    MOVED_HOME_AWAY = "moved_home_away"
    HOUSING_OFFERED = "housing_offered"
    RENT_DEDUCTED = "rent_deducted"


RENT_YEARS = range(5, 9)


def only_home_objection_fails(grounds: frozenset[HomeAnswer], *, rent_years: int | None = None) -> bool:
    """Does one of the grounds answer the objection? Deducted rent must be of five to eight years (VC-13)."""
    sound = grounds - {HomeAnswer.RENT_DEDUCTED} if rent_years not in RENT_YEARS else grounds
    return bool(sound)


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing that a vacating task must show."""

    code: str
    title: str
    rules: tuple[str, ...]


VACATING_CHECKLIST: tuple[ChecklistItem, ...] = (
    ChecklistItem("ruling_served", "成交裁定已送达", ("NA-29",)),
    ChecklistItem("clock_started", "十五日交付期限已起算", ("AS-24",)),
    ChecklistItem("occupants_tested", "占有人名单及法律根据：被执行人、承租人、第三人", ("VC-09", "VC-10", "VC-11")),
    ChecklistItem("president_notice", "院长签发的公告，载明期限", ("CP-01",)),
    ChecklistItem("persons_notified", "已通知到场人员，并有基层组织人员见证", ("CP-02",)),
    ChecklistItem("record_signed", "清单、影像、笔录，到场人签名", ("CP-02", "AUX-09")),
    ChecklistItem("goods_placed", "搬出财物的存放地、保管人、交付或者拒收记录", ("CP-03",)),
    ChecklistItem("force_by_court", "强制行为只由法院人员实施", ("CP-16",)),
    ChecklistItem("measures_before_referral", "移送之前已采取罚款、拘留", ("CR-02",)),
    ChecklistItem("handover_receipt", "买受人签收的移交笔录", ("VC-01",)),
)


def vacating_missing(done: frozenset[str], *, referral_planned: bool = False) -> tuple[ChecklistItem, ...]:
    """What a vacating task still lacks; the measures before a referral count only where a referral is planned."""
    wanted = (item for item in VACATING_CHECKLIST if referral_planned or item.code != "measures_before_referral")
    return tuple(item for item in wanted if item.code not in done)


def may_force(*, president_signed: bool, notice_expires_on: date | None, on: date) -> bool:
    """May forced vacating begin? Only after the president's notice and the time set in it (CP-01): the day after it expires at the earliest."""
    return president_signed and notice_expires_on is not None and on > notice_expires_on


class ClaimCheck(StrEnum):
    """What is tested of a lease or a right of residence that somebody claims (法〔2024〕238号 二, VC-07)."""

    CONTRACT_DATE = "contract_date"
    TERM = "term"
    RENT_PAID = "rent_paid"
    POSSESSION = "possession"


def doubts_of_claimed_right(plausible: frozenset[ClaimCheck]) -> tuple[ClaimCheck, ...]:
    """The checks that a claimed lease or right of residence does not pass. With any, a sale 带租 or 带居住权 is refused and the claimant told

    of the objection route; with none, the sale publishes possession, rent, term and holders (VC-08).
    """
    return tuple(check for check in ClaimCheck if check not in plausible)


class Dwelling(StrEnum):
    """What may be done with a debtor's dwelling (查封规定 第4条、第5条, VC-12)."""

    SEAL_ONLY = "seal_only"
    MAY_BE_SOLD = "may_be_sold"


def dwelling_treatment(*, necessary: bool, beyond_need: bool, minimum_secured: bool) -> Dwelling:
    """A dwelling necessary for debtor and dependants may be sealed, not sold; beyond the need it may be sold once minimum housing is secured."""
    return Dwelling.SEAL_ONLY if necessary and not (beyond_need and minimum_secured) else Dwelling.MAY_BE_SOLD
