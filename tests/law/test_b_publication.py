"""Publication: the content lists, the panel's five matters, and what an announcement must say."""

from datetime import date

import pytest

from app.law.contents import AUCTION_NOTICE, LISTS, PUBLICATION, SPECIAL_WARNINGS, announcement_lists
from app.law.publication import ITEM_WORDS, PANEL_MATTERS, missing_items, notice_text_check, publish_gate
from app.law.rulebook import RULES
from app.law.subjects import AssetKind, Channel

TODAY = date(2026, 3, 2)
SENTENCES = {
    "property": "拍卖财产：包装机械一批。",
    "price": "起拍价76,000.00元。",
    "deposit": "保证金7,600.00元。",
    "bidder_conditions": "竞买人条件：具备完全民事行为能力的自然人、法人均可参加。",
    "known_defects": "已知瑕疵：未发现。",
    "rights_duties": "权利负担：无。",
    "liability": "法律责任：恶意串通的依法追究。",
    "time": "2026年3月18日10时开始。",
    "platform": "在淘宝网公开进行。",
    "court": "广州市南沙区人民法院",
}
HOUSE = "购房资格：须符合当地规定，不具备的不予裁定。竞买人应提交承诺书。占有情况：空置。"


def notice(without=()):
    return "\n".join(text for code, text in SENTENCES.items() if code not in without)


def test_the_lists_have_the_items_that_the_law_counts():
    assert [len(each.items) for each in (AUCTION_NOTICE, PUBLICATION, SPECIAL_WARNINGS)] == [10, 11, 7]
    assert set(AUCTION_NOTICE.codes) == set(SENTENCES)


def test_every_item_names_a_rule_of_the_book_and_a_place():
    for listed in LISTS.values():
        assert len(set(listed.codes)) == len(listed.codes)
        for item in listed.items:
            assert item.rule in RULES
            assert item.citation
            assert item.list_id == listed.list_id


def test_an_item_of_a_numbered_list_cites_its_own_number():
    assert PUBLICATION.items[9].citation == "法释〔2016〕18号 第13条第十项"


def test_a_list_tells_what_is_missing():
    assert [item.code for item in AUCTION_NOTICE.missing(frozenset(AUCTION_NOTICE.codes) - {"court"})] == ["court"]


@pytest.mark.parametrize(
    ("asset", "more", "ids"),
    [
        (AssetKind.EQUIPMENT, {}, []),
        (AssetKind.HOUSE, {}, ["CL-04", "VC-05"]),
        (AssetKind.HOUSE, {"leased": True}, ["CL-04", "VC-08"]),
        (AssetKind.EQUITY, {"capital_unpaid": True}, ["CL-05"]),
        (AssetKind.EQUITY, {}, []),
        (AssetKind.LAND, {}, ["VC-05"]),
    ],
)
def test_the_kind_of_asset_adds_its_lists(asset, more, ids):
    assert [each.list_id for each in announcement_lists(asset, **more)] == ["CL-01", "CL-02", "CL-03", *ids]


@pytest.mark.parametrize("lacking", list(PANEL_MATTERS))
def test_publication_waits_for_each_of_the_five_matters(lacking):
    gate = publish_gate(frozenset(PANEL_MATTERS) - {lacking})
    assert (gate.allowed, gate.missing) == (False, (lacking,))
    assert [each.rule for each in gate.findings] == ["NA-39"]


def test_publication_is_open_with_all_five():
    gate = publish_gate(frozenset(PANEL_MATTERS))
    assert (gate.allowed, gate.findings) == (True, ())


def test_a_complete_notice_passes():
    check = notice_text_check(notice(), asset=AssetKind.EQUIPMENT, on=TODAY)
    assert (check.publish_allowed, check.findings, check.forbidden_phrases) == (True, (), ())


@pytest.mark.parametrize("code", list(SENTENCES))
def test_each_of_the_ten_items_is_missed_and_only_it(code):
    check = notice_text_check(notice(without={code}), asset=AssetKind.EQUIPMENT, on=TODAY)
    assert check.publish_allowed is False
    assert [item.code for item in check.missing] == [code]


@pytest.mark.parametrize("cell", ["已知瑕疵：\n", "已知瑕疵：。", "已知瑕疵情况：；"])
def test_an_empty_cell_is_a_missing_item(cell):
    check = notice_text_check(cell + notice(without={"known_defects"}), asset=AssetKind.EQUIPMENT, on=TODAY)
    assert [item.code for item in check.missing] == ["known_defects"]


@pytest.mark.parametrize(
    ("asset", "text", "codes"),
    [
        pytest.param(AssetKind.HOUSE, "", ["house_qualification", "house_undertaking", "possession"], id="法释〔2021〕18号2条"),
        pytest.param(AssetKind.HOUSE, HOUSE, [], id="a complete house notice"),
        pytest.param(AssetKind.EQUITY, "", ["subscribed_capital", "paid_capital", "contribution_term"], id="股权规定14条"),
        pytest.param(AssetKind.EQUITY, "出资已全部实缴。", [], id="capital paid up"),
        pytest.param(AssetKind.LAND, "", ["possession"], id="法〔2024〕238号 possession"),
        pytest.param(AssetKind.LAND, "本次带租拍卖，土地由甲公司占有。", ["rent", "lease_term", "occupants"], id="法〔2024〕238号 lease"),
    ],
)
def test_the_kind_of_asset_adds_its_own_items(asset, text, codes):
    assert [item.code for item in missing_items(notice() + text, asset=asset, on=TODAY)] == codes


@pytest.mark.parametrize(
    ("on", "codes"),
    [
        (date(2016, 12, 31), []),
        (date(2021, 12, 31), []),
        (date(2022, 1, 1), ["house_qualification", "house_undertaking"]),
        (date(2024, 10, 29), ["house_qualification", "house_undertaking", "possession"]),
    ],
)
def test_a_notice_is_judged_by_the_law_of_its_day(on, codes):
    assert [item.code for item in missing_items(notice(), asset=AssetKind.HOUSE, on=on)] == codes


def test_commissioned_auctions_and_switched_off_rules_demand_less():
    assert missing_items("", asset=None, on=TODAY, channel=Channel.OFFLINE) == ()
    assert missing_items(notice(), asset=AssetKind.LAND, on=TODAY, switched_off=frozenset({"VC-05", "NA-11"})) == ()


def test_a_stop_forbids_publication_and_a_warning_does_not():
    stopped = notice_text_check(notice() + "本院不负责腾退，本院不负责腾退。", asset=AssetKind.EQUIPMENT)
    assert (stopped.publish_allowed, stopped.forbidden_phrases) == (False, ("不负责腾退",))
    warned = notice_text_check(notice() + "悔拍的保证金予以没收。", asset=AssetKind.EQUIPMENT)
    assert (warned.publish_allowed, warned.forbidden_phrases, len(warned.findings)) == (True, (), 1)


def test_every_item_that_a_notice_must_state_has_its_words():
    demanded = [item.code for list_id in ("CL-01", "CL-04", "CL-05", "VC-05", "VC-08") for item in LISTS[list_id].items]
    assert set(demanded) == set(ITEM_WORDS)
