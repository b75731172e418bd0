"""The check of a plan: the clean twin breaks nothing, and every planted breach is found, and only it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from app.domains.plans.checks.check import check_plan, publication_points
from app.domains.plans.checks.prices import price_points
from app.domains.plans.checks.times import time_points
from app.domains.plans.proposals import Facts, compose, propose
from app.domains.plans.types import PriorityHolder, Subject, Terms
from app.kernel.clock import at_shanghai
from app.kernel.money import Money
from app.kernel.workdays import built_in
from app.law.publication import PANEL_MATTERS
from app.law.subjects import AssetKind

TODAY = date(2026, 4, 2)
CALENDAR = built_in()
yuan = Money.yuan
FACTS = Facts(
    site_title="淘宝网",
    court_name="广州市南沙区人民法院",
    case_no="（2026）粤0115执1422号",
    asset_title="海语湾花园3栋1204房",
    place="广州市南沙区海语湾路18号",
    condition="面积：89.62㎡。",
    defects="客厅外墙侧渗水痕迹约 0.5 平方米。",
    burdens="权利负担：无。",
    occupancy="被执行人及家属",
    taxes="欠费：未发现。",
    consult_phone="020-80000001",
    supervision_phone="020-80000002",
    conditions="竞买人应当符合购房资格要求，并提交具备购房资格的承诺书；不具备购房资格参加竞买的，依法承担法律后果。",
)
SUBJECT = Subject(
    asset=AssetKind.HOUSE,
    title="海语湾花园3栋1204房",
    reference_price=yuan("1200000"),
    reference_valid_until=date(2026, 9, 30),
    occupancy="被执行人及家属",
    seizure_expires_on=date(2029, 2, 9),
    known_priority_holders=("黎卓然",),
    to_tell=("林绍恒",),
)
PHOTOS = tuple(f"{number:064x}" for number in range(12))
SECOND = replace(SUBJECT, previous_start_price=yuan("840000"), previous_failed_on=date(2026, 3, 30), previous_site="taobao")


def terms_of(subject: Subject = SUBJECT, round_no: int = 1) -> Terms:
    """What the house proposes, complete."""
    proposed = propose(subject, FACTS, CALENDAR, round_no=round_no, site="taobao", today=TODAY)
    return proposed.with_(priority_holders=(PriorityHolder("黎卓然", "承租人", 1),), photos=PHOTOS)


@dataclass(frozen=True)
class Planted:
    """One thing made wrong: the rule and field that must be named, and nothing else."""

    rule: str
    field: str
    make: Callable[[Terms], Terms]
    subject: Subject = SUBJECT
    round_no: int = 1
    severity: str = "breach"


def set_(**changes: object) -> Callable[[Terms], Terms]:
    """Change terms, texts following the figures."""
    return lambda terms: compose(terms.with_(**changes), FACTS)


def text(**changes: str) -> Callable[[Terms], Terms]:
    """Add words to texts."""
    return lambda terms: terms.with_(**{name: getattr(terms, name) + words for name, words in changes.items()})


def cut(line_with: str) -> Callable[[Terms], Terms]:
    """Leave words out of the announcement."""
    return lambda terms: terms.with_(announcement=terms.announcement.replace(line_with, ""))


OPENS = at_shanghai(2026, 5, 8, 10)
PLANTED = {
    "起拍价低于参考价七折": Planted("NA-08", "start_price", set_(start_price=yuan("839999.99"))),
    "起拍价未填": Planted("NA-07", "start_price", set_(start_price=None)),
    "保证金低于百分之五": Planted("NA-18", "deposit", set_(deposit=yuan("41999.99"))),
    "保证金高于百分之二十": Planted("NA-18", "deposit", set_(deposit=yuan("168000.01"))),
    "保证金未填": Planted("NA-18", "deposit", set_(deposit=None)),
    "加价幅度未填": Planted("NA-23", "increment", set_(increment=None)),
    "加价幅度高于起拍价": Planted("NA-23", "increment", set_(increment=yuan("840000")), severity="warning"),
    "降价幅度超过百分之二十": Planted("NA-37", "reduction_percent", set_(reduction_percent=21)),
    "无益拍卖": Planted("AS-03", "start_price", set_(senior_claims=yuan("840000")), severity="warning"),
    "参考价已失效": Planted("RP-32", "reference_price", set_(), replace(SUBJECT, reference_valid_until=date(2026, 4, 1))),
    "公告期不足三十日": Planted("NA-10", "opens_at", set_(opens_at=at_shanghai(2026, 5, 6, 10))),
    "公告期正好三十日": Planted("NA-10", "opens_at", set_(opens_at=at_shanghai(2026, 5, 7, 10)), severity="warning"),
    "公告日未填": Planted("NA-10", "announce_on", set_(announce_on=None)),
    "竞价开始未填": Planted("NA-10", "opens_at", set_(opens_at=None)),
    "公告日已过": Planted("NA-10", "announce_on", set_(announce_on=date(2026, 4, 1)), replace(SUBJECT, to_tell=())),
    "开拍日是休息日": Planted("CNT-10", "opens_at", set_(opens_at=at_shanghai(2026, 5, 16, 10)), severity="warning"),
    "竞价不足二十四小时": Planted("NA-24", "bidding_hours", set_(bidding_hours=23)),
    "延时周期不是五分钟": Planted("NA-25", "extension_minutes", set_(extension_minutes=3)),
    "余款期限未写": Planted("NA-32", "balance_days", set_(balance_days=None)),
    "查封在竞价前届满": Planted("EX-13", "seizure", set_(), replace(SUBJECT, seizure_expires_on=date(2026, 5, 8))),
    "没有查封登记": Planted("EX-13", "seizure", set_(), replace(SUBJECT, seizure_expires_on=None)),
    "平台未选": Planted("NA-03", "site", lambda terms: terms.with_(site="")),
    "二拍换平台": Planted("NA-35", "site", lambda terms: terms.with_(site="jd"), SECOND, 2),
    "二拍降价超过百分之二十": Planted("NA-37", "start_price", set_(start_price=yuan("671999.99"), deposit=yuan("67200")), SECOND, 2),
    "二拍超过三十日": Planted("NA-35", "opens_at", set_(opens_at=at_shanghai(2026, 4, 30, 10)), SECOND, 2),
    "变卖价不是二拍起拍价": Planted("BM-05", "start_price", set_(start_price=yuan("830000"), deposit=yuan("83000")), SECOND, 3, "warning"),
    "公告缺已知瑕疵": Planted("NA-11", "announcement", lambda terms: terms.with_(announcement=terms.announcement.replace("瑕疵", "情况"))),
    "房屋公告缺购房承诺": Planted("NA-52", "announcement", cut("，并提交具备购房资格的承诺书")),
    "公告写占有不明": Planted("VC-05", "announcement", text(announcement="\n标的物占有不明。")),
    "公告写税费全由买受人": Planted("NA-43", "announcement", text(announcement="\n一切税费由买受人承担。"), severity="manual"),
    "须知写不负责腾退": Planted("VC-03", "instructions", text(instructions="\n法院不负责腾退。")),
    "公告的起拍价不同": Planted(
        "NA-11", "announcement", lambda terms: terms.with_(announcement=terms.announcement.replace("840,000.00元；", "860,000.00元；"))
    ),
    "公告含身份证号": Planted("PI-02", "announcement", text(announcement="\n被执行人身份证号440100197903140119。")),
    "特别提示未拟": Planted("NA-13", "warnings", lambda terms: terms.with_(warnings="")),
    "漏列优先购买权人": Planted("NA-22", "priority_holders", lambda terms: terms.with_(priority_holders=())),
    "通知不足三日": Planted("NA-15", "announce_on", set_(), replace(SUBJECT, told_on={"林绍恒": date(2026, 4, 5)})),
    "来不及通知": Planted("NA-15", "announce_on", set_(announce_on=date(2026, 4, 4))),
    "腾空安排未写": Planted("VC-03", "vacating", lambda terms: terms.with_(vacating=" ")),
    "占有未登记": Planted("VC-05", "occupancy", set_(), replace(SUBJECT, occupancy="")),
    "税费承担未写": Planted("NA-43", "tax_bearer", lambda terms: terms.with_(tax_bearer="")),
    "照片偏少": Planted("NA-12", "photos", lambda terms: terms.with_(photos=PHOTOS[:11]), severity="warning"),
}


@pytest.mark.parametrize(("subject", "round_no"), [(SUBJECT, 1), (SECOND, 2), (SECOND, 3)], ids=["一拍", "二拍", "变卖"])
def test_what_the_house_proposes_breaks_no_rule(subject: Subject, round_no: int) -> None:
    found = check_plan(subject, terms_of(subject, round_no), CALENDAR, today=TODAY)
    assert found.findings == ()
    assert found.counts["passed"] == len(found.points) > 30


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_breach_is_found_and_only_it(name: str) -> None:
    planted = PLANTED[name]
    terms = planted.make(terms_of(planted.subject, planted.round_no))
    found = check_plan(planted.subject, terms, CALENDAR, today=TODAY).findings
    assert {(each.rule, each.field, str(each.severity)) for each in found} == {(planted.rule, planted.field, planted.severity)}
    assert all(each.message and each.citation for each in found)


@pytest.mark.parametrize(
    "name", ["起拍价低于参考价七折", "保证金低于百分之五", "保证金高于百分之二十", "降价幅度超过百分之二十", "二拍降价超过百分之二十", "来不及通知"]
)
def test_the_offered_fix_is_lawful(name: str) -> None:
    planted = PLANTED[name]
    terms = planted.make(terms_of(planted.subject, planted.round_no))
    fix = check_plan(planted.subject, terms, CALENDAR, today=TODAY).findings[0]
    assert fix.fix is not None
    value: object = int(fix.fix) if fix.field == "reduction_percent" else date.fromisoformat(fix.fix) if fix.field == "announce_on" else yuan(fix.fix)
    mended = compose(terms.with_(**{fix.field: value}), FACTS)
    assert not [each for each in check_plan(planted.subject, mended, CALENDAR, today=TODAY).findings if each.rule == fix.rule]


def test_findings_stand_gravest_first() -> None:
    terms = PLANTED["照片偏少"].make(PLANTED["保证金低于百分之五"].make(terms_of()))
    assert [str(each.severity) for each in check_plan(SUBJECT, terms, CALENDAR, today=TODAY).findings] == ["breach", "warning"]


@pytest.mark.parametrize("code", PANEL_MATTERS)
def test_publishing_needs_each_of_the_five_matters(code: str) -> None:
    subject = replace(SUBJECT, decided=frozenset(PANEL_MATTERS) - {code}, told_on={"林绍恒": TODAY})
    found = publication_points(subject, terms_of(), today=TODAY).findings
    assert [(each.rule, each.field) for each in found] == [("NA-39", code)]


def test_a_year_without_calendar_refuses_to_compute() -> None:
    far = at_shanghai(2040, 5, 8, 10)
    with pytest.raises(LookupError):
        check_plan(SUBJECT, set_(opens_at=far, announce_on=far.date() - timedelta(days=40))(terms_of()), CALENDAR, today=TODAY)


@pytest.mark.parametrize(("price", "found"), [("599999.99", ["AS-29"]), ("600000", []), ("672000", [])])
def test_a_direct_sale_is_measured_by_half_the_appraisal_and_by_no_rule_of_the_network_sale(price: str, found: list[str]) -> None:
    subject = replace(SECOND, previous_start_price=yuan("672000"), way="direct_sale")
    terms = terms_of(subject, 3).with_(start_price=yuan(price), announce_on=date(2026, 4, 20), opens_at=at_shanghai(2026, 4, 22, 10))
    points = [*price_points(subject, terms, CALENDAR, TODAY), *time_points(subject, terms, CALENDAR, TODAY)]
    assert not {each.rule for each in points} & {"BM-04", "BM-05"}
    assert [each.rule for point in points for each in point.findings if point.rule in ("AS-28", "AS-29")] == found
