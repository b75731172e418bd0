"""Verbs of courts: found a court, load calendar years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import delete

from app.domains.audit.service import record
from app.domains.courts.queries import get_court
from app.domains.courts.tables import CalendarDay, CalendarYear, Court
from app.infra.unit_of_work import Work
from app.kernel.workdays import Calendar


@dataclass(frozen=True)
class FoundCourt:
    """What a new court is called and where it stands in the tree."""

    name: str
    short_name: str
    code: str
    level: str
    parent_id: str | None = None
    address: str = ""
    phone: str = ""
    supervision_phone: str = ""


def found_court(w: Work, order: FoundCourt) -> Court:
    """Enter a court."""
    court = Court(**vars(order))
    w.session.add(court)
    w.flush()
    record(w, "court.founded", "court", court.id, f"登记法院 {court.name}")
    return court


@dataclass(frozen=True)
class Contact:
    """Where a court is found and called: printed on its papers, handed to the sites with a lot."""

    address: str
    phone: str
    supervision_phone: str


def set_contact(w: Work, court_id: str, order: Contact) -> Court:
    """The court moved or has another number; papers made before keep what they say."""
    court = get_court(w.session, court_id)
    changed = [name for name, value in vars(order).items() if getattr(court, name) != value]
    for name in changed:
        setattr(court, name, getattr(order, name))
    if changed:
        w.flush()
        record(w, "court.contact_set", "court", court.id, f"{court.short_name}资料修改：{'、'.join(CONTACT_WORDS[name] for name in changed)}")
    return court


CONTACT_WORDS = {"address": "地址", "phone": "联系电话", "supervision_phone": "监督电话"}


def load_calendar_years(w: Work, calendar: Calendar, years: frozenset[int] | None = None) -> int:
    """Write years of a calendar value into the tables, replacing what stood there; how many years."""
    chosen = sorted(years or calendar.years)
    for year in chosen:
        w.session.execute(delete(CalendarDay).where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))))
        w.session.execute(delete(CalendarYear).where(CalendarYear.year == year))
        w.session.add(CalendarYear(year=year, provisional=year in calendar.provisional, version=calendar.version))
    w.session.add_all(CalendarDay(day=day, kind=kind.value, name=calendar.name_of(day)) for day, kind in calendar.special.items() if day.year in set(chosen))
    record(w, "calendar.loaded", "calendar", calendar.version, f"载入节假日日历 {chosen[0]} 至 {chosen[-1]} 年，版本 {calendar.version}")
    return len(chosen)


def set_sittings(w: Work, court_id: str, most: int, at: str) -> Court:
    """How many lots a court opens a day, and when (HH:MM in Shanghai), already checked."""
    court = get_court(w.session, court_id)
    before = f"{court.sitting_time} {court.sittings_a_day} 场"
    court.sittings_a_day, court.sitting_time = most, at
    w.flush()
    record(w, "court.sittings_set", "court", court.id, f"{court.short_name}开拍场次：{before} 改为 {at} {most} 场")
    return court
