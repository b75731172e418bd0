"""公证送达 (forms.md §2.14)."""

from __future__ import annotations

from app.domains.tasks.fields import Field, Kind, Need, Section, Shot, Type, When
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.kinds.notary_witness import COMMISSION, notary_himself
from app.domains.tasks.kinds.service_help import BY_SIGNATURE, RESULTS
from app.domains.tasks.support_law import support_law

OWN = Section(
    "公证送达",
    (
        *COMMISSION,
        Field("recipient_label", "受送达人", fades=True),
        Field("attempts_counted", "上门次数", Type.INT, hint="每次都拍门牌"),
        Field("result", "结果", Type.ENUM, hint="未签收不得写“已送达”", choices=RESULTS),
        Field("refusal_note", "拒收情况", Type.LONG, Need.CONDITION, hint="写明事由、经过和在场人", when=When("result", ("拒收留置", "拒绝交谈"))),
    ),
)

KIND = Kind(
    code="notary_service",
    title="公证送达",
    group="公证与核实",
    law=support_law("民诉法第87条至第95条", "拆阅文书", by=("notary",)),
    sections=(OWN, HAND_BACK),
    days=10,
    shots=(Shot("door", "门牌"), Shot("receipt", "送达回证", 2, "正反面", when=BY_SIGNATURE)),
    least_photos=1,
    checks=(notary_himself,),
    on_site=True,
    due_rule="在视为送达日之前，届满 5 日前提醒",
    feeds=("送达回证", "送达期限"),
)
