"""What S12 shows of one question: the sentence, the table of figures with the law's word, gates, what changed, what it rests on, chain and words of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import render_template

from app.desk.asked import chain_of, findings_words, look_of, people_in, subject_link
from app.desk.lot_card import lot_card
from app.domains.accounts.queries import names_of
from app.domains.accounts.step_up import asked_now
from app.domains.approvals.acts import choices_of
from app.domains.approvals.catalogue import CATALOGUE, ApprovalKind
from app.domains.approvals.gates import gates_of, given_of
from app.domains.approvals.permissions import ASK, DECIDE
from app.domains.approvals.queries import get_approval, list_of_subject, list_waiting, opinions_of, principals_of, steps_of
from app.domains.approvals.rules import ApprovalStatus
from app.domains.approvals.tables import Approval, ApprovalOpinion
from app.domains.audit.queries import number_of_act
from app.domains.cases.queries import get_case
from app.domains.plans.comparing import words_changed
from app.domains.plans.figures import Decidable, decidable
from app.infra.unit_of_work import Reading
from app.kernel.errors import NotFound
from app.kernel.ids import new_id
from app.kernel.money import Money
from app.web.access import me

DECIDED = ("approval.agree", "approval.return", "approval.refuse")


@dataclass(frozen=True)
class Row:
    """One line of the table of figures: 项目 · 本版 · 法律要求 · 上版 · 依据. `money` for the capitals of the signature."""

    label: str
    value: str
    required: str
    before: str
    rule: str
    citation: str
    money: Money | None = None


@dataclass(frozen=True)
class Typed:
    """What was sent and refused, to be shown again."""

    reason: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    step: str = ""
    fault: str = ""
    returning: bool = False
    signing: bool = False


def decision_page(r: Reading, approval: Approval, typed: Typed, *, receipt_of: str = "") -> str:
    """The page; `receipt_of`: the approval that was just signed, whose receipt stands on top."""
    kind, chain = CATALOGUE[approval.kind], list_of_subject(r, approval.subject_kind, approval.subject_id)
    about = decidable(r, approval.subject_id, approval.digest) if approval.subject_kind == "plan" else None
    steps, words = steps_of(r, [each.id for each in chain]), opinions_of(r, approval.id)
    people = names_of(r.session, people_in(chain, steps) | {each.person_id for each in words})
    waiting = [each for each in list_waiting(r) if not CATALOGUE[each.kind].by_panel]
    owed, denied = _owed(words), _denied(r, approval, kind)
    before = next((each for each in reversed(chain) if each.kind == approval.kind and each.version_no < approval.version_no), None)
    is_open = approval.status == ApprovalStatus.OPEN
    mine = is_open and not denied
    shown: dict[str, Any] = {
        "approval": approval,
        "kind": kind,
        "case": get_case(r, approval.case_id),
        "about": about,
        "question": about.question if about else approval.question,
        "rows": _rows(approval, kind, about, before),
        "signed": [(each.title, each.money or each.words) for each in given_of(kind, approval.figures)] if approval.figures else [],
        "gates": gates_of(kind, approval.figures),
        "changed_text": words_changed(before.body, approval.body) if before and before.body != approval.body else (),
        "version_no": about.version.number if about else approval.version_no,
        "findings": findings_words(approval.findings),
        "people": people,
        "chain": chain_of(chain, steps, people),
        "words": words,
        "owed": owed if is_open else None,
        "queue": _neighbours(waiting, approval),
        "denied": denied,
        "is_open": is_open,
        "look": look_of(
            approval,
            waits_for_me=mine or (owed is not None and is_open),
            signers_open=any(each.kind == "signer" and each.answered_at is None and each.withdrawn_at is None for each in words),
            passed_on=any(each.act == "transferred" and each.by_id == me().id for each in steps),
        ),
        "may_ask": is_open and approval.asked_by == me().id and ASK.held_by(me()),
        "choices": choices_of(r, approval) if mine or approval.asked_by == me().id else {},
        "receipt": _receipt(r, receipt_of or approval.id),
        "second_factor": asked_now() if mine or owed else "none",
        "subject_href": subject_link(approval),
        "lot": lot_card(r, approval) if approval.subject_kind == "round" else None,
        "key": new_id(),
        "typed": typed,
    }
    return render_template("approvals/decision.html", **shown)


def next_after(r: Reading, approval_id: str) -> str:
    """The next decision that waits for the reader, '' when nothing does."""
    return next((each.id for each in list_waiting(r) if not CATALOGUE[each.kind].by_panel and each.id != approval_id), "")


def _rows(approval: Approval, kind: ApprovalKind, about: Decidable | None, before: Approval | None) -> list[Row]:
    if about is not None:
        return [Row(each.label, each.value, each.required, each.before, each.rule, each.citation) for each in about.figures]
    old = {each.code: each.words for each in given_of(kind, before.figures)} if before else {}
    given = given_of(kind, approval.figures) if approval.figures else []
    return [Row(each.title, each.words, each.required, old.get(each.code, "—"), each.rule, each.citation, each.money) for each in given]


def _denied(r: Reading, approval: Approval, kind: ApprovalKind) -> str:
    """Why the signed-in person cannot decide this; '' if they can (M-22, M-50)."""
    if approval.asked_by == me().id:
        return "不能审批自己提交的事项：提交人与审批人须为不同的人"
    if me().role is kind.decider and approval.decider_id in (None, me().id):
        return ""
    for_others = principals_of(r, approval.kind, approval.court_id) if DECIDE.held_by(me()) and kind.delegable else ()
    if any(each != approval.asked_by and approval.decider_id in (None, each) for each in for_others):
        return ""
    return f"你不能{kind.title}：该操作属于指定的人"


def _owed(words: Sequence[ApprovalOpinion]) -> ApprovalOpinion | None:
    return next((each for each in words if each.person_id == me().id and each.answered_at is None and each.withdrawn_at is None), None)


def _neighbours(waiting: Sequence[Approval], approval: Approval) -> dict[str, Any]:
    ids = [each.id for each in waiting]
    place = ids.index(approval.id) if approval.id in ids else -1
    return {
        "place": place + 1,
        "total": len(ids),
        "before": ids[place - 1] if place > 0 else "",
        "after": ids[place + 1] if 0 <= place < len(ids) - 1 else ids[0] if place < 0 and ids else "",
    }


def _receipt(r: Reading, approval_id: str) -> dict[str, Any] | None:
    """已签名 10:41:03 · 第 48,211 号 · 9f3c·71ae, of what the reader decided himself."""
    try:
        decided = get_approval(r, approval_id)
    except NotFound:
        return None
    if decided.decided_by != me().id or decided.status != ApprovalStatus.AGREED:
        return None
    return {"at": decided.decided_at, "digest": decided.digest, "number": number_of_act(r.session, "approval", decided.id, DECIDED), "title": decided.title}
