"""带看 (forms.md §2.9)."""

from __future__ import annotations

from app.domains.tasks.fields import Column, Field, Kind, Need, Section, Sees, Shot, Type, When
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import support_law
from app.law.viewing import ADVICE

OPENED = When("seal_opened", ("已启封并复封",))
OWN = Section(
    "带看",
    (
        Field(
            "bookings",
            "预约",
            Type.LIST,
            hint="只留称呼和电话后四位；不收证件号",
            none_word="无人预约",
            columns=(
                Column("no", "编号"),
                Column("called", "称呼", sees=Sees.SEALED),
                Column("people", "人数", Type.INT),
                Column("slot", "时段"),
                Column("source", "来源", Type.ENUM, choices=("电话", "网页", "现场")),
            ),
        ),
        Field(
            "open_slots",
            "开放看样时间",
            Type.LIST,
            hint=ADVICE,
            sees=Sees.PUBLIC,
            columns=(Column("on", "日期", Type.DATE), Column("hours", "时段")),
        ),
        Field("headcount", "到场人数", Type.INT, hint="分批进入，不泄露其他预约人"),
        Field("guide", "带看人", hint="须在委托书上"),
        Field("viewed_parts", "看样部位", Type.LONG, hint="贵重物品须法院人员或公证在场"),
        Field("seal_opened", "是否启封", Type.ENUM, choices=("未启封", "已启封并复封")),
        Field(
            "incidents", "异常情况", Type.LIST, hint="不拍人脸、不录音", none_word="无", columns=(Column("at", "时间", Type.DATETIME), Column("what", "情况"))
        ),
        Field("reseal_no", "复封条号", Type.TEXT, Need.CONDITION, hint="启封的必填，并登记出入库", holds_number=True, when=OPENED),
        Field("opened_before", "启封在场人", Type.ENUM, Need.CONDITION, choices=("法院人员", "公证人员"), when=OPENED),
        Field("fee_charged", "是否收费", Type.ENUM, hint="不得收费", choices=("未收费",)),
    ),
)

KIND = Kind(
    code="viewing",
    title="带看",
    group="展示与咨询",
    law=support_law("法释〔2016〕18号第14条", "收取保证金或证件", "透露其他竞买人", "决定谁可以看样", "承诺结果"),
    sections=(OWN, HAND_BACK),
    days=15,
    shots=(Shot("arrival", "到场时门口"), Shot("leaving", "离场时门口")),
    least_photos=2,
    on_site=True,
    due_rule="公告期内；开拍前建议两个以上时段",
    feeds=("看样记录", "瑕疵核对"),
)
