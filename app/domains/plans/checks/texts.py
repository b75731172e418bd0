"""Points of text: the content lists of announcement, notice and special warnings, forbidden phrases, personal numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from app.domains.plans.checks.lists import publication_text_points, warning_points
from app.domains.plans.checks.points import Point, point
from app.domains.plans.types import Subject, Terms
from app.kernel.money import Money
from app.law.contents import AUCTION_NOTICE
from app.law.findings import Finding, Severity
from app.law.personal_data import Number, PersonalNumber, find_personal
from app.law.phrases import scan
from app.law.publication import missing_items
from app.law.rulebook import finding

TEXTS = {"announcement": "拍卖公告", "instructions": "竞买须知", "warnings": "特别提示"}


def text_points(subject: Subject, terms: Terms, day: date, switched_off: frozenset[str]) -> Iterator[Point]:
    """The section 四 公告正文: one point an item of the list, one a text for phrases, one for personal numbers."""
    missing = {item.code: item for item in missing_items(terms.announcement, asset=subject.asset, on=day, switched_off=switched_off)}
    for item in AUCTION_NOTICE.items:
        yield point("text", f"公告写明{item.title}", item.rule, *([_not_stated(item.rule, item.title)] if item.code in missing else []))
    for item in (each for code, each in missing.items() if code not in AUCTION_NOTICE.codes):
        yield point("text", f"公告写明{item.title}", item.rule, _not_stated(item.rule, item.title))
    for field, title in TEXTS.items():
        yield _phrases(field, title, getattr(terms, field), day, switched_off)
    yield from publication_text_points(terms)
    yield from warning_points(terms)
    yield _personal(terms)
    yield _same_figures(terms)


def _phrases(field: str, title: str, text: str, day: date, switched_off: frozenset[str]) -> Point:
    if not text.strip():
        empty = finding(
            "NA-13" if field == "warnings" else "NA-12", found="未填写", required=title, message=f"{title}未填写", field=field, severity=Severity.BREACH
        )
        return point("text", f"{title}已拟定", "NA-12", empty)
    hits = scan(text, on=day, switched_off=switched_off)
    return point("text", f"{title}没有禁用表述", "VC-05", *(replace(hit.finding, field=field, found=hit.found) for hit in hits))


def _same_figures(terms: Terms) -> Point:
    """An announcement with other figures than the plan would publish what nobody decided."""
    title = "公告中的数字与方案一致"
    if not terms.announcement.strip():
        return point("text", title, "NA-11")
    plain = re.sub(r"[,，\s]", "", terms.announcement)
    amounts = (("start_price", "起拍价"), ("deposit", "保证金"), ("increment", "加价幅度"))
    wrong = [(word, amount.grouped) for name, word in amounts if (amount := getattr(terms, name)) is not None and not _says(plain, amount)]
    if terms.opens_on is not None and not _says_day(plain, terms.opens_on):
        wrong.append(("开拍日", f"{terms.opens_on:%Y年%-m月%-d日}"))
    return point("text", title, "NA-11", *(_other_figure(word, figure) for word, figure in wrong))


def _says(plain: str, amount: Money) -> bool:
    whole, cents = divmod(amount.fen, 100)
    forms = [str(amount), *([f"{whole}元"] if not cents else []), *([f"{whole // 10_000}万元"] if not cents and whole % 10_000 == 0 else [])]
    return any(re.search(rf"(?<![\d.]){re.escape(form)}", plain) for form in forms)


def _says_day(plain: str, day: date) -> bool:
    return re.search(rf"{day.year}年0?{day.month}月0?{day.day}日|{day.isoformat()}", plain) is not None


def _other_figure(word: str, figure: str) -> Finding:
    message = f"公告没有写明方案的{word} {figure}：重新生成文本，或改为一致"
    return finding("NA-11", found="与方案不同", required=figure, message=message, field="announcement", severity=Severity.BREACH)


def _personal(terms: Terms) -> Point:
    found = [(title, each) for field, title in TEXTS.items() for each in find_personal(getattr(terms, field)) if each.kind is Number.ID]
    return point("text", "没有身份证号", "PI-02", *(_number_found(title, each) for title, each in found))


def _number_found(title: str, number: PersonalNumber) -> Finding:
    message = f"{title}含{number.kind.label}，公开前须删除"
    return finding("PI-02", found=number.kind.label, required="删除", message=message, field="announcement", severity=Severity.BREACH)


def _not_stated(rule: str, title: str) -> Finding:
    return finding(
        rule,
        found="未写明",
        required=title,
        message=f"公告缺“{title}”：从现场调查引用，或写“未发现”并注明核查人",
        field="announcement",
        severity=Severity.BREACH,
    )
