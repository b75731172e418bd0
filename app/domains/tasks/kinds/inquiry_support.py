"""询价配合 (forms.md §2.2)."""

from __future__ import annotations

from app.domains.tasks.fields import Column, Field, Kind, Need, Section, Sees, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import support_law

OWN = Section(
    "询价配合",
    (
        Field("way", "询价方式", Type.ENUM, hint="方式由法院定", choices=("定向询价", "网络询价")),
        Field(
            "data_table",
            "标准化特征",
            Type.LIST,
            hint="只填已核实事实；各平台文字一致",
            columns=(Column("feature", "特征"), Column("value", "值"), Column("unit", "单位", required=False), Column("source", "来源")),
        ),
        Field(
            "orders",
            "发出记录",
            Type.LIST,
            hint="核对即可",
            columns=(Column("to", "机构/平台"), Column("sent_at", "发出时刻"), Column("received_at", "收到时刻", required=False)),
        ),
        Field(
            "replies",
            "回复",
            Type.LIST,
            hint="结果值仅法院可见",
            none_word="尚未回复",
            columns=(
                Column("from_whom", "机构"),
                Column("received_at", "收到时刻"),
                Column("report_no", "报告号"),
                Column("valid_until", "有效期至", Type.DATE),
                Column("value", "结果（元）", Type.MONEY, sees=Sees.SEALED),
            ),
        ),
        Field("extension_requests", "延期申请", Type.LIST, Need.OPTIONAL, hint="原样登记", columns=(Column("by", "平台"), Column("at", "提出时刻"))),
        Field(
            "basic_errors",
            "基本信息错误",
            Type.LIST,
            Need.OPTIONAL,
            hint="仅比对，不评价价格",
            columns=(Column("by", "平台"), Column("field", "字段"), Column("right", "应为")),
        ),
    ),
)

KIND = Kind(
    code="inquiry_support",
    title="询价配合",
    group="定价配合",
    law=support_law("法释〔2018〕15号第7条至第13条", "选择平台", "要求平台调高或调低结果"),
    sections=(OWN, HAND_BACK),
    days=5,
)
