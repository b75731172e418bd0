"""Reads of seizures at work, in the scope of their case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from app.domains.assets.tables import Asset, Seizure
from app.domains.assets.types import Status
from app.domains.cases.queries import in_scope
from app.domains.courts.tables import Court
from app.domains.seizures.rules import Margins
from app.domains.seizures.tables import LienRequest, Renewal
from app.infra.unit_of_work import Reading, for_house
from app.kernel.errors import NotFound

OVER = (Status.TRANSFERRED.value, Status.HANDED_OVER.value, Status.RELEASED.value)


def margins_of(court: Court) -> Margins:
    """The margins that a court set."""
    return Margins(court.renew_first_days, court.renew_last_days)


def list_renewals(r: Reading, *, state: str = "open", limit: int = 200) -> Sequence[tuple[Renewal, Seizure]]:
    """Renewals of a state in scope with their seizures, soonest end first; one query."""
    of = select(Renewal, Seizure).join(Seizure, Seizure.id == Renewal.seizure_id).where(Renewal.state == state)
    rows = r.session.execute(in_scope(of.order_by(Renewal.expires_on, Renewal.id).limit(limit), Renewal, r.actor))
    return [(row[0], row[1]) for row in rows]


def list_requests(r: Reading, *, limit: int = 200) -> Sequence[LienRequest]:
    """Letters about the right to sell in scope, open ones first; one query."""
    of = select(LienRequest).order_by(LienRequest.answered_on.is_not(None), LienRequest.answer_by, LienRequest.id).limit(limit)
    return r.session.scalars(in_scope(of, LienRequest, r.actor)).all()


def get_request(r: Reading, request_id: str) -> LienRequest:
    """A letter in the actor's scope; NotFound otherwise."""
    found = r.session.scalar(in_scope(select(LienRequest), LienRequest, r.actor).where(LienRequest.id == request_id))
    if found is None:
        raise NotFound
    return found


def house_request(r: Reading, request_id: str) -> LienRequest:
    """A letter for the house's own steps."""
    return r.session.scalars(for_house(select(LienRequest)).where(LienRequest.id == request_id)).one()


def open_request_of(r: Reading, asset_id: str) -> LienRequest | None:
    """The unanswered letter about an asset, for whoever holds it."""
    return r.session.scalar(for_house(select(LienRequest)).where(LienRequest.asset_id == asset_id, LienRequest.state == "asked").limit(1))


def list_ending(r: Reading, until: date) -> Sequence[tuple[Seizure, Asset, Court]]:
    """Seizures of our courts that stand and end by a day, on things not yet with a buyer; for the tick, which holds them; one query."""
    of = select(Seizure, Asset, Court).join(Asset, Asset.id == Seizure.asset_id).join(Court, Court.id == Seizure.court_id)
    of = of.where(Seizure.expires_on <= until, Seizure.ended_no == 0, Seizure.watched.is_(True), Asset.status.not_in(OVER))
    return [
        (row[0], row[1], row[2])
        for row in r.session.execute(for_house(of.order_by(Seizure.expires_on, Seizure.id)).with_for_update(of=Seizure, skip_locked=True))
    ]


def renewals_by_end(r: Reading, seizure_ids: set[str]) -> dict[tuple[str, date], Renewal]:
    """Renewal works of some seizures by seizure and end, for the tick; one query."""
    rows = r.session.scalars(for_house(select(Renewal)).where(Renewal.seizure_id.in_(seizure_ids)))
    return {(row.seizure_id, row.expires_on): row for row in rows}
