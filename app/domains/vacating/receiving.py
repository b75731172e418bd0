"""What an accepted task of help with vacating says (forms.md §2.13): a visit with its photos, and the people it found, offered to be entered by the court."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.vacating.queries import get_row, lock_house_thread
from app.domains.vacating.rules import VISITS
from app.domains.vacating.service import Photos, row_of
from app.domains.vacating.tables import Visit
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.clock import SHANGHAI, day_of
from app.kernel.errors import NotNow

Row = Mapping[str, Any]
KINDS = {"告知": "tell", "走访": "visit", "协商": "talk", "强制日": "force", "复查": "recheck"}
NO_LEADER = "辅助机构人员"


@dataclass(frozen=True)
class Told:
    """What a task says: its number, the form as the court accepted it, when it was handed back, photos."""

    task_id: str
    number: str
    form: Row
    handed_back_at: datetime
    photos: Photos = ()


def take_visit(w: Work, vacating_id: str, told: Told) -> Visit | None:
    """Once a task: the visit, whose people wait to be entered. A telling that the court accepted counts as urging (VC-04). For the house's steps."""
    thread = lock_house_thread(w, vacating_id)
    if w.session.scalar(for_house(select(Visit.id).where(Visit.task_id == told.task_id))) is not None:
        return None
    form = told.form
    kind, at = KINDS.get(str(form.get("visit_kind")), "visit"), _instant(form.get("started_at")) or told.handed_back_at
    row = Visit(
        **row_of(thread), kind=kind, at=at, present=_present(form), body=_body(told), photos=list(told.photos), task_id=told.task_id,
        offered=[_offer(each) for each in _rows(form.get("occupants_found"))], entered_by=w.actor.id,
    )  # fmt: skip
    w.session.add(row)
    if kind == "tell":
        thread.urged_on = thread.urged_on or day_of(at)
    w.flush()
    words = f"依任务 {told.number} 登记{VISITS[kind]}，照片 {len(row.photos)} 张，发现占有人 {len(row.offered)} 项"
    record(w, "vacating.visited", "vacating", thread.id, words, case_id=thread.case_id, details={"task": told.task_id})
    return row


def offer_of(r: Reading, vacating_id: str, visit_id: str, number: str) -> Row:
    """A person whom a task found and nobody has entered yet; NotNow otherwise."""
    visit = get_row(r, Visit, visit_id)
    known = number.isascii() and number.isdigit() and int(number) < len(visit.offered) and visit.vacating_id == vacating_id
    found: Row = visit.offered[int(number)] if known else {"entered": True}
    if found.get("entered"):
        raise NotNow("任务发现的这一占有人已经登记", code="entered")
    return found


def note_entered(w: Work, vacating_id: str, visit_id: str, number: str) -> None:
    """The court has entered that person: no longer offered. In one act with the entering."""
    offer_of(w, vacating_id, visit_id, number)
    visit = get_row(w, Visit, visit_id)
    visit.offered = [{**each, "entered": True} if no == int(number) else each for no, each in enumerate(visit.offered)]
    w.flush()


def _offer(row: Row) -> dict[str, Any]:
    count = str(row.get("count") or "1")
    told = {name: str(row.get(name) or "").strip()[:300] for name in ("called", "basis", "care")}
    return {**told, "count": int(count) if count.isascii() and count.isdigit() else 1}


def _present(form: Row) -> str:
    people = [f"{each.get('name', '')}（{each.get('standing', '')}）" for each in _rows(form.get("people_present"))]
    leader = str(form.get("led_by") or "").strip()
    return "、".join([*([f"{leader}（带队）"] if leader else []), *people])[:300] or NO_LEADER


def _body(told: Told) -> str:
    form = told.form
    plain = (("院长公告", "president_notice_ref"), ("公告是否期满", "notice_expired"), ("受阻情况", "obstruction"), ("受阻经过", "obstruction_note"))
    after = (("医护", "medical"), ("物品清单", "inventory_link"), ("物品去向", "goods_to"))
    lines = [f"辅助机构任务 {told.number}：{form.get('visit_kind', '')}"]
    lines += [f"{word}：{form[name]}" for word, name in (*plain, *after) if form.get(name)]
    lines += [f"自行腾空承诺：{each.get('by_on', '')} {each.get('what', '')}（{each.get('signed', '')}）" for each in _rows(form.get("promise"))]
    lines += [f"危险、动物、易腐：{each.get('what', '')}" for each in _rows(form.get("hazards"))]
    lines += [f"箱 {each.get('no', '')}，封条 {each.get('seal', '')}" for each in _rows(form.get("boxes"))]
    lines += [f"执行人员：{each.get('name', '')}（{each.get('post', '')}）" for each in _rows(form.get("officers_present"))]
    return "\n".join(lines)


def _rows(value: object) -> Iterable[Row]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _instant(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=SHANGHAI) if text else None
    except ValueError:
        return None
