"""Verbs of approvals: ask, vote, decide, void. Nobody decides an own request; votes are sealed until the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import func, select

from app.domains.accounts.queries import list_people_in_role, names_of
from app.domains.approvals.catalogue import CATALOGUE, ApprovalKind, matters_of
from app.domains.approvals.events import ApprovalOpened, Decided, PanelDecided
from app.domains.approvals.queries import count_asked, house_standing, lock_approval, lock_open, opinions_of, principals_of, recused_of, votes_of
from app.domains.approvals.rules import (
    RESULT,
    VERDICT_WORDS,
    ApprovalStatus,
    Outcome,
    Verdict,
    check_digest,
    check_not_own,
    check_open,
    check_vote,
    joined_reasons,
    outcome_of,
)
from app.domains.approvals.steps import note
from app.domains.approvals.tables import Approval, Vote
from app.domains.cases.queries import panel_of
from app.infra.unit_of_work import Work, for_house
from app.kernel.clock import day_of, end_of
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotNow
from app.law.rulebook import cite

LEAST_PANEL = 3
NO_STEP = "选择退回到哪一步"


@dataclass(frozen=True)
class Ask:
    """A question about exactly this content. `decider_id` names the person where it is one (the judge in charge).

    body and figures: what a proposal says; findings: counts of the check of what is asked about.
    """

    kind: str
    case_id: str
    court_id: str
    subject_kind: str
    subject_id: str
    digest: str
    title: str
    asked_by: str
    question: str = ""
    decider_id: str | None = None
    body: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)


def ask(w: Work, order: Ask) -> Approval:
    """Open a question; a panel kind needs a composed panel of an odd number, three at least, in which the asker does not sit.

    Asked again, an earlier question of the kind about the same thing that is still open is void.
    """
    kind = CATALOGUE[order.kind]
    seats = [seat.person_id for seat in panel_of(w, order.case_id)] if kind.by_panel else []
    if kind.by_panel and (len(seats) < LEAST_PANEL or len(seats) % 2 == 0):
        raise NotNow("合议庭还没有组成：由三名以上单数的成员组成", code="no_panel")
    check_not_own(order.asked_by, order.decider_id, *seats)
    for earlier in house_standing(w, order.subject_kind, order.subject_id):
        if earlier.kind == order.kind and earlier.status == ApprovalStatus.OPEN:
            _void(w, earlier, "已重新提请")
    plain = {**vars(order), "question": order.question or kind.question, "figures": dict(order.figures), "findings": dict(order.findings)}
    due_at = end_of(day_of(w.now + timedelta(days=kind.days)))
    approval = Approval(**plain, asked_at=w.now, due_at=due_at, version_no=1 + count_asked(w, order.kind, order.subject_id))
    w.session.add(approval)
    w.flush()
    note(w, approval, "asked", f"提请{kind.title}：{order.title}", by_id=order.asked_by)
    deciders = tuple(seats) if kind.by_panel else ((order.decider_id,) if order.decider_id else ())
    w.emit(ApprovalOpened(approval.id, order.kind, order.case_id, order.court_id, order.title, deciders))
    return approval


def cast_vote(w: Work, approval_id: str, opinions: Mapping[str, str], *, digest: str, remark: str = "") -> Outcome | None:
    """A seat votes on all matters; the outcome when it was the last vote. One's vote cannot be changed (M-35)."""
    approval = lock_approval(w, approval_id)
    seats, matters = panel_of(w, approval.case_id), matters_of(approval.kind)
    if not matters or w.actor.id not in {seat.person_id for seat in seats}:
        raise NotAllowed("你不是本案合议庭成员", code="not_in_panel")
    if approval.status != ApprovalStatus.OPEN:
        raise Conflict("表决已经结束或因方案变更作废", code="already_decided")
    check_not_own(approval.asked_by, w.actor.id)
    check_digest(approval.digest, digest)
    check_vote(opinions, matters)
    cast = votes_of(w, approval_id)
    if w.actor.id in {vote.person_id for vote in cast}:
        raise Conflict("你已表决，不能更改。确需更改的，请审判长宣布重新合议", code="already_voted")
    if w.actor.id in recused_of(w, approval_id):
        raise NotAllowed("你已申请回避，不能表决", code="recused")
    of = {"court_id": approval.court_id, "case_id": approval.case_id, "approval_id": approval.id, "person_id": w.actor.id, "digest": digest}
    vote = Vote(**of, opinions={code: opinions[code].strip() for code in matters}, remark=remark.strip(), cast_at=w.now)
    w.session.add(vote)
    w.flush()
    note(w, approval, "voted", f"表决：{approval.title}（第 {len(cast) + 1}/{len(seats)} 票）")
    outcome = outcome_of([each.opinions for each in (*cast, vote)], len(seats), matters)
    if outcome is not None:
        _close_panel(w, approval, outcome)
    return outcome


def decide(w: Work, approval_id: str, verdict: Verdict, *, digest: str, reason: str = "", fields: Mapping[str, str] | None = None, step: str = "") -> Approval:
    """The decider, or a deputy in his place, agrees, returns for mending or refuses, on exactly the content that was on the screen.

    fields: a return's reason per figure, by its title; step: a code of the kind's steps. Added signers must have answered.
    """
    approval = lock_approval(w, approval_id)
    kind = CATALOGUE[approval.kind]
    principal = principal_of(w, approval, kind)
    check_open(approval.status, names_of(w.session, {approval.decided_by or ""}).get(approval.decided_by or "", ""), approval.decided_at)
    check_not_own(approval.asked_by, w.actor.id, principal)
    check_digest(approval.digest, digest)
    _check_signers(w, approval)
    said = {title: words.strip() for title, words in (fields or {}).items() if words.strip()} if verdict is Verdict.RETURN else {}
    words = joined_reasons(reason, said)
    if verdict is not Verdict.AGREE and len(words) < 2:
        raise Invalid("退回或不同意须写明理由", field="reason")
    if verdict is Verdict.RETURN and step not in ("", *(code for code, _ in kind.steps)):
        raise Invalid(NO_STEP, field="step")
    approval.status, approval.decided_by, approval.decided_for, approval.decided_at = RESULT[verdict].value, w.actor.id, principal, w.now
    approval.reason, approval.field_reasons = words, said
    approval.return_step = (step or kind.steps[0][0]) if verdict is Verdict.RETURN else ""
    note(w, approval, verdict.value, _decided_words(w, approval, kind, verdict, principal), words=words, for_id=principal, authority=cite(kind.rule))
    w.emit(
        Decided(
            approval.id,
            approval.kind,
            approval.subject_kind,
            approval.subject_id,
            digest,
            verdict.value,
            words,
            approval.asked_by,
            approval.case_id,
            approval.return_step,
        )
    )
    return approval


def principal_of(w: Work, approval: Approval, kind: ApprovalKind) -> str | None:
    """In whose place the actor decides: None for himself. NotAllowed when he may not at all."""
    if not kind.by_panel and w.actor.role is kind.decider and approval.decider_id in (None, w.actor.id):
        return None
    for person_id in principals_of(w, approval.kind, approval.court_id) if kind.delegable and not kind.by_panel else ():
        holds = person_id in {each.id for each in list_people_in_role(w.session, kind.decider, court_id=approval.court_id)}
        if holds and approval.decider_id in (None, person_id):
            return person_id
    raise NotAllowed(f"你不能{kind.title}：该操作属于{'合议庭' if kind.by_panel else '指定的人'}", code="not_decider")


def void_for(w: Work, subject_kind: str, subject_id: str, reason: str) -> int:
    """The content changed: questions about it, open or agreed, are void, and so are their votes and signatures."""
    found = house_standing(w, subject_kind, subject_id)
    for approval in found:
        _void(w, approval, reason)
    return len(found)


def void_open(w: Work, subject_kind: str, subject_id: str, reason: str) -> int:
    """The thing is over: what still waits for a decision about it is void; what was decided stays."""
    found = lock_open(w, subject_kind, subject_id)
    for approval in found:
        _void(w, approval, reason)
    return len(found)


def _void(w: Work, approval: Approval, reason: str) -> None:
    approval.status, approval.reason = ApprovalStatus.VOID.value, reason
    note(w, approval, "voided", f"因内容变更，原表决作废：{approval.title}", words=reason)


def _check_signers(w: Work, approval: Approval) -> None:
    owing = [each.person_id for each in opinions_of(w, approval.id) if each.kind == "signer" and each.answered_at is None and each.withdrawn_at is None]
    if owing:
        names = "、".join(names_of(w.session, set(owing)).values())
        raise NotNow(f"还不能决定：{names} 加签未表态。等其表态，或收回加签", code="signer_open")


def _decided_words(w: Work, approval: Approval, kind: ApprovalKind, verdict: Verdict, principal: str | None) -> str:
    place = f"（{w.actor.name} 代 {names_of(w.session, {principal}).get(principal, '')}）" if principal else ""
    return f"{kind.title}：{VERDICT_WORDS[verdict]}{place}（{approval.title}）"


def _close_panel(w: Work, approval: Approval, outcome: Outcome) -> None:
    matters = matters_of(approval.kind)
    approval.status = (ApprovalStatus.AGREED if outcome.agreed else ApprovalStatus.RETURNED).value
    approval.decided_by, approval.decided_at = w.actor.id, w.now
    approval.record_no = _record_no(w, approval)
    approval.reason = "" if outcome.agreed else "未形成多数：" + "、".join(matters[code] for code, yes in outcome.matters.items() if not yes)
    words = f"合议结束：{approval.title}，合议笔录{approval.record_no}"
    note(w, approval, "panel_agreed" if outcome.agreed else "panel_split", words, words=approval.reason, authority=cite(CATALOGUE[approval.kind].rule))
    w.emit(
        PanelDecided(
            approval.id,
            approval.subject_kind,
            approval.subject_id,
            approval.digest,
            outcome.agreed,
            outcome.agreed_matters,
            approval.record_no,
            approval.reason,
        )
    )


def _record_no(w: Work, approval: Approval) -> str:
    year = day_of(w.now).year
    before = (
        w.session.scalar(for_house(select(func.count(Approval.id)).where(Approval.court_id == approval.court_id, Approval.record_no.startswith(f"（{year}）"))))
        or 0
    )
    return f"（{year}）合议第{before + 1}号"
