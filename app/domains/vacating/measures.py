"""Fines, detention and referral to the police: what is asked of the president for an act, the gate by the date of law (CP-04 … CP-10, CR-02, CR-03)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domains.audit.service import record
from app.domains.vacating.events import MeasureAgreed, MeasureAsked, ReferralMade
from app.domains.vacating.queries import get_row, house_row, lock_vacating, measures_of_act, rows_of
from app.domains.vacating.service import LEAST_REASON, Photos, row_of, told_of
from app.domains.vacating.tables import Hindrance, Measure, Referral, Vacating
from app.infra.unit_of_work import Reading, Work
from app.kernel.actor import Role
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotNow
from app.kernel.ids import digest_of
from app.kernel.money import Money
from app.law.sanctions import Element, Target, check_sanction, referral_gate
from app.law.sanctions import Referral as Gate

KINDS = {"fine": "罚款", "detention": "拘留"}
TARGETS = {"individual": "个人", "unit": "单位"}
STATES = {"asked": "等院长批准", "agreed": "院长已批准", "refused": "院长未批准"}
LEAST_FACTS = 10


@dataclass(frozen=True)
class AskMeasure:
    """A fine (amount) or a detention (days) for one act, with its reasons."""

    kind: str
    reason: str
    amount: Money | None = None
    days: int | None = None


@dataclass(frozen=True)
class Refer:
    """What the letter says: facts of ability, of refusal, of what cannot be executed; to whom. `decision`: the judge's reason where the law is in doubt."""

    unit: str
    able_facts: str
    refusal_facts: str
    outcome: str
    decision: str = ""


def record_hindrance(w: Work, vacating_id: str, *, act_on: date, person: str, target: str, facts: str, photos: Photos = ()) -> Hindrance:
    """Write down an act that hinders: when, who, what."""
    thread = lock_vacating(w, vacating_id)
    faults = []
    if act_on > w.today:
        faults.append(("act_on", "行为日不能晚于今天"))
    if target not in TARGETS or not person.strip():
        faults.append(("person", "写明行为人"))
    if len(facts.strip()) < LEAST_FACTS:
        faults.append(("facts", f"写明行为，至少 {LEAST_FACTS} 字"))
    if faults:
        raise Invalid(f"提交未成功，请改正 {len(faults)} 处", faults=tuple(faults))
    row = Hindrance(
        **row_of(thread), act_on=act_on, person=person.strip(), target=target,
        facts=facts.strip(), photos=list(photos), entered_by=w.actor.id,
    )  # fmt: skip
    w.session.add(row)
    w.flush()
    record(w, "vacating.hindrance", "vacating", thread.id, f"登记妨害行为：{act_on.isoformat()} {facts.strip()[:100]}", case_id=thread.case_id)
    return row


def ask_measure(w: Work, hindrance_id: str, order: AskMeasure) -> Measure:
    """Ask the president for a fine or a detention; refused beyond the limits of law, and for an act that was punished before (CP-09)."""
    act = get_row(w, Hindrance, hindrance_id)
    thread = lock_vacating(w, act.vacating_id)
    earlier = measures_of_act(w, act.id)
    _check_measure(act, order, earlier)
    content = {"act": act.id, "kind": order.kind, "amount": str(order.amount or ""), "days": order.days, "reason": order.reason.strip()}
    row = Measure(
        **row_of(thread), hindrance_id=act.id, kind=order.kind, amount=order.amount,
        days=order.days, reason=order.reason.strip(), digest=digest_of(content), asked_by=w.actor.id,
    )  # fmt: skip
    w.session.add(row)
    w.flush()
    words = f"提请院长批准{KINDS[order.kind]}：{act.person}"
    record(w, "vacating.measure_asked", "vacating", thread.id, words, case_id=thread.case_id, digest=row.digest, authority="民事诉讼法 第119条")
    body = f"{act.act_on.isoformat()}，{act.person}：{act.facts}\n{order.reason.strip()}"
    title = f"{KINDS[order.kind]}{act.person}（{thread.title}）"
    w.emit(MeasureAsked(*told_of(thread), row.id, row.kind, row.digest, title[:100], body, _figures(act, order), w.actor.id))
    return row


def take_decision(w: Work, measure_id: str, digest: str, *, agreed: bool, answer: str) -> Measure:
    """The president decided on exactly this. For the house's steps."""
    row = house_row(w, Measure, measure_id)
    if row.digest != digest:
        raise Conflict("内容在批准前变了，请重新提请")
    row.status, row.decided_on, row.answer = "agreed" if agreed else "refused", w.today, answer[:500]
    w.flush()
    thread = house_row(w, Vacating, row.vacating_id)
    record(w, "vacating.measure_decided", "vacating", thread.id, f"{KINDS[row.kind]}：{STATES[row.status]}", case_id=thread.case_id, digest=digest)
    if agreed:
        w.emit(MeasureAgreed(*told_of(thread), row.id, row.kind))
    return row


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
    """Write the letter to the police where the law of the act's day permits it; in doubt only on a judge's reasoned decision (M-28)."""
    act = get_row(w, Hindrance, hindrance_id)
    thread = lock_vacating(w, act.vacating_id)
    gate = gate_of(w, act, able=bool(order.able_facts.strip()), refuses=bool(order.refusal_facts.strip()))
    _check_referral(w, gate, order)
    row = Referral(
        **row_of(thread), hindrance_id=act.id, rule=gate.rule, unit=order.unit.strip(),
        able_facts=order.able_facts.strip(), refusal_facts=order.refusal_facts.strip(), outcome=order.outcome.strip(),
        decision=order.decision.strip()[:500], made_on=w.today, made_by=w.actor.id,
    )  # fmt: skip
    w.session.add(row)
    w.flush()
    words = f"拟移送公安机关：{act.person}，依 {gate.rule}"
    record(w, "vacating.referred", "vacating", thread.id, words, case_id=thread.case_id, authority="法释〔2024〕13号 第3条", details={"decision": row.decision})
    w.emit(ReferralMade(*told_of(thread), row.id))
    return row


def note_sent(w: Work, referral_id: str, sent_on: date, receipt: str) -> Referral:
    """The letter went out with its file; the police's receipt."""
    row = get_row(w, Referral, referral_id)
    if row.sent_on is not None:
        raise NotNow("已经登记移送", code="sent")
    if not row.made_on <= sent_on <= w.today:
        raise Invalid("移送日应在拟函之后、不晚于今天", field="sent_on")
    row.sent_on, row.receipt = sent_on, receipt.strip()[:200]
    w.flush()
    record(w, "vacating.referral_sent", "vacating", row.vacating_id, f"已移送 {row.unit}：{row.receipt or '待回执'}", case_id=row.case_id)
    return row


def _check_measure(act: Hindrance, order: AskMeasure, earlier: Sequence[Measure]) -> None:
    faults = []
    if order.kind not in KINDS or (order.kind == "fine") != (order.amount is not None) or (order.kind == "detention") != (order.days is not None):
        faults.append(("kind", "罚款写金额，拘留写日数"))
    if len(order.reason.strip()) < LEAST_FACTS:
        faults.append(("reason", f"写明理由和证据，至少 {LEAST_FACTS} 字"))
    if any(each.kind == order.kind and each.status == "asked" for each in earlier):
        faults.append(("kind", f"同一行为的{KINDS.get(order.kind, '')}正等院长批准"))
    punished = any(each.status == "agreed" for each in earlier)
    found = check_sanction(Target(act.target), fine=order.amount, detention_days=order.days, same_act_already_punished=punished)
    faults += [(each.field or "kind", each.message) for each in found]
    if faults:
        raise Invalid("；".join(words for _, words in faults), faults=tuple(faults))


def _figures(act: Hindrance, order: AskMeasure) -> tuple[tuple[str, str], ...]:
    shared = (("person", act.person), ("target", act.target), ("act", act.facts[:500]), ("act_on", act.act_on.isoformat()), ("repeated", "no"))
    return (*shared, ("amount", str(order.amount)) if order.amount is not None else ("days", str(order.days)))


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
