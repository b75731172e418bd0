"""Who may do what with assets, by role; which assets is the scope's question."""

from __future__ import annotations

from app.kernel.actor import COURT_ROLES, Role
from app.kernel.permission import Permission

_EDITORS = frozenset({Role.CLERK, Role.JUDGE, Role.FIELD, Role.CONTROL})

SEE_ASSETS = Permission("asset.see", "查看标的物", COURT_ROLES)
EDIT_ASSETS = Permission("asset.edit", "修改标的物", _EDITORS)
RELEASE_ASSETS = Permission("asset.release", "解除控制", frozenset({Role.JUDGE}))
MOVE_SEIZURES_UP = Permission("seizure.move_up", "顺位递补", frozenset({Role.JUDGE}))
"""Who is first decides who sells: the judge's act, for the book of law holds no article on it."""
