"""Verbs of handing a case on (移送): offer with done and open items, accept, send back. Until it is accepted the offering group stays responsible."""

from __future__ import annotations

from dataclasses import dataclass

from app.domains.audit.service import record
from app.domains.cases.events import StageHandedOn
from app.domains.cases.queries import find_offer, get_case
from app.domains.cases.rules import check_may_answer, check_may_offer
from app.domains.cases.service import SHORTEST_REASON, check_version, open_case_of
from app.domains.cases.tables import CaseHanding
from app.domains.cases.types import Stage
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotNow


@dataclass(frozen=True)
class HandOn:
    """To which group, what is done, what is still open (one line each)."""

    to_stage: Stage
    done: str
    open_items: tuple[str, ...] = ()


def offer(w: Work, case_id: str, order: HandOn) -> CaseHanding:
    """Offer a case to the next group. One offer at a time."""
    case = open_case_of(w, case_id)
    stage = Stage(case.stage)
    check_may_offer(w.actor.role, stage, order.to_stage)
    if find_offer(w, case_id) is not None:
        raise NotNow("案件已在移送中，等对方接收或者退回", code="wrong_state")
    if len(order.done.strip()) < SHORTEST_REASON:
        raise Invalid("写明已办事项", field="done")
    items = [item.strip() for item in order.open_items if item.strip()]
    handing = CaseHanding(
        court_id=case.court_id,
        case_id=case.id,
        from_stage=stage.value,
        to_stage=order.to_stage.value,
        done=order.done.strip(),
        open_items=items,
        offered_by=None if w.actor.is_system else w.actor.id,
        offered_at=w.now,
    )
    w.session.add(handing)
    w.flush()
    record(w, "case.offered", "case", case.id, f"移送{order.to_stage.word}：未办 {len(items)} 项，等待接收", case_id=case.id)
    return handing


def accept(w: Work, case_id: str, *, version: int) -> None:
    """Take the case over: the stage moves."""
    handing = _waiting(w, case_id, version)
    case, came_from = get_case(w, case_id), Stage(handing.from_stage)
    to_stage = Stage(handing.to_stage)
    _answer(w, handing, "accepted", "")
    case.stage, case.changed_at = to_stage.value, w.now
    w.flush()
    record(w, "case.handed_on", "case", case.id, f"接收案件：{came_from.word} → {to_stage.word}", case_id=case.id)
    w.emit(StageHandedOn(case.id, came_from, to_stage))


def send_back(w: Work, case_id: str, reason: str, *, version: int) -> None:
    """Do not take the case over, with the reason; it stays where it was."""
    handing = _waiting(w, case_id, version)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Invalid("写明退回理由", field="reason")
    _answer(w, handing, "declined", reason.strip())
    w.flush()
    record(w, "case.sent_back", "case", case_id, f"退回移送，仍由{Stage(handing.from_stage).word}负责：{reason.strip()}", case_id=case_id)


def _waiting(w: Work, case_id: str, version: int) -> CaseHanding:
    open_case_of(w, case_id)
    handing = find_offer(w, case_id)
    if handing is None:
        raise NotNow("案件不在移送中", code="wrong_state")
    check_version(handing.version, version)
    check_may_answer(w.actor.role, Stage(handing.to_stage))
    return handing


def _answer(w: Work, handing: CaseHanding, status: str, words: str) -> None:
    handing.status, handing.answer, handing.answered_at = status, words, w.now
    handing.answered_by = None if w.actor.is_system else w.actor.id
