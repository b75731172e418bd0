"""Questions about seizure, coercion, vacating and who may do the work."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from app.kernel.errors import Invalid, Refusal
from app.kernel.workdays import Calendar
from app.law.findings import Finding
from app.law.questions.shape import COUNT, DAY, FLAG, MONEY, ONE_OR_MANY, TEXT, Count, DayIn, Flag, Inputs, MoneyIn, Op, Question, answered, choice, many, thing
from app.law.questions.words import NearDay, also
from app.law.sanctions import LIMITS, Element, Target, check_sanction, referral_gate
from app.law.seizure import RENEW_MARGIN_DAYS, expiry, senior_lien_may_ask, senior_lien_may_ask_from
from app.law.settlement import MANUAL
from app.law.subjects import AssetKind
from app.law.tasks import OTHER_NAMES, WORK, Doer, Reason, task_gate
from app.law.vacating import SUIT_RULE_FROM, ClaimKind, HomeCase, Tenancy, grace_period, tenant_status

_DEPOSITS = frozenset({"deposit", "deposits", "bank_deposit", "bank_deposits", "bank_account", "money", "cash"})


def _seized(value: object) -> AssetKind | None:
    if isinstance(value, str) and value in _DEPOSITS:
        return None
    if isinstance(value, str) and value in set(AssetKind):
        return AssetKind(value)
    raise PydanticCustomError("malformed", "应为财产种类，或者 deposit（存款）")


class SeizureExpiry(Question):
    """A seizure of the longest term; `asset` may also be deposit (money in a bank)."""

    asset: Annotated[AssetKind | None, BeforeValidator(_seized)]
    seized_on: NearDay
    renewed_on: NearDay | None = None
    margin_days: Count = RENEW_MARGIN_DAYS


def _seizure_expiry(asked: SeizureExpiry, calendar: Calendar) -> dict[str, Any]:
    if asked.renewed_on is not None and asked.renewed_on < asked.seized_on:
        raise Invalid("续封日早于查封日", field="renewed_on")
    found = expiry(asked.asset, asked.seized_on, renewed_on=asked.renewed_on, margin_days=asked.margin_days)
    outputs = {"expires_on": found.expires_on, "renew_by": found.renew_by, "applicant_asks_by": found.applicant_asks_by}
    return answered(outputs, rules=["EX-13", "CNT-04"], findings=found.findings)


class SeniorLienTransfer(Question):
    """The court of a senior lien wants the asset. `sale_notice_published`: whether one is out, or the day since when."""

    first_seizure: NearDay
    sale_notice_published: Flag | DayIn | None = False
    ask_dates: Annotated[list[NearDay], ONE_OR_MANY]


def _senior_lien_transfer(asked: SeniorLienTransfer, calendar: Calendar) -> dict[str, Any]:
    notice = asked.sale_notice_published or False
    allowed = [senior_lien_may_ask(asked.first_seizure, sale_notice=notice, asked_on=day) for day in asked.ask_dates]
    first = None if notice is True else senior_lien_may_ask_from(asked.first_seizure)
    return answered({"allowed": allowed, "may_ask_from": first}, rules=["EX-22"])


_TARGETS = {
    **dict.fromkeys(("person", "natural_person", "debtor", "head_of_unit", "legal_representative", "responsible_person"), Target.INDIVIDUAL),
    **dict.fromkeys(("organisation", "organization", "company", "enterprise", "legal_person", "entity"), Target.UNIT),
}


class Sanction(Inputs):
    """One fine, detention or both."""

    target: Annotated[Target, also(Target, _TARGETS)]
    fine: MoneyIn | None = None
    detention_days: Count | None = None
    same_act_already_punished: Flag = False


class SanctionCheckBatch(Question):
    """Sanctions to check."""

    items: list[Sanction]


def _sanction_check_batch(asked: SanctionCheckBatch, calendar: Calendar) -> dict[str, Any]:
    results: list[dict[str, object]] = []
    findings: list[Finding] = []
    for item in asked.items:
        found = check_sanction(item.target, fine=item.fine, detention_days=item.detention_days, same_act_already_punished=item.same_act_already_punished)
        limits = LIMITS[item.target]
        results.append({"allowed": not found, "min": limits.fine_min, "max": limits.fine_max, "max_days": limits.detention_max_days})
        findings += found
    return answered({"results": results}, rules=["CP-04", "CP-05", "CP-09"], findings=findings)


class ReferralGate(Question):
    """A refusal to vacate; `date` is the day of the decision."""

    act_date: DayIn
    able: Flag = False
    refuses_to_vacate: Flag = False
    prior_fine_or_detention: Flag = False


def _referral_gate(asked: ReferralGate, calendar: Calendar) -> dict[str, Any]:
    present = frozenset(each for each in Element if getattr(asked, each))
    found = referral_gate(asked.act_date, present, decided_on=asked.date)
    outputs = {"refer": found.allowed, "missing": list(found.missing), "decision": MANUAL if found.manual else None}
    return answered(outputs, rules=[found.rule], findings=found.findings)


_HOME_WORDS = {
    **dict.fromkeys(
        ("mortgage", "mortgaged", "mortgaged_house", "mortgage_home", "mortgaged_housing", "mortgaged_residence", "mortgaged_dwelling"), HomeCase.MORTGAGED_HOME
    ),
    **dict.fromkeys(
        ("delivery", "deliver_house", "delivery_of_home", "deliver_the_home", "house_delivery", "home_delivery", "delivery_of_house"), HomeCase.DELIVER_HOME
    ),
    **dict.fromkeys(("money", "money_claim", "sole_home", "only_house", "sole_residence"), HomeCase.ONLY_HOME),
    **dict.fromkeys(("general", "ordinary", "vacating", "forced_vacating"), HomeCase.OTHER),
}


class GracePeriod(Question):
    """Why somebody must leave a home, and on which day that is asked."""

    date: DayIn
    case: Annotated[HomeCase, also(HomeCase, _HOME_WORDS)]


def _grace_period(asked: GracePeriod, calendar: Calendar) -> dict[str, Any]:
    found = grace_period(asked.date, asked.case)
    return answered({"statutory_grace_months": found.months, "note": found.note}, rules=[found.rule])


_CLAIMS = {
    **dict.fromkeys(("money", "general", "ordinary_claim", "unsecured"), ClaimKind.ORDINARY),
    **dict.fromkeys(("secured", "mortgage_claim", "mortgagee"), ClaimKind.MORTGAGE),
}


class TenantStatus(Question):
    """A lease that somebody relies on. `rent_paid` is the day of payment, or whether it was paid before the seizure."""

    date: DayIn
    claim: Annotated[ClaimKind, also(ClaimKind, _CLAIMS)]
    lease_signed: DayIn | None = None
    possession: DayIn | None = None
    rent_paid: Flag | DayIn | None = None
    mortgage: DayIn | None = None
    seizure: DayIn | None = None
    written: Flag = True
    sham_or_very_low_rent: Flag = False


def _tenant_status(asked: TenantStatus, calendar: Calendar) -> dict[str, Any]:
    if asked.claim is ClaimKind.MORTGAGE and asked.mortgage is None:
        raise Invalid("抵押债权须写明抵押设立日", field="mortgage")
    if asked.seizure is None and (asked.claim is not ClaimKind.MORTGAGE or asked.date < SUIT_RULE_FROM):
        raise Refusal("缺少 seizure", code="missing_field", field="seizure")
    rent_on = _paid_on(asked.rent_paid)
    tenancy = Tenancy(asked.lease_signed, asked.possession, rent_on, written=asked.written, sham_or_very_low_rent=asked.sham_or_very_low_rent)
    found = tenant_status(asked.date, asked.claim, tenancy, seized_on=asked.seizure, mortgaged_on=asked.mortgage)
    decision = MANUAL if found.keeps_possession is None else None
    outputs = {"tenant_keeps_possession": found.keeps_possession, "lacking": list(found.lacking), "decision": decision}
    return answered(outputs, rules=[found.rule], findings=found.findings)


def _paid_on(paid: bool | date | None) -> date | None:
    if isinstance(paid, bool):
        return date.min + timedelta(days=1) if paid else None
    return paid


def _known_task(value: object) -> str:
    if isinstance(value, str) and OTHER_NAMES.get(value, value) in WORK:
        return OTHER_NAMES.get(value, value)
    raise PydanticCustomError("malformed", "不认识的工作；应为 law.md NA-04、NA-05 所列工作或者任务种类的名称")


_DOERS = {
    **dict.fromkeys(("judge", "clerk", "officer", "enforcement_officer", "court_staff", "executing_court", "bailiff"), Doer.COURT),
    **dict.fromkeys(("worker", "agency_staff", "auxiliary_agency", "support_agency"), Doer.AGENCY),
}


class TaskGate(Question):
    """Work that somebody is to do."""

    task: Annotated[str, BeforeValidator(_known_task)]
    actor: Annotated[Doer, also(Doer, _DOERS)]
    president_signed_notice: Flag = False


def _task_gate(asked: TaskGate, calendar: Calendar) -> dict[str, Any]:
    found = task_gate(asked.task, asked.actor, president_signed_notice=asked.president_signed_notice)
    return answered({"allowed": found.allowed, "reasons": list(found.reasons)}, rules=found.rules, findings=found.findings)


_SANCTION = thing({"allowed": FLAG, "min": MONEY, "max": MONEY, "max_days": COUNT})

OPS: dict[str, Op] = {
    "seizure_expiry": Op(SeizureExpiry, _seizure_expiry, {"expires_on": DAY, "renew_by": DAY, "applicant_asks_by": DAY}, "查封届满和续封"),
    "senior_lien_transfer": Op(SeniorLienTransfer, _senior_lien_transfer, {"allowed": many(FLAG), "may_ask_from": DAY}, "优先债权法院商请移送"),
    "sanction_check_batch": Op(SanctionCheckBatch, _sanction_check_batch, {"results": many(_SANCTION)}, "罚款、拘留的限度"),
    "referral_gate": Op(ReferralGate, _referral_gate, {"refer": FLAG, "missing": many(choice(*Element)), "decision": choice(MANUAL)}, "拒不腾退移送公安"),
    "grace_period": Op(GracePeriod, _grace_period, {"statutory_grace_months": COUNT, "note": TEXT}, "法定宽限期"),
    "tenant_status": Op(
        TenantStatus, _tenant_status, {"tenant_keeps_possession": FLAG, "lacking": many(TEXT), "decision": choice(MANUAL)}, "承租人能否继续占有"
    ),
    "task_gate": Op(TaskGate, _task_gate, {"allowed": FLAG, "reasons": many(choice(*Reason))}, "谁能做什么工作"),
}
