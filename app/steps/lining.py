"""Orders over the private line: who is told of their outcome."""

from __future__ import annotations

from app.domains.cases.queries import house_case
from app.domains.messages.service import Notice, tell
from app.domains.rounds.events import LineSettled
from app.domains.rounds.line_rules import OrderState
from app.infra.unit_of_work import Work
from app.steps.telling import tell_clerk_and_judge


def tell_of_line(w: Work, fact: LineSettled) -> None:
    """Accepted: the clerk. Refused: clerk and judge, with the reasons. Unknown: both, and a person must look (M-72)."""
    link = f"/lots/{fact.round_id}/line"
    match OrderState(fact.state):
        case OrderState.ACCEPTED:
            notice = Notice("round", f"平台已受理{fact.verb}：{fact.title}", link=link, case_id=fact.case_id)
            tell(w, [house_case(w, fact.case_id).clerk_id], notice)
        case OrderState.REFUSED:
            tell_clerk_and_judge(w, fact.case_id, Notice("difference", f"平台未受理{fact.verb}：{fact.title}", fact.message, link, fact.case_id))
        case _:
            title = f"不知道平台是否已收到{fact.verb}请求：{fact.title}"
            tell_clerk_and_judge(w, fact.case_id, Notice("difference", title, "没有回应，也查不到；不会自动重发，登录平台后台核对", link, fact.case_id))
