"""Referral to the police: the gate by the date of law (CR-02, CR-03), director and president, the letter that went out, its receipt (papers.md 33)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domains.audit.service import record
from app.domains.vacating.events import ReferralMade, ReferralSent
from app.domains.vacating.queries import get_row, house_row, lock_vacating, rows_of
from app.domains.vacating.service import LEAST_REASON, row_of, told_of
from app.domains.vacating.tables import Hindrance, Measure, Referral, Vacating
from app.infra.unit_of_work import Reading, Work
from app.kernel.actor import Role
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotNow
from app.kernel.ids import digest_of
from app.law.sanctions import Element, referral_gate
from app.law.sanctions import Referral as Gate

NEXT = {"asked": "checked", "checked": "agreed"}
LEAST_RECEIPT = 2
STATES = {"asked": "等局长审核", "checked": "局长已审核，等院长批准", "agreed": "院长已批准", "refused": "未获批准"}


@dataclass(frozen=True)
class Refer:
    """What the letter says: facts of ability, of refusal, of what cannot be executed; to whom. `decision`: the judge's reason where the law is in doubt."""

    unit: str
    able_facts: str
    refusal_facts: str
    outcome: str
    decision: str = ""


def gate_of(r: Reading, act: Hindrance, *, able: bool, refuses: bool) -> Gate:
    """May this act be referred? A measure counts as prior when the president agreed to it for an earlier act, before this one (CR-02: still refuses after)."""
    before = [
        each
        for each in rows_of(r, Measure, act.vacating_id)
        if each.status == "agreed" and each.hindrance_id != act.id and each.decided_on is not None and each.decided_on <= act.act_on
    ]
    present = {Element.ABLE: able, Element.REFUSES: refuses, Element.PRIOR_MEASURE: bool(before)}
    return referral_gate(act.act_on, frozenset(each for each, held in present.items() if held), decided_on=r.today)


def refer(w: Work, hindrance_id: str, order: Refer) -> Referral:
    """Write the letter to the police where the law of the act's day permits it, and ask director and president; in doubt only on a judge's decision (M-28)."""
    act = get_row(w, Hindrance, hindrance_id)
    thread = lock_vacating(w, act.vacating_id)
    gate = gate_of(w, act, able=bool(order.able_facts.strip()), refuses=bool(order.refusal_facts.strip()))
    _check_referral(w, gate, order)
    if any(each.hindrance_id == act.id and each.status != "refused" for each in rows_of(w, Referral, thread.id)):
        raise NotNow("这一行为已经提请移送", code="asked")
    row = Referral(
        **row_of(thread), hindrance_id=act.id, rule=gate.rule, unit=order.unit.strip(),
        able_facts=order.able_facts.strip(), refusal_facts=order.refusal_facts.strip(), outcome=order.outcome.strip(),
        decision=order.decision.strip()[:500], made_on=w.today, made_by=w.actor.id,
    )  # fmt: skip
    row.digest = digest_of({"act": act.id, **{name: getattr(row, name) for name in ("unit", "able_facts", "refusal_facts", "outcome", "decision", "rule")}})
    w.session.add(row)
    w.flush()
    words = f"拟移送公安机关：{act.person}，依 {gate.rule}"
    record(w, "vacating.referred", "vacating", thread.id, words, case_id=thread.case_id, authority="法释〔2024〕13号 第3条", details={"decision": row.decision})
    w.emit(ReferralMade(*told_of(thread), row.id, row.digest, f"移送公安机关：{act.person}"[:100], _body(act, row), w.actor.id))
    return row


def take_referral_decision(w: Work, referral_id: str, digest: str, *, agreed: bool, answer: str) -> Referral:
    """The director, then the president, decided on exactly this. For the house's steps."""
    row = house_row(w, Referral, referral_id)
    if row.digest != digest or row.status not in NEXT:
        raise Conflict("内容在批准前变了，请重新提请")
    row.status, row.answer = NEXT[row.status] if agreed else "refused", answer[:500]
    w.flush()
    record(w, "vacating.referral_decided", "vacating", row.vacating_id, f"移送公安机关：{STATES[row.status]}", case_id=row.case_id, digest=digest)
    return row


def note_sent(w: Work, referral_id: str, sent_on: date, receipt: str) -> Referral:
    """The signed letter went out with its file; the police's receipt where there is one already."""
    row = _locked(w, referral_id)
    if row.status != "agreed":
        raise NotNow(f"还不能移送：{STATES[row.status]}；移送须经局长审核、院长批准", code="not_agreed")
    if row.sent_on is not None:
        raise NotNow("已经登记移送", code="sent")
    if not row.made_on <= sent_on <= w.today:
        raise Invalid("移送日应在拟函之后、不晚于今天", field="sent_on")
    row.sent_on = sent_on
    if receipt.strip():
        row.receipt, row.receipt_on = receipt.strip()[:200], w.today
    w.flush()
    record(w, "vacating.referral_sent", "vacating", row.vacating_id, f"已移送 {row.unit}：{row.receipt or '待回执'}", case_id=row.case_id)
    w.emit(ReferralSent(*told_of(house_row(w, Vacating, row.vacating_id)), row.id))
    return row


def note_receipt(w: Work, referral_id: str, on: date, receipt: str) -> Referral:
    """The police's receipt came after the letter had gone."""
    row = _locked(w, referral_id)
    if row.sent_on is None or row.receipt:
        raise NotNow("没有待补的回执", code="no_receipt_due")
    if len(receipt.strip()) < LEAST_RECEIPT or not row.sent_on <= on <= w.today:
        raise Invalid("写明回执文号或签收人；回执日应在移送之后、不晚于今天", field="receipt")
    row.receipt, row.receipt_on = receipt.strip()[:200], on
    w.flush()
    record(w, "vacating.referral_receipt", "vacating", row.vacating_id, f"移送回执：{row.receipt}", case_id=row.case_id)
    return row


def _locked(w: Work, referral_id: str) -> Referral:
    row = get_row(w, Referral, referral_id)
    lock_vacating(w, row.vacating_id)
    w.session.refresh(row)
    return row


def _body(act: Hindrance, row: Referral) -> str:
    lines = [f"行为：{act.act_on.isoformat()}，{act.person}：{act.facts}", f"接收机关：{row.unit}", f"依据：{row.rule}"]
    lines += [f"有能力执行：{each}" for each in row.able_facts.splitlines()] + [f"拒不迁出：{each}" for each in row.refusal_facts.splitlines()]
    return "\n".join([*lines, f"致使无法执行：{row.outcome}", *([f"法律适用：{row.decision}"] if row.decision else [])])


def _check_referral(w: Work, gate: Gate, order: Refer) -> None:
    if not order.unit.strip() or not order.outcome.strip():
        raise Invalid("写明接收机关和致使无法执行的情况", field="unit")
    if gate.missing:
        raise NotNow("；".join(each.message for each in gate.findings), code="gate")
    if gate.manual:
        if w.actor.role is not Role.JUDGE:
            raise NotAllowed(gate.findings[-1].message, code="judge_decides")
        if len(order.decision.strip()) < LEAST_REASON:
            raise Invalid("行为在 2024-12-01 之前：写明适用哪一部解释及理由", field="decision")
