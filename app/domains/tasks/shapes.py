"""Is an answer of the shape that its field wants? Drafts keep whatever was typed; this speaks on handing back. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from app.domains.tasks.fields import Column, Field, Type
from app.kernel.clock import SHANGHAI
from app.kernel.money import MalformedMoney, Money

_INT = re.compile(r"\d{1,9}")
_DEC = re.compile(r"\d{1,12}(\.\d{1,6})?")
_POINT = re.compile(r"(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,2}(?:\.\d+)?)(?:\s*,\s*(\d{1,5}(?:\.\d+)?))?")


def instant_of(text: object) -> datetime | None:
    """A typed local time ('2026-03-01T10:00', Shanghai unless it names its offset) as an instant; None when it is none."""
    try:
        read = datetime.fromisoformat(str(text)) if text else None
    except ValueError:
        return None
    return read.replace(tzinfo=SHANGHAI) if read is not None and read.tzinfo is None else read


def day_of_text(text: object) -> date | None:
    """A typed day ('2026-03-01'); None when it is none."""
    try:
        return date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


def point_of(text: object) -> tuple[float, float] | None:
    """(lng, lat) of a typed place 'lng,lat[,accuracy m]'; None when it is none."""
    found = _POINT.fullmatch(str(text or "").strip())
    return (float(found[1]), float(found[2])) if found else None


def accuracy_of(text: object) -> float | None:
    """The accuracy in metres of a typed place; None where it says none."""
    found = _POINT.fullmatch(str(text or "").strip())
    return float(found[3]) if found and found[3] else None


def misshapen(field: Field, value: object) -> Iterator[str]:
    """Every complaint about a given answer; nothing for an empty one."""
    if field.type is Type.LIST:
        rows = value if isinstance(value, list) else []
        for no, row in enumerate(rows, start=1):
            for column in field.columns:
                words = _wrong(column, row.get(column.name))
                if words:
                    yield f"第 {no} 行{column.title}{words}"
        return
    words = _wrong(field, value)
    if words:
        yield words


def _wrong(asked: Field | Column, value: object) -> str:
    if value in (None, "", []) or (isinstance(asked, Field) and asked.unknown and value == "未查明"):
        return ""
    match asked.type:
        case Type.INT:
            return "" if _INT.fullmatch(str(value)) else "应为整数"
        case Type.DEC:
            return _wrong_decimal(str(value), asked.places if isinstance(asked, Field) else 2)
        case Type.MONEY:
            return _wrong_money(str(value))
        case Type.DATE:
            return "" if day_of_text(value) else "应为日期，例如 2026-03-18"
        case Type.DATETIME:
            return "" if instant_of(value) else "应为日期和时间"
        case Type.ENUM:
            return "" if value in asked.choices else "从列表中选"
        case Type.ENUMS:
            return "" if isinstance(value, list) and set(value) <= set(asked.choices) else "从列表中选"
        case Type.GEO:
            return "" if point_of(value) else "应为经度,纬度"
        case Type.TEXT | Type.LONG:
            return _wrong_length(asked, str(value))
        case _:
            return ""


def _wrong_decimal(text: str, places: int) -> str:
    if not _DEC.fullmatch(text):
        return "应为数字"
    exponent = Decimal(text).as_tuple().exponent
    return f"最多 {places} 位小数" if isinstance(exponent, int) and -exponent > places else ""


def _wrong_money(text: str) -> str:
    try:
        amount = Money.yuan(text)
    except MalformedMoney:
        return "应为金额（元），最多两位小数"
    return "金额不能为负" if amount.fen < 0 else ""


def _wrong_length(asked: Field | Column, text: str) -> str:
    most = (asked.most if isinstance(asked, Field) else 0) or (2000 if asked.type is Type.LONG else 300)
    least = asked.least if isinstance(asked, Field) else 0
    if len(text.strip()) < least:
        return f"现为 {len(text.strip())} 字，应不少于 {least} 字"
    return f"现为 {len(text)} 字，应不超过 {most} 字" if len(text) > most else ""
