"""Looks at kept things: opened by the heartbeat as they fall due (thirty days, what spoils daily), done by whoever holds the thing; harm is told at once."""

from __future__ import annotations

from itertools import groupby

from app.domains.audit.service import record
from app.domains.custody.events import HarmFound, LooksDue
from app.domains.custody.queries import due_for_looking, get_look
from app.domains.custody.rules import next_look
from app.domains.custody.service import Photos
from app.domains.custody.tables import KeptItem, Look
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotNow


def open_due(w: Work) -> int:
    """Open the looks that are due, one fact for each asset and holder; how many."""
    due = due_for_looking(w)
    for item in due:
        w.session.add(Look(court_id=item.court_id, case_id=item.case_id, item_id=item.id, due_on=item.next_look_on or w.today, opened_at=w.now))
        record(w, "custody.look_due", "kept_item", item.id, f"到期检查：{item.name} {item.seal_no}", case_id=item.case_id)
        item.next_look_on = None
    w.flush()
    for (asset_id, case_id, court_id, agency_id), items in groupby(due, key=_told_with):
        w.emit(LooksDue(asset_id, case_id, court_id, agency_id or None, len(list(items))))
    return len(due)


def finish_look(w: Work, look_id: str, *, sound: bool, condition: str, photos: Photos = ()) -> Look:
    """Write down what was seen; the next look is set from today."""
    look, item = get_look(w, look_id)
    if look.done_at is not None:
        raise NotNow("这次检查已经登记", code="looked")
    if not condition.strip():
        raise Invalid("写明状况", field="condition")
    if not photos:
        raise Invalid("检查须拍照", field="photos")
    look.done_at, look.done_by, look.sound, look.condition = w.now, w.actor.id, sound, condition.strip()
    look.photos = [each | {"at": w.now.isoformat()} for each in photos]
    item.condition, item.next_look_on = condition.strip(), next_look(w.today, item.perishable)
    w.flush()
    record(w, "custody.looked", "kept_item", item.id, f"检查{'完好' if sound else '有异常'}：{item.seal_no} {condition.strip()[:60]}", case_id=item.case_id)
    if not sound:
        w.emit(HarmFound(item.asset_id, item.case_id, item.court_id, f"{item.name} {item.seal_no}", condition.strip()))
    return look


def _told_with(item: KeptItem) -> tuple[str, str, str, str]:
    return (item.asset_id, item.case_id, item.court_id, item.holder_agency_id or "")
