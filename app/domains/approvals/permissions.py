"""Rights over decisions and votes; which ones is the scope's question, who decides which kind the catalogue's."""

from __future__ import annotations

from app.domains.approvals.catalogue import ASKERS
from app.kernel.actor import COURT_ROLES, Role
from app.kernel.permission import Permission

SEE_DECISIONS = Permission("decision.see", "查看审批事项", COURT_ROLES)
ASK = Permission("decision.ask", "发起审批", ASKERS)
DECIDE = Permission("decision.decide", "审批", frozenset({Role.JUDGE, Role.DIRECTOR, Role.PRESIDENT}))
SEE_PANELS = Permission("panel.see", "查看合议事项", COURT_ROLES)
VOTE = Permission("panel.vote", "表决", frozenset({Role.PANEL, Role.JUDGE, Role.DIRECTOR}))
