"""Who looks at vacating and who does it. Force is the court's alone (民事诉讼法 第120条): no agency holds any of these rights; a notary witnesses."""

from __future__ import annotations

from app.kernel.actor import STAGE_ROLES, Role
from app.kernel.permission import Permission

_DOERS = frozenset({Role.CLERK, Role.JUDGE, Role.FIELD})

SEE_VACATING = Permission("vacating.see", "查看腾空", STAGE_ROLES)
RUN_VACATING = Permission("vacating.run", "办理腾空、强制实施", _DOERS)
RULE_VACATING = Permission("vacating.rule", "决定占有人是否腾退、移送公安机关", frozenset({Role.JUDGE}))
WITNESS_DAY = Permission("vacating.witness", "见证强制腾空、在笔录上签名", frozenset({Role.NOTARY}))
