"""The check of a plan finds each planted breach, names its field, and finds nothing in the clean twin (one an item of the content lists and limits)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from app.domains.plans.checks.check import publication_points
from app.domains.plans.types import ArrearsRow, Subject, TaxRow, Terms
from app.kernel.money import Money
from app.law.findings import Severity
from app.law.publication import PANEL_MATTERS
from app.law.subjects import AssetKind
from tests.factories.sound_plans import HOLDER, LAST_ON, TODAY, checked, moved, sound_plan

Plan = tuple[Subject, Terms]
Plant = Callable[[Subject, Terms], Plan]


@dataclass(frozen=True)
class Planted:
    """One breach: how it is planted, in which plan, and what must be found."""

    name: str
    rule: str
    field: str
    plant: Plant
    asset: AssetKind = AssetKind.REAL_ESTATE
    round_no: int = 1


def terms(**changes: object) -> Plant:
    return lambda subject, sound: (subject, sound.with_(**changes))


def subject(**changes: object) -> Plant:
    return lambda known, sound: (replace(known, **changes), sound)


def without(words: str, field: str = "announcement") -> Plant:
    """The text with every match gone."""
    return lambda known, sound: (known, sound.with_(**{field: re.sub(words, "", getattr(sound, field))}))


def with_words(words: str, field: str = "announcement") -> Plant:
    """The text with a sentence more."""
    return lambda known, sound: (known, sound.with_(**{field: f"{getattr(sound, field)}\n{words}"}))


def priced(price: str) -> Plant:
    """Another start price, in figure and text."""

    def plant(known: Subject, sound: Terms) -> Plan:
        assert sound.start_price is not None
        text = sound.announcement.replace(sound.start_price.grouped, Money.yuan(price).grouped)
        return known, sound.with_(start_price=Money.yuan(price), announcement=text)

    return plant


def deposited(deposit: str) -> Plant:
    def plant(known: Subject, sound: Terms) -> Plan:
        assert sound.deposit is not None
        text = sound.announcement.replace(sound.deposit.grouped, Money.yuan(deposit).grouped)
        return known, sound.with_(deposit=Money.yuan(deposit), announcement=text)

    return plant


def opening(days: int) -> Plant:
    """The opening some days later (earlier when negative), in figure and text."""

    def plant(known: Subject, sound: Terms) -> Plan:
        later = moved(sound, days)
        assert sound.opens_on is not None
        assert later.opens_on is not None
        old, new = (f"{each.year}年{each.month}月{each.day}日" for each in (sound.opens_on, later.opens_on))
        return known, later.with_(announcement=sound.announcement.replace(old, new))

    return plant


LINE = r"{}、.*(?:\n|$)"
CONTENTS = [
    Planted("no property", "NA-11", "announcement", without(LINE.format("一") + "|标的")),
    Planted("no price", "NA-11", "announcement", without("起拍价|保留价")),
    Planted("no deposit", "NA-11", "announcement", without("保证金")),
    Planted("no conditions of bidders", "NA-11", "announcement", without(LINE.format("四"))),
    Planted("no known defects", "NA-11", "announcement", without("瑕疵")),
    Planted("no rights and duties", "NA-11", "announcement", without("权利负担|权利义务|抵押|租赁")),
    Planted("no liability", "NA-11", "announcement", without("法律责任|不予退还")),
    Planted("no time", "NA-11", "announcement", without(r"\d{4}年\d{1,2}月\d{1,2}日|拍卖时间|\d{4}-\d\d-\d\d")),
    Planted("no platform", "NA-11", "announcement", without("淘宝网司法拍卖平台|平台")),
    Planted("no court", "NA-11", "announcement", without("广州市南沙区人民法院")),
    Planted("no possession", "VC-05", "announcement", without("占有情况：|居住")),
    Planted("no qualification to buy a house", "NA-52", "announcement", without("购房资格|限购"), AssetKind.HOUSE),
    Planted("no undertaking for a house", "NA-52", "announcement", without("承诺书"), AssetKind.HOUSE),
    Planted("no subscribed capital", "SP-01", "announcement", without("认缴"), AssetKind.EQUITY),
    Planted("no paid capital", "SP-01", "announcement", without("实缴"), AssetKind.EQUITY),
    Planted("no term of contribution", "SP-01", "announcement", without("缴纳期限|期限"), AssetKind.EQUITY),
    Planted("no announcement", "NA-12", "announcement", terms(announcement="")),
    Planted("no instructions", "NA-12", "instructions", terms(instructions="")),
    Planted("no special warnings", "NA-13", "warnings", terms(warnings="")),
    Planted("another price in the text", "NA-11", "announcement", without("840,000.00")),
    Planted("an identity number in the text", "PI-02", "announcement", with_words("被执行人身份证号440100197903140119。")),
]
SAME_DAY = [
    Planted("no rules of bidding", "NA-12", "instructions", without("延时", "instructions")),
    Planted("nothing of who holds a machine", "NA-12", "announcement", without("占有|使用|存放|保管"), AssetKind.EQUIPMENT),
    Planted("no account to pay to", "NA-12", "instructions", without("账户|账号", "instructions")),
    Planted("no taxes in the text", "NA-12", "announcement", without("税")),
    Planted("no supervision of the court", "NA-12", "announcement", without("，监督电话020-80000116")),
    Planted("a supervision number left blank", "NA-12", "announcement", without("(?<=监督电话)020-80000116")),
]
PHRASES = [
    Planted("nobody vacates", "VC-03", "announcement", with_words("本院不负责腾退。")),
    Planted("possession unknown", "VC-05", "instructions", with_words("标的物占有情况不明。", "instructions")),
    Planted("no investigation", "VC-06", "warnings", with_words("以现状为准，本院不作任何调查。", "warnings")),
    Planted("ask about taxes yourself", "NA-12", "instructions", with_words("税费请竞买人自行咨询。", "instructions")),
    Planted("no help with the transfer", "NA-04", "instructions", with_words("本院不负责办理过户登记手续。", "instructions")),
    Planted("two bidders at least", "NA-09", "instructions", with_words("须两人以上报名方可开拍。", "instructions")),
    Planted("a fee on the buyer", "AUX-02", "instructions", with_words("服务费由买受人交纳。", "instructions")),
    Planted("extension from the old end", "NA-25", "instructions", with_words("自原结束时间顺延五分钟。", "instructions")),
    Planted("deposit back in days", "NA-30", "instructions", with_words("保证金于五个工作日内退还。", "instructions")),
    Planted("viewing only after the deposit", "AUX-13", "instructions", with_words("看样须先交保证金。", "instructions")),
    Planted("priority lost without notice", "NA-17", "instructions", with_words("优先购买权人未到场的，视为放弃。", "instructions")),
    Planted("an article of an older text", "AS-01", "instructions", with_words("依照民事诉讼法第二百四十四条。", "instructions")),
    Planted("six months of grace", "VC-15", "warnings", with_words("被执行人享有六个月宽限期。", "warnings")),
]
WARNED = [Planted(f"special warning {number} missing", "NA-13", "warnings", without(LINE.format(number), "warnings")) for number in "一二三四五六七"]
EDITOR = [
    Planted("a site that no applicant chose", "NA-03", "site_chosen_by", subject(chosen_sites=(), choice_words="没有选择")),
    Planted("another site than the applicants'", "NA-03", "site", subject(chosen_sites=("jd",), choice_words="选京东")),
    Planted("designated without a reason", "NA-03", "site_basis", lambda known, sound: (replace(known, chosen_sites=()), sound.with_(site_chosen_by="court"))),
    Planted(
        "designated against the applicants' choice",
        "NA-03",
        "site_chosen_by",
        lambda known, sound: (replace(known, chosen_sites=("taobao",)), sound.with_(site_chosen_by="court", site_basis="法院认为更合适")),
    ),
    Planted("delivery not determined", "VC-06", "deliverability", subject(undelivered="承租主张待审查")),
    Planted("a tax without its basis", "NA-43", "taxes", terms(taxes=(TaxRow("契税", "", "买受人"),))),
    Planted("a tax that nobody bears", "NA-43", "taxes", terms(taxes=(TaxRow("契税", "契税法 第1条", ""),))),
    Planted("arrears that nobody bears", "NA-43", "arrears", terms(arrears=(ArrearsRow("水费", Money.yuan("30"), TODAY, "南沙水务", ""),))),
]
LIMITS = [
    Planted("no platform chosen", "NA-03", "site", terms(site="")),
    Planted("another platform in the second round", "NA-35", "site", terms(site="jd"), round_no=2),
    Planted("start price a fen below seven tenths", "NA-08", "start_price", priced("839999.99")),
    Planted("second price a fen below four fifths", "NA-37", "start_price", priced("671999.99"), round_no=2),
    Planted("no start price", "NA-07", "start_price", terms(start_price=None)),
    Planted("deposit a fen below a twentieth", "NA-18", "deposit", deposited("41999.99")),
    Planted("deposit a fen above a fifth", "NA-18", "deposit", deposited("168000.01")),
    Planted("no deposit set", "NA-18", "deposit", terms(deposit=None)),
    Planted("no increment", "NA-23", "increment", terms(increment=Money(0))),
    Planted("reduction of twenty-one hundredths", "NA-37", "reduction_percent", terms(reduction_percent=21)),
    Planted("reference price out of date", "RP-32", "reference_price", subject(reference_valid_until=date(2026, 4, 6))),
    Planted("no reference price", "RP-02", "reference_price", subject(reference_price=None)),
    Planted("twenty-nine days of notice for a flat", "NA-10", "opens_at", opening(-2)),
    Planted("fourteen days of notice for a machine", "NA-10", "opens_at", opening(-2), AssetKind.EQUIPMENT),
    Planted("six days of notice for a machine's second round", "NA-36", "opens_at", opening(-2), AssetKind.EQUIPMENT, 2),
    Planted("announced yesterday", "NA-10", "announce_on", terms(announce_on=date(2026, 4, 1))),
    Planted("no day of announcement", "NA-10", "announce_on", terms(announce_on=None)),
    Planted("second round after thirty days", "NA-35", "opens_at", opening(14), round_no=2),
    Planted("twenty-three hours of bidding", "NA-24", "bidding_hours", terms(bidding_hours=23)),
    Planted("extension of three minutes", "NA-25", "extension_minutes", terms(extension_minutes=3)),
    Planted("no term for the balance", "NA-32", "balance_days", terms(balance_days=None)),
    Planted("a holder of priority left out", "NA-22", "priority_holders", terms(priority_holders=())),
    Planted("a holder told two days before", "NA-15", "announce_on", subject(told_on={HOLDER: date(2026, 4, 5)})),
    Planted("nobody says who vacates", "VC-03", "vacating", terms(vacating=" ")),
    Planted("possession not found out", "VC-05", "occupancy", subject(occupancy="占有不明")),
    Planted("nobody bears the taxes", "NA-43", "tax_bearer", terms(tax_bearer="")),
    Planted("never seized", "EX-13", "seizure", subject(seizure_expires_on=None)),
    Planted("seizure ends before the bidding does", "EX-13", "seizure", subject(seizure_expires_on=date(2026, 5, 8))),
]
PLANTED = [*CONTENTS, *SAME_DAY, *PHRASES, *WARNED, *EDITOR, *LIMITS]


def test_forty_breaches_at_least_are_planted_one_an_item() -> None:
    assert len({each.name for each in PLANTED}) == len(PLANTED) >= 40


@pytest.mark.parametrize("planted", PLANTED, ids=[f"{each.rule} {each.name}" for each in PLANTED])
def test_a_planted_breach_is_found_under_its_rule_beside_its_field(planted: Planted) -> None:
    found = checked(*planted.plant(*sound_plan(planted.asset, planted.round_no)))
    breaches = {(each.rule, each.field) for each in found.findings if each.severity is Severity.BREACH}
    assert (planted.rule, planted.field) in breaches, [(each.rule, each.field, each.message) for each in found.findings]
    assert not found.may_go_on


@pytest.mark.parametrize("planted", PLANTED, ids=[f"{each.rule} {each.name}" for each in PLANTED])
def test_the_clean_twin_has_no_finding_at_all(planted: Planted) -> None:
    assert checked(*sound_plan(planted.asset, planted.round_no)).findings == ()


ALONE = [each for each in LIMITS if each.name not in ("no increment", "no reference price", "no day of announcement", "no start price", "announced yesterday")]


@pytest.mark.parametrize(
    "planted", [*SAME_DAY, *PHRASES, *WARNED, *EDITOR, *ALONE], ids=[f"{each.rule} {each.name}" for each in [*SAME_DAY, *PHRASES, *WARNED, *EDITOR, *ALONE]]
)
def test_a_planted_breach_is_the_only_one_found(planted: Planted) -> None:
    found = checked(*planted.plant(*sound_plan(planted.asset, planted.round_no)))
    assert {each.rule for each in found.findings if each.severity is Severity.BREACH} == {planted.rule}


@pytest.mark.parametrize("left_out", PANEL_MATTERS)
def test_a_matter_that_the_panel_did_not_decide_stops_publication(left_out: str) -> None:
    known, sound = sound_plan()
    decided = frozenset(PANEL_MATTERS)
    assert publication_points(replace(known, decided=decided), sound, today=TODAY).may_go_on
    found = publication_points(replace(known, decided=decided - {left_out}), sound, today=TODAY).findings
    assert [(each.rule, each.field) for each in found] == [("NA-39", left_out)]


def test_the_thirtieth_day_after_the_failed_round_is_still_in_time() -> None:
    known, sound = sound_plan(round_no=2)
    assert sound.opens_on is not None
    late = (LAST_ON + timedelta(days=30) - sound.opens_on).days
    assert not checked(*opening(late)(known, sound)).of_field("opens_at")


TWENTY = [*CONTENTS[:5], *PHRASES[:5], *WARNED[:2], *EDITOR[:3], *LIMITS[:5]]
CLEAN = [
    (asset, round_no)
    for asset in (AssetKind.REAL_ESTATE, AssetKind.HOUSE, AssetKind.LAND, AssetKind.EQUIPMENT, AssetKind.VEHICLE, AssetKind.EQUITY)
    for round_no in (1, 2, 3)
]


def test_forty_plans_are_sorted_without_an_error() -> None:
    lawful = [sound_plan(*each) for each in CLEAN] + [
        (known, sound.with_(reduction_percent=percent)) for percent in (10, 15) for known, sound in [sound_plan()]
    ]
    planted = [each.plant(*sound_plan(each.asset, each.round_no)) for each in TWENTY]
    plans = [plan for pair in zip(planted, lawful, strict=True) for plan in pair]
    assert len(plans) == 40
    assert [checked(*plan).may_go_on for plan in plans] == [False, True] * 20
