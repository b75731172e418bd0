"""What a clerk saves: spreadsheets, pages with their address, single-file pages, visits in which a question was asked again, refused or walled off."""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from app.kernel.money import Money
from app.sites.contract import Challenged, Changed, LotState, RawPage, Refused, Unreachable
from app.sites.loader import installed
from app.sites.recorded import pages_of, question

PLUGINS = Path(__file__).parents[2] / "plugins"
CAA_LOT = "https://sf.caa123.org.cn/caa-web-ws/ws/0.1/lot/41150"


def capture(code: str, name: str) -> bytes:
    return (PLUGINS / code / "captures" / name).read_bytes()


def entry(url: str, text: str, *, status: int = 200, at: str = "2026-03-19T10:30:00.000+08:00", **more: Any) -> dict[str, Any]:
    answer = {"status": status, "redirectURL": "", "content": {"mimeType": "application/json", "text": text}, **more}
    return {"startedDateTime": at, "request": {"method": "GET", "url": url}, "response": answer}


def har(*entries: object) -> bytes:
    return json.dumps({"log": {"version": "1.2", "entries": list(entries)}}, ensure_ascii=False).encode()


def sheet(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def test_a_spreadsheet_with_real_dates_and_figures_is_read_as_a_bid_log() -> None:
    rows = [
        ("竞价记录导出",),
        ("序号", "出价时间", "竞买号", "出价（元）", "状态"),
        (2, datetime.fromisoformat("2026-03-18T14:51:09"), "N8821", 14534399.94, "成交"),
        (1, datetime.fromisoformat("2026-03-18T11:02:04.120"), 3302, 14488399.94, "出局"),
        ("共 2 条记录",),
    ]
    (shown,) = installed().get("jd").read_file("记录.xlsx", sheet(*rows))
    assert [(each.bidder, str(each.price)) for each in shown.bids or ()] == [("3302", "14488399.94"), ("N8821", "14534399.94")]
    assert (shown.winner_code, shown.final_price, shown.bids[0].at.microsecond if shown.bids else None) == ("N8821", Money.yuan("14534399.94"), 120_000)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "xls"),
        (b"\x89PNG....", "图片"),
        (b"PK\x03\x04broken", "表格"),
        (b"  ", "空的"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\nx\n--x--\n", "没有页面"),
    ],
)
def test_a_file_of_another_kind_is_named(content, words) -> None:
    with pytest.raises(Changed, match=words):
        installed().get("jd").read_file("文件", content)


def test_a_saved_page_carries_the_address_it_was_saved_from() -> None:
    page = b"<!DOCTYPE html>\r\n<!-- saved from url=(0059)https://www.rmfysszc.gov.cn/statichtml/rm_obj/51153.shtml -->\r\n<html></html>"
    assert pages_of("a.html", page)[0].url == "https://www.rmfysszc.gov.cn/statichtml/rm_obj/51153.shtml"


def test_a_page_saved_as_one_file_is_read() -> None:
    head = "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=AaB\n\n--AaB\nContent-Type: text/html\n"
    body = capture("gpai", "10_item_live.html")
    whole = f"{head}Content-Transfer-Encoding: binary\nContent-Location: http://www.gpai.net/sf/item2.do?Web_Item_ID=31206\n\n".encode() + body + b"\n--AaB--\n"
    (shown,) = installed().get("gpai").read_file("厂房.mhtml", whole)
    assert (shown.lot_id, shown.starting_price) == ("31206", Money.yuan("91000000"))


def test_a_question_asked_again_is_told_by_its_last_answer() -> None:
    live = capture("caa123", "01_lot_live.json").decode()
    later = live.replace('"nowPrice":77500', '"nowPrice":78000').replace('"lotStatus":1', '"lotStatus":3')
    (shown,) = (
        installed().get("caa123").read_file("a.har", har(entry(f"{CAA_LOT}?_=1", live), entry(f"{CAA_LOT}?_=2&time=9", later, at="2026-03-19T11:30:00+08:00")))
    )
    assert (shown.current_price, shown.state) == (Money.yuan("78000"), LotState.SOLD)
    assert question(f"{CAA_LOT}?_=1") == question(f"{CAA_LOT}?time=7")
    assert question("https://x/?currentPage=1") != question("https://x/?currentPage=2")


def test_pages_of_bids_join_in_the_order_of_the_bids_however_the_clerk_leafed() -> None:
    entries = json.loads(capture("taobao", "13_sold_lot.har"))["log"]["entries"]
    turned = har(*reversed(entries))
    read = installed().get("taobao").read_file
    assert read("a.har", turned)[0].bids == read("a.har", har(*entries))[0].bids


def test_a_refused_call_among_good_ones_is_passed_over_and_alone_it_is_the_failure() -> None:
    expired = '{"api":"mtop.taobao.govauctionmtopdetailservice","v":"3.0","ret":["FAIL_SYS_TOKEN_EXOIRED::令牌过期"],"data":{}}'
    refused, good = (
        entry("https://h5api.m.taobao.com/h5/a?t=1", expired),
        entry("https://h5api.m.taobao.com/h5/b?t=2", capture("taobao", "09_mtop_detail.json").decode()),
    )
    read = installed().get("taobao").read_file
    assert read("a.har", har(refused, good))[0].lot_id == "780000115001"
    with pytest.raises(Refused, match="EXOIRED"):
        read("a.har", har(refused))


@pytest.mark.parametrize(
    "walled",
    [
        entry("https://sf.taobao.com/x", "", status=302, redirectURL="https://login.taobao.com/member/login.jhtml"),
        entry("https://sf.taobao.com/x", "<html><title>验证码拦截</title></html>"),
    ],
)
def test_a_visit_that_saw_only_walls_needs_a_human(walled) -> None:
    with pytest.raises(Challenged):
        installed().get("taobao").read_file("a.har", har(walled))


def test_a_har_with_strange_entries_is_read_past_them() -> None:
    strange = [None, 7, {}, {"response": []}, {"response": {"status": 200, "content": {"text": 5}}}, entry("https://[bad", "{}")]
    (shown,) = installed().get("caa123").read_file("a.har", har(*strange, entry(CAA_LOT, capture("caa123", "01_lot_live.json").decode())))
    assert shown.lot_id == "41150"
    with pytest.raises(Changed):
        installed().get("caa123").read_file("a.har", b'{"log":{"entries":7}}')


def test_two_lots_of_one_visit_keep_their_own_bids() -> None:
    base = "https://sf.caa123.org.cn/caa-web-ws/ws/0.1"
    first, second = capture("caa123", "01_lot_live.json").decode(), capture("caa123", "01_lot_live.json").decode().replace("41150", "41151")
    log = capture("caa123", "02_records_rollback.json").decode()
    visit = har(entry(f"{base}/lot/41150", first), entry(f"{base}/lot/41151", second), entry(f"{base}/records/lot/41151?start=0&count=20", log))
    shown = installed().get("caa123").read_file("a.har", visit)
    assert {each.lot_id: each.bid_count for each in shown} == {"41150": None, "41151": 2}


def test_the_platforms_own_fault_is_for_later_and_the_callers_is_a_refusal() -> None:
    read = installed().get("taobao").read_file
    with pytest.raises(Unreachable, match="isp"):
        read("a.json", capture("taobao", "17_top_platform_fault.json"))
    with pytest.raises(Refused, match="isv"):
        read("a.json", b'{"code":15,"msg":"Remote service error","sub_code":"isv.param-error","sub_msg":"x","request_id":"1"}')


def test_a_failure_of_reading_carries_its_page() -> None:
    page = RawPage("https://gw.api.taobao.com/router/rest", capture("taobao", "07_top_error.json"), "", None, "top")
    with pytest.raises(Refused) as caught:
        installed().get("taobao").parse((page,))
    assert caught.value.pages == (page,)
