"""What the paper pages show beside the text: facts in words, and where the public copy differs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from app.domains.documents.catalogue import fields_of, paper_kind
from app.domains.documents.filling import Blank, Typed, blanks_of
from app.domains.documents.rendering import make_paper, public_copy
from app.domains.documents.tables import Document
from app.kernel.clock import local
from app.kernel.money import Money

LONG = 120


def facts_shown(document: Document) -> list[tuple[str, str, str]]:
    """(field, title, value in words) of each fact of the paper that is known."""
    typed = {blank.path: blank.typed for blank in blanks_of(document.code, document.facts)}
    known = ((each.name, each.title, document.facts[each.name]) for each in fields_of(document.code) if each.name in document.facts)
    return [(name, title, _words(value, typed.get(name))) for name, title, value in known if value not in ("", None)]


def optional_blanks(document: Document) -> list[Blank]:
    """Facts that the paper would print if somebody entered them."""
    missing = {path for path, _ in document.faults}
    absent = [each.name for each in fields_of(document.code) if each.name not in missing and document.facts.get(each.name) in (None, "")]
    return blanks_of(document.code, absent)


def public_differences(document: Document, own: bytes | None = None) -> list[tuple[str, str]]:
    """Lines of the paper that the public copy masks: (line, masked line). Empty for a paper that is never public or not complete."""
    if not document.digest or not paper_kind(document.code).public:
        return []
    paper = make_paper(document.code, document.facts, own)
    return list(_changed(paper.text.splitlines(), public_copy(paper).text.splitlines()))


def _changed(own: list[str], masked: list[str]) -> Iterator[tuple[str, str]]:
    for tag, first, last, start, end in SequenceMatcher(None, own, masked, autojunk=False).get_opcodes():
        if tag != "equal":
            yield "\n".join(own[first:last]), "\n".join(masked[start:end])


def _words(value: Any, typed: Typed | None = None) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case int() if typed is Typed.MONEY:
            return f"{Money(value).grouped} 元"
        case str() if typed is Typed.INSTANT:
            return f"{local(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
        case list():
            return "无" if not value else _cut("；".join(_words(each) for each in value))
        case dict():
            return _cut(str(value.get("name") or value.get("text") or value.get("matter") or "、".join(str(each) for each in value.values())))
        case _:
            return _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= LONG else f"{text[:LONG]}…"
