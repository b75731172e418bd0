"""Verbs of accounts: open an account, appoint, sign in and out, revoke, make tokens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, select, update

from app.domains.accounts import factor
from app.domains.accounts.passwords import LONGEST, hash_key, hash_password, matches, new_key
from app.domains.accounts.queries import actor_of, find_person, get_person_of_court
from app.domains.accounts.rules import ABSOLUTE, check_not_throttled, check_roles_compatible, window_open
from app.domains.accounts.tables import ApiToken, Appointment, Person, SignInFailures, UserSession
from app.domains.audit.service import record
from app.infra.unit_of_work import Work
from app.kernel.actor import ROLE_NAMES, Role
from app.kernel.errors import Invalid, NotFound


@dataclass(frozen=True)
class OpenAccount:
    """A new person and the first role. `post` is the group or desk that others see (财产处置组)."""

    login: str
    name: str
    password: str
    role: Role
    court_id: str | None = None
    agency_id: str | None = None
    post: str = ""
    phone: str = ""
    mail: str = ""
    demo: bool = False


@dataclass(frozen=True)
class SignIn:
    """What the sign-in page sends, and from where."""

    login: str
    password: str
    ip: str
    agent: str


def open_account(w: Work, order: OpenAccount, *, cost: str) -> Person:
    """Open an account with its first role."""
    if find_person(w.session, order.login) is not None:
        raise Invalid("账号已存在，换一个", field="login")
    if not 10 <= len(order.password) <= LONGEST:
        raise Invalid("密码应为 10 至 128 个字符", field="password")
    person = Person(
        login=order.login,
        name=order.name,
        password_hash=hash_password(order.password, cost),
        phone=order.phone,
        mail=order.mail,
        demo=order.demo,
        made_at=w.now,
    )
    w.session.add(person)
    w.flush()
    record(w, "account.opened", "person", person.id, f"新建账号 {order.login}")
    appoint(w, person, order.role, court_id=order.court_id, agency_id=order.agency_id, post=order.post)
    return person


def appoint(w: Work, person: Person, role: Role, *, court_id: str | None, agency_id: str | None, post: str = "") -> Appointment:
    """Give a person a role at a place."""
    held = frozenset(Role(r) for r in w.session.scalars(select(Appointment.role).where(Appointment.person_id == person.id, Appointment.until_at.is_(None))))
    check_roles_compatible(held, role)
    appointment = Appointment(person_id=person.id, role=role.value, court_id=court_id, agency_id=agency_id, post=post, since_at=w.now)
    w.session.add(appointment)
    w.flush()
    record(w, "account.appointed", "person", person.id, f"授予身份 {ROLE_NAMES[role]}")
    return appointment


@dataclass(frozen=True)
class SignedIn:
    """A fresh session's key; `half`: it opens nothing until the second factor is proved."""

    key: str
    half: bool


def sign_in(w: Work, attempt: SignIn, *, cost: str, factor_for_demo: bool = False) -> SignedIn | None:
    """Check name and password under the guessing limit; a fresh session, or None if wrong (the failure is counted and kept).

    It is half a session until the second factor is proved, except for demonstration accounts (unless `factor_for_demo`).
    """
    keys = (f"login:{attempt.login[:60].lower()}", f"ip:{attempt.ip}")
    failures = [w.session.get(SignInFailures, key, with_for_update=True) for key in keys]
    for each in failures:
        if each is not None:
            check_not_throttled(each.count, each.since_at, w.wall_now)
    person = find_person(w.session, attempt.login)
    fits = matches(attempt.password, person.password_hash if person and person.active else None, cost)
    appointment = next((a for a in person.appointments if a.until_at is None), None) if person else None
    if not fits or person is None or appointment is None:
        _count_failure(w, zip(keys, failures, strict=True))
        record(w, "session.refused", "person", attempt.login[:60], "登录未成功", result="refused")
        return None
    key, key_hash = new_key()
    kept = factor.half_session_of(person, appointment, key_hash, w.wall_now, ip=attempt.ip, agent=attempt.agent)
    w.session.add(kept)
    for each in failures[:1]:
        if each is not None:
            w.session.delete(each)
    w.actor = actor_of(person, appointment, session_id=key_hash[:16], ip=attempt.ip)
    if person.demo and not factor_for_demo:
        kept.half, kept.ends_at = False, w.wall_now + ABSOLUTE
        record(w, "session.started", "person", person.id, "登录")
    else:
        factor.set_up(w, person)
        record(w, "session.half", "person", person.id, "密码通过，待二次验证")
    return SignedIn(key, kept.half)


def sign_out(w: Work, key: str) -> None:
    """End the session of a key."""
    _revoke(w, UserSession.key_hash == hash_key(key))
    record(w, "session.ended", "person", w.actor.id, "退出")


def revoke_session(w: Work, key_hash: str) -> None:
    """End one of the person's own sessions (登录设备)."""
    _revoke(w, (UserSession.key_hash == key_hash) & (UserSession.person_id == w.actor.id))
    record(w, "session.revoked", "person", w.actor.id, "结束一处登录")


def take_role(w: Work, key: str, appointment_id: str) -> str:
    """Go on in another of one's roles (身份切换): the session's old key dies and a fresh one is given, its end stays the same (trust.md R10)."""
    appointment, old = w.session.get(Appointment, appointment_id), w.session.get(UserSession, hash_key(key))
    if appointment is None or appointment.person_id != w.actor.id or appointment.until_at is not None:
        raise NotFound
    if old is None or old.person_id != w.actor.id or old.revoked_at is not None:
        raise NotFound
    fresh, key_hash = new_key()
    kept = {name: getattr(old, name) for name in ("person_id", "started_at", "ends_at", "ip", "agent", "proved_at")}
    w.session.add(UserSession(**kept, key_hash=key_hash, appointment_id=appointment.id, seen_at=w.wall_now))
    old.revoked_at = w.wall_now
    record(w, "session.role_taken", "person", w.actor.id, f"以{ROLE_NAMES[Role(appointment.role)]}身份办理")
    return fresh


def end_role(w: Work, appointment_id: str) -> None:
    """End a role of a person of the administrator's own court; sessions in that role end at their next request."""
    appointment = w.session.get(Appointment, appointment_id)
    if appointment is None or appointment.court_id != w.actor.court_id or appointment.until_at is not None:
        raise NotFound
    if appointment.person_id == w.actor.id:
        raise Invalid("不能解除自己的身份", field="role")
    appointment.until_at = w.now
    record(w, "account.role_ended", "person", appointment.person_id, f"解除身份 {ROLE_NAMES[Role(appointment.role)]}")


def switch_off(w: Work, person_id: str) -> None:
    """Switch an account off and end its sessions at once."""
    person = w.session.get(Person, person_id)
    if person is None:
        raise NotFound
    person.active = False
    _revoke(w, UserSession.person_id == person_id)
    record(w, "account.switched_off", "person", person_id, f"停用账号 {person.login}")


def switch_off_by_hand(w: Work, person_id: str, typed_login: str) -> None:
    """Switch off an account of the administrator's own court after its login was typed to confirm; one's own stays."""
    person = get_person_of_court(w.session, person_id, w.actor.court_id)
    if person.id == w.actor.id:
        raise Invalid("不能停用自己的账号", field="login")
    if typed_login.strip().lower() != person.login:
        raise Invalid(f"请输入要停用的账号 {person.login}", field="login")
    switch_off(w, person.id)


def make_token(w: Work, login: str, name: str, days: int) -> str:
    """Make an API token for a person's first role; the token is told once."""
    person = find_person(w.session, login)
    if person is None or not person.appointments:
        raise Invalid("没有这个账号", field="login")
    key, key_hash = new_key()
    token = ApiToken(key_hash=key_hash, name=name, appointment_id=person.appointments[0].id, made_at=w.wall_now, ends_at=w.wall_now + timedelta(days=days))
    w.session.add(token)
    w.flush()
    record(w, "token.made", "token", token.id, f"新建令牌 {name}，{days} 天有效")
    return key


def _count_failure(w: Work, kept: Iterable[tuple[str, SignInFailures | None]]) -> None:
    for key, failures in kept:
        if failures is None:
            w.session.add(SignInFailures(key=key, count=1, since_at=w.wall_now))
        elif window_open(failures.since_at, failures.count, w.wall_now):
            failures.count += 1
        else:
            failures.count, failures.since_at = 1, w.wall_now


def _revoke(w: Work, which: ColumnElement[bool]) -> None:
    w.session.execute(update(UserSession).where(which, UserSession.revoked_at.is_(None)).values(revoked_at=w.wall_now))
