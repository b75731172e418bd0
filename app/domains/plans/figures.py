"""The figures of a plan for whoever decides on it (S12, S13): this version, what the law says, the version before, the article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domains.accounts.queries import names_of
from app.domains.assets.queries import house_asset
from app.domains.assets.tables import Asset
from app.domains.courts.queries import load_calendar
from app.domains.courts.switches import switched_off
from app.domains.plans.checks.check import check_plan
from app.domains.plans.comparing import Difference, compare, differences, said
from app.domains.plans.findings import ShownCheck, show_check
from app.domains.plans.photographed import Photographed, photographed
from app.domains.plans.queries import get_plan, list_reasons, list_versions
from app.domains.plans.sections import METHODS
from app.domains.plans.service import judged_on
from app.domains.plans.subjects import notices_of, subject_of
from app.domains.plans.tables import Plan, PlanVersion
from app.domains.plans.types import SHORT_ROUNDS, Subject, Terms
from app.infra.unit_of_work import Reading
from app.kernel.errors import Refusal
from app.law.deposits import deposit_range
from app.law.pricing import PriceBasis, price_floor
from app.law.regimes import regime_on
from app.law.rulebook import cite
from app.law.subjects import Channel
from app.sites.loader import installed
from app.web import formats


@dataclass(frozen=True)
class Figure:
    """One line of the table; `matter` is the panel's code of it, if it is one of the five."""

    label: str
    value: str
    required: str
    before: str
    rule: str
    matter: str = ""

    @property
    def citation(self) -> str:
        """The article."""
        return cite(self.rule)


@dataclass(frozen=True)
class Decidable:
    """A plan's version as it is put to somebody."""

    plan: Plan
    asset: Asset
    version: PlanVersion
    terms: Terms
    question: str
    figures: Sequence[Figure]
    check: ShownCheck
    reasons: Sequence[tuple[str, str, str]]
    rests_on: Sequence[tuple[str, str]]
    compare_href: str
    photographed: Photographed
    changes: Sequence[Difference] = ()

    @property
    def by_matter(self) -> Mapping[str, Figure]:
        """The five matters."""
        return {each.matter: each for each in self.figures if each.matter}


def decidable(r: Reading, plan_id: str, digest: str) -> Decidable:
    """The version of a plan that carries this digest, for its deciders; at most a dozen queries. NotFound outside the actor's scope."""
    plan = get_plan(r, plan_id)
    versions = list_versions(r, plan.id)
    version = next(each for each in reversed(versions) if each.digest == digest)
    before = next((each for each in reversed(versions) if each.number < version.number), None)
    asset, notices, terms = house_asset(r, plan.asset_id), notices_of(r, plan.id), Terms.from_json(version.terms)
    subject = subject_of(r, asset, plan, notices)
    found = check_plan(subject, terms, load_calendar(r.session), today=min(r.today, judged_on(plan, r.today)), switched_off=switched_off(r, plan.court_id))
    kept = list_reasons(r, plan.id)
    people = names_of(r.session, {each.by_id for each in kept})
    shown = show_check(found, terms, terms.announce_on or r.today, fields=frozenset(), seconds=0.0, readonly=True, reasons={})
    told = sum(each.told_on is not None for each in notices)
    earlier = Terms.from_json(before.terms) if before else None
    return Decidable(
        plan=plan,
        asset=asset,
        version=version,
        terms=terms,
        question=question_of(terms),
        figures=figures_of(subject, terms, earlier),
        check=shown,
        reasons=[(cite(each.rule), each.reason, people.get(each.by_id, "")) for each in kept],
        rests_on=_rests_on(asset, plan, told, len(notices)),
        compare_href=f"/plans/{plan.id}/compare?a={before.number}&b={version.number}" if before else "",
        changes=differences(compare(earlier, terms, {each.code: each.title for each in installed()})) if earlier else (),
        photographed=photographed(asset.survey, terms.photos),
    )


def question_of(terms: Terms) -> str:
    """One sentence that can be answered with yes or no."""
    price = terms.start_price.grouped if terms.start_price else "____"
    deposit = terms.deposit.grouped if terms.deposit else "____"
    return f"是否以起拍价 {price} 元、保证金 {deposit} 元、{formats.moment(terms.opens_at)} 开拍，{SHORT_ROUNDS[terms.round_no]}？"


def figures_of(subject: Subject, terms: Terms, before: Terms | None) -> list[Figure]:
    """Every figure that the law speaks to, the panel's five among them."""
    regime = regime_on(Channel.ONLINE, terms.announce_on)
    titles = {each.code: each.title for each in installed()}

    def row(name: str, label: str, required: str, rule: str, matter: str = "", unit: str = "") -> Figure:
        old = said(name, getattr(before, name), titles) + unit if before else "—"
        return Figure(label, said(name, getattr(terms, name), titles) + unit, required, old, rule, matter)

    days = regime.notice_days(subject.asset, terms.round_no)
    return [
        row("start_price", "起拍价（保留价）", _price_words(subject, terms), {1: "NA-08", 2: "NA-37", 3: "BM-05"}[terms.round_no], "start_price"),
        row("reduction_percent", "如流拍，二拍降价", "不超过 20%", "NA-37", "reduction", "%"),
        row("increment", "加价幅度", "由法院确定", "NA-23", "increment"),
        row("deposit", "保证金", _deposit_words(terms), "NA-18", "deposit"),
        row("priority_holders", "优先购买权人及顺位", "经法院确认，写明顺位", "NA-22", "preferential"),
        row("site", "拍卖平台", "申请执行人选择，未选的由法院指定", "NA-03"),
        row("announce_on", "公告发布", f"开拍 {days} 日前", "NA-10" if terms.round_no == 1 else "NA-36"),
        row("opens_at", "竞价开始", f"公告 {days} 日后", "NA-10" if terms.round_no == 1 else "NA-36"),
        row("bidding_hours", "竞价时长", "不少于 24 小时", "NA-24", unit=" 小时"),
        row("balance_days", "余款支付期限", "在公告中写明", "NA-32", unit=" 日"),
    ]


def _price_words(subject: Subject, terms: Terms) -> str:
    basis = PriceBasis(
        min(terms.round_no, 2), asset=subject.asset, appraisal=subject.reference_price, previous=subject.previous_start_price, day=terms.announce_on
    )
    if terms.round_no == 3:
        return f"二拍起拍价 {formats.money(subject.previous_start_price)} 元"
    try:
        floor = price_floor(basis).price
    except Refusal:
        return "缺少参考价"
    return f"不低于 {formats.money(floor)} 元"


def _deposit_words(terms: Terms) -> str:
    if terms.start_price is None:
        return "起拍价的 5% 至 20%"
    allowed = deposit_range(start_price=terms.start_price, day=terms.announce_on)
    return f"{formats.money(allowed.least)} 至 {formats.money(allowed.most)} 元"


def _rests_on(asset: Asset, plan: Plan, told: int, to_tell: int) -> list[tuple[str, str]]:
    photos, surveyed = len(asset.survey.get("photos", ())), asset.survey.get("surveyed_on", "")
    price = asset.reference_price
    return [
        ("现场调查", f"{surveyed or '已'} 验收，照片 {photos} 张" if asset.survey else "没有现场调查"),
        (
            "参考价",
            f"{price.grouped} 元（{METHODS.get(asset.reference_method or '', '')}，有效至 {formats.day(asset.reference_valid_until)}）"
            if price
            else "没有参考价",
        ),
        ("合议", f"五项经合议庭多数同意，合议笔录{plan.panel_record_no}" if plan.panel_record_no else "尚未合议"),
        ("通知", f"应通知 {to_tell} 人，已通知 {told} 人"),
    ]
