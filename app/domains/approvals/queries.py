"""Reads of approvals: what waits for me, one question with its votes as far as they may be seen."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select

from app.domains.approvals.catalogue import CATALOGUE
from app.domains.approvals.rules import ApprovalStatus
from app.domains.approvals.tables import Approval, Vote
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import CasePanel
from app.infra.unit_of_work import Reading, for_house
from app.kernel.actor import Actor
from app.kernel.errors import NotFound


def get_approval(r: Reading, approval_id: str) -> Approval:
    """An approval in scope; NotFound otherwise."""
    found = r.session.scalar(in_scope(select(Approval), Approval, r.actor).where(Approval.id == approval_id))
    if found is None:
        raise NotFound
    return found


def lock_approval(r: Reading, approval_id: str) -> Approval:
    """An approval in scope, held until the act ends, so that two who decide at the same instant come one after the other."""
    found = r.session.scalar(
        in_scope(select(Approval), Approval, r.actor).where(Approval.id == approval_id).with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def house_standing(r: Reading, subject_kind: str, subject_id: str) -> Sequence[Approval]:
    """Open and agreed approvals of a thing, for the house's own steps."""
    standing = [ApprovalStatus.OPEN.value, ApprovalStatus.AGREED.value]
    of_thing = select(Approval).where(Approval.subject_kind == subject_kind, Approval.subject_id == subject_id, Approval.status.in_(standing))
    return r.session.scalars(for_house(of_thing)).all()


def votes_of(r: Reading, approval_id: str) -> Sequence[Vote]:
    """All votes, for the house's own steps and for people once they are open."""
    return r.session.scalars(for_house(select(Vote).where(Vote.approval_id == approval_id).order_by(Vote.cast_at))).all()


def list_waiting(r: Reading, *, kinds: Sequence[str] | None = None) -> Sequence[Approval]:
    """Open approvals that the actor may decide, oldest due first; a panel's only while the actor's own vote is missing."""
    waiting = select(Approval).where(Approval.status == ApprovalStatus.OPEN.value, _mine(r.actor), Approval.asked_by != r.actor.id).order_by(Approval.due_at)
    if kinds is not None:
        waiting = waiting.where(Approval.kind.in_(kinds))
    return r.session.scalars(in_scope(waiting, Approval, r.actor)).all()


def count_waiting(r: Reading) -> int:
    """How many decisions wait for the actor."""
    counted = select(func.count(Approval.id)).where(Approval.status == ApprovalStatus.OPEN.value, _mine(r.actor), Approval.asked_by != r.actor.id)
    return r.session.scalar(in_scope(counted, Approval, r.actor)) or 0


def list_done(r: Reading, *, limit: int = 50) -> Sequence[Approval]:
    """What the actor decided or voted on, latest first."""
    voted = select(Vote.approval_id).where(Vote.person_id == r.actor.id)
    done = select(Approval).where(or_(Approval.decided_by == r.actor.id, Approval.id.in_(voted))).order_by(Approval.asked_at.desc()).limit(limit)
    return r.session.scalars(in_scope(done, Approval, r.actor).execution_options(paifu_scope="cases")).all()


def list_of_subject(r: Reading, subject_kind: str, subject_id: str) -> Sequence[Approval]:
    """All approvals of a thing, oldest first: its chain."""
    of_thing = select(Approval).where(Approval.subject_kind == subject_kind, Approval.subject_id == subject_id).order_by(Approval.asked_at)
    return r.session.scalars(in_scope(of_thing, Approval, r.actor)).all()


def _mine(actor: Actor) -> ColumnElement[bool]:
    role_kinds = [kind.code for kind in CATALOGUE.values() if kind.decider is actor.role and not kind.by_panel]
    panel_kinds = [kind.code for kind in CATALOGUE.values() if kind.by_panel]
    named = and_(Approval.kind.in_(role_kinds), or_(Approval.decider_id == actor.id, Approval.decider_id.is_(None)))
    sits = select(CasePanel.case_id).where(CasePanel.person_id == actor.id)
    voted = select(Vote.approval_id).where(Vote.person_id == actor.id)
    return or_(named, and_(Approval.kind.in_(panel_kinds), Approval.case_id.in_(sits), Approval.id.not_in(voted)))
