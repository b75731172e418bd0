"""物流 (forms.md §2.12)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Need, Section, Shot, Situation, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.shapes import instant_of
from app.domains.tasks.support_law import support_law

OWN = Section(
    "运送",
    (
        Field("origin", "起运地"),
        Field("destination", "目的地", hint="由买受人指定", fades=True),
        Field("carrier", "承运人", hint="由买受人指定"),
        Field(
            "goods",
            "物品",
            Type.LIST,
            hint="与移交清单一致；装车前后各拍",
            columns=(
                Column("no", "件号"),
                Column("name", "品名"),
                Column("count", "数量", Type.INT),
                Column("seal", "封条", required=False, holds_number=True),
                Column("volume", "体积（立方米）", Type.DEC, required=False),
                Column("weight", "重量（kg）", Type.DEC, required=False),
                Column("insured", "保价（元）", Type.MONEY, required=False),
            ),
        ),
        Field("loaded_at", "起运时间", Type.DATETIME),
        Field("delivered_at", "送达时间", Type.DATETIME),
        Field("received_by", "签收人", hint="买受人本人或其书面委托的人", fades=True),
        Field("receiver_standing", "签收人身份", Type.ENUM, choices=("买受人本人", "书面委托的人")),
        Field("as_inventory", "与移交清单", Type.ENUM, choices=("一致", "不一致")),
        Field("damage", "损坏", Type.LIST, hint="当场验看、记录并拍照", none_word="无", columns=(Column("no", "件号"), Column("what", "情况"))),
        Field("insurance_no", "保险单号", Type.TEXT, Need.OPTIONAL, holds_number=True),
    ),
)


def delivered_after_loading(form: Form, situation: Situation) -> Iterator[Fault]:
    """Goods arrive after they left."""
    loaded, delivered = instant_of(form.get("loaded_at")), instant_of(form.get("delivered_at"))
    if loaded and delivered and delivered < loaded:
        yield Fault("delivered_at", "送达时间早于起运时间")


def delivered_as_listed(form: Form, situation: Situation) -> Iterator[Fault]:
    """What arrives is what the inventory lists; a difference is told as damage or in the note."""
    if form.get("as_inventory") == "不一致" and not form.get("damage") and not form.get("agency_note"):
        yield Fault("damage", "与移交清单不一致，写明件号和情况")


KIND = Kind(
    code="logistics",
    title="物流",
    group="保管与实物",
    law=support_law("", "代买受人付款", "违背买受人意愿选承运人", "移交后留存钥匙", by=("support", "logistics")),
    sections=(OWN, HAND_BACK),
    days=7,
    shots=(Shot("before", "装车前", 4), Shot("after", "卸车后", 2), Shot("receipt", "签收单")),
    least_photos=5,
    asset_classes=("movable", "equipment", "vehicle", "ship"),
    checks=(delivered_after_loading, delivered_as_listed),
    due_rule="按买受人指定的日期",
    feeds=("移交",),
)
