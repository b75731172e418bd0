"""Verbs of the register of interests: declare, renew, end, remind; the confirmation for each task (NA-46, AUX-03)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Select, false, or_, select

from app.domains.accounts.queries import ids_at_agencies
from app.domains.agencies.events import RenewalDue
from app.domains.agencies.interest import Subject, marks_of
from app.domains.agencies.interest_rules import REMIND_BEFORE, RENEWED_FOR, RULE, is_due
from app.domains.agencies.permissions import DECLARE, require
from app.domains.agencies.queries import agency_name
from app.domains.agencies.tables import InterestConfirmation, InterestDeclaration
from app.domains.agencies.types import RELATION_NAMES, SIDE_NAMES, Relation, Side
from app.domains.audit.service import record
from app.infra.unit_of_work import Reading, Statement, Work, for_house, within
from app.kernel.actor import Actor, Role
from app.kernel.clock import start_of
from app.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from app.kernel.ids import digest_of
from app.law.masks import mask_id, mask_name

BATCH = 50


@dataclass(frozen=True)
class DeclareInterest:
    """A person of the agency, court or site, or a relative. person_id: whose interest it is (None: the actor's own). site: of SITE alone."""

    relation: Relation
    name: str
    id_number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    account: str = field(default="", repr=False)
    person_id: str | None = None
    site: str = ""


def declare_interest(w: Work, order: DeclareInterest) -> InterestDeclaration:
    """Enter a declaration; numbers are kept as keyed digests and a mask only (PI-12). It stands for a year."""
    require(w.actor, DECLARE)
    side = Side.SITE if order.site else Side.AGENCY if w.actor.is_outside else Side.COURT
    if side is Side.SITE and w.actor.role is not Role.DIRECTOR:
        raise NotAllowed("平台人员的申报由执行局局长登记", code="no_right")
    if not order.name.strip():
        raise Invalid("写明姓名", field="name")
    if not (order.id_number.strip() or order.phone.strip()):
        raise Invalid("证件号码和联系电话至少填一项，否则无从核对", field="id_number")
    row = _row(w, order, side)
    _stand_until(row, w.today)
    w.session.add(row)
    w.flush()
    record(
        w, "interest.declared", "interest", row.id, f"{SIDE_NAMES[side]}申报利害关系：{RELATION_NAMES[order.relation]} {mask_name(row.name)}", authority=RULE
    )
    return row


def renew(w: Work, declaration_id: str) -> InterestDeclaration:
    """Say again that it still holds: it stands for another year from today."""
    require(w.actor, DECLARE)
    row = _get(w, declaration_id)
    _stand_until(row, w.today)
    record(w, "interest.renewed", "interest", row.id, f"更新利害关系申报：{RELATION_NAMES[Relation(row.relation)]} {mask_name(row.name)}", authority=RULE)
    return row


def end_declaration(w: Work, declaration_id: str, reason: str) -> InterestDeclaration:
    """It no longer holds (a divorce, a leaver), for a reason that the trail keeps."""
    require(w.actor, DECLARE)
    row = _get(w, declaration_id)
    if not reason.strip():
        raise Invalid("写明不再适用的原因", field="reason")
    row.ended_at, row.remind_at = w.now, None
    record(w, "interest.ended", "interest", row.id, f"结束利害关系申报：{RELATION_NAMES[Relation(row.relation)]}，{reason.strip()[:200]}")
    return row


def confirm_for_task(w: Work, *, agency_id: str, court_id: str, task_id: str, worker_id: str) -> InterestConfirmation:
    """Keep that the taker of a task confirmed its declarations, with the digest of the register as it stands; NotNow when one is out of date."""
    held = w.session.scalars(for_house(_of_agency(agency_id)).order_by(InterestDeclaration.id)).all()
    late = [row for row in held if is_due(row.renew_by, w.today)]
    if late:
        raise NotNow(f"{agency_name(w.session, agency_id)}有 {len(late)} 项利害关系申报已到期，更新后再接收", code="declarations_due")
    register = [{"id": row.id, "relation": row.relation, "identity": row.id_digest, "renew_by": str(row.renew_by)} for row in held]
    kept = InterestConfirmation(
        agency_id=agency_id,
        court_id=court_id,
        task_id=task_id,
        person_id=w.actor.id,
        worker_id=worker_id,
        declared=len(held),
        register_digest=digest_of(register),
        at=w.now,
    )
    w.session.add(kept)
    w.flush()
    record(w, "interest.confirmed", "task", task_id, f"接收任务前确认利害关系申报 {len(held)} 项", digest=kept.register_digest, authority=RULE)
    return kept


def register_in_reach(r: Reading) -> Sequence[InterestDeclaration]:
    """The register as the actor may see it, soonest renewal first.

    An agency's manager sees the agency's, other people of an agency and of a court their own, the director and the security administrator the court's,
    the sites' and those of every agency.
    """
    held = select(InterestDeclaration).where(InterestDeclaration.ended_at.is_(None))
    ordered = held.order_by(InterestDeclaration.renew_by, InterestDeclaration.id)
    return r.session.scalars(_reach(ordered, r.actor)).all()


def remind_due(w: Work) -> int:
    """Tell of declarations whose reminder is due, and once more on the last day; how many were told. For the heartbeat."""
    due = (
        select(InterestDeclaration)
        .where(InterestDeclaration.remind_at <= w.now, InterestDeclaration.ended_at.is_(None))
        .order_by(InterestDeclaration.remind_at)
    )
    rows = w.session.scalars(for_house(due).limit(BATCH).with_for_update(skip_locked=True)).all()
    for row in rows:
        last = start_of(row.renew_by) if row.renew_by else None
        row.remind_at = last if last and last > w.now else None
        record(w, "interest.renewal_due", "interest", row.id, "提醒更新利害关系申报")
        w.emit(RenewalDue(row.id, row.person_id or "", row.agency_id or "", row.court_id or "", row.renew_by.isoformat() if row.renew_by else ""))
    return len(rows)


def _row(w: Work, order: DeclareInterest, side: Side) -> InterestDeclaration:
    marks = marks_of(w.session, Subject(order.name, order.id_number, order.phone, order.address, order.account))
    return InterestDeclaration(
        side=side.value,
        agency_id=w.actor.agency_id if side is Side.AGENCY else None,
        court_id=None if side is Side.AGENCY else w.actor.court_id,
        site=order.site,
        person_id=None if side is Side.SITE else _whose(w, order),
        relation=order.relation.value,
        name=order.name.strip()[:60],
        name_key=marks.name[:60],
        id_digest=marks.identity,
        id_masked=mask_id(order.id_number)[:20] if order.id_number else "",
        phone_digest=marks.phone,
        address_digest=marks.address,
        account_digest=marks.account,
        declared_at=w.now,
    )


def _whose(w: Work, order: DeclareInterest) -> str:
    """Everybody declares their own; an agency's manager also for the agency's people."""
    asked = order.person_id or w.actor.id
    own = ids_at_agencies(w.session).get(w.actor.agency_id or "", set()) if w.actor.role is Role.AGENCY else set()
    if asked not in own | {w.actor.id}:
        raise Invalid("只能为本人申报；机构管理员可以为本机构人员申报", field="person_id")
    return asked


def _stand_until(row: InterestDeclaration, today: date) -> None:
    row.renew_by = today + RENEWED_FOR
    row.remind_at = start_of(row.renew_by - REMIND_BEFORE)


def _of_agency(agency_id: str) -> Select[InterestDeclaration]:
    return select(InterestDeclaration).where(InterestDeclaration.agency_id == agency_id, InterestDeclaration.ended_at.is_(None))


def _get(w: Work, declaration_id: str) -> InterestDeclaration:
    row = w.session.scalar(
        _reach(select(InterestDeclaration).where(InterestDeclaration.id == declaration_id, InterestDeclaration.ended_at.is_(None)), w.actor, own=True)
    )
    if row is None:
        raise NotFound
    return row


def _reach(statement: Statement, actor: Actor, *, own: bool = False) -> Statement:
    """own: to change them; what an agency declared is the agency's to renew and to end."""
    row = InterestDeclaration
    reach: ColumnElement[bool] = false()
    if actor.is_outside:
        reach = row.agency_id == actor.agency_id if actor.role is Role.AGENCY else row.person_id == actor.id
    elif actor.role in (Role.DIRECTOR, Role.SECADMIN):
        reach = row.court_id == actor.court_id if own else or_(row.court_id == actor.court_id, row.side == Side.AGENCY.value)
    elif actor.is_court:
        reach = row.person_id == actor.id
    return within(statement.where(reach), "register")
