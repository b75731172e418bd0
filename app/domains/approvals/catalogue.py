"""Kinds of approval: who decides, what it is about, how many days, and which rule asks for it. One row a kind."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.actor import Role


@dataclass(frozen=True)
class ApprovalKind:
    """`decider` is the role that decides (a panel kind is decided by the case's panel); `days` until it is overdue."""

    code: str
    title: str
    question: str
    decider: Role
    rule: str
    days: int = 3
    by_panel: bool = False


_ROWS = (
    ApprovalKind("plan_panel", "处置方案合议", "合议庭是否同意起拍价、降价幅度、加价幅度、保证金、优先购买权人及顺位", Role.PANEL, "NA-39", 3, by_panel=True),
    ApprovalKind("plan_signature", "签发处置方案", "是否签发本方案，按此上拍", Role.JUDGE, "NA-39", 3),
    ApprovalKind("vacating_notice", "签发责令迁出公告", "是否签发公告，责令限期迁出", Role.PRESIDENT, "CP-01", 3),
    ApprovalKind("sale_ruling", "签发成交裁定书", "是否签发拍卖成交裁定书", Role.JUDGE, "AS-17", 3),
    ApprovalKind("case_closing", "结案审批", "是否准予结案", Role.JUDGE, "EX-15", 5),
)

CATALOGUE = {kind.code: kind for kind in _ROWS}
