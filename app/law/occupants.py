"""Who may be made to leave: each kind of occupant by its own rule, and what the care of somebody changes (law.md §7; forms.md §6.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.law.findings import Finding
from app.law.vacating import ClaimKind, HomeAnswer, Tenancy, only_home_objection_fails, tenant_status


class OccupantKind(StrEnum):
    """Kinds of people found in a place (forms.md §6.5)."""

    DEBTOR = "debtor"
    SPOUSE = "spouse"
    MINOR = "minor"
    PARENT = "parent"
    OTHER_RESIDENT = "other_resident"
    TENANT = "tenant"
    SUB_TENANT = "sub_tenant"
    EMPLOYEE = "employee"
    AFFILIATE = "affiliate"
    STRANGER = "stranger"


HOUSEHOLD = frozenset({OccupantKind.DEBTOR, OccupantKind.SPOUSE, OccupantKind.MINOR, OccupantKind.PARENT, OccupantKind.OTHER_RESIDENT})
LESSEES = frozenset({OccupantKind.TENANT, OccupantKind.SUB_TENANT})


class Verdict(StrEnum):
    """May the occupant be made to leave? JUDGE: the sheet does not say; a person decides with a reason."""

    LEAVES = "leaves"
    STAYS = "stays"
    JUDGE = "judge"


@dataclass(frozen=True, slots=True)
class Occupation:
    """What is known of one occupant. Days not proved are None. `published_right`: the sale was published 带租 or 带居住权 for this occupant."""

    kind: OccupantKind
    published_right: bool = False
    tenancy: Tenancy | None = None
    possession_on: date | None = None
    only_home: bool = False
    answers: frozenset[HomeAnswer] = frozenset()
    rent_years: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The verdict with its rule, in words; `lacking` names what a lease lacks (vacating.tenant_status)."""

    verdict: Verdict
    rule: str
    words: str
    lacking: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


_LACKING_WORDS = {
    "lease_signed": "租约未早于查封或抵押",
    "possession": "占有未早于查封或抵押",
    "rent_paid": "租金未在查封前支付",
    "written_lease": "没有书面租约",
    "genuine_lease": "虚假租赁或者租金明显过低",
}


def standing_of(on: date, occupation: Occupation, *, seized_on: date | None, mortgaged_on: date | None = None) -> Standing:
    """Judge one occupant by the law of the day.

    A right that was published with the sale stays (VC-08). Household: leaves (CP-01); "it is my only home" must first be answered (VC-13). Whoever relies
    on a lease: VC-09, VC-10. Anybody else who came after the seizure without leave: VC-11; who came before, or nobody knows when: a judge decides.
    `mortgaged_on`: the day of the enforced mortgage; None: an ordinary claim.
    """
    if occupation.published_right:
        return Standing(Verdict.STAYS, "VC-08", "拍卖公告已载明带租或者带居住权移交，不腾退")
    if occupation.kind in HOUSEHOLD:
        return _household(occupation)
    if occupation.tenancy is not None:
        return _lessee(on, occupation.tenancy, seized_on, mortgaged_on)
    if occupation.kind in LESSEES:
        return Standing(Verdict.JUDGE, "VC-07", "主张租赁但未见合同日、入住日和付租凭证，先核查")
    return _outsider(occupation, seized_on)


def _household(occupation: Occupation) -> Standing:
    if not occupation.only_home:
        return Standing(Verdict.LEAVES, "CP-01", "被执行人及其共同居住人，院长公告期满后腾退")
    if only_home_objection_fails(occupation.answers, rent_years=occupation.rent_years):
        return Standing(Verdict.LEAVES, "VC-13", "唯一住房的异议有不予支持的情形，可以腾退")
    return Standing(Verdict.JUDGE, "VC-13", "主张唯一住房：没有居住保障，也没有五至八年租金的安排，由承办法官决定")


def _lessee(on: date, tenancy: Tenancy, seized_on: date | None, mortgaged_on: date | None) -> Standing:
    if seized_on is None and mortgaged_on is None:
        return Standing(Verdict.JUDGE, "VC-07", "没有查封日、抵押日，不能比较先后，由承办法官决定")
    claim = ClaimKind.ORDINARY if mortgaged_on is None else ClaimKind.MORTGAGE
    try:
        status = tenant_status(on, claim, tenancy, seized_on=seized_on, mortgaged_on=mortgaged_on)
    except ValueError:
        return Standing(Verdict.JUDGE, "VC-09", "没有查封日，不能比较先后，由承办法官决定")
    if status.keeps_possession is None or status.findings:
        words = status.findings[0].message if status.findings else "当日的文本未收录，由承办法官决定"
        return Standing(Verdict.JUDGE, status.rule, words, status.lacking, status.findings)
    if status.keeps_possession:
        return Standing(Verdict.STAYS, status.rule, "租约和占有均在前，租赁期内可以阻止交付，不腾退")
    return Standing(Verdict.LEAVES, status.rule, "不能对抗：" + "、".join(_LACKING_WORDS[each] for each in status.lacking), status.lacking)


def _outsider(occupation: Occupation, seized_on: date | None) -> Standing:
    if seized_on is None or occupation.possession_on is None:
        return Standing(Verdict.JUDGE, "VC-11", "入住日或者查封日没有查明，先核查占有的时间和依据")
    if occupation.possession_on >= seized_on:
        return Standing(Verdict.LEAVES, "VC-11", "查封之后未经许可占有，可以解除占有")
    return Standing(Verdict.JUDGE, "VC-11", "占有在查封之前，审查占有依据后由承办法官决定")


class Care(StrEnum):
    """Why somebody needs care (forms.md §6.5)."""

    AGED = "aged"
    MINOR = "minor"
    PREGNANT = "pregnant"
    DISABLED = "disabled"
    ILL = "ill"
    MENTAL = "mental"
    LOW_INCOME = "low_income"


class Arrangement(StrEnum):
    """What the way of vacating must hold because of it (ui.md S19; papers.md 28: an aged occupant without medical duty is a mistake)."""

    COMMUNITY = "community"
    MEDICAL = "medical"
    GUARDIAN = "guardian"
    SHELTER = "shelter"


_ARRANGEMENTS: dict[Care, tuple[Arrangement, ...]] = {
    Care.AGED: (Arrangement.COMMUNITY, Arrangement.MEDICAL, Arrangement.SHELTER),
    Care.MINOR: (Arrangement.COMMUNITY, Arrangement.GUARDIAN),
    Care.PREGNANT: (Arrangement.COMMUNITY, Arrangement.MEDICAL, Arrangement.SHELTER),
    Care.DISABLED: (Arrangement.COMMUNITY, Arrangement.MEDICAL, Arrangement.SHELTER),
    Care.ILL: (Arrangement.COMMUNITY, Arrangement.MEDICAL, Arrangement.SHELTER),
    Care.MENTAL: (Arrangement.COMMUNITY, Arrangement.MEDICAL, Arrangement.GUARDIAN),
    Care.LOW_INCOME: (Arrangement.COMMUNITY, Arrangement.SHELTER),
}


def arrangements_for(cares: frozenset[Care]) -> tuple[Arrangement, ...]:
    """What must be arranged before the day for these needs, each once, in order."""
    wanted = {each for care in cares for each in _ARRANGEMENTS[care]}
    return tuple(each for each in Arrangement if each in wanted)
