"""After the place is empty: what was kept is taken by its owner or not, and somebody who comes back is removed (CP-03, CP-15)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domains.audit.service import record
from app.domains.vacating.day import day_in_scope
from app.domains.vacating.day_rules import Handling
from app.domains.vacating.day_tables import Goods
from app.domains.vacating.events import GoodsTaken, LeftGoodsTaken, Reentered
from app.domains.vacating.queries import get_row, left_goods, lock_vacating
from app.domains.vacating.service import Photos, row_of, told_of
from app.domains.vacating.tables import Reentry
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotNow

OUTCOMES = {"taken": "已领取", "refused": "拒绝领取或者逾期不领"}


@dataclass(frozen=True)
class Collected:
    """What became of a kept thing: taken by whom, or refused and why (CP-03: the loss of refusing is the debtor's)."""

    on: date
    note: str
    outcome: str = "taken"


def note_collected(w: Work, goods_id: str, told: Collected, photos: Photos = ()) -> Goods:
    """A kept thing was taken on a photographed receipt and leaves the custody, or its taking refused and it stays there. The last one ends the wait."""
    row = get_row(w, Goods, goods_id)
    thread, day = day_in_scope(w, row.day_id)
    lock_vacating(w, thread.id)
    if row.handling != Handling.SEALED or row.struck_at is not None or row.collected_on is not None or day.ended_at is None:
        raise NotNow("这一件不等待领取", code="not_waiting")
    if told.outcome not in OUTCOMES or told.on > w.today or len(told.note.strip()) < 2:
        raise Invalid("写明领取日期和领取人（拒绝领取的写明情况）", field="note")
    taken = told.outcome == "taken"
    if taken and not photos:
        raise Invalid("领取的，附领取人签名的凭证照片", field="photos")
    words = told.note.strip() if taken else f"{OUTCOMES[told.outcome]}：{told.note.strip()}"
    row.collected_on, row.collected_note, row.collected_photos = told.on, words[:200], list(photos)
    w.flush()
    record(w, "vacating.collected", "vacating", thread.id, f"第 {row.no} 件：{words[:100]}", case_id=thread.case_id, authority="民事诉讼法 第261条")
    if taken:
        w.emit(GoodsTaken(*told_of(thread), row.id))
    if not left_goods(w, thread.id):
        w.emit(LeftGoodsTaken(*told_of(thread), told.on))
    return row


def report_reentry(w: Work, vacating_id: str, *, happened_on: date, requested_by: str, facts: str, photos: Photos = ()) -> Reentry:
    """Somebody came back to a place that was handed over: removed on request within six months of the end of execution; after that a new claim (CP-15)."""
    thread = lock_vacating(w, vacating_id)
    if thread.closed_on is None:
        raise NotNow("移交之后才登记复占", code="not_closed")
    if not thread.closed_on <= happened_on <= w.today:
        raise Invalid("复占日应在移交之后、不晚于今天", field="happened_on")
    if thread.watch_until is not None and happened_on > thread.watch_until:
        raise NotNow(f"执行终结已满六个月（{thread.watch_until}），不能在本案处理，告知另行主张（民诉法解释第519条）", code="too_late")
    if not requested_by.strip() or len(facts.strip()) < 4:
        raise Invalid("写明申请人和妨害情况", field="facts")
    row = Reentry(
        **row_of(thread), happened_on=happened_on, requested_by=requested_by.strip(),
        requested_on=w.today, facts=facts.strip(), photos=list(photos),
    )  # fmt: skip
    w.session.add(row)
    w.flush()
    record(w, "vacating.reentered", "vacating", thread.id, f"登记复占：{facts.strip()[:100]}", case_id=thread.case_id, authority="民诉法解释 第519条")
    w.emit(Reentered(*told_of(thread), row.id, requested_by.strip()))
    return row


def note_removed(w: Work, reentry_id: str, on: date, how: str) -> Reentry:
    """The hindrance was removed."""
    row = get_row(w, Reentry, reentry_id)
    if row.removed_on is not None:
        raise NotNow("已经排除", code="removed")
    if not row.happened_on <= on <= w.today or len(how.strip()) < 2:
        raise Invalid("写明排除日期和经过", field="how")
    row.removed_on, row.how = on, how.strip()[:500]
    w.flush()
    record(w, "vacating.reentry_removed", "vacating", row.vacating_id, f"已排除妨害：{how.strip()[:100]}", case_id=row.case_id)
    return row
