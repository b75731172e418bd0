"""财产线索核实 (forms.md §2.16)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Section, Sees, Shot, Situation, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import support_law

OWN = Section(
    "核实",
    (
        Field("clue_text", "线索内容", Type.LONG, hint="不填举报人信息", sees=Sees.SEALED, least=5),
        Field("clue_source", "线索来源", Type.ENUM, choices=("申请执行人", "举报", "外勤", "平台")),
        Field(
            "verify_acts",
            "核实动作",
            Type.LIST,
            hint="只查与本案有关；每次出示授权",
            columns=(
                Column("on", "日期", Type.DATE),
                Column("unit", "单位"),
                Column("way", "方式"),
                Column("result", "结果"),
                Column("proof", "凭证", required=False, holds_number=True),
                Column("authority", "授权", Type.ENUM, choices=("已出示", "未出示")),
            ),
        ),
        Field("verdict", "结论", Type.ENUM, hint="不实也要写过程", choices=("属实", "部分属实", "不实", "无法核实"), sees=Sees.SEALED),
        Field(
            "new_assets",
            "发现财产",
            Type.LIST,
            none_word="无",
            sees=Sees.SEALED,
            columns=(Column("what", "财产"), Column("place", "所在"), Column("holder", "登记或占有人")),
        ),
        Field("urgency", "线索类型", Type.ENUM, choices=("线索明确", "紧急")),
        Field("kept_secret", "保密", Type.ENUM, hint="不向当事人透露，只查与本案有关", choices=("已保密，只查本案",)),
        Field("finished_in_days", "用时（日）", Type.INT, hint="线索明确的 7 日内，紧急的 3 日内"),
    ),
)


def lawful_and_in_time(form: Form, situation: Situation) -> Iterator[Fault]:
    """Each office saw the authority; a clear lead takes seven days, an urgent one three (EX-08), later needs a word."""
    bare = [str(row.get("unit")) for row in form.get("verify_acts") or [] if row.get("authority") == "未出示"]
    if bare:
        yield Fault("verify_acts", f"在{'、'.join(bare)}核实时没有出示授权：重新核实")
    most, taken = (3 if form.get("urgency") == "紧急" else 7), str(form.get("finished_in_days") or "")
    if taken.isdecimal() and int(taken) > most and not form.get("agency_note"):
        yield Fault("agency_note", f"用时 {taken} 日，超过 {most} 日：写明原因")


KIND = Kind(
    code="clue_verification",
    title="财产线索核实",
    group="公证与核实",
    law=support_law("财产调查规定第8条、第12条", "以执法人员名义询问", "向当事人透露线索", "查询其他案件信息", by=("support", "notary", "insurer")),
    sections=(OWN, HAND_BACK),
    days=7,
    shots=(Shot("place", "核实地点"),),
    least_photos=1,
    checks=(lawful_and_in_time,),
    on_site=True,
    due_rule="线索明确的 7 日内，紧急的 3 日内",
    feeds=("财产清单", "悬赏支付"),
)
