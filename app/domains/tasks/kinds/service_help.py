"""协助送达 (forms.md §2.4)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Need, Section, Sees, Shot, Situation, Type, When
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.shapes import day_of_text, instant_of
from app.domains.tasks.support_law import support_law
from app.kernel.clock import day_of

RESULTS = ("本人签收", "成年家属签收", "收件人签收", "拒收留置", "无人", "迁移", "地址错误", "拒绝交谈")
SIGNED = RESULTS[:3]
BY_SIGNATURE, LEFT = When("result", SIGNED), When("result", ("拒收留置",))
RELATIONS = ("本人", "同住成年家属", "法定代表人", "收件人员")
OWN = Section(
    "送达",
    (
        Field(
            "papers",
            "文书",
            Type.LIST,
            hint="由法院送达，机构只协助",
            columns=(Column("name", "文书"), Column("no", "文号", required=False, holds_number=True)),
        ),
        Field("officer_named", "送达人员（法院）", hint="本人只协助，由法院人员送达"),
        Field("recipient_label", "受送达人", fades=True),
        Field("address_text", "地址", hint="只用于本次", fades=True),
        Field(
            "attempts",
            "尝试",
            Type.LIST,
            hint="每次都拍门牌；直接送达至少两次、不在同一天，才可提出公告送达",
            columns=(
                Column("at", "时间", Type.DATETIME),
                Column("way", "方式", Type.ENUM, choices=("直接", "留置", "邮寄", "电子")),
                Column("place", "地点"),
                Column("result", "结果"),
            ),
        ),
        Field("result", "结果", Type.ENUM, hint="未签收不得写“已送达”", choices=RESULTS),
        Field("receiver_name", "签收人", Type.TEXT, Need.CONDITION, hint="有人签收的必填", sees=Sees.SEALED, when=BY_SIGNATURE),
        Field("relation", "与受送达人的关系", Type.ENUM, Need.CONDITION, hint="代收须为同住成年家属", choices=RELATIONS, when=BY_SIGNATURE),
        Field("receipt_on", "回证签收日", Type.DATE, Need.CONDITION, hint="与回证上的日期一致", when=BY_SIGNATURE),
        Field("refusal_reason", "拒收事由", Type.LONG, Need.CONDITION, hint="说明事由并记录经过", when=LEFT),
        Field(
            "refusal_witness",
            "拒收见证",
            Type.LIST,
            Need.CONDITION,
            hint="基层组织见证人，或拍照录像",
            columns=(Column("name", "姓名"), Column("unit", "单位")),
        ),
        Field("propose_notice", "是否建议公告送达", Type.ENUM, hint="直接送达至少两次、不在同一天", choices=("否", "是")),
        Field(
            "clue_address",
            "新地址线索",
            Type.LIST,
            Need.OPTIONAL,
            hint="来源写人和时间",
            sees=Sees.SEALED,
            columns=(Column("address", "地址"), Column("source", "来源")),
        ),
    ),
)


def receiver_is_lawful(form: Form, situation: Situation) -> Iterator[Fault]:
    """A family member who signs is an adult of the same household; the date on the receipt is not after today (民诉法 88)."""
    if form.get("result") == "成年家属签收" and form.get("relation") not in (None, "", "同住成年家属"):
        yield Fault("relation", "成年家属签收的，关系应为“同住成年家属”（民诉法第88条）")
    signed_on = day_of_text(form.get("receipt_on"))
    if signed_on and signed_on > situation.today:
        yield Fault("receipt_on", "回证签收日不能晚于今天")


def tried_on_two_days(form: Form, situation: Situation) -> Iterator[Fault]:
    """Public notice is proposed only after two direct attempts on different days."""
    direct = {day_of(at) for row in form.get("attempts") or [] if row.get("way") == "直接" and (at := instant_of(row.get("at")))}
    if form.get("propose_notice") == "是" and len(direct) < 2:
        yield Fault("attempts", "直接送达不足两次或在同一天，不能建议公告送达")


def left_with_witness_or_photos(form: Form, situation: Situation) -> Iterator[Fault]:
    """Leaving papers behind needs a witness of the grass roots, or photos of how it was done (民诉法 89)."""
    photos = sum(photo.shot == "refusal" for photo in situation.photos)
    if form.get("result") == "拒收留置" and not form.get("refusal_witness") and photos < 3:
        yield Fault("refusal_witness", "见证人和照片不全，不能作留置送达（民诉法第89条）：写明见证人，或拍“拒收经过”不少于 3 张")


KIND = Kind(
    code="service_help",
    title="协助送达",
    group="文书与送达",
    law=support_law("民诉法第87条至第95条", "单独送达", "拆阅文书", "放在商铺等处", by=("support", "service")),
    sections=(OWN, HAND_BACK),
    days=10,
    shots=(
        Shot("door", "门牌", 1, "每次尝试一张", per="attempts"),
        Shot("receipt", "送达回证", 2, "正反面", when=BY_SIGNATURE),
        Shot("refusal", "拒收经过", 0),
    ),
    least_photos=1,
    checks=(receiver_is_lawful, tried_on_two_days, left_with_witness_or_photos),
    on_site=True,
    due_rule="在视为送达日之前，届满 5 日前提醒",
    feeds=("送达回证", "送达期限"),
)
