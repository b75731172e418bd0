"""A reset of the second factor by two administrators: whom the house tells."""

from __future__ import annotations

from app.domains.accounts.events import FactorResetAsked, FactorResetDone
from app.domains.messages.service import Notice, tell, tell_role
from app.infra.unit_of_work import Work
from app.kernel.actor import Role

LIST = "/admin/factor-resets"


def tell_asked(w: Work, fact: FactorResetAsked) -> None:
    """The person, who may say that he asked for nothing; every administrator who may confirm."""
    words = "管理员提请重置你的二次验证，等另一名管理员确认；不是你要求的，立即联系本院系统管理员"
    tell(w, [fact.person_id], Notice("account", words, body=fact.reason))
    for role in (Role.SYSADMIN, Role.SECADMIN):
        tell_role(w, role, Notice("account", f"待确认：重置 {fact.name} 的二次验证", body=fact.reason, link=LIST), court_id=fact.court_id)


def tell_done(w: Work, fact: FactorResetDone) -> None:
    """The person and the administrator who asked."""
    tell(w, [fact.person_id], Notice("account", "你的二次验证已被重置，下次登录时重新设置；不是你要求的，立即联系本院系统管理员"))
    tell(w, [fact.asked_by], Notice("account", f"已确认：重置 {fact.name} 的二次验证", link=LIST))
