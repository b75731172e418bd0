"""动产保管 (forms.md §2.7)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Need, Section, Shot, Situation, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.shapes import day_of_text
from app.domains.tasks.support_law import support_law

KEEPERS = ("法院", "被执行人", "担保物权人", "第三人", "申请执行人")
SEAL_BREAKS = (
    Column("no", "件号"),
    Column("at", "时间", Type.DATETIME),
    Column("why", "事由", Type.ENUM, choices=("看样", "鉴定", "移交", "损坏")),
    Column("present", "在场人"),
    Column("present_kind", "在场人身份", Type.ENUM, choices=("法院人员", "公证人员", "其他")),
    Column("reseal", "复封条号", holds_number=True),
)
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
                Column("seal", "封条号", holds_number=True),
                Column("state", "状况"),
            ),
        ),
        Field("storage_place", "处所", hint="写到库位"),
        Field("storage_condition", "保管条件", hint="防火、防潮；贵重物品双人双锁"),
        Field("seal_breaks", "启封", Type.LIST, Need.OPTIONAL, hint="启封必有公证或法院人员", columns=SEAL_BREAKS),
        Field("perishable", "易腐、易贬值", Type.ENUM, hint="是的每日检查", choices=("否", "是")),
        Field("keeper_kind", "保管人", Type.ENUM, hint="被执行人以外的保管人不得使用", choices=KEEPERS),
        Field("keeper", "保管人姓名或名称"),
        Field("keeper_use", "保管期间使用", Type.ENUM, hint="只有被执行人可以继续使用", choices=("未使用", "被执行人使用", "他人使用")),
        Field(
            "movements",
            "出入库",
            Type.LIST,
            hint="两签齐全才算交接",
            columns=(
                Column("no", "件号"),
                Column("at", "时间", Type.DATETIME),
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
            columns=(Column("on", "日期", Type.DATE), Column("sound", "是否完好", Type.ENUM, choices=("完好", "有异常")), Column("state", "状况")),
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


def lawful_use(form: Form, situation: Situation) -> Iterator[Fault]:
    """Nobody but the debtor uses what is kept (查封规定 11)."""
    use = form.get("keeper_use")
    if use == "他人使用" or (use == "被执行人使用" and form.get("keeper_kind") != "被执行人"):
        yield Fault("keeper_use", "被执行人以外的保管人不得使用保管物（法释〔2004〕15号第11条）：报告法院")


def seals_broken_before_officials(form: Form, situation: Situation) -> Iterator[Fault]:
    """A seal is opened only with a court officer or notary, and a new one is put on."""
    alone = [str(row.get("no")) for row in form.get("seal_breaks") or [] if row.get("present_kind") == "其他"]
    if alone:
        yield Fault("seal_breaks", f"件号 {'、'.join(alone)} 启封时没有法院或公证人员在场：停止办理，报告法院")


def checked_often_enough(form: Form, situation: Situation) -> Iterator[Fault]:
    """Looked at every thirty days, what spoils every day (AUX-11)."""
    days = sorted(day for row in form.get("condition_checks") or [] if (day := day_of_text(row.get("on"))))
    most = 1 if form.get("perishable") == "是" else 30
    if any((later - earlier).days > most for earlier, later in pairwise(days)) and not form.get("agency_note"):
        yield Fault("condition_checks", f"两次检查相隔超过 {most} 日：在机构意见写明原因")


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
    checks=(seal_numbers_unique, both_signed, chain_whole, lawful_use, seals_broken_before_officials, checked_often_enough),
    on_site=True,
    due_rule="保管到移交为止，每月检查",
    feeds=("看样", "评估", "移交", "保管链"),
)
