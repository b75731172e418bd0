"""Who runs the channels: the system administrator of a court. Of a message the log shows its kind, never what it says of a case."""

from __future__ import annotations

from app.kernel.actor import Role
from app.kernel.permission import Permission

RUN_CHANNELS = Permission("message.run", "管理消息渠道", frozenset({Role.SYSADMIN}))
