"""Verbs by hand: put a paper on the list that no act of the house put there; ask for the return of what was served."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domains.audit.service import record
from app.domains.cases.queries import find_case_by_number, list_parties
from app.domains.services.events import ReturnAsked
from app.domains.services.queries import find_by_hand, get_service, list_attempts
from app.domains.services.rules import OPEN, Addressee, ServiceStatus
from app.domains.services.service import Order, open_service
from app.domains.services.tables import Service
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotNow
from app.kernel.ids import new_id

BY_HAND = "by_hand"
E_CONSENT = "送达地址确认书载明同意电子送达"


@dataclass(frozen=True)
class ByHand:
    """A paper for a recipient, as somebody of the court enters it. `address` '' takes the party's own."""

    title: str
    recipient: str
    capacity: str
    natural: bool
    address: str
    due_on: date | None


def add(w: Work, case_number: str, told: ByHand) -> Service:
    """Put it on the list; the same paper to the same recipient that is still open is refused."""
    case = find_case_by_number(w, case_number)
    if case is None:
        raise Invalid("没有这个案号的案件，或者你不能查看", field="case_number")
    if told.due_on is not None and told.due_on < w.today:
        raise Invalid("应送达的日期不能早于今天", field="due_on")
    if find_by_hand(w, case.id, told.title, told.recipient):
        raise Invalid("同一文书对同一受送达人已经列入，尚未送达", field="recipient")
    party = next((each for each in list_parties(w, case.id) if each.name == told.recipient), None)
    address = told.address or (party.address if party else "")
    consent = E_CONSENT if party and party.e_service else ""
    to = Addressee(told.recipient, told.capacity, told.natural, address)
    order = Order(case.id, case.court_id, case.number, BY_HAND, new_id(), BY_HAND, told.title, to, "AUX-08", told.due_on, consent=consent)
    return open_service(w, order)


def ask_return(w: Work, service_id: str) -> Service:
    """送达回证 of what was served by an attempt; NotNow says what is missing."""
    found = get_service(w, service_id)
    status = ServiceStatus(found.status)
    if status in OPEN or status is ServiceStatus.DROPPED:
        raise NotNow(f"{status.word}，没有送达不能制作回证", code="not_served")
    if not list_attempts(w, found.id):
        raise NotNow("在办理页简要登记，没有送达经过；回证由人工填写", code="no_attempt")
    record(w, "service.return_asked", "service", found.id, f"制作送达回证：{found.title}", case_id=found.case_id)
    w.emit(ReturnAsked(found.id))
    return found
