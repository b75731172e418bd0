"""封存样品 (forms.md §2.6)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Need, Section, Shot, Situation, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.kinds.custody import seal_numbers_unique
from app.domains.tasks.support_law import support_law

PEOPLE = (Column("name", "姓名"), Column("unit", "单位、身份"))
OWN = Section(
    "封存",
    (
        Field("seal_batch_no", "批次"),
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
                Column("weight", "重量"),
                Column("unit", "重量单位", Type.ENUM, choices=("g", "ct", "kg", "不称重")),
                Column("seal", "封条号"),
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
            columns=(
                Column("no", "件号"),
                Column("at", "时间"),
                Column("why", "事由", Type.ENUM, choices=("看样", "鉴定", "移交", "损坏")),
                Column("present", "在场人"),
                Column("reseal", "复封条号"),
            ),
        ),
    ),
)


def two_seal(form: Form, situation: Situation) -> Iterator[Fault]:
    """Two people seal, beside the witness."""
    people = form.get("sealed_by") or []
    if len(people) == 1 and not form.get("agency_note"):
        yield Fault("sealed_by", "封存须两人：补充，或在机构意见中写明")


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
    checks=(seal_numbers_unique, two_seal),
)
