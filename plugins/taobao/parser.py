"""Taobao's dialect: which answers there are, how each is recognised, whose word outranks whose. Pure."""

from __future__ import annotations

from app.sites.contract import LotState
from app.sites.logreader import log_reader
from app.sites.reading import Dialect, Reader
from plugins.taobao.codes import SITE
from plugins.taobao.lists import ISLAND, read_list, read_mtop, read_top, read_values
from plugins.taobao.pages import read_attachments, read_bids, read_item

DIALECT = Dialect(
    site=SITE,
    readers=(
        Reader("top", lambda text: "_response" in text[:80], read_top),
        Reader("item", lambda text: "sf-countdown" in text and "<" in text and "@data-" not in text, read_item),
        Reader("bids", lambda text: "totalCnt" in text and "records" in text, read_bids),
        Reader("mtop", lambda text: '"ret"' in text and '"api"' in text, read_mtop),
        Reader("values", lambda text: "#J_ItemId@value" in text, read_values),
        Reader("list", lambda text: ISLAND in text or "xmppVersion" in text, read_list),
        log_reader(SITE, LotState.SOLD_PENDING_COURT),
        Reader("attachments", lambda text: text.lstrip().startswith("[") and '"title"' in text, read_attachments),
    ),
    walls=("RGV587_ERROR",),
)
