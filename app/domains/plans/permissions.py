"""Rights over listing plans; which plans is the scope's question."""

from __future__ import annotations

from app.kernel.actor import COURT_ROLES, Role
from app.kernel.permission import Permission

SEE_PLANS = Permission("plan.see", "查看处置方案", COURT_ROLES)
DRAFT_PLANS = Permission("plan.draft", "拟定处置方案", frozenset({Role.CLERK, Role.JUDGE}))
TAKE_PACKAGE = Permission("plan.package", "导出上拍包", frozenset({Role.CLERK, Role.JUDGE}))
