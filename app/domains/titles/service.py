"""Verbs of title routes: open one with its steps, give a step to somebody, submit, finish, find it not needed, take back, add one by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domains.accounts.queries import holders_at_court
from app.domains.audit.service import record
from app.domains.cases.service import open_case_of
from app.domains.titles.events import DaysGiven, RouteDone, RouteOpened, RouteReopened, StepOver
from app.domains.titles.queries import find_of_settlement, get_step, lock_route, steps_of
from app.domains.titles.rules import (
    LIFE,
    OVER,
    TITLES,
    StepAct,
    StepStatus,
    check_day,
    check_days,
    check_words,
    is_whole,
    rests_on,
    waits_for,
)
from app.domains.titles.tables import TitleNote, TitleRoute, TitleStep
from app.infra.unit_of_work import Reading, Work
from app.kernel.actor import Role
from app.kernel.errors import Invalid, NotNow
from app.law.rulebook import cite
from app.law.title_routes import Doer, Planned, Route

Files = Sequence[dict[str, Any]]
ASSIST, REGISTER, CARRY, ADDED = "assist", "register", "carry", "added"
DOERS = frozenset({Role.CLERK, Role.JUDGE, Role.FIELD})


@dataclass(frozen=True)
class OpenRoute:
    """A served ruling. `notice_days`: those that the court's notices to assist give, None where nobody entered any."""

    court_id: str
    case_id: str
    asset_id: str
    settlement_id: str
    round_id: str
    route: Route
    title: str
    buyer_name: str
    served_on: date
    notice_days: int | None = None


@dataclass(frozen=True)
class Submitted:
    """Given to its authority: `slip_no` what it handed out, `days` those that a paper gives, None where none are written."""

    on: date
    office: str = ""
    slip_no: str = ""
    days: int | None = None


@dataclass(frozen=True)
class Finished:
    """Done on a day, proved by a receipt in words, by files, or both. `days`: of a served notice, until which its authority has to act."""

    on: date
    receipt: str = ""
    office: str = ""
    days: int | None = None


@dataclass(frozen=True)
class Held:
    """A step at work with its route and all its steps, the route's row held."""

    step: TitleStep
    route: TitleRoute
    steps: Sequence[TitleStep]


def open_route(w: Work, order: OpenRoute, planned: Sequence[Planned]) -> TitleRoute:
    """Open the way of a sold thing, once an account: the one that is there comes back."""
    known = find_of_settlement(w, order.settlement_id)
    if known is not None:
        return known
    plain = {name: value for name, value in vars(order).items() if name != "notice_days"}
    found = TitleRoute(**{**plain, "route": order.route.value}, opened_on=w.today)
    w.session.add(found)
    w.flush()
    w.session.add_all([_row(found, no, each, order.notice_days) for no, each in enumerate(planned, start=1)])
    w.flush()
    words = f"启动裁定过户（{order.route.word}，{len(planned)} 步）：{order.title}"
    record(w, "title.opened", "title", found.id, words, case_id=found.case_id, authority=cite("AUX-14"))
    w.emit(RouteOpened(*of_route(found)))
    if not planned:
        settle(w, found, ())
    return found


def add_step(w: Work, route_id: str, title: str, office: str) -> TitleStep:
    """A step that the table does not know, by hand: a second registry, another unit."""
    route = lock_route(w, route_id)
    open_case_of(w, route.case_id)
    if not 2 <= len(title.strip()) <= 100:
        raise Invalid("步骤名称应为 2 至 100 字", field="title")
    if not office.strip():
        raise Invalid("写明办理单位", field="office")
    no = max((each.no for each in steps_of(w, route.id)), default=0) + 1
    of = {"court_id": route.court_id, "case_id": route.case_id, "route_id": route.id}
    plain = {"code": ADDED, "doer": Doer.COURT.value, "rule": "AUX-14", "receipt_wanted": "回执"}
    step = TitleStep(**of, **plain, no=no, title=title.strip(), office=office.strip()[:200])
    w.session.add(step)
    w.flush()
    note(w, route, step, "added", f"增加步骤：{step.title}（{step.office}）")
    if route.closed_on is not None:
        reopen(w, route, f"增加步骤：{step.title}")
    return step


def assign(w: Work, step_id: str, person_id: str, until_on: date | None = None) -> TitleStep:
    """Give a step to somebody of the court who works on routes, until a day where one is set: no article names one."""
    held = open_step(w, step_id)
    people = doers_at(w, held.route.court_id)
    if person_id not in people:
        raise Invalid("经办人从本院书记员、法官、外勤中选", field="person_id")
    if until_on is not None and until_on <= w.today:
        raise Invalid("办到哪天应晚于今天", field="until_on")
    days = check_days((until_on - w.today).days if until_on else None, "until_on")
    held.step.person_id = person_id
    noted(w, held, "assigned", f"交 {people[person_id]} 经办{f'，{until_on.isoformat()} 前办结' if until_on else ''}")
    if days is not None:
        w.emit(DaysGiven(*of_step(held.route, held.step), w.today, days, until_on))
    return held.step


def doers_at(r: Reading, court_id: str) -> dict[str, str]:
    """Who of a court may work on a step: names by id."""
    return {person.id: person.name for person, role in holders_at_court(r.session, court_id) if role in DOERS}


def submit(w: Work, step_id: str, order: Submitted, files: Files = ()) -> TitleStep:
    """It was given to its authority; days that a paper gives run from there. After a refusal: submitted again."""
    held = open_step(w, step_id)
    step = held.step
    check_day(order.on, w.today, step.answered_on or held.route.served_on)
    days, office = check_days(order.days), order.office.strip() or step.office
    if not office:
        raise Invalid("写明办理单位", field="office")
    step.status = LIFE.advance(StepStatus(step.status), StepAct.SUBMIT).value
    step.office, step.submitted_on, step.slip_no, step.days = office[:200], order.on, order.slip_no.strip()[:100], days
    noted(w, held, "submitted", f"已提交 {step.office}{'，受理号 ' + step.slip_no if step.slip_no else ''}", files)
    if days is not None:
        w.emit(DaysGiven(*of_step(held.route, step), order.on, days))
    return step


def finish(w: Work, step_id: str, order: Finished, files: Files = (), *, task_id: str = "") -> TitleStep:
    """Done, with what proves it. NotNow while a step that comes before it is open, naming each."""
    held = open_step(w, step_id)
    step, days = held.step, check_days(order.days)
    check_day(order.on, w.today, step.submitted_on or held.route.served_on)
    if not order.receipt.strip() and not files:
        raise Invalid(f"填写{step.receipt_wanted}的编号，或者上传照片、PDF", field="receipt")
    if before := waits_for(step, held.steps):
        raise NotNow("还不能办结，先办：" + "、".join(before), code="waits")
    step.status = LIFE.advance(StepStatus(step.status), StepAct.FINISH).value
    step.office, step.receipt, step.done_on = (order.office.strip() or step.office)[:200], order.receipt.strip()[:200], order.on
    noted(w, held, "done", f"办结，{step.receipt_wanted}：{step.receipt or f'{len(files)} 个文件'}", files, task_id=task_id)
    w.emit(StepOver(*of_step(held.route, step), order.on, met=True, why="办结"))
    if step.code == ASSIST and days is not None:
        _give_days(w, held, order.on, days)
    settle(w, held.route, held.steps)
    return step


def skip(w: Work, step_id: str, reason: str) -> TitleStep:
    """It is not needed here, for a reason that stays beside it."""
    held = open_step(w, step_id)
    step = held.step
    words = check_words(reason, "reason", "无需办理的理由")
    step.status, step.reason = LIFE.advance(StepStatus(step.status), StepAct.SKIP).value, words
    noted(w, held, "not_needed", f"无需办理：{words}")
    w.emit(StepOver(*of_step(held.route, step), w.today, met=False, why="无需办理"))
    settle(w, held.route, held.steps)
    return step


def undo(w: Work, step_id: str, reason: str) -> TitleStep:
    """What was entered is wrong: the step is open again, for a reason. NotNow while another was done because of it."""
    held = hold(w, step_id)
    step, words = held.step, check_words(reason, "reason", "更正的理由")
    if resting := rests_on(step, held.steps):
        raise NotNow("还不能更正，先更正：" + "、".join(resting), code="rests")
    was = TITLES[StepStatus(step.status)]
    step.status = LIFE.advance(StepStatus(step.status), StepAct.UNDO).value
    step.submitted_on = step.done_on = step.answered_on = step.due_on = None
    step.days = step.days if step.code == ASSIST else None
    step.slip_no = step.receipt = step.reason = step.answer = step.answer_words = ""
    noted(w, held, "undone", f"更正（原为{was}）：{words}")
    w.emit(StepOver(*of_step(held.route, step), w.today, met=False, why="更正"))
    if held.route.closed_on is not None:
        reopen(w, held.route, words)
    return step


def record_export(w: Work, rows: int) -> None:
    """That the list was taken out of the house."""
    record(w, "title.exported", "title", "list", f"导出裁定过户列表 {rows} 行")


def hold(w: Work, step_id: str) -> Held:
    """A step in scope; its route is held until the act ends, and everything is read as it stands then."""
    route = lock_route(w, get_step(w, step_id).route_id)
    open_case_of(w, route.case_id)
    steps = steps_of(w, route.id, fresh=True)
    return Held(next(each for each in steps if each.id == step_id), route, steps)


def open_step(w: Work, step_id: str) -> Held:
    """The same; NotNow when the step is done or not needed."""
    held = hold(w, step_id)
    if held.step.status in OVER:
        raise NotNow(f"现在是“{TITLES[StepStatus(held.step.status)]}”，要改先更正", code="wrong_state")
    return held


def settle(w: Work, route: TitleRoute, steps: Sequence[TitleStep]) -> None:
    """Close the way when nothing of it is open."""
    if route.closed_on is None and is_whole(steps):
        route.closed_on = w.today
        w.flush()
        record(w, "title.closed", "title", route.id, f"裁定过户办结：{route.title}", case_id=route.case_id, authority=cite("AUX-14"))
        w.emit(RouteDone(*of_route(route), w.today))


def reopen(w: Work, route: TitleRoute, reason: str) -> None:
    """A way that was finished is not any more."""
    route.closed_on = None
    w.flush()
    record(w, "title.reopened", "title", route.id, f"裁定过户重新办理：{reason}", case_id=route.case_id)
    w.emit(RouteReopened(*of_route(route), reason))


def noted(w: Work, held: Held, act: str, words: str, files: Files = (), *, task_id: str = "") -> TitleStep:
    """Keep what happened to a step, on its page and in the trail."""
    note(w, held.route, held.step, act, words, files, task_id=task_id)
    return held.step


def note(w: Work, route: TitleRoute, step: TitleStep, act: str, words: str, files: Files = (), *, task_id: str = "") -> None:
    """The same without the others."""
    of = {"court_id": route.court_id, "case_id": route.case_id, "route_id": route.id, "step_id": step.id}
    by = "" if w.actor.is_system else w.actor.name
    w.session.add(TitleNote(**of, at=w.now, act=act, words=words, by_name=by, task_id=task_id, files=list(files)))
    w.flush()
    told = f"{step.title}{f'（{step.office}）' if step.office else ''}：{words}"
    record(w, f"title.{act}", "title", route.id, told[:500], case_id=route.case_id, authority=cite(step.rule))


def of_route(route: TitleRoute) -> tuple[str, str, str, str, str, str]:
    """The first values of every fact."""
    return (route.id, route.case_id, route.court_id, route.asset_id, route.round_id, route.title)


def of_step(route: TitleRoute, step: TitleStep) -> tuple[str, str, str, str, str, str, str, str, str | None]:
    """The first values of a step's facts."""
    return (*of_route(route), step.id, step.title, step.person_id)


def _give_days(w: Work, held: Held, on: date, days: int) -> None:
    """The served notice tells its authority until when to register."""
    for each in held.steps:
        if each.code == REGISTER and each.status not in OVER:
            each.days = days
            w.emit(DaysGiven(*of_step(held.route, each), on, days))


def _row(route: TitleRoute, no: int, planned: Planned, notice_days: int | None) -> TitleStep:
    step, of = planned.step, {"court_id": route.court_id, "case_id": route.case_id, "route_id": route.id}
    return TitleStep(
        **of, no=no, code=step.code, title=planned.title[:100], office=planned.office[:200], doer=step.doer.value, rule=step.rule,
        papers=list(planned.papers), about=list(planned.about), receipt_wanted=step.receipt, after=list(step.after), advised=list(step.advised),
        helped=step.helped, unsure=step.unsure, days=notice_days if step.code == ASSIST else None,
    )  # fmt: skip
