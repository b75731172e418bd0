"""Word templates for tests, as a court would write them."""

from __future__ import annotations

from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK

DEMAND = (
    "^{{ court_name }}",
    "^余 款 催 缴 通 知 书",
    ">{{ case_no }}",
    "{{ buyer_name }}：",
    "你于{{ sold_at|d }}以{{ 成交价|yuan }}元（大写：{{ sold_price|rmb }}）买受{{ 标的名称 }}，已交保证金{{ deposit_paid|yuan }}元，"
    "截至{{ as_of|d }}已付余款{{ paid_so_far|yuan }}元，尚欠{{ balance_due|yuan }}元，应于{{ balance_due_on|d }}前付清。",
    "收款账户：{{ pay_account.name }}，{{ pay_account.number }}，{{ pay_account.bank }}。",
    "依照《最高人民法院关于人民法院网络司法拍卖若干问题的规定》第二十四条，逾期不付的，保证金不予退还。",
    "联系人{{ contact_name }}，电话{{ office_phone }}，地址{{ office_address }}。",
    ">{{ court_name }}",
    ">{{ signed_on|dcn }}",
)


def word(*lines: str) -> bytes:
    """A docx: a paragraph a line, ^ centred, > right, a bare --- begins a new page."""
    document = Document()
    for line in lines:
        paragraph = document.add_paragraph()
        if line == "---":
            paragraph.add_run().add_break(WD_BREAK.PAGE)
            continue
        paragraph.add_run(line.lstrip("^>"))
        if line[0] in "^>":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if line[0] == "^" else WD_ALIGN_PARAGRAPH.RIGHT
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
