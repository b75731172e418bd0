"""What waits for a person of a court: periods, tasks handed back, plans, lots, questions to decide; one query each, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select, union_all
from sqlalchemy.orm import aliased

from app.desk.asked import findings_words
from app.desk.work_rows import Work
from app.domains.accounts.tables import Person
from app.domains.agencies.tables import Agency
from app.domains.approvals.catalogue import CATALOGUE
from app.domains.approvals.queries import list_waiting
from app.domains.approvals.tables import Approval
from app.domains.assets.tables import Asset
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case, CaseHanding
from app.domains.deadlines.catalogue import CATALOGUE as PERIODS
from app.domains.deadlines.tables import Deadline
from app.domains.plans.tables import Plan, PlanNotice
from app.domains.rounds.queries import LIVE_NOW
from app.domains.rounds.tables import Difference, Round
from app.domains.settlements.tables import Settlement
from app.domains.tasks.kinds import kind_title
from app.domains.tasks.tables import Task
from app.domains.tasks.types import TaskState
from app.domains.titles.tables import TitleRoute, TitleStep
from app.infra.unit_of_work import Reading
from app.kernel.actor import Role

MOST = 60
AHEAD = timedelta(days=30)


def due_works(r: Reading, *, whole_court: bool = False) -> list[Work]:
    """Running periods that I or my role hold (or the whole court's), due within thirty days or missed."""
    asked = select(Deadline, Case.number, Asset.title).join(Case, Case.id == Deadline.case_id).outerjoin(Asset, Asset.id == Deadline.asset_id)
    asked = asked.where(Deadline.state == "running", Deadline.due_on <= r.today + AHEAD).order_by(Deadline.due_at, Deadline.id).limit(MOST)
    if not whole_court:
        mine = or_(Deadline.holder_id == r.actor.id, and_(Deadline.holder_id.is_(None), Deadline.holder_role == r.actor.role.value))
        asked = asked.where(mine)
    return [_due(*row, mine=not whole_court) for row in r.session.execute(in_scope(asked, Deadline, r.actor))]


def task_works(r: Reading) -> list[Work]:
    """Tasks handed back, to accept or return; the longest waiting first."""
    asked = select(Task, Agency.name, Person.name).join(Agency, Agency.id == Task.agency_id).outerjoin(Person, Person.id == Task.worker_id)
    asked = asked.where(Task.status == TaskState.HANDED_BACK.value).order_by(Task.handed_back_at, Task.id).limit(MOST)
    return [_handed_back(task, f"{agency} {worker or ''}".strip()) for task, agency, worker in r.session.execute(in_scope(asked, Task, r.actor))]


def plan_works(r: Reading) -> list[Work]:
    """Plans being drafted or returned, and frozen ones with persons still to be told."""
    untold = select(func.count(PlanNotice.id)).where(PlanNotice.plan_id == Plan.id, PlanNotice.told_on.is_(None)).correlate(Plan).scalar_subquery()
    asked = select(Plan, Case.number, untold).join(Case, Case.id == Plan.case_id)
    asked = asked.where(or_(Plan.status.in_(("draft", "returned")), and_(Plan.status == "frozen", or_(untold > 0, Plan.frozen_at.is_not(None)))))
    rows = r.session.execute(in_scope(asked.order_by(Plan.saved_at).limit(MOST), Plan, r.actor))
    return [_plan(*row) for row in rows]


Shown = aliased(Difference)


class Lot(NamedTuple):
    """A lot with its oldest open difference, and the account that waits for a buyer's name or for service.

    On its way to the title: how many steps an authority refused without an answer yet, and how many open ones are mine.
    """

    round: Round
    difference: Difference | None
    account: Settlement | None
    refused: int
    mine: int


def list_lots(r: Reading) -> list[Lot]:
    """Lots that bid, wait for their result, differ from what was signed, have an account or a title to go on with; soonest end first."""
    open_ones = select(Difference.id).where(Difference.round_id == Round.id, Difference.closed_at.is_(None)).correlate(Round)
    oldest = open_ones.order_by(Difference.found_at, Difference.id).limit(1).scalar_subquery()
    waits = or_(Settlement.status == "ruling_due", and_(Settlement.buyer_name == "", Settlement.status != "settled"))
    refused = _steps(TitleStep.status == "refused", TitleStep.answer == "")
    mine = _steps(TitleStep.person_id == r.actor.id, TitleStep.status.in_(("todo", "submitted")), TitleStep.task_id == "")
    wanted = or_(Round.status.in_((*LIVE_NOW, "unclear")), Round.open_differences > 0, Settlement.id.is_not(None), refused > 0, mine > 0)
    asked = (
        select(Round, Shown, Settlement, refused, mine)
        .select_from(Round)
        .outerjoin(Shown, Shown.id == oldest)
        .outerjoin(Settlement, and_(Settlement.round_id == Round.id, waits))
    )
    rows = r.session.execute(in_scope(asked.where(wanted).order_by(Round.ends_at, Round.id).limit(MOST), Round, r.actor))
    return [Lot(*row) for row in rows]


def _steps(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """How many steps of a lot's way to the title are so."""
    counted = select(func.count(TitleStep.id)).join(TitleRoute, TitleRoute.id == TitleStep.route_id)
    return counted.where(TitleRoute.round_id == Round.id, *conditions).correlate(Round).scalar_subquery()


def title_works(lots: Sequence[Lot], *, answers: bool = True) -> Iterator[Work]:
    """Steps refused by an authority, for those who answer; steps that were given to me."""
    for each in lots:
        lot, href = each.round, f"/lots/{each.round.id}/transfer"
        if each.refused and answers:
            yield Work(f"refused-{lot.id}", "title", f"过户退件，待答复 {each.refused} 步", href, "答复", lot.case_no, (lot.title,), urgent=True)
        if each.mine:
            yield Work(f"title-{lot.id}", "title", f"交我经办的过户 {each.mine} 步", href, "办理", lot.case_no, (lot.title,))


def lot_works(lots: Sequence[Lot]) -> Iterator[Work]:
    """Differences to explain, results to confirm, lots that nobody could read."""
    for lot, oldest in ((each.round, each.difference) for each in lots):
        href, facts = f"/lots/{lot.id}", (lot.title, f"拍品 {lot.lot_id}" if lot.lot_id else "")
        if lot.open_differences:
            title = f"平台展示与审批方案不一致（{lot.open_differences} 处）"
            values = (f"{oldest.field}：批准 {oldest.approved}，平台 {oldest.shown}",) if oldest else ()
            since = oldest.found_at if oldest else None
            yield Work(f"diff-{lot.id}", "difference", title, href, "处理", lot.case_no, (*values, *facts), since=since, filter="differences", urgent=True)
        if lot.status == "ended_unconfirmed":
            yield Work(f"end-{lot.id}", "round", "竞价已结束，待确认结果", href, "确认", lot.case_no, facts, since=lot.ended_at or lot.ends_at, filter="hall")
        if lot.status == "unclear":
            yield Work(f"dark-{lot.id}", "site", "平台读不到，结果待核", href, "查看", lot.case_no, facts, since=lot.lost_at or lot.ends_at, urgent=True)


def settlement_works(lots: Sequence[Lot]) -> list[Work]:
    """Rulings that are made and not served, and buyers not yet named: the clerk's."""
    return [_settlement(each.account, each.round.case_no) for each in lots if each.account is not None]


def decision_works(r: Reading) -> list[Work]:
    """Questions that I may decide or vote on: what is asked, who asked, how long it waits, until when; three queries."""
    waiting = list_waiting(r)
    told = _names(r, {each.case_id for each in waiting}, {each.asked_by for each in waiting}) if waiting else {}
    return [_question(each, told) for each in waiting]


def _names(r: Reading, case_ids: set[str], person_ids: set[str]) -> dict[str, str]:
    """Numbers of cases in scope and names of people by id, in one query."""
    numbers = in_scope(select(Case.id, Case.number).where(Case.id.in_(case_ids)), Case, r.actor)
    people = select(Person.id, Person.name).where(Person.id.in_(person_ids))
    rows = r.session.execute(union_all(numbers, people).execution_options(paifu_scope="cases"))
    return {row[0]: row[1] for row in rows}


def _question(asked: Approval, told: dict[str, str]) -> Work:
    kind = CATALOGUE[asked.kind]
    href, act, code = (f"/panels/{asked.id}", "去表决", "panel") if kind.by_panel else (f"/decisions/{asked.id}", "去决定", "approval")
    facts = tuple(each for each in (asked.title, f"{told.get(asked.asked_by, '')} 提交", findings_words(asked.findings)) if each)
    number = told.get(asked.case_id, "")
    return Work(asked.id, code, asked.question, href, act, number, facts, due_at=asked.due_at, since=asked.asked_at, filter="decisions")


def handing_works(r: Reading) -> list[Work]:
    """Cases that another group has handed on to mine and that wait to be accepted."""
    stage = {Role.CONTROL: "control", Role.FIELD: "field", Role.CLERK: "disposal", Role.CLOSING: "review"}.get(r.actor.role)
    asked = select(CaseHanding, Case.number, Case.cause).join(Case, Case.id == CaseHanding.case_id)
    asked = asked.where(CaseHanding.status == "offered", CaseHanding.to_stage == stage).order_by(CaseHanding.offered_at).limit(MOST)
    rows = r.session.execute(in_scope(asked, CaseHanding, r.actor))
    return [Work(h.id, "case", "案件移送，待接收", f"/cases/{h.case_id}", "接收", number, (cause,), since=h.offered_at) for h, number, cause in rows]


def stage_works(r: Reading) -> list[Work]:
    """Cases that stand in my group's stage, nearest period first."""
    stage = {Role.CONTROL: "control", Role.FIELD: "field", Role.CLOSING: "review"}[r.actor.role]
    asked = select(Case).where(Case.stage == stage).order_by(Case.next_due_at, Case.id).limit(MOST)
    cases = r.session.scalars(in_scope(asked, Case, r.actor)).all()
    return [
        Work(
            each.id,
            "case",
            each.next_due_title or "案件在本组",
            f"/cases/{each.id}",
            "办理",
            each.number,
            (each.cause,),
            due_at=each.next_due_at if each.next_due_title else None,
            since=None if each.next_due_title else each.changed_at,
            provisional=each.next_due_provisional,
        )
        for each in cases
    ]


def _due(deadline: Deadline, number: str, asset: str | None, *, mine: bool) -> Work:
    kind, act = PERIODS[deadline.code].work
    href = deadline.link or f"/deadlines/{deadline.id}"
    facts = (asset or "", deadline.citation if "法" in deadline.citation else "")
    return Work(
        f"due-{deadline.id}",
        kind,
        deadline.title,
        href,
        act if mine else "查看",
        number,
        facts,
        due_on=deadline.due_on,
        filter="due",
        provisional=deadline.provisional,
    )


def _handed_back(task: Task, who: str) -> Work:
    again = f"（退回后第 {task.returned_count + 1} 次交回）" if task.returned_count else ""
    title = f"{kind_title(task.kind)}待验收{again}"
    return Work(
        f"task-{task.id}",
        "task",
        title,
        f"/tasks/{task.id}",
        "验收",
        task.case_number,
        (task.asset_title, who),
        since=task.handed_back_at,
        filter="handed_back",
    )


def _plan(plan: Plan, number: str, untold: int) -> Work:
    href, facts = f"/plans/{plan.id}", (plan.title,)
    if plan.status == "returned":
        return Work(
            f"plan-{plan.id}",
            "plan",
            "处置方案被退回，待修改",
            href,
            "改方案",
            number,
            (*facts, plan.returned_reason[:40]),
            since=plan.saved_at,
            filter="returned",
        )
    if plan.status == "frozen" and untold:
        return Work(f"plan-{plan.id}", "notice", f"拍卖通知：还有 {untold} 人未通知", href, "去通知", number, (*facts, "法释〔2016〕18号第16条"))
    if plan.status == "frozen":
        return Work(f"plan-{plan.id}", "plan", "方案已签发，待上传平台", href, "制包上传", number, facts, since=plan.frozen_at)
    return Work(f"plan-{plan.id}", "plan", "处置方案草拟中，待提交合议庭", href, "拟方案", number, facts, since=plan.saved_at)


def _settlement(account: Settlement, number: str) -> Work:
    href = f"/settlements/{account.id}"
    if account.status == "ruling_due":
        return Work(f"serve-{account.id}", "service", "成交裁定已作出，待送达买受人", href, "去送达", number, (account.title,))
    return Work(
        f"buyer-{account.id}", "money", "成交，待登记买受人", href, "登记", number, (account.title, f"竞买号 {account.winner_code}"), since=account.sold_at
    )
