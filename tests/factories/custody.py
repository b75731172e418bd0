"""Kept things for tests: sealed bags of the packing machines' control boards, held by the court, with a photo each."""

from __future__ import annotations

from dataclasses import replace

from app.domains.custody.service import Enter, OpenMove, Signed, enter_item, open_move, sign_move
from app.domains.custody.tables import KeptItem, Move
from app.infra.house import House
from app.infra.unit_of_work import Work
from app.kernel.actor import Actor

PHOTO = ({"digest": "c" * 64, "shown": "d" * 64, "name": "封条.jpg"},)
IMAGE = "e" * 64
STORE = "珠湾仓储 2 号库 A-03"


def make_item(w: Work, asset_id: str, no: int = 1, *, photos: bool = True, **changes: object) -> KeptItem:
    """S-0001 and so on."""
    plain = Enter(str(no), f"S-{no:04d}", "控制主板", "本院贵重物品库", quantity="1 块")
    return enter_item(w, asset_id, replace(plain, **changes), PHOTO if photos else ())


def to_agency(agency_id: str, *item_ids: str) -> OpenMove:
    """Handed to the agency's store."""
    return OpenMove(item_ids, "移送仓库保管", "agency", "", STORE, agency_id, "完好")


def opened(house: House, clerk: Actor, order: OpenMove, *, photos: bool = True) -> Move:
    """The clerk opens a hand-over."""
    with house.work(clerk) as w:
        return open_move(w, order, PHOTO if photos else ())


def signed(house: House, actor: Actor, move: Move, side: str, *, late: str = "") -> Move:
    """One side signs."""
    with house.work(actor) as w:
        return sign_move(w, move.id, Signed(side, move.digest, IMAGE, "drawn", late_reason=late))
