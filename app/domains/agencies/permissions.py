"""Rights over agencies."""

from __future__ import annotations

from app.kernel.actor import AGENCY_ROLES, COURT_ROLES, Actor, Role
from app.kernel.errors import NotAllowed
from app.kernel.permission import Permission

_GIVERS = frozenset({Role.CLERK, Role.JUDGE, Role.DIRECTOR})

SEE_AGENCIES = Permission("agencies.see", "查看辅助机构", COURT_ROLES | {Role.AGENCY, Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR})
KEEP_AGENCIES = Permission("agencies.keep", "登记或暂停辅助机构", frozenset({Role.DIRECTOR, Role.SYSADMIN}))
ENGAGE = Permission("agencies.engage", "委托辅助机构", frozenset({Role.DIRECTOR}))
DECLARE = Permission("agencies.declare", "申报利害关系", COURT_ROLES | AGENCY_ROLES)
SEE_REGISTER = Permission("agencies.interests", "查看利害关系登记", COURT_ROLES | AGENCY_ROLES | {Role.SECADMIN})
KEEP_ROSTER = Permission("agencies.roster", "安排值班和请假", frozenset({Role.AGENCY}))
KEEP_PAPERS = Permission("agencies.keep_papers", "登记资质文件", frozenset({Role.AGENCY, Role.DIRECTOR}))
READ_SCANS = Permission("agencies.read_scans", "下载资质文件扫描件", COURT_ROLES | {Role.AGENCY})
CONFIRM_PAPERS = Permission("agencies.confirm_papers", "核对资质文件", frozenset({Role.DIRECTOR}))
SEE_DEALINGS = Permission("agencies.dealings", "查看评分和费用", COURT_ROLES | {Role.AGENCY})
NOTE_DEED = Permission("agencies.note_deed", "登记投诉和数据错误", _GIVERS)
ASK_REVIEW = Permission("agencies.ask_review", "申请评分复核", frozenset({Role.AGENCY}))
DECIDE_REVIEW = Permission("agencies.decide_review", "决定评分复核", frozenset({Role.DIRECTOR}))
BILL = Permission("agencies.bill", "核定费用、出具月结单", frozenset({Role.CLERK, Role.DIRECTOR}))
ANSWER_BILL = Permission("agencies.answer_bill", "确认月结单", frozenset({Role.AGENCY}))
SETTLE_BILL = Permission("agencies.settle_bill", "结算月结单", frozenset({Role.DIRECTOR}))
CHECK_BIDDERS = Permission("agencies.check_bidders", "核对竞买人", _GIVERS)
DECIDE_BIDDERS = Permission("agencies.decide_bidders", "决定竞买人核对结果", frozenset({Role.JUDGE}))


def require(actor: Actor, permission: Permission) -> None:
    """Refuse with the words of M-50 when the role does not hold the permission."""
    if not permission.held_by(actor):
        raise NotAllowed(f"你不能{permission.title}：该操作不属于{actor.title}", code="no_right")
