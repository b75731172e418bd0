"""Rules of the private line: which order a lot permits, what an answer or its absence makes of it, when to ask again. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from app.domains.rounds.rules import FINAL, RoundStatus
from app.sites.private_line_notes import LineAnswer, LineVerb, Outcome

MOST_SENDS = 3
ASK_AFTER = (timedelta(seconds=2), timedelta(seconds=15), timedelta(seconds=60), timedelta(seconds=300))
TRY_AFTER = (timedelta(seconds=5), timedelta(seconds=30), timedelta(seconds=120), timedelta(seconds=600), timedelta(seconds=1800))


class OrderState(StrEnum):
    """Where an order stands. SENT: it may have arrived. UNKNOWN: it may have arrived, and no signed answer came."""

    ORDERED = "ordered"
    SENT = "sent"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    REFUSED = "refused"


OPEN = frozenset({OrderState.ORDERED, OrderState.SENT, OrderState.UNKNOWN})
ORDER_WORDS = {
    OrderState.ORDERED: "待发送",
    OrderState.SENT: "已发送，等回应",
    OrderState.UNKNOWN: "不知道平台是否已收到",
    OrderState.ACCEPTED: "平台已受理",
    OrderState.REFUSED: "平台未受理",
}


class Step(StrEnum):
    """What a worker does with an order now."""

    SEND = "send"
    ASK = "ask"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Ruling:
    """What becomes of an order: its state, when a worker turns to it again (None: never), whether a person is wanted (M-72)."""

    state: OrderState
    again: timedelta | None = None
    person: bool = False
    message: str = ""


def step_of(state: OrderState) -> Step:
    """Only an order that has not left is sent; one that may have left is asked after, first and always (trust.md §0.2)."""
    if state is OrderState.ORDERED:
        return Step.SEND
    return Step.ASK if state in OPEN else Step.NOTHING


def after_answer(answer: LineAnswer | None) -> Ruling:
    """After sending: a signed answer ends it; no answer leaves it unknown, to be asked after."""
    if answer is None:
        return Ruling(OrderState.UNKNOWN, ASK_AFTER[0], message="没有收到有签名的回应")
    return _ended(answer)


def after_asking(answer: LineAnswer | None, *, sends: int, asks: int) -> Ruling:
    """After a query with the same key. UNKNOWN under signature proves that it never came: only then it is sent again. No answer at last wants a person."""
    if answer is None:
        if asks < len(ASK_AFTER):
            return Ruling(OrderState.UNKNOWN, ASK_AFTER[asks], message="查询没有回应")
        return Ruling(OrderState.UNKNOWN, person=True, message="没有回应，也查不到")
    if answer.outcome is not Outcome.UNKNOWN:
        return _ended(answer)
    if sends < MOST_SENDS:
        return Ruling(OrderState.ORDERED, timedelta(0), message="平台确认没有收到，以同一编号再发")
    return Ruling(OrderState.UNKNOWN, person=True, message=f"已发送 {sends} 次，平台都说没有收到")


def after_not_leaving(tries: int, why: str) -> Ruling:
    """It certainly never left the house (package not taken, breaker open): tried again for a while, then ended as not done."""
    if tries < len(TRY_AFTER):
        return Ruling(OrderState.ORDERED, TRY_AFTER[tries], message=why)
    return Ruling(OrderState.REFUSED, message=f"没有发出：{why}")


def why_not(verb: LineVerb, status: RoundStatus, *, has_lot: bool, announced: bool) -> str:
    """Why a lot does not permit an order, in Chinese; '' when it does."""
    if status in FINAL:
        return "拍次已经有结果"
    if verb is LineVerb.PUBLISH:
        return "拍品编号已登记，不能再发布" if has_lot else ""
    if not has_lot:
        return "拍品还没有发布"
    return "已经公告，不能更换材料" if verb is LineVerb.AMEND and announced else ""


def _ended(answer: LineAnswer) -> Ruling:
    if answer.outcome is Outcome.ACCEPTED:
        return Ruling(OrderState.ACCEPTED)
    if answer.outcome is Outcome.REFUSED:
        return Ruling(OrderState.REFUSED, message=answer.message)
    return Ruling(OrderState.UNKNOWN, ASK_AFTER[0], message="平台的回应不合约定")
