"""Reads of the import page: which of our lots stand in the files, and which one may be chosen for a file that names none."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import or_, select

from app.domains.cases.queries import in_scope
from app.domains.rounds.queries import PAST
from app.domains.rounds.tables import Round
from app.infra.unit_of_work import Reading

LATELY = timedelta(days=30)
MOST = 200


def list_of_lots(r: Reading, lot_ids: Collection[str]) -> dict[tuple[str, str], Round]:
    """Rounds in the actor's scope by (site, lot id), in one query."""
    rows = r.session.scalars(in_scope(select(Round).where(Round.lot_id.in_(lot_ids)), Round, r.actor)) if lot_ids else ()
    return {(row.site, row.lot_id or ""): row for row in rows}


def list_choosable(r: Reading) -> Sequence[Round]:
    """Lots that a file without a lot number may be of: running ones and those that ended in the last thirty days, soonest end first."""
    wanted = select(Round).where(Round.lot_id.is_not(None), or_(Round.status.not_in(PAST), Round.ends_at >= r.now - LATELY))
    return r.session.scalars(in_scope(wanted.order_by(Round.ends_at, Round.id).limit(MOST), Round, r.actor)).all()
