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
    """A named person decided on exactly this content."""

    approval_id: str
    kind: str
    subject_kind: str
    subject_id: str
    digest: str
    verdict: str
    reason: str
    asked_by: str
