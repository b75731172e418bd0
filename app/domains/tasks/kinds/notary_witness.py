"""公证见证 (forms.md §2.15)."""

from __future__ import annotations

from app.domains.tasks.fields import Column, Field, Kind, Section, Sees, Shot, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import support_law

COMMISSION = (
    Field("commission_ref", "委托函", holds_number=True),
    Field("items_counted", "件数", Type.INT, hint="一案多项分别填，件数不等于案数"),
    Field("notary_names", "公证员", Type.LIST, hint="助理不得代替", columns=(Column("name", "姓名"), Column("no", "公证书号", required=False))),
    Field(
        "deliverables",
        "交付物",
        Type.LIST,
        hint="原件期限内交法院",
        columns=(Column("what", "名称", Type.ENUM, choices=("公证书", "录像", "照片", "回证")), Column("digest", "摘要值", required=False)),
    ),
)
OWN = Section(
    "见证",
    (
        *COMMISSION,
        Field("witness_scope", "见证范围", hint="见证过程不代表合法性"),
        Field("observations", "见证记录", Type.LONG, hint="一次一段、含时间；只写事实", sees=Sees.SEALED, least=20),
    ),
)

KIND = Kind(
    code="notary_witness",
    title="公证见证",
    group="公证与核实",
    law=support_law("民诉法第252条", "在住宅内秘密拍摄", by=("notary",)),
    sections=(OWN, HAND_BACK),
    days=1,
    shots=(Shot("place", "见证地点"),),
    least_photos=1,
)
