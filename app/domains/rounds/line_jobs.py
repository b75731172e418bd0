"""Carrying orders over the private line: `sent` is written before the request leaves; what may have arrived is asked after before it is sent again."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from app.domains.audit.service import record
from app.domains.rounds.line_orders import SEND, as_sent, settle, word_of
from app.domains.rounds.line_queries import find_line, house_order
from app.domains.rounds.line_rules import OrderState, Ruling, Step, after_answer, after_asking, after_not_leaving, step_of
from app.domains.rounds.line_sending import Caller, NotLeft, caller_of
from app.domains.rounds.tables import LineOrderRow
from app.infra.house import House
from app.sites.private_line_notes import LineAnswer

SWITCHED_OFF = "专线已停用"


def carry(house: House, payload: dict[str, Any]) -> None:
    """One step with one order. A worker that dies here is followed by another, which asks first (trust.md §0.2)."""
    with house.reading() as r:
        row = house_order(r, payload["order_id"])
        line = find_line(r.session, row.site)
    step = step_of(OrderState(row.state))
    if step is Step.NOTHING:
        return
    if line is None:
        _no_line(house, row, step)
        return
    caller = caller_of(house, row.site, line)
    with closing(caller.http):
        if step is Step.SEND:
            _send(house, caller, row)
        else:
            _ask(house, caller, row)


def _send(house: House, caller: Caller, row: LineOrderRow) -> None:
    try:
        if row.package:
            caller.hand_over(row.package, house.evidence.read(row.package))
        if not _mark_sent(house, row):
            return
        answer = caller.order(as_sent(row))
    except NotLeft as held:
        _settled(house, row, after_not_leaving(row.asks, held.message), not_left=True)
        return
    _settled(house, row, after_answer(answer), answer)


def _ask(house: House, caller: Caller, row: LineOrderRow) -> None:
    answer = caller.query(row.id)
    _settled(house, row, after_asking(answer, sends=row.sends, asks=row.asks + 1), answer, asked=True)


def _mark_sent(house: House, row: LineOrderRow) -> bool:
    """Write that the order may have arrived, before it leaves. False: another worker or a person was first."""
    with house.work() as w:
        kept = house_order(w, row.id)
        if kept.state != OrderState.ORDERED:
            return False
        kept.state, kept.sends, kept.sent_at, kept.asks, kept.message = OrderState.SENT.value, kept.sends + 1, w.now, 0, ""
        record(w, "line.sent", "round", kept.round_id, f"专线指令“{word_of(kept)}”发往平台，第 {kept.sends} 次", details={"order": kept.id})
    return True


def _settled(house: House, row: LineOrderRow, ruling: Ruling, answer: LineAnswer | None = None, *, asked: bool = False, not_left: bool = False) -> None:
    with house.work() as w:
        kept = house_order(w, row.id)
        if not_left and kept.state == OrderState.SENT:
            kept.sends -= 1
        kept.asks += asked or not_left
        settle(w, row.id, ruling, answer)


def _no_line(house: House, row: LineOrderRow, step: Step) -> None:
    """The line was switched off meanwhile: what never left is ended, what may have arrived wants a person."""
    never = step is Step.SEND and row.sends == 0
    _settled(house, row, Ruling(OrderState.REFUSED if never else OrderState.UNKNOWN, person=not never, message=SWITCHED_OFF))


HANDLERS = {SEND: carry}
