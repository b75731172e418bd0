"""Reads of cases. `in_scope` is the scope of every case-bound row for people of courts: own court, or the cases of one's panels."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, false, select, true

from app.domains.accounts.tables import Person
from app.domains.cases.tables import Case, CaseHanding, CasePanel, Party
from app.domains.cases.types import IdKind, PartyRole
from app.infra.unit_of_work import Reading, for_house, within
from app.kernel.actor import STAGE_ROLES, Actor, Role
from app.kernel.errors import NotFound

Statement = TypeVar("Statement", bound="Select[*tuple[Any, ...]]")


def in_scope(statement: Statement, row: Any, actor: Actor) -> Statement:
    """The select limited to case-bound rows that the actor may see. `row`: a class or alias with court_id and case_id.

    Court roles see their own court, panel members the cases they sit in, the house everything, all others nothing.
    """
    return within(statement.where(_visible(row, actor)), "cases")


def _visible(row: Any, actor: Actor) -> ColumnElement[bool]:
    if actor.is_system:
        return true()
    if actor.role in STAGE_ROLES and actor.court_id is not None:
        own: ColumnElement[bool] = row.court_id == actor.court_id
        return own
    if actor.role is Role.PANEL:
        sits: ColumnElement[bool] = row.case_id.in_(select(CasePanel.case_id).where(CasePanel.person_id == actor.id))
        return sits
    return false()


def get_case(r: Reading, case_id: str) -> Case:
    """A case in the actor's scope; NotFound otherwise."""
    case = r.session.scalar(in_scope(select(Case), Case, r.actor).where(Case.id == case_id))
    if case is None:
        raise NotFound
    return case


def house_case(r: Reading, case_id: str) -> Case:
    """A case for the house's own steps, past scopes; NotFound when there is none."""
    case = r.session.scalar(for_house(select(Case)).where(Case.id == case_id))
    if case is None:
        raise NotFound
    return case


def clerk_names_of(r: Reading, case_ids: Collection[str]) -> dict[str, str]:
    """Who is the clerk of each of these cases, which the caller holds; one query, none for no case. A case without a clerk is left out."""
    if not case_ids:
        return {}
    named = select(Case.id, Person.name).join(Person, Person.id == Case.clerk_id).where(Case.id.in_(case_ids))
    return {row[0]: row[1] for row in r.session.execute(for_house(named))}


def numbers_of(r: Reading, case_ids: Collection[str]) -> dict[str, str]:
    """The numbers of those of these cases that the actor may see; one query, none for no case."""
    if not case_ids:
        return {}
    return {row[0]: row[1] for row in r.session.execute(in_scope(select(Case.id, Case.number).where(Case.id.in_(case_ids)), Case, r.actor))}


def find_case_by_number(r: Reading, number: str) -> Case | None:
    """A case in the actor's scope by its number in full form."""
    return r.session.scalar(in_scope(select(Case), Case, r.actor).where(Case.number == number))


def number_taken(r: Reading, number: str) -> bool:
    """Is a case of this number entered by any court? Tells nothing more about it."""
    return r.session.scalar(for_house(select(Case.id)).where(Case.number == number)) is not None


def panel_of(r: Reading, case_id: str) -> Sequence[CasePanel]:
    """The seats of a case's panel, in order. For the house's steps and for people who already hold the case."""
    return r.session.scalars(for_house(select(CasePanel)).where(CasePanel.case_id == case_id).order_by(CasePanel.seat)).all()


def list_parties(r: Reading, case_id: str) -> Sequence[Party]:
    """Parties of a case in the actor's scope, in the order they were entered."""
    return r.session.scalars(in_scope(select(Party), Party, r.actor).where(Party.case_id == case_id).order_by(Party.id)).all()


def get_party(r: Reading, party_id: str) -> Party:
    """A party of a case in the actor's scope."""
    party = r.session.scalar(in_scope(select(Party), Party, r.actor).where(Party.id == party_id))
    if party is None:
        raise NotFound
    return party


def find_same_party(r: Reading, case_id: str, role: PartyRole, id_kind: IdKind, id_no: str) -> Party | None:
    """The party of a case who holds this role under this number."""
    same = in_scope(select(Party), Party, r.actor).where(Party.case_id == case_id, Party.role == role.value)
    return r.session.scalar(same.where(Party.id_kind == id_kind.value, Party.id_no == id_no))


def find_offer(r: Reading, case_id: str) -> CaseHanding | None:
    """The hand-over that waits for its answer, if the case is under way to another group. For people who already hold the case."""
    return r.session.scalar(for_house(select(CaseHanding)).where(CaseHanding.case_id == case_id, CaseHanding.status == "offered"))
