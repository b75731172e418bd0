"""What must still be served, for the people who serve: a failed service first and red, never as done (M-78). One query."""

from __future__ import annotations

from sqlalchemy import and_, not_, or_, select

from app.desk.work_rows import Work
from app.domains.cases.queries import in_scope
from app.domains.services.rules import BUYER
from app.domains.services.tables import Service
from app.infra.unit_of_work import Reading

MOST = 40


def service_works(r: Reading) -> list[Work]:
    """Failed services of every kind; of the others those that no plan and no account puts on the list already."""
    told_elsewhere = or_(Service.subject_kind == "plan_notice", and_(Service.code == "sale_ruling", Service.capacity == BUYER))
    waits = and_(or_(Service.status == "to_serve", and_(Service.status == "serving", Service.effective_on.is_(None))), not_(told_elsewhere))
    asked = (
        select(Service)
        .where(or_(Service.status == "failed", waits))
        .order_by(Service.status != "failed", Service.due_on.is_(None), Service.due_on, Service.id)
        .limit(MOST)
    )
    return [_work(each) for each in r.session.scalars(in_scope(asked, Service, r.actor))]


def _work(each: Service) -> Work:
    href, facts = f"/service/{each.id}", (f"{each.recipient}（{each.capacity}）",)
    if each.status == "failed":
        title = f"送达失败，待另行送达：{each.title}"
        return Work(f"served-{each.id}", "service", title, href, "另行送达", each.case_number, (*facts, each.trouble[:60]), due_on=each.due_on, urgent=True)
    title, act = (f"待送达：{each.title}", "去送达") if each.status == "to_serve" else (f"送达中，待登记结果：{each.title}", "登记结果")
    since = None if each.due_on else each.opened_at
    return Work(f"served-{each.id}", "service", title, href, act, each.case_number, facts, due_on=each.due_on, since=since)
