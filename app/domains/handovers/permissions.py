"""Who looks at vacating and handing over, and who does it; which threads is the scope's question."""

from __future__ import annotations

from app.kernel.actor import STAGE_ROLES, Role
from app.kernel.permission import Permission

_DOERS = frozenset({Role.CLERK, Role.JUDGE, Role.FIELD})

SEE_HANDOVERS = Permission("handover.see", "查看腾空移交", STAGE_ROLES)
RUN_HANDOVER = Permission("handover.run", "办理腾空移交", _DOERS)
ANSWER_REFUSAL = Permission("handover.answer", "答复买受人拒收", frozenset({Role.JUDGE}))
