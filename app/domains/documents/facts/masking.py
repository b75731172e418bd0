"""The public copy's facts: a second set with persons' numbers, homes, accounts and protected names taken out (law.md §11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from app.domains.documents.facts.base import PaperFacts, Part
from app.domains.documents.facts.marks import Audience, Mark
from app.domains.documents.facts.parties import Person, PersonKind
from app.law.masks import mask_address, mask_certificate, mask_name
from app.law.personal_data import redact

CROSS = "×"

Facts = TypeVar("Facts", bound=BaseModel)


def masked(facts: PaperFacts, audience: Audience) -> PaperFacts:
    """The same facts as the public may read them. The argument stays as it is."""
    return _cover(facts, _Cover(audience, _hidden(facts)))


class _Cover:
    """What to do to one text."""

    def __init__(self, audience: Audience, names: dict[str, str]) -> None:
        self._audience, self._names = audience, names

    def text(self, text: str, mark: Mark | None) -> str:
        match mark:
            case Mark.CUT:
                return ""
            case Mark.CERTIFICATE:
                return text if text == "无" else self._certificate(text)
            case Mark.ACCOUNT:
                return text if self._audience is Audience.LOT_PAGE else CROSS
            case Mark.ADDRESS:
                return mask_address(text) or CROSS
            case Mark.OFFICE:
                return text
            case Mark.NAME | None:
                return self._free(text)

    def _certificate(self, text: str) -> str:
        return mask_certificate(text) if self._audience is Audience.LOT_PAGE else CROSS

    def _free(self, text: str) -> str:
        for name, shown in self._names.items():
            text = text.replace(name, shown)
        return redact(text)


def _cover(model: Facts, cover: _Cover) -> Facts:
    fields = type(model).model_fields.items()
    return model.model_copy(update={name: _covered(getattr(model, name), _mark_in(model, field), cover) for name, field in fields})


def _mark_in(model: BaseModel, field: FieldInfo) -> Mark | None:
    """The field's mark; a unit's seat is public (PI-06), only a person's home is not."""
    mark = _mark(field)
    unit = isinstance(model, Person) and model.party_kind is not PersonKind.NATURAL
    return Mark.OFFICE if unit and mark is Mark.ADDRESS else mark


def _covered(value: object, mark: Mark | None, cover: _Cover) -> object:
    if isinstance(value, Part):
        return _cover(value, cover)
    if isinstance(value, list):
        return [_covered(each, mark, cover) for each in value]
    return cover.text(value, mark) if type(value) is str else value


def _mark(field: FieldInfo) -> Mark | None:
    return next((each for each in field.metadata if isinstance(each, Mark)), None)


def _hidden(facts: PaperFacts) -> dict[str, str]:
    """name → what is shown, longest first; people of the same shown form are numbered (PI-05). Parties keep theirs (PI-06) unless asked."""
    kept = {each.name for each in _persons(facts)}
    names = list(dict.fromkeys([*facts.hidden_names, *(each for each in _named(facts) if each not in kept)]))
    shown = [mask_name(each) for each in names]
    numbered = [f"{each}{shown[: place + 1].count(each)}" if shown.count(each) > 1 else each for place, each in enumerate(shown)]
    return dict(sorted(zip(names, numbered, strict=True), key=_longest_first))


def _longest_first(pair: tuple[str, str]) -> int:
    return -len(pair[0])


def _persons(model: BaseModel) -> Iterator[Person]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, Person))


def _named(model: BaseModel) -> Iterator[str]:
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Part):
                yield from _named(each)
            elif isinstance(each, str) and each and _mark(field) is Mark.NAME:
                yield each
