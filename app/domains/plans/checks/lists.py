"""The content lists of the announcement day (law.md §12): what is published on it (CL-02, eleven items) and the special warnings (CL-03, seven). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.domains.plans.checks.points import Point, point
from app.domains.plans.types import Subject, Terms
from app.law.contents import PUBLICATION, SPECIAL_WARNINGS, ContentItem
from app.law.findings import Severity
from app.law.folding import fold
from app.law.rulebook import finding

_WARNINGS: Mapping[str, str] = {
    "capacity": r"行为能力.*资格|资格.*行为能力",
    "agent_confirmed": r"(委托|代理).*(竞价程序?开始前|开始竞价前|竞价前).*确认",
    "defects_burdens": r"瑕疵.*(权利负担|负担)",
    "as_is_viewing": r"现状为准.*看样|看样.*现状为准",
    "accepts_defects": r"(接受|认可).*瑕疵",
    "identity_published": r"真实身份.*公示",
    "deposit_lost": r"(悔拍|逾期|不支付).*保证金不予退还",
}
_JUDGMENT = re.compile(r"判决|裁定|调解|仲裁|公证|执行依据|支付令")
_PRICE_BASIS = re.compile(r"评估|询价|议价|定价|估价")


@dataclass(frozen=True)
class Stated:
    """Where the texts state an item of the announcement day: the field, every pattern that it must hold, and how it is mended."""

    field: str
    patterns: tuple[str, ...]
    mend: str


_STATED: Mapping[str, Stated] = {
    "bidding_rules": Stated("instructions", (r"加价", r"延时"), "写明加价幅度和延时规则，或重新生成文本"),
    "property_state": Stated("announcement", (r"占有|使用|存放|保管",), "从现场调查引用占有、使用情况，或重新生成文本"),
    "payment_accounts": Stated("instructions", (r"保证金", r"余款|价款", r"账户|账号"), "写明保证金、余款如何支付、付至何处"),
    "taxes": Stated("announcement", (r"税",), "写明税费种类和承担人，或重新生成文本"),
    "court_contact": Stated(
        "announcement", (r"法院", r"电话[:：]?[\d（(]", r"监督电话[:：]?[\d（(]"), "写明咨询电话和监督电话；没有的，在法院资料中登记后重新生成文本"
    ),
}
_WHERE = {"announcement": "拍卖公告", "instructions": "竞买须知"}


@dataclass(frozen=True)
class Ticked:
    """One item of a list: is it there?"""

    item: ContentItem
    present: bool


def ticked_warnings(text: str) -> list[Ticked]:
    """The seven special warnings, each in one line of the text."""
    lines = [fold(line).text for line in text.splitlines()]
    return [Ticked(item, any(re.search(_WARNINGS[item.code], line) for line in lines)) for item in SPECIAL_WARNINGS.items]


def ticked_publication(subject: Subject, terms: Terms) -> list[Ticked]:
    """The eleven items published on the announcement day, as far as the plan holds them."""
    names = [name for name, _ in terms.attachments]
    listed = {each.name for each in terms.priority_holders}
    there = {
        "notice": bool(terms.announcement.strip()),
        "base_judgment": any(_JUDGMENT.search(name) for name in names),
        "appraisal_copy": any(_PRICE_BASIS.search(name) for name in names),
        "bidding_rules": bool(terms.opens_at and terms.start_price and terms.increment and stated("bidding_rules", terms)),
        "property_state": bool((terms.photos or terms.videos) and stated("property_state", terms)),
        "priority_holders": set(subject.known_priority_holders) <= listed,
        "notified_persons": bool(subject.to_tell) and set(subject.to_tell) <= set(subject.told_on),
        "payment_accounts": bool(stated("payment_accounts", terms) and terms.deposit and terms.balance_days),
        "taxes": bool(terms.tax_bearer.strip() and stated("taxes", terms)),
        "court_contact": bool(terms.consult_phone.strip() and stated("court_contact", terms)),
        "other": bool(terms.viewing.strip()),
    }
    return [Ticked(item, there[item.code]) for item in PUBLICATION.items]


def stated(code: str, terms: Terms) -> bool:
    """Does the text of the plan state this item of the announcement day?"""
    place = _STATED[code]
    text = fold(getattr(terms, place.field)).text
    return all(re.search(pattern, text) for pattern in place.patterns)


def publication_text_points(terms: Terms) -> Iterator[Point]:
    """One point an item of 第13条 that the texts state. Figures, persons to tell and priority have points of their own; a text not written yet is told once."""
    for item in PUBLICATION.items:
        place = _STATED.get(item.code)
        if place is None or not getattr(terms, place.field).strip():
            continue
        message = f"{_WHERE[place.field]}缺“{item.title}”（{item.citation}）：{place.mend}"
        missing = finding("NA-12", found="未写明", required=item.title, message=message, field=place.field, severity=Severity.BREACH)
        yield point("text", f"公告当日公示{item.title}", "NA-12", *([] if stated(item.code, terms) else [missing]))


def warning_points(terms: Terms) -> Iterator[Point]:
    """One point an item of the special warnings; a text that is not written yet is told once, elsewhere."""
    if not terms.warnings.strip():
        return
    for each in ticked_warnings(terms.warnings):
        message = f"特别提示缺“{each.item.title}”（{each.item.citation}）"
        missing = finding("NA-13", found="未写明", required=each.item.title, message=message, field="warnings", severity=Severity.BREACH)
        yield point("text", f"特别提示写明{each.item.title}", "NA-13", *([] if each.present else [missing]))
