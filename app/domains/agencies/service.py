"""Verbs of agencies: register, engage, end, suspend, resume, declare relatives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from stdnum.cn import uscc as credit_code

from app.domains.agencies.interest import number_digest
from app.domains.agencies.permissions import DECLARE, ENGAGE, KEEP_AGENCIES
from app.domains.agencies.queries import get_agency
from app.domains.agencies.tables import Agency, Engagement, InterestDeclaration
from app.domains.agencies.types import AGENCY_KIND_NAMES, RELATION_NAMES, AgencyKind, Relation
from app.domains.audit.service import record
from app.infra.unit_of_work import Work, for_house
from app.kernel.errors import Invalid, NotAllowed, NotFound
from app.kernel.permission import Permission
from app.law.masks import mask_id, mask_name


@dataclass(frozen=True)
class RegisterAgency:
    """A new outside body; uscc: 18 places with a right check digit (GB 32100)."""

    name: str
    kind: AgencyKind
    uscc: str
    region: str = ""
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Engage:
    """A court engages an agency: codes of task kinds, both days included, at most quota open tasks."""

    agency_id: str
    court_id: str
    kinds: tuple[str, ...]
    from_on: date
    until_on: date
    region: str = ""
    quota: int = 50


@dataclass(frozen=True)
class DeclareInterest:
    """A person of the agency, or a relative of one."""

    agency_id: str
    relation: Relation
    name: str
    person_id: str | None = None
    id_number: str = ""
    phone: str = ""


def register_agency(w: Work, order: RegisterAgency) -> Agency:
    """Enter an agency; its name and code are unique."""
    _require(w, KEEP_AGENCIES)
    code = order.uscc.strip().upper()
    if not credit_code.is_valid(code):
        raise Invalid("统一社会信用代码校验位不符，核对登记证书后重填", field="uscc")
    if w.session.scalar(select(Agency.id).where((Agency.uscc == code) | (Agency.name == order.name.strip()))):
        raise Invalid("该机构已登记：名称或信用代码相同", field="name")
    agency = Agency(
        name=order.name.strip(),
        kind=order.kind.value,
        uscc=code,
        region=order.region,
        contact=order.contact,
        phone=order.phone,
        registered_at=w.now,
    )
    w.session.add(agency)
    w.flush()
    record(w, "agency.registered", "agency", agency.id, f"登记{AGENCY_KIND_NAMES[order.kind]} {agency.name}")
    return agency


def engage(w: Work, order: Engage) -> Engagement:
    """Engage an agency for one court."""
    _require(w, ENGAGE)
    if not w.actor.is_system and w.actor.court_id != order.court_id:
        raise NotFound
    agency = get_agency(w, order.agency_id)
    if order.until_on < order.from_on:
        raise Invalid("到期日早于起始日", field="until_on")
    if not order.kinds:
        raise Invalid("至少选一种任务", field="kinds")
    if order.quota < 1:
        raise Invalid("限额至少为 1", field="quota")
    engagement = Engagement(**{**vars(order), "kinds": list(order.kinds)})
    w.session.add(engagement)
    w.flush()
    record(w, "agency.engaged", "agency", agency.id, f"委托 {agency.name}，{order.from_on.isoformat()} 至 {order.until_on.isoformat()}")
    return engagement


def end_engagement(w: Work, engagement_id: str) -> None:
    """End an engagement today: nothing new is given under it."""
    _require(w, ENGAGE)
    engagement = w.session.scalar(for_house(select(Engagement)).where(Engagement.id == engagement_id))
    if engagement is None or (not w.actor.is_system and engagement.court_id != w.actor.court_id):
        raise NotFound
    engagement.ended_on = w.today
    record(w, "agency.engagement_ended", "agency", engagement.agency_id, "结束委托")


def suspend(w: Work, agency_id: str, reason: str) -> None:
    """Give the agency nothing new until resumed; the reason is shown wherever it is left out."""
    _require(w, KEEP_AGENCIES)
    if not reason.strip():
        raise Invalid("写明暂停的原因", field="reason")
    agency = get_agency(w, agency_id)
    agency.suspended_at, agency.suspended_reason = w.now, reason.strip()[:200]
    record(w, "agency.suspended", "agency", agency.id, f"暂停委托 {agency.name}：{agency.suspended_reason}")


def resume(w: Work, agency_id: str) -> None:
    """Take a suspension back."""
    _require(w, KEEP_AGENCIES)
    agency = get_agency(w, agency_id)
    agency.suspended_at, agency.suspended_reason = None, ""
    record(w, "agency.resumed", "agency", agency.id, f"恢复委托 {agency.name}")


def declare_interest(w: Work, order: DeclareInterest) -> InterestDeclaration:
    """Declare a person or relative; numbers are kept as digests and masks only (NA-46, PI-12)."""
    _require(w, DECLARE)
    agency = get_agency(w, order.agency_id)
    if not order.name.strip():
        raise Invalid("写明姓名", field="name")
    row = InterestDeclaration(
        agency_id=agency.id,
        person_id=order.person_id,
        relation=order.relation.value,
        name=order.name.strip(),
        id_digest=number_digest(order.id_number),
        id_masked=mask_id(order.id_number)[:20] if order.id_number else "",
        phone_digest=number_digest(order.phone),
        declared_at=w.now,
    )
    w.session.add(row)
    w.flush()
    record(w, "agency.interest_declared", "agency", agency.id, f"{agency.name}申报利害关系：{RELATION_NAMES[order.relation]} {mask_name(row.name)}")
    return row


def _require(w: Work, permission: Permission) -> None:
    if not permission.held_by(w.actor):
        raise NotAllowed(f"你不能{permission.title}：该操作不属于{w.actor.title}", code="no_right")
