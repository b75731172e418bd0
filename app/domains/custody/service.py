"""Verbs of custody: enter a sealed thing, open a hand-over, sign it (in time or as 补签), add what photos are missing, take an unsigned one back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domains.agencies.queries import agency_name
from app.domains.assets.queries import house_asset
from app.domains.audit.service import record
from app.domains.cases.queries import house_case
from app.domains.courts.queries import get_court
from app.domains.custody.events import ChainChanged, MoveOpened
from app.domains.custody.queries import chain_of, find_seal, get_item, get_move, house_items, signatures_of, things_of_move
from app.domains.custody.rules import (
    FINAL,
    HOLDERS,
    SIDES,
    Broken,
    Gap,
    Moved,
    check_may_sign,
    gaps_of,
    late_reason,
    move_text,
    next_look,
    refuse_gap,
    signer_of,
)
from app.domains.custody.tables import KeptItem, Move, MovedItem, MoveSignature, Seal
from app.infra.unit_of_work import Reading, Work
from app.kernel.actor import SYSTEM
from app.kernel.clock import day_of, local
from app.kernel.errors import Conflict, Invalid, NotNow
from app.kernel.ids import digest_of

Photos = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Enter:
    """A sealed or kept thing as it is entered. holder_kind: rules.HOLDERS; photos as infra/photos keeps them."""

    no: str
    seal_no: str
    name: str
    place: str
    holder_kind: str = "court"
    holder_name: str = "本院"
    holder_agency_id: str | None = None
    marks: str = ""
    quantity: str = ""
    weight: str = ""
    condition: str = ""
    perishable: bool = False
    sealed_at: datetime | None = None
    sealed_by: str = ""
    witness: str = ""
    task_id: str = ""


@dataclass(frozen=True)
class OpenMove:
    """A hand-over to be: of which things, why, to whom, where to, in which condition."""

    item_ids: tuple[str, ...]
    reason: str
    to_kind: str
    to_name: str
    to_place: str
    to_agency_id: str | None = None
    condition: str = ""


@dataclass(frozen=True)
class Signed:
    """One side's signature: over which text, the kept picture or typed form, and the reason when it comes late."""

    side: str
    digest: str
    image_digest: str
    way: str
    typed_name: str = ""
    late_reason: str = ""


def enter_item(w: Work, asset_id: str, order: Enter, photos: Photos = ()) -> KeptItem:
    """Enter a thing with its seal; Conflict when the number has served in this court before. The asset is in the caller's scope."""
    asset = house_asset(w, asset_id)
    if order.holder_kind not in HOLDERS or not (order.no.strip() and order.seal_no.strip() and order.name.strip() and order.place.strip()):
        raise Invalid("写明件号、封条号、品名、保管人和处所", field="seal_no")
    given = vars(order) | {"sealed_at": order.sealed_at or w.now, "photos": [each | {"at": w.now.isoformat()} for each in photos]}
    of = {"court_id": asset.court_id, "case_id": asset.case_id}
    item = KeptItem(**of, asset_id=asset.id, **given, held_since_at=given["sealed_at"], next_look_on=next_look(day_of(given["sealed_at"]), order.perishable))
    put_seal(w, item, order.seal_no.strip())
    record(w, "custody.entered", "kept_item", item.id, f"登记封存：{item.name} {item.seal_no}", case_id=item.case_id, authority="查封规定 第10条")
    settle(w, [item])
    return item


def put_seal(w: Work, item: KeptItem, number: str) -> None:
    """Put a seal on a thing; its number serves once in a court."""
    if find_seal(w, item.court_id, number) is not None:
        raise Conflict(f"封条号 {number} 在本院已经用过：换一个封条", code="seal_used", field="seal_no")
    item.seal_no = number
    w.session.add(item)
    w.flush()
    w.session.add(Seal(court_id=item.court_id, case_id=item.case_id, item_id=item.id, number=number, put_on_at=w.now))
    w.flush()


def open_move(w: Work, order: OpenMove, photos: Photos = ()) -> Move:
    """Open a hand-over; refused while a link of any of the things is missing. It is done when both sides have signed."""
    items = [get_item(w, item_id) for item_id in dict.fromkeys(order.item_ids)]
    _one_holder(items)
    for item in items:
        refuse_gap(item.gap, "交付")
    move = _new_move(w, items, order, photos)
    w.session.add(move)
    w.flush()
    for item in items:
        w.session.add(MovedItem(court_id=item.court_id, case_id=item.case_id, move_id=move.id, item_id=item.id, seal_no=item.seal_no))
        item.offered_agency_id = move.to_agency_id
    w.flush()
    record(
        w, "custody.move_opened", "custody_move", move.id, f"交接 {len(items)} 件：{move.from_name} → {move.to_name}", case_id=move.case_id, digest=move.digest
    )
    settle(w, items)
    sides = tuple(each for each in dict.fromkeys((move.from_agency_id, move.to_agency_id)) if each)
    w.emit(MoveOpened(move.asset_id, move.case_id, move.court_id, move.id, house_asset(w, move.asset_id).title, sides))
    return move


def sign_move(w: Work, move_id: str, signed: Signed) -> Move:
    """Sign one side, on the day or later as 补签 with its reason; with both signatures and a photo the things change hands."""
    move = get_move(w, move_id)
    if move.cancelled_at is not None or move.done_at is not None:
        raise NotNow("这次交接已经办结", code="move_over")
    if signed.side not in SIDES or signed.digest != move.digest:
        raise Conflict("内容在你打开之后变了，请看过新的记录再签名", code="digest_changed")
    kind, agency_id, party = side_of(move, signed.side)
    check_may_sign(w.actor, kind, agency_id)
    if signed.side in signatures_of(w, move):
        raise Conflict(f"{SIDES[signed.side]}已经签名", code="already_signed")
    late = late_reason(day_of(move.at), w.today, signed.late_reason)
    name = signer_of(w.actor, kind, party, signed.typed_name)
    kept = {"signer": name, "digest": move.digest, "image_digest": signed.image_digest, "way": signed.way, "late_reason": late}
    w.session.add(MoveSignature(court_id=move.court_id, case_id=move.case_id, move_id=move.id, side=signed.side, at=w.now, **kept))
    w.flush()
    words = f"{SIDES[signed.side]}{'补签' if late else '签名'}：{name}"
    sealed = digest_of({"text": move.digest, "image": signed.image_digest, "side": signed.side, "at": w.now.isoformat()})
    record(w, "custody.signed", "custody_move", move.id, words, case_id=move.case_id, digest=sealed, details={"late_reason": late, "way": signed.way})
    _go_over(w, move)
    return move


def add_move_photos(w: Work, move_id: str, photos: Photos) -> Move:
    """Photos that the hand-over still lacked; each keeps the time at which it was added."""
    move = get_move(w, move_id)
    move.photos = [*move.photos, *_added(w, photos)]
    w.flush()
    record(w, "custody.photos_added", "custody_move", move.id, f"补交接照片 {len(photos)} 张", case_id=move.case_id)
    _go_over(w, move)
    return move


def add_item_photos(w: Work, item_id: str, photos: Photos) -> KeptItem:
    """Photos of the sealing that were missing."""
    item = get_item(w, item_id)
    item.photos = [*item.photos, *_added(w, photos)]
    w.flush()
    record(w, "custody.photos_added", "kept_item", item.id, f"补封存照片 {len(photos)} 张：{item.seal_no}", case_id=item.case_id)
    settle(w, [item])
    return item


def cancel_move(w: Work, move_id: str, reason: str) -> Move:
    """Take back a hand-over that nobody has signed; one with a signature is completed by 补签 instead."""
    move = get_move(w, move_id)
    if move.done_at is not None or move.cancelled_at is not None or signatures_of(w, move):
        raise NotNow("已有签名的交接不能撤销：由缺的一方补签", code="signed_already")
    if len(reason.strip()) < 2:
        raise Invalid("写明撤销的原因", field="reason")
    move.cancelled_at = w.now
    items = [item for item, _ in things_of_move(w, move)]
    for item in items:
        item.offered_agency_id = None
    w.flush()
    record(w, "custody.move_cancelled", "custody_move", move.id, f"撤销交接：{reason.strip()[:100]}", case_id=move.case_id)
    settle(w, items)
    return move


def gaps(r: Reading, items: Sequence[KeptItem]) -> dict[str, tuple[Gap, ...]]:
    """The missing links of things, by thing; four queries."""
    house = Reading(r.session, SYSTEM, r.now, r.wall_now)
    chain = chain_of(house, items)
    found = {}
    for item in items:
        moves = [_moved(move, {each.side for each in chain.signatures.get(move.id, ())}) for move in chain.moves.get(item.id, ())]
        breaks = [
            Broken(each.id, day_of(each.at), each.seal_no, each.found, each.reseal_no, bool(each.reseal_photos)) for each in chain.breaks.get(item.id, ())
        ]
        found[item.id] = gaps_of(day_of(item.sealed_at), bool(item.photos), moves, breaks)
    return found


def settle(w: Work, items: Sequence[KeptItem]) -> None:
    """Write each thing's first missing link down, and say it of the asset."""
    w.flush()
    for item_id, links in gaps(w, items).items():
        item = next(each for each in items if each.id == item_id)
        item.gap = links[0].words if links else ""
    w.flush()
    for asset_id in sorted({each.asset_id for each in items}):
        missing = [each for each in house_items(w, asset_id) if each.gap]
        words = f"{missing[0].gap}（{missing[0].seal_no}{f' 等 {len(missing)} 件' if len(missing) > 1 else ''}）" if missing else ""
        w.emit(ChainChanged(asset_id, items[0].case_id, items[0].court_id, words))


def side_of(move: Move, side: str) -> tuple[str, str | None, str]:
    """Kind, agency and name of a side."""
    return (move.from_kind, move.from_agency_id, move.from_name) if side == "giver" else (move.to_kind, move.to_agency_id, move.to_name)


def _go_over(w: Work, move: Move) -> None:
    items = [item for item, _ in things_of_move(w, move)]
    if move.done_at is None and set(signatures_of(w, move)) == set(SIDES):
        move.done_at = w.now
        for item in items:
            item.holder_kind, item.holder_agency_id, item.holder_name = move.to_kind, move.to_agency_id, move.to_name
            item.place, item.offered_agency_id, item.held_since_at = move.to_place, None, move.at
            item.condition = move.condition or item.condition
            if move.to_kind in FINAL:
                item.status, item.next_look_on = "delivered", None
        w.flush()
        record(w, "custody.moved", "custody_move", move.id, f"交接完成 {len(items)} 件：{move.to_name}", case_id=move.case_id, digest=move.digest)
    settle(w, items)


def _new_move(w: Work, items: Sequence[KeptItem], order: OpenMove, photos: Photos) -> Move:
    if order.to_kind not in HOLDERS or not (order.reason.strip() and order.to_place.strip()):
        raise Invalid("写明事由、接收人和处所", field="reason")
    first, agency_id = items[0], order.to_agency_id if order.to_kind == "agency" else None
    name = agency_name(w.session, agency_id) if agency_id else order.to_name.strip() or ("本院" if order.to_kind == "court" else "")
    if not name or (order.to_kind == "agency" and not agency_id):
        raise Invalid("写明接收人", field="to_name")
    body = _body(w, first, items, replace(order, to_name=name), [each["digest"] for each in photos])
    return Move(
        court_id=first.court_id, case_id=first.case_id, asset_id=first.asset_id, at=w.now, reason=order.reason.strip(),
        from_kind=first.holder_kind, from_agency_id=first.holder_agency_id, from_name=first.holder_name,
        to_kind=order.to_kind, to_agency_id=agency_id, to_name=name, to_place=order.to_place.strip(), condition=order.condition.strip(),
        photos=[each | {"at": w.now.isoformat()} for each in photos], body=body, digest=digest_of(body.encode()), opened_by=_person(w),
    )  # fmt: skip


def _one_holder(items: Sequence[KeptItem]) -> None:
    if not items:
        raise Invalid("选择要交接的物品", field="item_ids")
    first = items[0]
    if any((each.asset_id, each.holder_kind, each.holder_name) != (first.asset_id, first.holder_kind, first.holder_name) for each in items):
        raise Invalid("一次交接的物品应属同一标的、由同一人保管", field="item_ids")
    if any(each.status != "held" for each in items):
        raise NotNow("已交付的物品不能再交接", code="delivered")


def _body(w: Work, first: KeptItem, items: Sequence[KeptItem], order: OpenMove, photo_digests: Sequence[str]) -> str:
    case, asset = house_case(w, first.case_id), house_asset(w, first.asset_id)
    head = (
        ("法院", get_court(w.session, first.court_id).name),
        ("案号", case.number),
        ("标的物", asset.title),
        ("时间", f"{local(w.now):%Y-%m-%d %H:%M}"),
        ("事由", order.reason.strip()),
        ("交出人", first.holder_name),
        ("接收人", order.to_name),
        ("处所", order.to_place.strip()),
        ("状况", order.condition.strip()),
    )
    return move_text(head, [(each.no, each.seal_no, each.name, each.quantity) for each in items], photo_digests)


def _moved(move: Move, signed: set[str]) -> Moved:
    return Moved(move.id, day_of(move.at), tuple(side for side in SIDES if side not in signed), bool(move.photos))


def _added(w: Work, photos: Photos) -> list[dict[str, Any]]:
    if not photos:
        raise Invalid("选择照片", field="photos")
    return [each | {"at": w.now.isoformat()} for each in photos]


def _person(w: Work) -> str | None:
    return None if w.actor.is_system else w.actor.id
