"""评估配合 (forms.md §2.1)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Need, Section, Sees, Shot, Situation, Type, WantedFile, When
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.shapes import instant_of
from app.domains.tasks.support_law import support_law

ORDERED = ("财产名称", "物理特征", "规格数量", "目的要求", "完成期限", "财产情况和相关材料")
"""What an appraiser is given with the order (法释〔2018〕15号第17条, RP-17)."""

RECEIVED = When("report_in", ("已收到",))
OWN = Section(
    "评估配合",
    (
        Field("appraiser", "评估机构", hint="由法院选定，不得更换"),
        Field("order_no", "顺序", Type.INT, hint="与选定评估机构的笔录一致"),
        Field(
            "material_pack",
            "移交材料",
            Type.LIST,
            hint="双方逐项签收；委托事项逐项对应",
            columns=(
                Column("covers", "委托事项", Type.ENUM, choices=ORDERED),
                Column("name", "名称"),
                Column("copies", "份数", Type.INT),
                Column("pages", "页数", Type.INT),
                Column("received_by", "签收"),
            ),
        ),
        Field("site_visit_at", "勘验时间", Type.DATETIME),
        Field(
            "parties_notified",
            "通知情况",
            Type.LIST,
            hint="通知由法院发出，此处登记",
            columns=(Column("who", "对象"), Column("way", "方式"), Column("at", "时间", Type.DATETIME)),
        ),
        Field("attended", "到场人", Type.LIST, none_word="无人到场", columns=(Column("name", "姓名"), Column("standing", "身份"))),
        Field("party_absent", "当事人是否到场", Type.ENUM, hint="未到场须有见证人（法释〔2018〕15号第18条）", choices=("到场", "未到场")),
        Field("witness_name", "见证人", Type.TEXT, Need.CONDITION, hint="写单位职务", when=When("party_absent", ("未到场",))),
        Field(
            "appraisers_on_site",
            "评估人员",
            Type.LIST,
            hint="核对本人与证件，不少于 2 人",
            columns=(Column("name", "姓名"), Column("licence", "执业证号", holds_number=True)),
        ),
        Field("visit_result", "勘验结果", Type.ENUM, hint="不代替评估师下结论", choices=("完成", "部分", "未完成")),
        Field("gaps", "缺失材料", Type.LIST, none_word="无", columns=(Column("what", "材料"), Column("steps", "已采取措施"))),
        Field("report_in", "评估报告", Type.ENUM, hint="收到当日上传", choices=("尚未收到", "已收到")),
        Field("report_no", "报告号", Type.TEXT, Need.CONDITION, holds_number=True, when=RECEIVED),
        Field("report_received_at", "报告收到时刻", Type.DATETIME, Need.CONDITION, hint="三日内发送当事人", when=RECEIVED),
        Field("copies", "报告份数", Type.INT, Need.CONDITION, when=RECEIVED),
        Field("appraised_value", "评估值", Type.MONEY, Need.CONDITION, hint="由法院从报告录入", sees=Sees.COURT, unit="元"),
    ),
)


def whole_order_handed_over(form: Form, situation: Situation) -> Iterator[Fault]:
    """Each matter of the order has its material, or stands among the gaps with the steps taken (RP-17)."""
    given = {row.get("covers") for row in form.get("material_pack") or []}
    told = " ".join(str(row.get("what", "")) for row in form.get("gaps") or [])
    lacking = [each for each in ORDERED if each not in given and each not in told]
    if given and lacking:
        yield Fault("material_pack", f"没有移交：{'、'.join(lacking)}；确实没有的列入缺失材料并写明已采取措施")


def two_appraisers(form: Form, situation: Situation) -> Iterator[Fault]:
    """At least two appraisers are on site (RP-45)."""
    people = form.get("appraisers_on_site") or []
    if people and len(people) < 2 and not form.get("agency_note"):
        yield Fault("appraisers_on_site", "评估人员不足 2 人：补充，或在机构意见中写明")


def notified_before_visit(form: Form, situation: Situation) -> Iterator[Fault]:
    """Parties hear of the visit before it takes place (RP-18)."""
    visit = instant_of(form.get("site_visit_at"))
    late = [row.get("who") for row in form.get("parties_notified") or [] if visit and (at := instant_of(row.get("at"))) and at >= visit]
    if late:
        yield Fault("parties_notified", f"{'、'.join(str(each) for each in late)}的通知晚于勘验时间")


def gap_when_partial(form: Form, situation: Situation) -> Iterator[Fault]:
    """A visit that was not whole says what is missing."""
    if form.get("visit_result") in ("部分", "未完成") and not form.get("gaps"):
        yield Fault("gaps", "勘验没有完成，写明缺失材料和已采取措施")


KIND = Kind(
    code="appraisal_support",
    title="评估配合",
    group="定价配合",
    law=support_law("法释〔2018〕15号第17条、第18条", "讨论价值", "选择或更换评估机构", "口头传递当事人意见"),
    sections=(OWN, HAND_BACK),
    days=45,
    shots=(Shot("visit", "勘验现场", 4), Shot("receipt", "移交签收单")),
    least_photos=5,
    checks=(whole_order_handed_over, two_appraisers, notified_before_visit, gap_when_partial),
    files=(WantedFile("document", "评估报告", when=RECEIVED),),
    on_site=True,
    due_rule="评估机构 30 日内出具报告；需延长的，届满 5 日前申请",
    feeds=("参考价", "评估报告发送"),
)
