"""Verbs of agencies: register, engage, suspend, resume, roster. Interests: declaring.py; choosing: choices.py; ends: ending.py; money: fees.py."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from stdnum.cn import uscc as credit_code

from app.domains.accounts.queries import ids_at_agencies
from app.domains.agencies.paper_rules import next_warning
from app.domains.agencies.permissions import ENGAGE, KEEP_AGENCIES, KEEP_ROSTER, require
from app.domains.agencies.queries import get_agency
from app.domains.agencies.tables import Agency, Engagement, RosterLine, Suspension
from app.domains.agencies.task_kinds import TASK_KIND_NAMES
from app.domains.agencies.types import AGENCY_KIND_NAMES, ROSTER_NAMES, AgencyKind, RosterKind
from app.domains.audit.service import record
from app.domains.courts.queries import get_court
from app.infra.unit_of_work import Work, for_house
from app.kernel.errors import Invalid, NotFound, NotNow
from app.kernel.money import ZERO, Money


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
    prices: Mapping[str, Money] = field(default_factory=dict)


@dataclass(frozen=True)
class EnterRoster:
    """A person of the agency on duty or away, both days included."""

    person_id: str
    kind: RosterKind
    from_on: date
    until_on: date
    note: str = ""


def register_agency(w: Work, order: RegisterAgency) -> Agency:
    """Enter an agency; its name and code are unique."""
    require(w.actor, KEEP_AGENCIES)
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
    require(w.actor, ENGAGE)
    if not w.actor.is_system and w.actor.court_id != order.court_id:
        raise NotFound
    agency = get_agency(w, order.agency_id)
    if order.until_on < order.from_on:
        raise Invalid("到期日早于起始日", field="until_on")
    if not order.kinds:
        raise Invalid("至少选一种任务", field="kinds")
    if order.quota < 1:
        raise Invalid("限额至少为 1", field="quota")
    unknown = [kind for kind in (*order.kinds, *order.prices) if kind not in TASK_KIND_NAMES]
    if unknown or any(price < ZERO for price in order.prices.values()):
        raise Invalid("任务种类或价格不对，从列表中选、价格不小于 0", field="prices")
    prices = {kind: price.fen for kind, price in order.prices.items()}
    remind_at = next_warning(order.until_on, get_court(w.session, order.court_id).agency_warn_days, w.now)
    engagement = Engagement(**{**vars(order), "kinds": list(order.kinds), "prices": prices}, remind_at=remind_at)
    w.session.add(engagement)
    w.flush()
    record(w, "agency.engaged", "agency", agency.id, f"委托 {agency.name}，{order.from_on.isoformat()} 至 {order.until_on.isoformat()}")
    return engagement


def suspend(w: Work, agency_id: str, reason: str) -> None:
    """Give the agency nothing new until resumed; the reason is shown wherever it is left out."""
    require(w.actor, KEEP_AGENCIES)
    if not reason.strip():
        raise Invalid("写明暂停的原因", field="reason")
    agency = get_agency(w, agency_id)
    if agency.suspended_at is not None:
        raise NotNow("该机构已经暂停，先恢复再说明新的原因", code="suspended")
    agency.suspended_at, agency.suspended_reason = w.now, reason.strip()[:200]
    w.session.add(Suspension(agency_id=agency.id, reason=agency.suspended_reason, from_at=w.now, by_id=w.actor.id))
    record(w, "agency.suspended", "agency", agency.id, f"暂停委托 {agency.name}：{agency.suspended_reason}")


def resume(w: Work, agency_id: str, reason: str) -> None:
    """Take a suspension back, for a reason."""
    require(w.actor, KEEP_AGENCIES)
    if not reason.strip():
        raise Invalid("写明恢复的理由", field="reason")
    agency = get_agency(w, agency_id)
    pause = w.session.scalar(for_house(select(Suspension)).where(Suspension.agency_id == agency.id, Suspension.resumed_at.is_(None)))
    if agency.suspended_at is None:
        raise NotNow("该机构没有暂停", code="not_suspended")
    if pause is not None:
        pause.resumed_at, pause.resumed_by, pause.resumed_reason = w.now, w.actor.id, reason.strip()[:200]
    agency.suspended_at, agency.suspended_reason = None, ""
    record(w, "agency.resumed", "agency", agency.id, f"恢复委托 {agency.name}：{reason.strip()[:200]}")


def enter_roster(w: Work, order: EnterRoster) -> RosterLine:
    """The agency's manager says who is on duty or away; only its own people."""
    require(w.actor, KEEP_ROSTER)
    if order.until_on < order.from_on:
        raise Invalid("结束日早于开始日", field="until_on")
    if order.until_on < w.today:
        raise Invalid("结束日已经过去", field="until_on")
    if order.person_id not in ids_at_agencies(w.session).get(w.actor.agency_id or "", set()):
        raise Invalid("不是本机构的在用人员，从列表中选", field="person_id")
    fields = {**vars(order), "kind": order.kind.value, "note": order.note.strip()[:100]}
    line = RosterLine(agency_id=w.actor.agency_id, entered_at=w.now, **fields)
    w.session.add(line)
    w.flush()
    days = f"{order.from_on.isoformat()} 至 {order.until_on.isoformat()}"
    record(w, "agency.roster_entered", "agency", line.agency_id, f"排班：{ROSTER_NAMES[order.kind]} {days}")
    return line


def remove_roster(w: Work, line_id: str) -> None:
    """Take a line of one's own roster back."""
    require(w.actor, KEEP_ROSTER)
    own = select(RosterLine).where(RosterLine.id == line_id, RosterLine.agency_id == w.actor.agency_id, RosterLine.removed_at.is_(None))
    line = w.session.scalar(for_house(own))
    if line is None:
        raise NotFound
    line.removed_at = w.now
    record(w, "agency.roster_removed", "agency", line.agency_id, f"撤销排班：{ROSTER_NAMES[RosterKind(line.kind)]}")
