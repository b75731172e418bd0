"""Who arranges viewings, who guides and answers, who lets an answer be published; which lots is the scope's question."""

from __future__ import annotations

from app.kernel.actor import COURT_ROLES, Role
from app.kernel.permission import Permission

_OUTSIDE = frozenset({Role.AGENCY, Role.WORKER})

SEE_VIEWINGS = Permission("viewing.see", "查看看样和咨询", COURT_ROLES | _OUTSIDE)
RUN_VIEWINGS = Permission("viewing.run", "安排看样时段和公开预约页", frozenset({Role.CLERK, Role.JUDGE}))
GUIDE_VIEWINGS = Permission("viewing.guide", "登记预约、到场和问答", frozenset({Role.CLERK, Role.JUDGE, Role.FIELD}) | _OUTSIDE)
DECIDE_ANSWERS = Permission("viewing.decide", "公开问答", frozenset({Role.JUDGE}))
