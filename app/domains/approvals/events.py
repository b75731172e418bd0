"""Facts of approvals."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class ApprovalOpened(Fact):
    """Somebody is asked to decide."""

    approval_id: str
    kind: str
    case_id: str
    court_id: str
    title: str
    decider_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PanelDecided(Fact):
    """The last vote is in."""

    approval_id: str
    subject_kind: str
    subject_id: str
    digest: str
    agreed: bool
    matters: frozenset[str]
    record_no: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decided(Fact):
    """A named person decided on exactly this content. `step`: where a return goes back to ('' the usual one)."""

    approval_id: str
    kind: str
    subject_kind: str
    subject_id: str
    digest: str
    verdict: str
    reason: str
    asked_by: str
    case_id: str = ""
    step: str = ""


@dataclass(frozen=True, slots=True)
class AskedAside(Fact):
    """Somebody beside the decider is told or asked: transferred, signer_added, asked_above, copied, urged, answered, substituted."""

    approval_id: str
    kind: str
    case_id: str
    title: str
    act: str
    to_ids: tuple[str, ...]
    by_name: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalRecalled(Fact):
    """The asker took the question back before anybody acted on it."""

    approval_id: str
    subject_kind: str
    subject_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class ApprovalOverdue(Fact):
    """The days ran out: the superior of whoever decides is told. `superior` is a role."""

    approval_id: str
    kind: str
    case_id: str
    court_id: str
    title: str
    superior: str
    decider_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MemberRecused(Fact):
    """A member of the panel asks not to take part: the director replaces him."""

    approval_id: str
    case_id: str
    court_id: str
    title: str
    name: str
    reason: str
