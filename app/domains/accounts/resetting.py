"""A person's second factor is forgotten by two administrators: one asks, another confirms within a day (trust.md R11). The password stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, select

from app.domains.accounts import factor
from app.domains.accounts.events import FactorResetAsked, FactorResetDone
from app.domains.accounts.queries import get_person_of_court
from app.domains.accounts.tables import Person
from app.domains.accounts.tables_factor import FactorReset, SecondFactor
from app.domains.audit.service import record
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow

STANDS = timedelta(hours=24)
LEAST_REASON, MOST_REASON = 4, 200


def list_open(r: Reading) -> Sequence[tuple[FactorReset, Person]]:
    """Requests of the actor's court that wait and still stand, the latest first."""
    asked = select(FactorReset, Person).join(Person, Person.id == FactorReset.person_id).where(*_open(r), FactorReset.asked_at > r.wall_now - STANDS)
    return [(row[0], row[1]) for row in r.session.execute(asked.order_by(FactorReset.asked_at.desc()))]


def ask_reset(w: Work, person_id: str, reason: str) -> FactorReset:
    """Ask it, with the reason (who came in person, how he was recognised). A request that has run out makes place for a new one."""
    person = get_person_of_court(w.session, person_id, w.actor.court_id)
    if person.id == w.actor.id:
        raise NotAllowed("不能提请重置自己的二次验证：由另一名管理员提请", code="own_request")
    if w.session.get(SecondFactor, person.id) is None:
        raise NotNow("该账号还没有设置二次验证", code="no_factor")
    words = reason.strip()
    if not LEAST_REASON <= len(words) <= MOST_REASON:
        raise Invalid(f"写明理由和核实身份的方式，{LEAST_REASON} 至 {MOST_REASON} 字", field="reason")
    known = w.session.scalar(select(FactorReset).where(*_open(w), FactorReset.person_id == person.id).with_for_update())
    if known is not None and known.asked_at > w.wall_now - STANDS:
        raise Conflict("已有一件重置提请等另一名管理员确认")
    if known is not None:
        known.dropped_at = w.wall_now
        w.flush()
    asked = FactorReset(person_id=person.id, court_id=w.actor.court_id, reason=words, asked_by=w.actor.id, asked_at=w.wall_now)
    w.session.add(asked)
    w.flush()
    record(w, "account.factor_reset_asked", "person", person.id, f"提请重置二次验证 {person.login}：{words}")
    w.emit(FactorResetAsked(person.id, asked.court_id, person.name, words))
    return asked


def confirm_reset(w: Work, reset_id: str) -> FactorReset:
    """Another administrator confirms: the factor is forgotten, every session of the person ends."""
    asked, person = _get(w, reset_id)
    if w.actor.id in (asked.asked_by, asked.person_id):
        raise NotAllowed("由提请人和本人以外的另一名管理员确认", code="own_request")
    if asked.asked_at <= w.wall_now - STANDS:
        raise NotNow("提请已过 24 小时，须重新提请", code="run_out")
    asked.confirmed_by, asked.confirmed_at = w.actor.id, w.wall_now
    w.flush()
    factor.reset(w, person)
    w.emit(FactorResetDone(person.id, person.name, asked.asked_by))
    return asked


def drop_reset(w: Work, reset_id: str) -> None:
    """Either administrator takes it off the list."""
    asked, person = _get(w, reset_id)
    asked.dropped_by, asked.dropped_at = w.actor.id, w.wall_now
    w.flush()
    record(w, "account.factor_reset_dropped", "person", person.id, f"不予重置二次验证 {person.login}")


def _get(w: Work, reset_id: str) -> tuple[FactorReset, Person]:
    found = w.session.scalar(select(FactorReset).where(FactorReset.id == reset_id, FactorReset.court_id == w.actor.court_id).with_for_update())
    if found is None:
        raise NotFound
    if found.confirmed_at is not None or found.dropped_at is not None:
        raise Conflict("该提请已经处理")
    return found, w.session.get_one(Person, found.person_id)


def _open(r: Reading) -> tuple[ColumnElement[bool], ...]:
    return FactorReset.court_id == r.actor.court_id, FactorReset.confirmed_at.is_(None), FactorReset.dropped_at.is_(None)
