"""Title routes: the life of a step, what it waits for, ways to answer a refusal, and which step a line of an agency's form means. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from app.kernel.errors import Invalid
from app.kernel.transitions import Transitions

LEAST_WORDS, MOST_WORDS = 4, 500
MOST_DAYS = 365


class StepStatus(StrEnum):
    """Where a step stands (forms.md §2.11)."""

    TODO = "todo"
    SUBMITTED = "submitted"
    REFUSED = "refused"
    DONE = "done"
    NOT_NEEDED = "not_needed"


class StepAct(StrEnum):
    """What can happen to it."""

    SUBMIT = "submit"
    FINISH = "finish"
    REFUSE = "refuse"
    SKIP = "skip"
    UNDO = "undo"


class Answer(StrEnum):
    """What follows a refusal. The law gives no days for it; a unit that refuses to assist is dealt with by 民诉法 第117条 (CP-12)."""

    AGAIN = "again"
    LETTER = "letter"
    REPORT = "report"

    @property
    def word(self) -> str:
        """On the form."""
        return {Answer.AGAIN: "补正材料，再次提交", Answer.LETTER: "发函答复该单位", Answer.REPORT: "拒不协助，报承办法官和局长"}[self]


TITLES = {
    StepStatus.TODO: "待办",
    StepStatus.SUBMITTED: "已受理",
    StepStatus.REFUSED: "退件",
    StepStatus.DONE: "办结",
    StepStatus.NOT_NEEDED: "无需办理",
}
OVER = frozenset({StepStatus.DONE.value, StepStatus.NOT_NEEDED.value})
_S, _A = StepStatus, StepAct
LIFE = Transitions(
    {
        (_S.TODO, _A.SUBMIT): _S.SUBMITTED,
        (_S.TODO, _A.FINISH): _S.DONE,
        (_S.TODO, _A.REFUSE): _S.REFUSED,
        (_S.TODO, _A.SKIP): _S.NOT_NEEDED,
        (_S.SUBMITTED, _A.FINISH): _S.DONE,
        (_S.SUBMITTED, _A.REFUSE): _S.REFUSED,
        (_S.SUBMITTED, _A.SKIP): _S.NOT_NEEDED,
        (_S.SUBMITTED, _A.UNDO): _S.TODO,
        (_S.REFUSED, _A.SUBMIT): _S.SUBMITTED,
        (_S.REFUSED, _A.SKIP): _S.NOT_NEEDED,
        (_S.REFUSED, _A.UNDO): _S.TODO,
        (_S.DONE, _A.UNDO): _S.TODO,
        (_S.NOT_NEEDED, _A.UNDO): _S.TODO,
    },
    TITLES,
)


class Row(Protocol):
    """What the rules look at of a step."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def office(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def after(self) -> Sequence[str]: ...
    @property
    def advised(self) -> Sequence[str]: ...


Each = TypeVar("Each", bound=Row)


@dataclass(frozen=True)
class Fact:
    """A step as rules and tests see it, without a table."""

    code: str
    title: str = ""
    office: str = ""
    status: str = "todo"
    after: Sequence[str] = ()
    advised: Sequence[str] = ()


def waits_for(step: Row, steps: Iterable[Row]) -> list[str]:
    """Titles of the open steps that must be done before this one is done, with their authority."""
    return [_named(each) for each in steps if each.code in step.after and each.status not in OVER]


def better_after(step: Row, steps: Iterable[Row]) -> list[str]:
    """Titles of open steps that usually come before it; no article says so, nothing is stopped (待核)."""
    return [_named(each) for each in steps if each.code in step.advised and each.status not in OVER]


def rests_on(step: Row, steps: Iterable[Row]) -> list[str]:
    """Titles of the steps that were done because this one was: it cannot be taken back before them."""
    return [_named(each) for each in steps if step.code in each.after and each.status == StepStatus.DONE]


def is_whole(steps: Iterable[Row]) -> bool:
    """Is every step done or not needed?"""
    return all(each.status in OVER for each in steps)


def check_words(words: str, field: str, what: str) -> str:
    """A reason, trimmed; Invalid for one that says nothing."""
    if not LEAST_WORDS <= len(words.strip()) <= MOST_WORDS:
        raise Invalid(f"{what}应为 {LEAST_WORDS} 至 {MOST_WORDS} 字", field=field)
    return words.strip()


def check_day(on: date, today: date, since: date | None, field: str = "on") -> date:
    """A day between what went before and today."""
    if on > today or (since is not None and on < since):
        raise Invalid(f"日期应在 {since.isoformat()} 之后、不晚于今天" if since else "日期不能晚于今天", field=field)
    return on


def check_days(days: int | None, field: str = "days") -> int | None:
    """Days that a paper gives; None where none are written."""
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise Invalid(f"期限应为 1 至 {MOST_DAYS} 日；没有载明的不填", field=field)
    return days


_MEANT: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("waiting", ("轮候",)),
    ("assist", ("协助执行通知",)),
    ("release", ("解封", "解除查封", "解除扣押", "解除冻结", "查封")),
    ("cancel", ("抵押", "质押", "涂销")),
    ("premium", ("出让金",)),
    ("tax", ("完税", "税")),
    ("violations", ("违章",)),
    ("inspect", ("查验", "验车")),
    ("approval", ("批准", "审批")),
    ("arrears", ("欠费",)),
    ("register", ("过户", "登记", "变更", "转移")),
)


def meant(matter: str, office: str, steps: Sequence[Each]) -> Each | None:
    """The one step that a line of an agency's form speaks of, by its matter and then by its authority; None where it could be another."""
    code = next((code for code, words in _MEANT if any(word in matter for word in words)), "")
    found = [each for each in steps if each.code == code]
    if len(found) > 1:
        found = [each for each in found if each.office and office and (each.office in office or office in each.office)]
    return found[0] if len(found) == 1 else None


def _named(step: Row) -> str:
    return f"{step.title}（{step.office}）" if step.office else step.title
