"""What follows an agreed fine or detention: handed over, the family told (CP-08), the fine paid, the detention over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domains.audit.service import record
from app.domains.vacating.events import Detained, FamilyTold
from app.domains.vacating.queries import get_row, lock_vacating
from app.domains.vacating.service import told_of
from app.domains.vacating.tables import Measure, Vacating
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of
from app.kernel.errors import Invalid, NotNow

LEAST_NOTE = 2


@dataclass(frozen=True)
class Release:
    """The day on which somebody was let go; `president_on`: when the president approved an early release, which is decided in writing."""

    on: date
    note: str
    president_on: date | None = None


def note_detained(w: Work, measure_id: str, at: datetime) -> Measure:
    """Handed to the place of detention: the 24 hours for the family run (CP-08)."""
    row, thread = _agreed_detention(w, measure_id)
    if row.detained_at is not None:
        raise NotNow("已经登记送拘", code="detained")
    if at > w.now or (row.decided_on is not None and day_of(at) < row.decided_on):
        raise Invalid("送拘时间应在院长批准之后、不晚于现在", field="at")
    row.detained_at = at
    w.flush()
    record(w, "vacating.detained", "vacating", thread.id, "已送拘，24 小时内通知家属", case_id=thread.case_id, authority="民诉法解释 第180条")
    w.emit(Detained(*told_of(thread), row.id, at))
    return row


def note_family_told(w: Work, measure_id: str, at: datetime) -> Measure:
    """The family was told."""
    row, thread = _agreed_detention(w, measure_id)
    if row.detained_at is None or row.family_told_at is not None:
        raise NotNow("没有待通知的家属", code="nobody_to_tell")
    if at > w.now or at < row.detained_at:
        raise Invalid("通知时间应在送拘之后、不晚于现在", field="at")
    row.family_told_at = at
    w.flush()
    record(w, "vacating.family_told", "vacating", thread.id, "已通知被拘留人家属", case_id=thread.case_id)
    w.emit(FamilyTold(*told_of(thread), row.id, day_of(at)))
    return row


def note_paid(w: Work, measure_id: str, on: date, receipt: str) -> Measure:
    """The fine was paid in; the number of its receipt."""
    row = _agreed(w, measure_id, "fine")
    if row.paid_on is not None:
        raise NotNow("已经登记缴纳", code="paid")
    if len(receipt.strip()) < LEAST_NOTE or not (row.decided_on or w.today) <= on <= w.today:
        raise Invalid("写明票据号；缴纳日应在院长批准之后、不晚于今天", field="paid_on")
    row.paid_on, row.paid_note = on, receipt.strip()[:200]
    w.flush()
    record(w, "vacating.fine_paid", "vacating", row.vacating_id, f"罚款已缴纳：{row.paid_note}", case_id=row.case_id)
    return row


def last_day(row: Measure) -> date | None:
    """The last day of a detention, the day of handing over counted (papers.md 32); None before that."""
    return day_of(row.detained_at) + timedelta(days=(row.days or 1) - 1) if row.detained_at is not None else None


def note_released(w: Work, measure_id: str, told: Release) -> Measure:
    """Let go on the last day, or before it with the president's approval (民诉法解释 第182条)."""
    row = _agreed(w, measure_id, "detention")
    until, from_on = last_day(row), row.detained_at
    if until is None or from_on is None or row.released_on is not None:
        raise NotNow("没有正在执行的拘留", code="not_detained")
    if len(told.note.strip()) < LEAST_NOTE or not day_of(from_on) <= told.on <= w.today:
        raise Invalid("写明情况；解除日应在送拘之后、不晚于今天", field="released_on")
    early = told.on < until and row.status == "agreed"
    if early and (told.president_on is None or not day_of(from_on) <= told.president_on <= told.on):
        raise Invalid("提前解除拘留须报院长批准：写明批准日（民诉法解释第182条）", field="president_on")
    row.released_on = told.on
    row.released_note = (f"提前解除，院长 {told.president_on} 批准：{told.note.strip()}" if early else told.note.strip())[:300]
    w.flush()
    record(w, "vacating.released", "vacating", row.vacating_id, f"拘留已解除：{row.released_note[:100]}", case_id=row.case_id)
    return row


def _agreed_detention(w: Work, measure_id: str) -> tuple[Measure, Vacating]:
    row = _agreed(w, measure_id, "detention")
    return row, lock_vacating(w, row.vacating_id)


def _agreed(w: Work, measure_id: str, kind: str) -> Measure:
    row = get_row(w, Measure, measure_id)
    lock_vacating(w, row.vacating_id)
    if row.kind != kind or (row.status != "agreed" and not row.urgent):
        raise NotNow("罚款、拘留须经院长批准", code="not_agreed")
    return row
