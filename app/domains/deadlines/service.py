"""Verbs of deadlines: start, meet, suspend, resume, end, explain, fire. Each says how it was counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.courts.queries import load_calendar
from app.domains.deadlines.catalogue import CATALOGUE
from app.domains.deadlines.events import DeadlineMoved, DeadlinesChanged, DeadlineSpoke
from app.domains.deadlines.queries import get_deadline
from app.domains.deadlines.rules import ESCALATED, MISSED, DeadlineState, Stage, decide, end_of_period, escalation_at, stages_of, wait_after_failure
from app.domains.deadlines.tables import Deadline, DeadlineChange, DeadlineMargin, DeadlineStage
from app.infra.unit_of_work import Work, for_house
from app.kernel.actor import Role
from app.kernel.clock import day_of, local
from app.kernel.errors import Invalid
from app.law.rulebook import RULES, cite

LEAST_WORDS, MOST_WORDS = 4, 500
ESCALATION, USUAL_ESCALATION = "escalation", 3
"""The margin under which a court sets how many days after a miss the president hears of it, and what holds where it set none."""


@dataclass(frozen=True)
class Start:
    """What a deadline counts from and whom it concerns. `length` where the catalogue leaves it to the act; `due_at` where an hour was set.

    `link`: where it is worked on, if that hangs on more than the thing and the asset that the catalogue's own address is made of.
    """

    case_id: str
    court_id: str
    subject_kind: str
    subject_id: str
    from_on: date
    length: int | None = None
    due_at: datetime | None = None
    asset_id: str | None = None
    holder_id: str | None = None
    holder_role: Role | None = None
    remark: str = ""
    link: str = ""


def start(w: Work, code: str, order: Start) -> Deadline:
    """Begin a period, replacing a running one of the same kind and thing."""
    period = CATALOGUE[code]
    replaced = _running(w, code, order.subject_kind, order.subject_id)
    for each in replaced:
        _end(w, each, "重新起算")
    length = order.length if period.length is None else period.length
    counted = period.count(order.from_on, length or 0, load_calendar(w.session))
    due_on = day_of(order.due_at) if order.due_at else counted.due_on
    by_hour = order.due_at and (f"{order.from_on.isoformat()} {period.starts}", f"应在 {local(order.due_at):%Y-%m-%d %H:%M} 前办完")
    deadline = Deadline(
        code=code,
        court_id=order.court_id,
        case_id=order.case_id,
        asset_id=order.asset_id,
        subject_kind=order.subject_kind,
        subject_id=order.subject_id,
        title=period.title,
        rule=period.rule,
        citation=cite(period.rule) if period.rule in RULES else period.rule,
        starts_on=order.from_on,
        due_on=due_on,
        due_at=order.due_at or end_of_period(due_on),
        counted=list(by_hour or counted.steps),
        calendar_version=counted.calendar_version,
        provisional=counted.provisional,
        holder_role=(order.holder_role or period.holder).value,
        holder_id=order.holder_id,
        link=order.link or period.link.format(subject_id=order.subject_id, asset_id=order.asset_id or ""),
        remark=order.remark,
        started_at=w.now,
        length=None if order.due_at else length or 0,
        added_days=0,
        warn_days=warn_days_of(w, order.court_id, code),
    )
    w.session.add(deadline)
    look_again(deadline, (), w.now)
    w.flush()
    for each in replaced:
        note_move(w, deadline, each.due_on, "重新起算")
    record(
        w,
        "deadline.started",
        "deadline",
        deadline.id,
        f"期限起算：{period.title}，届满 {due_on.isoformat()}",
        case_id=order.case_id,
        authority=deadline.citation,
    )
    tell_case(w, order.case_id)
    return deadline


def meet(w: Work, code: str, subject_kind: str, subject_id: str, *, on: date | None = None) -> int:
    """The thing was done: its running deadlines of that kind are met, late or in time by the day it was done on; how many."""
    found = _running(w, code, subject_kind, subject_id)
    for deadline in found:
        deadline.state, deadline.met_at, deadline.next_at = DeadlineState.MET.value, w.now, None
        deadline.late = (on or day_of(w.now)) > deadline.due_on
        word = "逾期完成" if deadline.late else "按期完成"
        record(w, "deadline.met", "deadline", deadline.id, f"{word}：{deadline.title}", case_id=deadline.case_id)
    tell_cases(w, found)
    return len(found)


def suspend(w: Work, code: str, subject_kind: str, subject_id: str, *, ground: str) -> int:
    """Its running deadlines of that kind stand still, for a ground; how many."""
    found = _running(w, code, subject_kind, subject_id)
    for deadline in found:
        stand_still(w, deadline, ground)
    tell_cases(w, found)
    return len(found)


def stand_still(w: Work, deadline: Deadline, ground: str) -> None:
    """One running deadline stops from today."""
    deadline.state, deadline.next_at, deadline.stopped_on = DeadlineState.SUSPENDED.value, None, w.today
    deadline.counted = [*deadline.counted, f"{w.today.isoformat()} 暂停计算：{ground}"]
    record(w, "deadline.suspended", "deadline", deadline.id, f"期限暂停计算：{deadline.title}（{ground}）", case_id=deadline.case_id)


def resume(w: Work, code: str, subject_kind: str, subject_id: str, *, due_at: datetime, stopped: str) -> int:
    """Its suspended deadlines of that kind run again until due_at; `stopped` tells how long they stood still; how many."""
    found = find_suspended(w, code, subject_kind, subject_id)
    for deadline in found:
        before_on, deadline.stopped_on = deadline.due_on, None
        deadline.state, deadline.due_at, deadline.due_on = DeadlineState.RUNNING.value, due_at, day_of(due_at)
        take_back(w, deadline)
        note_move(w, deadline, before_on, f"停 {stopped}后恢复计算")
        deadline.counted = [*deadline.counted, f"{w.today.isoformat()} 恢复计算：停 {stopped}，顺延至 {deadline.due_on.isoformat()}"]
        look_again(deadline, [stage.stage for stage in deadline.stages], w.now)
        record(w, "deadline.resumed", "deadline", deadline.id, f"期限恢复计算：{deadline.title}，届满 {deadline.due_on.isoformat()}", case_id=deadline.case_id)
    tell_cases(w, found)
    return len(found)


def end(w: Work, code: str, subject_kind: str, subject_id: str, *, reason: str) -> int:
    """The period no longer matters (withdrawn, restarted, case closed), whether it runs or stands still."""
    found = _in_state(w, code, subject_kind, subject_id, DeadlineState.RUNNING, DeadlineState.SUSPENDED)
    for deadline in found:
        _end(w, deadline, reason)
    tell_cases(w, found)
    return len(found)


def end_all_of_case(w: Work, case_id: str, *, reason: str) -> int:
    """End every deadline of a case that runs or stands still."""
    open_ = (DeadlineState.RUNNING.value, DeadlineState.SUSPENDED.value)
    found = w.session.scalars(for_house(select(Deadline).where(Deadline.case_id == case_id, Deadline.state.in_(open_)))).all()
    for deadline in found:
        _end(w, deadline, reason)
    tell_cases(w, found)
    return len(found)


def explain(w: Work, deadline_id: str, words: str) -> Deadline:
    """Write down why a period runs late or what is being done about it (M-48); the person's words stay beside it."""
    deadline = get_deadline(w, deadline_id)
    if not LEAST_WORDS <= len(words.strip()) <= MOST_WORDS:
        raise Invalid(f"说明应为 {LEAST_WORDS} 至 {MOST_WORDS} 字", field="remark")
    deadline.remark = words.strip()
    w.flush()
    record(w, "deadline.explained", "deadline", deadline.id, f"说明期限“{deadline.title}”：{deadline.remark[:100]}", case_id=deadline.case_id)
    return deadline


def fire(w: Work, deadline: Deadline) -> int:
    """Say what is due of one deadline, once, and note when to look again; how many stages."""
    period = CATALOGUE[deadline.code]
    due, deadline.next_at = next_look(deadline, [stage.stage for stage in deadline.stages], w.now)
    for stage in due:
        if stage.is_miss and period.lapses:
            _end(w, deadline, "期间届满")
            tell_case(w, deadline.case_id)
            return len(due)
        deadline.stages.append(DeadlineStage(stage=stage.name, at=w.now))
        if stage.is_miss:
            deadline.missed_at = w.now
            deadline.escalates_at = deadline.next_at = escalation_at(w.now, escalation_of(w, deadline.court_id))
        record(
            w,
            f"deadline.{stage.name if stage.name in (MISSED, ESCALATED) else 'reminded'}",
            "deadline",
            deadline.id,
            _words(deadline, stage.name),
            case_id=deadline.case_id,
        )
        w.emit(
            DeadlineSpoke(
                deadline.id, deadline.code, stage.name, deadline.case_id, deadline.court_id, deadline.subject_kind, deadline.subject_id,
                deadline.title, deadline.holder_role, deadline.holder_id, deadline.link,
            )
        )  # fmt: skip
    if not due:
        record(w, "deadline.looked", "deadline", deadline.id, f"核对期限：{deadline.title}", case_id=deadline.case_id)
    return len(due)


def take_back(w: Work, deadline: Deadline) -> None:
    """Its last day moved: what was said of a day that now lies ahead is not said yet, and what is not over was not missed."""
    if deadline.due_at > w.now:
        deadline.missed_at = deadline.escalates_at = None
    ahead = {stage.name for stage in stages_of_row(deadline) if stage.at > w.now} | ({ESCALATED} if deadline.missed_at is None else set())
    for stage in [each for each in deadline.stages if each.stage in ahead]:
        deadline.stages.remove(stage)
        w.session.delete(stage)


def put_off(w: Work, deadline: Deadline, error: str) -> None:
    """It could not be fired: look again later, further each time; the trail shows the kind of error, the log all of it."""
    due, _ = next_look(deadline, [stage.stage for stage in deadline.stages], w.now)
    deadline.next_at = w.now + wait_after_failure(due[0].at if due else w.now, w.now)
    words = f"期限提醒未能办理，系统稍后再试：{deadline.title}"
    record(w, "deadline.put_off", "deadline", deadline.id, words, case_id=deadline.case_id, result="failed", details={"error": error.partition(":")[0]})


def warn_days_of(w: Work, court_id: str, code: str) -> list[int] | None:
    """The days before the end on which the court wants to hear of such a period; None where it set none."""
    margin = w.session.get(DeadlineMargin, (court_id, code))
    return None if margin is None else list(margin.days)


def escalation_of(w: Work, court_id: str) -> int:
    """How many days after a miss the president of a court hears of it."""
    days = warn_days_of(w, court_id, ESCALATION)
    return days[0] if days else USUAL_ESCALATION


def note_move(w: Work, deadline: Deadline, before_on: date, why: str) -> None:
    """Keep that a last day moved, and tell whoever holds the deadline (of a set hour its own pages tell); nothing where it did not move."""
    if deadline.due_on == before_on:
        return
    by_name = "" if w.actor.is_system else w.actor.name
    w.session.add(DeadlineChange(deadline_id=deadline.id, at=w.now, before_on=before_on, after_on=deadline.due_on, why=why, by_name=by_name))
    if deadline.length is not None:
        of = (deadline.id, deadline.code, deadline.subject_kind, deadline.subject_id, deadline.case_id, deadline.title, deadline.holder_id)
        w.emit(DeadlineMoved(*of, before_on, deadline.due_on, why))


def next_look(deadline: Deadline, fired: Sequence[str], now: datetime) -> tuple[list[Stage], datetime | None]:
    """The stages to fire now and when to look again."""
    return decide(stages_of_row(deadline), fired, deadline.started_at, now)


def stages_of_row(deadline: Deadline) -> tuple[Stage, ...]:
    """All stages of a deadline as it runs now; after a miss also its passing on."""
    stages = stages_of(deadline.due_on, deadline.due_at, warned(deadline), deadline.started_at)
    return stages if deadline.escalates_at is None else (*stages, Stage(ESCALATED, deadline.escalates_at))


def look_again(deadline: Deadline, fired: Sequence[str], now: datetime) -> None:
    """Note when to look at a deadline that was counted just now: at once where its end lies in the past already, so that the miss is said."""
    due, later = next_look(deadline, fired, now)
    deadline.next_at = now if any(stage.is_miss for stage in due) else later


def warned(deadline: Deadline) -> Sequence[int]:
    """The days before its end on which it is spoken of: the court's own, else the catalogue's."""
    return CATALOGUE[deadline.code].warn_days if deadline.warn_days is None else deadline.warn_days


def find_suspended(w: Work, code: str, subject_kind: str, subject_id: str) -> Sequence[Deadline]:
    """Deadlines of a kind and thing that stand still by themselves, not with their whole case, for the house's own steps."""
    return [each for each in _in_state(w, code, subject_kind, subject_id, DeadlineState.SUSPENDED) if not each.with_case]


def _running(w: Work, code: str, subject_kind: str, subject_id: str) -> Sequence[Deadline]:
    return _in_state(w, code, subject_kind, subject_id, DeadlineState.RUNNING)


def _in_state(w: Work, code: str, subject_kind: str, subject_id: str, *states: DeadlineState) -> Sequence[Deadline]:
    w.session.flush()
    of_thing = select(Deadline).where(Deadline.code == code, Deadline.subject_kind == subject_kind, Deadline.subject_id == subject_id)
    return w.session.scalars(for_house(of_thing.where(Deadline.state.in_([state.value for state in states])))).all()


def tell_cases(w: Work, changed: Sequence[Deadline]) -> None:
    """As tell_case, once for each case of these."""
    for case_id in sorted({deadline.case_id for deadline in changed}):
        tell_case(w, case_id)


def tell_case(w: Work, case_id: str) -> None:
    """Say what the nearest end of a case now is."""
    w.flush()
    nearest = w.session.scalar(
        for_house(
            select(Deadline).where(Deadline.case_id == case_id, Deadline.state == DeadlineState.RUNNING.value).order_by(Deadline.due_at, Deadline.code).limit(1)
        )
    )
    w.emit(DeadlinesChanged(case_id, nearest.due_at, nearest.title, nearest.provisional) if nearest else DeadlinesChanged(case_id, None, "", False))


def _end(w: Work, deadline: Deadline, reason: str) -> None:
    deadline.state, deadline.next_at = DeadlineState.ENDED.value, None
    record(w, "deadline.ended", "deadline", deadline.id, f"期限终止：{deadline.title}（{reason}）", case_id=deadline.case_id)


def _words(deadline: Deadline, stage: str) -> str:
    if stage == ESCALATED:
        return f"期限逾期未办，报院长：{deadline.title}，应于 {deadline.due_on.isoformat()}"
    if stage == MISSED:
        return f"期限已逾期：{deadline.title}，应于 {deadline.due_on.isoformat()}"
    return f"期限提醒：{deadline.title}，{deadline.due_on.isoformat()} 届满"
