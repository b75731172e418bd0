"""Who looks at a case's closing checklist and who ends the case."""

from __future__ import annotations

from app.kernel.actor import STAGE_ROLES, Role
from app.kernel.permission import Permission

SEE_CLOSING = Permission("closing.see", "查看结案清单", STAGE_ROLES)
APPROVE_CLOSING = Permission("closing.approve", "准予结案", frozenset({Role.JUDGE}))
