"""A step that its authority refuses: its words, and what the court answers. The law gives no days for the answer; refusing to assist is 民诉法 第117条."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domains.titles.events import DaysGiven, RefusalReported, StepOver, StepRefused
from app.domains.titles.rules import LIFE, Answer, StepAct, StepStatus, check_day, check_days, check_words
from app.domains.titles.service import Files, noted, of_step, open_step
from app.domains.titles.tables import TitleStep
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotNow


@dataclass(frozen=True)
class Refusal:
    """What the authority said, in its own words."""

    on: date
    reason: str
    office: str = ""


@dataclass(frozen=True)
class Reply:
    """The answer. `paper_no`: of the letter; `days`: that the authority gives when it takes the papers again."""

    answer: Answer
    on: date
    words: str
    paper_no: str = ""
    days: int | None = None


def refuse(w: Work, step_id: str, order: Refusal, files: Files = (), *, task_id: str = "") -> TitleStep:
    """The authority sent it back or refuses to assist; whoever works on it hears that an answer is wanted."""
    held = open_step(w, step_id)
    step, words = held.step, check_words(order.reason, "reason", "退件理由")
    check_day(order.on, w.today, step.submitted_on or held.route.served_on)
    step.status, step.reason = LIFE.advance(StepStatus(step.status), StepAct.REFUSE).value, words
    step.office, step.answer, step.answer_words, step.answered_on = (order.office.strip() or step.office)[:200], "", "", None
    noted(w, held, "refused", f"{order.on.isoformat()} 退件：{words}", files, task_id=task_id)
    of = of_step(held.route, step)
    w.emit(StepOver(*of, order.on, met=False, why="退件"))
    w.emit(StepRefused(*of, step.office, words))
    return step


def answer(w: Work, step_id: str, order: Reply, files: Files = ()) -> TitleStep:
    """Submitted again with what was missing, answered by letter, or put to judge and director because the unit does not assist (CP-12)."""
    held = open_step(w, step_id)
    step, words = held.step, check_words(order.words, "words", "说明")
    if step.status != StepStatus.REFUSED:
        raise NotNow("没有退件，不需要答复", code="not_refused")
    check_day(order.on, w.today, held.route.served_on)
    days = check_days(order.days)
    if order.answer is Answer.LETTER and not order.paper_no.strip():
        raise Invalid("填写函件文号", field="paper_no")
    step.answer, step.answer_words, step.answered_on = order.answer.value, words, order.on
    told = f"{order.answer.word}{'，' + order.paper_no.strip() if order.paper_no.strip() else ''}：{words}"
    if order.answer is Answer.AGAIN:
        step.status = LIFE.advance(StepStatus(step.status), StepAct.SUBMIT).value
        step.submitted_on, step.days = order.on, days
    noted(w, held, "answered", told, files)
    if order.answer is Answer.REPORT:
        w.emit(RefusalReported(*of_step(held.route, step), step.office, step.reason, words))
    if order.answer is Answer.AGAIN and days is not None:
        w.emit(DaysGiven(*of_step(held.route, step), order.on, days))
    return step
