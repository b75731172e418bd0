"""What accepted tasks of guiding and of answering told stands with the lot: one visit a task, its questions with their answers; each once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domains.audit.service import record
from app.domains.viewings.asking import escalated
from app.domains.viewings.queries import find_slot_during, find_visit_of_task, list_questions_of_task
from app.domains.viewings.rules import CHANNELS, JUDGE_SAID, SOURCES
from app.domains.viewings.tables import Programme, Question, Visit
from app.infra.unit_of_work import Work
from app.kernel.clock import SHANGHAI

Row = Mapping[str, Any]
_CHANNEL_OF = {word: code for code, word in CHANNELS.items()}


@dataclass(frozen=True)
class Told:
    """What a task says: whose it is, and the form as the court accepted it."""

    task_id: str
    number: str
    agency_id: str
    worker_id: str | None
    form: Row


def take_visit(w: Work, programme: Programme, told: Told) -> Visit:
    """Enter what a task of guiding found; the one slot of its time gets its heads counted by it. The same task again changes nothing."""
    known = find_visit_of_task(w, told.task_id)
    if known is not None:
        return known
    form, at = told.form, _instant(told.form.get("started_at")) or w.now
    of = {"court_id": programme.court_id, "case_id": programme.case_id, "asset_id": programme.asset_id, "programme_id": programme.id}
    visit = Visit(
        **of, task_id=told.task_id, task_number=told.number, agency_id=told.agency_id, worker_id=told.worker_id, at=at, headcount=_whole(form.get("headcount")),
        booked=sum(_whole(row.get("people")) for row in _rows(form, "bookings")), guide=str(form.get("guide") or "")[:60],
        parts=str(form.get("viewed_parts") or ""), seal=_seal(form), incidents=_incidents(form), taken_at=w.now,
    )  # fmt: skip
    w.session.add(visit)
    w.flush()
    _count_slot(w, programme, visit, _instant(form.get("ended_at")) or at)
    words = f"带看任务 {told.number} 验收：到场 {visit.headcount} 人，异常：{visit.incidents[:60]}"
    record(w, "viewing.visit_taken", "programme", programme.id, words, case_id=programme.case_id)
    return visit


def take_questions(w: Work, programme: Programme, told: Told) -> list[Question]:
    """Enter the questions of a task of answering, with answer and source; what was passed on without a reply is put before the judge. Once a task."""
    if list_questions_of_task(w, told.task_id):
        return []
    found = [_question(w, programme, told, no, row) for no, row in enumerate(_asked(told.form))]
    w.session.add_all(found)
    w.flush()
    if found:
        words = f"咨询任务 {told.number} 验收：{len(found)} 个问题，未答 {sum(not each.answer for each in found)} 个"
        record(w, "viewing.questions_taken", "programme", programme.id, words, case_id=programme.case_id)
    for each in found:
        if not each.answer:
            escalated(w, programme, each)
    return found


def _asked(form: Row) -> Iterator[Row]:
    """Questions row by row; a judge's reply among the passed on belongs to its question, one that stands only there is a question too."""
    replies = {_text(row, "question"): _text(row, "judge_reply") for row in _rows(form, "escalated")}
    for row in _rows(form, "questions"):
        reply = replies.pop(_text(row, "question"), "")
        yield {**row, "answer": reply, "source": JUDGE_SAID} if reply else row
    for row in _rows(form, "escalated"):
        if _text(row, "question") in replies:
            yield {"question": row["question"], "answer": _text(row, "judge_reply"), "source": JUDGE_SAID, "asked_at": row.get("sent_on"), "channel": "电话"}


def _question(w: Work, programme: Programme, told: Told, no: int, row: Row) -> Question:
    source = _text(row, "source")
    answered = source in SOURCES and bool(_text(row, "answer"))
    at = _instant(row.get("asked_at")) or w.now
    return Question(
        court_id=programme.court_id, case_id=programme.case_id, asset_id=programme.asset_id, programme_id=programme.id, task_id=told.task_id, task_row=no,
        asked_at=at, channel=_CHANNEL_OF.get(_text(row, "channel"), "phone"), body=_text(row, "question")[:500],
        answer=_text(row, "answer") if answered else "", source=source if answered else "", answered_at=at if answered else None,
        answered_by=told.worker_id if answered else None,
    )  # fmt: skip


def _count_slot(w: Work, programme: Programme, visit: Visit, until: datetime) -> None:
    slot = find_slot_during(w, programme, visit.agency_id, visit.at, until)
    if slot is None:
        return
    slot.headcount, slot.incidents, slot.counted_at, slot.counted_by = visit.headcount, visit.incidents[:1000], w.now, visit.worker_id
    visit.slot_id = slot.id
    w.flush()


def _seal(form: Row) -> str:
    words = [str(form.get("seal_opened") or "")]
    if form.get("reseal_no"):
        words.append(f"复封条号 {form['reseal_no']}，{form.get('opened_before') or ''}在场")
    return "，".join(each for each in words if each)[:200]


def _incidents(form: Row) -> str:
    return "；".join(_text(row, "what") for row in _rows(form, "incidents")) or "无"


def _rows(form: Row, name: str) -> list[Row]:
    found = form.get(name)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _text(row: Row, name: str) -> str:
    return str(row.get(name) or "").strip()


def _whole(value: object) -> int:
    return int(str(value)) if str(value or "").strip().isdigit() else 0


def _instant(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)).replace(tzinfo=SHANGHAI) if text else None
