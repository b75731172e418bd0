"""Rights over tasks. Rows are the second question: queries.visible."""

from __future__ import annotations

from app.kernel.actor import COURT_ROLES, Actor, Role
from app.kernel.errors import NotAllowed
from app.kernel.permission import Permission

_OUTSIDE = frozenset({Role.AGENCY, Role.WORKER, Role.NOTARY, Role.INSURER})

SEE_TASKS = Permission("tasks.see", "查看任务", COURT_ROLES | _OUTSIDE)
GIVE_TASKS = Permission("tasks.give", "派出任务", frozenset({Role.CLERK, Role.JUDGE, Role.DIRECTOR, Role.FIELD, Role.CONTROL, Role.CLOSING}))
VERIFY_TASKS = Permission("tasks.verify", "验收、退回、收回任务", GIVE_TASKS.roles)
TAKE_TASKS = Permission("tasks.take", "接收、拒接或改派任务", frozenset({Role.AGENCY, Role.NOTARY, Role.INSURER}))
DO_TASKS = Permission("tasks.do", "填写、拍照和交回", _OUTSIDE)
KEEP_CLOCK = Permission("tasks.clock", "暂停、恢复任务计时", GIVE_TASKS.roles | _OUTSIDE)
SPEAK = Permission("tasks.speak", "在任务里留言", GIVE_TASKS.roles | _OUTSIDE)
SEE_DRAWS = Permission("tasks.draws", "查看随机抽取", COURT_ROLES)
SEE_ORIGINALS = Permission("tasks.originals", "下载照片原件", COURT_ROLES)


def require(actor: Actor, permission: Permission) -> None:
    """Refuse with the words of M-50 when the role does not hold the permission."""
    if not permission.held_by(actor):
        raise NotAllowed(f"你不能{permission.title}：该操作不属于{actor.title}", code="no_right")
