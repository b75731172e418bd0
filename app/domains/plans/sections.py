"""The nine sections of the editor: which fields and computed values stand where, with hints, tenets, passage and time axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.domains.assets.tables import Asset
from app.domains.assets.types import Deliverability
from app.domains.plans.axis import Axis, axis_of
from app.domains.plans.checks.lists import ticked_publication, ticked_warnings
from app.domains.plans.checks.points import SECTION_TITLES, SECTIONS, Check
from app.domains.plans.findings import Counts, counts_of_sections
from app.domains.plans.types import ROUND_TITLES, SHORT_ROUNDS, Subject, Terms
from app.kernel.workdays import Calendar
from app.law.contents import AUCTION_NOTICE
from app.law.findings import Severity
from app.law.phrases import scan
from app.law.publication import missing_items
from app.law.regimes import regime_on
from app.law.subjects import Channel
from app.web import formats

NUMBERS = "一二三四五六七八九"
FIELDS: Mapping[str, tuple[str, ...]] = {
    "platform": ("site", "site_chosen_by", "site_basis"),
    "price": ("start_price", "deposit", "increment", "reduction_percent", "senior_claims", "cost"),
    "time": ("announce_on", "opens_at", "bidding_hours", "extension_minutes", "balance_days"),
    "text": ("announcement", "instructions", "warnings"),
    "priority": ("priority_holders",),
    "tax": ("tax_bearer", "taxes", "arrears"),
    "occupancy": ("vacating", "viewing", "consult_phone"),
    "photos": ("photos",),
    "attachments": (),
}
EXTRAS = {"text": "plans/texts.html", "priority": "plans/notices.html", "photos": "plans/photos.html", "attachments": "plans/attachments.html"}
METHODS = {"agreement": "议价", "directed_inquiry": "定向询价", "online_inquiry": "网络询价", "appraisal": "委托评估"}
AROUND = 40
_SHORT = {"known_defects": "已知瑕疵", "rights_duties": "权利义务"}


@dataclass(frozen=True)
class Computed:
    """A value that the house works out."""

    label: str
    value: str
    unit: str = ""
    hint: str = ""
    why: str = ""
    why_href: str = ""
    ok: bool = False
    computed: bool = True


@dataclass(frozen=True)
class Tenet:
    """One item of a content list."""

    label: str
    present: bool


@dataclass(frozen=True)
class Checklist:
    """A content list as it stands: CL-01, CL-02 or CL-03."""

    title: str
    tenets: Sequence[Tenet]

    @property
    def words(self) -> str:
        """已载明 7 项，共 10 项."""
        return f"{sum(each.present for each in self.tenets)} / {len(self.tenets)} 项"


@dataclass(frozen=True)
class Passage:
    """A forbidden phrase where it stands."""

    parts: Sequence[tuple[str, str]]
    hint: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True)
class Section:
    """One card of the editor."""

    no: str
    title: str
    id: str
    counts: Counts
    fields: Sequence[str | Computed]
    cols: int = 3
    lists: Sequence[Checklist] = ()
    axis: Axis | None = None
    passage: Passage | None = None
    extra: str = ""


def sections_of(asset: Asset, subject: Subject, terms: Terms, found: Check, calendar: Calendar) -> list[Section]:
    """All sections in order."""
    counts, computed = counts_of_sections(found), _computed(asset, subject, terms)
    return [
        Section(
            no=NUMBERS[place],
            title=SECTION_TITLES[name],
            id=name,
            counts=counts[name],
            fields=[*FIELDS[name], *computed.get(name, ())],
            lists=_lists(subject, terms) if name == "text" else (),
            axis=axis_of(terms, calendar, _needed_days(subject, terms)) if name == "time" else None,
            passage=_passage(terms) if name == "text" else None,
            extra=EXTRAS.get(name, ""),
        )
        for place, name in enumerate(SECTIONS)
    ]


def hints_of(asset: Asset, subject: Subject, terms: Terms) -> dict[str, str]:
    """Grey lines below fields."""
    found = {"site": subject.choice_words if terms.round_no == 1 else "再次拍卖在同一平台"}
    if terms.start_price and 0 <= terms.reduction_percent <= 100:
        second = terms.start_price.share_up(Fraction(100 - terms.reduction_percent, 100))
        found["reduction_percent"] = f"二拍起拍价 {second.grouped} 元（随一拍变）"
    if terms.start_price and terms.deposit:
        found["deposit"] = f"起拍价的 {formats.rate(terms.deposit.ratio(terms.start_price), 1)}"
    if terms.start_price and asset.reference_price and terms.round_no == 1:
        found["start_price"] = f"参考价的 {formats.rate(terms.start_price.ratio(asset.reference_price), 1)}"
    return found


def fines_of(subject: Subject, terms: Terms, found: Check) -> dict[str, str]:
    """Green lines below fields that are right and worth saying."""
    fines = {}
    if terms.start_price and terms.increment:
        fines["increment"] = f"起拍价的 {formats.rate(terms.increment.ratio(terms.start_price), 1)}"
    surplus = terms.start_price and terms.start_price > terms.senior_claims + terms.cost
    if surplus:
        fines["senior_claims"] = "有剩余可能"
    return {name: words for name, words in fines.items() if not found.of_field(name)}


def _computed(asset: Asset, subject: Subject, terms: Terms) -> dict[str, list[Computed]]:
    price = subject.previous_start_price if terms.round_no > 1 else subject.reference_price
    label = "前次起拍价" if terms.round_no > 1 else "参考价"
    how = METHODS.get(asset.reference_method or "", "")
    arrears = "；".join(f"{each.get('kind', '')} {each.get('amount', '')} 元" for each in asset.arrears) or "未发现欠费"
    ends = formats.moment(terms.ends_at)
    return {
        "platform": [Computed("拍次", f"{ROUND_TITLES[terms.round_no]}（{SHORT_ROUNDS[terms.round_no]}）")],
        "price": [Computed(label, price.grouped if price else "—", "元", how if terms.round_no == 1 else "", "看定价过程", f"/assets/{asset.id}/valuation")],
        "time": [Computed("竞价结束", ends, hint="最后 5 分钟有出价的，自该次出价起延时 5 分钟")],
        "tax": [Computed("欠费（现场调查）", arrears, hint="以登记的欠缴费用为准", why="去登记", why_href=f"/assets/{asset.id}")],
        "occupancy": [
            Computed("占有情况", subject.occupancy or "未登记", why="去登记", why_href=f"/assets/{asset.id}"),
            Computed("可交付性", Deliverability(asset.deliverability).word, hint=_delivery_hint(subject), why="为何", why_href=f"/assets/{asset.id}"),
        ],
    }


def _delivery_hint(subject: Subject) -> str:
    if subject.undelivered:
        return subject.undelivered
    return f"尚未查明：{'、'.join(subject.delivery_open)}" if subject.delivery_open else "已确定"


def _lists(subject: Subject, terms: Terms) -> list[Checklist]:
    missing = {item.code for item in missing_items(terms.announcement, asset=subject.asset, on=terms.announce_on or date.max)}
    announced = [Tenet(_SHORT.get(item.code, item.title), item.code not in missing) for item in AUCTION_NOTICE.items]
    same_day = [Tenet(each.item.title, each.present) for each in ticked_publication(subject, terms)]
    warned = [Tenet(each.item.title, each.present) for each in ticked_warnings(terms.warnings)]
    return [Checklist("公告应载明", announced), Checklist("公告当日应公示", same_day), Checklist("特别提示", warned)]


def _passage(terms: Terms) -> Passage | None:
    hits = scan(terms.announcement, on=terms.announce_on or date.max)
    if not hits:
        return None
    hit, text = hits[0], terms.announcement
    before, after = text[max(hit.start - AROUND, 0) : hit.start], text[hit.end : hit.end + AROUND]
    parts = (("plain", f"……{before}"), ("marked", text[hit.start : hit.end]), ("plain", f"{after}……"))
    grave = "不得使用" if hit.finding.severity is Severity.BREACH else "请核对"
    return Passage(parts, f"“{hit.found}”{grave}：{hit.finding.required}")


def _needed_days(subject: Subject, terms: Terms) -> int:
    return regime_on(Channel.ONLINE, terms.announce_on).notice_days(subject.asset, terms.round_no)
