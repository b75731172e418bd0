"""Scan of a text that is to be published for phrases that may not stand in it (papers.md §0.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.law.findings import Finding, Severity, Status
from app.law.folding import Folded, fold
from app.law.phrase_patterns import PATTERNS, Effect, PhrasePattern, Scope
from app.law.rulebook import cite, rule
from app.law.subjects import Channel

__all__ = ["PATTERNS", "Effect", "PhraseHit", "PhrasePattern", "scan", "stops"]

_SEVERITIES = {Effect.STOP: Severity.BREACH, Effect.WARNING: Severity.WARNING, Effect.MANUAL: Severity.MANUAL}


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """One forbidden phrase in a text: `start:end` is its range in the text given, `found` the words without blanks and quotation marks."""

    pattern: PhrasePattern
    start: int
    end: int
    found: str
    finding: Finding


def scan(text: str, *, on: date | None = None, channel: Channel = Channel.ONLINE, switched_off: frozenset[str] = frozenset()) -> tuple[PhraseHit, ...]:
    """Every forbidden phrase, in the order of the text. `on` is the day whose law judges it (None: the law now in force, without end).

    Blanks, line breaks, quotation marks and full-width digits inside a phrase do not hide it. `switched_off` are ids of rules of a weaker
    status than VERIFIED that the court has switched off; a VERIFIED rule is never switched off.
    """
    folded, day = fold(text), on or date.max
    ruling = [each for each in PATTERNS if each.applies(day, channel) and not _off(each, switched_off)]
    hits = [hit for each in ruling for hit in _hits(each, folded)]
    return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end, hit.pattern.code)))


def stops(hits: tuple[PhraseHit, ...]) -> bool:
    """Does one of the hits stop publication?"""
    return any(hit.finding.severity is Severity.BREACH for hit in hits)


def _off(pattern: PhrasePattern, switched_off: frozenset[str]) -> bool:
    return pattern.rule in switched_off and rule(pattern.rule).status is not Status.VERIFIED


def _hits(pattern: PhrasePattern, folded: Folded) -> list[PhraseHit]:
    found = pattern.words.finditer(folded.text)
    return [_hit(pattern, folded, each.start(), each.end()) for each in found if not _excused(pattern, folded, each.start(), each.end())]


def _excused(pattern: PhrasePattern, folded: Folded, start: int, end: int) -> bool:
    if pattern.excuse is None:
        return False
    around = folded.text if pattern.scope is Scope.TEXT else folded.sentence(start, end)
    return pattern.excuse.search(around) is not None


def _hit(pattern: PhrasePattern, folded: Folded, start: int, end: int) -> PhraseHit:
    first, last = folded.span(start, end)
    words = folded.text[start:end]
    return PhraseHit(pattern, first, last, words, _finding(pattern, words))


def _finding(pattern: PhrasePattern, words: str) -> Finding:
    second = "（二级来源）" if rule(pattern.rule).status is Status.SECOND else ""
    message = f"含“{words}”：{pattern.why}{second}。{pattern.remedy}"
    return Finding(pattern.rule, pattern.citation or cite(pattern.rule), _SEVERITIES[pattern.effect], words, pattern.remedy, message)
