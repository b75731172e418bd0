"""The notary of a forced day: sees the things as they are written down and signs the record for himself (ui.md S19, CP-02).

For whoever already knows that the notary has this act in hand (app/desk/witnessing.py): outsiders have no scope over cases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.domains.vacating.day import Signed, take_signature, with_open_day
from app.domains.vacating.day_tables import DaySignature, DayVideo, ForceDay, Goods
from app.domains.vacating.queries import days_of, find_of_asset, goods_of, lock_house_thread, signatures_of, videos_of
from app.domains.vacating.tables import Vacating
from app.infra.unit_of_work import Reading, Work

NOTARY = "notary"


@dataclass(frozen=True)
class Witnessed:
    """The latest forced day as the notary sees it: things and recordings in the order written down, and the signatures of notaries that stand."""

    thread: Vacating
    day: ForceDay
    goods: Sequence[Goods]
    videos: Sequence[DayVideo]
    signed: Sequence[DaySignature]


def find_witnessed(r: Reading, asset_id: str) -> Witnessed | None:
    """The latest forced day of an asset; None before the first has begun."""
    thread = find_of_asset(r, asset_id)
    day = next(iter(days_of(r, thread.id)), None) if thread else None
    if thread is None or day is None:
        return None
    signed = [each for each in signatures_of(r, day.id) if each.capacity == NOTARY]
    return Witnessed(thread, day, goods_of(r, day.id), videos_of(r, day.id), signed)


def sign_as_notary(w: Work, vacating_id: str, signed: Signed) -> DaySignature:
    """The notary's own signature, in his own name; NotFound when no day is under way, Conflict when the record is another than he read."""
    thread, day = with_open_day(w, lock_house_thread(w, vacating_id))
    return take_signature(w, thread, day, replace(signed, signer=w.actor.name, capacity=NOTARY))
