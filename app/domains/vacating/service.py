"""Verbs of vacating: open it with what was disclosed, enter occupants and judge them, visits, agreement and its terms, the notice, and that it is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domains.audit.service import record
from app.domains.vacating.events import AgreementOver, PlaceCleared
from app.domains.vacating.queries import agreements_of, find_of_handover, house_of_case, lock_vacating
from app.domains.vacating.rules import BY_HAND, HOW, LIFE, VISITS, VacatingAct, VacatingStatus
from app.domains.vacating.tables import Agreement, Vacating, Visit
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotNow
from app.law.sanctions import interference_until

Photos = Sequence[dict[str, Any]]
LEAST_REASON = 4


@dataclass(frozen=True)
class OpenVacating:
    """A sold place that the court has to empty. Days: the first seizure; the mortgage, and whether it is what is enforced."""

    court_id: str
    case_id: str
    asset_id: str
    handover_id: str
    title: str
    place: str
    disclosed: Mapping[str, Any]
    seized_on: date | None = None
    mortgaged_on: date | None = None
    mortgage_enforced: bool = False


def open_vacating(w: Work, order: OpenVacating) -> Vacating:
    """Open the thread of a sold place."""
    found = Vacating(**{**vars(order), "disclosed": dict(order.disclosed)})
    w.session.add(found)
    w.flush()
    record(w, "vacating.opened", "vacating", found.id, f"启动腾空：{order.title}", case_id=order.case_id, authority="民事诉讼法 第261条")
    return found


def record_visit(w: Work, vacating_id: str, kind: str, present: str, body: str, photos: Photos = ()) -> Visit:
    """Record a visit: who was there, what was said and seen. A telling counts as urging (VC-04)."""
    thread = open_thread(w, vacating_id)
    if kind not in BY_HAND or not present.strip() or not body.strip():
        raise Invalid("写明种类、在场人员和经过", field="body")
    row = Visit(**row_of(thread), kind=kind, at=w.now, present=present.strip(), body=body.strip(), photos=list(photos), entered_by=w.actor.id)
    w.session.add(row)
    if kind == "tell":
        thread.urged_on = thread.urged_on or w.today
    w.flush()
    record(w, "vacating.visited", "vacating", thread.id, f"{VISITS[kind]}记录：{thread.title}", case_id=thread.case_id)
    return row


def note_cleared(w: Work, vacating_id: str, on: date) -> Vacating:
    """They moved out by themselves or by the agreement: the place is empty without force."""
    thread = lock_vacating(w, vacating_id)
    not_later(on, w.today, "on")
    how = "agreed" if thread.status == VacatingStatus.AGREED else "self"
    _clear(w, thread, VacatingAct.CLEAR, on, how)
    w.emit(PlaceCleared(*told_of(thread), on, how))
    return thread


def clear_by_force(w: Work, thread: Vacating, on: date) -> None:
    """The forced day emptied it. For day.py."""
    _clear(w, thread, VacatingAct.CLEAR_BY_FORCE, on, "forced")
    w.emit(PlaceCleared(*told_of(thread), on, "forced"))


def take_notice(w: Work, handover_id: str, posted_on: date, leave_by_on: date) -> None:
    """The president's order was posted. For the house's steps."""
    thread = find_of_handover(w, handover_id)
    if thread is None:
        return
    if LIFE.allows(VacatingStatus(thread.status), VacatingAct.ORDER):
        thread.status = LIFE.advance(VacatingStatus(thread.status), VacatingAct.ORDER).value
    thread.notice_posted_on, thread.leave_by_on = posted_on, leave_by_on
    w.flush()
    record(w, "vacating.ordered", "vacating", thread.id, f"院长公告已张贴，限 {leave_by_on.isoformat()} 前迁出", case_id=thread.case_id)


def take_cleared(w: Work, handover_id: str, on: date) -> None:
    """The handover says that it is empty: the thread agrees, unless it said so itself. NotNow while force is under way. For the house's steps."""
    thread = find_of_handover(w, handover_id)
    if thread is not None and thread.cleared_on is None:
        _clear(w, thread, VacatingAct.CLEAR, on, "agreed" if thread.status == VacatingStatus.AGREED else "self")


def take_handed_over(w: Work, handover_id: str, on: date) -> None:
    """The buyer has it. For the house's steps."""
    thread = find_of_handover(w, handover_id)
    if thread is None or thread.closed_on is not None:
        return
    if thread.cleared_on is None:
        _clear(w, thread, VacatingAct.CLEAR, on, "self")
    thread.status, thread.closed_on = LIFE.advance(VacatingStatus(thread.status), VacatingAct.CLOSE).value, on
    w.flush()
    record(w, "vacating.closed", "vacating", thread.id, f"已移交，腾空办结：{thread.title}", case_id=thread.case_id)


def watch_case(w: Work, case_id: str, ended_on: date) -> list[Vacating]:
    """Execution ended: re-entry is watched for six months (CP-15). For the house's steps; the threads that are watched now."""
    watched = [each for each in house_of_case(w, case_id) if each.closed_on is not None]
    for thread in watched:
        thread.watch_until = interference_until(ended_on)
        record(w, "vacating.watched", "vacating", thread.id, f"复占监看至 {thread.watch_until.isoformat()}", case_id=case_id, authority="民诉法解释 第519条")
    w.flush()
    return watched


def told_of(thread: Vacating) -> tuple[str, str, str, str, str]:
    """The first five values of every fact."""
    return (thread.id, thread.handover_id, thread.case_id, thread.court_id, thread.asset_id)


def _clear(w: Work, thread: Vacating, act: VacatingAct, on: date, how: str) -> None:
    thread.status = LIFE.advance(VacatingStatus(thread.status), act).value
    thread.cleared_on, thread.cleared_how = on, how
    for agreed in agreements_of(w, thread.id):
        if agreed.agreement.broken_on is None and agreed.agreement.kept_on is None:
            agreed.agreement.kept_on = on
            w.emit(AgreementOver(*told_of(thread), open_terms(w, thread, agreed.agreement), broken=False, why="已腾空"))
    w.flush()
    record(w, "vacating.cleared", "vacating", thread.id, f"已腾空（{HOW[how]}）：{thread.title}", case_id=thread.case_id)


def open_thread(w: Work, vacating_id: str) -> Vacating:
    """The thread, held until the act ends; NotNow when the place is empty already."""
    thread = lock_vacating(w, vacating_id)
    if thread.cleared_on is not None:
        raise NotNow("已经腾空，不能再办", code="cleared")
    return thread


def not_later(on: date, today: date, field: str) -> None:
    """Invalid for a day to come."""
    if on > today:
        raise Invalid("日期不能晚于今天", field=field)


def row_of(thread: Vacating) -> dict[str, str]:
    """The columns that place a row under its thread."""
    return {"court_id": thread.court_id, "case_id": thread.case_id, "vacating_id": thread.id}


def open_terms(w: Work, thread: Vacating, agreement: Agreement) -> tuple[str, ...]:
    """The terms of an agreement that nobody has met, by id."""
    found = next(each for each in agreements_of(w, thread.id) if each.agreement.id == agreement.id)
    return tuple(each.id for each in found.terms if each.met_on is None)
