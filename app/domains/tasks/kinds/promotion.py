"""推介 (forms.md §2.10)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Section, Sees, Shot, Situation, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import PRICE_WORDS, support_law

OWN = Section(
    "推介",
    (
        Field(
            "channels",
            "渠道",
            Type.LIST,
            sees=Sees.PUBLIC,
            columns=(Column("name", "渠道"), Column("link", "链接", required=False), Column("posted_at", "发布时间", Type.DATETIME)),
        ),
        Field("approved_version", "核准版本", hint="材料须先经法院核准", holds_number=True),
        Field("same_as_approved", "与核准版本", Type.ENUM, hint="只发核准的文字", choices=("一致", "不一致")),
        Field("content_check", "文案检查", Type.ENUM, hint="无价值、升值、落户用语，瑕疵不少于公告", choices=("已检查",)),
        Field("material", "推介文案", Type.LONG, hint="不写升值、落户等；与公告一致", sees=Sees.PUBLIC, least=10),
        Field("reach", "触达", Type.INT),
        Field("inquiries", "咨询数", Type.INT),
    ),
)


def approved_words_only(form: Form, situation: Situation) -> Iterator[Fault]:
    """Only the approved text goes out, and it speaks of no bargain."""
    if form.get("same_as_approved") == "不一致":
        yield Fault("same_as_approved", "撤下与核准版本不一致的内容，改正后再交回")
    found = PRICE_WORDS.search(str(form.get("material") or ""))
    if found:
        yield Fault("material", f"含“{found.group()}”：不写价值、升值")


KIND = Kind(
    code="promotion",
    title="推介",
    group="展示与咨询",
    law=support_law("", "有偿代理竞买", "提供竞买建议", "隐去瑕疵", "留存竞买人联系方式"),
    sections=(OWN, HAND_BACK),
    days=15,
    shots=(Shot("screen", "发布截图"),),
    least_photos=1,
    checks=(approved_words_only,),
    due_rule="公告期内",
    feeds=("推介记录",),
)
