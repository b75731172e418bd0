"""Values out of what sites write: charsets, money with its unit, times on China's clock, counts, titles with their round."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from app.kernel.clock import at_shanghai
from app.kernel.money import Money
from app.sites.contract import Changed


class Unit(StrEnum):
    """What one of a site's money figures counts; the field knows it, it is never guessed from the size (sites.md §0.3)."""

    YUAN = "元"
    WAN = "万元"
    FEN = "分"


Figure = str | int | Decimal | None

_FEN_OF = {Unit.YUAN: Decimal(100), Unit.WAN: Decimal(1_000_000), Unit.FEN: Decimal(1)}
_SCALES = {"": 1, "百": 100, "千": 1000, "仟": 1000, "万": 10_000, "亿": 100_000_000}
_ABSENT = {"", "-", "--", "—", "暂无", "无", "null", "none"}
_AMOUNT = re.compile(r"[¥￥]?\s*(-?[\d,，]+(?:\.\d+)?)\s*(百|千|仟|万|亿)?\s*(元|分)?(?:人民币)?")
_MOMENT = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]*(\d{1,2})\s*[:：时点]\s*(\d{1,2})?\s*(?:[:：分]\s*(\d{1,2}(?:\.\d+)?)?\s*秒?)?)?"
)
_NO_YEARS = (1900, 2050)
_COUNT = re.compile(r"\d[\d,]*")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_MILLIS = 4_102_444_800_000
_ROUND_PREFIX = re.compile(r"^\s*[【\[(（]\s*(第?[一二三123]次?拍卖?|[一二]拍|变卖|重新拍卖)\s*[】\])）]\s*")
_ROUNDS = {"第一次拍卖": 1, "一拍": 1, "第1次拍卖": 1, "第二次拍卖": 2, "二拍": 2, "第2次拍卖": 2, "变卖": 3}
_PRIVATE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")


def decode(content: bytes) -> str:
    """Bytes → text: UTF-8, else GB18030 (GBK pages). What a header claims is not believed: pages are mislabelled. Changed if neither fits."""
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(charset)
        except UnicodeDecodeError:
            continue
    raise Changed("页面的字符集无法识别")


def money(value: Figure, unit: Unit) -> Money | None:
    """A figure in the field's unit; a unit written in the text outranks it ('10908.4万元', '￥13.5万元'). Absent marks → None, else Changed."""
    text = html.unescape(str(value)).strip() if value is not None else ""
    if text.lower() in _ABSENT:
        return None
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise Changed(f"金额“{text[:30]}”无法识别")
    number, scale, word = found.group(1), found.group(2) or "", found.group(3) or ""
    said = Unit.FEN if word == "分" else Unit.YUAN if scale or word else unit
    return _fen(number, _FEN_OF[said] * _SCALES[scale])


def positive(amount: Money | None) -> Money | None:
    """An amount, with 0 read as absent (Taobao consultPrice, JD assessmentPrice, gpai priceStart)."""
    return amount if amount else None


def labelled_money(text: str, *labels: str, unit: Unit) -> Money | None:
    """The amount after the first of the labels that stands in flat text: '起拍价 ： 76360000 元'."""
    for label in labels:
        found = re.search(rf"{label}\s*[:：为]?\s*({_AMOUNT.pattern})", text)
        if found:
            return money(found.group(1), unit)
    return None


def from_millis(value: Figure) -> datetime | None:
    """Milliseconds since 1970 → aware UTC; None, '' and 0 → None; seconds or nonsense → Changed."""
    if value in (None, "", 0, "0"):
        return None
    try:
        millis = int(str(value))
    except ValueError:
        raise Changed(f"时间“{str(value)[:30]}”无法识别") from None
    if not 100_000_000_000 <= millis <= _LATEST_MILLIS:
        raise Changed(f"时间 {millis} 不是毫秒数")
    return _EPOCH + timedelta(milliseconds=millis)


def from_text(value: str | None) -> datetime | None:
    """A time without zone is China's (UTC+8), padded or not: '2018-4-4 9:00:00', '2018/9/7 10:00', '2026年05月26日 10:34:46'. Placeholders → None."""
    text = html.unescape(value or "").strip()
    if text.lower() in _ABSENT:
        return None
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise Changed(f"时间“{text[:30]}”无法识别")
    return moment(found)


def find_moment(text: str, before: str) -> datetime | None:
    """The time in flat text after a pattern: find_moment(page, r'开始时间[:：]')."""
    found = re.search(rf"{before}\s*(?P<moment>{_MOMENT.pattern})", text)
    inner = _MOMENT.match(found.group("moment")) if found else None
    return moment(inner) if inner else None


def moment(found: re.Match[str]) -> datetime | None:
    """A match of the time pattern → aware UTC; the years 1900 and 2050 stand for 'none' (gpai)."""
    year, month, day, hour, minute, second = (int(Decimal(part)) if part else 0 for part in found.groups()[:6])
    if year in _NO_YEARS:
        return None
    try:
        return at_shanghai(year, month, day, hour, minute, second)
    except ValueError:
        raise Changed(f"时间“{found.group(0)[:30]}”不存在") from None


def count(value: Figure) -> int | None:
    """A counter: 235, '235', '1,235', '235次'; '', '--' and None → None; anything else Changed."""
    text = str(value).strip() if value is not None else ""
    if text.lower() in _ABSENT:
        return None
    found = _COUNT.match(text)
    if found is None:
        raise Changed(f"数量“{text[:30]}”无法识别")
    return int(found.group().replace(",", ""))


def plain(text: str | None) -> str | None:
    """Text for people: entities resolved, blanks folded, mobile and identity numbers masked (sites.md §9). '' → None."""
    folded = " ".join(html.unescape(text or "").split())
    return mask(folded) or None


def mask(text: str) -> str:
    """Mobile numbers and 18-digit identity numbers keep their first three and last two signs."""
    return _PRIVATE.sub(_masked, text)


def split_round(title: str | None) -> tuple[int | None, str | None]:
    """'【第二次拍卖】某某房产' → (2, '某某房产'); 变卖 is 3; a title without a known prefix → (None, title)."""
    if title is None:
        return None, None
    found = _ROUND_PREFIX.match(title)
    if found is None:
        return None, title
    return _ROUNDS.get(found.group(1)), title[found.end() :].strip()


def _masked(found: re.Match[str]) -> str:
    number = found.group()
    return number[:3] + "*" * (len(number) - 5) + number[-2:]


def _fen(number: str, factor: Decimal) -> Money:
    try:
        fen = Decimal(number.replace(",", "").replace("，", "")) * factor
    except InvalidOperation:
        raise Changed(f"金额“{number[:30]}”无法识别") from None
    if fen != fen.to_integral_value():
        raise Changed(f"金额“{number[:30]}”不足一分")
    return Money(int(fen))
