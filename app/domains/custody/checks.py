"""Condition checks that an accepted task of custody told become looks: each day once a thing, a look that waited is done by it, harm is told at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domains.audit.service import record
from app.domains.custody.events import HarmFound
from app.domains.custody.queries import looks_of
from app.domains.custody.rules import next_look
from app.domains.custody.service import Photos
from app.domains.custody.tables import KeptItem, Look
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of, start_of

HARMED = "有异常"


@dataclass(frozen=True)
class Check:
    """One day's check of everything the task keeps."""

    on: date
    sound: bool
    condition: str


def take_checks(w: Work, items: Mapping[KeptItem, Photos], rows: Iterable[Mapping[str, Any]], worker_id: str | None) -> None:
    """Enter the checks of a task for its things (with their photos); the next look counts from the last. The same task again changes nothing."""
    checks = sorted((each for row in rows if (each := _check(row)) and each.on <= w.today), key=lambda each: each.on)
    known = looks_of(w, list(items)) if checks else {}
    for item, photos in items.items():
        looks = list(known.get(item.id, ()))
        for check in checks:
            if check.on >= day_of(item.sealed_at) and all(look.done_at is None or day_of(look.done_at) != check.on for look in looks):
                looks.append(_look(w, item, check, looks, photos, worker_id))
        _next(item, looks)
    w.flush()


def _look(w: Work, item: KeptItem, check: Check, looks: Sequence[Look], photos: Photos, worker_id: str | None) -> Look:
    at = max(start_of(check.on), item.sealed_at)
    look = next((each for each in looks if each.done_at is None and each.due_on <= check.on), None) or _opened(item, check.on, at)
    look.done_at, look.done_by, look.sound, look.condition = at, worker_id, check.sound, check.condition
    look.photos = [each | {"at": at.isoformat()} for each in photos]
    w.session.add(look)
    item.condition = check.condition
    words = f"依任务登记检查{'完好' if check.sound else '有异常'}：{item.seal_no} {check.condition[:60]}"
    record(w, "custody.looked", "kept_item", item.id, words, case_id=item.case_id)
    if not check.sound:
        w.emit(HarmFound(item.asset_id, item.case_id, item.court_id, f"{item.name} {item.seal_no}", check.condition))
    return look


def _opened(item: KeptItem, on: date, at: datetime) -> Look:
    return Look(court_id=item.court_id, case_id=item.case_id, item_id=item.id, due_on=on, opened_at=at)


def _next(item: KeptItem, looks: Sequence[Look]) -> None:
    done = [day_of(look.done_at) for look in looks if look.done_at is not None]
    if done and item.status == "held" and all(look.done_at is not None for look in looks):
        item.next_look_on = next_look(max(done), item.perishable)


def _check(row: Mapping[str, Any]) -> Check | None:
    try:
        on = date.fromisoformat(str(row.get("on") or ""))
    except ValueError:
        return None
    return Check(on, row.get("sound") != HARMED, str(row.get("state") or "").strip()[:200] or "未写明")
