"""What waits on the way to a title, for the people who work on it: refused steps without an answer, and steps given to me. One query."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, or_, select

from app.desk.work_rows import Work
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.domains.titles.tables import TitleRoute, TitleStep
from app.infra.unit_of_work import Reading
from app.kernel.clock import start_of

MOST = 40


def title_works(r: Reading) -> list[Work]:
    """Refused by an authority and not answered yet, first and red; then open steps that are mine and that no deadline names."""
    refused = and_(TitleStep.status == "refused", TitleStep.answer == "")
    mine = and_(TitleStep.person_id == r.actor.id, TitleStep.status.in_(("todo", "submitted")), TitleStep.due_on.is_(None), TitleStep.task_id == "")
    asked = select(TitleStep, TitleRoute.title, TitleRoute.served_on, Case.number).join(TitleRoute, TitleRoute.id == TitleStep.route_id)
    asked = asked.join(Case, Case.id == TitleStep.case_id).where(or_(refused, mine))
    rows = r.session.execute(in_scope(asked.order_by(TitleStep.status != "refused", TitleRoute.served_on, TitleStep.id).limit(MOST), TitleStep, r.actor))
    return [_work(step, title, number, start_of(served_on)) for step, title, served_on, number in rows]


def _work(step: TitleStep, title: str, number: str, since: datetime) -> Work:
    href, facts = f"/titles/steps/{step.id}", (title, step.office)
    if step.status == "refused":
        return Work(f"title-{step.id}", "title", f"退件待答复：{step.title}", href, "答复", number, (*facts, step.reason[:60]), since=since, urgent=True)
    return Work(f"title-{step.id}", "title", f"过户：{step.title}", href, "办理", number, facts, since=since)
