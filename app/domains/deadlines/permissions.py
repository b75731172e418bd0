"""Who may look at deadlines and explain them; which deadlines is the scope's question."""

from __future__ import annotations

from app.kernel.actor import COURT_ROLES, STAGE_ROLES, Role
from app.kernel.permission import Permission

SEE_DEADLINES = Permission("deadline.see", "查看期限", COURT_ROLES)
EXPLAIN_DEADLINE = Permission("deadline.explain", "说明期限", STAGE_ROLES - {Role.PRESIDENT})
