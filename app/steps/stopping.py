"""A lot is stayed, suspended, withdrawn, and goes on: asked about, decided, carried out, its clocks stopped (NA-40, NA-41, AS-14)."""

from __future__ import annotations

from app.domains.approvals import service as approvals
from app.domains.approvals.catalogue import CATALOGUE
from app.domains.approvals.events import ApprovalRecalled, Decided
from app.domains.approvals.gates import sentence_of
from app.domains.approvals.queries import house_approval
from app.domains.cases.queries import house_case
from app.domains.deadlines import changing
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.service import Start
from app.domains.messages.service import Notice, tell
from app.domains.rounds import halting
from app.domains.rounds.events import RoundFailed, RoundSold
from app.domains.rounds.halt_words import HaltKind
from app.domains.rounds.stop_events import HaltAsked, HaltEnded, HaltOrdered, ResumeAsked
from app.infra.unit_of_work import Work

LOT = "round"
CLOCKS = ("announcement", "notice_to_persons")
"""What runs towards the opening of a lot that nobody can open meanwhile; of its plan."""
RESUME = "resume_sale"


def ask_stop(w: Work, fact: HaltAsked) -> None:
    """The judge in charge decides on exactly this lot, way, ground and reason."""
    figures = {"lot": fact.title, "ground": fact.ground}
    if fact.kind == HaltKind.WITHDRAW:
        _ask(w, "withdrawal", fact, figures)
    else:
        _ask(w, "suspension", fact, figures | {"way": fact.kind})


def ask_resume(w: Work, fact: ResumeAsked) -> None:
    """The judge decides; the five days count from the day the ground was gone."""
    of = Start(fact.case_id, fact.court_id, LOT, fact.round_id, fact.gone_on, asset_id=fact.asset_id, link=f"/lots/{fact.round_id}/halt")
    deadlines.start(w, RESUME, of)
    _ask(w, "resumption", fact, {"lot": fact.title, "gone_on": fact.gone_on.isoformat()})


def take_decision(w: Work, fact: Decided) -> None:
    """What was decided about a lot is carried out in the same act."""
    if fact.subject_kind != LOT:
        return
    if fact.kind != "resumption":
        halting.settle_halt(w, fact.subject_id, fact.digest, fact.verdict, fact.reason)
    elif fact.verdict == "agree":
        halting.resume_as_decided(w, fact.subject_id, fact.digest)
    else:
        _stay_halted(w, fact.subject_id, fact.reason)


def take_recall(w: Work, fact: ApprovalRecalled) -> None:
    """The asker took the question back."""
    if fact.subject_kind != LOT:
        return
    if house_approval(w, fact.approval_id).kind == "resumption":
        _stay_halted(w, fact.subject_id, fact.reason)
    else:
        halting.recall_halt(w, fact.subject_id, fact.reason)


def stop_clocks(w: Work, fact: HaltOrdered) -> None:
    """What runs towards the opening stands still, or ends with the sale; clerk and judge hear what is left to do."""
    word = HaltKind(fact.kind).word
    for code in CLOCKS:
        if fact.kind == HaltKind.WITHDRAW:
            deadlines.end(w, code, "plan", fact.plan_id, reason="撤回拍卖")
        else:
            deadlines.suspend(w, code, "plan", fact.plan_id, ground=f"{word}拍卖")
    rest = "已经专线通知平台，以再次读取为准" if fact.by_line else "登录平台后台停止拍卖并公示原因"
    notice = Notice("round", f"已{word}拍卖：{fact.title}", body=f"{fact.reason}。{rest}", link=f"/lots/{fact.round_id}/halt", case_id=fact.case_id)
    _tell(w, fact, notice)


def go_on(w: Work, fact: HaltEnded) -> None:
    """The clocks run on without the days of the stop; the five days to resume are met."""
    for code in CLOCKS:
        changing.go_on_of_thing(w, code, "plan", fact.plan_id, fact.days)
    deadlines.meet(w, RESUME, LOT, fact.round_id)
    notice = Notice("round", f"恢复拍卖：{fact.title}", body="确认平台已恢复竞价", link=f"/lots/{fact.round_id}", case_id=fact.case_id)
    _tell(w, fact, notice)


def drop_questions(w: Work, fact: RoundSold | RoundFailed) -> None:
    """The lot has its result: nothing is left to stop."""
    approvals.void_open(w, LOT, fact.round_id, "拍次已经有结果")


def _tell(w: Work, fact: HaltOrdered | HaltEnded, notice: Notice) -> None:
    case = house_case(w, fact.case_id)
    tell(w, {case.clerk_id, case.judge_id, fact.asked_by}, notice)


def _ask(w: Work, code: str, fact: HaltAsked | ResumeAsked, figures: dict[str, str]) -> None:
    judge = house_case(w, fact.case_id).judge_id
    decider = judge if judge != fact.asked_by else None
    of = (code, fact.case_id, fact.court_id, LOT, fact.round_id, fact.digest, fact.title, fact.asked_by)
    approvals.ask(w, approvals.Ask(*of, question=sentence_of(CATALOGUE[code], figures), decider_id=decider, body=fact.reason, figures=figures))


def _stay_halted(w: Work, round_id: str, reason: str) -> None:
    halting.leave_halted(w, round_id, reason)
    deadlines.end(w, RESUME, LOT, round_id, reason="未准许恢复拍卖")
