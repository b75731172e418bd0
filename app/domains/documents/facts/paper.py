"""One row of the register of papers: who drafts, who signs, when it is due, whether the public may read it (papers.md §1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domains.documents.facts.base import PaperFacts


class Stage(StrEnum):
    """In which part of a case the paper is made."""

    SEARCH = "查控"
    SALE = "处置"
    SETTLEMENT = "成交后"
    VACATING = "腾空"
    COERCION = "强制"
    CLOSING = "结案"
    ANY = "各阶段"


class Role(StrEnum):
    """Who drafts or signs."""

    CLERK = "书记员"
    ASSISTANT = "法官助理"
    JUDGE = "承办法官"
    PANEL = "合议庭"
    DIRECTOR = "执行局局长"
    PRESIDENT = "院长"
    SERVER = "送达人"
    RECEIVER = "受送达人"
    ATTENDEES = "到场人员"
    AGENCY = "辅助机构"


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A paper of the register. `code` is its folder; `number` is its place in the register; `due` is for people; `rules` are ids of law.md."""

    code: str
    number: int
    title: str
    stage: Stage
    drafter: Role
    signers: tuple[Role, ...]
    due: str
    rules: tuple[str, ...]
    facts: type[PaperFacts]
    sealed: bool = True
    public: bool = False
