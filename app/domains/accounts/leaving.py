"""When an outside body's work ends: its people lose their roles, sessions and tokens at once."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from app.domains.accounts.tables import ApiToken, Appointment, Person, UserSession
from app.domains.audit.service import record
from app.infra.unit_of_work import Work
from app.kernel.actor import ROLE_NAMES, Role


def end_roles_at_agency(w: Work, agency_id: str, roles: Sequence[Role]) -> list[str]:
    """End these roles at an agency with their sessions and tokens; '登录名 身份' of each."""
    named = [role.value for role in roles]
    held = select(Appointment, Person.login).join(Person).where(Appointment.agency_id == agency_id, Appointment.role.in_(named), Appointment.until_at.is_(None))
    found = w.session.execute(held.order_by(Person.login)).all()
    ids = [appointment.id for appointment, _ in found]
    for appointment, login in found:
        appointment.until_at = w.now
        record(w, "account.role_ended", "person", appointment.person_id, f"解除身份 {ROLE_NAMES[Role(appointment.role)]} {login}：委托结束")
    w.session.execute(update(UserSession).where(UserSession.appointment_id.in_(ids), UserSession.revoked_at.is_(None)).values(revoked_at=w.wall_now))
    w.session.execute(update(ApiToken).where(ApiToken.appointment_id.in_(ids), ApiToken.revoked_at.is_(None)).values(revoked_at=w.wall_now))
    return [f"{login} {ROLE_NAMES[Role(appointment.role)]}" for appointment, login in found]


def people_at_agency(w: Work, agency_id: str) -> list[str]:
    """Ids of everybody who ever held a role at an agency."""
    return list(w.session.scalars(select(Appointment.person_id).where(Appointment.agency_id == agency_id).distinct()))
