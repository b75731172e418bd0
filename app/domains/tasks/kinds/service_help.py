"""协助送达 (forms.md §2.4)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Need, Section, Sees, Shot, Situation, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import support_law

RESULTS = ("本人签收", "成年家属签收", "收件人签收", "拒收留置", "无人", "迁移", "地址错误", "拒绝交谈")
SIGNED = frozenset(RESULTS[:3])
OWN = Section(
    "送达",
    (
        Field("papers", "文书", Type.LIST, hint="由法院送达，机构只协助", columns=(Column("name", "文书"), Column("no", "文号", required=False))),
        Field("officer_named", "送达人员（法院）", hint="本人只协助，由法院人员送达"),
        Field("recipient_label", "受送达人"),
        Field("address_text", "地址", hint="只用于本次"),
        Field(
            "attempts",
            "尝试",
            Type.LIST,
            hint="每次都拍门牌；直接送达至少两次、不在同一天，才可提出公告送达",
            columns=(
                Column("at", "时间"),
                Column("way", "方式", Type.ENUM, choices=("直接", "留置", "邮寄", "电子")),
                Column("place", "地点"),
                Column("result", "结果"),
            ),
        ),
        Field("result", "结果", Type.ENUM, hint="未签收不得写“已送达”", choices=RESULTS),
        Field("receiver_name", "签收人", Type.TEXT, Need.CONDITION, sees=Sees.SEALED),
        Field(
            "relation", "与受送达人的关系", Type.ENUM, Need.CONDITION, hint="代收须为同住成年家属", choices=("本人", "同住成年家属", "法定代表人", "收件人员")
        ),
        Field(
            "refusal_witness",
            "拒收见证",
            Type.LIST,
            Need.CONDITION,
            hint="基层组织见证人，或拍照录像",
            columns=(Column("name", "姓名"), Column("unit", "单位")),
        ),
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


def receiver_told(form: Form, situation: Situation) -> Iterator[Fault]:
    """Who signed is told, with the relation."""
    if form.get("result") in SIGNED:
        for name in ("receiver_name", "relation"):
            if not form.get(name):
                yield Fault(name, "有人签收的必填")


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
    shots=(Shot("door", "门牌", 1, "每次尝试一张", per="attempts"), Shot("receipt", "送达回证", 1), Shot("refusal", "拒收经过", 0)),
    least_photos=2,
    checks=(receiver_told, left_with_witness_or_photos),
)
