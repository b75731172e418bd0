"""Questions as lists and chains show them: with case, asker and time; shared by the pages of decisions and of panels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domains.accounts.queries import names_of
from app.domains.approvals.catalogue import CATALOGUE
from app.domains.approvals.rules import ApprovalStatus
from app.domains.approvals.tables import Approval
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.infra.unit_of_work import Reading

LOOKS = {
    ApprovalStatus.OPEN: "mine",
    ApprovalStatus.AGREED: "approved",
    ApprovalStatus.RETURNED: "returned",
    ApprovalStatus.REFUSED: "refused",
    ApprovalStatus.VOID: "void",
    ApprovalStatus.RECALLED: "recalled",
}
WORDS = {
    ApprovalStatus.OPEN: "待决定",
    ApprovalStatus.AGREED: "同意",
    ApprovalStatus.RETURNED: "退回修改",
    ApprovalStatus.REFUSED: "不同意",
    ApprovalStatus.VOID: "因内容变更失效",
    ApprovalStatus.RECALLED: "已撤回申请",
}
_LINKS = {"plan": "/plans/{id}", "handover": "/handovers/{id}", "settlement": "/settlements/{id}"}


@dataclass(frozen=True)
class Asked:
    """One line of a queue."""

    approval: Approval
    title: str
    look: str
    case_id: str
    case_number: str
    asker: str
    href: str


@dataclass(frozen=True)
class Link:
    """One link of the chain as the macro reads it."""

    who: str
    act: str
    at: datetime | None
    now: bool = False
    reason: str = ""
    digest: str = ""


def asked_of(r: Reading, approvals: Sequence[Approval]) -> list[Asked]:
    """Approvals with their cases and askers; two queries."""
    cases = r.session.scalars(in_scope(select(Case).where(Case.id.in_({each.case_id for each in approvals})), Case, r.actor)).all()
    numbers = {case.id: case.number for case in cases}
    people = names_of(r.session, {each.asked_by for each in approvals})
    return [_asked(each, numbers, people) for each in approvals]


def chain_of(approvals: Sequence[Approval], people: Mapping[str, str]) -> list[Link]:
    """Who asked and who decided, in order; the open one is now."""
    links = []
    for each in approvals:
        kind = CATALOGUE[each.kind]
        links.append(Link(people.get(each.asked_by, ""), f"提请{kind.title}", each.asked_at, digest=each.digest))
        who = "合议庭" if kind.by_panel else people.get(each.decided_by or each.decider_id or "", "指定的人")
        links.append(Link(who, WORDS[ApprovalStatus(each.status)], each.decided_at, each.status == ApprovalStatus.OPEN, each.reason))
    return links


def subject_link(approval: Approval) -> str:
    """Where the thing itself stands; '' when it has no page of its own."""
    return _LINKS.get(approval.subject_kind, "").format(id=approval.subject_id)


def _asked(approval: Approval, numbers: Mapping[str, str], people: Mapping[str, str]) -> Asked:
    kind = CATALOGUE[approval.kind]
    href = f"/{'panels' if kind.by_panel else 'decisions'}/{approval.id}"
    return Asked(
        approval,
        f"{kind.title}：{approval.title}",
        LOOKS[ApprovalStatus(approval.status)],
        approval.case_id,
        numbers.get(approval.case_id, ""),
        people.get(approval.asked_by, ""),
        href,
    )
