"""Verbs of services: open, record an attempt, close by a simple note, close a notice whose days have passed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from app.domains.audit.service import record
from app.domains.courts.queries import load_calendar
from app.domains.services.events import ServiceDone, ServiceEntrusted, ServiceFailed, ServiceUnderWay
from app.domains.services.queries import find_service, get_service, house_service, list_attempts
from app.domains.services.rules import LIFE, OPEN, Addressee, ServiceStatus
from app.domains.services.tables import Service, ServiceAttempt
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of
from app.kernel.errors import Invalid, NotNow
from app.law.findings import Severity
from app.law.rulebook import cite
from app.law.serving import NOTICES, Attempt, Outcome, Standing, Way, deemed_on, stand

ARTICLE = "民诉法 第87至95条"
DONE = (Outcome.SERVED, Outcome.DEEMED)


@dataclass(frozen=True)
class Order:
    """What must reach whom until when, by which rule. `consent`: where the recipient agreed to electronic service, '' for nobody."""

    case_id: str
    court_id: str
    case_number: str
    subject_kind: str
    subject_id: str
    code: str
    title: str
    to: Addressee
    rule: str
    due_on: date | None = None
    asset_id: str | None = None
    document_id: str | None = None
    consent: str = ""


@dataclass(frozen=True)
class Told:
    """An attempt as it is written down: the instant, what the law asks about, an agency's helper, kept photos and a drawn signature."""

    at: datetime
    attempt: Attempt
    helper: str = ""
    photos: Sequence[Mapping[str, Any]] = field(default=())
    signature_digest: str = ""


def open_service(w: Work, order: Order) -> Service:
    """Put a paper on the list of what must be served, once for each recipient; a later version of the paper takes the earlier one's place."""
    found = find_service(w, order.subject_kind, order.subject_id, order.code, order.to.name)
    if found is not None:
        if found.status in OPEN and order.document_id:
            found.document_id, found.title = order.document_id, order.title
        return found
    given = {name: value for name, value in vars(order).items() if name != "to"}
    to = {"recipient": order.to.name, "capacity": order.to.capacity, "natural": order.to.natural, "address": order.to.address}
    service = Service(**given, **to, status=ServiceStatus.TO_SERVE.value, opened_at=w.now)
    w.session.add(service)
    w.flush()
    due = f"，{order.due_on.isoformat()} 前" if order.due_on else ""
    record(w, "service.opened", "service", service.id, f"应送达：{order.title}{due}", case_id=order.case_id, authority=cite(order.rule))
    return service


def attach(w: Work, found: Service, document_id: str) -> None:
    """For the house's steps: the paper that is served was signed."""
    if ServiceStatus(found.status) in OPEN and found.document_id != document_id:
        found.document_id = document_id
        record(w, "service.paper", "service", found.id, f"文书已签发：{found.title}", case_id=found.case_id)


def record_attempt(w: Work, service_id: str, told: Told) -> ServiceAttempt:
    """Write an attempt down. Invalid names what the way asks for and is missing; an attempt that came to nothing leaves the service failed."""
    found = get_service(w, service_id, lock=True)
    if ServiceStatus(found.status) not in OPEN:
        raise NotNow(f"{ServiceStatus(found.status).word}，不再登记", code="closed")
    _check_time(told, w)
    standing = stand(told.attempt, load_calendar(w.session), w.today, natural=found.natural)
    _check_told(standing, told)
    found.attempts += 1
    attempt = ServiceAttempt(**_columns(w, found, told, standing))
    w.session.add(attempt)
    _advance(found, told.attempt.way, standing)
    found.closed_at = w.now if standing.outcome in DONE else None
    w.flush()
    words = f"第 {found.attempts} 次送达（{told.attempt.way}，{told.attempt.result}）：{found.title}"
    record(w, "service.attempted", "service", found.id, words, case_id=found.case_id, authority=ARTICLE)
    _tell(w, found, standing.outcome)
    return attempt


def note_done(w: Work, service_id: str, way: str, on: date) -> Service:
    """For the house's steps: the same was recorded elsewhere in short form; closed already is left as it is."""
    found = house_service(w, service_id)
    if ServiceStatus(found.status) not in OPEN:
        return found
    found.status, found.way, found.effective_on, found.trouble = ServiceStatus.SERVED.value, way, on, ""
    found.counted, found.closed_at = [f"{on.isoformat()} 登记送达"], w.now
    w.flush()
    record(w, "service.noted", "service", found.id, f"已送达（{way}）：{found.title}", case_id=found.case_id, authority=ARTICLE)
    _tell(w, found, Outcome.SERVED)
    return found


def note_sent(w: Work, service_id: str, way: Way, on: date) -> Service:
    """For the house's steps: sent, or published, and told in short form; a notice takes effect when its days have passed."""
    found = house_service(w, service_id)
    if ServiceStatus(found.status) not in OPEN:
        return found
    standing = Standing(Outcome.UNDER_WAY, None, (f"{on.isoformat()} 发出，以签收、退回之日为准",))
    if way in NOTICES:
        day, steps = deemed_on(way, on, load_calendar(w.session))
        standing = Standing(Outcome.DEEMED if day <= w.today else Outcome.COUNTING, day, steps)
    _advance(found, way, standing)
    found.closed_at = w.now if standing.outcome in DONE else None
    w.flush()
    record(w, "service.sent", "service", found.id, f"已发出（{way}）：{found.title}", case_id=found.case_id, authority=ARTICLE)
    _tell(w, found, standing.outcome)
    return found


def note_entrusted(w: Work, service_id: str, on: date | None) -> Service:
    """The court that was asked to serve received the letter on a day; its ten days to serve run from there (解释 第134条)."""
    found = get_service(w, service_id, lock=True)
    if found.status != ServiceStatus.SERVING.value or found.way != Way.DELEGATED.value:
        raise NotNow("没有正在进行的委托送达", code="not_delegated")
    sent_on = day_of(list_attempts(w, found.id)[-1].at) if found.attempts else w.today
    if on is None or not sent_on <= on <= w.today:
        raise Invalid("受托法院收到日：不早于发出之日，不晚于今天", field="on")
    found.counted = [*found.counted, f"{on.isoformat()} 受托法院收到委托函"]
    w.flush()
    record(w, "service.entrusted", "service", found.id, f"受托法院收到委托函：{found.title}", case_id=found.case_id, authority="民诉法解释 第134条")
    w.emit(ServiceEntrusted(*_of(found), on))
    return found


def drop(w: Work, found: Service, why: str) -> None:
    """What was to be served is void: nobody waits for it any longer."""
    if ServiceStatus(found.status) not in OPEN:
        return
    found.status, found.closed_at, found.trouble = ServiceStatus.DROPPED.value, w.now, why[:300]
    w.flush()
    record(w, "service.dropped", "service", found.id, f"不再送达：{found.title}（{why}）"[:250], case_id=found.case_id)


def ripen(w: Work, found: Service) -> None:
    """The days of a notice have passed: it counts as received."""
    found.status, found.closed_at = LIFE.advance(ServiceStatus(found.status), Outcome.DEEMED).value, w.now
    w.flush()
    record(w, "service.deemed", "service", found.id, f"视为送达（{found.way}）：{found.title}", case_id=found.case_id, authority=ARTICLE)
    _tell(w, found, Outcome.DEEMED)


def _check_time(told: Told, w: Work) -> None:
    if told.at > w.now:
        raise Invalid("送达时间不能晚于现在", field="at")
    if told.attempt.on != day_of(told.at):
        raise Invalid("送达日与送达时间不一致", field="at")


def _check_told(standing: Standing, told: Told) -> None:
    """M-78: what is missing is said with the article and a way on; the attempt's own words are kept by the form."""
    wrong = [each for each in standing.findings if each.severity is Severity.BREACH]
    if not wrong:
        return
    refused = f"送达失败：{told.attempt.result}。" if told.attempt.way.value == "留置送达" else ""
    message = refused + "；".join(each.message for each in wrong)
    raise Invalid(f"{message}。补齐，或改用其他方式", faults=tuple((each.field, each.message) for each in wrong))


def _columns(w: Work, found: Service, told: Told, standing: Standing) -> dict[str, Any]:
    attempt = told.attempt
    facts = {name: value for name, value in asdict(attempt).items() if name not in ("way", "result", "on", "servers", "place", "pictures", "note") and value}
    return {
        "court_id": found.court_id,
        "case_id": found.case_id,
        "service_id": found.id,
        "number": found.attempts,
        "way": attempt.way.value,
        "result": attempt.result.value,
        "at": told.at,
        "place": attempt.place,
        "server_id": w.actor.id,
        "second": attempt.servers[1],
        "helper": told.helper,
        "told": facts,
        "photos": [dict(each) for each in told.photos],
        "signature_digest": told.signature_digest,
        "outcome": standing.outcome.value,
        "effective_on": standing.effective_on,
        "counted": list(standing.counted),
        "note": attempt.note,
        "recorded_at": w.now,
    }


def _advance(found: Service, way: str, standing: Standing) -> None:
    found.status = LIFE.advance(ServiceStatus(found.status), standing.outcome).value
    found.way, found.effective_on, found.counted = str(way), standing.effective_on, list(standing.counted)
    found.trouble = "；".join(standing.counted)[:300] if standing.outcome is Outcome.FAILED else ""


def _tell(w: Work, found: Service, outcome: Outcome) -> None:
    of = _of(found)
    if outcome in DONE and found.effective_on is not None:
        w.emit(ServiceDone(*of, found.document_id, found.way, found.effective_on))
    if outcome in (Outcome.COUNTING, Outcome.UNDER_WAY):
        w.emit(ServiceUnderWay(*of, found.way, found.effective_on))
    if outcome is Outcome.FAILED:
        w.emit(ServiceFailed(*of, found.trouble))


def _of(found: Service) -> tuple[str, str, str, str, str, str, str, str, str]:
    """The first values of every fact."""
    return (found.id, found.case_id, found.court_id, found.subject_kind, found.subject_id, found.code, found.title, found.recipient, found.capacity)
