"""Rights over agencies."""

from __future__ import annotations

from app.kernel.actor import COURT_ROLES, Role
from app.kernel.permission import Permission

SEE_AGENCIES = Permission("agencies.see", "查看辅助机构", COURT_ROLES | {Role.AGENCY, Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR})
KEEP_AGENCIES = Permission("agencies.keep", "登记或暂停辅助机构", frozenset({Role.DIRECTOR, Role.SYSADMIN}))
ENGAGE = Permission("agencies.engage", "委托辅助机构", frozenset({Role.DIRECTOR}))
DECLARE = Permission("agencies.declare", "申报利害关系", frozenset({Role.AGENCY, Role.DIRECTOR}))
