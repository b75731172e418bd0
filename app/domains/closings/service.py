"""Verbs of closings: expect an item, fulfil it, and ask whether the case may close."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.cases.queries import get_case
from app.domains.cases.types import ClosingWay
from app.domains.closings.events import ClosingApproved
from app.domains.closings.tables import ClosingCheck
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.errors import Invalid, NotNow

LEAST_REASON = 4
ITEMS = {"ruling_served": "成交裁定已送达", "handed_over": "标的物已移交", "settled": "款项已结清", "round_ended": "拍次已有结果"}


def expect(w: Work, *, case_id: str, court_id: str, item: str, thing_id: str, title: str) -> None:
    """Something must be done before the case may close."""
    known = w.session.scalar(
        for_house(select(ClosingCheck).where(ClosingCheck.case_id == case_id, ClosingCheck.item == item, ClosingCheck.thing_id == thing_id))
    )
    if known is not None:
        return
    w.session.add(ClosingCheck(court_id=court_id, case_id=case_id, item=item, thing_id=thing_id, title=title, opened_at=w.now))
    record(w, "closing.expected", "case", case_id, f"结案清单：{ITEMS[item]}（{title}）", case_id=case_id)


def fulfil(w: Work, *, case_id: str, item: str, thing_id: str) -> None:
    """It was done."""
    found = w.session.scalar(
        for_house(select(ClosingCheck).where(ClosingCheck.case_id == case_id, ClosingCheck.item == item, ClosingCheck.thing_id == thing_id))
    )
    if found is None or found.done_at is not None:
        return
    found.done_at = w.now
    record(w, "closing.fulfilled", "case", case_id, f"结案清单完成：{ITEMS[item]}（{found.title}）", case_id=case_id)


def checklist(r: Reading, case_id: str) -> Sequence[ClosingCheck]:
    """All items of a case; for whoever holds the case."""
    return r.session.scalars(for_house(select(ClosingCheck).where(ClosingCheck.case_id == case_id).order_by(ClosingCheck.opened_at, ClosingCheck.id))).all()


def check_may_close(r: Reading, case_id: str) -> None:
    """Refuse with every open item named."""
    missing = [f"{ITEMS[each.item]}（{each.title}）" for each in checklist(r, case_id) if each.done_at is None]
    if missing:
        raise NotNow("还不能结案，缺：" + "、".join(missing), code="closing_open")


def approve_closing(w: Work, case_id: str, way: ClosingWay, reason: str) -> None:
    """The judge ends the case; refused while the checklist has open items (结案审批)."""
    case = get_case(w, case_id)
    check_may_close(w, case_id)
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid("写明结案理由", field="reason")
    record(w, "closing.approved", "case", case.id, f"准予结案：{way.word}", case_id=case.id)
    w.emit(ClosingApproved(case.id, way.value, reason.strip()))
