"""协助腾空 (forms.md §2.13)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Need, Section, Sees, Shot, Situation, Type, When
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import support_law

FORCED, BOXED = When("visit_kind", ("强制日",)), When("goods_to", ("保管",))
VISITS = ("告知", "走访", "协商", "强制日", "复查")
OWN = Section(
    "腾空",
    (
        Field("president_notice_ref", "院长公告", holds_number=True, hint="没有的写“无”；无院长公告不得参与强制日"),
        Field("notice_expired", "公告是否期满", Type.ENUM, choices=("未张贴", "未期满", "已期满")),
        Field("visit_kind", "到场类型", Type.ENUM, hint="只做告知、记录和后勤", choices=VISITS),
        Field(
            "occupants_found",
            "占有人",
            Type.LIST,
            hint="只记与案件有关信息；未成年人不写姓名",
            none_word="无人",
            columns=(
                Column("called", "称呼", sees=Sees.SEALED),
                Column("count", "人数", Type.INT),
                Column("basis", "依据"),
                Column("care", "照护需要", required=False),
            ),
        ),
        Field(
            "promise",
            "自行腾空承诺",
            Type.LIST,
            Need.OPTIONAL,
            hint="不加码、不承诺补偿",
            columns=(Column("by_on", "日期", Type.DATE), Column("what", "事项"), Column("signed", "签名", Type.ENUM, choices=("已签名", "拒绝签名"))),
        ),
        Field(
            "boxes",
            "箱封",
            Type.LIST,
            Need.CONDITION,
            hint="一箱一照一封条",
            columns=(Column("no", "箱号"), Column("seal", "封条号", holds_number=True)),
            when=BOXED,
        ),
        Field("inventory_link", "物品清单", Type.TEXT, Need.CONDITION, hint="清单编号，双方签名", holds_number=True, when=FORCED),
        Field("medical", "医护在场", Type.ENUM, Need.CONDITION, hint="有老人、病患的必须在场", choices=("在场", "不需要", "不在场"), when=FORCED),
        Field("led_by", "带队执行人员", Type.TEXT, Need.CONDITION, hint="协商、强制日由执行人员带队", when=When("visit_kind", ("协商", "强制日"))),
        Field("hazards", "危险、动物、易腐", Type.LIST, hint="立即报现场指挥", none_word="无", columns=(Column("what", "情况"),)),
        Field(
            "officers_present",
            "执行人员",
            Type.LIST,
            Need.CONDITION,
            hint="强制日不少于 2 人和见证人",
            sees=Sees.SEALED,
            columns=(Column("name", "姓名"), Column("post", "职务")),
        ),
        Field("goods_to", "物品去向", Type.ENUM, Need.CONDITION, choices=("交付本人", "保管", "拒收留置")),
    ),
)


def forced_day_lawful(form: Form, situation: Situation) -> Iterator[Fault]:
    """A forced day needs the president's expired notice, two officers, and a place for the goods (CP-01, CP-02)."""
    if form.get("visit_kind") != "强制日":
        return
    if form.get("notice_expired") != "已期满":
        yield Fault("notice_expired", "院长公告没有期满，不得参与强制日（民诉法第261条）")
    if len(form.get("officers_present") or []) < 2:
        yield Fault("officers_present", "强制日须有 2 名以上执行人员在场")
    if not form.get("goods_to"):
        yield Fault("goods_to", "写明物品去向")
    if form.get("medical") == "不在场" and any(row.get("care") for row in form.get("occupants_found") or []):
        yield Fault("medical", "有需照护的人，医护不在场不得实施：报告现场指挥")


KIND = Kind(
    code="vacating_support",
    title="协助腾空",
    group="成交之后",
    law=support_law("民诉法第261条", "推搡、断水断电、撬锁、拘禁", "扣留物品", "自行规定期限"),
    sections=(OWN, HAND_BACK),
    days=3,
    shots=(
        Shot("notice", "张贴的公告", 2, "看得清日期"),
        Shot("gate", "大门"),
        Shot("room_before", "各房间（前）", 1, when=FORCED),
        Shot("room_after", "各房间（后）", 1, when=FORCED),
        Shot("box", "箱封", 1, "一箱一照", per="boxes"),
    ),
    least_photos=3,
    asset_classes=("house", "real_estate", "land"),
    checks=(forced_day_lawful,),
    on_site=True,
    due_rule="院长公告期满；强制日当天",
    feeds=("强制迁出笔录", "物品清单", "移交"),
)
