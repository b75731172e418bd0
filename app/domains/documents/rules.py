"""Rules of documents: their life, and who may sign what. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from app.domains.documents.facts.paper import PaperKind
from app.domains.documents.facts.paper import Role as Part
from app.domains.documents.types import DocumentStatus
from app.kernel.actor import ROLE_NAMES, Role
from app.kernel.errors import Conflict, NotAllowed
from app.kernel.transitions import Transitions

S = DocumentStatus


class DocumentAct(StrEnum):
    """What happens to a version of a paper."""

    COMPLETE = "complete"
    SIGN = "sign"
    SERVE = "serve"
    REPLACE = "replace"


LIFE = Transitions(
    {
        (S.DRAFT, DocumentAct.COMPLETE): S.MADE,
        (S.MADE, DocumentAct.SIGN): S.SIGNED,
        (S.SIGNED, DocumentAct.SERVE): S.SERVED,
        (S.DRAFT, DocumentAct.REPLACE): S.VOID,
        (S.MADE, DocumentAct.REPLACE): S.VOID,
        (S.SIGNED, DocumentAct.REPLACE): S.VOID,
    },
    {state: state.word for state in S},
)
_SIGNERS = {Part.JUDGE: Role.JUDGE, Part.PANEL: Role.JUDGE, Part.PRESIDENT: Role.PRESIDENT, Part.DIRECTOR: Role.DIRECTOR}


def signing_role(kind: PaperKind) -> Role:
    """The role whose signature issues the paper; records of those present are closed by the clerk (papers.md §0.3)."""
    return next((_SIGNERS[each] for each in kind.signers if each in _SIGNERS), Role.CLERK)


def check_signature(kind: PaperKind, role: Role, *, signer_id: str | None, actor_id: str, made_by: str | None) -> None:
    """The right role, the named person, and never the drafter alone (papers.md §0.3)."""
    wanted = signing_role(kind)
    if role is not wanted or (signer_id is not None and signer_id != actor_id):
        raise NotAllowed(f"你不能签发{kind.title}：该操作属于本案{ROLE_NAMES[wanted]}", code="not_signer")
    if wanted is not Role.CLERK and made_by == actor_id:
        raise NotAllowed("不能签发自己制作的文书：制作人与签发人须为不同的人", code="own_request")


def may_enter(path: str, *, facts: Mapping[str, Any], faults: Iterable[str], filled: Iterable[str]) -> bool:
    """May a person enter the fact at this path? What is missing, was entered before, or is optional and not given; a register's fact is mended there."""
    return path in set(faults) or path in set(filled) or ("." not in path and facts.get(path) in (None, ""))


def check_digest(stored: str, seen: str) -> None:
    """A signature counts for the text that was on the screen (M-31)."""
    if stored != seen:
        raise Conflict("文书在你打开之后变了，看过不同之处后重新签发", code="digest_changed")
