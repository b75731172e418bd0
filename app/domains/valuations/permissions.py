"""Rights over the ways to a reference price; which assets is the scope's question."""

from __future__ import annotations

from app.kernel.actor import COURT_ROLES, Role
from app.kernel.permission import Permission

SEE_VALUATIONS = Permission("valuation.see", "查看评估询价", COURT_ROLES)
PRICE_ASSETS = Permission("valuation.price", "办理评估询价", frozenset({Role.CLERK, Role.JUDGE}))
DECIDE_OBJECTIONS = Permission("valuation.decide_objections", "处理对参考价的异议", frozenset({Role.JUDGE}))
