"""Masks and personal numbers: what a public copy shows, and that no original digit leaks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.law.masks import mask_account, mask_address, mask_certificate, mask_id, mask_name, mask_phone, mask_plate
from app.law.personal_data import Number, find_personal, is_resident_id, redact
from app.law.privacy import FIELDS, CaseType, Doc, Treatment, mask_fields, treatment_of

ID = "440100196805030536"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("邓永祥", "邓某", id="文书上网规定9条1项 surname"),
        pytest.param("欧阳启明", "欧阳某", id="compound surname"),
        pytest.param("欧阳", "欧某", id="two characters are surname and name"),
        pytest.param("买买提·吐尔逊", "买某", id="9条2项 minority name"),
        pytest.param("阿不都热依木", "阿某", id="9条3项 long translated name"),
        pytest.param("john Smith", "J", id="9条3项 foreign letters"),
        pytest.param("Émile", "É", id="9条3项 accented letter"),
        pytest.param("  ", "", id="nothing"),
    ],
)
def test_names_keep_what_the_law_keeps(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (mask_id, ID, "440100********0536"),
        (mask_id, "440100 680503 053", "440100*****3053"),
        (mask_id, "1234", "****"),
        (mask_phone, "138-0013-8000", "138****8000"),
        (mask_phone, "02034567890", "*********90"),
        (mask_phone, "110", "***"),
        (mask_account, "6222021234567890123", "6222 **** **** 0123"),
        (mask_account, "12345678", "********"),
        (mask_plate, "粤A·86543", "粤A·8***3"),
        (mask_plate, "粤AD12345", "粤A·D****5"),
        (mask_plate, "拖拉机", "***"),
        (mask_certificate, "粤（2019）广州市不动产权第04900101号", "****0101"),
        (mask_certificate, "第12号", "****"),
        (mask_address, "广东省广州市南沙区海语湾路18号", "广东省广州市南沙区"),
        (mask_address, "海语湾路18号", None),
    ],
)
def test_a_datum_is_shown_in_part(mask, value, shown):
    assert mask(value) == shown


GENERAL = {
    "name": "邓永祥",
    "id_number": ID,
    "phone": "13800138000",
    "bank_account": "6222021234567890123",
    "address": "广州市南沙区锦汐路7号",
    "plate": "粤A·86543",
    "certificate_number": "粤（2019）广州市不动产权第04900101号",
    "birth_date": "1968-05-03",
    "unit_name": "广州粤澜包装机械有限公司",
    "lawyer_name": "周明",
    "health": "高血压",
    "something_new": "13800138000",
}


def test_a_judgment_deletes_numbers_and_keeps_names_and_counties():
    shown = mask_fields(GENERAL, doc=Doc.JUDGMENT)
    kept = {field: value for field, value in shown.items() if value is not None}
    assert kept == {
        "name": "邓永祥",
        "address": "广州市南沙区",
        "birth_date": "1968-05-03",
        "unit_name": "广州粤澜包装机械有限公司",
        "lawyer_name": "周明",
    }


def test_the_lot_page_shows_plates_and_certificates_in_part_and_an_attachment_not_at_all():
    lot, attached = (mask_fields(GENERAL, doc=doc) for doc in (Doc.LOT_PAGE, Doc.ATTACHMENT))
    assert (lot["plate"], lot["certificate_number"]) == ("粤A·8***3", "****0101")
    assert (attached["plate"], attached["certificate_number"]) == (None, None)


@pytest.mark.parametrize("case_type", [CaseType.FAMILY, CaseType.INHERITANCE])
def test_family_and_inheritance_cases_hide_the_parties(case_type):
    assert mask_fields({"name": "邓永祥"}, doc=Doc.JUDGMENT, case_type=case_type) == {"name": "邓某"}


def test_minors_witnesses_and_victims_are_hidden_everywhere_and_namesakes_numbered():
    fields = {"minor_name": ["林知夏", "林知春"], "witness_name": "林知夏", "victim_name": "何月娥", "expert_name": None}
    shown = mask_fields(fields, doc=Doc.ATTACHMENT)
    assert shown == {"minor_name": ["林某1", "林某2"], "witness_name": "林某1", "victim_name": "何某", "expert_name": None}


@pytest.mark.parametrize(
    ("doc", "ended", "shown"),
    [(Doc.CONFIRMATION, True, "方屿宁"), (Doc.CONFIRMATION, False, None), (Doc.BIDS, True, None), (Doc.LOT_PAGE, True, None)],
)
def test_only_the_buyer_is_named_and_only_on_the_confirmation(doc, ended, shown):
    fields = {"buyer_name": "方屿宁", "loser_name": ["汪承泽", "卢小航"]}
    assert mask_fields(fields, doc=doc, bidding_ended=ended) == {"buyer_name": shown, "loser_name": None}


def test_a_screen_shows_numbers_in_part():
    shown = mask_fields({"id_number": ID, "phone": "13800138000", "bank_account": "6222021234567890123", "sex": "女"}, doc=Doc.SCREEN)
    assert shown == {"id_number": "440100********0536", "phone": "138****8000", "bank_account": "6222 **** **** 0123", "sex": "女"}


def test_a_free_text_field_is_scanned():
    assert mask_fields({"text": f"证号{ID}。"}, doc=Doc.ATTACHMENT) == {"text": "证号" + "×" * 18 + "。"}


def test_the_courts_pay_account_is_shown_while_the_lot_is_up_and_deleted_in_attachments():
    fields = {"pay_account": "6222021234567890123"}
    assert mask_fields(fields, doc=Doc.NOTICE) == fields
    assert mask_fields(fields, doc=Doc.ATTACHMENT) == {"pay_account": None}


def test_numbers_that_belong_in_the_text_stay():
    text = f"账号6222 0212 3456 7890 123，证号{ID}"
    assert redact(text, public=frozenset({"6222021234567890123"})) == "账号6222 0212 3456 7890 123，证号" + "×" * 18


def test_an_unknown_field_is_deleted_everywhere():
    assert {treatment_of("something_new", doc=doc) for doc in Doc} == {Treatment.DELETE}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (f"证号{ID}", [Number.ID]),
        ("证号44010019760218031X。", [Number.ID]),
        ("证号440100 19680503 0536", [Number.ID]),
        ("老证440100680503053号", [Number.ID]),
        ("证号４４０１００１９６８０５０３０５３６", [Number.ID]),
        ("电话138-0013-8000", [Number.PHONE]),
        ("于2026 13800138000联系", [Number.PHONE]),
        ("13800138000 13900139000", [Number.PHONE, Number.PHONE]),
        ("卡6222 0212 3456 7890", [Number.ACCOUNT]),
        ("账号：12345678901", [Number.ACCOUNT]),
        ("账号：6222021234567890123", [Number.ACCOUNT]),
        ("车牌粤A·86543、粤AD12345", [Number.PLATE, Number.PLATE]),
        ("粤（2019）广州市不动产权第04900101号", [Number.CERTIFICATE]),
        ("邮箱deng.yx@example.cn", [Number.EMAIL]),
        ("（2026）粤0115执1207号", []),
        ("价款119,084,000.00元，另119084000000.00元", []),
        ("2026-03-18 2026-03-19", []),
        ("于20260318 12345 13800138000联系", [Number.PHONE]),
        ("信用代码91440115MAYYA1P653", []),
        ("拍品568026197658", []),
        ("编号999999999999999", []),
        ("电话12345678901", []),
    ],
)
def test_personal_numbers_are_found_in_free_text(text, kinds):
    found = find_personal(text)
    assert [each.kind for each in found] == kinds
    assert all(text[each.start : each.end] == each.found for each in found)
    assert all(each.kind.label for each in found)


@pytest.mark.parametrize(
    ("number", "valid"), [(ID, True), ("440100196805030537", False), ("440100196813030536", False), ("44", False), ("44010019760218031X", True)]
)
def test_an_identity_number_has_a_birthday_and_a_check_digit(number, valid):
    assert is_resident_id(number) is valid


DIGITS = st.text(st.sampled_from("0123456789"), min_size=1, max_size=30)


@given(DIGITS)
def test_masks_never_show_all_digits(digits):
    for mask in (mask_id, mask_phone, mask_account, mask_certificate):
        shown = re.sub(r"\D", "", mask(digits))
        assert len(shown) < len(digits)


@given(
    field=st.sampled_from(sorted(FIELDS)), doc=st.sampled_from([each for each in Doc if each is not Doc.SCREEN]), number=st.sampled_from([ID, "13800138000"])
)
def test_no_public_document_shows_a_private_number(field, doc, number):
    way = treatment_of(field, doc=doc)
    shown = mask_fields({field: number}, doc=doc)[field]
    assert way is Treatment.KEEP or number not in (shown or "")


@given(st.lists(st.sampled_from([f"证号{ID}", "，", "电话13800138000", " ", "某年", "6222021234567890123", "粤A86543"]), max_size=6).map("，".join))
def test_redacted_text_keeps_its_length_and_holds_no_personal_number(text):
    clean = redact(text)
    assert len(clean) == len(text)
    assert find_personal(clean) == ()
    assert ID not in clean
