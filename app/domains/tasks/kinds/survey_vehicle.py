"""现场调查：机动车 (forms.md §1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Need, Section, Sees, Shot, Situation, Type
from app.domains.tasks.shapes import day_of_text
from app.domains.tasks.survey_core import survey

PUBLIC = Sees.PUBLIC
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
STANDARDS = ("国一", "国二", "国三", "国四", "国五", "国六", "新能源")
OWN = Section(
    "车辆",
    (
        Field("plate_no", "号牌", hint="与登记一致", holds_number=True),
        Field("vin", "车辆识别代号", hint="17 位，拓印或清晰照片", holds_number=True),
        Field("engine_no", "发动机号", unknown=True, holds_number=True),
        Field("vehicle_type", "车型", hint="抄行驶证", sees=PUBLIC),
        Field("brand_model", "厂牌型号", sees=PUBLIC),
        Field("use_nature", "使用性质", Type.ENUM, choices=("非营运", "营运"), sees=PUBLIC),
        Field("first_registered_on", "初次登记日", Type.DATE, sees=PUBLIC),
        Field("inspection_valid_until", "检验有效期至", Type.DATE, sees=PUBLIC),
        Field("inspection_state", "检验状态", Type.ENUM, choices=("有效", "未检"), sees=PUBLIC),
        Field("emission_standard", "排放标准", Type.ENUM, hint="影响落户，必填", choices=STANDARDS, sees=PUBLIC),
        Field("mileage_km", "行驶里程", Type.DEC, hint="拍表盘；无法通电填“未查明”并写明原因", unit="km", places=1, sees=PUBLIC, unknown=True),
        Field(
            "violations",
            "未处理违章",
            Type.LIST,
            hint="附查询页",
            none_word="无",
            sees=PUBLIC,
            columns=(Column("at", "时间"), Column("place", "地点"), Column("points", "分", Type.INT), Column("fine", "罚款（元）", Type.MONEY)),
        ),
        Field("violations_queried_on", "违章查询日", Type.DATE, sees=PUBLIC),
        Field(
            "accident_marks",
            "事故/水淹火烧痕迹",
            Type.LIST,
            hint="不作鉴定结论",
            none_word="未发现",
            sees=PUBLIC,
            columns=(Column("part", "部位"), Column("extent", "程度")),
        ),
        Field("insurance_end", "保险止期", Type.DATE, Need.OPTIONAL),
        Field("location_status", "控制状态", Type.ENUM, hint="未扣押不得拍卖前写明", choices=("已实际扣押", "查封未扣押", "下落不明")),
        Field(
            "spare_key_docs",
            "钥匙证件",
            Type.LIST,
            Need.OPTIONAL,
            hint="持有人写明",
            columns=(Column("what", "名称", Type.ENUM, choices=("钥匙", "行驶证", "登记证书", "购置税证明", "其他")), Column("holder", "持有人")),
        ),
    ),
)


def vin_of_seventeen(form: Form, situation: Situation) -> Iterator[Fault]:
    """A vehicle identification number has 17 places without I, O and Q."""
    vin = str(form.get("vin") or "").upper()
    if vin and not _VIN.fullmatch(vin):
        yield Fault("vin", "应为 17 位字母和数字，不含 I、O、Q")


def seen_before_sold(form: Form, situation: Situation) -> Iterator[Fault]:
    """A car that is not found cannot be surveyed: that is a clue for the court (财产调查规定第16条)."""
    if form.get("location_status") == "下落不明" and not form.get("agency_note"):
        yield Fault("agency_note", "车辆下落不明：写明查找经过，由法院另行处理")


def check_digit_agrees(form: Form, situation: Situation) -> Iterator[Fault]:
    """The ninth place checks the others (GB 16735); old and imported cars may differ: a warning."""
    vin = str(form.get("vin") or "").upper()
    if _VIN.fullmatch(vin) and _check_digit(vin) != vin[8]:
        yield Fault("vin", "校验位不符：核对铭牌照片", warning=True)


def inspection_told(form: Form, situation: Situation) -> Iterator[Fault]:
    """An inspection that has run out is told as such."""
    until = day_of_text(form.get("inspection_valid_until"))
    if until and until < situation.today and form.get("inspection_state") == "有效":
        yield Fault("inspection_state", "检验有效期已过，应为“未检”")


def _check_digit(vin: str) -> str:
    values = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
    weights = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
    rest = (
        sum(weight * (values.get(letter) or int(letter) if letter.isdigit() or letter in values else 0) for letter, weight in zip(vin, weights, strict=True))
        % 11
    )
    return "X" if rest == 10 else str(rest)


KIND = survey(
    "survey_vehicle",
    "现场调查（机动车）",
    OWN,
    asset_classes=("vehicle",),
    shots=(
        Shot("corner", "车身四角", 4),
        Shot("vin", "铭牌/识别代号", 1),
        Shot("dashboard", "表盘", 1, "看得清里程"),
        Shot("interior", "内饰", 2),
        Shot("underbody", "底盘或缺陷", 2),
    ),
    least_photos=10,
    never=("无执行人员命令启动、移动或试驾车辆",),
    checks=(vin_of_seventeen, check_digit_agrees, inspection_told, seen_before_sold),
)
