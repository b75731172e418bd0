"""Rules of agencies: who may be given a kind of task, with the reason of every exclusion; regions; the order of rotation and of score. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domains.agencies.types import BARRIER_NAMES, Barrier, RosterKind

_SPLIT = re.compile(r"[、，,；;\s]+")
_PROVINCE = re.compile(r"^(?:中国)?[\u4e00-\u9fff]{2,7}?(?:省|自治区)")
_UNIT = re.compile(r"[\u4e00-\u9fff]{1,7}?(?:市|自治州|地区|盟|区|县|旗)")


@dataclass(frozen=True)
class Standing:
    """How an agency stands with a court on a day: its suspension, the engagement that covers it best, and its open tasks there.

    staffed: is any of its people at work that day; unrenewed: since when its declarations of interest are out of date;
    lapsed: which qualification papers have ended, in words.
    """

    suspended_reason: str = ""
    suspended: bool = False
    engaged: bool = False
    kinds: tuple[str, ...] = ()
    from_on: date | None = None
    until_on: date | None = None
    quota: int = 0
    open_tasks: int = 0
    region: str = ""
    staffed: bool = True
    unrenewed: date | None = None
    lapsed: str = ""


@dataclass(frozen=True)
class Excluded:
    """Why an agency may not be asked: the barrier, and the reason in Chinese, without names of people."""

    barrier: Barrier
    reason: str


@dataclass(frozen=True)
class Absence:
    """A line of the roster, both days included."""

    person_id: str
    kind: RosterKind
    from_on: date
    until_on: date


@dataclass(frozen=True)
class Turn:
    """An agency in the order of choosing: when it was last given work, its score in tenths of a point, its open tasks."""

    agency_id: str
    last_given_at: datetime | None
    score: int
    open_tasks: int


def exclusion(standing: Standing, kind: str, today: date, *, place: str = "") -> Excluded | None:
    """Why the agency may not be given the kind of task today at a place; None when it may. The first barrier in a fixed order is told."""
    if standing.suspended:
        return Excluded(Barrier.SUSPENDED, f"已暂停委托：{standing.suspended_reason}")
    if not standing.engaged or standing.from_on is None or standing.until_on is None:
        return Excluded(Barrier.NO_CONTRACT, "与本院没有委托合同")
    if kind not in standing.kinds:
        return Excluded(Barrier.KIND, "委托合同不含这类任务")
    if today < standing.from_on:
        return Excluded(Barrier.TERM, f"委托合同 {standing.from_on.isoformat()} 起生效")
    if today > standing.until_on:
        return Excluded(Barrier.TERM, f"委托合同已于 {standing.until_on.isoformat()} 到期")
    if not covers(standing.region, place):
        return Excluded(Barrier.REGION, f"委托区域为{standing.region}，不含任务地点")
    if standing.open_tasks >= standing.quota:
        return Excluded(Barrier.QUOTA, f"在办任务已达限额 {standing.quota} 件")
    if standing.unrenewed is not None:
        return Excluded(Barrier.UNRENEWED, f"利害关系申报 {standing.unrenewed.isoformat()} 到期未更新")
    if standing.lapsed:
        return Excluded(Barrier.PAPERS, standing.lapsed)
    if not standing.staffed:
        return Excluded(Barrier.ABSENT, "排班显示当日无人在岗")
    return None


def covers(region: str, place: str) -> bool:
    """Does a contract's region (several with 、; '' is everywhere) hold a place? A place that names no city, district or county is the court's own."""
    named = [_bare(each) for each in _SPLIT.split(region) if each]
    there = _bare(place)
    return not named or not _UNIT.search(there) or any(_lies_in(there, each) for each in named)


def _bare(text: str) -> str:
    return _PROVINCE.sub("", "".join(text.split()))


def _lies_in(place: str, region: str) -> bool:
    """'广州市南沙区…' lies in '广州市', in '广州市南沙区' and in '南沙区'; '广州市天河区…' not in '南沙区'."""
    return place.startswith((region, *(f"{unit}{region}" for unit in _UNIT.findall(place)[:1])))


def is_staffed(person_ids: Iterable[str], roster: Sequence[Absence], day: date) -> bool:
    """Is anybody of the agency at work on the day? Nobody is away unless the roster says so; an agency without people is not judged."""
    everybody = set(person_ids)
    away = {line.person_id for line in roster if line.kind is RosterKind.ABSENCE and line.from_on <= day <= line.until_on}
    return not everybody or bool(everybody - away)


def by_rotation(turns: Iterable[Turn]) -> list[Turn]:
    """Who waited longest comes first; never given at all before everybody; then fewer open tasks; then the id, which has no favourites."""
    return sorted(
        turns, key=lambda each: (each.last_given_at is not None, each.last_given_at.timestamp() if each.last_given_at else 0.0, each.open_tasks, each.agency_id)
    )


def by_score(turns: Iterable[Turn]) -> list[Turn]:
    """The highest score first; among equals the turn of rotation decides."""
    return sorted(by_rotation(turns), key=lambda each: -each.score)


def place_of(agency_id: str, order: Sequence[Turn]) -> int | None:
    """The place in an order, counted from 1; None when not in it."""
    return next((no for no, each in enumerate(order, 1) if each.agency_id == agency_id), None)


def count_barriers(barriers: Iterable[Barrier]) -> str:
    """The second line of M-84: '3 家回避，1 家暂停，1 家额度用完'."""
    counted = Counter(barriers)
    return "，".join(f"{counted[each]} 家{BARRIER_NAMES[each]}" for each in Barrier if counted[each])
