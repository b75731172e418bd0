"""How a site's dialect becomes snapshots: readers by kind of page, merged by precedence, settled by the state table. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from app.kernel.ids import digest_of
from app.sites.contract import Bid, Challenged, Changed, LotRef, LotState, RawPage, Snapshot
from app.sites.recorded import pages_of
from app.sites.scanning import decode
from app.sites.states import Signs, settle
from app.sites.walls import is_wall

ATTACHMENT = "attachment:"
PHOTO = "photo:"
_NOT_MERGED = frozenset({"site", "lot_id", "bids", "unread", "state", "read_at"})
_SOLD = frozenset({LotState.SOLD, LotState.SOLD_PENDING_COURT, LotState.UNPERFORMED})
_TERMS = ("title", "starting_price", "deposit", "increment", "start_at", "end_at", "bid_count", "current_price")


@dataclass(frozen=True)
class Reader:
    """Reads one kind of answer. `matches` recognises it by its text in a recorded file; `read` gives a snapshot for each lot on it."""

    kind: str
    matches: Callable[[str], bool]
    read: Callable[[str, RawPage], tuple[Snapshot, ...]]


@dataclass(frozen=True)
class Dialect:
    """A site's readers, the strongest first: where two pages tell a field, the earlier reader's word stands. `walls` are marks of captcha and login pages."""

    site: str
    readers: tuple[Reader, ...]
    walls: tuple[str, ...] = ()

    def parse(self, pages: tuple[RawPage, ...]) -> Snapshot:
        """All pages of one lot → one snapshot; Changed when nothing is told or two lots are mixed."""
        told = self._told(tuple(page for page in pages if not page.kind.startswith((ATTACHMENT, PHOTO))))
        lots = {each.lot_id for each in told if each.lot_id}
        if len(lots) != 1:
            raise Changed("页面属于不同的标的，或没有标的编号", pages=pages)
        whole = self._whole(lots.pop(), told)
        return _expected(_with_files(whole, pages))

    def read_file(self, name: str, content: bytes) -> tuple[Snapshot, ...]:
        """A recorded file → a snapshot for each lot in it, in the file's order."""
        pages = pages_of(name, content)
        told = self._told(tuple(page for page in pages if len(pages) == 1 or self.recognises(page)))
        if not told:
            raise Changed(f"文件 {name} 中没有可识别的标的")
        lots = tuple(dict.fromkeys(each.lot_id for each in told if each.lot_id))
        if len(lots) < 2:
            return (self._whole("".join(lots), told),)
        return tuple(self._whole(lot, tuple(each for each in told if each.lot_id == lot)) for lot in lots)

    def recognises(self, page: RawPage) -> bool:
        """Is the answer of a form that this dialect reads? (A saved HAR also holds fonts, scripts and strangers' answers.)"""
        text = decode(page.content)
        return any(reader.matches(text) for reader in self.readers)

    def _told(self, pages: tuple[RawPage, ...]) -> tuple[Snapshot, ...]:
        """What the pages tell, the strongest reader's word first."""
        chosen = [(self._rank(page, text), text, page) for page in pages for text in (decode(page.content),)]
        return tuple(each for rank, text, page in sorted(chosen, key=itemgetter(0)) for each in _read(self.readers[rank], text, page))

    def _rank(self, page: RawPage, text: str) -> int:
        if is_wall(text, self.walls):
            raise Challenged("站点返回的是验证或登录页面", pages=(page,))
        for rank, reader in enumerate(self.readers):
            if reader.kind == page.kind or (not page.kind and reader.matches(text)):
                return rank
        raise Changed("没有一种已知的页面形式与之相符", pages=(page,))

    def _whole(self, lot_id: str, told: tuple[Snapshot, ...]) -> Snapshot:
        whole = merge(self.site, lot_id, told)
        return _decided(replace(whole, state=settle(_signs(whole))))


def assure(snapshot: Snapshot, ref: LotRef, pages: tuple[RawPage, ...] = ()) -> Snapshot:
    """The snapshot, if it is of the lot that was asked for; some sites answer with another lot's data (caa123 id 1888)."""
    if snapshot.lot_id != ref.lot_id:
        raise Changed(f"要读的是标的 {ref.lot_id}，页面却是 {snapshot.lot_id}", pages=pages)
    return snapshot


def merge(site: str, lot_id: str, told: tuple[Snapshot, ...]) -> Snapshot:
    """What several answers tell of one lot: for each field the first that tells it; bids of several pages joined, repeats at page seams once."""
    values: dict[str, Any] = {each.name: _first(getattr(part, each.name) for part in told) for each in fields(Snapshot) if each.name not in _NOT_MERGED}
    state = next((part.state for part in told if part.state is not LotState.UNKNOWN), LotState.UNKNOWN)
    unread = tuple(dict.fromkeys(name for part in told for name in part.unread))
    total = next((part.bid_count for part in told if part.bid_count is not None), None)
    return Snapshot(site, lot_id, state=state, bids=_joined(told, total), unread=unread, read_at=_latest(told), **values)


def newest_first(rows: Iterable[Bid]) -> tuple[Bid, ...]:
    """Rows as a site lists them, newest first → oldest first, counted from 1."""
    return tuple(replace(each, seq=number) for number, each in enumerate(reversed(tuple(rows)), start=1))


def _joined(told: tuple[Snapshot, ...], total: int | None) -> tuple[Bid, ...] | None:
    lists = [part.bids for part in told if part.bids is not None]
    if not lists:
        return None
    joined: list[Bid] = []
    for rows in lists:
        seen = {(each.bidder, each.price, each.at) for each in joined}
        joined.extend(each for each in reversed(rows) if (each.bidder, each.price, each.at) not in seen)
    missing = max(0, (total or 0) - len(joined))
    return tuple(replace(each, seq=each.seq + missing) for each in newest_first(joined))


def _read(reader: Reader, text: str, page: RawPage) -> tuple[Snapshot, ...]:
    try:
        return reader.read(text, page)
    except Changed as failure:
        raise Changed(failure.message, pages=(page,)) from failure


def _latest(told: tuple[Snapshot, ...]) -> datetime | None:
    return max((part.read_at for part in told if part.read_at is not None), default=None)


def _first(values: Iterator[object]) -> object:
    return next((each for each in values if each is not None), None)


def _decided(whole: Snapshot) -> Snapshot:
    """A winner and a final price only where it is sold: until then the first row is only the leader."""
    if whole.state not in _SOLD:
        return replace(whole, winner_code=None, final_price=None)
    last = whole.bids[-1] if whole.bids else None
    winner = whole.winner_code or (last.bidder if last else None)
    return replace(whole, winner_code=winner, final_price=whole.final_price or whole.current_price)


def _signs(whole: Snapshot) -> Signs:
    return Signs(whole.state, whole.read_at, whole.start_at, running_end(whole), whole.bid_count, whole.reserve_flag, bool(whole.confirmation))


def running_end(whole: Snapshot) -> datetime | None:
    """The end as it runs: some sites (gpai, rmfysszc) go on showing the announced end, so a late bid's time + the extension period counts (law NA-25)."""
    if whole.end_at is None or not whole.bids or not whole.extension_minutes:
        return whole.end_at
    period = timedelta(minutes=whole.extension_minutes)
    end = whole.end_at
    for bid in whole.bids:
        end = max(end, bid.at + period) if end - period <= bid.at < end else end
    return end


def photo_name(address: str) -> str:
    """What a photo is called by: the last part of its address, as sites give photos no names."""
    return address.split("?")[0].rstrip("/").rsplit("/", 1)[-1]


def _with_files(whole: Snapshot, pages: tuple[RawPage, ...]) -> Snapshot:
    return replace(whole, attachments=_digested(whole.attachments, pages, ATTACHMENT), photos=_digested(whole.photos, pages, PHOTO))


def _digested(named: tuple[tuple[str, str], ...] | None, pages: tuple[RawPage, ...], prefix: str) -> tuple[tuple[str, str], ...] | None:
    if named is None:
        return None
    digests = {page.kind.removeprefix(prefix): digest_of(page.content) for page in pages if page.kind.startswith(prefix)}
    return tuple((name, digests.get(name, digest)) for name, digest in named)


def _expected(whole: Snapshot) -> Snapshot:
    missing = tuple(name for name in _TERMS if getattr(whole, name) is None and name not in whole.unread)
    return replace(whole, unread=whole.unread + missing)
