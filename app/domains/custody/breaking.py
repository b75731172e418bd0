"""Breaks of seal: opened before an official, or found damaged or not the one entered; whole again with the next seal, before an official and photographed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.domains.audit.service import record
from app.domains.custody.queries import get_break, get_item
from app.domains.custody.rules import BREAK_REASONS, check_present, refuse_gap
from app.domains.custody.service import Photos, put_seal, settle
from app.domains.custody.tables import SealBreak
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotNow

Present = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Open:
    """启封: why, who stood by as (name, kind), what was seen."""

    reason: str
    present: tuple[tuple[str, str], ...]
    note: str = ""


def open_seal(w: Work, item_id: str, order: Open, photos: Photos = ()) -> SealBreak:
    """Open a seal before a court officer or notary; refused while a link is missing. The thing then waits for its next seal."""
    item = get_item(w, item_id)
    if order.reason not in BREAK_REASONS:
        raise Invalid("选择启封的事由", field="reason")
    if item.status != "held":
        raise NotNow("已交付的物品不再启封", code="delivered")
    refuse_gap(item.gap, "启封")
    row = _broken(w, item_id, order.reason, found=False, note=order.note, present=check_present(order.present), photos=photos)
    record(w, "custody.seal_opened", "kept_item", item.id, f"启封 {row.seal_no}：{order.reason}", case_id=item.case_id)
    settle(w, [item])
    return row


def report_broken(w: Work, item_id: str, note: str, photos: Photos = ()) -> SealBreak:
    """A seal was found damaged, or not the one entered: whoever holds the thing reports it; nothing goes on until a witnessed re-seal."""
    item = get_item(w, item_id)
    if len(note.strip()) < 4:
        raise Invalid("写明发现的情况，至少 4 个字", field="note")
    row = _broken(w, item_id, "损坏", found=True, note=note, present=[], photos=photos)
    record(w, "custody.seal_doubted", "kept_item", item.id, f"封条 {row.seal_no} 不符或损坏：{note.strip()[:80]}", case_id=item.case_id)
    settle(w, [item])
    return row


def reseal(w: Work, break_id: str, number: str, present: Present, photos: Photos) -> SealBreak:
    """Put the next seal on, before a court officer or notary, with a photo of it; its number has never served in this court."""
    row, item = get_break(w, break_id)
    if row.reseal_no:
        raise NotNow("已经复封", code="resealed")
    if not number.strip():
        raise Invalid("写明复封条号", field="reseal_no")
    stood_by = check_present(present)
    if not photos:
        raise Invalid("复封须拍照：看得清封条号", field="photos")
    put_seal(w, item, number.strip())
    row.reseal_no, row.resealed_at, row.reseal_present = number.strip(), w.now, stood_by
    row.reseal_photos = [each | {"at": w.now.isoformat()} for each in photos]
    w.flush()
    record(w, "custody.resealed", "kept_item", item.id, f"复封：{row.seal_no} → {row.reseal_no}", case_id=item.case_id)
    settle(w, [item])
    return row


def _broken(w: Work, item_id: str, reason: str, *, found: bool, note: str, present: list[dict[str, str]], photos: Photos) -> SealBreak:
    item = get_item(w, item_id)
    kept: list[dict[str, Any]] = [each | {"at": w.now.isoformat()} for each in photos]
    of = {"court_id": item.court_id, "case_id": item.case_id, "item_id": item.id, "seal_no": item.seal_no}
    row = SealBreak(
        **of, at=w.now, reason=reason, found=found, present=present, note=note.strip(), photos=kept, by_id=None if w.actor.is_system else w.actor.id
    )
    w.session.add(row)
    w.flush()
    return row
