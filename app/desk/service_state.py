"""The state of service of things that other nouns' pages show, from the one record of service: a failure looks neither done nor waiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint

from app.domains.cases.queries import clerk_names_of
from app.domains.services.queries import list_of_subject
from app.domains.services.rules import ServiceStatus
from app.domains.services.tables import Service
from app.web.access import reading

pages = Blueprint("service_state", __name__)


@dataclass(frozen=True)
class ServiceShown:
    """One service as another page shows it. `why` and `who` (the clerk who tries another way) only where it failed."""

    id: str
    status: str
    recipient: str
    way: str
    attempts: int
    why: str = ""
    who: str = ""

    @property
    def failed(self) -> bool:
        """Did the last attempt come to nothing?"""
        return self.status == ServiceStatus.FAILED.value


@pages.app_template_global()
def services_of(kind: str, ids: Sequence[str]) -> dict[str, list[ServiceShown]]:
    """Services by the thing they are about, of things whose page the reader holds; one query, two where any failed."""
    with reading() as r:
        found = list_of_subject(r, kind, ids) if ids else ()
        clerks = clerk_names_of(r, {each.case_id for each in found if each.status == ServiceStatus.FAILED.value})
    shown: dict[str, list[ServiceShown]] = {}
    for each in found:
        shown.setdefault(each.subject_id, []).append(_shown(each, clerks.get(each.case_id, "")))
    return shown


def _shown(row: Service, clerk: str) -> ServiceShown:
    failed = row.status == ServiceStatus.FAILED.value
    return ServiceShown(row.id, row.status, row.recipient, row.way, row.attempts, row.trouble if failed else "", clerk if failed else "")
