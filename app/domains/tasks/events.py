"""What happens to tasks, in the past tense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.kernel.facts import Fact


@dataclass(frozen=True)
class TaskFact(Fact):
    """What every fact of a task names."""

    task_id: str
    case_id: str
    court_id: str
    asset_id: str
    agency_id: str
    kind: str
    worker_id: str | None = None
    title: str = ""
    number: str = ""


@dataclass(frozen=True)
class TaskGiven(TaskFact):
    """The court has handed a task out; due_at is when it must be back."""

    due_at: datetime | None = None


@dataclass(frozen=True)
class TaskTaken(TaskFact):
    """The agency has accepted the task and named a worker."""

    due_at: datetime | None = None


@dataclass(frozen=True)
class TaskDeclined(TaskFact):
    """The agency cannot take it, for a reason."""

    reason: str = ""


@dataclass(frozen=True)
class TaskAssigned(TaskFact):
    """The agency has given the task to another of its people (worker_id); former_id had it until now."""

    former_id: str | None = None


@dataclass(frozen=True)
class TaskHandedBack(TaskFact):
    """The agency has handed back version `no`, frozen under its digest."""

    no: int = 1
    digest: str = ""


@dataclass(frozen=True)
class TaskReturned(TaskFact):
    """The court has sent it back, with a reason per field; due_at is when it must be back again."""

    reasons: Mapping[str, str] = field(default_factory=dict)
    due_at: datetime | None = None


@dataclass(frozen=True)
class TaskAccepted(TaskFact):
    """The court has accepted the work; findings are what the asset (or another noun) learns from it."""

    findings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TaskRecalled(TaskFact):
    """The court has taken the task back from the agency, for a reason."""

    reason: str = ""


@dataclass(frozen=True)
class TaskExtensionAsked(TaskFact):
    """The agency asks for more time."""

    asked_due_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class TaskExtended(TaskFact):
    """The court has moved the due time."""

    due_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True)
class TaskExtensionRefused(TaskFact):
    """The court leaves the due time as it is, for a reason."""

    reason: str = ""


@dataclass(frozen=True)
class TaskPaused(TaskFact):
    """The clock stands still, on a ground."""

    ground: str = ""


@dataclass(frozen=True)
class TaskResumed(TaskFact):
    """The clock runs again; due_at has moved by the stopped time."""

    due_at: datetime | None = None
    stopped: str = ""


@dataclass(frozen=True)
class TaskUrged(TaskFact):
    """The court asks for it."""

    words: str = ""


@dataclass(frozen=True)
class TaskSpoken(TaskFact):
    """One side has left a word in the thread for the other."""

    words: str = ""
    by_court: bool = True


@dataclass(frozen=True)
class TaskHandBackCancelled(TaskFact):
    """The agency has taken back what it had handed back, before the court opened it."""

    due_at: datetime | None = None


@dataclass(frozen=True)
class TaskMoved(TaskFact):
    """The court has taken the task from this agency and given it to another as task `new_task_id`."""

    reason: str = ""
    new_task_id: str = ""


@dataclass(frozen=True)
class TaskRestored(TaskFact):
    """A recall was undone at once: the agency goes on."""

    due_at: datetime | None = None
