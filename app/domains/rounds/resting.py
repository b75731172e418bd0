"""Lots of a site whose breaker is open: the request that opened it has its row already, so they wait without one; what is lost by waiting is told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domains.audit.service import record
from app.domains.rounds import events
from app.domains.rounds.queries import house_rounds
from app.domains.rounds.rules import FINAL, STOPPED, RoundStatus, loss_matters
from app.domains.rounds.tables import Round
from app.domains.rounds.taking import about
from app.domains.rounds.unread import next_look
from app.infra.unit_of_work import Reading, Work

RESTING = "无法读取：连续失败，平台暂停读取"


@dataclass(frozen=True)
class Waiting:
    """Lots that wait until `wake`, and those whose loss matters now and was not told yet."""

    ids: list[str]
    wake: datetime
    lost: list[str]


def who_waits(r: Reading, round_ids: Sequence[str], until: datetime) -> Waiting:
    """Lots wait to the end of the rest, or to the first moment from which the loss of one of them matters."""
    rows = house_rounds(r, round_ids)
    lost = [row.id for row in rows if is_lost(row, r.now)]
    waiting = {row.id: next_look(r.now, row.opens_at, row.ends_at) for row in rows if row.id not in lost}
    return Waiting(list(waiting), min([until, *waiting.values()]), lost)


def is_lost(found: Round, now: datetime) -> bool:
    """Would people have to be told that this lot cannot be read, and were they not told yet?"""
    running = RoundStatus(found.status) not in {*FINAL, *STOPPED}
    return running and found.lost_at is None and loss_matters(now, found.opens_at, found.ends_at)


def note_resting(w: Work, found: Round, until: datetime) -> Round:
    """待核, told once; looked after again when the site may be asked."""
    found.next_read_at = until
    if not is_lost(found, w.now):
        record(w, "round.unread", "round", found.id, RESTING, case_id=found.case_id, result="failed")
        return found
    found.lost_at, found.status, found.failure, found.news = w.now, RoundStatus.UNCLEAR.value, RESTING, found.news + 1
    w.emit(events.ReadingLost(*about(found), found.title, RESTING))
    record(w, "round.unread", "round", found.id, f"{RESTING}：{found.title}", case_id=found.case_id, result="failed")
    return found
