"""Taobao's dialect: which answers there are, how each is recognised, whose word outranks whose. Pure."""

from __future__ import annotations

import re

from app.sites.contract import LotState
from app.sites.dealpaper import is_deal
from app.sites.logreader import log_reader
from app.sites.reading import Dialect, Reader
from plugins.taobao.codes import SITE
from plugins.taobao.lists import ISLAND, read_list, read_mtop, read_values
from plugins.taobao.pages import read_attachments, read_bids, read_deal_answer, read_item
from plugins.taobao.top import is_latest, is_top, read_latest, read_top

_MTOP = re.compile(r"[\"']ret[\"']\s*:\s*\[")
_FILES = re.compile(r"^\s*(?:\w+\s*\(\s*)?(?:\[\s*\{\s*[\"']?(?:id|title)\b|\{.*[\"']?attaches[\"']?\s*:)", re.S)

DIALECT = Dialect(
    site=SITE,
    readers=(
        Reader("top", lambda text: is_top(text) and not is_latest(text), read_top),
        Reader("item", lambda text: "sf-countdown" in text and "<" in text and "@data-" not in text, read_item),
        Reader("bids", lambda text: "totalCnt" in text and "records" in text, read_bids),
        Reader("latestbid", is_latest, read_latest, several=True),
        Reader("mtop", lambda text: _MTOP.search(text) is not None and "mtop." in text, read_mtop),
        Reader("values", lambda text: "#J_ItemId@value" in text, read_values),
        Reader("list", lambda text: ISLAND in text or "xmppVersion" in text, read_list),
        log_reader(SITE, LotState.SOLD_PENDING_COURT),
        Reader("attachments", lambda text: _FILES.match(text) is not None, read_attachments),
        Reader("confirmation", is_deal, read_deal_answer),
    ),
    walls=("RGV587_ERROR",),
)
