"""The gateway's answers: the lot and its bids of docs/private-line.md §6. JSON, yuan as text, times with their zone. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from app.sites.contract import Bid, Changed, LotState, RawPage, Refused, Snapshot
from app.sites.literals import read_mapping
from app.sites.logreader import log_reader
from app.sites.reading import Dialect, Reader, newest_first
from app.sites.scanning import Unit, bidder_code, count, money, plain

SITE = "courtgate"
_STATES = {
    "accepted": LotState.UNKNOWN,
    "upcoming": LotState.UPCOMING,
    "live": LotState.LIVE,
    "paused": LotState.PAUSED,
    "postponed": LotState.POSTPONED,
    "suspended": LotState.SUSPENDED,
    "withdrawn": LotState.WITHDRAWN,
    "sold_pending_court": LotState.SOLD_PENDING_COURT,
    "failed_pending_court": LotState.FAILED_PENDING_COURT,
    "sold": LotState.SOLD,
    "failed": LotState.FAILED,
    "unperformed": LotState.UNPERFORMED,
}


def read_lot(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """/lots/<lot_id>. `accepted` is a lot that is not announced yet: no state of the public's."""
    row = _answer(text)
    word = str(row.get("state"))
    if not row.get("lot_id") or word not in _STATES:
        raise Changed(f"网关的回答缺少 lot_id，或状态“{word[:30]}”不在已知之列")
    shown = Snapshot(
        site=SITE,
        lot_id=str(row["lot_id"]),
        title=plain(row.get("title")),
        state=_STATES[word],
        raw_state=word,
        round=count(row.get("round")),
        starting_price=money(row.get("starting_price"), Unit.YUAN),
        appraisal_price=money(row.get("appraisal_price"), Unit.YUAN),
        deposit=money(row.get("deposit"), Unit.YUAN),
        increment=money(row.get("increment"), Unit.YUAN),
        start_at=_instant(row, "start_at"),
        end_at=_instant(row, "end_at"),
        extensions=count(row.get("extensions")),
        current_price=money(row.get("current_price"), Unit.YUAN),
        bid_count=count(row.get("bid_count")),
        applicants=count(row.get("applicants")),
        viewers=count(row.get("viewers")),
        court=plain(row.get("court")),
        winner_code=bidder_code(str(row["winner_code"])) if row.get("winner_code") else None,
        final_price=money(row.get("final_price"), Unit.YUAN),
        attachments=_names(text, "attachments"),
        photos=_names(text, "photos"),
        read_at=page.read_at or _instant(row, "at"),
        extension_minutes=count(row.get("extension_minutes")),
        confirmation=plain(row.get("confirmation")),
    )
    return (shown,)


def read_bids(text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """/lots/<lot_id>/bids: one page, newest first."""
    row = _answer(text)
    rows = newest_first(_bid(each) for each in _rows(row, "bids"))
    return (Snapshot(SITE, str(row.get("lot_id") or ""), bid_count=count(row.get("bid_count")), bids=rows, read_at=page.read_at),)


def files_in(text: str, field: str) -> tuple[tuple[str, str], ...]:
    """(name, SHA-256) of the lot's attachments or photos, in their order."""
    rows = _rows(_answer(text), field)
    if not all(isinstance(row.get("name"), str) and isinstance(row.get("sha256"), str) for row in rows):
        raise Changed("网关的文件清单形式已变")
    return tuple((row["name"], row["sha256"]) for row in rows)


def _names(text: str, field: str) -> tuple[tuple[str, str], ...]:
    """Names without the digests that the gateway claims: a digest counts only of bytes that were fetched."""
    return tuple((name, "") for name, _ in files_in(text, field))


def lowest_number(text: str) -> int:
    """The number of the oldest bid of a page; 0 for an empty one. Above 1 there is more to ask for."""
    return min((count(row.get("seq")) or 0 for row in _rows(_answer(text), "bids")), default=0)


def nonce_of(text: str) -> str:
    """The nonce of the question that an answer repeats."""
    return str(_answer(text).get("nonce") or "")


def _answer(text: str) -> dict[str, Any]:
    row = read_mapping(text)
    if row.get("line") != 1:
        raise Changed("网关的回答不是专线第 1 版")
    if row.get("error"):
        raise Refused(f"网关拒绝：{str(row['error'])[:60]}")
    return row


def _rows(row: dict[str, Any], field: str) -> list[dict[str, Any]]:
    rows = row.get(field)
    if not isinstance(rows, list) or not all(isinstance(each, dict) for each in rows):
        raise Changed(f"网关的回答缺少 {field}")
    return rows


def _bid(row: dict[str, Any]) -> Bid:
    price, at = money(row.get("price"), Unit.YUAN), _instant(row, "at")
    if not row.get("code") or price is None or at is None:
        raise Changed("网关出价记录的一行缺少竞买号、价格或时间")
    return Bid(0, bidder_code(str(row["code"])), price, at, priority=bool(row.get("priority")))


def _instant(row: dict[str, Any], field: str) -> datetime | None:
    """ISO with a zone; one without is not understood (docs/private-line.md §6)."""
    value = row.get(field)
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        raise Changed(f"网关的时间 {field} 无法识别") from None
    if at.tzinfo is None:
        raise Changed(f"网关的时间 {field} 没有时区")
    return at.astimezone(UTC)


DIALECT = Dialect(
    site=SITE,
    readers=(
        Reader("lot", lambda text: '"line"' in text and '"start_at"' in text, read_lot),
        Reader("bids", lambda text: '"line"' in text and '"bids"' in text, read_bids),
        Reader("refusal", lambda text: '"line"' in text and '"error"' in text, read_lot),
        log_reader(SITE),
    ),
)
