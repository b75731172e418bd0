"""Input words with other names: an enum that also takes the usual synonyms, and days near enough to be counted from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from app.law.questions.shape import DayIn

FIRST_YEAR, LAST_YEAR = 1949, 2200


def _near(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PydanticCustomError("malformed", f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间")
    return day


NearDay = Annotated[DayIn, AfterValidator(_near)]
"""A day from which periods of some years can be counted in both directions."""


def also(kind: type[StrEnum], synonyms: Mapping[str, StrEnum]) -> BeforeValidator:
    """A validator that reads a word of the enum or one of its synonyms; anything else is malformed and told with the words allowed."""
    words = {**{str(each): each for each in kind}, **synonyms}

    def read(value: object) -> StrEnum:
        found = words.get(value) if isinstance(value, str) else None
        if found is None:
            raise PydanticCustomError("malformed", "应为下列之一：{words}", {"words": "、".join(str(each) for each in kind)})
        return found

    return BeforeValidator(read)
