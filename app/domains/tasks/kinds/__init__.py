"""Kinds of tasks, one file each, found by scanning this folder: a file without KIND is a fault of the house at start."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import lru_cache

from app.domains.tasks.fields import Kind
from app.kernel.errors import Invalid, NotAllowed

COURT_ONLY: Mapping[str, str] = {
    "announcement": "制作并发布公告",
    "condition_finding": "查明财产现状、权利负担",
    "price_setting": "确定保留价、保证金、税费负担",
    "payment_way": "确定保证金、拍卖款支付方式",
    "party_notice": "通知当事人和优先购买权人",
    "sale_ruling": "制作拍卖成交裁定",
    "delivery": "办理财产交付和出具财产权证照转移协助执行通知书",
    "account": "开设网络拍卖专用账户",
}


@lru_cache(maxsize=1)
def all_kinds() -> Mapping[str, Kind]:
    """Every kind by code, in the order of groups and titles."""
    names = sorted(each.name for each in pkgutil.iter_modules(__path__))
    found: list[Kind] = [importlib.import_module(f"{__name__}.{name}").KIND for name in names]
    for name, kind in zip(names, found, strict=True):
        if kind.code != name:
            raise ValueError(f"{name}.py holds the kind {kind.code}")
    return {kind.code: kind for kind in sorted(found, key=lambda each: (each.group, each.code))}


def get_kind(code: str) -> Kind:
    """A kind by code. What the law keeps for the court is refused by name (M-21, 法释〔2016〕18号第6条), an unknown code is Invalid."""
    if code in COURT_ONLY:
        words = f"“{COURT_ONLY[code]}”不能交给机构：法释〔2016〕18号第6条，应由法院办理。由本院人员办理；机构可做第7条所列辅助工作"
        raise NotAllowed(words, code="court_only", field="kind")
    kind = all_kinds().get(code)
    if kind is None:
        raise Invalid("没有这种任务，从列表中选", field="kind")
    return kind


def kind_title(code: str) -> str:
    """The kind's name on screens; the code itself for a kind that is no longer known."""
    kind = all_kinds().get(code)
    return kind.title if kind else code
