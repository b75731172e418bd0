"""What an accepted task of sealing or custody told becomes chains: things with seals, hand-overs signed on paper, breaks with next seals, looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domains.agencies.queries import agency_name
from app.domains.assets.queries import house_asset
from app.domains.audit.service import record
from app.domains.custody.checks import take_checks
from app.domains.custody.queries import find_seal, house_items
from app.domains.custody.rules import OFFICIALS
from app.domains.custody.service import Enter, Photos, enter_item, put_seal, settle
from app.domains.custody.tables import KeptItem, Move, MovedItem, MoveSignature, SealBreak
from app.infra.unit_of_work import Work
from app.kernel.clock import SHANGHAI
from app.kernel.errors import Conflict
from app.kernel.ids import digest_of

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """What the task says: who did it, the form as it was accepted with its digest, its photos as {digest, shown_digest, caption}."""

    asset_id: str
    agency_id: str
    task_id: str
    form: Row
    digest: str
    photos: Sequence[Row]
    worker_id: str | None = None


def take_told(w: Work, told: Told) -> list[KeptItem]:
    """Enter what is new, renew place and condition of what is known; Conflict when a seal is another asset's. For the house's reactions."""
    known = {each.seal_no: each for each in house_items(w, told.asset_id)}
    rows = [row for row in told.form.get("items") or [] if row.get("seal")]
    items = [_known(w, known[seal], told) if (seal := str(row["seal"]).strip()) in known else _entered(w, told, row) for row in rows]
    by_no = {each.no: each for each in items}
    for row in told.form.get("movements") or []:
        _handed(w, told, by_no.get(str(row.get("no", ""))), row)
    for row in told.form.get("seal_breaks") or []:
        _broken(w, told, by_no.get(str(row.get("no", ""))), row)
    take_checks(w, {item: _photos_of(told, item.seal_no, item.no) for item in items}, told.form.get("condition_checks") or [], told.worker_id)
    if items:
        settle(w, items)
    return items


def _entered(w: Work, told: Told, row: Row) -> KeptItem:
    seal = str(row["seal"]).strip()
    worn = find_seal(w, house_asset(w, told.asset_id).court_id, seal)
    before = next((each for each in house_items(w, told.asset_id) if worn is not None and each.id == worn.item_id), None)
    if before is not None:
        return _known(w, before, told)
    if worn is not None:
        raise Conflict(f"封条号 {seal} 在本院已经用过：退回任务，核对封条号", code="seal_used")
    form, keeper = told.form, str(told.form.get("keeper") or "").strip()
    kind, name, agency_id = "party", keeper or "保管人", None
    if form.get("keeper_kind") == "法院":
        kind, name = "court", "本院"
    elif keeper and keeper == agency_name(w.session, told.agency_id):
        kind, agency_id = "agency", told.agency_id
    weight = f"{row['weight']} {row.get('unit', '')}".strip() if row.get("weight") else ""
    people = {
        field: "、".join(f"{each.get('name', '')}（{each.get('unit', '')}）" for each in form.get(field) or []) for field in ("sealed_by", "seal_witness")
    }
    order = Enter(
        no=str(row.get("no", "")), seal_no=seal, name=str(row.get("name", ""))[:100], place=str(form.get("storage_place", ""))[:200] or "未写明",
        holder_kind=kind, holder_name=name[:100], holder_agency_id=agency_id, marks=str(row.get("marks", ""))[:200], quantity=str(row.get("count", "")),
        weight=weight[:40], condition=str(row.get("state") or form.get("storage_condition") or "")[:200], perishable=form.get("perishable") == "是",
        sealed_at=_instant(form.get("sealed_at")), sealed_by=people["sealed_by"][:200], witness=people["seal_witness"][:200], task_id=told.task_id,
    )  # fmt: skip
    return enter_item(w, told.asset_id, order, _photos_of(told, seal, str(row.get("no", ""))))


def _known(w: Work, item: KeptItem, told: Told) -> KeptItem:
    item.place = str(told.form.get("storage_place") or item.place)[:200]
    item.condition = str(told.form.get("storage_condition") or item.condition)[:200]
    item.photos = item.photos or list(_photos_of(told, item.seal_no, item.no))
    w.flush()
    record(w, "custody.renewed", "kept_item", item.id, f"依任务更新处所和状况：{item.seal_no}", case_id=item.case_id)
    return item


def _handed(w: Work, told: Told, item: KeptItem | None, row: Row) -> None:
    """A hand-over that was signed on paper: its signatures are bound to the accepted version's digest."""
    if item is None:
        return
    at, giver, taker = _instant(row.get("at")) or w.now, str(row.get("from_whom", ""))[:60], str(row.get("to_whom", ""))[:60]
    lines = ("出入库（任务交回的记录）", f"件号：{item.no}　封条 {item.seal_no}", f"时间：{row.get('at', '')}", f"事由：{row.get('why', '')}")
    body = "\n".join([*lines, f"交出人：{giver}", f"接收人：{taker}"])
    of = {"court_id": item.court_id, "case_id": item.case_id}
    move = Move(
        **of, asset_id=item.asset_id, at=at, reason=str(row.get("why", ""))[:200], from_kind="party", from_name=giver, to_kind="party", to_name=taker,
        to_place=item.place, photos=list(_photos_of(told, item.seal_no, item.no)), body=body, digest=digest_of(body.encode()), done_at=w.now,
    )  # fmt: skip
    w.session.add(move)
    w.flush()
    w.session.add(MovedItem(**of, move_id=move.id, item_id=item.id, seal_no=item.seal_no))
    sides = (("giver", giver), ("taker", taker)) if row.get("signed") == "两方已签" else ()
    for side, signer in sides:
        w.session.add(MoveSignature(**of, move_id=move.id, side=side, signer=signer, digest=move.digest, image_digest=told.digest, way="paper", at=at))
    w.flush()
    record(w, "custody.moved", "custody_move", move.id, f"依任务登记出入库：{item.seal_no} {giver} → {taker}", case_id=item.case_id, digest=move.digest)


def _broken(w: Work, told: Told, item: KeptItem | None, row: Row) -> None:
    next_no = str(row.get("reseal") or "").strip()
    if item is None or next_no == item.seal_no:
        return
    kind = str(row.get("present_kind", "其他"))
    present = [{"name": str(row.get("present", "")), "kind": kind if kind in OFFICIALS else "其他"}]
    broken = SealBreak(
        court_id=item.court_id, case_id=item.case_id, item_id=item.id, seal_no=item.seal_no, at=_instant(row.get("at")) or w.now,
        reason=str(row.get("why", "损坏"))[:10], present=present, note="任务交回的记录",
    )  # fmt: skip
    w.session.add(broken)
    w.flush()
    if next_no:
        put_seal(w, item, next_no)
        broken.reseal_no, broken.resealed_at, broken.reseal_present = next_no, w.now, present
        broken.reseal_photos = list(_photos_of(told, next_no, item.no))
        w.flush()
    record(w, "custody.seal_opened", "kept_item", item.id, f"依任务登记启封：{broken.seal_no}{f' → {next_no}' if next_no else ''}", case_id=item.case_id)


def _photos_of(told: Told, seal: str, no: str) -> Photos:
    """Photos whose caption names the seal or the number; where none is named, those of the whole batch."""
    named = [each for each in told.photos if seal in str(each.get("caption", "")) or str(each.get("caption", "")).strip() == no]
    return [{"digest": str(each["digest"]), "shown": str(each["shown_digest"]), "name": str(each.get("caption", ""))} for each in named or told.photos]


def _instant(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)).replace(tzinfo=SHANGHAI) if text else None
