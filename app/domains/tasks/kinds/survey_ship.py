"""现场调查：船舶 (forms.md §1.6)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Section, Sees, Shot, Situation, Type
from app.domains.tasks.shapes import day_of_text
from app.domains.tasks.survey_core import survey

PUBLIC, SEALED = Sees.PUBLIC, Sees.SEALED
OWN = Section(
    "船舶",
    (
        Field("ship_name", "船名", hint="核对国籍证书", sees=PUBLIC),
        Field("imo_or_no", "船舶识别号", sees=PUBLIC, holds_number=True),
        Field("ship_type", "船种", Type.ENUM, choices=("渔船", "货船", "工程船", "游艇", "其他"), sees=PUBLIC),
        Field("gross_tonnage", "总吨", Type.DEC, places=2, sees=PUBLIC),
        Field("length_m", "船长", Type.DEC, unit="米", places=2, sees=PUBLIC),
        Field("built_on", "建造日", Type.DATE, sees=PUBLIC),
        Field("port_of_registry", "船籍港", sees=PUBLIC),
        Field("berth", "停泊位", sees=PUBLIC),
        Field(
            "certificates",
            "船舶证书及有效期",
            Type.LIST,
            hint="检验证书必填；过期的写明",
            sees=PUBLIC,
            columns=(Column("name", "证书"), Column("valid_until", "有效期至", Type.DATE), Column("state", "状态", Type.ENUM, choices=("有效", "过期"))),
        ),
        Field(
            "maritime_claims_hint",
            "船舶优先权线索",
            Type.LIST,
            hint="船员工资、救助、碰撞",
            none_word="无",
            sees=SEALED,
            columns=(Column("what", "事项"), Column("source", "来源")),
        ),
        Field("crew_count", "在船人员", Type.INT, hint="安全第一，不登轮强行"),
        Field("fuel_state", "油水", hint="估量并写明依据"),
    ),
)


def inspection_certificate(form: Form, situation: Situation) -> Iterator[Fault]:
    """The inspection certificate is among the papers."""
    rows = form.get("certificates") or []
    if rows and not any("检验" in str(row.get("name", "")) for row in rows):
        yield Fault("certificates", "缺检验证书")


def expired_marked(form: Form, situation: Situation) -> Iterator[Fault]:
    """A certificate that has run out is marked so."""
    for no, row in enumerate(form.get("certificates") or [], start=1):
        until = day_of_text(row.get("valid_until"))
        if until and (until < situation.today) is not (row.get("state") == "过期"):
            yield Fault("certificates", f"第 {no} 行状态与有效期不符")


KIND = survey(
    "survey_ship",
    "现场调查（船舶）",
    OWN,
    asset_classes=("ship",),
    shots=(
        Shot("name", "船名"),
        Shot("number", "船舶识别号"),
        Shot("port_side", "左舷"),
        Shot("starboard", "右舷"),
        Shot("engine", "机舱"),
        Shot("papers", "证书"),
        Shot("gauges", "仪表"),
    ),
    least_photos=7,
    never=("未经许可登轮",),
    checks=(inspection_certificate, expired_marked),
)
