"""Who may do what with rounds, by role; which rounds is the scope's question."""

from __future__ import annotations

from app.kernel.actor import COURT_ROLES, Role
from app.kernel.permission import Permission

_TWO = frozenset({Role.CLERK, Role.JUDGE})

SEE_ROUNDS = Permission("round.see", "查看竞价", COURT_ROLES)
TAKE_LOG = Permission("round.log", "下载竞价日志", _TWO | {Role.DIRECTOR, Role.PRESIDENT, Role.CLOSING})
SEE_ANSWERS = Permission("round.answers", "查看平台原始回应", _TWO | {Role.DIRECTOR, Role.PRESIDENT})
RECORD_LOT = Permission("round.record_lot", "登记拍品编号", frozenset({Role.CLERK}))
CLOSE_DIFFERENCE = Permission("round.close_difference", "说明并处理不一致", _TWO)
IMPORT_PAGE = Permission("round.import", "导入保存的页面", _TWO)
CONFIRM_RESULT = Permission("round.confirm", "确认竞价结果", _TWO)
PROPOSE_HALT = Permission("round.halt", "提请暂缓或中止", _TWO)
SEND_LINE = Permission("round.line", "经专线办理", _TWO)
DECIDE_HALT = Permission("round.decide_halt", "决定暂缓或中止", frozenset({Role.JUDGE}))
SEE_SITES = Permission("site.see", "查看平台状态", _TWO | {Role.DIRECTOR, Role.PRESIDENT, Role.SYSADMIN})
READ_SITES = Permission("site.read", "立即读取平台", _TWO | {Role.SYSADMIN})
SET_SITES = Permission("site.set", "修改平台设置", frozenset({Role.SYSADMIN}))
