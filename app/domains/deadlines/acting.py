"""Which acts a deadline offers to whom, each with its form: what the page draws below 怎么算的."""

from __future__ import annotations

from dataclasses import dataclass

from app.domains.deadlines.catalogue import CATALOGUE
from app.domains.deadlines.forms import ExtendForm, FinishForm, GoOnCaseForm, GoOnForm, ShiftForm, StopCaseForm, StopForm
from app.domains.deadlines.permissions import RUN_DEADLINES, STOP_DEADLINES, may_shift
from app.domains.deadlines.rules import ENTERED, DeadlineState
from app.domains.deadlines.tables import Deadline
from app.kernel.actor import Actor
from app.web.forms import PaperForm


@dataclass(frozen=True)
class Act:
    """An act on the page: the end of its address, its word, and its form (open when it was just refused)."""

    name: str
    word: str
    form: PaperForm
    open: bool = False


def forms_of(deadline: Deadline, actor: Actor, typed: PaperForm | None) -> list[Act]:
    """The acts open to the actor now, in the order of the page."""
    return [
        Act(name, word, typed if typed is not None and type(typed) is kind else kind(formdata=None, prefix=""), type(typed) is kind)
        for name, word, kind in _offered(deadline, actor)
    ]


def _offered(deadline: Deadline, actor: Actor) -> list[tuple[str, str, type[PaperForm]]]:
    period, counts = CATALOGUE[deadline.code], deadline.length is not None
    running, stopped = deadline.state == DeadlineState.RUNNING.value, deadline.state == DeadlineState.SUSPENDED.value
    runs, stops = RUN_DEADLINES.held_by(actor), STOP_DEADLINES.held_by(actor)
    offered: list[tuple[bool, str, str, type[PaperForm]]] = [
        (running and runs and (period.ends_by_word or deadline.subject_kind == ENTERED), "finish", "办结", FinishForm),
        (running and counts and actor.role is period.extended_by, "extend", "延长期限", ExtendForm),
        (running and counts and stops and period.may_stop, "stop", "暂停计算", StopForm),
        (running and counts and stops and period.may_stop, "stop-case", "全案暂停计算", StopCaseForm),
        (stopped and counts and stops, "go-on", "恢复计算", GoOnForm),
        (stopped and stops and deadline.with_case, "go-on-case", "全案恢复计算", GoOnCaseForm),
        (running and counts and may_shift(actor, period), "shift", "更正起算日", ShiftForm),
    ]
    return [(name, word, kind) for may, name, word, kind in offered if may]
