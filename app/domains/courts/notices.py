"""The State Council's notice of a year's holidays, as pasted text or as a sheet of days: read line by line, every fault named by its line. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.errors import Invalid
from app.kernel.workdays import DayKind

HOLIDAYS = ("元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆")
LONGEST = 15


def _day_pattern(which: int) -> str:
    weekday = f"(?:星期|周)(?P<weekday{which}>[一二三四五六日天])"
    return rf"(?:(?P<year{which}>\d{{4}})年)?(?:(?P<month{which}>\d{{1,2}})月)?(?P<day{which}>\d{{1,2}})日(?:[（(](?:{weekday})?[^）)]*[）)])?"


_SPAN = re.compile(f"{_day_pattern(1)}(?:[至到~—-]{_day_pattern(2)})?")
_WEEK = "一二三四五六日"
_KINDS = {"休": DayKind.REST, "放假": DayKind.REST, "休息": DayKind.REST, "班": DayKind.WORK, "上班": DayKind.WORK}


@dataclass(frozen=True, slots=True)
class NoticedDay:
    """A day that differs from the plain week, by which holiday, and the line of the notice or sheet that says so."""

    on: date
    kind: DayKind
    name: str
    line: int


def read_notice(text: str, year: int, *, whole: bool) -> list[NoticedDay]:
    """The days of a pasted notice, by day. Lines without a date are passed over; `whole` demands all seven holidays.
    Invalid tells every fault with its line."""
    days: list[NoticedDay] = []
    faults: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            days += _of_line(line.strip(), year, number)
        except ValueError as fault:
            faults.append(f"第 {number} 行：{fault}")
    return _agreed(days, faults, whole=whole)


def read_sheet(content: bytes, year: int, *, whole: bool) -> list[NoticedDay]:
    """The days of a csv of 日期, 类型 (休, 班), 名称; a first row of words is passed over. Invalid tells every fault with its row."""
    days: list[NoticedDay] = []
    faults: list[str] = []
    for number, row in enumerate(csv.reader(io.StringIO(content.decode("utf-8-sig", "replace"))), 1):
        cells = [each.strip() for each in row] + ["", "", ""]
        if not any(cells) or (number == 1 and not re.search(r"\d", cells[0])):
            continue
        try:
            days.append(_of_row(cells, year, number))
        except ValueError as fault:
            faults.append(f"第 {number} 行：{fault}")
    return _agreed(days, faults, whole=whole)


def _of_line(line: str, year: int, number: int) -> list[NoticedDay]:
    if not re.search(r"\d{1,2}日", line) or not re.search("放假|上班", line):
        if re.search("放假|上班", line) and re.search(r"\d+月", line):
            raise ValueError("没有读出日期")
        return []
    head, colon, rest = line.partition("：") if "：" in line else line.partition(":")
    if not colon:
        raise ValueError("缺少“节日：”")
    name = re.sub(r"^[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]?\s*", "", head)
    return [day for sentence in re.split("[。；;]", rest) if sentence.strip() for day in _of_sentence(sentence, name, year, number)]


def _of_sentence(sentence: str, name: str, year: int, number: int) -> Iterator[NoticedDay]:
    kind = DayKind.WORK if "上班" in sentence else DayKind.REST if "放假" in sentence else None
    spans = list(_SPAN.finditer(sentence))
    if kind is None:
        if spans:
            raise ValueError(f"“{sentence.strip()}”没有写明放假还是上班")
        return
    if not spans:
        raise ValueError(f"“{sentence.strip()}”没有日期")
    found, month = list[date](), 0
    for span in spans:
        days, month = _of_span(span, year, month)
        found += days
    said = re.search(r"共\s*(\d+)\s*天", sentence)
    if kind is DayKind.REST and said and int(said[1]) != len(found):
        raise ValueError(f"写明共 {said[1]} 天，日期却有 {len(found)} 天")
    yield from (NoticedDay(on, _weekend_only(on, kind), "" if kind is DayKind.WORK else name, number) for on in found)


def _of_span(span: re.Match[str], year: int, month: int) -> tuple[list[date], int]:
    first, month = _one(span, "1", year, month)
    if span["day2"] is None:
        return [first], month
    last, month = _one(span, "2", year, month)
    if not 0 <= (last - first).days <= LONGEST:
        raise ValueError(f"{first.isoformat()} 至 {last.isoformat()} 不是一段假期")
    return [first + timedelta(days=count) for count in range((last - first).days + 1)], month


def _one(span: re.Match[str], which: str, year: int, month: int) -> tuple[date, int]:
    month = int(span[f"month{which}"] or month)
    told = f"{month}月{span[f'day{which}']}日"
    try:
        on = date(int(span[f"year{which}"] or year), month, int(span[f"day{which}"]))
    except ValueError:
        raise ValueError(f"没有 {told} 这一天") from None
    if on.year != year:
        raise ValueError(f"{on.isoformat()} 不属于 {year} 年")
    weekday = (span[f"weekday{which}"] or "").replace("天", "日")
    if weekday and _WEEK[on.weekday()] != weekday:
        raise ValueError(f"{told}是星期{_WEEK[on.weekday()]}，通知写的是星期{weekday}")
    return on, month


def _of_row(cells: list[str], year: int, number: int) -> NoticedDay:
    try:
        on = date(*(int(each) for each in re.findall(r"\d+", cells[0])[:3]))
    except (ValueError, TypeError):
        raise ValueError(f"“{cells[0]}”不是日期") from None
    if on.year != year:
        raise ValueError(f"{on.isoformat()} 不属于 {year} 年")
    kind = _KINDS.get(cells[1])
    if kind is None:
        raise ValueError(f"类型“{cells[1]}”应为休或班")
    return NoticedDay(on, _weekend_only(on, kind), cells[2] if kind is DayKind.REST else "", number)


def _weekend_only(on: date, kind: DayKind) -> DayKind:
    if kind is DayKind.WORK and on.weekday() < len(_WEEK) - 2:
        raise ValueError(f"{on.isoformat()} 是星期{_WEEK[on.weekday()]}，本来就上班")
    return kind


def _agreed(days: list[NoticedDay], faults: list[str], *, whole: bool) -> list[NoticedDay]:
    seen: dict[date, NoticedDay] = {}
    for day in days:
        other = seen.setdefault(day.on, day)
        if other is not day:
            faults.append(f"第 {day.line} 行：{day.on.isoformat()} 与第 {other.line} 行重复")
    missing = [name for name in HOLIDAYS if not any(name in day.name for day in days)]
    if not days and not faults:
        faults.append("没有读出任何日期")
    elif whole and missing and not faults:
        faults.append(f"缺少 {'、'.join(missing)}")
    if faults:
        raise Invalid("；".join(faults), faults=tuple(("words", fault) for fault in faults))
    return [seen[on] for on in sorted(seen)]
