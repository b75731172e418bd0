"""The three ways in which the court stops an auction, with their grounds and articles."""

from __future__ import annotations

from enum import StrEnum

from app.domains.rounds.rules import RoundStatus


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


STOP_GROUNDS = {
    "stay": "依法应当暂缓执行",
    "suspend": "依法应当中止执行",
    "system": "平台系统故障、安全隐患等紧急情况",
    "shown": "平台展示与审批方案不一致，可能影响竞买",
    "banned": "禁止竞买人参与竞买，须查明",
    "other": "其他依法应当暂缓、中止的情形",
}
WITHDRAW_GROUNDS = {
    "basis": "撤回：据以执行的生效法律文书被撤销",
    "applied": "撤回：申请执行人及其他执行债权人撤回执行申请",
    "performed": "撤回：被执行人全部履行了金钱债务",
    "settled": "撤回：当事人达成和解协议，不需要拍卖财产",
    "objection": "撤回：案外人对拍卖财产提出确有理由的异议",
    "collusion": "撤回：拍卖机构与竞买人恶意串通",
    "withdraw": "撤回：其他应当撤回拍卖委托的情形",
}
GROUNDS = STOP_GROUNDS | WITHDRAW_GROUNDS


def ground_fits(kind: HaltKind, ground: str) -> bool:
    """Is the ground one of that way?"""
    return ground in (WITHDRAW_GROUNDS if kind is HaltKind.WITHDRAW else STOP_GROUNDS)
