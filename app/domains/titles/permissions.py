"""Who looks at title routes and who works on them; which routes is the scope's question. Agencies see their tasks, not the route."""

from __future__ import annotations

from app.kernel.actor import STAGE_ROLES, Role
from app.kernel.permission import Permission

SEE_TITLES = Permission("title.see", "查看裁定过户", STAGE_ROLES)
RUN_TITLES = Permission("title.run", "办理裁定过户", frozenset({Role.CLERK, Role.JUDGE, Role.FIELD}))
