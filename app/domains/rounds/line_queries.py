"""Reads of the private line: a site's line as it is set, orders and reported events of a lot."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domains.cases.queries import in_scope
from app.domains.rounds.line_rules import OPEN
from app.domains.rounds.site_settings import settings_of
from app.domains.rounds.tables import LineEventRow, LineOrderRow, Round
from app.infra.unit_of_work import Reading, for_house
from app.kernel.errors import NotFound
from app.sites.contract import Plugin
from app.sites.loader import installed
from app.sites.private_line import PrivateLine, line_of


def find_plugin(site: str) -> Plugin | None:
    """The installed plugin of a site's code, if there is one."""
    return next((each for each in installed() if each.code == site), None)


def find_line(session: Session, site: str) -> PrivateLine | None:
    """The private line of a site, None where none is configured and switched on."""
    plugin = find_plugin(site)
    return line_of(settings_of(session, plugin)) if plugin else None


def get_order(r: Reading, order_id: str) -> LineOrderRow:
    """An order in the actor's scope; NotFound otherwise."""
    found = r.session.scalar(in_scope(select(LineOrderRow), LineOrderRow, r.actor).where(LineOrderRow.id == order_id))
    if found is None:
        raise NotFound
    return found


def house_order(r: Reading, order_id: str) -> LineOrderRow:
    """An order for the house's own steps."""
    found = r.session.scalar(for_house(select(LineOrderRow).where(LineOrderRow.id == order_id)))
    if found is None:
        raise NotFound
    return found


def find_open_order(r: Reading, round_id: str) -> LineOrderRow | None:
    """The order of a lot that has no outcome yet; for whoever holds the round."""
    return r.session.scalar(for_house(select(LineOrderRow).where(LineOrderRow.round_id == round_id, LineOrderRow.state.in_(OPEN))))


def list_orders(r: Reading, round_id: str) -> Sequence[LineOrderRow]:
    """Orders of a lot, the latest first; for whoever holds the round."""
    return r.session.scalars(
        for_house(select(LineOrderRow).where(LineOrderRow.round_id == round_id).order_by(LineOrderRow.ordered_at.desc(), LineOrderRow.id.desc()))
    ).all()


def list_events(r: Reading, round_id: str, *, limit: int = 30) -> Sequence[LineEventRow]:
    """Events that the site reported of a lot, the latest first; for whoever holds the round."""
    return r.session.scalars(
        select(LineEventRow).where(LineEventRow.round_id == round_id).order_by(LineEventRow.at.desc(), LineEventRow.id.desc()).limit(limit)
    ).all()


def find_event(r: Reading, site: str, event: str) -> LineEventRow | None:
    """An event that was taken before."""
    return r.session.scalar(select(LineEventRow).where(LineEventRow.site == site, LineEventRow.event == event))


def list_parked(r: Reading, site: str, lot_id: str) -> Sequence[LineEventRow]:
    """Events of a lot that was not known when they came."""
    return r.session.scalars(select(LineEventRow).where(LineEventRow.site == site, LineEventRow.lot_id == lot_id, LineEventRow.round_id.is_(None))).all()


def find_round_of_lot(r: Reading, site: str, lot_id: str) -> Round | None:
    """The round of a site's lot number, for the house."""
    return r.session.scalar(for_house(select(Round).where(Round.site == site, Round.lot_id == lot_id)))
