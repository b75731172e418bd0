"""Two versions of a plan side by side (S11): figures with their change, texts by words, what touches the panel's five matters. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from app.domains.plans.checks.points import SECTION_TITLES, SECTIONS
from app.domains.plans.rows import write_arrears, write_tax
from app.domains.plans.types import ArrearsRow, PriorityHolder, TaxRow, Terms
from app.kernel.money import Money
from app.web import formats

LABELS: Mapping[str, Mapping[str, str]] = {
    "platform": {"site": "拍卖平台", "site_chosen_by": "平台由谁选定", "site_basis": "选择的来源或指定的理由"},
    "price": {
        "start_price": "起拍价",
        "deposit": "保证金",
        "increment": "加价幅度",
        "reduction_percent": "二拍降价（%）",
        "senior_claims": "优先债权",
        "cost": "强制执行费用",
    },
    "time": {
        "announce_on": "公告发布",
        "opens_at": "竞价开始",
        "bidding_hours": "竞价时长（小时）",
        "extension_minutes": "延时周期（分钟）",
        "balance_days": "余款支付期限（日）",
    },
    "text": {"announcement": "拍卖公告", "instructions": "竞买须知", "warnings": "特别提示"},
    "priority": {"priority_holders": "优先购买权人及顺位"},
    "tax": {"tax_bearer": "税费承担", "taxes": "税费", "arrears": "欠费"},
    "occupancy": {"vacating": "腾空移交安排", "viewing": "看样安排", "consult_phone": "咨询电话"},
    "photos": {"photos": "照片", "videos": "视频"},
    "attachments": {"attachments": "附件"},
}
PANEL_FIELDS = frozenset({"start_price", "deposit", "increment", "reduction_percent", "priority_holders"})
TEXTS = frozenset({"announcement", "instructions", "warnings"})
_WORDS = re.compile(r"[\d.,:%]+|[A-Za-z]+|\s+|.", re.DOTALL)
_CHOSEN = {"applicant": "申请执行人选定", "court": "法院指定"}


@dataclass(frozen=True)
class Difference:
    """One field of both versions; `parts` marks a text by words."""

    name: str
    label: str
    left: str
    right: str
    same: bool
    votes: bool
    delta: str = ""
    parts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Group:
    """The fields of one section."""

    title: str
    rows: Sequence[Difference]


def compare(left: Terms, right: Terms, site_titles: Mapping[str, str]) -> list[Group]:
    """All fields by section, equal ones too."""
    return [Group(SECTION_TITLES[name], list(_rows(left, right, LABELS[name], site_titles))) for name in SECTIONS]


def differences(groups: Sequence[Group]) -> list[Difference]:
    """What is not the same."""
    return [row for group in groups for row in group.rows if not row.same]


def words_changed(left: str, right: str) -> list[tuple[str, str]]:
    """A text by words: (same | removed | added, words)."""
    before, after = _WORDS.findall(left), _WORDS.findall(right)
    found: list[tuple[str, str]] = []
    for act, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if act == "equal":
            found.append(("same", "".join(before[i1:i2])))
            continue
        found += [(kind, "".join(words)) for kind, words in (("removed", before[i1:i2]), ("added", after[j1:j2])) if words]
    return found


def said(name: str, value: Any, site_titles: Mapping[str, str]) -> str:
    """A value as people read it."""
    if name == "site":
        return site_titles.get(str(value), str(value)) or "—"
    if name == "site_chosen_by":
        return _CHOSEN.get(str(value), str(value))
    if name == "opens_at":
        return formats.moment(value)
    if name == "announce_on":
        return formats.day(value)
    if isinstance(value, Money):
        return f"{value.grouped} 元"
    if isinstance(value, tuple):
        return "；".join(_listed(each) for each in value) or "无"
    return "—" if value in (None, "") else str(value)


def _rows(left: Terms, right: Terms, labels: Mapping[str, str], site_titles: Mapping[str, str]) -> Iterator[Difference]:
    for name, label in labels.items():
        before, after = getattr(left, name), getattr(right, name)
        parts = words_changed(before, after) if name in TEXTS and before != after else ()
        yield Difference(
            name,
            label,
            said(name, before, site_titles),
            said(name, after, site_titles),
            same=before == after,
            votes=name in PANEL_FIELDS and before != after,
            delta=_delta(before, after),
            parts=parts,
        )


def _delta(before: Any, after: Any) -> str:
    if not isinstance(before, Money) or not isinstance(after, Money) or not before or before == after:
        return ""
    change = (after - before).ratio(before)
    return f"{'▲' if change > 0 else '▼'}{formats.rate(abs(change), 1)}"


def _listed(each: Any) -> str:
    if isinstance(each, PriorityHolder):
        return f"{each.name}（{each.right}，第{each.rank}顺位）"
    if isinstance(each, TaxRow):
        return write_tax(each)
    if isinstance(each, ArrearsRow):
        return write_arrears(each)
    if isinstance(each, tuple):
        return f"{each[0]} {formats.digest(each[1])}"
    return formats.digest(str(each))
