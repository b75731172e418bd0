"""Two editors of one plan: what each changed since the same terms, what both changed otherwise (M-30), and a text put together by lines. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.domains.plans.types import Terms


@dataclass(frozen=True)
class Merged:
    """`mine`: what is to be saved; `taken`: fields that the other changed and I did not; `clashes`: fields that both changed, otherwise."""

    mine: Mapping[str, object]
    taken: tuple[str, ...] = ()
    clashes: tuple[str, ...] = ()


def merge(base: Terms, stored: Terms, wanted: Mapping[str, object]) -> Merged:
    """Compare field by field with the terms that stood on the screen. Saying the same twice is no clash."""
    mine = {name: value for name, value in wanted.items() if value != getattr(base, name)}
    theirs = {name for name in base.as_json() if getattr(stored, name) != getattr(base, name)}
    clashes = tuple(name for name, value in mine.items() if name in theirs and value != getattr(stored, name))
    return Merged(mine, tuple(sorted(theirs - mine.keys())), clashes)


def merged_text(base: str, mine: str, theirs: str) -> str | None:
    """Both edits of one text, line by line; None where they touch the same or neighbouring lines."""
    lines = base.split("\n")
    ours, others = _edits(lines, mine.split("\n")), _edits(lines, theirs.split("\n"))
    if any(start <= last and first <= end for start, end, _ in ours for first, last, _ in others):
        return None
    found: list[str] = []
    place = 0
    for start, end, words in sorted([*ours, *others]):
        found += lines[place:start] + words
        place = end
    return "\n".join(found + lines[place:])


def _edits(base: list[str], changed: list[str]) -> list[tuple[int, int, list[str]]]:
    matched = SequenceMatcher(None, base, changed, autojunk=False).get_opcodes()
    return [(i1, i2, changed[j1:j2]) for act, i1, i2, j1, j2 in matched if act != "equal"]
