"""When it cannot be handed over: the fifteen days stop for a lawful ground and go on; the buyer refuses, and the judge answers (AS-24)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.domains.audit.service import record
from app.domains.handovers.events import ClockStopped, ClockWentOn, RefusalAnswered, Refused
from app.domains.handovers.queries import get_handover
from app.domains.handovers.rules import LIFE, OUTCOMES, REFUSAL_GROUNDS, HandoverAct, HandoverStatus
from app.domains.handovers.service import told_of
from app.domains.handovers.tables import Handover
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotNow

LEAST_WORDS = 4


def note_refusal(w: Work, handover_id: str, reason: str, evidence: Sequence[Any] = (), ground: str = "condition") -> Handover:
    """The buyer refuses to take it (M-79): recorded with its ground and photos, never blocking; the judge is told."""
    found = get_handover(w, handover_id)
    if len(reason.strip()) < 2 or ground not in REFUSAL_GROUNDS:
        raise Invalid("写明拒收理由", field="reason")
    found.status = LIFE.advance(HandoverStatus(found.status), HandoverAct.REFUSE).value
    told = {"refusal": reason.strip(), "refusal_ground": ground, "refused_on": w.today.isoformat(), "refusal_photos": list(evidence)}
    found.record_data = {**{name: value for name, value in found.record_data.items() if not name.startswith("answer")}, **told}
    w.flush()
    words = f"买受人拒收（{REFUSAL_GROUNDS[ground]}）：{reason.strip()[:100]}"
    record(w, "handover.refused", "handover", found.id, words, case_id=found.case_id)
    w.emit(Refused(*told_of(found), reason.strip()))
    return found


def answer_refusal(w: Work, handover_id: str, outcome: str, words: str, again_on: date | None = None) -> Handover:
    """The judge answers a refusal or ends a dispute: handed over another day, or looked into while the days stand still."""
    found = get_handover(w, handover_id)
    faults = []
    if outcome not in OUTCOMES:
        faults.append(("outcome", "选择处理"))
    if len(words.strip()) < LEAST_WORDS:
        faults.append(("words", f"写明理由，至少 {LEAST_WORDS} 字"))
    if outcome in ("mend", "insist") and (again_on is None or again_on < w.today):
        faults.append(("again_on", "另定移交日期，不早于今天"))
    if faults:
        raise Invalid(f"提交未成功，请改正 {len(faults)} 处", faults=tuple(faults))
    act = HandoverAct.DISPUTE if outcome == "dispute" else HandoverAct.ANSWER
    found.status = LIFE.advance(HandoverStatus(found.status), act).value
    told = {
        "answer": outcome,
        "answer_words": words.strip()[:500],
        "answer_on": w.today.isoformat(),
        "answer_again_on": again_on.isoformat() if again_on else "",
    }
    found.record_data = {**found.record_data, **told}
    w.flush()
    record(w, "handover.refusal_answered", "handover", found.id, f"法官答复：{OUTCOMES[outcome]}，{words.strip()[:100]}", case_id=found.case_id)
    w.emit(RefusalAnswered(*told_of(found), outcome, words.strip()))
    if outcome == "dispute" and not stopped_since(found):
        stop_clock(w, handover_id, f"争议审查：{words.strip()[:100]}")
    elif outcome != "dispute" and stopped_since(found):
        go_on(w, handover_id)
    return found


def stop_clock(w: Work, handover_id: str, ground: str) -> Handover:
    """A lawful ground why it cannot be handed over (拍卖变卖规定 第27条): the fifteen days stand still."""
    found = get_handover(w, handover_id)
    if found.handed_over_on is not None or stopped_since(found):
        raise NotNow("移交期限没有在计算，不能暂停", code="not_running")
    if len(ground.strip()) < LEAST_WORDS:
        raise Invalid(f"写明依法不能移交的情形，至少 {LEAST_WORDS} 字", field="ground")
    stops = [*found.record_data.get("stops", []), {"from": w.today.isoformat(), "to": "", "ground": ground.strip()[:300]}]
    found.record_data = {**found.record_data, "stops": stops}
    w.flush()
    record(
        w, "handover.clock_stopped", "handover", found.id, f"移交期限暂停：{ground.strip()[:100]}", case_id=found.case_id, authority="法释〔2004〕16号 第27条"
    )
    w.emit(ClockStopped(*told_of(found), ground.strip()))
    return found


def go_on(w: Work, handover_id: str) -> Handover:
    """The ground is gone: the days run on, later by what they stood still."""
    found = get_handover(w, handover_id)
    if not stopped_since(found):
        raise NotNow("移交期限没有暂停", code="not_stopped")
    stops = [{**each, "to": each["to"] or w.today.isoformat()} for each in found.record_data["stops"]]
    found.record_data = {**found.record_data, "stops": stops}
    w.flush()
    record(w, "handover.clock_went_on", "handover", found.id, "移交期限恢复计算", case_id=found.case_id)
    spans = tuple((date.fromisoformat(each["from"]), date.fromisoformat(each["to"])) for each in stops)
    w.emit(ClockWentOn(*told_of(found), spans))
    return found


def stopped_since(handover: Handover) -> str:
    """The day since which the clock stands still; '' when it runs."""
    return next((str(each["from"]) for each in handover.record_data.get("stops", []) if not each["to"]), "")
