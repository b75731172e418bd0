"""动产保管 (forms.md §2.7)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Need, Section, Shot, Situation, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import support_law

KEEPERS = ("法院", "被执行人", "担保物权人", "第三人", "申请执行人")
OWN = Section(
    "保管",
    (
        Field(
            "items",
            "保管明细",
            Type.LIST,
            hint="一件一行，与查封清单一致",
            columns=(
                Column("no", "件号"),
                Column("name", "品名"),
                Column("count", "数量", Type.INT),
                Column("seal", "封条号"),
                Column("state", "状况"),
            ),
        ),
        Field("storage_place", "处所", hint="写到库位"),
        Field("storage_condition", "保管条件", hint="防火、防潮；贵重物品双人双锁"),
        Field("keeper_kind", "保管人", Type.ENUM, hint="被执行人以外的保管人不得使用", choices=KEEPERS),
        Field("keeper", "保管人姓名或名称"),
        Field(
            "movements",
            "出入库",
            Type.LIST,
            hint="两签齐全才算交接",
            columns=(
                Column("no", "件号"),
                Column("at", "时间"),
                Column("why", "事由"),
                Column("from_whom", "交出人"),
                Column("to_whom", "接收人"),
                Column("signed", "双签", Type.ENUM, choices=("两方已签", "缺一方")),
            ),
        ),
        Field(
            "condition_checks",
            "定期检查",
            Type.LIST,
            hint="至少每 30 日一次，易腐品每日；变质、损坏立即报告",
            columns=(Column("on", "日期", Type.DATE), Column("state", "状况")),
        ),
        Field("custody_fee", "保管费", Type.MONEY, Need.OPTIONAL, hint="按委托合同；不得扣押标的抵费", unit="元"),
    ),
)


def seal_numbers_unique(form: Form, situation: Situation) -> Iterator[Fault]:
    """A seal stands on one thing."""
    seals = [row.get("seal") for row in form.get("items") or [] if row.get("seal")]
    if len(set(seals)) < len(seals):
        yield Fault("items", "封条号重复")


def both_signed(form: Form, situation: Situation) -> Iterator[Fault]:
    """A hand-over without both signatures breaks the chain."""
    lacking = [str(row.get("no")) for row in form.get("movements") or [] if row.get("signed") == "缺一方"]
    if lacking:
        yield Fault("movements", f"件号 {'、'.join(lacking)} 的交接缺签名：补齐后再交回")


def chain_whole(form: Form, situation: Situation) -> Iterator[Fault]:
    """Whoever hands a thing over must be who took it last: a gap blocks."""
    holders: dict[str, str] = {}
    for row in form.get("movements") or []:
        no, giver = str(row.get("no", "")), str(row.get("from_whom", ""))
        if no in holders and holders[no] != giver:
            yield Fault("movements", f"件号 {no} 的保管链断开：上次接收人是 {holders[no]}，本次交出人是 {giver}")
        holders[no] = str(row.get("to_whom", ""))


KIND = Kind(
    code="custody",
    title="动产保管",
    group="保管与实物",
    law=support_law(
        "法释〔2004〕15号第10条、第11条 · 法释〔2022〕3号第12条", "使用、出租、出借、抵押保管物", "单独启封", "扣押标的抵费", by=("support", "storage")
    ),
    sections=(OWN, HAND_BACK),
    days=30,
    shots=(Shot("stored", "存放全貌"), Shot("sealed", "封条", 1, "每件一张，看得清封条号", per="items")),
    least_photos=2,
    asset_classes=("movable", "equipment", "vehicle", "ship"),
    checks=(seal_numbers_unique, both_signed, chain_whole),
)
