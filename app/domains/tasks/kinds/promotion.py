"""推介 (forms.md §2.10)."""

from __future__ import annotations

from app.domains.tasks.fields import Column, Field, Kind, Section, Sees, Shot, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import support_law

OWN = Section(
    "推介",
    (
        Field(
            "channels",
            "渠道",
            Type.LIST,
            sees=Sees.PUBLIC,
            columns=(Column("name", "渠道"), Column("link", "链接", required=False), Column("posted_at", "发布时间")),
        ),
        Field("approved_version", "核准版本", hint="材料须先经法院核准"),
        Field("material", "推介文案", Type.LONG, hint="不写升值、落户等；与公告一致", sees=Sees.PUBLIC, least=10),
        Field("reach", "触达", Type.INT),
        Field("inquiries", "咨询数", Type.INT),
    ),
)

KIND = Kind(
    code="promotion",
    title="推介",
    group="展示与咨询",
    law=support_law("", "有偿代理竞买", "提供竞买建议", "隐去瑕疵", "留存竞买人联系方式"),
    sections=(OWN, HAND_BACK),
    days=15,
    shots=(Shot("screen", "发布截图"),),
    least_photos=1,
)
