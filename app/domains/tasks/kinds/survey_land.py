"""现场调查：土地使用权 (forms.md §1.5)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Need, Section, Sees, Shot, Situation, Type, When
from app.domains.tasks.survey_core import survey

PUBLIC = Sees.PUBLIC
OWN = Section(
    "土地",
    (
        Field("land_no", "宗地号", hint="宗地图附后", sees=PUBLIC, holds_number=True),
        Field("parcel_area_m2", "宗地面积", Type.DEC, unit="㎡", places=2, sees=PUBLIC),
        Field("right_kind", "权利类型", Type.ENUM, hint="划拨另填补缴出让金线索", choices=("出让", "划拨", "租赁", "集体"), sees=PUBLIC),
        Field("allotted_note", "补缴出让金线索", Type.TEXT, Need.CONDITION, hint="只写查询来源和口径", sees=PUBLIC, when=When("right_kind", ("划拨",))),
        Field("land_use", "用途", sees=PUBLIC),
        Field("right_end_on", "使用权止期", Type.DATE, sees=PUBLIC),
        Field("plot_ratio", "容积率", Type.DEC, Need.OPTIONAL, places=2, sees=PUBLIC),
        Field("planning_state", "规划条件", Type.TEXT, Need.OPTIONAL, hint="附规划查询", sees=PUBLIC),
        Field(
            "buildings_on_land",
            "地上建筑物",
            Type.LIST,
            hint="房地一体处置提示",
            none_word="无",
            sees=PUBLIC,
            columns=(
                Column("name", "名称"),
                Column("registered", "是否登记", Type.ENUM, choices=("已登记", "未登记")),
                Column("area", "面积（㎡）", Type.DEC, required=False),
            ),
        ),
        Field("vacant_land_risk", "闲置、违约金", hint="问自然资源部门；没有的写“无”"),
        Field("boundary_check", "界址核对", Type.ENUM, hint="不作测绘结论", choices=("一致", "不符", "未核")),
    ),
)


def unregistered_is_a_defect(form: Form, situation: Situation) -> Iterator[Fault]:
    """A building without registration stands among the defects."""
    unregistered = any(row.get("registered") == "未登记" for row in form.get("buildings_on_land") or [])
    if unregistered and not form.get("defects"):
        yield Fault("defects", "有未登记的地上建筑物，列入已知瑕疵")


KIND = survey(
    "survey_land",
    "现场调查（土地）",
    OWN,
    asset_classes=("land", "real_estate"),
    shots=(
        Shot("east", "东至"),
        Shot("south", "南至"),
        Shot("west", "西至"),
        Shot("north", "北至"),
        Shot("mark", "标志/界桩"),
        Shot("building", "建筑物", 2, "每栋两张", per="buildings_on_land"),
        Shot("map", "航片或图示"),
    ),
    least_photos=6,
    never=("测绘界址",),
    checks=(unregistered_is_a_defect,),
)
