"""Wrong bookings and too much money: a receipt is reversed by a negative one while no ruling was made; what was paid too much goes back to the payer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.settlements import distributing
from app.domains.settlements.events import PriceOpenAgain, SurplusReturned
from app.domains.settlements.permissions import BOOK_RECEIPT, require
from app.domains.settlements.queries import get_settlement, house_settlement, list_receipts
from app.domains.settlements.rules import LIFE, SettlementAct, SettlementStatus
from app.domains.settlements.tables import BankLine, Receipt, Settlement
from app.infra.unit_of_work import Work, for_house
from app.kernel.clock import day_of
from app.kernel.errors import Invalid, NotFound, NotNow
from app.kernel.money import ZERO, total

LEAST_REASON = 4


def reverse_receipt(w: Work, settlement_id: str, receipt_id: str, reason: str) -> Settlement:
    """Undo one booking: its negative stands beside it, a line of the bank waits for a person again, and a price that counted as paid is open again."""
    require(w.actor, BOOK_RECEIPT)
    found = house_settlement(w, get_settlement(w, settlement_id).id, lock=True)
    booked = list_receipts(w, found.id)
    wrong = _undoable(w, found, booked, receipt_id)
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid("写明冲正的理由", field="reason")
    words = reason.strip()[:200]
    of = {"court_id": found.court_id, "case_id": found.case_id, "settlement_id": found.id, "payer": wrong.payer, "remark": words}
    undo = Receipt(**of, amount=-wrong.amount, received_on=w.today, reference=f"冲正 {wrong.reference}"[:100], reverses_id=wrong.id)
    undo.booked_by, undo.booked_at = w.actor.id, w.now
    w.session.add(undo)
    _free_line(w, found, wrong)
    was_paid = found.paid_on is not None
    if wrong.amount:
        found.paid = total([*(each.amount for each in booked), undo.amount])
        act = SettlementAct.REVERSE_PART if found.paid else SettlementAct.REVERSE_ALL
        found.status, found.paid_on = LIFE.advance(SettlementStatus(found.status), act).value, None
    w.flush()
    record(w, "settlement.receipt_reversed", "settlement", found.id, f"冲正到账 {wrong.amount.grouped} 元：{words}", case_id=found.case_id)
    if was_paid and found.paid_on is None:
        distributing.take_back(w, found.id, "价款到账已冲正")
        w.emit(PriceOpenAgain(found.id, found.case_id, found.court_id, found.asset_id, day_of(found.sold_at), found.due_on, words, found.title))
    return found


def note_returned(w: Work, settlement_id: str, receipt_id: str, *, on: date, note: str) -> Receipt:
    """The cashier paid back what was too much. No money is moved here."""
    require(w.actor, BOOK_RECEIPT)
    found = get_settlement(w, settlement_id)
    row = next((each for each in list_receipts(w, found.id) if each.id == receipt_id), None)
    if row is None or not row.surplus:
        raise NotFound
    if row.surplus_returned_on is not None:
        raise NotNow("已登记退还", code="returned")
    if not row.received_on <= on <= w.today:
        raise Invalid("退还日应在到账之后、不晚于今天", field="returned_on")
    if not note.strip():
        raise Invalid("填写退还凭证号", field="return_note")
    row.surplus_returned_on, row.surplus_note = on, note.strip()[:200]
    w.flush()
    record(w, "settlement.surplus_returned", "settlement", found.id, f"登记退还多付款 {row.surplus.grouped} 元", case_id=found.case_id)
    w.emit(SurplusReturned(found.id, found.case_id, found.court_id, found.asset_id))
    return row


def _undoable(w: Work, found: Settlement, booked: Sequence[Receipt], receipt_id: str) -> Receipt:
    wrong = next((each for each in booked if each.id == receipt_id and each.reverses_id is None), None)
    if wrong is None:
        raise NotFound
    if any(each.reverses_id == wrong.id for each in booked):
        raise NotNow("这笔到账已经冲正", code="reversed")
    if found.ruling_no:
        raise NotNow("裁定已经作出，到账不能再冲正", code="ruled")
    if found.status == SettlementStatus.DEFAULTED:
        raise NotNow("已宣布悔拍，到账不能再冲正", code="defaulted")
    if (sheet := distributing.find_sheet(w, found.id)) is not None and sheet.status == "final":
        raise NotNow("分配方案已经生效，到账不能再冲正", code="final")
    if wrong.amount == ZERO and wrong.surplus_returned_on is not None:
        raise NotNow("多付款已经退还", code="returned")
    return wrong


def _free_line(w: Work, found: Settlement, wrong: Receipt) -> None:
    """The bank's line that was booked here is nobody's again (待认领)."""
    told = wrong.reference.split("·")[0]
    of = select(BankLine).where(BankLine.settlement_id == found.id, BankLine.reference == told, BankLine.received_on == wrong.received_on)
    for line in w.session.scalars(for_house(of)):
        line.state, line.settlement_id, line.case_id, line.decided_by, line.decided_at = "doubtful", None, None, None, None
