"""One place that writes a link of the chain and its line of the trail."""

from __future__ import annotations

from app.domains.approvals.tables import Approval, ApprovalStep
from app.domains.audit.service import record
from app.infra.unit_of_work import Work

SECRET = frozenset({"voted"})


def note(
    w: Work,
    approval: Approval,
    act: str,
    summary: str,
    *,
    words: str = "",
    to_id: str | None = None,
    for_id: str | None = None,
    by_id: str | None = None,
    authority: str | None = None,
) -> None:
    """Append an act to the approval's chain and to the trail. `for_id`: in whose place; `by_id`: when it is not the actor (the asker, through the house)."""
    actor_id = None if w.actor.is_system else w.actor.id
    w.session.add(
        ApprovalStep(
            court_id=approval.court_id,
            case_id=approval.case_id,
            approval_id=approval.id,
            act=act,
            by_id=by_id or actor_id,
            for_id=for_id,
            to_id=to_id,
            at=w.now,
            words=words,
            digest=approval.digest,
        )
    )
    record(
        w,
        f"approval.{act}",
        "approval",
        approval.id,
        summary,
        case_id=approval.case_id,
        digest=approval.digest,
        secret=act in SECRET,
        authority=authority,
    )
    w.flush()
