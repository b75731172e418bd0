"""Who sees seizures at work, follows them, answers another court, and sets the court's margins; which cases is the scope's question."""

from __future__ import annotations

from app.kernel.actor import STAGE_ROLES, Role
from app.kernel.permission import Permission

SEE_SEIZURES = Permission("seizure.see", "查看续封和移送", STAGE_ROLES)
FOLLOW_SEIZURES = Permission("seizure.follow", "登记移送处置权的函件", frozenset({Role.CLERK}))
ANSWER_LIEN = Permission("seizure.answer", "登记移送处置权的答复", frozenset({Role.CLERK, Role.JUDGE}))
DECIDE_LIEN = Permission("seizure.decide", "答复移送处置权", frozenset({Role.JUDGE}))
"""What another court asks of us the judge decides; what another court answered to our own letter the clerk may enter too."""
SET_MARGINS = Permission("seizure.margins", "设置续封提前量", frozenset({Role.DIRECTOR}))
