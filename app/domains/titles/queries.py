"""Reads of title routes, in the scope of the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, Subquery, case, func, select, true

from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.domains.titles.rules import OVER
from app.domains.titles.tables import Shipment, TitleNote, TitleRoute, TitleStep
from app.infra.slices import ALL, Slice
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.errors import NotFound

PAGE = 30


@dataclass(frozen=True)
class Wanted:
    """What the list shows. `state`: open, refused, late, done; `route` a kind, '' all."""

    state: str = "open"
    route: str = ""


@dataclass(frozen=True)
class Listed:
    """A line of the list."""

    route: TitleRoute
    case_number: str
    done: int
    all: int
    refused: int
    late: int


def get_route(r: Reading, route_id: str) -> TitleRoute:
    """A route in the actor's scope; NotFound otherwise."""
    return _found(r.session.scalar(in_scope(select(TitleRoute), TitleRoute, r.actor).where(TitleRoute.id == route_id)))


def lock_route(w: Work, route_id: str) -> TitleRoute:
    """The route in scope, its row held until the act ends: acts on its steps go one after the other."""
    return _found(w.session.scalar(in_scope(_held(w, route_id), TitleRoute, w.actor)))


def lock_house_route(w: Work, route_id: str) -> TitleRoute:
    """The same for the house's own steps."""
    return _found(w.session.scalar(for_house(_held(w, route_id))))


def find_of_settlement(r: Reading, settlement_id: str) -> TitleRoute | None:
    """The route of an account, for the house's own steps and whoever holds the account."""
    return r.session.scalar(for_house(select(TitleRoute).where(TitleRoute.settlement_id == settlement_id)))


def open_of_asset(r: Reading, asset_id: str) -> TitleRoute | None:
    """The latest route of a thing, for the house's own steps."""
    wanted = select(TitleRoute).where(TitleRoute.asset_id == asset_id).order_by(TitleRoute.id.desc()).limit(1)
    return r.session.scalar(for_house(wanted))


def get_step(r: Reading, step_id: str) -> TitleStep:
    """A step in the actor's scope; NotFound otherwise."""
    found = r.session.scalar(in_scope(select(TitleStep), TitleStep, r.actor).where(TitleStep.id == step_id))
    if found is None:
        raise NotFound
    return found


def house_step(r: Reading, step_id: str) -> TitleStep:
    """A step for the house's own steps."""
    found = r.session.scalar(for_house(select(TitleStep).where(TitleStep.id == step_id)))
    if found is None:
        raise NotFound
    return found


def steps_of(r: Reading, route_id: str, *, fresh: bool = False) -> Sequence[TitleStep]:
    """Steps of a route in their order; `fresh`: as they stand now, after the route was locked. For people who already hold the route."""
    wanted = select(TitleStep).where(TitleStep.route_id == route_id).order_by(TitleStep.no)
    return r.session.scalars(for_house(wanted.execution_options(populate_existing=True) if fresh else wanted)).all()


def notes_of(r: Reading, route_id: str, *, step_id: str = "") -> Sequence[TitleNote]:
    """What happened on a route, or to one step, oldest first. For people who already hold the route."""
    wanted = select(TitleNote).where(TitleNote.route_id == route_id).order_by(TitleNote.at, TitleNote.id)
    return r.session.scalars(for_house(wanted.where(TitleNote.step_id == step_id) if step_id else wanted)).all()


def has_told(r: Reading, route_id: str, task_id: str) -> bool:
    """Was what this task told already taken in?"""
    return r.session.scalar(for_house(select(TitleNote.id).where(TitleNote.route_id == route_id, TitleNote.task_id == task_id).limit(1))) is not None


def find_shipment(r: Reading, step_id: str) -> Shipment | None:
    """The carriage of a step, if it is arranged. For people who already hold the route."""
    return r.session.scalar(for_house(select(Shipment).where(Shipment.step_id == step_id)))


def steps_of_task(r: Reading, task_id: str) -> Sequence[TitleStep]:
    """Steps that were given to a task, for the house's own steps."""
    return r.session.scalars(for_house(select(TitleStep).where(TitleStep.task_id == task_id).order_by(TitleStep.no))).all()


def list_routes(r: Reading, wanted: Wanted, asked: Slice = ALL) -> list[Listed]:
    """A page of routes in scope, longest served first, searched by thing, buyer and case number; one query."""
    counts = _counts(r)
    rows = select(TitleRoute, Case.number, counts.c.done, counts.c.every, counts.c.refused, counts.c.late)
    rows = rows.join(Case, Case.id == TitleRoute.case_id).join(counts, counts.c.route_id == TitleRoute.id).where(*_conditions(wanted))
    rows = rows.where(counts.c.refused > 0 if wanted.state == "refused" else counts.c.late > 0 if wanted.state == "late" else true())
    page = asked.of(rows.order_by(TitleRoute.served_on, TitleRoute.id), TitleRoute.title, TitleRoute.buyer_name, Case.number)
    return [Listed(row[0], row[1], *(int(each or 0) for each in row[2:])) for row in r.session.execute(in_scope(page, TitleRoute, r.actor))]


def _counts(r: Reading) -> Subquery:
    open_ = TitleStep.status.not_in(tuple(OVER))
    late = (open_ & TitleStep.due_on.is_not(None)) & (TitleStep.due_on < r.today)
    figures = (
        func.sum(case((TitleStep.status.in_(tuple(OVER)), 1), else_=0)).label("done"),
        func.count(TitleStep.id).label("every"),
        func.sum(case((TitleStep.status == "refused", 1), else_=0)).label("refused"),
        func.sum(case((late, 1), else_=0)).label("late"),
    )
    return select(TitleStep.route_id, *figures).group_by(TitleStep.route_id).subquery()


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    said: list[ColumnElement[bool]] = [TitleRoute.closed_on.is_not(None) if wanted.state == "done" else TitleRoute.closed_on.is_(None)]
    if wanted.route:
        said.append(TitleRoute.route == wanted.route)
    return said


def _held(w: Work, route_id: str) -> Select[TitleRoute]:
    w.session.flush()
    return select(TitleRoute).where(TitleRoute.id == route_id).with_for_update().execution_options(populate_existing=True)


def _found(route: TitleRoute | None) -> TitleRoute:
    if route is None:
        raise NotFound
    return route
