"""Questions about a lot: asked, answered from what was published, passed on to the judge, published without names where the judge allows."""

from __future__ import annotations

from datetime import datetime

from app.domains.audit.service import record
from app.domains.courts.queries import load_calendar
from app.domains.viewings.events import JudgeReplied, QuestionEscalated
from app.domains.viewings.queries import get_programme, get_question
from app.domains.viewings.rules import CHANNELS, JUDGE_SAID, REPLY_DAYS, check_answer, check_question
from app.domains.viewings.tables import Programme, Question
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotAllowed, NotNow
from app.law.periods import working_days_after


def ask(w: Work, programme_id: str, channel: str, body: str, *, asked_at: datetime | None = None) -> Question:
    """Write a question down as it was asked."""
    return put_question(w, get_programme(w, programme_id), channel, body, asked_at=asked_at)


def put_question(w: Work, programme: Programme, channel: str, body: str, *, asked_at: datetime | None = None) -> Question:
    """Keep an open question of a programme that the caller holds."""
    if channel not in CHANNELS:
        raise Invalid("选择咨询的渠道", field="channel")
    of = {"court_id": programme.court_id, "case_id": programme.case_id, "asset_id": programme.asset_id, "programme_id": programme.id}
    question = Question(**of, asked_at=asked_at or w.now, channel=channel, body=check_question(body))
    w.session.add(question)
    w.flush()
    record(w, "viewing.asked", "question", question.id, f"咨询：{question.body[:80]}", case_id=programme.case_id)
    return question


def answer(w: Work, question_id: str, body: str, source: str) -> Question:
    """Answer with the source; only the judge answers as the judge. A published answer is taken back before it is changed."""
    question, programme = get_question(w, question_id)
    if question.published_at is not None:
        raise NotNow("已公开的答复，由法官撤下后再改", code="published")
    if source == JUDGE_SAID and w.actor.role.value != "judge":
        raise NotAllowed("法官答复由承办法官填写：先转法官", code="not_judge")
    question.answer, question.source = check_answer(body, source), source
    question.answered_at, question.answered_by = w.now, w.actor.id
    w.flush()
    record(w, "viewing.answered", "question", question.id, f"答复咨询（依据{source}）：{question.answer[:80]}", case_id=programme.case_id)
    if source == JUDGE_SAID:
        w.emit(JudgeReplied(*_of(programme), f"法官已答复：{question.body[:60]}", programme.agency_id))
    return question


def escalate(w: Work, question_id: str) -> Question:
    """Pass a question on to the judge, who replies within two working days."""
    question, programme = get_question(w, question_id)
    if question.escalated_at is not None or question.answer:
        raise NotNow("已经转法官或已答复", code="escalated")
    escalated(w, programme, question)
    return question


def escalated(w: Work, programme: Programme, question: Question) -> None:
    """Put a question that the caller holds before the judge."""
    question.escalated_at = w.now
    question.reply_due_on = working_days_after(w.today, REPLY_DAYS, load_calendar(w.session)).due_on
    w.flush()
    record(w, "viewing.escalated", "question", question.id, f"咨询转法官，{question.reply_due_on.isoformat()} 前答复", case_id=programme.case_id)
    w.emit(QuestionEscalated(*_of(programme), question.body))


def publish(w: Work, question_id: str, published: bool) -> Question:
    """The judge lets question and answer be published without names, or takes them down."""
    question, programme = get_question(w, question_id)
    if published and not question.answer:
        raise NotNow("还没有答复，不能公开", code="no_answer")
    if published:  # an answer that came with a task, a question that a stranger wrote: both pass the same rules before anybody reads them
        check_question(question.body)
        check_answer(question.answer, question.source)
    question.published_at, question.published_by = (w.now, w.actor.id) if published else (None, None)
    w.flush()
    record(w, "viewing.published", "question", question.id, f"{'公开' if published else '撤下'}问答：{question.body[:60]}", case_id=programme.case_id)
    if published:
        w.emit(JudgeReplied(*_of(programme), f"问答已公开：{question.body[:60]}", programme.agency_id))
    return question


def _of(programme: Programme) -> tuple[str, str, str, str, str]:
    return (programme.id, programme.round_id, programme.case_id, programme.court_id, programme.title)
