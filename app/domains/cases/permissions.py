"""Who may do what with cases, by role; which cases is the scope's question."""

from __future__ import annotations

from app.kernel.actor import COURT_ROLES, Role
from app.kernel.permission import Permission

_OPENERS = frozenset({Role.CLERK, Role.CONTROL, Role.JUDGE})
_GROUPS = frozenset({Role.CLERK, Role.JUDGE, Role.CONTROL, Role.FIELD, Role.CLOSING, Role.DIRECTOR})

SEE_CASES = Permission("case.see", "查看案件", COURT_ROLES)
OPEN_CASE = Permission("case.open", "登记案件", _OPENERS)
EDIT_CASE = Permission("case.edit", "修改案件", _OPENERS)
IMPORT_CASES = Permission("case.import", "导入案件", _OPENERS)
EXPORT_CASES = Permission("case.export", "导出案件", _GROUPS | {Role.PRESIDENT})
WRITE_NOTE = Permission("case.note", "在案件中留言", COURT_ROLES)
HAND_ON = Permission("case.hand_on", "移送案件", _GROUPS)
COMPOSE_PANEL = Permission("case.panel", "组成合议庭", frozenset({Role.JUDGE, Role.DIRECTOR}))
REVEAL = Permission("case.reveal", "查看完整号码", _GROUPS | {Role.PRESIDENT})
