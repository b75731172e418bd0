"""Recording acts. Every service that changes rows calls `record`; the unit of work refuses a commit without it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domains.audit.tables import TrailRow
from app.infra.unit_of_work import Work


def record(
    w: Work,
    act: str,
    thing_kind: str,
    thing_id: str,
    summary: str,
    *,
    case_id: str | None = None,
    authority: str | None = None,
    digest: str | None = None,
    result: str = "ok",
    secret: bool = False,
    details: Mapping[str, Any] | None = None,
) -> TrailRow:
    """Append one act to the trail, in this work's own transaction.

    act: noun.verb in the past ("plan.signed"); summary: one Chinese sentence for the case's thread, without identity numbers, phones or bidders' names;
    authority: the article or paper that permits it (依据); digest: of what was on the screen or signed; secret: only the panel may read the summary.
    """
    actor = w.actor
    row = TrailRow(
        at=w.now,
        actor_id=actor.id,
        actor_name=actor.name,
        role=actor.role.value,
        court_id=actor.court_id,
        agency_id=actor.agency_id,
        session_id=actor.session_id,
        ip=actor.ip,
        request_id=actor.request_id,
        act=act,
        thing_kind=thing_kind,
        thing_id=thing_id,
        case_id=case_id,
        result=result,
        summary=summary,
        authority=authority,
        digest=digest,
        secret=secret,
        details=dict(details or {}),
    )
    w.session.add(row)
    w.trailed = True
    return row
