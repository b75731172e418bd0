"""Money: whole fen (分), never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from fractions import Fraction

_PLAIN = re.compile(r"-?\d{1,15}(\.\d{1,2})?")
_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "兆")


class MalformedMoney(ValueError):
    """The text is not an amount in yuan with at most two places."""


@dataclass(frozen=True, order=True, slots=True)
class Money:
    """An amount of RMB in fen (1 yuan = 100 fen). Ordered, hashable, exact."""

    fen: int

    @classmethod
    def yuan(cls, text: str | int | Decimal) -> Money:
        """Read an amount in yuan: '595000', '595,000.00', '-3.5'. More than two places or anything else is MalformedMoney."""
        plain = str(text).strip().replace(",", "").replace("，", "")
        if not _PLAIN.fullmatch(plain):
            raise MalformedMoney(f"{text!r} is not an amount in yuan")
        try:
            return cls(int(Decimal(plain) * 100))
        except InvalidOperation as error:  # pragma: no cover - the pattern admits only numbers
            raise MalformedMoney(str(text)) from error

    def __str__(self) -> str:
        """Plain decimal string in yuan, two places: '595000.00' (API, law questions)."""
        sign = "-" if self.fen < 0 else ""
        whole, rest = divmod(abs(self.fen), 100)
        return f"{sign}{whole}.{rest:02d}"

    @property
    def grouped(self) -> str:
        """For people: '595,000.00'."""
        sign = "-" if self.fen < 0 else ""
        whole, rest = divmod(abs(self.fen), 100)
        return f"{sign}{whole:,}.{rest:02d}"

    @property
    def capitals(self) -> str:
        """For papers and signing, without the prefix 人民币: 伍拾玖万伍仟元整 (GB/T 15835 habit)."""
        return capitals(self)

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    def __mul__(self, count: int) -> Money:
        return Money(self.fen * count)

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def __bool__(self) -> bool:
        return self.fen != 0

    def share_up(self, share: Fraction) -> Money:
        """This amount times share, rounded up to the fen (floors: law.md §13)."""
        return Money(_round(self.fen * share, ROUND_CEILING))

    def share_down(self, share: Fraction) -> Money:
        """This amount times share, rounded down to the fen (caps: law.md §13)."""
        return Money(_round(self.fen * share, ROUND_FLOOR))

    def ratio(self, other: Money) -> Fraction:
        """This amount as a share of another; the other must not be zero."""
        return Fraction(self.fen, other.fen)


ZERO = Money(0)


def total(amounts: list[Money]) -> Money:
    """Sum of amounts; of none it is zero."""
    return Money(sum(each.fen for each in amounts))


def capitals(amount: Money) -> str:
    """The amount in Chinese capitals: 1,000,050.06 yuan → 壹佰万零伍拾元零陆分; a whole yuan ends in 元整."""
    if amount.fen < 0:
        return "负" + capitals(-amount)
    whole, rest = divmod(amount.fen, 100)
    jiao, fen = divmod(rest, 10)
    text = _whole(whole) + "元" if whole else ""
    if not rest:
        return (text or "零元") + "整"
    text += _DIGITS[jiao] + "角" if jiao else ("零" if whole else "")
    return text + (_DIGITS[fen] + "分" if fen else "整")


def _whole(number: int) -> str:
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    text, gap = "", False
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = gap or bool(text)
            continue
        text += "零" if text and (gap or group < 1000) else ""
        text += _four(group) + _GROUPS[place]
        gap = False
    return text


def _four(group: int) -> str:
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = group // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return text


def _round(value: Fraction, rounding: str) -> int:
    down = value.numerator // value.denominator
    return down if rounding == ROUND_FLOOR or value.denominator == 1 else down + 1
