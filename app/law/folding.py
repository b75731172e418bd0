"""Text as it is compared: blanks, quotation marks and full-width forms folded away, each place still known in the original."""

from __future__ import annotations

from dataclasses import dataclass

_DROPPED = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad“”‘’\"'「」『』《》〈〉*_`")
_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text; `places[i]` is where its character i stands in the original."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's half-open range of a non-empty folded range."""
        return self.places[start], self.places[end - 1] + 1

    def sentence(self, start: int, end: int) -> str:
        """The folded sentence around a folded range."""
        before = max(self.text.rfind(mark, 0, start) for mark in SENTENCE_ENDS) + 1
        after = [at for at in (self.text.find(mark, end) for mark in SENTENCE_ENDS) if at >= 0]
        return self.text[before : min(after, default=len(self.text))]


SENTENCE_ENDS = "。；;！!？?"


def fold(text: str, *, keep_lines: bool = False) -> Folded:
    """Drop blanks, zero-width characters and quotation marks, make full-width letters and digits plain. Lengths may shrink, order stays."""
    kept = [(place, char) for place, char in enumerate(text) if (keep_lines and char == "\n") or not (char.isspace() or char in _DROPPED)]
    return Folded("".join(char for _, char in kept).translate(_FULL_WIDTH), tuple(place for place, _ in kept))
