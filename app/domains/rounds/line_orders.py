"""Verbs of the private line: order, and end what nobody knows. Sending is line_jobs.py, the protocol docs/private-line.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domains.audit.service import record
from app.domains.rounds import events
from app.domains.rounds.halt_words import HaltKind
from app.domains.rounds.line_queries import find_line, find_open_order, find_round_of_lot, get_order, house_order, list_parked
from app.domains.rounds.line_rules import OPEN, ORDER_WORDS, OrderState, Ruling, why_not
from app.domains.rounds.queries import get_round, house_round
from app.domains.rounds.rules import RoundStatus
from app.domains.rounds.service import note_lot
from app.domains.rounds.tables import LineOrderRow, Round
from app.domains.rounds.taking import about
from app.infra.unit_of_work import Work
from app.kernel.errors import Conflict, Invalid, NotNow
from app.sites.private_line_notes import LineAnswer, LineOrder, LineVerb, StopKind

SEND = "rounds.line"
NO_LINE = "该平台没有启用专线，请在平台后台办理"
STOP_OF = {HaltKind.DEFER: StopKind.POSTPONED, HaltKind.SUSPEND: StopKind.SUSPENDED}


@dataclass(frozen=True)
class OrderLine:
    """What is ordered. `package` is the digest of a listing package in the evidence; `announce_at` aware, None: at once."""

    verb: LineVerb
    package: str = ""
    announce_at: datetime | None = None
    stop: StopKind | None = None
    reason: str = ""


def order_line(w: Work, round_id: str, order: OrderLine) -> LineOrderRow:
    """Order something of a site over its private line; a worker sends it once this act is committed."""
    found = may_order(w, round_id, order.verb)
    if order.verb.has_package and not order.package:
        raise Invalid("没有材料包", field="package")
    row = LineOrderRow(
        court_id=found.court_id,
        case_id=found.case_id,
        round_id=found.id,
        site=found.site,
        verb=order.verb.value,
        reference=found.plan_id,
        plan_digest=found.plan_digest,
        lot_id=found.lot_id or "",
        package=order.package,
        announce_at=order.announce_at,
        stop=order.stop.value if order.stop else "",
        reason=order.reason.strip(),
        ordered_by=w.actor.id,
        ordered_at=w.now,
    )
    w.session.add(row)
    found.news += 1
    w.flush()
    record(w, "line.ordered", "round", found.id, f"经专线{word_of(row)}：{found.title}", case_id=found.case_id, digest=order.package or found.plan_digest)
    w.later(SEND, {"order_id": row.id})
    return row


def pass_on_decision(w: Work, found: Round, kind: HaltKind | None, reason: str) -> LineOrderRow | None:
    """The judge's decision goes over the line in the same act (kind None: the order is lifted). None where there is no line, no lot, or an order is open."""
    if found.lot_id is None or find_line(w.session, found.site) is None or find_open_order(w, found.id) is not None:
        return None
    return order_line(w, found.id, order_of_decision(kind, reason))


def order_of_decision(kind: HaltKind | None, reason: str) -> OrderLine:
    """What a decision of the judge means on the line."""
    if kind is None:
        return OrderLine(LineVerb.RESUME, reason=reason)
    if kind is HaltKind.WITHDRAW:
        return OrderLine(LineVerb.WITHDRAW, reason=reason)
    return OrderLine(LineVerb.SUSPEND, stop=STOP_OF[kind], reason=reason)


def settle(w: Work, order_id: str, ruling: Ruling, answer: LineAnswer | None = None) -> LineOrderRow:
    """What a worker found out. An order that was ended meanwhile (by hand, by another worker) stays as it is."""
    row = house_order(w, order_id)
    if OrderState(row.state) not in OPEN:
        return row
    found = house_round(w, row.round_id)
    if ruling.state is OrderState.ACCEPTED and answer and _is_taken(w, found, answer.lot_id):
        ruling = Ruling(OrderState.UNKNOWN, person=True, message=f"平台给出的编号 {answer.lot_id} 已登记在另一个拍次")
    row.state, row.message, row.for_person = ruling.state.value, ruling.message, ruling.person
    row.ended_at = None if ruling.state in OPEN else w.now
    if ruling.again is not None:
        w.later(SEND, {"order_id": row.id}, at=w.now + ruling.again)
    if ruling.state in OPEN and not ruling.person:
        record(w, "line.tried", "round", found.id, f"专线指令“{word_of(row)}”{ORDER_WORDS[ruling.state]}", details={"message": ruling.message})
        return row
    if ruling.state is OrderState.ACCEPTED:
        lot_id, url = (answer.lot_id, answer.url) if answer else ("", "")
        _done(w, row, found, lot_id, url)
    _told(w, row, found)
    return row


def settle_by_hand(w: Work, order_id: str, *, done: bool, lot_id: str = "", lot_url: str = "") -> LineOrderRow:
    """A person looked into the site's back office (M-72): it was done, or it was not. Nothing is ever sent again by itself."""
    row = get_order(w, order_id)
    found = get_round(w, row.round_id)
    if not row.for_person or OrderState(row.state) is not OrderState.UNKNOWN:
        raise Conflict("这项指令已有结果，或系统还在查询")
    if done and row.verb == LineVerb.PUBLISH and not lot_id.strip():
        raise Invalid("填写平台给出的拍品编号", field="lot_id")
    if done and _is_taken(w, found, lot_id.strip()):
        raise Invalid("该编号已登记在另一个拍次", field="lot_id")
    row.state, row.settled_by, row.for_person = (OrderState.ACCEPTED if done else OrderState.REFUSED).value, w.actor.id, False
    row.ended_at = w.now
    row.message = f"人工核对：{'已' if done else '未'}{word_of(row)}"
    if done:
        _done(w, row, found, lot_id, lot_url)
    _told(w, row, found)
    return row


def as_sent(row: LineOrderRow) -> LineOrder:
    """The order as it travels: the same bytes however often."""
    stop = StopKind(row.stop) if row.stop else None
    verb = LineVerb(row.verb)
    return LineOrder(row.id, verb, row.site, row.reference, row.plan_digest, row.lot_id, row.package, row.announce_at, stop, row.reason)


def word_of(row: LineOrderRow) -> str:
    """The act in the words of the court."""
    return {StopKind.POSTPONED.value: "暂缓", StopKind.SUSPENDED.value: "中止"}.get(row.stop, LineVerb(row.verb).word)


def may_order(w: Work, round_id: str, verb: LineVerb) -> Round:
    """The round, if it permits the order now: a line is on, its state fits, nothing is open. NotNow, Conflict."""
    found = get_round(w, round_id)
    if find_line(w.session, found.site) is None:
        raise NotNow(NO_LINE, code="no_line")
    status = RoundStatus(found.status)
    if words := why_not(verb, status, has_lot=found.lot_id is not None, announced=found.announced_at is not None):
        raise NotNow(words, code="not_permitted")
    if find_open_order(w, found.id) is not None:
        raise Conflict("已有一项专线指令还没有结果")
    return found


def _is_taken(w: Work, found: Round, lot_id: str) -> bool:
    other = find_round_of_lot(w, found.site, lot_id) if lot_id else None
    return other is not None and other.id != found.id


def _done(w: Work, row: LineOrderRow, found: Round, lot_id: str, url: str) -> None:
    """The site did it: the lot's number is kept, and what the site shows is read. Nothing else is believed."""
    if row.verb == LineVerb.PUBLISH and found.lot_id is None:
        note_lot(w, found, lot_id.strip(), url.strip())
        row.lot_id = found.lot_id or ""
        for each in list_parked(w, found.site, row.lot_id):
            each.round_id = found.id
    if found.next_read_at is not None or row.verb == LineVerb.PUBLISH:
        found.next_read_at = max(w.now, row.announce_at or w.now)


def _told(w: Work, row: LineOrderRow, found: Round) -> None:
    found.news += 1
    words = f"专线指令“{word_of(row)}”{ORDER_WORDS[OrderState(row.state)]}"
    result = "ok" if row.state == OrderState.ACCEPTED else "failed"
    record(w, f"line.{row.state}", "round", found.id, f"{words}{f'（{row.message[:150]}）' if row.message else ''}", case_id=found.case_id, result=result)
    w.emit(events.LineSettled(*about(found), found.title, word_of(row), row.state, row.message))
