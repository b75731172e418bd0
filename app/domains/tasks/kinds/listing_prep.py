"""协助上拍 (forms.md §2.5)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Section, Sees, Shot, Situation, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import support_law

OWN = Section(
    "上拍录入",
    (
        Field("plan_digest", "锁定方案摘要", hint="只录入已锁定内容"),
        Field("panel_record_no", "合议编号", hint="五项合议事项的笔录编号", holds_number=True),
        Field("site", "平台"),
        Field("site_draft_no", "草稿号", holds_number=True),
        Field(
            "entered_terms",
            "已录入字段",
            Type.LIST,
            hint="一字不差",
            columns=(Column("field", "字段"), Column("value", "值"), Column("same", "与方案", Type.ENUM, choices=("一致", "不一致"))),
        ),
        Field(
            "photo_order",
            "图序",
            Type.LIST,
            hint="首图为外观，不放人像证件",
            sees=Sees.PUBLIC,
            columns=(Column("no", "顺序", Type.INT), Column("photo", "照片号")),
        ),
        Field("content_checklist", "内容清单", Type.ENUMS, hint="逐项指向材料", choices=("公告内容", "须知内容", "特别提示", "标的物说明")),
        Field(
            "masked_attachments",
            "脱敏附件",
            Type.LIST,
            hint="证件号、电话、账号涂黑并重新生成",
            none_word="无附件",
            columns=(Column("file", "文件"), Column("checked_by", "复核人")),
        ),
        Field("publish_after_at", "计划发布时刻", Type.DATETIME, hint="发布由法院点击"),
    ),
)


def terms_agree(form: Form, situation: Situation) -> Iterator[Fault]:
    """A term that differs from the frozen plan is mended before handing back."""
    wrong = [str(row.get("field")) for row in form.get("entered_terms") or [] if row.get("same") == "不一致"]
    if wrong:
        yield Fault("entered_terms", f"{'、'.join(wrong)}与锁定方案不一致：改正后再交回")


KIND = Kind(
    code="listing_prep",
    title="协助上拍",
    group="文书与送达",
    law=support_law("法释〔2016〕18号第27条", "点击发布", "改动数字", "用自己的电话作咨询电话"),
    sections=(OWN, HAND_BACK),
    days=2,
    shots=(Shot("screen", "草稿页截图", 3),),
    least_photos=3,
    checks=(terms_agree,),
)
