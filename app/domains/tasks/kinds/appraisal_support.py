"""评估配合 (forms.md §2.1)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Need, Section, Shot, Situation, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import support_law

OWN = Section(
    "评估配合",
    (
        Field("appraiser", "评估机构", hint="由法院选定，不得更换"),
        Field("order_no", "顺序", Type.INT),
        Field(
            "material_pack",
            "移交材料",
            Type.LIST,
            hint="双方逐项签收",
            columns=(Column("name", "名称"), Column("copies", "份数", Type.INT), Column("pages", "页数", Type.INT), Column("received_by", "签收")),
        ),
        Field("site_visit_at", "勘验时间", Type.DATETIME),
        Field(
            "parties_notified",
            "通知情况",
            Type.LIST,
            hint="通知由法院发出，此处登记",
            columns=(Column("who", "对象"), Column("way", "方式"), Column("at", "时间")),
        ),
        Field("attended", "到场人", Type.LIST, columns=(Column("name", "姓名"), Column("standing", "身份"))),
        Field("witness_name", "见证人", Type.TEXT, Need.CONDITION, hint="当事人未到场的必填，写单位职务"),
        Field("party_absent", "当事人是否到场", Type.ENUM, choices=("到场", "未到场")),
        Field(
            "appraisers_on_site",
            "评估人员",
            Type.LIST,
            hint="核对本人与证件，不少于 2 人",
            columns=(Column("name", "姓名"), Column("licence", "执业证号")),
        ),
        Field("visit_result", "勘验结果", Type.ENUM, hint="不代替评估师下结论", choices=("完成", "部分", "未完成")),
        Field("gaps", "缺失材料", Type.LIST, none_word="无", columns=(Column("what", "材料"), Column("steps", "已采取措施"))),
        Field("report_no", "报告号", Type.TEXT, Need.OPTIONAL, hint="收到当日上传", holds_number=True),
        Field("report_received_at", "报告收到时刻", Type.DATETIME, Need.OPTIONAL),
    ),
)


def two_appraisers(form: Form, situation: Situation) -> Iterator[Fault]:
    """At least two appraisers are on site (RP-45), and a witness where a party stays away (RP-18)."""
    people = form.get("appraisers_on_site") or []
    if people and len(people) < 2 and not form.get("agency_note"):
        yield Fault("appraisers_on_site", "评估人员不足 2 人：补充，或在机构意见中写明")
    if form.get("party_absent") == "未到场" and not form.get("witness_name"):
        yield Fault("witness_name", "当事人未到场，须有见证人（法释〔2018〕15号第18条）")


KIND = Kind(
    code="appraisal_support",
    title="评估配合",
    group="定价配合",
    law=support_law("法释〔2018〕15号第17条、第18条", "讨论价值", "选择或更换评估机构", "传递当事人意见"),
    sections=(OWN, HAND_BACK),
    days=30,
    shots=(Shot("visit", "勘验现场", 4), Shot("receipt", "移交签收单")),
    least_photos=5,
    checks=(two_appraisers,),
)
