"""现场调查：房屋 (forms.md §1.1)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from app.domains.tasks.fields import Column, Fault, Field, Form, Need, Section, Sees, Shot, Situation, Type
from app.domains.tasks.survey_core import survey

PUBLIC = Sees.PUBLIC
OWN = Section(
    "房屋",
    (
        Field("cert_area", "证载面积", Type.DEC, unit="㎡", places=2, sees=PUBLIC),
        Field("measured_area", "实测面积", Type.DEC, Need.OPTIONAL, hint="写明方法", unit="㎡", places=2, sees=PUBLIC),
        Field("area_note", "面积差异说明", Type.TEXT, Need.CONDITION, hint="相差超过 3% 时必填", sees=PUBLIC),
        Field("house_use", "用途", Type.ENUM, hint="按证载用途", choices=("住宅", "商业", "办公", "车位", "仓储", "工业", "其他"), sees=PUBLIC),
        Field("built_year", "建成年", Type.INT, sees=PUBLIC, unknown=True),
        Field("floors", "总层数", Type.INT, sees=PUBLIC),
        Field("unit_floor", "所在层", Type.INT, hint="地下层填 0 并在户型中写明", sees=PUBLIC),
        Field("orientation", "朝向", Type.ENUM, choices=("东", "南", "西", "北", "东南", "西南", "东北", "西北", "南北", "不适用"), sees=PUBLIC),
        Field("layout", "户型", hint="无户型图则手绘并标注尺寸，作为照片上传", sees=PUBLIC),
        Field("fitout", "装修情况", Type.ENUM, hint="标注可移动物不含在内", choices=("毛坯", "简装", "精装", "豪装"), sees=PUBLIC),
        Field("elevator", "电梯", Type.ENUM, Need.OPTIONAL, choices=("有", "无"), sees=PUBLIC),
        Field("gas", "燃气", Type.ENUM, Need.OPTIONAL, choices=("已通", "未通"), sees=PUBLIC),
        Field("parking_right", "车位", Type.TEXT, Need.OPTIONAL, hint="是否随房转移写明", sees=PUBLIC),
        Field("land_right_end_on", "土地使用权到期", Type.DATE, Need.OPTIONAL, hint="按不动产登记证明", sees=PUBLIC),
        Field(
            "illegal_structure",
            "违建/改动",
            Type.LIST,
            hint="露台、加建、拆墙",
            none_word="无",
            sees=PUBLIC,
            columns=(Column("part", "部位"), Column("area", "面积（㎡）", Type.DEC, required=False), Column("penalty", "处罚", required=False)),
        ),
        Field("purchase_limit_hint", "限购提示", Type.TEXT, Need.OPTIONAL, hint="只写政策来源与日期"),
        Field(
            "meter_readings",
            "表读数",
            Type.LIST,
            hint="入户时拍表；至少水、电",
            columns=(
                Column("kind", "种类", Type.ENUM, choices=("水", "电", "燃气", "暖气")),
                Column("meter_no", "表号"),
                Column("reading", "读数"),
            ),
        ),
        Field(
            "keys_held",
            "钥匙持有",
            Type.LIST,
            Need.OPTIONAL,
            hint="只记录，不交接",
            columns=(Column("key", "钥匙"), Column("count", "数量", Type.INT), Column("holder", "持有人")),
        ),
    ),
)


def area_difference_told(form: Form, situation: Situation) -> Iterator[Fault]:
    """More than 3% between certificate and measure needs a word."""
    try:
        paper, measured = (Decimal(str(form[name])) for name in ("cert_area", "measured_area"))
    except (KeyError, InvalidOperation):
        return
    if abs(paper - measured) * 100 > 3 * paper and not form.get("area_note"):
        yield Fault("area_note", "实测与证载相差超过 3%，写明原因", warning=True)


def floor_within_house(form: Form, situation: Situation) -> Iterator[Fault]:
    """The unit's floor is one of the house."""
    floors, floor = str(form.get("floors", "")), str(form.get("unit_floor", ""))
    if floors.isdigit() and floor.isdigit() and int(floor) > int(floors):
        yield Fault("unit_floor", f"所在层 {floor} 高于总层数 {floors}")


def water_and_power_read(form: Form, situation: Situation) -> Iterator[Fault]:
    """At least water and power are read when inside."""
    rows = form.get("meter_readings") or []
    lacking = [kind for kind in ("水", "电") if kind not in {row.get("kind") for row in rows}]
    if rows and lacking:
        yield Fault("meter_readings", f"缺{'、'.join(lacking)}表读数")


KIND = survey(
    "survey_real_estate",
    "现场调查（房屋）",
    OWN,
    asset_classes=("house", "real_estate"),
    days=7,
    shots=(
        Shot("door_number", "门牌/楼栋"),
        Shot("entrance", "入户门"),
        Shot("room", "房间", 2, "每个房间一张"),
        Shot("kitchen", "厨房"),
        Shot("bathroom", "卫生间"),
        Shot("water_meter", "水表"),
        Shot("power_meter", "电表"),
        Shot("defect", "瑕疵", 1, "每处瑕疵一张", per="defects"),
        Shot("estate", "小区", 2),
        Shot("floor_plan", "户型图", 1, "图纸，或手绘并标注尺寸"),
    ),
    least_photos=12,
    never=("未经同意或无执行人员入户", "断开水电燃气"),
    checks=(area_difference_told, floor_within_house, water_and_power_read),
)
