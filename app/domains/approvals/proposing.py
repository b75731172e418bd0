"""发起审批 from a case's page: text and figures of a kind that no other page asks for, asked, mended and asked again under one subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domains.approvals.catalogue import CATALOGUE, ApprovalKind
from app.domains.approvals.gates import check_proposal, read_figures, sentence_of
from app.domains.approvals.queries import get_approval
from app.domains.approvals.rules import ApprovalStatus
from app.domains.approvals.service import Ask, ask
from app.domains.approvals.tables import Approval
from app.domains.cases.service import open_case_of
from app.infra.unit_of_work import Work
from app.kernel.actor import Role
from app.kernel.errors import Invalid, NotAllowed, NotFound
from app.kernel.ids import digest_of, new_id

SUBJECT = "proposal"
LONGEST_TITLE = 100
MENDABLE = frozenset({ApprovalStatus.RETURNED.value, ApprovalStatus.RECALLED.value})


@dataclass(frozen=True)
class Propose:
    """What the asker typed: a title, facts and reasons, the kind's figures by code. `again`: the returned approval that this mends."""

    kind: str
    title: str
    text: str
    figures: Mapping[str, str]
    again: str = ""


def propose(w: Work, case_id: str, order: Propose) -> Approval:
    """Put a proposal before whoever decides its kind; Invalid names every figure that is missing, unreadable or forbidden by law."""
    kind = CATALOGUE.get(order.kind)
    if kind is None or not kind.askable:
        raise NotFound
    if w.actor.role not in kind.askers:
        raise NotAllowed(f"你不能提请{kind.title}", code="no_right")
    case = open_case_of(w, case_id)
    title = order.title.strip()
    if not 1 <= len(title) <= LONGEST_TITLE:
        raise Invalid(f"事项名称：1 至 {LONGEST_TITLE} 字", field="title")
    figures = read_figures(kind, order.figures)
    check_proposal(kind, order.text, figures, w.today)
    text = order.text.strip()
    subject_id = _subject_of(w, case_id, order)
    digest = digest_of({"kind": kind.code, "case": case.id, "subject": subject_id, "title": title, "text": text, "figures": figures})
    decider = case.judge_id if kind.decider is Role.JUDGE else None
    of = (kind.code, case.id, case.court_id, SUBJECT, subject_id, digest, title, w.actor.id)
    return ask(w, Ask(*of, question=sentence_of(kind, figures), decider_id=decider, body=text, figures=figures))


def pass_on(w: Work, before: Approval, kind: ApprovalKind) -> Approval:
    """The same content goes on to the next who decides, or back to the panel."""
    of = (kind.code, before.case_id, before.court_id, before.subject_kind, before.subject_id, before.digest, before.title, before.asked_by)
    return ask(w, Ask(*of, question=sentence_of(kind, before.figures), body=before.body, figures=before.figures))


def _subject_of(w: Work, case_id: str, order: Propose) -> str:
    if not order.again:
        return new_id()
    before = get_approval(w, order.again)
    mendable = before.case_id == case_id and before.subject_kind == SUBJECT and before.asked_by == w.actor.id and before.status in MENDABLE
    if not mendable:
        raise NotFound
    return before.subject_id
