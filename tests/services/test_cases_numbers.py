"""Case numbers and identity numbers are read, normalised, or refused with what is wrong (M-18, M-19)."""

from __future__ import annotations

from datetime import date

import pytest

from app.domains.cases.identities import check_credit_code, check_phone, check_resident
from app.domains.cases.numbers import CaseNumber, parse_number, parse_own_number
from app.kernel.errors import Invalid

TODAY = date(2026, 4, 2)
NANSHA = {"court_code": "粤0115", "court_name": "广州市南沙区人民法院"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("（2026）粤0115执1234号", CaseNumber(2026, "粤0115", "执", 1234)),
        ("(2026) 粤0115 执恢 86 号", CaseNumber(2026, "粤0115", "执恢", 86)),
        ("（２０２５）粤０１１５民初３１１８号", CaseNumber(2025, "粤0115", "民初", 3118)),
        ("〔2026〕粤执保7号", CaseNumber(2026, "粤", "执保", 7)),
        ("（2026）最高法执监5号", CaseNumber(2026, "最高法", "执监", 5)),
        ("（2026）粤0115执1234号之一", CaseNumber(2026, "粤0115", "执", 1234, "之一")),
    ],
)
def test_a_number_is_read_in_any_width(text: str, number: CaseNumber) -> None:
    assert parse_number(text) == number


def test_a_number_is_written_in_full_width_brackets() -> None:
    assert str(parse_number("(2026)粤0115执1234号")) == "（2026）粤0115执1234号"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026粤0115执288", "写成（2026）粤0115执288号"),
        ("（2026）粤0115执288", "写成（2026）粤0115执288号"),
        ("粤0115执288号", "开头缺少四位年份"),
        ("（2026）0115执288号", "缺少法院代字"),
        ("（2026）粤0115执号", "缺少编号"),
        ("（1926）粤0115执288号", "年份 1926 不对"),
        ("（2026）粤0115执0号", "编号不能为 0"),
        ("  ", "没有填写案号"),
    ],
)
def test_a_wrong_number_is_told_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        parse_number(text)


def test_a_number_of_another_court_is_refused() -> None:
    with pytest.raises(Invalid, match=r"法院代字“粤0113”与广州市南沙区人民法院（粤0115）不符"):
        parse_own_number("（2026）粤0113执288号", **NANSHA)


def test_a_lawsuit_is_no_enforcement_case() -> None:
    with pytest.raises(Invalid, match="“民初”不是执行案件"):
        parse_own_number("（2026）粤0115民初288号", **NANSHA)


def test_a_resident_number_tells_birth_and_sex() -> None:
    read = check_resident("440100197903140119", today=TODAY)
    assert (read.born_on, read.sex, read.known_area) == (date(1979, 3, 14), "男", True)
    assert check_resident("44010019871225031x", today=TODAY).number == "44010019871225031X"


def test_an_old_area_code_with_an_early_birth_is_accepted() -> None:
    assert check_resident("440100194708110041", today=TODAY).born_on == date(1947, 8, 11)


def test_an_unknown_area_is_a_doubt_not_a_refusal() -> None:
    read = check_resident(_with_check("99010019790314011"), today=TODAY)
    assert not read.known_area


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("440100197903140118", "第 18 位应为 9"),
        ("44010019790314011", "应为 18 位，现为 17 位"),
        ("440100197902300119", "出生日期 19790230 不存在"),
        ("440100203001010119", "不可能"),
        ("4401001979031401A9", "应为数字"),
    ],
)
def test_a_wrong_resident_number_is_told_what_is_wrong(text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        check_resident(text, today=TODAY)


@pytest.mark.parametrize("code", ["91440115MAYYR3T85Q", "12440100MAYYN7W40K", " 91440101mayyk8y15l "])
def test_a_credit_code_is_accepted(code: str) -> None:
    assert check_credit_code(code) == code.strip().upper()


@pytest.mark.parametrize(("code", "words"), [("91440115MAYYR3T85R", "应为 Q"), ("91440115MAYYR3T8", "现为 16 位"), ("91440115MAYYR3O85Q", "字符 O")])
def test_a_wrong_credit_code_is_told_what_is_wrong(code: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        check_credit_code(code)


def test_phones_are_mobile_or_with_area_code() -> None:
    assert [check_phone(each) for each in ("199 0000 0011", "020-80000101", "")] == ["19900000011", "020-80000101", ""]
    with pytest.raises(Invalid, match="11 位手机号"):
        check_phone("80000101")


def _with_check(seventeen: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return seventeen + "10X98765432"[sum(int(d) * w for d, w in zip(seventeen, weights, strict=True)) % 11]
