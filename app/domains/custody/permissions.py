"""Who looks at chains of custody and who writes them; which things is the scope's question: an agency sees what it holds."""

from __future__ import annotations

from app.kernel.actor import COURT_ROLES, Role
from app.kernel.permission import Permission

_COURT = frozenset({Role.CLERK, Role.JUDGE, Role.FIELD})
_HOLDERS = frozenset({Role.AGENCY, Role.WORKER, Role.NOTARY})

SEE_CUSTODY = Permission("custody.see", "查看保管链", COURT_ROLES | _HOLDERS)
RUN_CUSTODY = Permission("custody.run", "登记封存、交接、启封和复封", _COURT)
HOLD_CUSTODY = Permission("custody.hold", "签交接、检查保管物", _COURT | _HOLDERS)
