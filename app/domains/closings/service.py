"""Verbs of closings: expect an item, fulfil it, and ask whether the case may close."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.cases.queries import get_case
from app.domains.cases.types import ClosingWay
from app.domains.closings.events import ClosingApproved
from app.domains.closings.rules import ITEMS, check_confirmed, check_reason
from app.domains.closings.tables import ClosingCheck
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.errors import NotNow


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


def take_back(w: Work, *, case_id: str, item: str, thing_id: str, reason: str) -> None:
    """It was not done after all: the item is open again."""
    found = w.session.scalar(
        for_house(select(ClosingCheck).where(ClosingCheck.case_id == case_id, ClosingCheck.item == item, ClosingCheck.thing_id == thing_id))
    )
    if found is None or found.done_at is None:
        return
    found.done_at = None
    record(w, "closing.taken_back", "case", case_id, f"结案清单恢复待办：{ITEMS[item]}（{found.title}），{reason}", case_id=case_id)


def checklist(r: Reading, case_id: str) -> Sequence[ClosingCheck]:
    """All items of a case; for whoever holds the case."""
    return r.session.scalars(for_house(select(ClosingCheck).where(ClosingCheck.case_id == case_id).order_by(ClosingCheck.opened_at, ClosingCheck.id))).all()


def check_may_close(r: Reading, case_id: str) -> None:
    """Refuse with every open item named."""
    missing = [f"{ITEMS[each.item]}（{each.title}）" for each in checklist(r, case_id) if each.done_at is None]
    if missing:
        raise NotNow("还不能结案，缺：" + "、".join(missing), code="closing_open")


def approve_closing(w: Work, case_id: str, way: ClosingWay, reason: str, *, confirmed: frozenset[str] | None = None) -> None:
    """The judge ends the case; refused while the checklist has open items (结案审批).

    confirmed: codes of the law's checks that the judge ticked on the page, all of the way's are needed; None where a command acts without a page.
    """
    case = get_case(w, case_id)
    check_may_close(w, case_id)
    if confirmed is not None:
        check_confirmed(way, confirmed)
    words = check_reason(reason)
    record(w, "closing.approved", "case", case.id, f"准予结案：{way.word}", case_id=case.id, details={"confirmed": sorted(confirmed or ())})
    w.emit(ClosingApproved(case.id, way.value, words))
