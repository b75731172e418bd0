"""A confirmation document (成交确认书) as text or page, of any site: the bidder's code, the price, the end. The buyer's name is never taken out."""

from __future__ import annotations

import re

from app.kernel.clock import local
from app.sites.contract import Changed, LotState, RawPage, Snapshot
from app.sites.markup import read_page
from app.sites.reading import Reader
from app.sites.scanning import Unit, bidder_code, find_moment, labelled_money

_TITLE = re.compile(r"(?:成交|竞价成功|竞买成功|竞拍成功)\s*确认书")
_CODE = re.compile(r"(?:竞买号码?|竞买代码|竞价账号|竞价号|竞买编号)\s*(?:为|[:：])?\s*([A-Za-z0-9][A-Za-z0-9_-]{1,23})")
_PRICE = r"(?:网络拍卖成交价格|网拍成交价格|网络变卖成交价格|拍卖成交价|变卖成交价|成交价格|成交金额|成交价)(?:（[^）]{0,8}）)?"
_ENDED = r"(?:网拍结束时间|拍卖结束时间|变卖结束时间|竞价结束时间|成交时间)\s*[:：为]?"
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_LOT = re.compile(r"[?&](?:itemId|item_id|id|oid|paimaiId|lotId)=(\d+)|/confirm(?:ation)?/(\d+)")


def deal_reader(site: str) -> Reader:
    """The reader for a dialect; put it behind the readers of pages that only mention the document."""
    return Reader("confirmation", is_deal, lambda text, page: (read_deal(site, text, page),))


def is_deal(text: str) -> bool:
    """Is it the document itself, not a page that speaks of it? Its heading, a code and a price stand in a short text."""
    if len(text) > 60_000 or not ("确认书" in text or "\\u786e" in text):
        return False
    flat = _flat(text)
    return _TITLE.search(flat) is not None and _CODE.search(flat) is not None and re.search(_PRICE, flat) is not None


def read_deal(site: str, text: str, page: RawPage) -> Snapshot:
    """The document → code, price, and where the document is. Changed when code or price is missing."""
    flat = _flat(text)
    code, price = _CODE.search(flat), labelled_money(flat, _PRICE, unit=Unit.YUAN)
    if code is None or price is None:
        raise Changed("成交确认书缺少竞买号或成交价")
    lot = _LOT.search(page.url)
    return Snapshot(
        site=site,
        lot_id=next((each for each in lot.groups() if each), "") if lot else "",
        state=LotState.SOLD,
        winner_code=bidder_code(code.group(1)),
        final_price=price,
        read_at=page.read_at,
        confirmation=reference(flat, page),
    )


def reference(flat: str, page: RawPage) -> str:
    """What the document is called by: its address without what was asked with it, or its end time; never a name out of it."""
    ended = find_moment(flat, _ENDED)
    told = f"成交确认书 {local(ended).isoformat()}" if ended else "成交确认书"
    return told if page.url.startswith("file:") or not page.url else page.url.split("#")[0][:300]


def _flat(text: str) -> str:
    """The words of a page, also of one that stands as text inside an answer (\\u4e2d, \\/, \\")."""
    told = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    return read_page(told.replace("\\/", "/").replace('\\"', '"')).text
