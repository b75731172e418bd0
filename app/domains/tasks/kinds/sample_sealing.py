"""封存样品 (forms.md §2.6)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Need, Section, Shot, Situation, Type, WantedFile
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.kinds.custody import KEEPERS, SEAL_BREAKS, both_signed, chain_whole, seal_numbers_unique, seals_broken_before_officials
from app.domains.tasks.support_law import support_law

PEOPLE = (Column("name", "姓名"), Column("unit", "单位、身份"))
OWN = Section(
    "封存",
    (
        Field("seal_batch_no", "批次", holds_number=True),
        Field(
            "items",
            "封存明细",
            Type.LIST,
            hint="一袋一号，封口骑缝签名",
            columns=(
                Column("no", "件号"),
                Column("name", "品名"),
                Column("marks", "特征"),
                Column("count", "数量", Type.INT),
                Column("weight", "重量", Type.DEC, required=False),
                Column("unit", "重量单位", Type.ENUM, choices=("g", "ct", "kg", "不称重")),
                Column("seal", "封条号", holds_number=True),
            ),
        ),
        Field("sealed_at", "封存时间", Type.DATETIME, hint="过程录像不间断"),
        Field("sealed_by", "封存人", Type.LIST, hint="两人", columns=PEOPLE),
        Field("seal_witness", "见证人", Type.LIST, hint="公证人员或基层组织", columns=PEOPLE),
        Field("storage_condition", "保管条件", hint="贵重物品双人双锁"),
        Field("storage_place", "保管处所"),
        Field(
            "seal_breaks",
            "启封",
            Type.LIST,
            Need.OPTIONAL,
            hint="启封必有公证或法院人员",
            columns=SEAL_BREAKS,
        ),
        Field("keeper_kind", "保管人", Type.ENUM, hint="被执行人以外的保管人不得使用", choices=KEEPERS),
        Field("keeper", "保管人姓名或名称"),
        Field(
            "movements",
            "出入库",
            Type.LIST,
            hint="两签齐全才算交接",
            none_word="尚未移动",
            columns=(
                Column("no", "件号"),
                Column("at", "时间", Type.DATETIME),
                Column("why", "事由"),
                Column("from_whom", "交出人"),
                Column("to_whom", "接收人"),
                Column("signed", "双签", Type.ENUM, choices=("两方已签", "缺一方")),
            ),
        ),
    ),
)


def two_seal(form: Form, situation: Situation) -> Iterator[Fault]:
    """Two people seal, beside the witness."""
    people = form.get("sealed_by") or []
    if len(people) == 1 and not form.get("agency_note"):
        yield Fault("sealed_by", "封存须两人：补充，或在机构意见中写明")


def weighed(form: Form, situation: Situation) -> Iterator[Fault]:
    """A weight has its unit and a unit its weight."""
    wrong = [str(row.get("no")) for row in form.get("items") or [] if bool(row.get("weight")) is (row.get("unit") == "不称重")]
    if wrong:
        yield Fault("items", f"件号 {'、'.join(wrong)} 的重量和单位不符")


KIND = Kind(
    code="sample_sealing",
    title="封存样品",
    group="保管与实物",
    law=support_law("法释〔2018〕15号第18条", "单独启封", "出借样品", by=("support", "storage", "notary")),
    sections=(OWN, HAND_BACK),
    days=1,
    shots=(Shot("sealed", "封存", 3, "整体、封条号、骑缝各一张", per="items"),),
    least_photos=3,
    asset_classes=("movable", "equipment"),
    checks=(seal_numbers_unique, two_seal, weighed, both_signed, chain_whole, seals_broken_before_officials),
    files=(WantedFile("video", "封存过程", seconds=20),),
    on_site=True,
    due_rule="扣押或看样当日",
    feeds=("看样", "鉴定评估", "移交", "保管链"),
)
