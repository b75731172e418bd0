"""Who runs accounts: the system administrator of a court, and nothing of any case with it; the second administrator of a reset may be the security one."""

from __future__ import annotations

from app.kernel.actor import Role
from app.kernel.permission import Permission

RUN_ACCOUNTS = Permission("account.run", "管理人员账号", frozenset({Role.SYSADMIN}))
CONFIRM_RESET = Permission("account.confirm_reset", "确认重置二次验证", frozenset({Role.SYSADMIN, Role.SECADMIN}))
