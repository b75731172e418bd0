"""The first step of giving work out: which asset; how many tasks each has under way already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domains.assets.picking import Picks, list_picks
from app.domains.assets.tables import Asset
from app.domains.cases.queries import find_case_by_number, get_case
from app.domains.cases.tables import Case
from app.domains.tasks.queries import count_open_by_asset
from app.infra.unit_of_work import Reading

LONGEST = 60


@dataclass(frozen=True)
class Picking:
    """What step one shows. words: as typed; case: the one whose whole number was typed, or the chosen asset's; running: open tasks by asset id."""

    words: str
    case: Case | None
    picks: Picks
    running: Mapping[str, int]


def picking_of(r: Reading, words: str, asset: Asset | None) -> Picking:
    """Rows to pick from while no asset is chosen; its case afterwards."""
    if asset is not None:
        return Picking(words, get_case(r, asset.case_id), Picks((), False), {})
    picks = list_picks(r, words[:LONGEST])
    running = count_open_by_asset(r, {pick.asset.id for pick in picks.rows})
    return Picking(words, find_case_by_number(r, words) if words and not picks.rows else None, picks, running)
