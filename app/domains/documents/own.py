"""Is a court's own template fit for use (papers.md §0.7)? What it asks for, holds and cites is looked at, and the paper's sample is put through it. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from app.domains.documents.catalogue import paper_kind
from app.domains.documents.citations import doubts_of
from app.domains.documents.facts.base import PaperFacts
from app.domains.documents.facts.marks import Audience
from app.domains.documents.facts.masking import masked
from app.domains.documents.layout.blocks import plain
from app.domains.documents.layout.markup import EmptyFact
from app.domains.documents.layout.own import PRINTS, blocks_of, fill, places_of, reaches_out, variables_of
from app.domains.documents.rendering import named_context, variables_of_house
from app.law.findings import Severity
from app.law.personal_data import find_personal

FOLDER = Path(__file__).parent / "papers"


@dataclass(frozen=True)
class Fault:
    """One point: a breach keeps the template from use; a point marked manual is for the judge who accepts it."""

    severity: Severity
    message: str
    way_out: str = ""


@cache
def sample_of(code: str) -> PaperFacts:
    """The facts of the paper's worked sample."""
    return paper_kind(code).facts.read(json.loads((FOLDER / code / "sample.json").read_text(encoding="utf-8")))


def check_own(code: str, content: bytes, today: date) -> list[Fault]:
    """Everything that is wrong with a template, the worst first; nothing means that it may be offered to a judge."""
    if reaches_out(content):
        return [_breach("模板含有外部链接", "删除链接的图片或远程模板，改为嵌入")]
    try:
        asked = variables_of(content)
    except TemplateError as error:
        return [_breach(f"模板标记写错：{error.message}", "核对大括号和百分号是否成对")]
    found = [*_fields(code, content, asked), *_literal(content, today)]
    if not any(each.severity is Severity.BREACH for each in found):
        found.extend(_rendered(code, content))
    return sorted(found, key=_worst_first)


def fill_sample(code: str, content: bytes) -> bytes:
    """试打印: the template with the sample's facts."""
    return fill(content, named_context(sample_of(code)))


def _fields(code: str, content: bytes, asked: set[str]) -> Iterator[Fault]:
    facts = sample_of(code)
    known = named_context(facts)
    for name in sorted(asked - set(known)):
        near = get_close_matches(name, list(known), n=1, cutoff=0.5)
        yield _breach(f"第 {_page_of(content, name)} 页的“{name}”不是可用字段", f"改用“{near[0]}”" if near else "删除，或改用本文书的要素")
    names = {field.title: name for name, field in type(facts).model_fields.items() if field.title}
    printed = _behind(facts, {names.get(each, each) for each in asked})
    needed = _behind(facts, variables_of_house(code))
    for name, field in type(facts).model_fields.items():
        if field.is_required() and name in needed - printed:
            yield _breach(f"缺少必备要素“{field.title}”", f"在正文中加入 {{{{ {name} }}}}")


def _literal(content: bytes, today: date) -> Iterator[Fault]:
    for page, text in places_of(content):
        bare = PRINTS.sub("", text)
        for each in find_personal(bare):
            yield _breach(f"第 {page} 页写有个人信息（{each.kind.label}）", "删除，改用字段")
        for breach, words in doubts_of(bare, today):
            yield _breach(f"第 {page} 页：{words}", "改引现行规定") if breach else Fault(Severity.MANUAL, f"第 {page} 页：{words}", "启用时由法官核对")


def _rendered(code: str, content: bytes) -> Iterator[Fault]:
    facts = sample_of(code)
    try:
        blocks_of(fill(content, named_context(facts)))
        if not paper_kind(code).public:
            return
        public = plain(blocks_of(fill(content, named_context(masked(facts, Audience.ARCHIVE)))))
    except (TemplateError, EmptyFact, TypeError, ValueError, AttributeError) as error:
        yield _breach(f"用样例数据不能生成：{str(error)[:120]}", "核对字段、循环和条件")
        return
    for kind in sorted({each.kind.label for each in find_personal(public)}):
        yield _breach(f"公开版仍有个人信息（{kind}）", "删除，或改用已隐去的字段")


def _behind(facts: PaperFacts, names: set[str]) -> set[str]:
    """The fields that these names print: themselves, or what a composed value reads."""
    told = _Watch(facts)
    for name in names:
        if name in type(facts).model_fields or isinstance(getattr(type(facts), name, None), property):
            getattr(told, name)
    return told.read


class _Watch:
    """Stands for facts and remembers which fields a composed value reads."""

    def __init__(self, facts: PaperFacts) -> None:
        self._facts, self.read = facts, set[str]()

    def __getattr__(self, name: str) -> Any:
        made = getattr(type(self._facts), name, None)
        if isinstance(made, property) and made.fget is not None:
            return made.fget(self)
        if name in type(self._facts).model_fields:
            self.read.add(name)
        return getattr(self._facts, name)


def _page_of(content: bytes, name: str) -> int:
    alone = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return next((page for page, text in places_of(content) if any(alone.search(each) for each in PRINTS.findall(text))), 1)


def _breach(message: str, way_out: str) -> Fault:
    return Fault(Severity.BREACH, message, way_out)


def _worst_first(fault: Fault) -> bool:
    return fault.severity is not Severity.BREACH
