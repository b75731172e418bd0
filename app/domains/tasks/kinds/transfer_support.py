"""协助过户 (forms.md §2.11)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Need, Section, Sees, Shot, Situation, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import support_law

OWN = Section(
    "过户",
    (
        Field("assist_notice_no", "协助执行通知书", hint="由法院出具后才办", holds_number=True),
        Field("ruling_no", "成交裁定书", hint="已送达", holds_number=True),
        Field("new_owner", "新权利人", hint="裁定书上的买受人，不得变更", fades=True),
        Field(
            "route",
            "办理环节",
            Type.LIST,
            hint="退件写明窗口理由原文",
            columns=(
                Column("office", "机关"),
                Column("matter", "事项"),
                Column("state", "状态", Type.ENUM, choices=("待办", "已受理", "退件", "办结")),
                Column("receipt_no", "受理号", required=False, holds_number=True),
                Column("until_on", "时限", Type.DATE, required=False),
                Column("result", "结果", required=False),
            ),
        ),
        Field(
            "tax_paid",
            "税费",
            Type.LIST,
            hint="按公告的承担人；不垫付、不代收",
            none_word="尚未发生",
            columns=(
                Column("item", "项目"),
                Column("amount", "金额（元）", Type.MONEY),
                Column("payer", "缴款人"),
                Column("as_announced", "与公告", Type.ENUM, choices=("一致", "不一致")),
                Column("receipt", "凭证", holds_number=True),
            ),
        ),
        Field(
            "arrears_paid",
            "欠费",
            Type.LIST,
            none_word="无欠费",
            columns=(Column("item", "项目"), Column("amount", "金额（元）", Type.MONEY), Column("payer", "缴款人")),
        ),
        Field("junior_measures", "轮候查封处理", Type.LONG, Need.CONDITION, hint="原话记录"),
        Field("cert_number_new", "新证号", Type.TEXT, Need.OPTIONAL, hint="只留后四位公示", holds_number=True),
        Field(
            "refusals",
            "拒绝协助",
            Type.LIST,
            Need.OPTIONAL,
            hint="不争执，取书面",
            sees=Sees.SEALED,
            columns=(Column("office", "机关"), Column("at", "时间", Type.DATETIME), Column("why", "理由")),
        ),
    ),
)


def bearer_as_announced(form: Form, situation: Situation) -> Iterator[Fault]:
    """Taxes are paid by whom the announcement named (NA-43)."""
    wrong = [str(row.get("item")) for row in form.get("tax_paid") or [] if row.get("as_announced") == "不一致"]
    if wrong and not form.get("agency_note"):
        yield Fault("agency_note", f"{'、'.join(wrong)}的缴款人与公告不一致：写明原因，由法院处理")


def title_when_done(form: Form, situation: Situation) -> Iterator[Fault]:
    """When every step is done there is a new certificate; a refused step tells the window's words."""
    route = form.get("route") or []
    if route and all(row.get("state") == "办结" for row in route) and not form.get("cert_number_new"):
        yield Fault("cert_number_new", "各环节已办结，填新证号")
    bare = [str(row.get("matter")) for row in route if row.get("state") == "退件" and not row.get("result")]
    if bare:
        yield Fault("route", f"{'、'.join(bare)}退件，写明窗口理由原文")


KIND = Kind(
    code="transfer_support",
    title="协助过户",
    group="成交之后",
    law=support_law("民诉法第262条", "代缴税费", "变更权利人名称", "留存钥匙"),
    sections=(OWN, HAND_BACK),
    days=30,
    shots=(Shot("slip", "受理单"),),
    least_photos=1,
    checks=(bearer_as_announced, title_when_done),
    due_rule="裁定送达后起算，内部 30 日",
    feeds=("过户进度", "结案核对"),
)
