"""Reads of accounts: people, their roles, who is behind a session or token."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.domains.accounts.passwords import hash_key
from app.domains.accounts.rules import session_alive
from app.domains.accounts.tables import ApiToken, Appointment, Person, UserSession
from app.domains.courts.tables import Court
from app.kernel.actor import Actor, Role
from app.kernel.errors import NotFound

SEEN_EVERY = timedelta(minutes=1)


def find_person(session: Session, login: str) -> Person | None:
    """A person by login, any case, with the roles; one or two queries."""
    return session.scalar(select(Person).options(selectinload(Person.appointments)).where(Person.login == login.strip().lower()))


def get_person(session: Session, person_id: str) -> Person:
    """A person by id."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def names_of(session: Session, person_ids: set[str]) -> dict[str, str]:
    """Names by id, in one query."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids))).all() if person_ids else []
    return {row.id: row.name for row in rows}


def list_people_in_role(session: Session, role: Role, *, court_id: str | None = None, agency_id: str | None = None) -> Sequence[Person]:
    """Active people who hold a role at a place, by name."""
    held = select(Person).join(Appointment).where(Appointment.role == role.value, Appointment.until_at.is_(None), Person.active)
    if court_id is not None:
        held = held.where(Appointment.court_id == court_id)
    if agency_id is not None:
        held = held.where(Appointment.agency_id == agency_id)
    return session.scalars(held.order_by(Person.name)).all()


def holders_at_court(session: Session, court_id: str) -> list[tuple[Person, Role]]:
    """Active people of a court with each role they hold, by name; one query."""
    return _holders(session, Appointment.court_id == court_id)


def holders_at_agency(session: Session, agency_id: str) -> list[tuple[Person, Role]]:
    """Active people of an outside body with each role they hold, by name; one query."""
    return _holders(session, Appointment.agency_id == agency_id)


def _holders(session: Session, place: ColumnElement[bool]) -> list[tuple[Person, Role]]:
    held = select(Person, Appointment.role).join(Appointment).where(place, Appointment.until_at.is_(None), Person.active)
    return [(row[0], Role(row[1])) for row in session.execute(held.order_by(Person.name, Person.id))]


def ids_at_agencies(session: Session) -> dict[str, set[str]]:
    """Active people of outside bodies by the body's id, in one query."""
    lives = (Appointment.agency_id.is_not(None), Appointment.until_at.is_(None), Person.active)
    held = select(Appointment.agency_id, Appointment.person_id).join(Person).where(*lives)
    found: dict[str, set[str]] = {}
    for agency_id, person_id in session.execute(held):
        found.setdefault(str(agency_id), set()).add(person_id)
    return found


def seats_of(session: Session, person_ids: Collection[str]) -> dict[str, tuple[str | None, bool]]:
    """The court of each person's first role that holds (None without one), and whether it is a person of an outside body; one query."""
    held = select(Appointment.person_id, Appointment.court_id, Appointment.agency_id).where(
        Appointment.person_id.in_(person_ids), Appointment.until_at.is_(None)
    )
    found: dict[str, tuple[str | None, bool]] = {}
    for person_id, court_id, agency_id in session.execute(held.order_by(Appointment.id)):
        found.setdefault(person_id, (court_id, agency_id is not None))
    return found


def names_at(session: Session, agency_ids: Collection[str], court_id: str) -> list[tuple[str, str, str]]:
    """Person's id, name and agency's id ('' for court staff) of active people at these agencies or at this court; one query."""
    there = or_(Appointment.agency_id.in_(agency_ids), Appointment.court_id == court_id)
    held = select(Person.id, Person.name, Appointment.agency_id).join(Appointment).where(there, Appointment.until_at.is_(None), Person.active)
    return [(person_id, name, agency_id or "") for person_id, name, agency_id in session.execute(held.distinct().order_by(Person.id))]


def actor_by_login(session: Session, login: str) -> Actor:
    """The actor of a person's first role: for commands and the demonstration."""
    person = find_person(session, login)
    if person is None or not person.appointments:
        raise NotFound
    return actor_of(person, person.appointments[0])


def actor_of_session(session: Session, key: str, now: datetime, *, request_id: str = "") -> tuple[Actor, UserSession] | None:
    """Who is behind a session key, if it still lives; one query."""
    found = session.execute(
        select(UserSession, Appointment, Person)
        .join(Appointment, Appointment.id == UserSession.appointment_id)
        .join(Person, Person.id == UserSession.person_id)
        .where(UserSession.key_hash == hash_key(key), UserSession.half.is_(False))
    ).first()
    if found is None:
        return None
    kept, appointment, person = found
    alive = session_alive(Role(appointment.role), kept.seen_at, kept.ends_at, kept.revoked_at, now)
    if not alive or not person.active or appointment.until_at is not None:
        return None
    return actor_of(person, appointment, session_id=kept.key_hash[:16], ip=kept.ip, request_id=request_id), kept


def actor_of_token(session: Session, key: str, now: datetime, *, request_id: str = "") -> Actor | None:
    """Who is behind a bearer token, if it still holds."""
    found = session.execute(
        select(ApiToken, Appointment)
        .join(Appointment)
        .options(joinedload(Appointment.person))
        .where(ApiToken.key_hash == hash_key(key), ApiToken.ends_at > now, ApiToken.revoked_at.is_(None))
    ).first()
    if found is None or not found[1].person.active:
        return None
    return actor_of(found[1].person, found[1], request_id=request_id)


def list_sessions(session: Session, person_id: str, now: datetime) -> Sequence[UserSession]:
    """Sessions of a person that are not ended, latest first."""
    return session.scalars(
        select(UserSession)
        .where(UserSession.person_id == person_id, UserSession.revoked_at.is_(None), UserSession.ends_at > now, UserSession.half.is_(False))
        .order_by(UserSession.seen_at.desc())
    ).all()


def list_demo_people(session: Session) -> Sequence[Person]:
    """The demonstration's cast, for the cards on the sign-in page."""
    return session.scalars(
        select(Person).options(selectinload(Person.appointments)).where(Person.demo, Person.active).order_by(Person.made_at, Person.id)
    ).all()


def places_of(session: Session, people: Sequence[Person]) -> dict[str, str]:
    """Where each person's first role is held: the court's short name, or '' for outside bodies; one query."""
    courts = {each.id: each.short_name for each in session.scalars(select(Court))}
    return {person.id: next((courts.get(a.court_id or "", "") for a in person.appointments), "") for person in people}


def list_people_of_court(session: Session, court_id: str | None, *, active: bool = True, words: str = "") -> Sequence[Person]:
    """People who hold or held a role at a court, by name, with their roles; two queries. Accounts only: nothing of any case."""
    here = select(Appointment.person_id).where(Appointment.court_id == court_id)
    found = select(Person).options(selectinload(Person.appointments)).where(Person.id.in_(here), Person.active == active)
    if words:
        found = found.where(or_(Person.name.contains(words, autoescape=True), Person.login.contains(words.lower(), autoescape=True)))
    return session.scalars(found.order_by(Person.name, Person.id).limit(500)).all()


def get_person_of_court(session: Session, person_id: str, court_id: str | None) -> Person:
    """A person who holds or held a role at the court; NotFound otherwise."""
    here = select(Appointment.person_id).where(Appointment.court_id == court_id)
    person = session.scalar(select(Person).options(selectinload(Person.appointments)).where(Person.id == person_id, Person.id.in_(here)))
    if person is None:
        raise NotFound
    return person


def last_seen(session: Session, person_ids: Sequence[str]) -> dict[str, datetime]:
    """When each was last at work, in one query."""
    seen = select(UserSession.person_id, func.max(UserSession.seen_at)).where(UserSession.person_id.in_(person_ids)).group_by(UserSession.person_id)
    return {row[0]: row[1] for row in session.execute(seen).all()} if person_ids else {}


def actor_of(person: Person, appointment: Appointment, *, session_id: str | None = None, ip: str | None = None, request_id: str = "") -> Actor:
    """A person acting in one of the roles held."""
    return Actor(
        id=person.id,
        name=person.name,
        role=Role(appointment.role),
        court_id=appointment.court_id,
        agency_id=appointment.agency_id,
        session_id=session_id,
        ip=ip,
        request_id=request_id or None,
    )
