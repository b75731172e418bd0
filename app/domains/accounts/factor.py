"""Verbs of the second factor: begin it, prove it at sign-in, prove it again before signing, make new recovery codes.

A code counts once: the person's row is locked, and the newest used time step only grows. Wrong codes are kept, so these verbs answer None or False
instead of raising, and the caller commits.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from app.domains.accounts.factor_rules import HALF_WAY, check_limits, new_recovery_codes, new_secret, plain, step_of
from app.domains.accounts.passwords import hash_key, new_key
from app.domains.accounts.queries import actor_of
from app.domains.accounts.rules import ABSOLUTE
from app.domains.accounts.tables import Appointment, Person, UserSession
from app.domains.accounts.tables_factor import FactorFailure, RecoveryCode, SecondFactor
from app.domains.audit.service import record
from app.infra.unit_of_work import Reading, Work
from app.infra.vault import vault_of
from app.kernel.errors import NotFound

CODE_LENGTH = 6


@dataclass(frozen=True)
class Passed:
    """A whole session's key; recovery codes once, when the factor was set up in this act."""

    key: str
    recovery_codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class HalfWay:
    """Somebody whose password was right: who, and the secret to set up (None: a factor is already in use)."""

    person: Person
    secret: str | None


def set_up(w: Work, person: Person) -> None:
    """Give a person a secret to set up, unless there is one."""
    if w.session.get(SecondFactor, person.id) is None:
        w.session.add(SecondFactor(person_id=person.id, sealed=vault_of(w.session).seal(new_secret()), made_at=w.wall_now))
        w.flush()
        record(w, "account.factor_begun", "person", person.id, "待设置二次验证")


def half_way(r: Reading, key: str | None) -> HalfWay:
    """Who stands between password and second factor with this key; NotFound when nobody does."""
    kept = _half_session(r, key)
    person, factor = r.session.get_one(Person, kept.person_id), r.session.get_one(SecondFactor, kept.person_id)
    return HalfWay(person, None if factor.confirmed_at else vault_of(r.session).open(factor.sealed))


def pass_at_sign_in(w: Work, key: str | None, code: str) -> Passed | None:
    """The code fits: the half key dies and a whole one is given. None when it is wrong."""
    kept = _half_session(w, key)
    if not _proves(w, kept.person_id, code):
        return None
    person, appointment = w.session.get_one(Person, kept.person_id), w.session.get_one(Appointment, kept.appointment_id)
    factor = w.session.get_one(SecondFactor, kept.person_id)
    fresh, key_hash = new_key()
    same = {name: getattr(kept, name) for name in ("person_id", "appointment_id", "ip", "agent")}
    times = {"started_at": w.wall_now, "seen_at": w.wall_now, "ends_at": w.wall_now + ABSOLUTE, "proved_at": w.wall_now}
    w.session.add(UserSession(**same, **times, key_hash=key_hash))
    kept.revoked_at = w.wall_now
    w.actor = actor_of(person, appointment, session_id=key_hash[:16], ip=kept.ip)
    codes: tuple[str, ...] = ()
    if factor.confirmed_at is None:
        factor.confirmed_at, codes = w.wall_now, _fresh_codes(w, person.id)
        record(w, "account.factor_set", "person", person.id, "设置二次验证，发给恢复码十个")
    record(w, "session.started", "person", person.id, "登录（已二次验证）")
    return Passed(fresh, codes)


def prove_again(w: Work, key: str, code: str) -> bool:
    """The signed-in person proves the factor before signing; False when the code is wrong."""
    kept = w.session.get(UserSession, hash_key(key))
    if kept is None or kept.person_id != w.actor.id or kept.half:
        raise NotFound
    if not _proves(w, w.actor.id, code):
        return False
    kept.proved_at = w.wall_now
    record(w, "session.proved", "person", w.actor.id, "签名前二次验证")
    return True


def renew_codes(w: Work, code: str) -> tuple[str, ...] | None:
    """Ten new recovery codes for the actor; the old ones are worth nothing. None when the code is wrong."""
    if not _proves(w, w.actor.id, code):
        return None
    record(w, "account.codes_renewed", "person", w.actor.id, "重新生成恢复码")
    return _fresh_codes(w, w.actor.id)


def codes_left(r: Reading, person_id: str) -> int:
    """Recovery codes not used yet."""
    return r.session.scalar(select(func.count(RecoveryCode.id)).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))) or 0


def reset(w: Work, person: Person) -> None:
    """Forget a person's factor and end all sessions: the next sign-in sets up a new one. The password stays."""
    w.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    w.session.execute(delete(SecondFactor).where(SecondFactor.person_id == person.id))
    w.session.execute(update(UserSession).where(UserSession.person_id == person.id, UserSession.revoked_at.is_(None)).values(revoked_at=w.wall_now))
    record(w, "account.factor_reset", "person", person.id, f"重置二次验证 {person.login}")


def half_session_of(person: Person, appointment: Appointment, key_hash: str, now: datetime, *, ip: str, agent: str) -> UserSession:
    """A session that opens nothing but the second step, for ten minutes."""
    return UserSession(
        key_hash=key_hash,
        person_id=person.id,
        appointment_id=appointment.id,
        started_at=now,
        seen_at=now,
        ends_at=now + HALF_WAY,
        ip=ip,
        agent=agent[:200],
        half=True,
    )


def _half_session(r: Reading, key: str | None) -> UserSession:
    kept = r.session.get(UserSession, hash_key(key)) if key else None
    if kept is None or not kept.half or kept.revoked_at is not None or kept.ends_at <= r.wall_now:
        raise NotFound
    return kept


def _proves(w: Work, person_id: str, code: str) -> bool:
    """Check a code under the limits; the person's row is held until the act ends, so that parallel tries come one after the other."""
    factor = w.session.get(SecondFactor, person_id, with_for_update=True, populate_existing=True)
    if factor is None:
        raise NotFound
    since = w.wall_now - timedelta(days=1)
    w.session.execute(delete(FactorFailure).where(FactorFailure.person_id == person_id, FactorFailure.at <= since))
    check_limits(w.session.scalars(select(FactorFailure.at).where(FactorFailure.person_id == person_id)).all(), w.wall_now)
    typed = plain(code)
    if _takes_step(w, factor, typed) if len(typed) == CODE_LENGTH and typed.isdigit() else _takes_recovery(w, factor, typed):
        return True
    w.session.add(FactorFailure(person_id=person_id, at=w.wall_now))
    record(w, "session.factor_refused", "person", person_id, "二次验证未成功", result="refused")
    return False


def _takes_step(w: Work, factor: SecondFactor, code: str) -> bool:
    step = step_of(vault_of(w.session).open(factor.sealed), code, w.wall_now, factor.last_step)
    if step is None:
        return False
    newer = update(SecondFactor).where(SecondFactor.person_id == factor.person_id, SecondFactor.last_step < step).values(last_step=step)
    return w.session.connection().execute(newer).rowcount == 1


def _takes_recovery(w: Work, factor: SecondFactor, code: str) -> bool:
    if factor.confirmed_at is None or not code:
        return False
    unused = update(RecoveryCode).where(
        RecoveryCode.person_id == factor.person_id, RecoveryCode.code_hash == _code_hash(w, code), RecoveryCode.used_at.is_(None)
    )
    if w.session.connection().execute(unused.values(used_at=w.wall_now)).rowcount != 1:
        return False
    record(w, "account.code_used", "person", factor.person_id, "使用一个恢复码")
    return True


def _fresh_codes(w: Work, person_id: str) -> tuple[str, ...]:
    w.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = new_recovery_codes()
    w.session.add_all(RecoveryCode(person_id=person_id, code_hash=_code_hash(w, plain(each)), made_at=w.wall_now) for each in codes)
    w.flush()
    return tuple(codes)


def _code_hash(r: Reading, code: str) -> str:
    return hmac.new(vault_of(r.session).secret_key.encode(), b"recovery " + code.encode(), hashlib.sha256).hexdigest()
