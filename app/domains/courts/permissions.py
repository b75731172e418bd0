"""Rights over a court's own settings."""

from __future__ import annotations

from app.kernel.actor import Role
from app.kernel.permission import Permission

SWITCH_RULES = Permission("court.switch_rules", "设置二级来源规则", frozenset({Role.SECADMIN}))
KEEP_COURT = Permission("court.keep", "维护本院资料", frozenset({Role.DIRECTOR}))
SET_SITTINGS = Permission("court.sittings", "设置开拍场次", frozenset({Role.DIRECTOR}))
