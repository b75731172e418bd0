"""竞买咨询 (forms.md §2.8)."""

from __future__ import annotations

from app.domains.tasks.fields import Column, Field, Kind, Section, Sees, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import support_law

OWN = Section(
    "咨询",
    (
        Field(
            "questions",
            "咨询记录",
            Type.LIST,
            hint="记录原问题；只按公示材料回答，超出即转法官；不记姓名",
            none_word="无人咨询",
            sees=Sees.PUBLIC,
            columns=(
                Column("asked_at", "时间"),
                Column("channel", "渠道", Type.ENUM, choices=("电话", "网页", "现场")),
                Column("question", "问题"),
                Column("answer", "答复"),
                Column("source", "依据", Type.ENUM, choices=("公告", "调查表", "法官答复", "已转法官")),
            ),
        ),
        Field("new_facts", "咨询中发现的新情况", Type.LIST, hint="转法官核实", none_word="无", columns=(Column("what", "情况"), Column("source", "来源"))),
    ),
)

KIND = Kind(
    code="consultation",
    title="竞买咨询",
    group="展示与咨询",
    law=support_law("", "提供竞买建议", "评价价格", "承诺结果"),
    sections=(OWN, HAND_BACK),
    days=30,
)
