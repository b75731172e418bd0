"""The register of papers, found by scanning papers/: a folder with facts.py is a paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from app.domains.documents import papers
from app.domains.documents.facts.paper import PaperKind
from app.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class FactField:
    """One fact a paper asks for: its name in the mapping, its Chinese name, whether it must always be given."""

    name: str
    title: str
    required: bool


def fields_of(code: str) -> tuple[FactField, ...]:
    """What a paper asks for, the always needed first (conditional ones are told by rendering.faults_of). Raises NotFound."""
    fields = [FactField(name, each.title or name, each.is_required()) for name, each in paper_kind(code).facts.model_fields.items()]
    return tuple(sorted(fields, key=_optional))


def _optional(field: FactField) -> bool:
    return not field.required


def paper_kind(code: str) -> PaperKind:
    """The paper of a code. Raises NotFound."""
    if code not in PAPERS:
        raise NotFound(f"没有代码为 {code} 的文书")
    return PAPERS[code]


def _scan() -> Mapping[str, PaperKind]:
    found = [_load(each.name) for each in iter_modules(papers.__path__) if each.ispkg]
    return MappingProxyType({each.code: each for each in sorted(found, key=_number)})


def _load(code: str) -> PaperKind:
    kind: PaperKind = import_module(f"{papers.__name__}.{code}.facts").PAPER
    if kind.code != code:
        raise LookupError(f"the folder {code} holds a paper that calls itself {kind.code}")
    return kind


def _number(kind: PaperKind) -> int:
    return kind.number


PAPERS: Mapping[str, PaperKind] = _scan()
