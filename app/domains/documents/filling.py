"""Blanks of a paper: which fact a person may enter at a field path, how it is typed, and how it joins the facts. Pure."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.domains.documents.catalogue import paper_kind
from app.domains.documents.facts.base import part_of, title_of
from app.kernel.errors import Invalid
from app.kernel.money import MalformedMoney, Money

CELL = "|"
NONE = "无"


class Typed(StrEnum):
    """How a blank is typed on the screen."""

    TEXT = "text"
    DAY = "day"
    INSTANT = "instant"
    MONEY = "money"
    NUMBER = "number"
    CHOICE = "choice"
    FLAG = "flag"
    LINES = "lines"
    ROWS = "rows"


@dataclass(frozen=True)
class Blank:
    """A fact to enter. `choices` of a closed set; `columns` are (name, title, kind) of a row's cells in their order."""

    path: str
    title: str
    typed: Typed
    choices: tuple[str, ...] = ()
    columns: tuple[tuple[str, str, Typed], ...] = ()

    @property
    def name(self) -> str:
        """As a form field's name."""
        return self.path.replace(".", "__")

    @property
    def hint(self) -> str:
        """How to type it."""
        if self.typed is Typed.ROWS:
            return f"每行一项，各格用 {CELL} 隔开：" + f" {CELL} ".join(title for _, title, _ in self.columns) + f"；没有的写“{NONE}”"
        return f"每行一项；没有的写“{NONE}”" if self.typed is Typed.LINES else ""


def blanks_of(code: str, paths: Iterable[str]) -> list[Blank]:
    """The blanks at these paths that a person can enter, each once. A path that is no field of the paper is passed over."""
    model = paper_kind(code).facts
    found = (_blank(model, path) for path in dict.fromkeys(paths))
    return [each for each in found if each is not None]


def merged(facts: Mapping[str, Any], filled: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with what a person entered laid over them, by path; a path into a list that is not there is passed over."""
    result: dict[str, Any] = deepcopy(dict(facts))
    for path, value in filled.items():
        _put(result, path.split("."), value)
    return result


def rows_of(blank: Blank, text: str) -> list[dict[str, Any]]:
    """Typed rows as values. Raises Invalid naming the line and cell."""
    lines = [] if text.strip() == NONE else [line for line in text.splitlines() if line.strip()]
    return [_row(blank, number, line.replace("｜", CELL)) for number, line in enumerate(lines, start=1)]


def lines_of(text: str) -> list[str]:
    """Typed lines as texts; 无 is an empty list."""
    return [] if text.strip() == NONE else [line.strip() for line in text.splitlines() if line.strip()]


def _row(blank: Blank, number: int, line: str) -> dict[str, Any]:
    cells = [cell.strip() for cell in line.split(CELL)]
    if len(cells) > len(blank.columns):
        raise Invalid(f"第 {number} 行多于 {len(blank.columns)} 格", field=blank.name)
    named = zip(blank.columns, cells, strict=False)
    return {name: _cell(blank, number, title, typed, text) for (name, title, typed), text in named if text}


def _cell(blank: Blank, number: int, title: str, typed: Typed, text: str) -> Any:
    try:
        match typed:
            case Typed.MONEY:
                return Money.yuan(text).fen
            case Typed.FLAG:
                return {"是": True, "否": False}[text]
            case _:
                return text
    except (MalformedMoney, KeyError):
        raise Invalid(f"第 {number} 行“{title}”应为{'金额（元）' if typed is Typed.MONEY else '是或否'}", field=blank.name) from None


def _blank(model: type[BaseModel], path: str) -> Blank | None:
    field = _field_at(model, path.split("."))
    if field is None:
        return None
    title = title_of(model, tuple(int(step) if step.isdigit() else step for step in path.split(".")))
    typed = _typed(field)
    part = part_of(field.annotation)
    if typed is Typed.ROWS and part is not None:
        columns = tuple((name, each.title or name, _typed(each)) for name, each in part.model_fields.items())
        return None if any(kind in (Typed.ROWS, Typed.LINES) for _, _, kind in columns) else Blank(path, title, typed, columns=columns)
    return Blank(path, title, typed, choices=_choices(field.annotation))


def _field_at(model: type[BaseModel], steps: list[str]) -> FieldInfo | None:
    field = model.model_fields.get(steps[0])
    rest = [step for step in steps[1:] if not step.isdigit()]
    if field is None or not rest:
        return field
    part = part_of(field.annotation)
    return _field_at(part, rest) if part else None


def _typed(field: FieldInfo) -> Typed:
    plain = _bare(field.annotation)
    if get_origin(plain) is list:
        return Typed.ROWS if part_of(plain) else Typed.LINES
    if not isinstance(plain, type):
        return Typed.TEXT
    if issubclass(plain, StrEnum):
        return Typed.CHOICE
    if issubclass(plain, BaseModel):
        return Typed.ROWS
    return next((typed for kind, typed in _PLAIN if issubclass(plain, kind)), Typed.TEXT)


_PLAIN: tuple[tuple[type, Typed], ...] = (
    (str, Typed.TEXT),
    (bool, Typed.FLAG),
    (Money, Typed.MONEY),
    (datetime, Typed.INSTANT),
    (date, Typed.DAY),
    (int, Typed.NUMBER),
)


def _bare(annotation: Any) -> Any:
    """Without Annotated and None; AwareDatetime is an instant."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, types.UnionType):
        return _bare(next(each for each in get_args(annotation) if each is not types.NoneType))
    return datetime if getattr(annotation, "__name__", "") == "AwareDatetime" else annotation


def _choices(annotation: Any) -> tuple[str, ...]:
    plain = _bare(annotation)
    return tuple(each.value for each in plain) if isinstance(plain, type) and issubclass(plain, StrEnum) else ()


def _put(into: Any, steps: list[str], value: Any) -> None:
    head, rest = steps[0], steps[1:]
    if head.isdigit():
        if isinstance(into, list) and int(head) < len(into):
            if rest:
                _put(into[int(head)], rest, value)
            else:
                into[int(head)] = value
        return
    if not isinstance(into, dict):
        return
    if rest:
        _put(into.setdefault(head, {}), rest, value)
    else:
        into[head] = value
