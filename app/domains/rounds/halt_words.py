"""The three ways in which the court stops an auction, with their articles; the grounds stand in app/law/stopping.py."""

from __future__ import annotations

from enum import StrEnum

from app.domains.rounds.rules import RoundStatus
from app.law.stopping import STOP_GROUNDS, WITHDRAW_GROUNDS


class HaltKind(StrEnum):
    """暂缓 is a decision, 中止 a ruling (法释〔2016〕18号第28条); 撤回 ends the auction (法释〔2004〕16号第17条)."""

    DEFER = "defer"
    SUSPEND = "suspend"
    WITHDRAW = "withdraw"

    @property
    def word(self) -> str:
        """For people."""
        return {HaltKind.DEFER: "暂缓", HaltKind.SUSPEND: "中止", HaltKind.WITHDRAW: "撤回"}[self]

    @property
    def status(self) -> RoundStatus | None:
        """What the lot then is; None: what the site shows decides (a withdrawal is a result)."""
        return {HaltKind.DEFER: RoundStatus.DEFERRED, HaltKind.SUSPEND: RoundStatus.SUSPENDED, HaltKind.WITHDRAW: None}[self]

    @property
    def article(self) -> str:
        """What permits it."""
        return "法释〔2004〕16号 第17条" if self is HaltKind.WITHDRAW else "法释〔2016〕18号 第28条"


GROUNDS = {code: ground.words for code, ground in (STOP_GROUNDS | WITHDRAW_GROUNDS).items()}
ENDED = frozenset({"refused", "returned", "recalled"})
"""What a request is that came to nothing: the clerk may ask again."""


def ground_fits(kind: HaltKind, ground: str) -> bool:
    """Is the ground one of that way?"""
    return ground in (WITHDRAW_GROUNDS if kind is HaltKind.WITHDRAW else STOP_GROUNDS)
