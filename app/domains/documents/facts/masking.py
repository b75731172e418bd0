"""The public copy's facts: a second set with persons' numbers, homes, accounts and protected names taken out (law.md §11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.domains.documents.facts.base import PaperFacts, Part
from app.domains.documents.facts.marks import Audience, Mark

CROSS = "×"
_NUMBERS = re.compile(r"(?<![\dA-Za-z])(?:[1-8]\d{16}[\dXx]|1[3-9]\d{9}|\d{16,19})(?![\dA-Za-z])")
_COUNTY = re.compile(r"^(?:.{2,8}?(?:省|自治区))?(?:.{2,8}?(?:市|自治州|地区|盟))?(?:[^市区县旗]{1,8}(?:区|县|旗|市))?")
_DOUBLE_SURNAMES = frozenset(["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "轩辕", "端木", "南宫"])

Facts = TypeVar("Facts", bound=BaseModel)


def masked(facts: PaperFacts, audience: Audience) -> PaperFacts:
    """The same facts as the public may read them. The argument stays as it is."""
    return _cover(facts, _Cover(audience, _hidden(facts)))


def county_only(address: str) -> str:
    """'广东省广州市南沙区海语湾路18号' → '广东省广州市南沙区' (PI-06); an address without such parts is crossed out."""
    found = _COUNTY.match(address)
    return (found.group() if found else "") or CROSS


def surname_only(name: str) -> str:
    """'林知夏' → '林某', '欧阳启明' → '欧阳某' (PI-05)."""
    return (name[:2] if name[:2] in _DOUBLE_SURNAMES else name[:1]) + "某"


class _Cover:
    """What to do to one text."""

    def __init__(self, audience: Audience, names: dict[str, str]) -> None:
        self._audience, self._names = audience, names

    def text(self, text: str, mark: Mark | None) -> str:
        match mark:
            case Mark.CUT:
                return ""
            case Mark.CROSS:
                return CROSS if text not in {"", "无"} else text
            case Mark.ACCOUNT:
                return text if self._audience is Audience.LOT_PAGE else CROSS
            case Mark.ADDRESS:
                return county_only(text) if text else ""
            case Mark.OFFICE:
                return text
            case Mark.NAME | None:
                return self._free(text)

    def _free(self, text: str) -> str:
        for name, shown in self._names.items():
            text = text.replace(name, shown)
        return _NUMBERS.sub(CROSS, text)


def _cover(model: Facts, cover: _Cover) -> Facts:
    return model.model_copy(update={name: _covered(getattr(model, name), _mark(field), cover) for name, field in type(model).model_fields.items()})


def _covered(value: object, mark: Mark | None, cover: _Cover) -> object:
    if isinstance(value, Part):
        return _cover(value, cover)
    if isinstance(value, list):
        return [_covered(each, mark, cover) for each in value]
    return cover.text(value, mark) if type(value) is str else value


def _mark(field: FieldInfo) -> Mark | None:
    return next((each for each in field.metadata if isinstance(each, Mark)), None)


def _hidden(facts: PaperFacts) -> dict[str, str]:
    """name → what is shown, longest first; the second person of the same shown form gets a number (PI-05)."""
    names = list(dict.fromkeys([*facts.hidden_names, *_named(facts)]))
    shown = [surname_only(each) for each in names]
    numbered = [f"{each}{shown[: place + 1].count(each)}" if shown.count(each) > 1 else each for place, each in enumerate(shown)]
    return dict(sorted(zip(names, numbered, strict=True), key=_longest_first))


def _longest_first(pair: tuple[str, str]) -> int:
    return -len(pair[0])


def _named(model: BaseModel) -> Iterator[str]:
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Part):
                yield from _named(each)
            elif isinstance(each, str) and each and _mark(field) is Mark.NAME:
                yield each
