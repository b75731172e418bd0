"""Stay, suspension (法释〔2016〕18号第28条) and withdrawal (法释〔2004〕16号第17条): the clerk asks, what was decided is carried out, the lot goes on.

Who decides, and on which content, is the noun approvals' matter (app/steps/stopping.py). Where a private line is on, the decision goes to the site
in the same act; elsewhere the site is stopped by hand in its back office.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domains.audit.service import record
from app.domains.rounds.halt_words import GROUNDS, HaltKind, ground_fits
from app.domains.rounds.line_orders import pass_on_decision
from app.domains.rounds.queries import find_halt, get_round, house_round
from app.domains.rounds.rules import FINAL, RoundStatus
from app.domains.rounds.stop_events import HaltAsked, HaltEnded, HaltOrdered, ResumeAsked
from app.domains.rounds.tables import Halt, Round
from app.infra.unit_of_work import Work
from app.kernel.actor import Role
from app.kernel.clock import day_of
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotNow
from app.kernel.ids import digest_of

LEAST_REASON = 10
MOST_REASON = 500
OUTCOMES = {"return": "returned", "refuse": "refused"}


@dataclass(frozen=True)
class ProposeHalt:
    """What the clerk proposes; `ground` is a key of GROUNDS, `reason` 10 to 500 characters of fact."""

    kind: HaltKind
    ground: str
    reason: str


@dataclass(frozen=True)
class AskResume:
    """The ground is gone since `gone_on`; `reason` 10 to 500 characters of fact."""

    gone_on: date
    reason: str


def propose_halt(w: Work, round_id: str, order: ProposeHalt) -> Halt:
    """Put a stay, suspension or withdrawal of this lot before the judge; nothing is asked twice while one waits."""
    found = get_round(w, round_id)
    _must_run(found)
    if not ground_fits(order.kind, order.ground):
        raise Invalid(f"选择{order.kind.word}的情形", field="ground")
    reason = _reason(order.reason)
    known = find_halt(w, round_id)
    if known is not None and known.status == "proposed":
        raise Conflict("已有一件暂缓、中止或撤回的提请等承办法官决定")
    of = {"court_id": found.court_id, "case_id": found.case_id, "round_id": found.id}
    halt = Halt(**of, kind=order.kind.value, ground=order.ground, reason=reason, proposed_by=w.actor.id, proposed_at=w.now)
    w.session.add(halt)
    found.news += 1
    w.flush()
    words = f"提请{order.kind.word}拍卖：{GROUNDS[order.ground]}"
    record(w, "round.halt_proposed", "round", found.id, words, case_id=found.case_id, authority=order.kind.article)
    w.emit(HaltAsked(*_of(found), found.title, halt.kind, halt.ground, reason, digest_of_halt(halt), w.actor.id))
    return halt


def settle_halt(w: Work, round_id: str, digest: str, verdict: str, reason: str) -> Round:
    """What was decided on exactly this request is carried out: `agree` stops the lot, `return` and `refuse` leave it running. For the house's steps."""
    found, halt = house_round(w, round_id), find_halt(w, round_id)
    if halt is None or halt.status != "proposed" or digest_of_halt(halt) != digest:
        raise Conflict("该提请已经处理")
    kind, agree = HaltKind(halt.kind), verdict == "agree"
    halt.status, halt.decided_by, halt.decided_at, halt.decision = OUTCOMES.get(verdict, "ordered"), w.actor.id, w.now, reason.strip()
    found.news += 1
    if agree:
        _must_run(found)
        _stop(w, found, kind, f"{GROUNDS[halt.ground]}：{halt.reason}", halt.proposed_by)
    words = f"{'裁定' if kind is HaltKind.SUSPEND else '决定'}{kind.word}拍卖" if agree else f"未准许{kind.word}拍卖：{reason.strip()}"
    record(w, "round.halted" if agree else "round.halt_refused", "round", found.id, words, case_id=found.case_id, authority=kind.article)
    return found


def recall_halt(w: Work, round_id: str, reason: str) -> None:
    """The asker took the request back. For the house's steps."""
    found, halt = house_round(w, round_id), find_halt(w, round_id)
    if halt is None or halt.status != "proposed":
        return
    halt.status, halt.decided_by, halt.decided_at, halt.decision = "recalled", w.actor.id, w.now, reason
    found.news += 1
    record(w, "round.halt_recalled", "round", found.id, f"撤回提请：{HaltKind(halt.kind).word}拍卖", case_id=found.case_id)


def ask_resume(w: Work, round_id: str, order: AskResume) -> Halt:
    """The clerk asks that the lot goes on; from the day the ground was gone the five days of 第28条 run."""
    found = get_round(w, round_id)
    halt = _halted(w, found)
    if HaltKind(halt.kind) is HaltKind.WITHDRAW:
        raise NotNow("已经撤回的拍卖不能恢复：依法可以再次拍卖的，另拟方案", code="withdrawn")
    if halt.resume_asked_at is not None:
        raise Conflict("已有一件恢复拍卖的提请等承办法官决定")
    if halt.decided_at is None or not day_of(halt.decided_at) <= order.gone_on <= w.today:
        raise Invalid("事由消除日：不早于决定停拍之日，不晚于今天", field="gone_on")
    reason = _reason(order.reason)
    halt.resume_by, halt.resume_asked_at, halt.gone_on = w.actor.id, w.now, order.gone_on
    found.news += 1
    w.flush()
    record(w, "round.resume_asked", "round", found.id, f"提请恢复拍卖：{order.gone_on.isoformat()} 事由消除", case_id=found.case_id, authority=_RESUMES)
    w.emit(ResumeAsked(*_of(found), found.title, order.gone_on, reason, digest_of_resume(halt), w.actor.id))
    return halt


def leave_halted(w: Work, round_id: str, words: str) -> None:
    """The request that the lot goes on came to nothing (returned, refused, recalled): it may be asked again. For the house's steps."""
    found, halt = house_round(w, round_id), find_halt(w, round_id)
    if halt is None or halt.resume_asked_at is None:
        return
    halt.resume_by, halt.resume_asked_at, halt.gone_on = None, None, None
    found.news += 1
    record(w, "round.resume_refused", "round", found.id, f"未恢复拍卖：{words}", case_id=found.case_id, authority=_RESUMES)


def lift_halt(w: Work, round_id: str) -> Round:
    """The judge himself lets the lot go on; while a request of the clerk waits, it is decided there."""
    found = get_round(w, round_id)
    halt = _halted(w, found)
    if w.actor.role is not Role.JUDGE:
        raise NotAllowed("恢复拍卖由承办法官决定", code="no_right")
    if halt.resume_asked_at is not None:
        raise Conflict("已有一件恢复拍卖的提请等你决定，请在决定页处理")
    return _lift(w, found, halt)


def resume_as_decided(w: Work, round_id: str, digest: str) -> Round:
    """The judge agreed to exactly this request. For the house's steps."""
    found = house_round(w, round_id)
    halt = _halted(w, found)
    if halt.resume_asked_at is None or digest_of_resume(halt) != digest:
        raise Conflict("该提请已经处理")
    return _lift(w, found, halt)


def digest_of_halt(halt: Halt) -> str:
    """Of what is asked: the lot, this request, the way, the ground and the reason."""
    return digest_of({"round": halt.round_id, "halt": halt.id, "kind": halt.kind, "ground": halt.ground, "reason": halt.reason})


def digest_of_resume(halt: Halt) -> str:
    """Of what is asked when the lot is to go on."""
    gone_on = halt.gone_on.isoformat() if halt.gone_on else ""
    return digest_of({"round": halt.round_id, "halt": halt.id, "resume": gone_on, "asked": halt.resume_asked_at.isoformat() if halt.resume_asked_at else ""})


def _lift(w: Work, found: Round, halt: Halt) -> Round:
    kind = HaltKind(halt.kind)
    halt.resumed_at, found.halted, found.news = w.now, "", found.news + 1
    found.next_read_at = w.now if found.lot_id else found.next_read_at
    record(w, "round.halt_lifted", "round", found.id, "事由消失，恢复拍卖", case_id=found.case_id, authority=kind.article)
    if kind is not HaltKind.WITHDRAW:
        pass_on_decision(w, found, None, "事由消失，恢复拍卖")
    stopped_on = day_of(halt.decided_at or w.now)
    w.emit(HaltEnded(*_of(found), found.title, kind.value, (w.today - stopped_on).days, halt.resume_by or halt.proposed_by))
    return found


def _stop(w: Work, found: Round, kind: HaltKind, reason: str, by_id: str) -> None:
    found.halted, found.suspended_reason = kind.value, reason
    found.status = kind.status.value if kind.status else found.status
    found.next_read_at = w.now if found.lot_id else found.next_read_at
    line = pass_on_decision(w, found, kind, reason)
    w.emit(HaltOrdered(*_of(found), found.title, kind.value, reason, line is not None, by_id))


def _halted(w: Work, found: Round) -> Halt:
    halt = find_halt(w, found.id)
    if not found.halted or halt is None:
        raise NotNow("没有正在进行的暂缓、中止或撤回", code="not_halted")
    return halt


def _must_run(found: Round) -> None:
    if RoundStatus(found.status) in FINAL:
        raise NotNow("拍次已经有结果，不能暂缓、中止或撤回", code="over")
    if found.halted:
        raise NotNow(f"已经{HaltKind(found.halted).word}", code="halted")


def _reason(typed: str) -> str:
    reason = typed.strip()
    if not LEAST_REASON <= len(reason) <= MOST_REASON:
        raise Invalid(f"写明事实，{LEAST_REASON} 至 {MOST_REASON} 字", field="reason")
    return reason


def _of(found: Round) -> tuple[str, str, str, str, str]:
    return found.id, found.case_id, found.court_id, found.asset_id, found.plan_id


_RESUMES = "法释〔2016〕18号 第28条第4款"
