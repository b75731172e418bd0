"""What the pages of a title route show: the step line, each row with whose turn it is, what it waits for, and what happened. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domains.titles.rules import OVER, Answer, StepStatus, better_after, waits_for
from app.domains.titles.tables import TitleNote, TitleRoute, TitleStep
from app.kernel.clock import day_of, local
from app.law.title_routes import Doer
from app.web.step_line import StepShown

CLEARING = ("release", "waiting", "cancel")


@dataclass(frozen=True)
class Line:
    """One row of the table. `who`: 经办; `waits`: what must be done first; `advised`: what usually comes first (待核); `next`: is it the one to do now?"""

    step: TitleStep
    who: str
    waits: Sequence[str]
    advised: Sequence[str]
    late: bool
    next: bool = False

    @property
    def act(self) -> str:
        """The word on its button."""
        if self.step.status in OVER:
            return "查看"
        return {"refused": "答复"}.get(self.step.status, "办理")


@dataclass(frozen=True)
class Entry:
    """One line of what happened, as the macro reads it."""

    at: str
    who: str
    text: str
    role: str = ""
    href: str = ""
    authority: str = ""
    day: str = ""


def lines_of(steps: Sequence[TitleStep], names: Mapping[str, str], today: date) -> list[Line]:
    """The rows in order; the first that can be worked on is the next, a refused one before all."""
    found = [_line(each, steps, names, today) for each in steps]
    able = [each for each in found if each.step.status == StepStatus.REFUSED or (each.step.status not in OVER and not each.waits)]
    first = next((each for each in able if each.step.status == StepStatus.REFUSED), next(iter(able), None))
    return [Line(each.step, each.who, each.waits, each.advised, each.late, next=each is first) for each in found]


def who_of(step: TitleStep, names: Mapping[str, str]) -> str:
    """Whose turn it is."""
    if step.task_id:
        return f"机构（任务 {step.task_number}）"
    return names.get(step.person_id or "") or Doer(step.doer).word


def marks_of(steps: Sequence[TitleStep], lines: Sequence[Line]) -> list[StepShown]:
    """The steps of the route on the line: releases and cancelled burdens together, as 2/3."""
    found: list[StepShown] = []
    clearing = [each for each in steps if each.code in CLEARING]
    for line in lines:
        if line.step.code not in CLEARING:
            found.append(_mark(line))
        elif line.step is clearing[0]:
            found.append(_cleared(clearing, [each for each in lines if each.step.code in CLEARING]))
    return found


def timeline(notes: Sequence[TitleNote], steps: Sequence[TitleStep]) -> list[Entry]:
    """Everything that happened, newest first."""
    titles = {each.id: each.title for each in steps}
    roles = {"refused": "danger", "damaged": "danger", "undone": "warn"}
    found: list[Entry] = []
    last: date | None = None
    for each in reversed(notes):
        day = day_of(each.at)
        text = f"{titles.get(each.step_id, '')}：{each.words}"
        shown = day.isoformat() if day != last else ""
        found.append(Entry(f"{local(each.at):%H:%M}", each.by_name, text, roles.get(each.act, ""), day=shown))
        last = day
    return found


def state_of(route: TitleRoute, lines: Sequence[Line]) -> str:
    """One word for the whole route."""
    if route.closed_on is not None:
        return "done"
    if any(each.step.status == StepStatus.REFUSED for each in lines):
        return "refused"
    return "submitted" if any(each.step.status != StepStatus.TODO for each in lines) else "todo"


def files_of(notes: Sequence[TitleNote]) -> dict[str, str]:
    """Media types of shown copies that belong to the route, by digest: nothing else is served from its address. Photos of tasks say none: JPEG."""
    return {str(each["shown"]): str(each.get("media_type", "image/jpeg")) for note in notes for each in note.files}


def answer_words(step: TitleStep) -> str:
    """The last answer to a refusal."""
    return f"{Answer(step.answer).word}：{step.answer_words}" if step.answer else ""


def default_day(since: date | None, now: datetime) -> date:
    """The day that a form proposes."""
    return max(day_of(now), since) if since else day_of(now)


def _line(step: TitleStep, steps: Sequence[TitleStep], names: Mapping[str, str], today: date) -> Line:
    open_ = step.status not in OVER
    late = open_ and step.due_on is not None and step.due_on < today
    return Line(step, who_of(step, names), waits_for(step, steps) if open_ else (), better_after(step, steps) if open_ else (), late)


def _mark(line: Line) -> StepShown:
    step = line.step
    state = {"done": "done", "not_needed": "skipped", "refused": "blocked"}.get(step.status, "now" if line.next or step.status == "submitted" else "later")
    note = str(step.done_on or "") or ("退件" if step.status == "refused" else f"{step.due_on} 前" if step.due_on else "")
    return StepShown(step.title, state, note, f"/titles/steps/{step.id}")


def _cleared(steps: Sequence[TitleStep], lines: Sequence[Line]) -> StepShown:
    over = sum(each.status in OVER for each in steps)
    state = "done" if over == len(steps) else "blocked" if any(each.status == "refused" for each in steps) else ""
    begun = over or any(each.next or each.step.status == "submitted" for each in lines)
    return StepShown("解封、涂销", state or ("now" if begun else "later"), f"{over}/{len(steps)}")
