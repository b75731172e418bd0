"""Facts that depend on each other, types that are refused, and what facts cannot do to a layout."""

from __future__ import annotations

from typing import Any

import pytest

from app.domains.documents.facts.marks import Audience
from app.domains.documents.layout.blocks import Kind
from app.domains.documents.rendering import faults_of, make_paper, public_copy

from .samples import SAMPLES


@pytest.mark.parametrize(
    ("code", "change", "message"),
    [
        ("party_auction_notice", {"reply_by_on": None}, "缺少：资格申请截止日"),
        ("auction_notice", {"vacate_by_on": None}, "缺少：计划腾空日"),
        ("auction_notice", {"vacating_duty": "依法不腾退"}, "缺少：依法不腾退的理由"),
        ("bidding_instructions", {"loan_info": ""}, "缺少：贷款银行与联系方式"),
        ("closing_notice", {"list_removed_on": None}, "缺少：屏蔽失信、解除限制消费日期"),
        ("closing_notice", {"fees": 1}, "执行到位总额与各项支出之和不符"),
        ("debt_for_asset_ruling", {"difference_paid": 100}, "缺少：差额补交日"),
        ("debt_for_asset_ruling", {"claim_amount": 11_000_000}, "补交差额应为 2,000.00 元（流拍保留价减去应受清偿数额）"),
        (
            "debt_for_asset_ruling",
            {"claim_amount": 11_000_000, "difference_paid": 199_999, "difference_paid_on": "2026-05-12"},
            "补交差额应为 2,000.00 元（流拍保留价减去应受清偿数额）",
        ),
        ("debt_for_asset_ruling", {"difference_paid": 100, "difference_paid_on": "2026-05-12"}, "补交差额应为 0.00 元（流拍保留价减去应受清偿数额）"),
        ("debt_for_asset_ruling", {"offset_amount": 11199999}, "抵偿数额不得低于流拍保留价"),
        ("reference_price_notice", {"reports": []}, "缺少：报告"),
        ("stay_decision", {"resume_condition": ""}, "缺少：恢复条件"),
        ("stay_decision", {"act_kind": "撤回"}, "撤回拍卖的，应当退还保证金"),
        ("fine_decision", {"amount": 10_000_001}, "罚款 100,000.01 元超过上限，改为不超过 100,000.00 元"),
        ("fine_decision", {"amount": 0}, "缺少：罚款金额"),
        ("fine_decision", {"president_approved_on": "2026-04-30"}, "落款日期早于院长批准日"),
        ("detention_decision", {"days": 16}, "拘留 16 日超过上限，改为不超过 15 日"),
        ("detention_decision", {"family_told_at": "2026-03-21T11:20:01+08:00"}, "应当在二十四小时内通知被拘留人家属"),
        ("police_referral", {"vacating": True, "prior_measures": []}, "缺少：已采措施"),
        ("service_return", {"way": "留置送达", "receiver_name": "", "refusal_note": "拒收"}, "缺少：见证人或者拍照录像"),
        ("service_return", {"way": "电子送达"}, "缺少：电子送达渠道"),
        ("service_return", {"way": "公告送达"}, "缺少：公告发布日"),
        ("distribution_plan", {"balance": 1}, "收款与各项支出相差-0.01元"),
        ("zhongben_ruling", {"president_approved_on": None}, "缺少：院长批准日"),
        ("zhongben_ruling", {"signed_on": "2026-06-09"}, "自立案之日起未超过三个月，不得终结本次执行程序"),
        ("zhongben_ruling", {"spending_limit_on": None}, "缺少：限制消费日期"),
        ("auction_notice", {"deposit": 240000.0}, "保证金：金额须为整数分"),
        ("auction_notice", {"opens_at": "2026-04-02T10:00:00"}, "开始时间：时刻缺少时区"),
        ("auction_notice", {"occupancy_kind": "占有不明"}, "占有情况：不在可选范围内"),
        ("auction_notice", {"case_no": "(2026)粤0115执1207号"}, "案号：格式不对"),
        ("auction_ruling", {"applicants": []}, "缺少：申请执行人"),
        ("panel_record", {"round2_cut": "0.21"}, "二拍降幅：数值过大"),
    ],
)
def test_a_fact_that_another_asks_for_is_refused_by_name(code: str, change: dict[str, Any], message: str) -> None:
    assert message in [text for _, text in faults_of(code, SAMPLES[code] | change)]


def test_every_fault_is_told_at_once_and_a_nested_one_by_its_place() -> None:
    person = dict(SAMPLES["auction_ruling"]["debtors"][0])
    del person["address"]
    faults = faults_of("auction_ruling", SAMPLES["auction_ruling"] | {"debtors": [person], "case_no": ""})
    assert ("debtors.0.address", "缺少：被执行人第1项·住所地") in faults
    assert ("case_no", "缺少：案号") in faults


def test_a_natural_person_without_an_id_number_is_refused() -> None:
    person = SAMPLES["auction_ruling"]["debtors"][0] | {"id_no": ""}
    assert faults_of("auction_ruling", SAMPLES["auction_ruling"] | {"debtors": [person]}) == (("debtors.0.id_no", "缺少：林绍恒的公民身份号码"),)


def test_a_panel_member_who_did_not_vote_on_a_matter_stops_the_record() -> None:
    items = [dict(each) for each in SAMPLES["panel_record"]["items"]]
    items[3]["votes"] = items[3]["votes"][:2]
    assert faults_of("panel_record", SAMPLES["panel_record"] | {"items": items}) == (("items", "「保证金」应由合议庭每名成员各表决一次"),)


def test_a_panel_record_without_one_of_the_five_matters_is_refused() -> None:
    items = SAMPLES["panel_record"]["items"][1:]
    assert ("items", "缺少：评议事项「起拍价」") in faults_of("panel_record", SAMPLES["panel_record"] | {"items": items})


def test_the_same_act_is_not_punished_twice() -> None:
    facts = SAMPLES["fine_decision"]
    earlier = [{"kind": "拘留", "on": facts["act_at"], "act": facts["act_facts"]}]
    assert [text for _, text in faults_of("fine_decision", facts | {"earlier_measures": earlier})] == [
        "同一行为已经处罚，不得再次罚款、拘留；发生新的行为可以重新处罚"
    ]


def test_a_lower_rank_gets_nothing_while_a_higher_one_is_short() -> None:
    facts = SAMPLES["distribution_plan"]
    first, second = facts["claims"]
    claims = [first | {"paid": first["paid"] - 100}, second | {"paid": 100}]
    assert [text for _, text in faults_of("distribution_plan", facts | {"claims": claims})] == ["在先顺位未足额受偿的，在后顺位不得分配"]


def test_service_by_public_notice_is_deemed_after_thirty_days() -> None:
    facts = SAMPLES["service_return"] | {"way": "公告送达", "notice_published_on": "2026-03-02"}
    assert "2026年3月2日发布，经过三十日，于2026年4月1日视为送达" in make_paper("service_return", facts).text


def test_a_ruling_that_ends_a_round_plans_ten_later_searches() -> None:
    context = make_paper("zhongben_ruling", SAMPLES["zhongben_ruling"]).facts.context()
    assert [str(each) for each in context["research_plan"]][:2] == ["2026-12-24", "2027-06-24"]
    assert len(context["research_plan"]) == 10


def test_no_fact_can_pose_as_a_marker_a_new_line_or_markup() -> None:
    evil = "甲\n@title 伪造标题\x02title\x03 || <script>alert(1)</script>{{ 7*7 }}"
    paper = make_paper("auction_notice", SAMPLES["auction_notice"] | {"viewing": evil})
    plain = make_paper("auction_notice", SAMPLES["auction_notice"])
    assert [each.kind for each in paper.blocks] == [each.kind for each in plain.blocks]
    assert [len(each.cells) for each in paper.blocks] == [len(each.cells) for each in plain.blocks]
    assert "<script>" not in paper.html
    assert "{{ 7*7 }}" in paper.text


def test_one_changed_character_changes_the_digest_and_the_same_facts_give_the_same() -> None:
    facts = SAMPLES["sale_ruling"]
    assert make_paper("sale_ruling", facts).digest == make_paper("sale_ruling", dict(facts)).digest
    assert make_paper("sale_ruling", facts).digest != make_paper("sale_ruling", facts | {"sold_price": facts["sold_price"] + 1}).digest


def test_the_lot_page_shows_the_deposit_account_and_the_archive_copy_does_not() -> None:
    paper = make_paper("auction_notice", SAMPLES["auction_notice"])
    number = SAMPLES["auction_notice"]["pay_account"]["number"]
    assert number in public_copy(paper, Audience.LOT_PAGE).text
    assert "账号×" in public_copy(paper).text


def test_the_lot_page_shows_the_end_of_the_certificate_number_and_the_archive_copy_none() -> None:
    paper = make_paper("auction_notice", SAMPLES["auction_notice"])
    assert "权属证书号****0101" in public_copy(paper, Audience.LOT_PAGE).text
    assert "权属证书号×" in public_copy(paper).text


def test_the_public_ruling_keeps_names_and_districts_and_crosses_out_the_certificate() -> None:
    text = public_copy(make_paper("sale_ruling", SAMPLES["sale_ruling"])).text
    assert "林绍恒，男，1979年3月14日出生，汉族，住广州市南沙区。" in text
    assert "权属证书号：×" in text
    assert "住所地广州市南沙区进港大道88号，统一社会信用代码91440115MAYYR3T85Q" in text


def test_a_protected_name_is_hidden_wherever_it_stands_and_doubles_are_numbered() -> None:
    facts = SAMPLES["special_warnings"] | {"hidden_names": ["林知夏", "林知秋", "欧阳启明"], "viewing": "林知夏、林知秋与欧阳启明居住期间不安排"}
    assert "林某1、林某2与欧阳某居住期间不安排" in public_copy(make_paper("special_warnings", facts)).text


def test_the_posted_vacating_notice_names_the_debtor_although_he_occupies_the_home() -> None:
    assert "被执行人林绍恒及其他占有人：" in public_copy(make_paper("vacating_notice", SAMPLES["vacating_notice"])).text


def test_in_a_family_case_the_debtor_is_hidden_when_asked() -> None:
    facts = SAMPLES["sale_ruling"] | {"hidden_names": ["林绍恒"]}
    text = public_copy(make_paper("sale_ruling", facts)).text
    assert "林绍恒" not in text
    assert "被执行人：林某，男" in text


def test_a_surname_of_two_characters_in_a_signature_is_not_spaced_but_a_short_name_is() -> None:
    signers = [{"signer_title": "审 判 员", "signer_name": "孔舟"}]
    paper = make_paper("release_ruling", SAMPLES["release_ruling"] | {"signers": signers})
    assert next(each for each in paper.blocks if each.kind is Kind.SIGNER).text == "审 判 员  孔　舟"
