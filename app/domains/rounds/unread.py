"""A lot of a site whose live reading is off: nothing is asked, imported files count. When its end passes without one, it is 待核 and people are told."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domains.audit.service import record
from app.domains.rounds import events
from app.domains.rounds.queries import house_round
from app.domains.rounds.rules import FINAL, STOPPED, UNREAD_MATTERS, RoundStatus
from app.domains.rounds.tables import Round
from app.domains.rounds.taking import about
from app.infra.unit_of_work import Work

SWITCHED_OFF = "已停读，本平台以导入文件为准"
AFTERWARDS = timedelta(hours=6)


def next_look(now: datetime, opens_at: datetime, ends_at: datetime) -> datetime:
    """When an unread lot is looked after again: an hour before its end (or at its opening), at its end, then four times a day."""
    last_hour = max(opens_at, ends_at - UNREAD_MATTERS)
    return next((at for at in (last_hour, ends_at) if now < at), now + AFTERWARDS)


def unread_matters(now: datetime, opens_at: datetime, ends_at: datetime, read_at: datetime | None) -> bool:
    """Did the end, or the beginning of the last hour, pass without an imported file that is younger?"""
    since = ends_at if now >= ends_at else max(opens_at, ends_at - UNREAD_MATTERS)
    return now >= since and (read_at is None or read_at < since)


def note_unread(w: Work, round_id: str) -> Round:
    """Look after a lot that is not read; people are told once."""
    found = house_round(w, round_id)
    found.next_read_at = next_look(w.now, found.opens_at, found.ends_at)
    running = RoundStatus(found.status) not in {*FINAL, *STOPPED}
    if not running or found.lost_at is not None or not unread_matters(w.now, found.opens_at, found.ends_at, found.read_at):
        record(w, "round.not_read", "round", found.id, SWITCHED_OFF, case_id=found.case_id)
        return found
    found.lost_at, found.status, found.failure, found.news = w.now, RoundStatus.UNCLEAR.value, SWITCHED_OFF, found.news + 1
    w.emit(events.ReadingLost(*about(found), found.title, SWITCHED_OFF))
    record(w, "round.unread", "round", found.id, f"{SWITCHED_OFF}，待导入：{found.title}", case_id=found.case_id, result="failed")
    return found
