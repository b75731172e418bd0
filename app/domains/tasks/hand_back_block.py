"""The block that stands at the end of every kind's form (forms.md §0.2), and the checks common to all kinds (§0.3). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Need, Section, Situation, Type
from app.domains.tasks.shapes import instant_of
from app.domains.tasks.types import PhotoBadge

OBSTRUCTION = ("无", "无人应答", "拒绝进入", "争执", "危险")
DECLARED_ON = "interest_declared_on"
UNKNOWN = "未查明"
NO_ANSWER = re.compile(r"\s*(不详|未知|不清楚|不明|无法查明|未查明|占有不明)\s*[。.]?\s*")
DOUBTFUL = frozenset({PhotoBadge.NO_PLACE, PhotoBadge.PLACE_DIFFERS, PhotoBadge.TIME_DIFFERS})

HAND_BACK = Section(
    "到场与交回",
    (
        Field("started_at", "开始时间", Type.DATETIME, hint="以服务器时间为准", per_visit=True),
        Field("ended_at", "结束时间", Type.DATETIME, hint="不晚于交回时", per_visit=True),
        Field(
            "people_present",
            "在场人员",
            Type.LIST,
            hint="拒绝签名的写明并拍照",
            columns=(Column("name", "姓名"), Column("standing", "身份"), Column("signed", "是否签名", Type.ENUM, choices=("已签名", "拒绝签名", "不需签名"))),
            per_visit=True,
        ),
        Field("obstruction", "受阻情况", Type.ENUM, hint="不得强行进入、不得撬锁", choices=OBSTRUCTION, per_visit=True),
        Field("obstruction_note", "受阻经过", Type.LONG, Need.CONDITION, hint="写明何时联系值班执行人员", per_visit=True),
        Field(
            "unknowns",
            "未查明事项",
            Type.LIST,
            Need.CONDITION,
            hint="写清楚问了谁、何时、结果",
            columns=(Column("field", "哪一项"), Column("unknown_reason", "未查明原因"), Column("steps_taken", "已采取措施")),
        ),
        Field("photo_note", "照片位置、时间的说明", Type.LONG, Need.CONDITION, hint="有照片无位置、位置不符或时间不符时必填", per_visit=True),
        Field(
            "cost_items",
            "费用明细",
            Type.LIST,
            Need.OPTIONAL,
            hint="不得向任何当事人、竞买人收费",
            columns=(Column("item", "项目"), Column("amount", "金额（元）", Type.MONEY), Column("receipt", "票据")),
        ),
        Field("agency_note", "机构意见", Type.LONG, Need.OPTIONAL, hint="只写事实", most=1000),
        Field("interest_declared", "回避声明：本人及近亲属与本案当事人无利害关系，不参加竞买", Type.CONFIRM, hint="法释〔2016〕18号第34条", per_visit=True),
    ),
)


def times_in_order(form: Form, situation: Situation) -> Iterator[Fault]:
    """start < end ≤ now, and not before the minute in which the task was taken on."""
    started, ended = (instant_of(form.get(name)) for name in ("started_at", "ended_at"))
    if started and ended and started >= ended:
        yield Fault("ended_at", "结束时间应晚于开始时间")
    if ended and ended > situation.now:
        yield Fault("ended_at", "结束时间不能晚于现在")
    if started and situation.taken_at and started < situation.taken_at.replace(second=0, microsecond=0):
        yield Fault("started_at", "开始时间早于接收任务的时间")


def obstruction_told(form: Form, situation: Situation) -> Iterator[Fault]:
    """Whoever was hindered says how, and that the officer was called."""
    if form.get("obstruction") not in (None, "", "无") and not form.get("obstruction_note"):
        yield Fault("obstruction_note", "受阻的写明经过，以及何时联系了值班执行人员")


def unknowns_explained(form: Form, situation: Situation) -> Iterator[Fault]:
    """A 未查明 answer stands only with its reason and the steps taken (VC-06)."""
    if any(value == UNKNOWN for value in form.values()) and not form.get("unknowns"):
        yield Fault("unknowns", "有未查明的项目：写明原因和已采取措施")


def doubtful_photos_explained(form: Form, situation: Situation) -> Iterator[Fault]:
    """A photo without place, of another place or another time needs a word (M-38)."""
    doubtful = sum(photo.badge in DOUBTFUL for photo in situation.photos)
    if doubtful and not form.get("photo_note"):
        yield Fault("photo_note", f"{doubtful} 张照片无位置、位置不符或时间不符：重拍，不能重拍的写明原因，由法院决定是否采用")


def declared_today(form: Form, situation: Situation) -> Iterator[Fault]:
    """The declaration is of the day of handing back (NA-46)."""
    if form.get("interest_declared") is True and form.get(DECLARED_ON) != situation.today.isoformat():
        yield Fault("interest_declared", "声明须是交回当日的，重新勾选")


COMMON_CHECKS = (declared_today, times_in_order, obstruction_told, unknowns_explained, doubtful_photos_explained)


def no_bare_unknown(fields: Iterable[Field], form: Form) -> Iterator[Fault]:
    """A bare 不详 fails: investigation is a duty (VC-06)."""
    for field in fields:
        value = form.get(field.name)
        if isinstance(value, str) and value != UNKNOWN and NO_ANSWER.fullmatch(value):
            yield Fault(field.name, f"不能只写“{value.strip()}”：查明后填写，确实查不明的填“未查明”并写明原因和已采取措施")
