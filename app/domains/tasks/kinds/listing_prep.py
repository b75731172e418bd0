"""协助上拍 (forms.md §2.5)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import PANEL_RECORD_NO, PLAN_DIGEST, Column, Fault, Field, Form, Kind, Section, Sees, Shot, Situation, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import support_law

CONTENTS = ("公告内容 10 项", "须知内容 11 项", "特别提示 7 项", "标的物说明")
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
            columns=(Column("field", "字段"), Column("value", "值", holds_number=True), Column("same", "与方案", Type.ENUM, choices=("一致", "不一致"))),
        ),
        Field(
            "photo_order",
            "图序",
            Type.LIST,
            hint="首图为外观，不放人像证件",
            sees=Sees.PUBLIC,
            columns=(Column("no", "顺序", Type.INT), Column("photo", "照片号")),
            least=8,
        ),
        Field("is_house", "是否住宅", Type.ENUM, hint="住宅图片不少于 12 张，其余不少于 8 张", choices=("否", "是")),
        Field("content_checklist", "内容清单", Type.ENUMS, hint="逐项指向材料", choices=CONTENTS),
        Field(
            "masked_attachments",
            "脱敏附件",
            Type.LIST,
            hint="证件号、电话、账号涂黑并重新生成",
            none_word="无附件",
            columns=(Column("file", "文件"), Column("checked_by", "复核人")),
        ),
        Field("scan_clean", "附件复核", Type.ENUM, hint="证件号、电话、账号检查无遗漏", choices=("已复核无遗漏", "有待处理")),
        Field("dates_equal", "公告、须知、页面的日期", Type.ENUM, choices=("一致", "不一致")),
        Field("publish_after_at", "计划发布时刻", Type.DATETIME, hint="发布由法院点击"),
    ),
)


def plan_named(form: Form, situation: Situation) -> Iterator[Fault]:
    """What was entered is the frozen plan, and the panel's record is its own (AUX-15, NA-39), as the header names them."""
    digest = situation.plan.get(PLAN_DIGEST, "")
    if digest and str(form.get("plan_digest") or "").strip().lower() != digest:
        yield Fault("plan_digest", "与锁定方案的摘要不符：按任务要求中的摘要录入，内容也以该方案为准")
    record_no = situation.plan.get(PANEL_RECORD_NO, "")
    if record_no and str(form.get("panel_record_no") or "").strip() != record_no:
        yield Fault("panel_record_no", "与锁定方案的合议编号不符")


def terms_agree(form: Form, situation: Situation) -> Iterator[Fault]:
    """A term that differs from the frozen plan is mended before handing back."""
    wrong = [str(row.get("field")) for row in form.get("entered_terms") or [] if row.get("same") == "不一致"]
    if wrong:
        yield Fault("entered_terms", f"{'、'.join(wrong)}与锁定方案不一致：改正后再交回")


def whole_and_clean(form: Form, situation: Situation) -> Iterator[Fault]:
    """All lists of contents are ticked, enough pictures in order, nothing personal left, one date everywhere (CL-01…03, PI-02)."""
    lacking = [each for each in CONTENTS if each not in (form.get("content_checklist") or [])]
    if lacking:
        yield Fault("content_checklist", f"没有勾选：{'、'.join(lacking)}")
    if form.get("is_house") == "是" and len(form.get("photo_order") or []) < 12:
        yield Fault("photo_order", "住宅图片不少于 12 张")
    if form.get("scan_clean") == "有待处理":
        yield Fault("scan_clean", "附件处理完再交回")
    if form.get("dates_equal") == "不一致":
        yield Fault("dates_equal", "改正后再交回")


KIND = Kind(
    code="listing_prep",
    title="协助上拍",
    group="文书与送达",
    law=support_law("法释〔2016〕18号第27条", "点击发布", "改动数字", "用自己的电话作咨询电话"),
    sections=(OWN, HAND_BACK),
    days=2,
    shots=(Shot("screen", "草稿页截图", 3),),
    least_photos=3,
    checks=(plan_named, terms_agree, whole_and_clean),
    due_rule="通知当事人和优先购买权人前 3 个工作日",
    feeds=("发布上拍", "页面核对"),
)
