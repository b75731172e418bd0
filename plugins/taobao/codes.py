"""Taobao's own words and numbers for states, as neutral claims (sites.md §1, TOP lot status codes)."""

from __future__ import annotations

from app.sites.contract import LotState

# TOP taobao.auction.gov.get.auction.status; the item page's hidden J_Status uses the same numbers (4 on a failed lot, 2017; the others inferred).
TOP_STATES = {
    "0": LotState.UPCOMING,
    "1": LotState.LIVE,
    "2": LotState.SOLD_PENDING_COURT,
    "3": LotState.UNKNOWN,
    "4": LotState.FAILED_PENDING_COURT,
    "5": LotState.SOLD,
    "6": LotState.FAILED,
    "7": LotState.WITHDRAWN,
    "8": LotState.SUSPENDED,
    "10": LotState.UNPERFORMED,
}
LIST_STATES = {
    "todo": LotState.UPCOMING,
    "doing": LotState.LIVE,
    "done": LotState.SOLD,
    "failure": LotState.FAILED,
    "break": LotState.SUSPENDED,
    "revocation": LotState.WITHDRAWN,
}
# mtop bidStatus: 1 to 4 seen by clients, 5 and 6 unverified, so they stay unknown until a person looks.
MTOP_STATES = {
    "1": LotState.UPCOMING,
    "2": LotState.UPCOMING,
    "3": LotState.LIVE,
    "4": LotState.ENDED_UNCONFIRMED,
}
# Neighbour category 拍卖/资产 (zc): 46993.
ZC_STATES = {
    "0": LotState.UPCOMING,
    "1": LotState.LIVE,
    "2": LotState.SUSPENDED,
    "3": LotState.WITHDRAWN,
    "4": LotState.UNPERFORMED,
    "5": LotState.SOLD,
    "6": LotState.FAILED,
    "7": LotState.DEBT_SETTLED,
}
WON = "99"
SITE = "taobao"

OTHER_BUILDINGS = "200798003"
CATEGORIES = {
    ("house", "住宅"): "50025969",
    ("house", "公寓"): "50025969",
    ("house", "自建房"): "50025969",
    ("house", "商铺"): "200782003",
    ("house", "办公"): "200782003",
    ("house", "仓储"): "200788003",
    ("land", ""): "50025970",
    ("vehicle", ""): "50025972",
}
"""Numbers of categories in list addresses (sites.md, taobao) by the house's kind and Chinese subkind, '' for every subkind."""
