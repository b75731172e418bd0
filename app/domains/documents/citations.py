"""Laws cited in a court's own template: is the law one that the rule book knows and in force on the day, is the article one that a rule rests on? Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from app.law.rulebook import RULES


@dataclass(frozen=True)
class Law:
    """A law by the name that papers print; `short` stands in the rule book's citations. `until`: its last day, None while it is in force."""

    short: str
    since: date
    until: date | None = None


_ONLINE = "最高人民法院关于人民法院网络司法拍卖若干问题的规定"
_SALE = "最高人民法院关于人民法院民事执行中拍卖、变卖财产的规定"
LAWS = {
    "中华人民共和国民事诉讼法": Law("民诉法", date(2024, 1, 1)),
    "最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释": Law("民诉法解释", date(2022, 4, 10)),
    _ONLINE: Law("法释〔2016〕18号", date(2017, 1, 1)),
    _SALE: Law("法释〔2004〕16号", date(2021, 1, 1)),
    "最高人民法院关于人民法院民事执行中查封、扣押、冻结财产的规定": Law("查封规定", date(2021, 1, 1)),
    "最高人民法院关于人民法院确定财产处置参考价若干问题的规定": Law("法释〔2018〕15号", date(2018, 9, 1)),
    "最高人民法院关于民事执行中财产调查若干问题的规定": Law("财产调查规定", date(2021, 1, 1)),
    "最高人民法院关于人民法院委托评估、拍卖和变卖工作的若干规定": Law("法释〔2009〕16号", date(2009, 11, 20), date(2016, 12, 31)),
    "最高人民法院关于冻结、拍卖上市公司国有股和社会法人股若干问题的规定": Law("法释〔2001〕28号", date(2001, 9, 30)),
    "最高人民法院关于人民法院强制执行股权若干问题的规定": Law("股权规定", date(2022, 1, 1)),
}
_CITED = re.compile(r"《(?P<law>[^》]+)》(?P<articles>(?:第[一二三四五六七八九十百零]+条(?:第[一二三四五六七八九十]+[款项])?、?)*)")
_ARTICLE = re.compile(r"第([一二三四五六七八九十百零]+)条")
_NUMBERS = re.compile(r"(\d+)(?:\s*[至–-]\s*(\d+))?")
_DIGITS = {char: place for place, char in enumerate("零一二三四五六七八九")}


def doubts_of(text: str, today: date) -> Iterator[tuple[bool, str]]:
    """(is it a breach, what is wrong) of each citation in the text. An article that no rule rests on is for a person to look at."""
    for found in _CITED.finditer(text):
        name = found["law"]
        law = LAWS.get(name)
        if law is None:
            if name.endswith(("法", "规定", "解释", "办法", "意见")):
                yield True, f"《{name}》不在法规库中"
            continue
        if today < law.since or (law.until is not None and today > law.until):
            yield True, f"《{name}》在{today.isoformat()}不是现行规定"
        known = _articles_of(law.short)
        for words in _ARTICLE.findall(found["articles"]):
            if known and number_of(words) not in known:
                yield False, f"《{name}》第{words}条没有规则引用，请核对条号"


def number_of(words: str) -> int:
    """A Chinese numeral below a thousand: 二百六十一 → 261, 十二 → 12."""
    whole, digit = 0, 0
    for char in words:
        if char in "百十":
            whole += (digit or 1) * (100 if char == "百" else 10)
            digit = 0
        else:
            digit = _DIGITS[char]
    return whole + digit


@cache
def _articles_of(short: str) -> frozenset[int]:
    found: set[int] = set()
    for rule in RULES.values():
        for part in rule.citation.split("；"):
            if part.startswith(f"{short} "):
                for first, last in _NUMBERS.findall(part.removeprefix(short)):
                    found.update(range(int(first), int(last or first) + 1))
    return frozenset(found)
