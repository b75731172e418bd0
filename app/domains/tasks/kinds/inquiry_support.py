"""询价配合 (forms.md §2.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Need, Section, Sees, Situation, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.shapes import instant_of
from app.domains.tasks.support_law import support_law

SPREAD = timedelta(minutes=10)
OWN = Section(
    "询价配合",
    (
        Field("way", "询价方式", Type.ENUM, hint="方式由法院定", choices=("定向询价", "网络询价")),
        Field(
            "data_table",
            "标准化特征",
            Type.LIST,
            hint="只填已核实事实；各平台文字一致",
            columns=(Column("feature", "特征"), Column("value", "值"), Column("unit", "单位", required=False), Column("source", "来源")),
        ),
        Field(
            "orders",
            "发出记录",
            Type.LIST,
            hint="由系统生成，核对即可；各平台同时发出",
            columns=(
                Column("to", "机构/平台"),
                Column("sent_at", "发出时刻", Type.DATETIME),
                Column("received_at", "收到时刻", Type.DATETIME, required=False),
            ),
        ),
        Field(
            "replies",
            "回复",
            Type.LIST,
            hint="结果值仅法院可见",
            none_word="尚未回复",
            columns=(
                Column("from_whom", "机构"),
                Column("received_at", "收到时刻", Type.DATETIME),
                Column("report_no", "报告号", holds_number=True),
                Column("valid_until", "有效期至", Type.DATE),
                Column("value", "结果（元）", Type.MONEY, sees=Sees.SEALED),
            ),
        ),
        Field(
            "extension_requests",
            "延期申请",
            Type.LIST,
            Need.OPTIONAL,
            hint="届满前提出，原样登记",
            columns=(Column("by", "平台"), Column("at", "提出时刻", Type.DATETIME)),
        ),
        Field(
            "basic_errors",
            "基本信息错误",
            Type.LIST,
            Need.OPTIONAL,
            hint="仅比对，不评价价格",
            columns=(Column("by", "平台"), Column("field", "字段"), Column("right", "应为")),
        ),
        Field("all_wrong", "是否全部平台都有错误", Type.ENUM, hint="全部有错误的才可申请更正", choices=("无错误", "部分有错误", "全部有错误")),
    ),
)


def sent_together(form: Form, situation: Situation) -> Iterator[Fault]:
    """All platforms are asked within ten minutes (RP-07)."""
    times = [at for row in form.get("orders") or [] if (at := instant_of(row.get("sent_at")))]
    if times and max(times) - min(times) > SPREAD:
        yield Fault("orders", "各平台发出时刻相差超过 10 分钟")


def nobody_missing(form: Form, situation: Situation) -> Iterator[Fault]:
    """Whoever replied was asked; whoever was asked has replied or asked for more time, else a word is needed."""
    asked = {row.get("to") for row in form.get("orders") or []}
    heard = {row.get("from_whom") for row in form.get("replies") or []}
    waiting = asked - heard - {row.get("by") for row in form.get("extension_requests") or []}
    if heard - asked:
        yield Fault("replies", f"{'、'.join(sorted(map(str, heard - asked)))}不在发出记录中")
    if heard and waiting and not form.get("agency_note"):
        yield Fault("agency_note", f"{'、'.join(sorted(map(str, waiting)))}没有回复：写明催办情况")


KIND = Kind(
    code="inquiry_support",
    title="询价配合",
    group="定价配合",
    law=support_law("法释〔2018〕15号第7条至第13条", "选择平台", "要求平台调高或调低结果"),
    sections=(OWN, HAND_BACK),
    days=6,
    checks=(sent_together, nobody_missing),
    due_rule="平台收到委托之日起 3 日内出具报告；需延期的届满前申请",
    feeds=("参考价", "询价报告发送"),
)
