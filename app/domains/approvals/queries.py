"""Reads of approvals: what waits for me, one question with its votes as far as they may be seen, its chain, who was asked beside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.domains.approvals.catalogue import CATALOGUE
from app.domains.approvals.rules import ApprovalStatus
from app.domains.approvals.tables import Approval, ApprovalOpinion, ApprovalStep, Delegation, Vote
from app.domains.cases.queries import in_scope, panel_of
from app.domains.cases.tables import CasePanel
from app.infra.unit_of_work import Reading, for_house, within
from app.kernel.actor import Actor
from app.kernel.clock import day_of
from app.kernel.errors import NotFound

OPEN = ApprovalStatus.OPEN.value


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


def house_approval(r: Reading, approval_id: str) -> Approval:
    """An approval for the house's own steps."""
    found = r.session.scalar(for_house(select(Approval)).where(Approval.id == approval_id))
    if found is None:
        raise NotFound
    return found


def house_standing(r: Reading, subject_kind: str, subject_id: str) -> Sequence[Approval]:
    """Open and agreed approvals of a thing, for the house's own steps."""
    standing = [OPEN, ApprovalStatus.AGREED.value]
    of_thing = select(Approval).where(Approval.subject_kind == subject_kind, Approval.subject_id == subject_id, Approval.status.in_(standing))
    return r.session.scalars(for_house(of_thing)).all()


def lock_open(r: Reading, subject_kind: str, subject_id: str) -> Sequence[Approval]:
    """Open questions about a thing, held until the act ends; for the house's own steps."""
    found = select(Approval).where(Approval.subject_kind == subject_kind, Approval.subject_id == subject_id, Approval.status == OPEN)
    return r.session.scalars(for_house(found.order_by(Approval.id).with_for_update().execution_options(populate_existing=True))).all()


def count_asked(r: Reading, kind: str, subject_id: str) -> int:
    """How often a kind was asked about a thing."""
    return r.session.scalar(for_house(select(func.count(Approval.id)).where(Approval.kind == kind, Approval.subject_id == subject_id))) or 0


def open_panels_of(r: Reading, case_id: str) -> Sequence[Approval]:
    """Open panel questions of a case, held until the act ends; for the house's own steps."""
    panels = [kind.code for kind in CATALOGUE.values() if kind.by_panel]
    found = select(Approval).where(Approval.case_id == case_id, Approval.status == OPEN, Approval.kind.in_(panels)).with_for_update()
    return r.session.scalars(for_house(found)).all()


def votes_of(r: Reading, approval_id: str) -> Sequence[Vote]:
    """All votes that count, for the house's own steps and for people once they are open."""
    return r.session.scalars(for_house(select(Vote).where(Vote.approval_id == approval_id, Vote.voided_at.is_(None)).order_by(Vote.cast_at))).all()


def list_waiting(r: Reading, *, kinds: Sequence[str] | None = None) -> Sequence[Approval]:
    """Open approvals that wait for the actor, oldest due first: to decide (for oneself or in another's place), to vote on, to give a word on."""
    waiting = select(Approval).where(*_waiting(r)).order_by(Approval.due_at, Approval.id)
    if kinds is not None:
        waiting = waiting.where(Approval.kind.in_(kinds))
    return r.session.scalars(in_scope(waiting, Approval, r.actor)).all()


def count_waiting(r: Reading) -> int:
    """How many decisions wait for the actor."""
    return r.session.scalar(in_scope(select(func.count(Approval.id)).where(*_waiting(r)), Approval, r.actor)) or 0


def list_done(r: Reading, *, limit: int = 50) -> Sequence[Approval]:
    """What the actor decided, voted on, or passed on, latest first."""
    acted = select(ApprovalStep.approval_id).where(ApprovalStep.by_id == r.actor.id, ApprovalStep.act.not_in(("asked", "urged", "recalled", "copied")))
    done = select(Approval).where(or_(Approval.decided_by == r.actor.id, Approval.id.in_(acted), Approval.id.in_(_voted(r.actor))))
    return r.session.scalars(in_scope(done.order_by(Approval.asked_at.desc()).limit(limit), Approval, r.actor).execution_options(paifu_scope="cases")).all()


def list_asked(r: Reading, *, limit: int = 50) -> Sequence[Approval]:
    """What the actor asked for, open ones first."""
    mine = select(Approval).where(Approval.asked_by == r.actor.id).order_by(Approval.status != OPEN, Approval.asked_at.desc()).limit(limit)
    return r.session.scalars(in_scope(mine, Approval, r.actor)).all()


def list_copied(r: Reading, *, limit: int = 50) -> Sequence[Approval]:
    """What was copied to the actor, latest first."""
    copied = select(ApprovalStep.approval_id).where(ApprovalStep.to_id == r.actor.id, ApprovalStep.act == "copied")
    found = select(Approval).where(Approval.id.in_(copied)).order_by(Approval.asked_at.desc()).limit(limit)
    return r.session.scalars(in_scope(found, Approval, r.actor)).all()


def list_of_subject(r: Reading, subject_kind: str, subject_id: str) -> Sequence[Approval]:
    """All approvals of a thing, oldest first."""
    of_thing = select(Approval).where(Approval.subject_kind == subject_kind, Approval.subject_id == subject_id).order_by(Approval.asked_at, Approval.id)
    return r.session.scalars(in_scope(of_thing, Approval, r.actor)).all()


def list_of_case(r: Reading, case_id: str) -> Sequence[Approval]:
    """All approvals of a case in the actor's scope, latest first."""
    return r.session.scalars(in_scope(select(Approval).where(Approval.case_id == case_id).order_by(Approval.asked_at.desc()), Approval, r.actor)).all()


def steps_of(r: Reading, approval_ids: Sequence[str]) -> Sequence[ApprovalStep]:
    """The chain of some approvals that the actor holds, in order."""
    found = select(ApprovalStep).where(ApprovalStep.approval_id.in_(approval_ids)).order_by(ApprovalStep.at, ApprovalStep.id)
    return r.session.scalars(for_house(found)).all()


def opinions_of(r: Reading, approval_id: str) -> Sequence[ApprovalOpinion]:
    """Everybody who was asked beside the decider, in order; for people who hold the approval."""
    return r.session.scalars(for_house(select(ApprovalOpinion).where(ApprovalOpinion.approval_id == approval_id).order_by(ApprovalOpinion.asked_at))).all()


def open_opinion(r: Reading, approval_id: str, person_id: str) -> ApprovalOpinion | None:
    """The word that a person still owes."""
    owed = ApprovalOpinion.answered_at.is_(None) & ApprovalOpinion.withdrawn_at.is_(None)
    return r.session.scalar(for_house(select(ApprovalOpinion).where(ApprovalOpinion.approval_id == approval_id, ApprovalOpinion.person_id == person_id, owed)))


def recused_of(r: Reading, approval_id: str) -> Mapping[str, str]:
    """Members who asked not to take part: id → reason."""
    found = select(ApprovalStep.by_id, ApprovalStep.words).where(ApprovalStep.approval_id == approval_id, ApprovalStep.act == "recused")
    return {row[0]: row[1] for row in r.session.execute(for_house(found)) if row[0]}


def principals_of(r: Reading, kind: str, court_id: str) -> Sequence[str]:
    """In whose place the actor may decide this kind today."""
    mine = select(Delegation.person_id).where(*_running(r.today), Delegation.to_id == r.actor.id, Delegation.kind == kind, Delegation.court_id == court_id)
    return r.session.scalars(for_house(mine)).all()


def list_delegations(r: Reading) -> Sequence[Delegation]:
    """Delegations that the actor gave or holds, latest first."""
    mine = select(Delegation).where(or_(Delegation.person_id == r.actor.id, Delegation.to_id == r.actor.id)).order_by(Delegation.made_at.desc(), Delegation.id)
    return r.session.scalars(within(mine.where(Delegation.court_id == r.actor.court_id), "approvals")).all()


def overdue(r: Reading, limit: int) -> Sequence[Approval]:
    """Open approvals whose days ran out and of which nobody above was told, held by whoever takes them first; for the tick."""
    late = select(Approval).where(Approval.status == OPEN, Approval.due_at < r.now, Approval.escalated_at.is_(None)).order_by(Approval.due_at).limit(limit)
    return r.session.scalars(for_house(late.with_for_update(skip_locked=True))).all()


def seats_left(r: Reading, approval: Approval) -> list[str]:
    """Members of the panel who have not voted."""
    voted = {vote.person_id for vote in votes_of(r, approval.id)}
    return [seat.person_id for seat in panel_of(r, approval.case_id) if seat.person_id not in voted]


def _waiting(r: Reading) -> tuple[ColumnElement[bool], ...]:
    owed = select(ApprovalOpinion.approval_id).where(
        ApprovalOpinion.person_id == r.actor.id, ApprovalOpinion.answered_at.is_(None), ApprovalOpinion.withdrawn_at.is_(None)
    )
    return Approval.status == OPEN, or_(and_(_mine(r.actor), Approval.asked_by != r.actor.id), _in_anothers_place(r), Approval.id.in_(owed))


def _mine(actor: Actor) -> ColumnElement[bool]:
    role_kinds = [kind.code for kind in CATALOGUE.values() if kind.decider is actor.role and not kind.by_panel]
    panel_kinds = [kind.code for kind in CATALOGUE.values() if kind.by_panel]
    named = and_(Approval.kind.in_(role_kinds), or_(Approval.decider_id == actor.id, Approval.decider_id.is_(None)))
    sits = select(CasePanel.case_id).where(CasePanel.person_id == actor.id)
    recused = select(ApprovalStep.approval_id).where(ApprovalStep.act == "recused", ApprovalStep.by_id == actor.id)
    free = and_(Approval.id.not_in(_voted(actor)), Approval.id.not_in(recused))
    return or_(named, and_(Approval.kind.in_(panel_kinds), Approval.case_id.in_(sits), free))


def _in_anothers_place(r: Reading) -> ColumnElement[bool]:
    held = select(Delegation.id).where(*_running(day_of(r.now)), Delegation.to_id == r.actor.id, Delegation.kind == Approval.kind)
    held = held.where(Delegation.court_id == Approval.court_id, Delegation.person_id != Approval.asked_by)
    held = held.where(or_(Approval.decider_id.is_(None), Approval.decider_id == Delegation.person_id))
    return and_(held.correlate(Approval).exists(), Approval.asked_by != r.actor.id)


def _running(today: date) -> tuple[ColumnElement[bool], ...]:
    return Delegation.revoked_at.is_(None), Delegation.from_on <= today, Delegation.until_on >= today


def _voted(actor: Actor) -> Select[str]:
    return select(Vote.approval_id).where(Vote.person_id == actor.id, Vote.voided_at.is_(None))
