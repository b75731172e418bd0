"""Terms that this site keeps in the announcement's prose only: increment, end, extension period. What the words do not say plainly stays unread. Pure."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from app.kernel.clock import local
from app.kernel.money import Money
from app.sites.scanning import Unit, find_moment, money

_MINUTES = re.compile(r"(?:延时周期|延时|延长|顺延)[^\d。]{0,14}?(\d{1,2})\s*分钟|(\d{1,2})\s*分钟(?:内|后)?[^\d。]{0,8}(?:自动)?(?:延时|延长|顺延)")
_INCREMENT = re.compile(r"(?:加价幅度|竞价阶梯|竞价增幅|增价幅度|加价阶梯)\s*[:：为是]?\s*(?:人民币)?\s*([¥￥]?\s*\d[\d,，]*(?:\.\d+)?\s*[百佰千仟万]?\s*元)")
_UNTIL = re.compile(r"(?:至|止于|截止至)\s*(?:(\d{4})\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(\d{1,2})\s*[时:：点]\s*(\d{1,2})?")


def increment(text: str) -> Money | None:
    """'加价幅度：500元', '竞价阶梯为1仟元', '每次加价幅度为人民币0.5万元'; words without a figure and its unit (竞价阶梯为仟) → None."""
    found = _INCREMENT.search(text)
    return money(found.group(1), Unit.YUAN) if found else None


def extension_minutes(text: str) -> int | None:
    """'延时周期：5分钟', '每次延时2分钟'."""
    found = _MINUTES.search(text)
    return int(found.group(1) or found.group(2)) if found else None


def end_at(text: str, start_at: datetime | None) -> datetime | None:
    """The end named in the prose; '至9月12日10:00' takes its year from the start."""
    named = find_moment(text, r"(?:竞价|拍卖|变卖)?结束时间\s*[:：为]?")
    if named is not None:
        return named
    found = _UNTIL.search(text)
    if found is None or (start_at is None and not found.group(1)):
        return None
    year = found.group(1) or str(local(start_at).year if start_at else "")
    return _in_year(found, year, start_at)


def _in_year(found: re.Match[str], year: str, start_at: datetime | None) -> datetime | None:
    _, month, day, hour, minute = found.groups()
    end = find_moment(f"止{year}-{month}-{day} {hour}:{minute or '00'}", "止")
    if end is None or start_at is None or end > start_at or found.group(1):
        return end
    return find_moment(f"止{int(year) + 1}-{month}-{day} {hour}:{minute or '00'}", "止") if start_at - end > timedelta(days=180) else None


def start_in_script(text: str) -> datetime | None:
    """`new Date('2018/9/7 10:00:00')` of the countdown; no zone: China's time."""
    return find_moment(text, r"new\s+Date\(\s*['\"]")
