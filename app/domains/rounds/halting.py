"""Stay, suspension (法释〔2016〕18号第28条) and withdrawal (法释〔2004〕16号第17条): the clerk proposes, the judge decides and lifts.

Where a private line is on, the decision goes to the site in the same act; elsewhere the site is stopped by hand in its back office.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domains.audit.service import record
from app.domains.rounds.halt_words import GROUNDS, HaltKind, ground_fits
from app.domains.rounds.line_orders import pass_on_decision
from app.domains.rounds.queries import find_halt, get_round
from app.domains.rounds.rules import FINAL, RoundStatus
from app.domains.rounds.tables import Halt, Round
from app.infra.unit_of_work import Work
from app.kernel.actor import Role
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotNow

LEAST_REASON = 10
MOST_REASON = 500


@dataclass(frozen=True)
class ProposeHalt:
    """What the clerk proposes; `ground` is a key of GROUNDS, `reason` 10 to 500 characters of fact."""

    kind: HaltKind
    ground: str
    reason: str


def propose_halt(w: Work, round_id: str, order: ProposeHalt) -> Halt:
    """Put a stay or suspension before the judge."""
    found = get_round(w, round_id)
    _must_run(found)
    if not ground_fits(order.kind, order.ground):
        raise Invalid(f"选择{order.kind.word}的情形", field="ground")
    if not LEAST_REASON <= len(order.reason.strip()) <= MOST_REASON:
        raise Invalid(f"写明事实，{LEAST_REASON} 至 {MOST_REASON} 字", field="reason")
    known = find_halt(w, round_id)
    if known is not None and known.status == "proposed":
        raise Conflict("已有一件暂缓、中止或撤回的提请等承办法官决定")
    of = {"court_id": found.court_id, "case_id": found.case_id, "round_id": found.id}
    halt = Halt(**of, kind=order.kind.value, ground=order.ground, reason=order.reason.strip(), proposed_by=w.actor.id, proposed_at=w.now)
    w.session.add(halt)
    found.news += 1
    w.flush()
    record(
        w, "round.halt_proposed", "round", found.id, f"提请{order.kind.word}拍卖：{GROUNDS[order.ground]}", case_id=found.case_id, authority=order.kind.article
    )
    return halt


def decide_halt(w: Work, halt_id: str, round_id: str, *, agree: bool, reason: str = "") -> Round:
    """The judge orders the stop, or refuses it with a reason. Nobody decides what he proposed himself."""
    found = get_round(w, round_id)
    halt = find_halt(w, round_id)
    if halt is None or halt.id != halt_id or halt.status != "proposed":
        raise Conflict("该提请已经处理")
    _must_decide(w, halt)
    if not agree and len(reason.strip()) < LEAST_REASON:
        raise Invalid(f"不同意的，写明理由（{LEAST_REASON} 字以上）", field="decision")
    kind = HaltKind(halt.kind)
    halt.status, halt.decided_by, halt.decided_at, halt.decision = "ordered" if agree else "refused", w.actor.id, w.now, reason.strip()
    found.news += 1
    if agree:
        _must_run(found)
        _stop(w, found, kind, f"{GROUNDS[halt.ground]}：{halt.reason}")
    words = f"{'裁定' if kind is HaltKind.SUSPEND else '决定'}{kind.word}拍卖" if agree else f"不同意{kind.word}拍卖：{reason.strip()}"
    record(w, "round.halted" if agree else "round.halt_refused", "round", found.id, words, case_id=found.case_id, authority=kind.article)
    return found


def lift_halt(w: Work, round_id: str) -> Round:
    """The ground is gone: the lot goes on as soon as the site shows it. Resuming is due within five days (第28条)."""
    found = get_round(w, round_id)
    halt = find_halt(w, round_id)
    if not found.halted or halt is None:
        raise NotNow("没有正在进行的暂缓、中止或撤回", code="not_halted")
    if w.actor.role is not Role.JUDGE:
        raise NotAllowed("恢复拍卖由承办法官决定", code="no_right")
    halt.resumed_at, found.halted, found.news = w.now, "", found.news + 1
    found.next_read_at = w.now if found.lot_id else found.next_read_at
    record(w, "round.halt_lifted", "round", found.id, "事由消失，恢复拍卖", case_id=found.case_id, authority=HaltKind(halt.kind).article)
    if HaltKind(halt.kind) is not HaltKind.WITHDRAW:
        pass_on_decision(w, found, None, "事由消失，恢复拍卖")
    return found


def _stop(w: Work, found: Round, kind: HaltKind, reason: str) -> None:
    found.halted, found.suspended_reason = kind.value, reason
    found.status = kind.status.value if kind.status else found.status
    found.next_read_at = w.now if found.lot_id else found.next_read_at
    pass_on_decision(w, found, kind, reason)


def _must_run(found: Round) -> None:
    if RoundStatus(found.status) in FINAL:
        raise NotNow("拍次已经有结果，不能暂缓、中止或撤回", code="over")
    if found.halted:
        raise NotNow(f"已经{HaltKind(found.halted).word}", code="halted")


def _must_decide(w: Work, halt: Halt) -> None:
    if w.actor.role is not Role.JUDGE:
        raise NotAllowed("你不能决定暂缓、中止或撤回：该操作属于承办法官", code="no_right")
    if halt.proposed_by == w.actor.id:
        raise NotAllowed("不能审批自己提交的事项", code="own_request")
