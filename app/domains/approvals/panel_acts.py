"""What happens to a panel's open question when its members change: recusal and substitution. A vote of one who left is void and kept."""

from __future__ import annotations

from collections.abc import Collection

from app.domains.accounts.queries import names_of
from app.domains.approvals.events import ApprovalOpened, MemberRecused
from app.domains.approvals.queries import lock_approval, open_panels_of, recused_of, votes_of
from app.domains.approvals.rules import check_not_own, check_open, check_reason
from app.domains.approvals.steps import note
from app.domains.approvals.tables import Approval
from app.domains.cases.queries import panel_of
from app.infra.unit_of_work import Work
from app.kernel.actor import Role
from app.kernel.errors import Conflict, NotAllowed


def recuse(w: Work, approval_id: str, reason: str) -> Approval:
    """A member asks not to take part; an earlier vote of his is void, and the question waits until the director has replaced him."""
    approval = lock_approval(w, approval_id)
    check_open(approval.status)
    if w.actor.id not in {seat.person_id for seat in panel_of(w, approval.case_id)}:
        raise NotAllowed("你不是本案合议庭成员", code="not_in_panel")
    if w.actor.id in recused_of(w, approval_id):
        raise Conflict("你已申请回避", code="recused")
    words = check_reason(reason, "回避的理由")
    _void_votes(w, approval, {w.actor.id}, "成员回避")
    note(w, approval, "recused", f"申请回避：{approval.title}", words=words)
    w.emit(MemberRecused(approval.id, approval.case_id, approval.court_id, approval.title, w.actor.name, words))
    return approval


def members_changed(w: Work, case_id: str, *, left: Collection[str], joined: Collection[str], reason: str) -> None:
    """The case's panel was composed anew: open questions go on with the new members. Once somebody has voted, only the director may do that."""
    if not left and not joined:
        return
    for approval in open_panels_of(w, case_id):
        check_not_own(approval.asked_by, *joined)
        if votes_of(w, approval.id) and w.actor.role is not Role.DIRECTOR:
            raise NotAllowed("表决已经开始，更换成员由执行局局长决定", code="voting")
        _void_votes(w, approval, left, "成员更换")
        names = names_of(w.session, {*left, *joined})
        for person_id in sorted(joined):
            note(w, approval, "substituted", f"更换合议庭成员为 {names.get(person_id, '')}：{approval.title}", words=reason, to_id=person_id)
        w.emit(ApprovalOpened(approval.id, approval.kind, approval.case_id, approval.court_id, approval.title, tuple(sorted(joined))))


def _void_votes(w: Work, approval: Approval, person_ids: Collection[str], why: str) -> None:
    for vote in votes_of(w, approval.id):
        if vote.person_id in person_ids:
            vote.voided_at, vote.void_reason = w.now, why
