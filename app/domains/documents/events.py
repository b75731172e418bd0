"""Facts of documents."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class _OfDocument(Fact):
    document_id: str
    case_id: str
    court_id: str
    code: str
    subject_kind: str
    subject_id: str
    digest: str


@dataclass(frozen=True, slots=True)
class PaperMade(_OfDocument):
    """A complete version of a paper waits for its signature."""

    title: str


@dataclass(frozen=True, slots=True)
class PaperSigned(_OfDocument):
    """Exactly this text was issued."""

    title: str
    by_id: str
