"""May it be published? The five matters of the panel, and what an announcement's text must and must not say (law.md NA-39, AUX-15, §12; papers.md §0.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from re import Pattern

from app.law.contents import AUCTION_NOTICE, EQUITY_NOTICE, HOUSE_NOTICE, LEASE_NOTICE, POSSESSION_NOTICE, ContentItem
from app.law.findings import Finding, Severity, Status, breaches
from app.law.folding import fold
from app.law.phrases import PhraseHit, scan
from app.law.rulebook import finding, rule
from app.law.subjects import AssetKind, Channel

PANEL_MATTERS: Mapping[str, str] = {
    "start_price": "起拍价",
    "reduction": "降价幅度",
    "increment": "加价幅度",
    "deposit": "保证金",
    "preferential": "优先购买权人及顺位",
}
"""The five matters that only a panel decides (法释〔2016〕18号 第27条, NA-39)."""

ONLINE_LAW_FROM = date(2017, 1, 1)
POSSESSION_LAW_FROM = date(2024, 10, 29)


@dataclass(frozen=True, slots=True)
class Gate:
    """May it be published, what is missing, and why."""

    allowed: bool
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]


def publish_gate(decided: frozenset[str]) -> Gate:
    """Publication needs all five matters in the panel's record (NA-39, AUX-15). `decided` are codes of PANEL_MATTERS."""
    missing = tuple(code for code in PANEL_MATTERS if code not in decided)
    return Gate(not missing, missing, tuple(_undecided(code) for code in missing))


def _undecided(code: str) -> Finding:
    message = f"合议缺“{PANEL_MATTERS[code]}”：五项由合议庭决定，补齐后再发布"
    return finding("NA-39", found="未记入合议笔录", required=PANEL_MATTERS[code], message=message, field=code, severity=Severity.BREACH)


@dataclass(frozen=True, slots=True)
class TextCheck:
    """What an announcement's text says that it may not, and does not say that it must."""

    publish_allowed: bool
    hits: tuple[PhraseHit, ...]
    missing: tuple[ContentItem, ...]
    findings: tuple[Finding, ...]

    @property
    def forbidden_phrases(self) -> tuple[str, ...]:
        """The words found of those phrases that stop publication, each once, in the order of the text."""
        return tuple(dict.fromkeys(hit.found for hit in self.hits if hit.finding.severity is Severity.BREACH))


def notice_text_check(
    text: str,
    *,
    asset: AssetKind | None = None,
    on: date | None = None,
    channel: Channel = Channel.ONLINE,
    switched_off: frozenset[str] = frozenset(),
) -> TextCheck:
    """Check the text of an announcement under the law of a day (None: the law now in force). An empty cell is a missing item; 「无」 must be written."""
    day = on or date.max
    hits = scan(text, on=day, channel=channel, switched_off=switched_off)
    missing = missing_items(text, asset=asset, on=day, channel=channel, switched_off=switched_off)
    findings = (*(hit.finding for hit in hits), *(_not_stated(item) for item in missing))
    return TextCheck(not breaches(findings), hits, missing, findings)


def missing_items(
    text: str, *, asset: AssetKind | None, on: date, channel: Channel = Channel.ONLINE, switched_off: frozenset[str] = frozenset()
) -> tuple[ContentItem, ...]:
    """Items of the lists that bind this announcement and that its text does not state. The lists bind online auctions since 2017."""
    if channel is Channel.OFFLINE or on < ONLINE_LAW_FROM:
        return ()
    plain = fold(text, keep_lines=True).text
    demanded = (item for item in _demanded(plain, asset, on) if item.rule not in switched_off or rule(item.rule).status is Status.VERIFIED)
    return tuple(item for item in demanded if not _states(plain, ITEM_WORDS[item.code]))


def _demanded(plain: str, asset: AssetKind | None, on: date) -> Iterator[ContentItem]:
    yield from AUCTION_NOTICE.items
    if asset is AssetKind.HOUSE and on >= date(2022, 1, 1):
        yield from HOUSE_NOTICE.items
    if asset is AssetKind.EQUITY and on >= date(2022, 1, 1) and not _PAID_UP.search(plain):
        yield from EQUITY_NOTICE.items
    if on >= POSSESSION_LAW_FROM and asset is not None and asset.is_real_estate:
        yield from LEASE_NOTICE.items if _LEASED.search(plain) else POSSESSION_NOTICE.items


def _states(plain: str, words: Pattern[str]) -> bool:
    return any(not _EMPTY_CELL.match(plain, each.end()) for each in words.finditer(plain))


def _not_stated(item: ContentItem) -> Finding:
    message = f"公告缺“{item.title}”；从现场调查或处置方案引用，没有的写“无”或“未发现”并注明核查人"
    return Finding(item.rule, item.citation, Severity.BREACH, "未写明", item.title, message, item.code)


_EMPTY_CELL = re.compile(r"[^:：。；;\n]{0,6}[:：](?:[。；;\n]|$)")
_LEASED = re.compile(r"带租|带居住权")
_PAID_UP = re.compile(r"(?:已|全部|足额)(?:实缴|缴足|缴纳到位)|实缴到位|出资已到位")

ITEM_WORDS: Mapping[str, Pattern[str]] = {
    code: re.compile(words)
    for code, words in {
        "property": r"拍卖财产|拍卖标的|标的物|拍卖物|拍品|变卖财产|变卖标的",
        "price": r"起拍价|保留价|变卖价",
        "deposit": r"保证金",
        "bidder_conditions": r"竞买人条件|竞买条件|竞买资格|完全民事行为能力|竞买人应当?具备",
        "known_defects": r"瑕疵",
        "rights_duties": r"权利负担|权利义务|权利和义务|权利、义务|抵押|租赁|居住权|优先购买权",
        "liability": r"法律责任|悔拍|不予退还",
        "time": r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{2}-\d{2}|(?:拍卖|竞价|变卖)(?:开始|结束)?时间",
        "platform": r"平台|网址|https?://|淘宝|京东|公拍网|诉讼资产网|中国拍卖行业协会|融e购|产权交易所",
        "court": r"人民法院|海事法院|知识产权法院|铁路运输(?:中级)?法院",
        "house_qualification": r"购房资格|购买资格|限购",
        "house_undertaking": r"承诺书|书面承诺",
        "subscribed_capital": r"认缴",
        "paid_capital": r"实缴",
        "contribution_term": r"(?:出资|缴纳|缴付|认缴)(?:的)?(?:期限|日期|期间)",
        "possession": r"占有|占用|居住使用|空置|已腾空|清空",
        "rent": r"租金|月租|年租|无偿居住",
        "lease_term": r"租期|租赁期|居住期|期限(?:至|为|自)",
        "occupants": r"承租人|居住权人|居住人",
    }.items()
}
"""How the text of an announcement says each item; the check of a listing plan uses the codes instead."""
