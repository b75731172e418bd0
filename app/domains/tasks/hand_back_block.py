"""The block that stands at the end of every kind's form (forms.md §0.2), and the checks common to all kinds (§0.3). Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Need, Section, Situation, Type, When
from app.domains.tasks.photo_rules import NEAR_METRES, metres_between
from app.domains.tasks.shapes import accuracy_of, instant_of, point_of
from app.domains.tasks.types import PhotoBadge

OBSTRUCTION = ("无", "无人应答", "拒绝进入", "争执", "危险")
DECLARED_ON = "interest_declared_on"
UNKNOWN = "未查明"
NO_ANSWER = re.compile(r"\s*(不详|未知|不清楚|不明|无法查明|未查明|占有不明)\s*[。.]?\s*")
DOUBTFUL = frozenset({PhotoBadge.NO_PLACE, PhotoBadge.PLACE_DIFFERS, PhotoBadge.TIME_DIFFERS})

NOBODY = "无人应答"
HINDERED = When("obstruction", OBSTRUCTION[1:])
WORST_ACCURACY = 50

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
        Field("obstruction_note", "受阻经过", Type.LONG, Need.CONDITION, hint="写明事由和在场人", per_visit=True, when=HINDERED),
        Field("officer_called_at", "联系值班执行人员的时间", Type.DATETIME, Need.CONDITION, hint="受阻的必填", per_visit=True, when=HINDERED),
        Field("place_evidence", "到场定位", Type.GEO, Need.CONDITION, hint="经度,纬度,精度（米）；无信号时拍摄门牌并说明", per_visit=True),
        Field("place_reason", "定位说明", Type.LONG, Need.CONDITION, hint="没有定位、精度超过 50 米或距任务地点超过 300 米的必填", per_visit=True),
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
            "warning_reasons",
            "提醒的理由",
            Type.LIST,
            Need.CONDITION,
            hint="有提醒的逐项写明理由；法院验收时看得到",
            columns=(Column("about", "提醒事项"), Column("reason", "理由", required=False)),
            per_visit=True,
        ),
        Field(
            "cost_items",
            "费用明细",
            Type.LIST,
            Need.OPTIONAL,
            hint="不得向任何当事人、竞买人收费",
            columns=(Column("item", "项目"), Column("amount", "金额（元）", Type.MONEY), Column("receipt", "票据", holds_number=True)),
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


def worker_present(form: Form, situation: Situation) -> Iterator[Fault]:
    """Whoever is named in the mandate was there."""
    names = {str(row.get("name", "")).strip() for row in form.get("people_present") or []}
    if situation.worker and names and situation.worker not in names:
        yield Fault("people_present", f"在场人员中没有承办人 {situation.worker}：不是本人办理的，先改派人员")


def signed_by_worker(form: Form, situation: Situation) -> Iterator[Fault]:
    """Who was there signs what was found, unless nobody answered and nothing could be done (forms.md §0.2)."""
    signers = {file.who for file in situation.files if file.sort == "signature"}
    if form.get("obstruction") == NOBODY or (situation.worker in signers if situation.worker else signers):
        return
    yield Fault("people_present", f"缺承办人{situation.worker and ' ' + situation.worker}的签名：在“签名”处手写")


def place_told(form: Form, situation: Situation) -> Iterator[Fault]:
    """Who goes there tells where: within 300 m of the task's place and to 50 m, or why not (forms.md §0.2)."""
    here, accuracy = point_of(form.get("place_evidence")), accuracy_of(form.get("place_evidence"))
    if form.get("place_reason"):
        return
    if here is None:
        yield Fault("place_evidence", "到场后定位；没有定位的写明原因")
    elif accuracy is not None and accuracy > WORST_ACCURACY:
        yield Fault("place_reason", f"定位精度 {accuracy:g} 米，超过 {WORST_ACCURACY} 米：重新定位，或写明原因")
    elif situation.place is not None and (metres := metres_between(here, situation.place)) > NEAR_METRES:
        yield Fault("place_reason", f"距任务地点 {metres:.0f} 米，超过 {NEAR_METRES} 米：写明原因")


def unknowns_named(fields: Iterable[Field], form: Form) -> Iterator[Fault]:
    """Each 未查明 answer has a row of its own with reason and steps (VC-06)."""
    told = " ".join(str(row.get("field", "")) for row in form.get("unknowns") or [])
    lacking = [field.title for field in fields if form.get(field.name) == UNKNOWN and field.title not in told]
    if lacking:
        yield Fault("unknowns", f"逐项写明{'、'.join(lacking)}未查明的原因和已采取措施")


def doubtful_photos_explained(form: Form, situation: Situation) -> Iterator[Fault]:
    """A photo without place, of another place or another time needs a word (M-38)."""
    doubtful = sum(photo.badge in DOUBTFUL for photo in situation.photos)
    if doubtful and not form.get("photo_note"):
        yield Fault("photo_note", f"{doubtful} 张照片无位置、位置不符或时间不符：重拍，不能重拍的写明原因，由法院决定是否采用")


def photos_sharp(form: Form, situation: Situation) -> Iterator[Fault]:
    """A blurred photo proves little: taken again, or a word why it cannot be (forms.md §0.3)."""
    blurred = sum(photo.blurred for photo in situation.photos)
    if blurred:
        yield Fault("photos", f"{blurred} 张照片可能模糊：看不清的重拍", warning=True)


def declared_today(form: Form, situation: Situation) -> Iterator[Fault]:
    """The declaration is of the day of handing back (NA-46)."""
    if form.get("interest_declared") is True and form.get(DECLARED_ON) != situation.today.isoformat():
        yield Fault("interest_declared", "声明须是交回当日的，重新勾选")


COMMON_CHECKS = (declared_today, times_in_order, worker_present, doubtful_photos_explained, photos_sharp)


def no_bare_unknown(fields: Iterable[Field], form: Form) -> Iterator[Fault]:
    """A bare 不详 fails: investigation is a duty (VC-06)."""
    for field in fields:
        value = form.get(field.name)
        if isinstance(value, str) and value != UNKNOWN and NO_ANSWER.fullmatch(value):
            yield Fault(field.name, f"不能只写“{value.strip()}”：查明后填写，确实查不明的填“未查明”并写明原因和已采取措施")
