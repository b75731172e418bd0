"""What the pages of a handover show: the step line, who acts next, what it waits for. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domains.handovers.rules import HandoverStatus, look_of
from app.domains.handovers.tables import Handover, HandoverStep


class Next(StrEnum):
    """The next lawful step."""

    ASK = "ask"
    PRESIDENT = "president"
    POST = "post"
    VACATE = "vacate"
    HAND_OVER = "hand_over"
    ANSWER = "answer"
    DISPUTE = "dispute"
    DONE = "done"


WORDS = {
    Next.ASK: "提请院长签发公告",
    Next.PRESIDENT: "等院长签发公告",
    Next.POST: "张贴公告",
    Next.VACATE: "等腾空",
    Next.HAND_OVER: "移交买受人",
    Next.ANSWER: "等法官答复拒收",
    Next.DISPUTE: "争议处理中",
    Next.DONE: "已移交",
}


@dataclass(frozen=True)
class StepShown:
    """One step of the line; state: done now later skipped."""

    label: str
    state: str
    note: str = ""
    href: str = ""


def next_of(handover: Handover) -> Next:
    """What comes next."""
    match HandoverStatus(handover.status):
        case HandoverStatus.WAITING:
            return _before_notice(handover)
        case HandoverStatus.NOTICE:
            return Next.VACATE
        case HandoverStatus.HANDED_OVER:
            return Next.DONE
        case HandoverStatus.REFUSED:
            return Next.ANSWER
        case HandoverStatus.DISPUTED:
            return Next.DISPUTE
        case _:
            return Next.HAND_OVER


def step_line(handover: Handover) -> list[StepShown]:
    """裁定送达 → 提请公告 → 院长签发 → 张贴 → 腾空 → 移交; steps that this thread does not need are skipped."""
    at = next_of(handover)
    at = Next.HAND_OVER if at in (Next.ANSWER, Next.DISPUTE) else at
    order = [Next.ASK, Next.PRESIDENT, Next.POST, Next.VACATE, Next.HAND_OVER]
    asked_on = str(handover.record_data.get("notice_asked_on", ""))
    dates: dict[Next, object] = {
        Next.ASK: asked_on,
        Next.PRESIDENT: handover.notice_signed_on,
        Next.POST: handover.notice_posted_on,
        Next.VACATE: handover.vacated_on,
        Next.HAND_OVER: handover.handed_over_on,
    }
    labels = {Next.ASK: "提请公告", Next.PRESIDENT: "院长签发", Next.POST: "张贴公告", Next.VACATE: "腾空", Next.HAND_OVER: "移交"}
    steps = [StepShown("裁定送达", "done")]
    for each in order:
        steps.append(StepShown(labels[each], _state(each, at, order, skipped=_skipped(each, handover)), str(dates[each] or "")))
    return steps


def look(handover: Handover, today: date) -> str:
    """The badge's code."""
    return look_of(handover.status, handover.leave_by_on, today)


def photos_of(handover: Handover, steps: Iterable[HandoverStep]) -> list[str]:
    """Digests of shown copies that belong to the thread: nothing else is served from its address."""
    listed = [photo for step in steps for photo in step.evidence] + list(handover.record_data.get("refusal_photos", []))
    listed += [photo for taken in handover.record_data.get("photos", {}).values() for photo in taken]
    return [photo["shown"] for photo in listed if isinstance(photo, dict)]


def _before_notice(handover: Handover) -> Next:
    if not handover.needs_vacating:
        return Next.VACATE
    if handover.notice_signed_on is not None:
        return Next.POST
    return Next.PRESIDENT if handover.record_data.get("notice_asked_on") else Next.ASK


def _skipped(step: Next, handover: Handover) -> bool:
    return step in (Next.ASK, Next.PRESIDENT, Next.POST) and (
        not handover.needs_vacating or (handover.vacated_on is not None and handover.notice_posted_on is None)
    )


def _state(step: Next, at: Next, order: list[Next], *, skipped: bool) -> str:
    if skipped:
        return "skipped"
    if at is Next.DONE or order.index(step) < order.index(at):
        return "done"
    return "now" if step is at else "later"
