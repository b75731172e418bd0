"""现场调查：设备、存货 (forms.md §1.3)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Need, Section, Sees, Shot, Situation, Type, When
from app.domains.tasks.survey_core import survey

OWN = Section(
    "设备明细",
    (
        Field(
            "items",
            "设备明细",
            Type.LIST,
            hint="逐件编号贴签",
            sees=Sees.PUBLIC,
            columns=(
                Column("name", "名称"),
                Column("model", "型号"),
                Column("maker", "厂商", required=False),
                Column("serial", "出厂编号", required=False),
                Column("made_on", "出厂日", Type.DATE, required=False),
                Column("count", "数量", Type.INT),
                Column("unit", "单位"),
                Column("state", "状态"),
            ),
        ),
        Field(
            "ownership_basis",
            "权属依据",
            Type.LIST,
            hint="抄铭牌与票据；融资租赁、所有权保留单独写明",
            columns=(
                Column("paper", "依据", Type.ENUM, choices=("发票", "合同", "登记", "融资租赁", "所有权保留", "现场铭牌")),
                Column("amount", "金额（元）", Type.MONEY, required=False),
                Column("on", "日期", Type.DATE, required=False),
            ),
        ),
        Field("run_state", "运行情况", Type.ENUM, hint="由专业人员现场试机须另行批准", choices=("可开机", "不能开机", "未测试"), sees=Sees.PUBLIC),
        Field("attached_to_land", "是否附着不动产", Type.ENUM, hint="影响整体拍卖", choices=("否", "是"), sees=Sees.PUBLIC),
        Field("attached_note", "附着情况", hint="没有附着的写“无”", sees=Sees.PUBLIC),
        Field("storage_place", "存放地", hint="写到门牌和车间"),
        Field("storage_fee", "存放租金（每月）", Type.MONEY, hint="写明谁收租；没有的填 0", unit="元"),
        Field(
            "hazards",
            "危废/特种设备",
            Type.LIST,
            hint="锅炉、压力容器、化学品",
            none_word="无",
            sees=Sees.PUBLIC,
            columns=(Column("what", "名称"), Column("permit", "许可或登记")),
        ),
        Field("disassembly", "拆装吊装条件", hint="门宽、吊车、载重", sees=Sees.PUBLIC),
        Field("inventory_method", "清点方式", Type.ENUM, hint="抽样写明方法", choices=("全数", "抽样"), sees=Sees.PUBLIC),
        Field("inventory_note", "抽样方法和比例", Type.TEXT, Need.CONDITION, sees=Sees.PUBLIC, when=When("inventory_method", ("抽样",))),
        Field("perishable", "易腐、易贬值", Type.ENUM, hint="是的立即报告，由法院及时处理", choices=("否", "是"), sees=Sees.PUBLIC),
        Field(
            "seal_marks",
            "封条编号",
            Type.LIST,
            hint="每件贴封条并拍照",
            columns=(Column("mark", "封条号"), Column("item", "设备")),
        ),
    ),
)


def seals_unique(form: Form, situation: Situation) -> Iterator[Fault]:
    """A seal number stands once."""
    marks = [row.get("mark") for row in form.get("seal_marks") or [] if row.get("mark")]
    if len(set(marks)) < len(marks):
        yield Fault("seal_marks", "封条号重复")


def title_retained(form: Form, situation: Situation) -> Iterator[Fault]:
    """Finance lease or retained title is a matter for the judge: it must be told in the note."""
    papers = {row.get("paper") for row in form.get("ownership_basis") or []}
    if papers & {"融资租赁", "所有权保留"} and not form.get("agency_note"):
        yield Fault("agency_note", "有融资租赁或所有权保留：在机构意见中写明合同相对人，由法官决定")


def perishable_told(form: Form, situation: Situation) -> Iterator[Fault]:
    """What spoils is reported at once (AUX-11)."""
    if form.get("perishable") == "是" and not form.get("agency_note"):
        yield Fault("agency_note", "有易腐、易贬值物：写明品名、数量和保管期，由法院及时处理")


KIND = survey(
    "survey_equipment",
    "现场调查（设备、存货）",
    OWN,
    asset_classes=("equipment", "movable", "real_estate", "land"),
    shots=(
        Shot("whole", "整体", 1, "每件一张，看得出全貌", per="items"),
        Shot("plate", "铭牌", 1, "每件一张，字迹清楚", per="items"),
        Shot("gate", "厂门", 1),
        Shot("lane", "通道", 1),
        Shot("lifting", "吊装空间", 1),
    ),
    least_photos=5,
    never=("开机试运行、拆卸", "支付保管费、租金"),
    checks=(seals_unique, title_retained, perishable_told),
)
