"""A paper from data alone: facts checked, text rendered strictly, Word and the masked public copy from the same blocks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from app.domains.documents.catalogue import paper_kind
from app.domains.documents.facts.base import FactsRefused, PaperFacts
from app.domains.documents.facts.marks import Audience
from app.domains.documents.facts.masking import masked
from app.domains.documents.layout.blocks import Block, Kind, plain
from app.domains.documents.layout.html import fragment
from app.domains.documents.layout.markup import environment, render
from app.domains.documents.layout.sheet import Sheet
from app.domains.documents.layout.word import docx
from app.kernel.errors import NotAllowed

_JINJA = environment(Path(__file__).parent)


@dataclass(frozen=True)
class Paper:
    """A rendered paper. `digest` is the SHA-256 of its text; a public copy has its own. `public` is None for the court's own copy."""

    code: str
    facts: PaperFacts
    blocks: tuple[Block, ...]
    public: Audience | None = None

    @cached_property
    def title(self) -> str:
        """What the paper calls itself: its title line, else the register's title."""
        found = next((each.text for each in self.blocks if each.kind is Kind.TITLE), paper_kind(self.code).title)
        return found.replace(" ", "")

    @cached_property
    def text(self) -> str:
        """Plain text, a block a line."""
        return plain(self.blocks)

    @cached_property
    def html(self) -> str:
        """Escaped fragment for the screen (print pages come from layout.html.page)."""
        return str(fragment(self.blocks))

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) over code, kinds and texts: any changed character changes it."""
        content = "\x1e".join([self.code, *(f"{each.kind}\x1f" + "\x1f".join(each.cells) for each in self.blocks)])
        return hashlib.sha256(content.encode()).hexdigest()


def make_paper(code: str, facts: Mapping[str, object]) -> Paper:
    """Render a paper. Raises NotFound for an unknown code, FactsRefused that names every missing or wrong fact in Chinese."""
    return _paper(code, paper_kind(code).facts.read(facts), None)


def faults_of(code: str, facts: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """What still keeps the paper from being made, as (field path, Chinese message); empty when it can be made."""
    try:
        paper_kind(code).facts.read(facts)
    except FactsRefused as refusal:
        return refusal.faults
    return ()


def public_copy(paper: Paper, audience: Audience = Audience.ARCHIVE) -> Paper:
    """The same version for the public, rendered a second time from masked facts. Raises NotAllowed for a paper that is never public."""
    if not paper_kind(paper.code).public:
        raise NotAllowed(f"{paper_kind(paper.code).title}不对外公开")
    return _paper(paper.code, masked(paper.facts, audience), audience)


def to_docx(paper: Paper, sheet: Sheet | None = None) -> bytes:
    """A Word file; without a sheet it is version 1 without watermark."""
    return docx(paper.title, paper.blocks, sheet or Sheet(paper.digest))


def _paper(code: str, facts: PaperFacts, public: Audience | None) -> Paper:
    return Paper(code, facts, render(_JINJA, code, facts.context()), public)
