"""How a site's dialect becomes snapshots: readers by kind of page, merged by precedence, settled by the state table. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import Any

from app.kernel.ids import digest_of
from app.kernel.money import Money
from app.sites.contract import Bid, Challenged, Changed, LotRef, LotState, RawPage, Refused, SiteFailure, Snapshot, Unreachable
from app.sites.known import Known
from app.sites.recorded import pages_of, question
from app.sites.scanning import bidder_code, decode
from app.sites.states import Signs, settle
from app.sites.walls import HEAD, is_wall, leads_to_wall

ATTACHMENT = "attachment:"
KNOWN = Known()
NO_FORM = "没有一种已知的页面形式与之相符"
PHOTO = "photo:"
_NOT_MERGED = frozenset({"site", "lot_id", "bids", "unread", "state", "read_at"})
_SOLD = frozenset({LotState.SOLD, LotState.SOLD_PENDING_COURT, LotState.UNPERFORMED})
_LOT = re.compile(r"[\w.:-]{0,60}")
_NEVER = (datetime.min.replace(tzinfo=UTC), Money(0))
_TERMS = ("title", "starting_price", "deposit", "increment", "start_at", "end_at", "bid_count", "current_price")


@dataclass(frozen=True)
class Reader:
    """Reads one kind of answer. `matches` recognises it by its text in a recorded file; `read` gives a snapshot for each lot on it.

    `several`: the answer tells of other lots too; beside answers of one lot only what it tells of that lot counts.
    """

    kind: str
    matches: Callable[[str], bool]
    read: Callable[[str, RawPage], tuple[Snapshot, ...]]
    several: bool = False


@dataclass(frozen=True)
class Dialect:
    """A site's readers, the strongest first: where two pages tell a field, the earlier reader's word stands. `walls` are marks of captcha and login pages."""

    site: str
    readers: tuple[Reader, ...]
    walls: tuple[str, ...] = ()

    def parse(self, pages: tuple[RawPage, ...]) -> Snapshot:
        """All pages of one lot → one snapshot; Changed when nothing is told or two lots are mixed."""
        known = self._ranked(tuple(page for page in pages if not page.kind.startswith((ATTACHMENT, PHOTO))))
        told = [(self.readers[rank].several, each) for rank, text, page in known for each in KNOWN.read(partial(_read, self.readers[rank]), text, page)]
        lots = {each.lot_id for several, each in told if each.lot_id and not several}
        if len(lots) != 1:
            raise Changed("页面属于不同的标的，或没有标的编号", pages=pages)
        lot = lots.pop()
        whole = self._whole(lot, tuple(each for several, each in told if not several or each.lot_id == lot))
        return _expected(_with_files(whole, pages))

    def read_file(self, name: str, content: bytes) -> tuple[Snapshot, ...]:
        """A recorded file → a snapshot for each lot in it; the lots of a list in its order."""
        pages = pages_of(name, content)
        told = self._saved(name, pages)
        lots = tuple(dict.fromkeys(each.lot_id for each in told if each.lot_id))
        if len(lots) < 2:
            return (self._whole("".join(lots), told),)
        return tuple(self._whole(lot, tuple(each for each in told if each.lot_id == lot)) for lot in lots)

    def recognises(self, page: RawPage) -> bool:
        """Is the answer of a form that this dialect reads? (A saved HAR also holds fonts, scripts and strangers' answers.)"""
        try:
            text = decode(page.content)
        except Changed:
            return False
        return any(reader.matches(text) for reader in self.readers)

    def _saved(self, name: str, pages: tuple[RawPage, ...]) -> tuple[Snapshot, ...]:
        """What a file tells. Of a visit with many answers a refused one is passed over, if others tell something; of one question the last answer counts."""
        told: dict[tuple[str, ...], tuple[Snapshot, ...]] = {}
        lost: list[SiteFailure] = []
        for rank, text, page in self._ranked(tuple(page for page in pages if len(pages) == 1 or self.recognises(page))):
            try:
                told[self.readers[rank].kind, *question(page.url)] = _read(self.readers[rank], text, page)
            except (Refused, Unreachable, Challenged) as failure:
                lost.append(failure)
        if any(told.values()):
            return tuple(each for several in told.values() for each in several)
        if lost:
            raise lost[0]
        if any(is_wall(page.content.decode("utf-8", "ignore"), self.walls) or _is_redirect(page, page.url) for page in pages):
            raise Challenged("记录中只有验证或登录页面", pages=pages)
        raise Changed(f"文件 {name} 中没有可识别的标的")

    def _ranked(self, pages: tuple[RawPage, ...]) -> list[tuple[int, str, RawPage]]:
        """The pages with their reader's rank, the strongest reader's word first."""
        return sorted(((self._rank(page, text), text, page) for page in pages for text in (decode(page.content),)), key=itemgetter(0))

    def _rank(self, page: RawPage, text: str) -> int:
        wall = is_wall(text, self.walls)
        fits = [rank for rank, reader in enumerate(self.readers) if reader.matches(text)] if wall or not page.kind else []
        if (wall and not (fits and len(text) > HEAD)) or (not fits and not page.kind and _is_redirect(page, text)):
            raise Challenged("站点返回的是验证或登录页面", pages=(page,))
        named = [rank for rank, reader in enumerate(self.readers) if reader.kind == page.kind] if page.kind else fits
        if not named:
            raise Changed(NO_FORM, pages=(page,))
        return named[0]

    def _whole(self, lot_id: str, told: tuple[Snapshot, ...]) -> Snapshot:
        whole = merge(self.site, lot_id, told)
        return _decided(replace(whole, state=settle(_signs(whole))))


def _is_redirect(page: RawPage, text: str) -> bool:
    """A redirect that a HAR recorded stands as a page that holds only where it led."""
    return text == page.url and page.content == page.url.encode() and leads_to_wall(page.url)


def assure(snapshot: Snapshot, ref: LotRef, pages: tuple[RawPage, ...] = ()) -> Snapshot:
    """The snapshot, if it is of the lot that was asked for; some sites answer with another lot's data (caa123 id 1888)."""
    if snapshot.lot_id != ref.lot_id:
        raise Changed(f"要读的是标的 {ref.lot_id}，页面却是 {snapshot.lot_id}", pages=pages)
    return snapshot


def merge(site: str, lot_id: str, told: tuple[Snapshot, ...]) -> Snapshot:
    """What several answers tell of one lot: for each field the first that tells it; bids of several pages joined, repeats at page seams once."""
    values: dict[str, Any] = {each.name: _first(getattr(part, each.name) for part in told) for each in fields(Snapshot) if each.name not in _NOT_MERGED}
    deciding = next((part for part in told if part.state is not LotState.UNKNOWN), None)
    state = deciding.state if deciding else LotState.UNKNOWN
    if deciding and deciding.raw_state:
        values["raw_state"] = deciding.raw_state
    total = next((part.bid_count for part in told if part.bid_count is not None), None)
    placed = any(part.bids and "bids" in part.unread for part in told)
    bids = _joined(told, total, placed=placed)
    whole = placed and bids is not None and len(bids) == total
    unread = tuple(dict.fromkeys(name for part in told for name in part.unread if not (whole and name == "bids")))
    return Snapshot(site, lot_id, state=state, bids=bids, unread=unread, read_at=_latest(told), **values)


def newest_first(rows: Iterable[Bid]) -> tuple[Bid, ...]:
    """Rows as a site lists them, newest first → oldest first, counted from 1."""
    return tuple(Bid(number, each.bidder, each.price, each.at, each.priority) for number, each in enumerate(reversed(tuple(rows)), start=1))


def page_of_bids(rows: Iterable[Bid], *, total: int | None, newer: int) -> tuple[Bid, ...]:
    """One page of a log, newest first, `newer` bids on pages before it → oldest first, numbered in the whole log. If `newer`, name bids as unread."""
    page = newest_first(rows)
    older = max(0, (total or 0) - newer - len(page)) if newer else 0
    return tuple(replace(each, seq=each.seq + older) for each in page)


def by_their_times(rows: Iterable[Bid]) -> tuple[Bid, ...]:
    """Rows of a site whose order is not known: turned as a whole if the first is later than the last. → oldest first, counted from 1."""
    listed = tuple(rows)
    down = bool(listed) and (listed[0].at, listed[0].price) > (listed[-1].at, listed[-1].price)
    return newest_first(listed if down else reversed(listed))


def _joined(told: tuple[Snapshot, ...], total: int | None, *, placed: bool) -> tuple[Bid, ...] | None:
    """`placed`: a page that is not the newest is among them, so the oldest page's own numbers count; else the older ones are missing."""
    lists = [part.bids for part in told if part.bids is not None]
    if not lists:
        return None
    lists.sort(key=lambda rows: max(((each.at, each.price) for each in rows), default=_NEVER), reverse=True)
    joined: list[Bid] = []
    for rows in lists:
        seen = {(each.bidder, each.price, each.at) for each in joined}
        joined.extend(each for each in reversed(rows) if (each.bidder, each.price, each.at) not in seen)
    missing = lists[-1][0].seq - 1 if placed and lists[-1] else max(0, (total or 0) - len(joined))
    oldest = enumerate(reversed(joined), start=missing + 1)
    return tuple(Bid(number, bidder_code(each.bidder), each.price, each.at, each.priority) for number, each in oldest)


def _read(reader: Reader, text: str, page: RawPage) -> tuple[Snapshot, ...]:
    """A reader's words. A failure carries the page; an answer whose parts are of another kind than the reader takes them for is Changed, whatever broke."""
    try:
        told = reader.read(text, page)
        if not all(_LOT.fullmatch(each.lot_id) for each in told):
            raise Changed("标的编号不是编号")
        return told
    except SiteFailure as failure:
        failure.pages = failure.pages or (page,)
        raise
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise Changed("回答的形式已变，未能识别", pages=(page,)) from error


def _latest(told: tuple[Snapshot, ...]) -> datetime | None:
    return max((part.read_at for part in told if part.read_at is not None), default=None)


def _first(values: Iterator[object]) -> object:
    return next((each for each in values if each is not None), None)


def _decided(whole: Snapshot) -> Snapshot:
    """A winner and a final price only where it is sold: until then the first row is only the leader."""
    if whole.state not in _SOLD:
        return replace(whole, winner_code=None, final_price=None)
    last = whole.bids[-1] if whole.bids else None
    winner = bidder_code(whole.winner_code) or (last.bidder if last else None)
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
