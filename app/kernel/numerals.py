"""Chinese numerals of item and serial numbers."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"


def cn_num(number: int) -> str:
    """1 → '一', 11 → '十一', 20 → '二十'; 1 to 99, for item numbers."""
    if not 0 < number < 100:
        raise ValueError(f"{number} is not an item number")
    tens, ones = divmod(number, 10)
    return ("" if not tens else ("十" if tens == 1 else _DIGITS[tens] + "十")) + (_DIGITS[ones] if ones else "")
