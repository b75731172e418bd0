"""A confirmation document that a clerk saved as PDF (JD, sites.md §2 (c)): code, price and end are read, the buyer's name is not."""

from __future__ import annotations

import json

import pytest
from weasyprint import HTML

from app.kernel.money import Money
from app.sites.contract import Changed, LotState
from app.sites.loader import installed

BUYER = "汪承泽"
DOCUMENT = f"""<html lang="zh-CN"><body style="font-family: 'Noto Sans CJK SC'"><h1>网络拍卖成交确认书</h1><p>标的物：包装机械及自动输送线一批</p>
<p>买受人：{BUYER}</p><p>竞买号：A73105281</p><p>网络拍卖成交价格：￥595000.00（伍拾玖万伍仟圆整）</p><p>网拍结束时间：2026-03-18 10:07:31</p></body></html>"""


def printed(page: str) -> bytes:
    made = HTML(string=page).write_pdf()
    assert made is not None
    return bytes(made)


@pytest.mark.parametrize("name", ["确认书.pdf", "1"])
def test_code_price_and_end_are_read_and_the_name_is_left_in_the_file(name) -> None:
    (shown,) = installed().get("jd").read_file(name, printed(DOCUMENT))
    assert (shown.state, shown.winner_code, shown.final_price) == (LotState.SOLD, "A73105281", Money.yuan("595000.00"))
    assert shown.confirmation == "成交确认书 2026-03-18T10:07:31+08:00"
    assert BUYER not in json.dumps(shown.as_json(), ensure_ascii=False)


def test_a_pdf_of_pictures_only_is_for_a_person() -> None:
    with pytest.raises(Changed, match="没有文字"):
        installed().get("jd").read_file("扫描.pdf", printed("<html><body><svg width='20' height='20'><rect width='20' height='20'/></svg></body></html>"))


def test_a_pdf_cut_off_or_of_another_kind_is_named() -> None:
    whole = printed(DOCUMENT)
    with pytest.raises(Changed):
        installed().get("jd").read_file("半个.pdf", whole[: len(whole) // 3])
    with pytest.raises(Changed):
        installed().get("jd").read_file("公告.pdf", printed("<html><body><p>拍卖公告</p></body></html>"))
