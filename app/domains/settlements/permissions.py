"""Who may do what with settlements, by role; which settlements is the scope's question. The buyer's name is for those who need it."""

from __future__ import annotations

from app.kernel.actor import Actor, Role
from app.kernel.errors import NotAllowed
from app.kernel.permission import Permission

_TWO = frozenset({Role.CLERK, Role.JUDGE})

SEE_SETTLEMENTS = Permission("settlement.see", "查看款项", _TWO | {Role.DIRECTOR, Role.PRESIDENT, Role.CLOSING})
EXPORT_SETTLEMENTS = Permission("settlement.export", "导出款项", _TWO | {Role.DIRECTOR})
BOOK_RECEIPT = Permission("settlement.book", "登记到账", frozenset({Role.CLERK}))
REFUND = Permission("settlement.refund", "办理保证金退还", frozenset({Role.CLERK}))
SPEND = Permission("settlement.spend", "登记费用", frozenset({Role.CLERK}))
NAME_BUYER = Permission("settlement.buyer", "登记买受人", frozenset({Role.CLERK}))
MAKE_RULING = Permission("settlement.rule", "作出成交裁定", frozenset({Role.JUDGE}))
SERVE_RULING = Permission("settlement.serve", "登记裁定送达", frozenset({Role.CLERK}))
DECLARE_DEFAULT = Permission("settlement.default", "宣布悔拍", frozenset({Role.JUDGE}))
DISTRIBUTE = Permission("settlement.distribute", "制作分配方案", frozenset({Role.CLERK}))
FOLLOW_UNSOLD = Permission("settlement.unsold", "办理流拍后的征询", frozenset({Role.CLERK}))
CHOOSE_WAY = Permission("settlement.choose_way", "决定流拍后的处置", frozenset({Role.JUDGE}))


def require(actor: Actor, permission: Permission) -> None:
    """Refuse an actor who does not hold a permission; the house itself may."""
    if not actor.is_system and not permission.held_by(actor):
        raise NotAllowed(f"你不能{permission.title}", code="no_right")
