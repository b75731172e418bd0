"""Fines and detention: the act that hinders, what is asked of the president for it, and the decision (CP-04 … CP-10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domains.audit.service import record
from app.domains.vacating.events import Detained, MeasureAgreed, MeasureAsked
from app.domains.vacating.queries import get_row, house_row, lock_vacating, measures_of_act
from app.domains.vacating.service import Photos, row_of, told_of
from app.domains.vacating.tables import Hindrance, Measure, Vacating
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of, local
from app.kernel.errors import Conflict, Invalid
from app.kernel.ids import digest_of
from app.kernel.money import Money
from app.law.sanctions import Target, check_sanction

KINDS = {"fine": "罚款", "detention": "拘留"}
TARGETS = {"individual": "个人", "unit": "单位"}
STATES = {"asked": "等院长批准", "agreed": "院长已批准", "refused": "院长未批准"}
LEAST_FACTS = 10


@dataclass(frozen=True)
class AskMeasure:
    """A fine (amount) or a detention (days) for one act, with its reasons. `detained_at`: detained first in an emergency (CP-10)."""

    kind: str
    reason: str
    amount: Money | None = None
    days: int | None = None
    detained_at: datetime | None = None


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
    _check_urgent(w, act, order)
    content = {"act": act.id, "kind": order.kind, "amount": str(order.amount or ""), "days": order.days, "reason": order.reason.strip()}
    content |= {"detained_at": order.detained_at.isoformat()} if order.detained_at else {}
    row = Measure(
        **row_of(thread), hindrance_id=act.id, kind=order.kind, amount=order.amount,
        days=order.days, reason=order.reason.strip(), digest=digest_of(content), asked_by=w.actor.id,
        urgent=order.detained_at is not None, detained_at=order.detained_at,
    )  # fmt: skip
    w.session.add(row)
    w.flush()
    words = f"提请院长批准{KINDS[order.kind]}：{act.person}"
    record(w, "vacating.measure_asked", "vacating", thread.id, words, case_id=thread.case_id, digest=row.digest, authority="民事诉讼法 第119条")
    body = f"{act.act_on.isoformat()}，{act.person}：{act.facts}\n{order.reason.strip()}"
    if order.detained_at is not None:
        body += f"\n紧急情况，已于 {local(order.detained_at):%Y-%m-%d %H:%M} 先行拘留，立即报请批准（民诉法解释第181条）；不批准的立即解除。"
    title = f"{KINDS[order.kind]}{act.person}（{thread.title}）"
    w.emit(MeasureAsked(*told_of(thread), row.id, row.kind, row.digest, title[:100], body, _figures(act, order), w.actor.id))
    if order.detained_at is not None:
        w.emit(Detained(*told_of(thread), row.id, order.detained_at))
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


def _check_urgent(w: Work, act: Hindrance, order: AskMeasure) -> None:
    at = order.detained_at
    if at is not None and (order.kind != "detention" or at > w.now or day_of(at) < act.act_on):
        words = "先行拘留只限拘留；时间应在行为之后、不晚于现在"
        raise Invalid(words, faults=(("detained_at", words),))


def _figures(act: Hindrance, order: AskMeasure) -> tuple[tuple[str, str], ...]:
    shared = (("person", act.person), ("target", act.target), ("act", act.facts[:500]), ("act_on", act.act_on.isoformat()), ("repeated", "no"))
    return (*shared, ("amount", str(order.amount)) if order.amount is not None else ("days", str(order.days)))
