"""A paper from data alone: facts checked, text rendered strictly, Word and the masked public copy from the same blocks."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from jinja2 import meta

from app.domains.documents.catalogue import paper_kind
from app.domains.documents.facts.base import FactsRefused, PaperFacts
from app.domains.documents.facts.marks import Audience
from app.domains.documents.facts.masking import masked
from app.domains.documents.layout.blocks import Block, Kind, plain
from app.domains.documents.layout.html import fragment
from app.domains.documents.layout.markup import environment, protect, render
from app.domains.documents.layout.own import blocks_of, fill
from app.domains.documents.layout.sheet import Sheet
from app.domains.documents.layout.word import docx
from app.kernel.errors import NotAllowed

_JINJA = environment(Path(__file__).parent)


@dataclass(frozen=True)
class Paper:
    """A rendered paper. `digest` is the SHA-256 of its text; a public copy has its own. `public` is None for the court's own copy.

    `own` is the court's own template (docx) that it was made with, None for the house's.
    """

    code: str
    facts: PaperFacts
    blocks: tuple[Block, ...]
    public: Audience | None = None
    own: bytes | None = field(default=None, repr=False)

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


def make_paper(code: str, facts: Mapping[str, object], own: bytes | None = None) -> Paper:
    """Render a paper, with a court's own template if there is one.

    Raises NotFound for an unknown code, FactsRefused that names every missing or wrong fact in Chinese.
    """
    return _paper(code, paper_kind(code).facts.read(facts), None, own)


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
    return _paper(paper.code, masked(paper.facts, audience), audience, paper.own)


def to_docx(paper: Paper, sheet: Sheet | None = None) -> bytes:
    """A Word file; without a sheet it is version 1 without watermark."""
    stand = sheet or Sheet(paper.digest)
    return fill(paper.own, named_context(paper.facts), stand) if paper.own else docx(paper.title, paper.blocks, stand)


def named_context(facts: PaperFacts) -> dict[str, object]:
    """What a court's own template may print: each fact by its name and, where that is one word, by its Chinese name."""
    named = facts.context()
    titles = {each.title: named[name] for name, each in type(facts).model_fields.items() if each.title and each.title.isidentifier()}
    return {**titles, **named}


def variables_of_house(code: str) -> set[str]:
    """The names that the house's own template of a paper prints, with the parts that it includes."""
    folder = Path(__file__).parent
    source = (folder / "papers" / code / "template.txt").read_text(encoding="utf-8")
    parts = {str(each) for each in meta.find_referenced_templates(_JINJA.parse(protect(source))) if each}
    texts = [source, *((folder / "layout/parts" / each).read_text(encoding="utf-8") for each in parts)]
    return set().union(*(meta.find_undeclared_variables(_JINJA.parse(protect(each))) for each in texts))


def _paper(code: str, facts: PaperFacts, public: Audience | None, own: bytes | None) -> Paper:
    blocks = blocks_of(fill(own, named_context(facts))) if own else render(_JINJA, code, facts.context())
    return Paper(code, facts, blocks, public, own)
