"""A kept thing goes back to whom it belongs, on a receipt that was signed on paper and photographed."""

from __future__ import annotations

from app.domains.custody.queries import get_item
from app.domains.custody.service import OpenMove, Photos, Signed, open_move, sign_move
from app.domains.custody.tables import Move
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid

REASON = "领取"


def hand_out(w: Work, item_id: str, taker: str, place: str, photos: Photos) -> Move:
    """The first photo is the signed receipt: it stands for the taker's signature and for the court's. An agency that holds the thing signs its side itself.

    Refused while a link of the thing's chain is missing, or without a photo.
    """
    if not photos:
        raise Invalid("附领取凭证的照片", field="photos")
    item = get_item(w, item_id)
    move = open_move(w, OpenMove((item.id,), REASON, "owner", taker[:100], place), photos)
    for side in ("taker",) if item.holder_agency_id else ("giver", "taker"):
        sign_move(w, move.id, Signed(side, move.digest, str(photos[0]["digest"]), "paper", typed_name=taker[:60]))
    return move
