"""公证见证 (forms.md §2.15)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domains.tasks.fields import Beside, Column, Fault, Field, Form, Kind, Section, Sees, Shot, Situation, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import support_law
from app.kernel.actor import Role

_DIGEST = re.compile(r"[0-9a-f]{64}")
COMMISSION = (
    Field("commission_ref", "委托函", holds_number=True),
    Field("items_counted", "件数", Type.INT, hint="一案多项分别填，件数不等于案数"),
    Field(
        "notary_names",
        "公证员",
        Type.LIST,
        hint="助理不得代替",
        columns=(
            Column("name", "姓名"),
            Column("no", "公证书号", required=False, holds_number=True),
            Column("present", "到场", Type.ENUM, choices=("本人到场", "未到场")),
        ),
    ),
    Field(
        "deliverables",
        "交付物",
        Type.LIST,
        hint="原件期限内交法院",
        columns=(Column("what", "名称", Type.ENUM, choices=("公证书", "录像", "照片", "回证")), Column("digest", "摘要值", required=False, holds_number=True)),
    ),
)
OWN = Section(
    "见证",
    (
        *COMMISSION,
        Field("witness_scope", "见证范围", hint="起止时间、地点；见证过程不代表合法性"),
        Field("observations", "见证记录", Type.LONG, hint="一次一段、含时间；只写事实", sees=Sees.SEALED, least=20),
    ),
)


def notary_himself(form: Form, situation: Situation) -> Iterator[Fault]:
    """At least one notary is there himself; the digest of a recording is one."""
    rows = form.get("notary_names") or []
    if rows and all(row.get("present") == "未到场" for row in rows):
        yield Fault("notary_names", "至少一名公证员本人到场，助理不得代替")
    for no, row in enumerate(form.get("deliverables") or [], start=1):
        if row.get("digest") and not _DIGEST.fullmatch(str(row["digest"]).lower()):
            yield Fault("deliverables", f"第 {no} 行摘要值应为 64 位十六进制")


KIND = Kind(
    code="notary_witness",
    title="公证见证",
    group="公证与核实",
    law=support_law("民诉法第252条", "在住宅内秘密拍摄", by=("notary",)),
    sections=(OWN, HAND_BACK),
    days=1,
    shots=(Shot("place", "见证地点"),),
    least_photos=1,
    checks=(notary_himself,),
    on_site=True,
    due_rule="与被见证的事项同日",
    feeds=("见证记录", "腾空、封存记录"),
    beside=Beside("witnessing.page", "强制腾空现场：清单和笔录", Role.NOTARY),
)
