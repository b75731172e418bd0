"""The plan of the forced day: saved as often as needed, asked of the director when nothing is missing, frozen by its digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domains.audit.service import record
from app.domains.vacating.day_tables import ForcePlan
from app.domains.vacating.events import ForcePlanAsked, ForcePlanChanged
from app.domains.vacating.plan_rules import faults_of_plan, read_content
from app.domains.vacating.plan_words import words_of_plan
from app.domains.vacating.queries import find_plan, house_row, lock_vacating, open_day, people_of, visits_told
from app.domains.vacating.rules import Gate, Readiness, cares_of, gates_before_force
from app.domains.vacating.service import row_of, told_of
from app.domains.vacating.tables import Vacating
from app.infra.unit_of_work import Reading, Work
from app.kernel.clock import SHANGHAI, day_of
from app.kernel.errors import Conflict, Invalid, NotNow
from app.kernel.ids import digest_of
from app.law.occupants import arrangements_for

LEAST_WORDS = 2


def save_plan(w: Work, vacating_id: str, typed: Mapping[str, Any]) -> ForcePlan:
    """Save the plan; a plan that was agreed to, or is being asked about, goes back to draft with the change."""
    thread = lock_vacating(w, vacating_id)
    if thread.cleared_on is not None or open_day(w, thread.id) is not None:
        raise NotNow("强制实施中或者已腾空，不能再改方案", code="too_late")
    content = read_content(typed)
    day_at = _instant(content["day_at"])
    if day_at is not None and thread.leave_by_on is not None and day_of(day_at) <= thread.leave_by_on:
        raise Invalid(f"实施时间应在公告限期 {thread.leave_by_on} 届满之后", faults=(("day_at", f"公告限期 {thread.leave_by_on} 届满之后"),))
    plan = find_plan(w, thread.id) or _fresh(w, thread)
    digest = digest_of({"vacating": thread.id, "content": content})
    overtaken = digest != plan.digest and plan.status in ("asked", "approved")
    if digest != plan.digest:
        plan.status, plan.approved_on = "draft", None
        forget_told(plan)
    plan.content, plan.digest, plan.day_at, plan.saved_at = content, digest, day_at, w.now
    w.session.add(plan)
    w.flush()
    record(w, "vacating.plan_saved", "vacating", thread.id, f"保存强制腾退实施方案：{thread.title}", case_id=thread.case_id, digest=digest)
    if overtaken:
        w.emit(ForcePlanChanged(*told_of(thread), plan.id))
    return plan


def ask_director(w: Work, vacating_id: str) -> ForcePlan:
    """Ask the director to agree; refused while the plan lacks something for the people in the place."""
    thread = lock_vacating(w, vacating_id)
    plan = find_plan(w, thread.id)
    if plan is None or plan.status != "draft":
        raise NotNow("没有待报批的方案", code="no_draft")
    people = people_of(w, thread.id)
    if faults := faults_of_plan(plan.content, arrangements_for(cares_of(people))):
        raise Invalid("方案还不齐：" + "；".join(faults), faults=tuple(("plan", each) for each in faults))
    if plan.day_at is None or day_of(plan.day_at) < w.today:
        raise Invalid("实施时间已过，另定时间", field="day_at")
    plan.status, plan.answer = "asked", ""
    w.flush()
    record(w, "vacating.plan_asked", "vacating", thread.id, f"报局长批准实施方案：{thread.title}", case_id=thread.case_id, digest=plan.digest)
    w.emit(ForcePlanAsked(*told_of(thread), plan.id, plan.digest, thread.title, words_of_plan(plan.content, plan.day_at, people), w.actor.id))
    return plan


def take_plan_decision(w: Work, plan_id: str, digest: str, *, agreed: bool, answer: str) -> ForcePlan:
    """The director decided on exactly this content. For the house's steps."""
    plan = house_row(w, ForcePlan, plan_id)
    if plan.digest != digest or plan.status != "asked":
        raise Conflict("方案在批准前变了，请重新报批")
    plan.status, plan.answer, plan.approved_on = "approved" if agreed else "draft", answer[:500], w.today if agreed else None
    w.flush()
    words = "局长批准实施方案" if agreed else f"实施方案退回：{answer[:100]}"
    record(w, "vacating.plan_decided", "vacating", plan.vacating_id, words, case_id=plan.case_id, digest=digest)
    return plan


@dataclass(frozen=True)
class Told:
    """Who was told to attend on the day, when and how."""

    on: date
    who: str
    how: str


def note_told(w: Work, vacating_id: str, told: Told) -> ForcePlan:
    """The debtor or an adult of the family was told of the approved day; not coming does not stop it (CP-02)."""
    thread = lock_vacating(w, vacating_id)
    plan = find_plan(w, thread.id)
    if plan is None or plan.status != "approved" or plan.approved_on is None or plan.day_at is None:
        raise NotNow("方案批准后再通知到场", code="not_approved")
    if not told.who.strip() or len(told.how.strip()) < LEAST_WORDS or not plan.approved_on <= told.on <= w.today:
        raise Invalid("写明被通知人和方式；通知日应在方案批准之后、不晚于今天", field="told_on")
    plan.told_on, plan.told_who, plan.told_how = told.on, told.who.strip()[:100], told.how.strip()[:300]
    w.flush()
    words = f"已通知到场：{plan.told_who}，{plan.told_how}"
    record(w, "vacating.day_told", "vacating", thread.id, words[:200], case_id=thread.case_id, authority="民事诉讼法 第261条")
    return plan


def forget_told(plan: ForcePlan) -> None:
    """Another plan, or another day: people are told anew."""
    plan.told_on, plan.told_who, plan.told_how = None, "", ""


def gates(r: Reading, thread: Vacating, plan: ForcePlan | None) -> tuple[Gate, ...]:
    """Every condition of a forced day as it stands today."""
    people = people_of(r, thread.id)
    faults = faults_of_plan(plan.content, arrangements_for(cares_of(people))) if plan else ["尚无方案"]
    urged = thread.urged_on is not None or visits_told(r, thread.id) > 0
    day_on = day_of(plan.day_at) if plan and plan.day_at else None
    told = plan is not None and plan.told_on is not None
    ready = Readiness(people, urged, thread.leave_by_on, plan is not None and plan.status == "approved", faults, day_on, told)
    return gates_before_force(ready, r.today)


def _fresh(w: Work, thread: Vacating) -> ForcePlan:
    return ForcePlan(**row_of(thread), drafted_by=w.actor.id, saved_at=w.now)


def _instant(typed: str) -> datetime | None:
    if not typed:
        return None
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise Invalid("实施时间：应为日期和时间", faults=(("day_at", "应为日期和时间，例如 2026-05-20 09:00"),)) from None
