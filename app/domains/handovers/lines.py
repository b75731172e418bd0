"""Lines of the hand-over record that become rows of its paper: keys, meters or counted things, charges. What cannot be read is refused by line. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from app.kernel.errors import Invalid
from app.kernel.money import MalformedMoney, Money

NO = "无"
KEY, METER, COUNTED, CHARGE = ("name", "count"), ("kind", "no", "reading", "unit"), ("name", "quantity"), ("kind", "as_of", "amount", "bearer")
Row = dict[str, object]


def check_lines(data: Mapping[str, str]) -> None:
    """Invalid names every line of keys, meters and charges that the paper could not take: nothing typed is left out of it."""
    faults = [(name, words) for name, read in _READERS.items() for words in _faults(data.get(name, ""), read, _SHAPES[name])]
    if faults:
        raise Invalid("；".join(words for _, words in faults), faults=tuple(faults))


def keys_of(text: str) -> list[Row]:
    """名称 | 数量, a line each."""
    return _rows(text, _key)


def meters_of(text: str) -> list[Row]:
    """种类 | 表号 | 读数 | 单位: the meters among the lines."""
    return [each for each in _rows(text, _metered) if "no" in each]


def counted_of(text: str) -> list[Row]:
    """名称 | 数量: things counted where there is no meter."""
    return [each for each in _rows(text, _metered) if "quantity" in each]


def charges_of(text: str) -> list[Row]:
    """费种 | 计至 | 金额 | 承担人, with day and amount read."""
    return _rows(text, _charge)


def _lines(text: str) -> list[str]:
    lines = [line.strip() for line in text.replace("｜", "|").splitlines() if line.strip()]
    return [] if lines == [NO] else lines


def _rows(text: str, read: Callable[[str], Row | None]) -> list[Row]:
    return [row for row in map(read, _lines(text)) if row is not None]


def _faults(text: str, read: Callable[[str], Row | None], shape: str) -> list[str]:
    return [f"“{line[:40]}”读不出：按“{shape}”写，一行一项；没有的只写“无”" for line in _lines(text) if read(line) is None]


def _cells(line: str, names: Sequence[str]) -> dict[str, str] | None:
    cells = [cell.strip() for cell in line.split("|")]
    return dict(zip(names, cells, strict=True)) if len(cells) == len(names) and all(cells) else None


def _key(line: str) -> Row | None:
    cells = _cells(line, KEY)
    return {"name": cells["name"], "count": int(cells["count"])} if cells and cells["count"].isdecimal() else None


def _metered(line: str) -> Row | None:
    cells = _cells(line, METER) or _cells(line, COUNTED)
    return {**cells} if cells else None


def _charge(line: str) -> Row | None:
    cells = _cells(line, CHARGE)
    as_of, amount = (_day(cells["as_of"]), _money(cells["amount"])) if cells else (None, None)
    return {**cells, "as_of": as_of, "amount": amount} if cells and as_of and amount is not None else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _money(text: str) -> Money | None:
    try:
        return Money.yuan(text)
    except MalformedMoney:
        return None


_READERS: dict[str, Callable[[str], Row | None]] = {"keys": _key, "meters": _metered, "arrears": _charge}
_SHAPES = {
    "keys": "名称 | 数量（整数），如 入户门钥匙 | 3",
    "meters": "种类 | 表号 | 读数 | 单位，没有表的写 名称 | 数量",
    "arrears": "费种 | 计至（如 2026-05-06）| 金额（元）| 承担人",
}
