"""The frame of every page of one case: head, step line, tabs, who has it. Pages of other nouns inside a case use it too. Five queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domains.accounts.queries import names_of
from app.domains.cases import queries, thread
from app.domains.cases.listing import parties_line
from app.domains.cases.rules import Step, doubts_of, life_of
from app.domains.cases.tables import Case, CaseHanding, CasePanel, Party
from app.domains.cases.types import FAR, Stage
from app.infra.unit_of_work import Reading

PLACES = (
    ("thread", "来往", "/cases/{id}"),
    ("assets", "标的物", "/cases/{id}/assets"),
    ("parties", "当事人", "/cases/{id}/parties"),
    ("panel", "合议庭", "/cases/{id}/panel"),
    ("tasks", "任务", "/tasks?case={id}"),
    ("plans", "处置方案", "/plans?case={id}"),
    ("documents", "文书", "/documents?case={id}"),
    ("service", "送达", "/service?case={id}"),
    ("deadlines", "期限", "/deadlines?case={id}"),
    ("approvals", "审批", "/cases/{id}/approvals"),
)


@dataclass(frozen=True)
class Tab:
    """One tab: where it leads, how many things stand there (None: not counted), whether it is open."""

    label: str
    href: str
    count: int | None
    on: bool


@dataclass(frozen=True)
class Holder:
    """Who has the case now."""

    name: str
    place: str
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True)
class CaseFrame:
    """What templates/cases/frame.html shows around a page."""

    case: Case
    parties: Sequence[Party]
    parties_line: str
    panel: Sequence[CasePanel]
    people: dict[str, str]
    offer: CaseHanding | None
    steps: tuple[Step, ...]
    tabs: Sequence[Tab]
    doubts: tuple[str, ...]

    @property
    def stage(self) -> Stage:
        """Where the case stands."""
        return Stage(self.case.stage)

    @property
    def look(self) -> str:
        """The code of app/web/states.py for the badge: moving while it is offered."""
        return "moving" if self.offer else {Stage.REVIEW: "closing"}.get(self.stage, self.stage.value)

    @property
    def is_open(self) -> bool:
        """May it still be changed?"""
        return self.stage is not Stage.CLOSED

    @property
    def due_at(self) -> datetime | None:
        """The nearest deadline, if one runs."""
        return None if self.case.next_due_at >= FAR else self.case.next_due_at

    @property
    def holder(self) -> Holder | None:
        """Clerk or judge, and the group; None once it is closed."""
        if not self.is_open:
            return None
        person = self.people.get(self.case.clerk_id or "") if self.stage is Stage.DISPOSAL else ""
        return Holder(person or self.people.get(self.case.judge_id, ""), f"{self.stage.word}组", self.case.changed_at, self.due_at)


def frame_of_case(r: Reading, case_id: str, on: str) -> CaseFrame:
    """The frame of a case in the actor's scope, with the tab `on` open; NotFound for others."""
    case = queries.get_case(r, case_id)
    parties, panel = queries.list_parties(r, case_id), queries.panel_of(r, case_id)
    offer = queries.find_offer(r, case_id)
    known = {case.judge_id, case.clerk_id, *(seat.person_id for seat in panel), offer.offered_by if offer else None}
    counts = {"parties": len(parties), "panel": len(panel)}
    return CaseFrame(
        case=case,
        parties=parties,
        parties_line=parties_line(parties),
        panel=panel,
        people=names_of(r.session, {each for each in known if each}),
        offer=offer,
        steps=life_of(thread.reached(r, case_id), closed=case.closed_at is not None),
        tabs=[Tab(label, href.format(id=case.id), counts.get(name), name == on) for name, label, href in PLACES],
        doubts=doubts_of(case.year, case.filed_on, case.basis_effective_on),
    )
