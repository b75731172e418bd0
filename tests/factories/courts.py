"""Courts and the cast of forms.md §7.1 for tests; all people are invented."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from app.domains.accounts.queries import actor_of
from app.domains.accounts.service import OpenAccount, open_account
from app.domains.accounts.tables import Person
from app.domains.courts.service import FoundCourt, found_court
from app.domains.courts.tables import Court
from app.infra.house import House
from app.infra.unit_of_work import Work
from app.kernel.actor import Actor, Role

PASSWORD = "paifu-demo-2026"
NANSHA = FoundCourt("广州市南沙区人民法院", "南沙法院", "粤0115", "基层", phone="020-39050000", supervision_phone="020-39050001")
PANYU = FoundCourt("广州市番禺区人民法院", "番禺法院", "粤0113", "基层")
CAST = {
    "clerk": ("温若琳", Role.CLERK),
    "judge": ("孔令舟", Role.JUDGE),
    "panel1": ("谭慕云", Role.PANEL),
    "panel2": ("罗景行", Role.PANEL),
    "panel3": ("戚远山", Role.PANEL),
    "director": ("邵怀瑾", Role.DIRECTOR),
    "president": ("钟砚修", Role.PRESIDENT),
    "field": ("雷振屿", Role.FIELD),
    "control": ("苗可盈", Role.CONTROL),
    "closing": ("冼竹君", Role.CLOSING),
}
NEIGHBOURS = {"clerk_b": ("白知遥", Role.CLERK), "judge_b": ("凌伯渊", Role.JUDGE)}


@dataclass(frozen=True)
class Bench:
    """A founded court with its people as actors, and a neighbouring court that must see nothing."""

    court_id: str
    other_court_id: str
    people: dict[str, Actor]

    def __getitem__(self, login: str) -> Actor:
        return self.people[login]


def found(w: Work, order: FoundCourt) -> Court:
    """A court."""
    return found_court(w, order)


def open_person(w: Work, login: str, name: str, role: Role, *, court_id: str | None = None, agency_id: str | None = None) -> Actor:
    """A person with one role, as an actor."""
    person = open_account(w, OpenAccount(login, name, PASSWORD, role, court_id=court_id, agency_id=agency_id, demo=True), cost="test")
    w.session.refresh(person, ["appointments"])
    return actor_of(person, person.appointments[0])


def found_bench(house: House) -> Bench:
    """Nansha with its cast, Panyu with a clerk and a judge; those that are there already where the test's database was copied with them."""
    return _standing_bench(house) or _new_bench(house)


def _standing_bench(house: House) -> Bench | None:
    with house.reading() as r:
        people = {person.login: actor_of(person, person.appointments[0]) for person in r.session.scalars(select(Person))}
    if not people:
        return None
    court_id, other_court_id = (people[login].court_id or "" for login in ("clerk", "clerk_b"))
    return Bench(court_id, other_court_id, {login: people[login] for login in (*CAST, *NEIGHBOURS)})


def _new_bench(house: House) -> Bench:
    with house.work() as w:
        court, other = found(w, NANSHA), found(w, PANYU)
        people = {login: open_person(w, login, name, role, court_id=court.id) for login, (name, role) in CAST.items()}
        people |= {login: open_person(w, login, name, role, court_id=other.id) for login, (name, role) in NEIGHBOURS.items()}
        return Bench(court.id, other.id, people)


def without_demonstration(house: House) -> None:
    """Nobody is of the demonstration any more: who is signed in stays so."""
    with house.database.write() as session, session.begin():
        session.execute(update(Person).values(demo=False))
