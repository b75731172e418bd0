"""The neutral form of a paper: a row of blocks that HTML, PDF, Word and plain text are all made from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a block is on the sheet (papers.md §0.4). The value is the marker in templates and the class in HTML."""

    COURT = "court"  # court name, centred, 22 pt
    TITLE = "title"  # paper name, centred, 22 pt
    NUMBER = "no"  # case number, right, two characters in
    ADDRESSEE = "to"  # flush left
    BODY = "p"  # 16 pt, first line indented by two
    FLUSH = "flush"  # body without indent
    HEADING = "h1"  # 一、 in 黑体
    SUBHEADING = "h2"  # （一） in 楷体
    RECORD = "record"  # 小四, records and tables of particulars
    SIGNER = "sign"  # right: title and name
    DATE = "date"  # right: the sign-off date
    ORGAN = "organ"  # right: the court's name above the date
    ANNEX = "annex"  # 附：, flush left
    COUPON = "cut"  # a dashed line with a word: the counterfoil begins
    BLANKS = "blanks"  # a line to be signed by hand
    STAMP = "stamp"  # left of the date: the copy agrees with the original; never part of a paper's own blocks
    HEAD = "head"  # head row of a table
    ROW = "row"  # row of a table


TABULAR = frozenset({Kind.HEAD, Kind.ROW})


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `cells` holds one text, or as many as a table row or a signature has."""

    kind: Kind
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        """The block in one line: cells of a table between bars, a signature as 'title  name'."""
        if self.kind in TABULAR:
            return " | ".join(self.cells)
        return "  ".join((self.cells[0], *(spaced(each) for each in self.cells[1:])))


def spaced(name: str) -> str:
    """A name of two characters takes the width of three: '孔舟' → '孔　舟'."""
    return f"{name[0]}　{name[1]}" if len(name) == 2 else name


def plain(blocks: tuple[Block, ...]) -> str:
    """All blocks as text, one a line; body paragraphs keep their indent."""
    return "".join(("　　" if each.kind is Kind.BODY else "") + each.text + "\n" for each in blocks)


def stamped(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The same paper with 本件与原本核对无异 left of its last date, for 正本 that leave the house."""
    dates = [place for place, each in enumerate(blocks) if each.kind is Kind.DATE]
    if not dates:
        return blocks
    return (*blocks[: dates[-1]], Block(Kind.STAMP, ("本件与原本核对无异",)), *blocks[dates[-1] :])
