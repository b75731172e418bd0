"""Who may do what with settlements, by role; which settlements is the scope's question. The buyer's name is for those who need it."""

from __future__ import annotations

from app.kernel.actor import Role
from app.kernel.permission import Permission

_TWO = frozenset({Role.CLERK, Role.JUDGE})

SEE_SETTLEMENTS = Permission("settlement.see", "查看款项", _TWO | {Role.DIRECTOR, Role.PRESIDENT, Role.CLOSING})
BOOK_RECEIPT = Permission("settlement.book", "登记到账", frozenset({Role.CLERK}))
NAME_BUYER = Permission("settlement.buyer", "登记买受人", frozenset({Role.CLERK}))
MAKE_RULING = Permission("settlement.rule", "作出成交裁定", frozenset({Role.JUDGE}))
SERVE_RULING = Permission("settlement.serve", "登记裁定送达", frozenset({Role.CLERK}))
