"""The listing package of a lot: what a clerk uploads by hand to a site's back office, as one zip in that site's layout."""

from __future__ import annotations

import html
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

from app.kernel.clock import local
from app.kernel.ids import digest_of
from app.kernel.money import Money
from app.sites.sheet import sheet_of

FORM = 1
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
ROUND_TITLES = {1: "第一次拍卖", 2: "第二次拍卖", 3: "变卖"}


@dataclass(frozen=True)
class PackagePlan:
    """A frozen listing plan as a package needs it. Texts are plain Chinese paragraphs divided by newlines; instants are aware UTC.

    `round` is 1, 2 or 3 (变卖). `plan_digest` is the frozen plan's SHA-256; `our_reference` is what the house calls this publication.
    `photos` and `attachments` are (file name, bytes), in the order in which they are shown.
    `kind` is the house's code of the asset's kind (house, land, vehicle …), `kind_word` and `subkind` its Chinese words, `place` where it lies,
    `contact` the court's telephone: '' where nobody entered it; a site whose form demands one refuses the package (PackageIncomplete).
    """

    title: str
    case_no: str
    court: str
    round: int
    starting_price: Money
    appraisal_price: Money
    deposit: Money
    increment: Money
    opens_at: datetime
    ends_at: datetime
    extension_minutes: int
    announcement: str
    instructions: str
    warnings: str
    photos: tuple[tuple[str, bytes], ...]
    attachments: tuple[tuple[str, bytes], ...]
    our_reference: str
    plan_digest: str
    kind: str = ""
    kind_word: str = ""
    subkind: str = ""
    place: str = ""
    contact: str = ""


class PackageIncomplete(ValueError):
    """The site's form demands what the plan does not have; `missing` names each in Chinese, with where to enter it."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__("；".join(missing))
        self.missing = missing


@dataclass(frozen=True)
class Term:
    """One line of the table of terms: the site's own field name, the label its back office shows, and the value in its form and unit.

    `needs`: what is missing when the value is '', and where to enter it; '' for a field that the site does not demand.
    """

    name: str
    label: str
    value: Callable[[PackagePlan], str]
    needs: str = ""


@dataclass(frozen=True)
class Layout:
    """A site's layout. `charset` of the texts; `prose` puts the terms as explicit lines before the announcement, for a site that has no fields for them."""

    site: str
    terms: tuple[Term, ...]
    charset: str = "utf-8"
    announcement: str = "announcement"
    notice: str = "notice"
    warnings: str = "warnings"
    photos: str = "photos"
    attachments: str = "attachments"
    prose: tuple[Term, ...] = ()


def build(plan: PackagePlan, layout: Layout) -> bytes:
    """The zip: announcement, notice and special warnings (html and txt), photos/, attachments/, terms.xlsx, terms.json. Equal plans give equal bytes.

    PackageIncomplete names everything that the site demands and the plan lacks.
    """
    missing = tuple(term.needs for term in layout.terms if term.needs and not term.value(plan).strip())
    if missing:
        raise PackageIncomplete(missing)
    files = dict(_files(plan, layout))
    files["terms.xlsx"] = sheet_of("上拍要素", [("字段", "名称", "值"), *((term.name, term.label, term.value(plan)) for term in layout.terms)])
    files["terms.json"] = _terms(plan, layout, files)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def yuan(amount: Money) -> str:
    """'76000.00'."""
    return str(amount)


def wan(amount: Money) -> str:
    """'7.6万元', exact: as many places as it needs."""
    return f"{_trimmed(Decimal(amount.fen) / 1_000_000)}万元"


def fen(amount: Money) -> str:
    """'7600000'."""
    return str(amount.fen)


def moment(at: datetime) -> str:
    """'2026-03-18 10:00:00', China's clock."""
    return local(at).strftime("%Y-%m-%d %H:%M:%S")


def moment_in_words(at: datetime) -> str:
    """'2026年3月18日10时00分00秒', China's clock."""
    here = local(at)
    return f"{here.year}年{here.month}月{here.day}日{here:%H时%M分%S秒}"


def millis(at: datetime) -> str:
    """Milliseconds since 1970."""
    return str(int(at.timestamp()) * 1000)


def _files(plan: PackagePlan, layout: Layout) -> Iterator[tuple[str, bytes]]:
    lines = "\n".join(f"{term.label}：{term.value(plan)}" for term in layout.prose)
    announcement = f"{plan.announcement.rstrip()}\n{lines}\n" if lines else plan.announcement
    texts = ((layout.announcement, "拍卖公告", announcement), (layout.notice, "竞买须知", plan.instructions), (layout.warnings, "特别提示", plan.warnings))
    for stem, heading, text in texts:
        yield f"{stem}.html", _page(heading, plan.title, text, layout.charset)
        yield f"{stem}.txt", text.encode(_codec(layout.charset))
    for folder, several in ((layout.photos, plan.photos), (layout.attachments, plan.attachments)):
        for number, (name, content) in enumerate(several, start=1):
            yield f"{folder}/{_numbered(number, name)}", content


def _terms(plan: PackagePlan, layout: Layout, files: dict[str, bytes]) -> bytes:
    content: dict[str, Any] = {
        "form": FORM,
        "site": layout.site,
        "our_reference": plan.our_reference,
        "plan_digest": plan.plan_digest,
        "title": plan.title,
        "case_no": plan.case_no,
        "court": plan.court,
        "round": plan.round,
        "starting_price": str(plan.starting_price),
        "appraisal_price": str(plan.appraisal_price),
        "deposit": str(plan.deposit),
        "increment": str(plan.increment),
        "opens_at": local(plan.opens_at).isoformat(),
        "ends_at": local(plan.ends_at).isoformat(),
        "extension_minutes": plan.extension_minutes,
        "charset": layout.charset,
        "announcement": plan.announcement,
        "instructions": plan.instructions,
        "warnings": plan.warnings,
        "texts": {"announcement": f"{layout.announcement}.html", "instructions": f"{layout.notice}.html", "warnings": f"{layout.warnings}.html"},
        "photos": _listed(layout.photos, plan.photos),
        "attachments": _listed(layout.attachments, plan.attachments),
        "fields": {term.name: term.value(plan) for term in layout.terms},
        "files": {name: digest_of(content) for name, content in files.items()},
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _listed(folder: str, several: tuple[tuple[str, bytes], ...]) -> list[dict[str, str]]:
    return [
        {"path": f"{folder}/{_numbered(number, name)}", "name": _bare(name), "sha256": digest_of(content)}
        for number, (name, content) in enumerate(several, start=1)
    ]


def _page(heading: str, title: str, text: str, charset: str) -> bytes:
    paragraphs = "\n".join(f"<p>{html.escape(line.strip())}</p>" for line in text.splitlines() if line.strip())
    page = f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="{charset}"><title>{heading}</title></head>\n<body>\n<h1>{heading}</h1>\n'
    page += f"<h2>{html.escape(title)}</h2>\n{paragraphs}\n</body></html>\n"
    return page.encode(_codec(charset), "xmlcharrefreplace")


def _codec(charset: str) -> str:
    return "gb18030" if charset == "gbk" else charset


def _numbered(number: int, name: str) -> str:
    return f"{number:02d}_{_bare(name)}"


def _bare(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name or "file"


def _trimmed(number: Decimal) -> str:
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    return text or "0"
