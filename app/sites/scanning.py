"""Values out of what sites write: charsets, money with its unit, times on China's clock, counts, titles with their round."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from urllib.parse import unquote

from app.kernel.clock import at_shanghai
from app.kernel.money import Money
from app.sites.contract import Changed
from app.sites.noting import note


class Unit(StrEnum):
    """What one of a site's money figures counts; the field knows it, it is never guessed from the size (sites.md §0.3)."""

    YUAN = "元"
    WAN = "万元"
    FEN = "分"


Figure = str | int | Decimal | None

_FEN_OF = {Unit.YUAN: Decimal(100), Unit.WAN: Decimal(1_000_000), Unit.FEN: Decimal(1)}
_SCALES = {"": 1, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000, "亿": 100_000_000}
_MOST_FEN = 10**16
_MOST_DIGITS = 9
_ABSENT = {"", "-", "--", "—", "暂无", "无", "null", "none", "undefined", "-88888"}
_AMOUNT = re.compile(r"(?:人民币)?\s*[¥￥]?\s*(\d[\d,，]*(?:\.\d+)?)\s*(百|佰|千|仟|万|亿)?\s*(元|分)?(?:人民币)?")
_MOMENT = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]*(\d{1,2})\s*[:：时点]\s*(\d{1,2})?\s*(?:[:：分]\s*(\d{1,2}(?:\.\d+)?)?\s*秒?)?)?"
)
_NO_YEARS = (1900, 2050)
CHINA = timedelta(hours=8)
_COUNT = re.compile(r"\d[\d,]*")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST_MILLIS = 4_102_444_800_000
_ROUND_PREFIX = re.compile(r"^\s*[【\[(（]\s*(第?[一二三123]次?拍卖?|[一二]拍|变卖|重新拍卖)\s*[】\])）]\s*")
_ROUNDS = {"第一次拍卖": 1, "一拍": 1, "第1次拍卖": 1, "第二次拍卖": 2, "二拍": 2, "第2次拍卖": 2, "变卖": 3}
_ZONE = re.compile(r"\s*(?:Z|([+-])(\d{2}):?(\d{2}))$")
_PRIVATE = re.compile(r"(?<!\d)(?:(?:\+?86[ -]?)?1[3-9]\d([ -]?)\d{4}\1\d{4}|\d{17}[\dXx])(?!\d)")
_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 0xFEFF))
_HAN = r"\u3400-\u9fff"
_NAME = re.compile(rf"[{_HAN}][{_HAN}·（）()]*")
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def decode(content: bytes) -> str:
    """Bytes → text: UTF-8, else GB18030 (GBK pages), UTF-16 by its mark. What a header claims is not believed: pages are mislabelled. Changed if none fits."""
    marked = _BOMS.get(content[:2])
    for charset in (marked,) if marked else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(charset)
        except UnicodeDecodeError:
            continue
    raise Changed("页面的字符集无法识别")


def money(value: Figure, unit: Unit) -> Money | None:
    """A figure in the field's unit; a unit written in the text outranks it ('10908.4万元', '￥13.5万元'). Absent marks → None, no figure → Changed."""
    text = _written(value)
    if text.lower() in _ABSENT:
        return None
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise Changed(f"金额“{_told(text)}”无法识别")
    number, scale, word = found.group(1), found.group(2) or "", found.group(3) or ""
    said = Unit.FEN if word == "分" else Unit.YUAN if scale or word else unit
    return note(text, f"{scale}{said.value}", _fen(number, _FEN_OF[said] * _SCALES[scale]))


def positive(amount: Money | None) -> Money | None:
    """An amount, with 0 read as absent (Taobao consultPrice, JD assessmentPrice, gpai priceStart)."""
    return amount if amount else None


def labelled_money(text: str, *labels: str, unit: Unit) -> Money | None:
    """Labels are patterns. The amount after the first of the labels that stands in flat text: '起拍价 ： 76360000 元', '保 证 金 7600'."""
    for label in labels:
        spaced = r"\s*".join(label) if label.isalpha() else label
        found = re.search(rf"{spaced}\s*[:：为]?\s*({_AMOUNT.pattern})(?![\d.,]|\s*[%％‰])", text)
        if found:
            return money(found.group(1), unit)
    return None


def from_millis(value: Figure) -> datetime | None:
    """Milliseconds since 1970 → aware UTC; None, '' and 0 → None; seconds or nonsense → Changed."""
    text = _written(value)
    if text in ("", "0"):
        return None
    if not re.fullmatch(r"-?[0-9]{1,20}(\.0+)?", text):
        raise Changed(f"时间“{_told(text)}”无法识别")
    millis = int(text.split(".")[0])
    if not 100_000_000_000 <= millis <= _LATEST_MILLIS:
        raise Changed(f"时间 {millis} 不是毫秒数")
    return note(text, "毫秒", _EPOCH + timedelta(milliseconds=millis))


def from_text(value: Figure) -> datetime | None:
    """A time without zone is China's (UTC+8), padded or not: '2018-4-4 9:00:00', '2018/9/7 10:00', '2026年05月26日 10:34:46.120'. Placeholders → None."""
    text = _written(value)
    if text.lower() in _ABSENT:
        return None
    zone = _ZONE.search(text) if ":" in text else None
    found = _MOMENT.fullmatch(text[: zone.start()] if zone else text)
    at = moment(found) if found else None
    if found is None:
        raise Changed(f"时间“{_told(text)}”无法识别")
    return note(text, "北京时间", at + (CHINA - _offset(zone)) if zone else at) if at else at


def instant(value: Figure) -> datetime | None:
    """A field that holds milliseconds in one form of the answer and text in another. Seconds are never taken for either."""
    text = _written(value)
    return from_millis(text) if re.fullmatch(r"[0-9]{1,20}(\.0+)?", text) else from_text(text)


def find_moment(text: str, before: str) -> datetime | None:
    """The time in flat text after a pattern: find_moment(page, r'开始时间[:：]')."""
    found = re.search(rf"{before}\s*(?P<moment>{_MOMENT.pattern})", text)
    inner = _MOMENT.match(found.group("moment")) if found else None
    at = moment(inner) if inner else None
    return note(inner.group(), "北京时间", at) if inner and at else None


def moment(found: re.Match[str]) -> datetime | None:
    """A match of the time pattern → aware UTC; the years 1900 and 2050 stand for 'none' (gpai)."""
    year, month, day, hour, minute = (int(part) if part else 0 for part in found.groups()[:5])
    second = Decimal(found.group(6) or 0)
    if year in _NO_YEARS:
        return None
    try:
        return at_shanghai(year, month, day, hour, minute, int(second)) + timedelta(microseconds=int(second % 1 * 1_000_000))
    except (ValueError, OverflowError):
        raise Changed(f"时间“{found.group(0)[:30]}”不存在") from None


def count(value: Figure) -> int | None:
    """A counter: 235, '235', '1,235', '235次'; '', '--' and None → None; anything else Changed."""
    text = _written(value)
    if text.lower() in _ABSENT:
        return None
    found = _COUNT.match(text)
    if found is None:
        raise Changed(f"数量“{_told(text)}”无法识别")
    digits = found.group().replace(",", "")
    if len(digits) > _MOST_DIGITS:
        raise Changed(f"数量“{text[:30]}”过大")
    return int(digits)


def plain(text: object) -> str | None:
    """Text for people: entities resolved, blanks folded, control signs dropped, mobile and identity numbers masked (sites.md §9). '' and None → None."""
    folded = " ".join(html.unescape("" if text is None else str(text)).translate(_CONTROL).split())
    return mask(folded) or None


def bidder_code(value: object) -> str:
    """A bidder's code as it stands. A person's or a firm's name in its place keeps its first sign only, a mobile number its ends: names are never stored."""
    text = plain(value) or ""
    return text[0] + "*" * min(len(text) - 1, 6) if _NAME.fullmatch(text) else text


def yes(value: object) -> bool:
    """A flag as sites write it: true, 1, '1', 'true', '是' → True; false, 0, '0', 'false', '', None → False."""
    return str(value).strip().lower() in ("1", "1.0", "true", "yes", "y", "是", "有")


def unquoted(url: str) -> str:
    """An address with its %XX written out, as text to look things up in."""
    return unquote(url)


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


def _told(text: str) -> str:
    """A text that was not understood, for a message: short, and without private numbers."""
    return mask(text.translate(_CONTROL))[:30]


def _written(value: object) -> str:
    """A value as text: entities resolved, an exact decimal without exponent (1.0E7 → 10000000), None → ''."""
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 40:
        return f"{value:f}"
    return html.unescape(str(value)).strip() if value is not None else ""


def _offset(zone: re.Match[str]) -> timedelta:
    sign, hours, minutes = zone.groups()
    return timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1) if sign else timedelta()


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
    if fen > _MOST_FEN:
        raise Changed(f"金额“{number[:30]}”过大")
    return Money(int(fen))
