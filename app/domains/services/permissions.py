"""Who sees what must be served, and who serves; which cases is the scope's question. Agencies help an officer, they do not serve (AUX-08)."""

from __future__ import annotations

from app.kernel.actor import COURT_ROLES, Role
from app.kernel.permission import Permission

SEE_SERVICES = Permission("service.see", "查看送达", COURT_ROLES)
SERVE = Permission("service.serve", "登记送达", frozenset({Role.CLERK, Role.JUDGE, Role.FIELD, Role.CONTROL}))
