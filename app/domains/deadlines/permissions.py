"""Who may look at deadlines and explain them; which deadlines is the scope's question."""

from __future__ import annotations

from app.domains.deadlines.period import Period
from app.kernel.actor import COURT_ROLES, STAGE_ROLES, Actor, Role
from app.kernel.permission import Permission

SEE_DEADLINES = Permission("deadline.see", "查看期限", COURT_ROLES)
EXPLAIN_DEADLINE = Permission("deadline.explain", "说明期限", STAGE_ROLES - {Role.PRESIDENT})
RUN_DEADLINES = Permission("deadline.run", "登记和办结期限", STAGE_ROLES - {Role.PRESIDENT})
STOP_DEADLINES = Permission("deadline.stop", "暂停计算期限", frozenset({Role.JUDGE, Role.DIRECTOR}))
EXTEND_DEADLINES = Permission("deadline.extend", "延长期限", frozenset({Role.PRESIDENT}))
SET_MARGINS = Permission("deadline.margins", "设置期限提醒", frozenset({Role.DIRECTOR}))
FEED_DEADLINES = Permission("deadline.feed", "订阅期限日历", COURT_ROLES)
CALENDAR_YEARS = Permission("calendar.keep", "管理节假日日历", frozenset({Role.SECADMIN}))


def may_shift(actor: Actor, period: Period) -> bool:
    """Who corrects the start: what a person entered, whoever runs deadlines; what follows from a record of its own (hand-over, ruling, seizure), the judge."""
    return RUN_DEADLINES.held_by(actor) and (period.by_hand or actor.role is Role.JUDGE)
