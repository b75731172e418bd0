"""The trail is the auditor's: who read what of it never shows a case's content."""

from __future__ import annotations

from app.kernel.actor import Role
from app.kernel.permission import Permission

READ_TRAIL = Permission("audit.read", "查看审计记录", frozenset({Role.AUDITOR}))
VERIFY_TRAIL = Permission("audit.verify", "校验审计记录", frozenset({Role.AUDITOR}))
EXPORT_TRAIL = Permission("audit.export", "导出审计记录", frozenset({Role.AUDITOR}))
