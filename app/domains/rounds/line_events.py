"""Events that a site reports over its private line: checked, kept once, attached to the lot, which is then read at once. An event decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete

from app.domains.audit.service import record
from app.domains.rounds.line_queries import find_event, find_line, find_plugin, find_round_of_lot
from app.domains.rounds.rules import FINAL, RoundStatus
from app.domains.rounds.tables import LineEventRow, LineNonce
from app.infra.unit_of_work import Work
from app.kernel.errors import Conflict, Invalid, NotFound, Refusal
from app.kernel.ids import digest_of
from app.sites.contract import Changed
from app.sites.private_line import FLAW_WORDS, NONCES_KEPT, Flaw, Marks, Message, flaw_of
from app.sites.private_line_notes import EVENT_WORDS, EventKind, LineEvent, read_event


class NotBelieved(Refusal):
    """The signature, its clock or its nonce is wrong; `code` is the flaw."""

    status = 401

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(FLAW_WORDS[flaw], code=str(flaw))


@dataclass(frozen=True)
class Taken:
    """What became of a delivery."""

    event: str
    repeated: bool


def take_event(w: Work, site: str, message: Message, marks: Marks) -> Taken:
    """Take one delivery. NotFound: no line with this site. NotBelieved: signature, window, replay. Invalid: believed, but no event."""
    _let_in(w, site, message, marks)
    try:
        event = read_event(message.body)
    except Changed as fault:
        raise Invalid(fault.message, field="event") from fault
    if event.site != site:
        raise Invalid("事件是另一个平台的", field="site")
    if find_event(w, site, event.id) is not None:
        record(w, "line.event_repeated", "site", site, f"平台重复报告：{event.id}")
        return Taken(event.id, repeated=True)
    _keep(w, site, event, digest_of(message.body))
    return Taken(event.id, repeated=False)


def _let_in(w: Work, site: str, message: Message, marks: Marks) -> None:
    line = find_line(w.session, site) if find_plugin(site) else None
    if line is None:
        raise NotFound("没有与这个平台约定专线")
    flaw = flaw_of(line.keys, message, marks, w.now)
    if flaw is not None:
        raise NotBelieved(flaw)
    _use_up(w, site, marks, w.now)


def _use_up(w: Work, site: str, marks: Marks, now: datetime) -> None:
    """A nonce is good once; two deliveries at the same time race for its row."""
    w.session.execute(delete(LineNonce).where(LineNonce.at < now - NONCES_KEPT))
    w.session.add(LineNonce(site=site, key_id=marks.key_id, nonce=marks.nonce, at=now))
    try:
        w.flush()
    except Conflict:
        raise NotBelieved(Flaw.REPLAYED) from None


def _keep(w: Work, site: str, event: LineEvent, digest: str) -> None:
    found = find_round_of_lot(w, site, event.lot_id)
    w.session.add(
        LineEventRow(
            site=site,
            event=event.id,
            kind=event.kind.value,
            lot_id=event.lot_id,
            reference=event.reference,
            at=event.at,
            received_at=w.now,
            round_id=found.id if found else None,
            digest=digest,
        )
    )
    words = f"平台经专线报告：{EVENT_WORDS[event.kind]}"
    if found is None:
        record(w, "line.event_parked", "site", site, f"{words}（拍品编号 {event.lot_id} 未登记）", digest=digest)
        return
    found.news += 1
    if RoundStatus(found.status) not in FINAL or event.kind is EventKind.UNPERFORMED:
        found.next_read_at = w.now
    record(w, "line.event", "round", found.id, words, case_id=found.case_id, digest=digest)
