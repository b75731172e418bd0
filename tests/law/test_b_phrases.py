"""Forbidden phrases of papers.md §0.6: each is found in its variants, and its lawful twin is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.law.findings import Severity, Status
from app.law.folding import fold
from app.law.phrase_patterns import PATTERNS
from app.law.phrases import scan, stops
from app.law.rulebook import RULES
from app.law.subjects import Channel

TODAY = date(2026, 3, 2)

FORBIDDEN = [
    ("no_vacating", "拍卖成交后，本院不负责腾退。"),
    ("no_vacating", "本院概不负责清场、腾空。"),
    ("no_vacating", "法院不予清场"),
    ("no_vacating", "标的物的交付法院概不负责"),
    ("no_vacating", "由买受人自行腾退"),
    ("no_vacating", "腾空事宜由竞得人自行解决"),
    ("no_vacating", "不 负 责\n腾　退"),
    ("no_vacating", "不“负责”腾退"),
    ("possession_unknown", "该房屋占有不明。"),
    ("possession_unknown", "占用情况不详"),
    ("possession_unknown", "现由他人占用"),
    ("possession_unknown", "使用情况未知"),
    ("no_investigation", "以现状为准，法院不作调查"),
    ("no_investigation", "免除调查义务"),
    ("all_taxes_on_buyer", "一切税费（含被执行人应缴部分）由买受人承担"),
    ("all_taxes_on_buyer", "过户所需全部费用由买受人负担"),
    ("all_taxes_on_buyer", "本次拍卖包税"),
    ("all_taxes_on_buyer", "过户税费均由买受人缴纳"),
    ("ask_taxes_yourself", "具体税费请竞买人自行咨询。"),
    ("ask_taxes_yourself", "竞买人自行向税务机关咨询税费"),
    ("arrears_on_buyer", "所有欠费由买受人承担"),
    ("defect_disclaimer", "本院不承担任何瑕疵担保责任"),
    ("no_transfer_help", "买受人自行办理过户，法院不予协助"),
    ("no_transfer_help", "本院不负责办理过户"),
    ("minimum_bidders", "须两人以上报名方可开拍"),
    ("minimum_bidders", "少于3人不成交"),
    ("minimum_bidders", "仅一人报名的视为流拍"),
    ("fee_on_buyer", "服务费由买受人交纳"),
    ("fee_on_buyer", "竞买人须另行支付佣金"),
    ("fee_on_buyer", "向竞买人收取带看费"),
    ("closed_bidders", "仅限本地居民竞买"),
    ("closed_bidders", "业主方可竞买"),
    ("closed_bidders", "非本市户籍人员不得报名"),
    ("extension_from_old_end", "最后五分钟有出价的，自原结束时间顺延五分钟"),
    ("late_refund", "保证金在拍卖后五个工作日退还"),
    ("late_refund", "未成交的保证金于7日内退还"),
    ("late_refund", "保证金在拍卖后１０个工作日内退还"),
    ("late_refund", "退还保证金需要3个工作日"),
    ("late_refund", "流拍后七个工作日内无息退还保证金"),
    ("late_refund", "本院五日内退还未成交人的保证金"),
    ("viewing_refused", "看样须先交保证金"),
    ("viewing_refused", "交纳保证金后方可看样"),
    ("viewing_refused", "本次拍卖不组织看样"),
    ("priority_lost_unnotified", "优先购买权人未到视为放弃"),
    ("deposit_confiscated", "悔拍的，保证金予以没收"),
    ("shortfall_certain", "悔拍的，原买受人须补足差价"),
    ("unsupported_promise", "升值潜力大"),
    ("unsupported_promise", "属学区房"),
    ("unsupported_promise", "本标的可贷款"),
    ("unsupported_promise", "买后可落户"),
    ("old_article", "依照《民事诉讼法》第二百四十四条"),
    ("abolished_grace", "依据法释〔2005〕14号"),
    ("abolished_grace", "给予六个月宽限期"),
    ("abolished_grace", "宽限期为6个月"),
]

LAWFUL = [
    "腾退与交付：由本院负责腾退，计划于2026年6月30日前腾空。",
    "价款未付清前的交付、交付后的风险由法律规定。",
    "占有使用：由被执行人及家属占有。",
    "契税由买受人负担，增值税由被执行人负担；具体税费请竞买人自行咨询税务机关。",
    "欠费：物业费8,460.00元（截至2026年2月28日，物业公司，被执行人负担），其余欠费由买受人承担。",
    "已知瑕疵：墙面渗水。本院已在公示和特别提示中载明，不承担瑕疵担保责任。",
    "本院出具协助执行通知书，买受人持裁定办理登记。",
    "一人竞买且出价不低于起拍价的，拍卖成交。",
    "本院未收取且未委托任何机构向竞买人、买受人收取佣金、服务费。",
    "买受人无须支付佣金。",
    "依照《种子法》第三十一条，仅限具备相应资质的企业竞买。",
    "有出价的，竞价时间自该次出价时点顺延五分钟。",
    "其他竞买人的保证金于竞价结束后二十四小时内退还或者解冻。",
    "保证金应于2026年5月8日前交纳，未成交的即时退还。",
    "竞价结束后二十四小时内退还保证金；成交后十日内付清余款。",
    "竞买人可以申请实地看样，看样由本院组织。",
    "优先购买权人经通知未参加竞买的，视为放弃。",
    "悔拍的，保证金不予退还，依次用于支付费用损失、弥补重新拍卖价款低于原拍卖价款的差价。",
    "土地增值税由被执行人负担；可贷款的，请提前与银行联系。",
    "依照《民事诉讼法》第二百五十五条。",
]


@pytest.mark.parametrize(("code", "text"), FORBIDDEN, ids=[f"{code}: {text.strip()[:24]}" for code, text in FORBIDDEN])
def test_a_forbidden_phrase_is_found_where_it_stands(code, text):
    hits = [hit for hit in scan(text, on=TODAY) if hit.pattern.code == code]
    assert hits
    assert fold(text[hits[0].start : hits[0].end]).text == hits[0].found
    assert hits[0].finding.rule in RULES


@pytest.mark.parametrize("text", LAWFUL)
def test_the_lawful_twin_is_not_found(text):
    assert [hit.found for hit in scan(text, on=TODAY)] == []


def test_every_pattern_has_an_example():
    assert {each.code for each in PATTERNS} - {code for code, _ in FORBIDDEN} == {"no_vacating_2019"}


def test_an_unverified_rule_never_stops():
    for pattern in PATTERNS:
        if RULES[pattern.rule].status is Status.UNVERIFIED:
            assert pattern.effect != "stop"


@pytest.mark.parametrize(
    ("on", "codes"),
    [
        pytest.param(date(2019, 12, 15), [], id="before 法发〔2019〕35号"),
        pytest.param(date(2019, 12, 16), ["no_vacating_2019"], id="法发〔2019〕35号 warns"),
        pytest.param(date(2024, 10, 28), ["no_vacating_2019"], id="the day before 法〔2024〕238号"),
        pytest.param(date(2024, 10, 29), ["no_vacating"], id="法〔2024〕238号 stops"),
        pytest.param(None, ["no_vacating"], id="the law now in force"),
    ],
)
def test_a_phrase_is_judged_by_the_law_of_its_day(on, codes):
    hits = scan("本院不负责腾退", on=on)
    assert [hit.pattern.code for hit in hits] == codes
    assert stops(hits) is (codes == ["no_vacating"])


def test_a_court_may_switch_off_a_second_hand_rule_but_not_a_verified_one():
    text = "本院不负责腾退，不组织看样，须两人以上报名方可开拍"
    left = scan(text, on=TODAY, switched_off=frozenset({"VC-03", "NA-09"}))
    assert [hit.pattern.code for hit in left] == ["viewing_refused", "minimum_bidders"]


def test_commission_and_refunds_of_commissioned_auctions_are_another_regime():
    assert scan("佣金由买受人支付，保证金于三个工作日内退还", on=TODAY, channel=Channel.OFFLINE) == ()


def test_tax_clauses_ask_for_a_person_and_old_words_only_warn():
    assert scan("一切税费由买受人承担", on=TODAY)[0].finding.severity is Severity.MANUAL
    assert scan("保证金予以没收", on=TODAY)[0].finding.severity is Severity.WARNING


@given(st.text(st.sampled_from("不负责腾退占有明，。\n 买受人税费由承担保证金10日退还看样"), max_size=80))
def test_any_text_is_scanned_and_each_hit_lies_in_it(text):
    for hit in scan(text, on=TODAY):
        assert 0 <= hit.start < hit.end <= len(text)
        assert fold(text[hit.start : hit.end]).text == hit.found
