"""Verbs of rounds: prepare, record the lot, close a difference, confirm a result by hand. Looks at the site are taken in by taking.py, stops by halting.py."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.rounds import events
from app.domains.rounds.queries import get_difference, get_round, list_bids
from app.domains.rounds.rules import FINAL, RoundStatus
from app.domains.rounds.tables import Difference, Round
from app.domains.rounds.taking import about, become, note_failure, take_snapshot, terms_of
from app.infra.unit_of_work import Work, for_house
from app.kernel.errors import Conflict, Invalid
from app.kernel.money import Money

__all__ = ["Prepare", "close_difference", "confirm_result", "note_failure", "note_lot", "prepare_round", "record_lot", "take_snapshot", "terms_of"]

LEAST_REASON = 4
_BESIDE = ("court", "plan_version", "files", "photos", "priority_holders")


@dataclass(frozen=True)
class Prepare:
    """The frozen terms that the lot must show. `files` are the attachments (name, SHA-256), `photos` digests, in their order."""

    court_id: str
    case_id: str
    asset_id: str
    plan_id: str
    plan_digest: str
    title: str
    case_no: str
    site: str
    round_no: int
    start_price: Money
    deposit: Money
    increment: Money
    reference_price: Money
    opens_at: datetime
    scheduled_end_at: datetime
    balance_days: int
    court: str = ""
    plan_version: int = 1
    files: tuple[tuple[str, str], ...] = ()
    photos: tuple[str, ...] = ()
    priority_holders: int = 0


def prepare_round(w: Work, order: Prepare) -> Round:
    """A plan was frozen: a lot waits for its upload."""
    plain = {each.name: getattr(order, each.name) for each in fields(order) if each.name not in _BESIDE}
    found = Round(**plain, ends_at=order.scheduled_end_at, approved=_approved(order))
    w.session.add(found)
    w.flush()
    record(w, "round.prepared", "round", found.id, f"待上拍：{order.title}", case_id=order.case_id, digest=order.plan_digest)
    return found


def record_lot(w: Work, round_id: str, lot_id: str, lot_url: str = "") -> Round:
    """The clerk uploaded the package and enters the number that the site gave."""
    found = get_round(w, round_id)
    number, address = lot_id.strip(), lot_url.strip()
    if not number or len(number) > 40:
        raise Invalid("填写平台给出的拍品编号", field="lot_id")
    if address and (not address.startswith(("https://", "http://")) or len(address) > 300):
        raise Invalid("应为 http 或 https 开头的网址", field="lot_url")
    if found.lot_id is not None:
        raise Conflict(f"拍品编号已登记为 {found.lot_id}")
    taken = w.session.scalar(for_house(select(Round.id).where(Round.site == found.site, Round.lot_id == number)))
    if taken is not None:
        raise Invalid("该编号已登记在另一个拍次", field="lot_id")
    return note_lot(w, found, number, address)


def note_lot(w: Work, found: Round, number: str, address: str) -> Round:
    """The lot stands on its site under this number: follow it. Two rounds of one number end in Conflict."""
    found.lot_id, found.lot_url, found.next_read_at, found.news = number, address, w.now, found.news + 1
    w.flush()
    record(w, "round.lot_recorded", "round", found.id, f"已上传平台，拍品编号 {number}", case_id=found.case_id, digest=found.plan_digest)
    w.emit(events.ListingUploaded(*about(found), found.site, number))
    return found


def close_difference(w: Work, difference_id: str, reason: str) -> Difference:
    """Close an alarm with a reason: corrected by the site, another way of showing, or a stop was ordered."""
    found = get_difference(w, difference_id)
    round_ = get_round(w, found.round_id)
    if found.closed_at is not None:
        raise Conflict("这处不一致已经处理")
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid("写明处理理由", field="reason")
    found.closed_at, found.closed_by, found.reason = w.now, w.actor.id, reason.strip()
    round_.open_differences, round_.news = max(0, round_.open_differences - 1), round_.news + 1
    record(w, "difference.closed", "round", round_.id, f"说明不一致：{found.field}（{reason.strip()[:80]}）", case_id=found.case_id)
    return found


def confirm_result(w: Work, round_id: str, *, price: Money, winner_code: str, document_no: str = "") -> Round:
    """The court confirms a sale from the site's confirmation document (成交确认书) where the page does not show it."""
    found = get_round(w, round_id)
    if RoundStatus(found.status) in FINAL:
        raise Conflict("结果已经确认")
    if w.now < found.ends_at:
        raise Conflict("竞价还没有结束，不能确认结果")
    bids = [bid for bid in list_bids(w, round_id) if bid.gone_at is None]
    if not bids or bids[-1].price != price or bids[-1].bidder != winner_code.strip():
        raise Invalid("与最后一次有效出价不符，核对成交确认书", field="price")
    found.winner_code, found.final_price, found.ended_at = winner_code.strip(), price, found.ends_at
    found.result_document, found.news = document_no.strip()[:100], found.news + 1
    become(w, found, RoundStatus.SOLD)
    found.next_read_at = None
    words = f"确认成交：{found.title}{f'（成交确认书 {found.result_document}）' if found.result_document else ''}"
    record(w, "round.confirmed", "round", found.id, words, case_id=found.case_id, authority="法释〔2016〕18号 第22条")
    return found


def _approved(order: Prepare) -> dict[str, Any]:
    files = [list(each) for each in order.files]
    return {"court": order.court, "version": order.plan_version, "files": files, "photos": list(order.photos), "priority": order.priority_holders}
