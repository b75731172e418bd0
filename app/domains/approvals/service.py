"""Verbs of approvals: ask, vote, decide, void. Nobody decides an own request; votes are sealed until the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from app.domains.approvals.catalogue import CATALOGUE
from app.domains.approvals.events import ApprovalOpened, Decided, PanelDecided
from app.domains.approvals.queries import house_standing, lock_approval, votes_of
from app.domains.approvals.rules import RESULT, VERDICT_WORDS, ApprovalStatus, Outcome, Verdict, check_decidable, check_digest, check_vote, outcome_of
from app.domains.approvals.tables import Approval, Vote
from app.domains.audit.service import record
from app.domains.cases.queries import panel_of
from app.infra.unit_of_work import Work, for_house
from app.kernel.clock import day_of, end_of
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotNow
from app.law.publication import PANEL_MATTERS
from app.law.rulebook import cite

LEAST_PANEL = 3


@dataclass(frozen=True)
class Ask:
    """A question about exactly this content. `decider_id` names the person where it is one (the judge in charge)."""

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


def ask(w: Work, order: Ask) -> Approval:
    """Open a question; a panel kind needs a composed panel of an odd number, three at least, in which the asker does not sit."""
    kind = CATALOGUE[order.kind]
    seats = [seat.person_id for seat in panel_of(w, order.case_id)] if kind.by_panel else []
    if kind.by_panel and (len(seats) < LEAST_PANEL or len(seats) % 2 == 0):
        raise NotNow("合议庭还没有组成：由三名以上单数的成员组成", code="no_panel")
    if order.asked_by in seats or order.asked_by == order.decider_id:
        raise NotAllowed("不能审批自己提交的事项：提交人与审批人须为不同的人", code="own_request")
    due_at = end_of(day_of(w.now + timedelta(days=kind.days)))
    approval = Approval(**{**vars(order), "question": order.question or kind.question}, asked_at=w.now, due_at=due_at)
    w.session.add(approval)
    w.flush()
    record(w, "approval.asked", "approval", approval.id, f"提请{kind.title}：{order.title}", case_id=order.case_id, digest=order.digest)
    deciders = tuple(seats) if kind.by_panel else ((order.decider_id,) if order.decider_id else ())
    w.emit(ApprovalOpened(approval.id, order.kind, order.case_id, order.court_id, order.title, deciders))
    return approval


def cast_vote(w: Work, approval_id: str, opinions: Mapping[str, str], *, digest: str, remark: str = "") -> Outcome | None:
    """A seat votes on all five matters; the outcome when it was the last vote. One's vote cannot be changed (M-35)."""
    approval = lock_approval(w, approval_id)
    seats = panel_of(w, approval.case_id)
    if w.actor.id not in {seat.person_id for seat in seats}:
        raise NotAllowed("你不是本案合议庭成员", code="not_in_panel")
    if approval.status != ApprovalStatus.OPEN:
        raise Conflict("表决已经结束或因方案变更作废", code="already_decided")
    check_digest(approval.digest, digest)
    check_vote(opinions)
    cast = votes_of(w, approval_id)
    if w.actor.id in {vote.person_id for vote in cast}:
        raise Conflict("你已表决，不能更改。确需更改的，请审判长宣布重新合议", code="already_voted")
    vote = Vote(
        court_id=approval.court_id,
        case_id=approval.case_id,
        approval_id=approval.id,
        person_id=w.actor.id,
        digest=digest,
        opinions={code: opinions[code].strip() for code in PANEL_MATTERS},
        remark=remark.strip(),
        cast_at=w.now,
    )
    w.session.add(vote)
    w.flush()
    record(
        w,
        "approval.voted",
        "approval",
        approval.id,
        f"表决：{approval.title}（第 {len(cast) + 1}/{len(seats)} 票）",
        case_id=approval.case_id,
        digest=digest,
        secret=True,
    )
    outcome = outcome_of([each.opinions for each in (*cast, vote)], len(seats))
    if outcome is not None:
        _close_panel(w, approval, outcome)
    return outcome


def decide(w: Work, approval_id: str, verdict: Verdict, *, digest: str, reason: str = "") -> Approval:
    """A named person agrees, returns for mending or refuses, on exactly the content that was on the screen."""
    approval = lock_approval(w, approval_id)
    kind = CATALOGUE[approval.kind]
    if kind.by_panel or w.actor.role is not kind.decider or (approval.decider_id and approval.decider_id != w.actor.id):
        raise NotAllowed(f"你不能{kind.title}：该操作属于{'合议庭' if kind.by_panel else '指定的人'}", code="not_decider")
    check_decidable(approval.status, approval.asked_by, w.actor.id)
    check_digest(approval.digest, digest)
    if verdict is not Verdict.AGREE and len(reason.strip()) < 2:
        raise Invalid("退回或不同意须写明理由", field="reason")
    approval.status, approval.decided_by, approval.decided_at, approval.reason = RESULT[verdict].value, w.actor.id, w.now, reason.strip()
    w.flush()
    record(
        w,
        f"approval.{verdict.value}",
        "approval",
        approval.id,
        f"{kind.title}：{VERDICT_WORDS[verdict]}（{approval.title}）",
        case_id=approval.case_id,
        digest=digest,
        authority=cite(kind.rule),
    )
    w.emit(Decided(approval.id, approval.kind, approval.subject_kind, approval.subject_id, digest, verdict.value, reason.strip(), approval.asked_by))
    return approval


def void_for(w: Work, subject_kind: str, subject_id: str, reason: str) -> int:
    """The content changed: questions about it, open or agreed, are void, and so are their votes and signatures."""
    found = house_standing(w, subject_kind, subject_id)
    for approval in found:
        approval.status, approval.reason = ApprovalStatus.VOID.value, reason
        record(w, "approval.voided", "approval", approval.id, f"因内容变更，原表决作废：{approval.title}", case_id=approval.case_id, digest=approval.digest)
    w.flush()
    return len(found)


def _close_panel(w: Work, approval: Approval, outcome: Outcome) -> None:
    approval.status = (ApprovalStatus.AGREED if outcome.agreed else ApprovalStatus.RETURNED).value
    approval.decided_by, approval.decided_at = w.actor.id, w.now
    approval.record_no = _record_no(w, approval)
    approval.reason = "" if outcome.agreed else "未形成多数：" + "、".join(PANEL_MATTERS[code] for code, yes in outcome.matters.items() if not yes)
    w.flush()
    record(
        w,
        "approval.panel_decided",
        "approval",
        approval.id,
        f"合议结束：{approval.title}，合议笔录{approval.record_no}",
        case_id=approval.case_id,
        digest=approval.digest,
        authority="法释〔2016〕18号 第27条",
    )
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
