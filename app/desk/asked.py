"""Questions as lists and chains show them: one sentence, case, asker, since when, findings; every step with its time, digest and reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domains.accounts.queries import names_of
from app.domains.approvals.catalogue import CATALOGUE
from app.domains.approvals.rules import STEP_WORDS, ApprovalStatus
from app.domains.approvals.tables import Approval, ApprovalStep
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
_LINKS = {
    "plan": "/plans/{id}",
    "handover": "/handovers/{id}",
    "settlement": "/settlements/{id}",
    "round": "/lots/{id}",
    "vacating_plan": "/vacating/plans/{id}",
    "vacating_referral": "/vacating/referrals/{id}",
    "vacating_measure": "/vacating/measures/{id}",
}
_SEVERITIES = (("breach", "违反"), ("warning", "警示"), ("manual", "需人工"))
_NAMES_TO = frozenset({"transferred", "signer_added", "signer_dropped", "asked_above", "copied", "substituted"})


@dataclass(frozen=True)
class Asked:
    """One line of a queue; `findings` as '违反 0 警示 2', '' where nothing was checked."""

    approval: Approval
    title: str
    look: str
    case_id: str
    case_number: str
    asker: str
    href: str
    findings: str


@dataclass(frozen=True)
class Link:
    """One link of the chain as the macro reads it."""

    who: str
    act: str
    at: datetime | None
    now: bool = False
    reason: str = ""
    digest: str = ""


def asked_of(r: Reading, approvals: Sequence[Approval], *, waiting: bool = False) -> list[Asked]:
    """Approvals with their cases and askers; two queries. `waiting`: they wait for the reader."""
    cases = r.session.scalars(in_scope(select(Case).where(Case.id.in_({each.case_id for each in approvals})), Case, r.actor)).all()
    numbers = {case.id: case.number for case in cases}
    people = names_of(r.session, {each.asked_by for each in approvals})
    return [_asked(each, numbers, people, waiting=waiting) for each in approvals]


def chain_of(approvals: Sequence[Approval], steps: Sequence[ApprovalStep], people: Mapping[str, str]) -> list[Link]:
    """Every step of a thing's questions in order: who, in whose place, to whom, when, on which digest, why; the open one is now.

    Who has voted is not told before the last vote.
    """
    kinds = {each.id: CATALOGUE[each.kind] for each in approvals}
    sealed = {each.id for each in approvals if each.status == ApprovalStatus.OPEN}
    shown = [step for step in steps if step.act != "voted" or step.approval_id not in sealed]
    links = [_link(step, kinds[step.approval_id].title, people) for step in shown]
    for each in approvals:
        if each.status == ApprovalStatus.OPEN:
            who = "合议庭" if kinds[each.id].by_panel else people.get(each.decider_id or "", "") or kinds[each.id].decider_name
            links.append(Link(who, "超时未决定" if each.escalated_at else "待决定", None, now=True))
    return links


def people_in(approvals: Sequence[Approval], steps: Sequence[ApprovalStep]) -> set[str]:
    """Everybody whom chain and page name."""
    named = {each for row in approvals for each in (row.asked_by, row.decided_by, row.decided_for, row.decider_id)}
    return {each for each in named | {each for step in steps for each in (step.by_id, step.for_id, step.to_id)} if each}


def look_of(approval: Approval, *, waits_for_me: bool, signers_open: bool = False, passed_on: bool = False) -> str:
    """The code of app/web/states.py for one reader."""
    if approval.status != ApprovalStatus.OPEN:
        return LOOKS[ApprovalStatus(approval.status)]
    if approval.escalated_at is not None:
        return "escalated"
    if signers_open:
        return "adding_signer"
    if waits_for_me:
        return "mine"
    if passed_on:
        return "transferred"
    return "countersigning" if CATALOGUE[approval.kind].by_panel else "pending"


def subject_link(approval: Approval) -> str:
    """Where the thing itself stands; '' when it has no page of its own."""
    return _LINKS.get(approval.subject_kind, "").format(id=approval.subject_id)


def findings_words(counts: Mapping[str, int]) -> str:
    """'违反 0 警示 2', with 需人工 where there is any; '' when nothing was checked."""
    if not counts:
        return ""
    return " ".join(f"{word} {counts.get(code, 0)}" for code, word in _SEVERITIES if code != "manual" or counts.get(code))


def _link(step: ApprovalStep, title: str, people: Mapping[str, str]) -> Link:
    who = people.get(step.by_id or "", "系统")
    if step.for_id:
        who = f"{who}（代 {people.get(step.for_id, '')}）"
    act = STEP_WORDS[step.act] + (f" {people.get(step.to_id or '', '')}" if step.act in _NAMES_TO else title if step.act == "asked" else "")
    return Link(who, act, step.at, reason=step.words, digest=step.digest)


def _asked(approval: Approval, numbers: Mapping[str, str], people: Mapping[str, str], *, waiting: bool) -> Asked:
    kind = CATALOGUE[approval.kind]
    return Asked(
        approval,
        f"{kind.title}：{approval.title}",
        look_of(approval, waits_for_me=waiting),
        approval.case_id,
        numbers.get(approval.case_id, ""),
        people.get(approval.asked_by, ""),
        f"/{'panels' if kind.by_panel else 'decisions'}/{approval.id}",
        findings_words(approval.findings),
    )
