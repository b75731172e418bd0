"""Reads of services, in the scope of their case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from app.domains.cases.queries import in_scope
from app.domains.services.rules import OPEN, ServiceStatus
from app.domains.services.tables import Service, ServiceAttempt
from app.infra.unit_of_work import Reading, for_house
from app.kernel.errors import NotFound

PAGE = 50
_FIRST = case({status.value: place for place, status in enumerate((*OPEN, ServiceStatus.DEEMED, ServiceStatus.SERVED))}, value=Service.status, else_=9)


@dataclass(frozen=True)
class Wanted:
    """What a list shows. `status` '' is what is open, 'all' everything. `page` counts from 1."""

    status: str = ""
    case_id: str = ""
    search: str = ""
    page: int = 1


def get_service(r: Reading, service_id: str, *, lock: bool = False) -> Service:
    """A service in the actor's scope; NotFound otherwise."""
    asked = select(Service).where(Service.id == service_id)
    found = r.session.scalar(in_scope(asked.with_for_update() if lock else asked, Service, r.actor))
    if found is None:
        raise NotFound
    return found


def house_service(r: Reading, service_id: str) -> Service:
    """A service for the house's own steps."""
    found = r.session.scalar(for_house(select(Service).where(Service.id == service_id)))
    if found is None:
        raise NotFound
    return found


def list_services(r: Reading, wanted: Wanted) -> Sequence[Service]:
    """A page in scope: what failed first, then by the day it is due; one more than a page says that there is a next."""
    asked = select(Service).where(*_conditions(wanted)).order_by(_FIRST, Service.due_on.is_(None), Service.due_on, Service.id)
    return r.session.scalars(in_scope(asked.offset((wanted.page - 1) * PAGE).limit(PAGE + 1), Service, r.actor)).all()


def count_by_status(r: Reading, wanted: Wanted) -> dict[str, int]:
    """How many stand in each status, in scope and within the other conditions."""
    others = Wanted("all", wanted.case_id, wanted.search)
    counted = select(Service.status, func.count(Service.id)).where(*_conditions(others)).group_by(Service.status)
    return {str(row[0]): int(row[1]) for row in r.session.execute(in_scope(counted, Service, r.actor))}


def list_attempts(r: Reading, service_id: str) -> Sequence[ServiceAttempt]:
    """All attempts, the first one first, for whoever holds the service."""
    asked = select(ServiceAttempt).where(ServiceAttempt.service_id == service_id).order_by(ServiceAttempt.number)
    return r.session.scalars(for_house(asked)).all()


def find_service(r: Reading, subject_kind: str, subject_id: str, code: str, recipient: str) -> Service | None:
    """The service of a paper to a recipient, for the house's own steps."""
    same: tuple[Any, ...] = (Service.subject_kind == subject_kind, Service.subject_id == subject_id, Service.code == code, Service.recipient == recipient)
    return r.session.scalar(for_house(select(Service).where(*same)))


def find_by_hand(r: Reading, case_id: str, title: str, recipient: str) -> str | None:
    """The open service of a paper that was entered by hand, for the house's own steps."""
    same = (Service.case_id == case_id, Service.subject_kind == "by_hand", Service.title == title, Service.recipient == recipient)
    return r.session.scalar(for_house(select(Service.id).where(*same, Service.status.in_([each.value for each in OPEN])).limit(1)))


def list_by_ids(r: Reading, service_ids: Sequence[str]) -> Sequence[Service]:
    """Those of some services that the actor may see."""
    return r.session.scalars(in_scope(select(Service).where(Service.id.in_(list(service_ids))), Service, r.actor)).all()


def list_of_subject(r: Reading, subject_kind: str, subject_ids: Sequence[str]) -> Sequence[Service]:
    """The services of things, for the house's own steps."""
    asked = select(Service).where(Service.subject_kind == subject_kind, Service.subject_id.in_(list(subject_ids)))
    return r.session.scalars(for_house(asked.order_by(Service.id))).all()


def count_open_of_paper(r: Reading, document_id: str) -> int:
    """How many recipients of a paper have not got it, for the house's own steps."""
    open_ = [each.value for each in OPEN]
    return r.session.scalar(for_house(select(func.count(Service.id)).where(Service.document_id == document_id, Service.status.in_(open_)))) or 0


def list_ripe(r: Reading, today: date) -> Sequence[Service]:
    """Services by notice whose days have passed, held until the act ends."""
    ripe = (Service.status == ServiceStatus.SERVING.value, Service.effective_on <= today)
    return r.session.scalars(for_house(select(Service).where(*ripe).order_by(Service.id).with_for_update())).all()


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    said: list[ColumnElement[bool]] = []
    if wanted.status == "":
        said.append(Service.status.in_([each.value for each in OPEN]))
    elif wanted.status != "all":
        said.append(Service.status == wanted.status)
    if wanted.case_id:
        said.append(Service.case_id == wanted.case_id)
    if wanted.search:
        said.append(or_(*(column.contains(wanted.search, autoescape=True) for column in (Service.recipient, Service.title, Service.case_number))))
    return said
