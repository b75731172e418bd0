"""Values out of sites' words: data, money, times, titles, pages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.kernel.clock import at_shanghai
from app.kernel.money import Money
from app.sites.contract import Changed
from app.sites.literals import read_data, unwrap
from app.sites.markup import read_page, text_of
from app.sites.scanning import Unit, count, decode, find_moment, from_millis, from_text, labelled_money, money, plain, split_round
from app.sites.walls import is_wall, is_wall_page, leads_to_wall


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a":1.10}', {"a": Decimal("1.10")}),
        ("{a:'x',b:null,}", {"a": "x", "b": None}),
        ('{"itemType":,"b":2}', {"itemType": None, "b": 2}),
        ('{"b":2,"itemType":}', {"b": 2, "itemType": None}),
        ("null({content:'<p>公告</p>',attaches:[{id:'1'}]})", {"content": "<p>公告</p>", "attaches": [{"id": "1"}]}),
        ("jsonp_12([1,-2,3.5]);", [1, -2, Decimal("3.5")]),
        ("{'a':'it\\'s \\u4e2d',b:undefined,c:true,12:-1}", {"a": "it's 中", "b": None, "c": True, "12": -1}),
        ("{}", {}),
    ],
)
def test_what_sites_send_as_data_is_read(text, value) -> None:
    assert read_data(text) == value


@pytest.mark.parametrize("text", ["", "{", "{a:1", "{a:1}}", "<html>", "{a:alert(1)}", "[" * 200, "{a b}", "'x'y"])
def test_what_is_no_data_is_changed(text) -> None:
    with pytest.raises(Changed):
        read_data(text)


def test_money_in_floats_stays_exact() -> None:
    assert money(read_data('{"p":14534399.94}')["p"], Unit.YUAN) == Money(1453439994)


def test_jsonp_is_unwrapped_and_plain_text_is_not() -> None:
    assert unwrap("cb( {} );") == "{}"
    assert unwrap(" {} ") == "{}"


@pytest.mark.parametrize(
    ("value", "unit", "fen"),
    [
        ("14,534,399.94", Unit.YUAN, 1_453_439_994),
        ("￥13.5万元", Unit.YUAN, 13_500_000),
        ("13.5", Unit.WAN, 13_500_000),
        ("10908.4万", Unit.YUAN, 10_908_400_000),
        ("1.2亿元", Unit.YUAN, 12_000_000_000),
        ("5千元", Unit.WAN, 500_000),
        ("76000元", Unit.WAN, 7_600_000),
        (7600000, Unit.FEN, 7_600_000),
        (Decimal("280.0"), Unit.YUAN, 28_000),
        ("&yen;1,000", Unit.YUAN, 100_000),
    ],
)
def test_money_keeps_the_unit_of_its_field_unless_the_text_says_another(value, unit, fen) -> None:
    assert money(value, unit) == Money(fen)


@pytest.mark.parametrize("value", [None, "", "-", "--", "&nbsp;", "暂无"])
def test_marks_of_absence_are_no_money(value) -> None:
    assert money(value, Unit.YUAN) is None


@pytest.mark.parametrize("value", ["abc", "1.2.3", "0.001", "12元3角", "NaN", "￥"])
def test_what_is_no_amount_is_changed(value) -> None:
    with pytest.raises(Changed):
        money(value, Unit.YUAN)


def test_an_amount_is_found_behind_its_label() -> None:
    assert labelled_money("起拍价 ： 76360000 元 评估价： 10908.4 万元", "评估价", unit=Unit.YUAN) == Money.yuan("109084000")
    assert labelled_money("没有金额", "起拍价", unit=Unit.YUAN) is None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2018-4-4 9:00:00", at_shanghai(2018, 4, 4, 9)),
        ("2018/9/7 10:00:00", at_shanghai(2018, 9, 7, 10)),
        ("2026年05月26日 10:34:46", at_shanghai(2026, 5, 26, 10, 34, 46)),
        ("2016-12-20  14:25:58", at_shanghai(2016, 12, 20, 14, 25, 58)),
        ("2018.09.03", at_shanghai(2018, 9, 3)),
        ("2026年3月19日10时00分00秒", at_shanghai(2026, 3, 19, 10)),
        ("1900-1-1", None),
        ("2050-1-1", None),
        ("--", None),
    ],
)
def test_times_without_zone_are_chinas(text, at) -> None:
    assert from_text(text) == at


@pytest.mark.parametrize("text", ["昨天", "2026-13-40", "48分钟前", "10:00"])
def test_what_is_no_time_is_changed(text) -> None:
    with pytest.raises(Changed):
        from_text(text)


def test_a_time_is_found_in_a_script() -> None:
    assert find_moment("var d = new Date('2018/9/7 10:00:00');", r"new\s+Date\(\s*'") == at_shanghai(2018, 9, 7, 10)


def test_milliseconds_are_absolute_and_seconds_are_refused() -> None:
    assert from_millis("1506304800000") == at_shanghai(2017, 9, 25, 10)
    assert from_millis("") is None
    with pytest.raises(Changed):
        from_millis(1482215158)


def test_counts_are_read_and_marks_are_none() -> None:
    assert (count("1,235次"), count(0), count("--"), count(None)) == (1235, 0, None, None)


def test_titles_lose_their_round_and_keep_other_brackets() -> None:
    assert split_round("【第二次拍卖】 某房产") == (2, "某房产")
    assert split_round("【变卖】某房产") == (3, "某房产")
    assert split_round("（破）某地块") == (None, "（破）某地块")
    assert split_round("【居家装饰】枕头") == (None, "【居家装饰】枕头")


def test_entities_are_resolved_and_private_numbers_masked() -> None:
    assert plain("某&middot;房  电话13800000000 证440100196805030536") == "某·房 电话138******00 证440*************36"
    assert plain(" ") is None


def test_charsets_are_found_out_and_not_believed() -> None:
    assert decode("竞买".encode("gbk")) == decode("竞买".encode()) == decode("竞买".encode("utf-8-sig")) == "竞买"
    with pytest.raises(Changed):
        decode(b"\xff\xff\xff")


def test_unclosed_tags_and_deep_pages_are_read() -> None:
    assert text_of(read_page("<p><p>a<b>b</p><br>c").by_id("x")) is None
    assert read_page("<p><p>a <b>b</b></p><br>c<script>d</script>").text == "a b c"
    assert read_page("<div>" * 20_000 + "x").text == "x"


def test_walls_are_known_in_any_charset_and_links_to_them_are_none() -> None:
    assert is_wall("<title>登录</title>")
    assert is_wall_page("<title>登录</title>".encode("gbk"))
    assert not is_wall_page(b"%PDF-1.4\x00<title>")
    assert not is_wall("<a href='//login.taobao.com/'>亲，请登录</a><h1>标的</h1>")
    assert leads_to_wall("//sf.taobao.com/_____tmd_____/punish?x5step=1")
