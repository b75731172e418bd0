"""Forms of viewings."""

from __future__ import annotations

from datetime import date, datetime, time

from wtforms import DateField, IntegerField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import Length

from app.domains.viewings.rules import CHANNELS, MOST_PEOPLE, SOURCES
from app.domains.viewings.service import AddSlot, Book
from app.kernel.clock import SHANGHAI
from app.web.forms import Needed, PaperForm

_NUMBER = {"inputmode": "numeric"}


class SlotForm(PaperForm):
    """＋时段."""

    on = DateField("日期", [Needed()])
    starts = TimeField("开始", [Needed()])
    ends = TimeField("结束", [Needed()])
    capacity = IntegerField("名额（人）", [Needed()], default=8, render_kw=_NUMBER)
    place = StringField("集合地点", [Needed(), Length(max=200)])
    guide_id = SelectField("带看人", choices=[], validate_choice=False)

    def to_command(self) -> AddSlot:
        """What was typed, in Shanghai; only of a valid form."""
        at = [_at(self.on.data, each.data) for each in (self.starts, self.ends)]
        return AddSlot(at[0], at[1], int(self.capacity.data or 0), str(self.place.data or ""), str(self.guide_id.data or ""))


class BookForm(PaperForm):
    """登记预约."""

    called = StringField("称呼", [Needed(), Length(max=20)], description="如 陈先生；不收证件号", render_kw={"autocomplete": "off"})
    phone = StringField("电话", [Needed(), Length(max=20)], description="只留后四位", render_kw={"inputmode": "tel", "autocomplete": "off"})
    people = IntegerField("人数", [Needed()], default=1, description=f"1 至 {MOST_PEOPLE} 人", render_kw=_NUMBER)
    source = SelectField("来源", choices=[(code, word) for code, word in CHANNELS.items() if code != "web"])

    def to_command(self) -> Book:
        """What was typed."""
        return Book(str(self.called.data or ""), str(self.phone.data or ""), int(self.people.data or 0), str(self.source.data or ""))


class OutsideForm(BookForm):
    """预约看样, filled in by a stranger."""

    slot_id = StringField("时段", [Needed("选择时段")])
    source = None

    def to_command(self) -> Book:
        """What was typed."""
        return Book(str(self.called.data or ""), str(self.phone.data or ""), int(self.people.data or 0), "web")


class CancelForm(PaperForm):
    """取消预约."""

    cancel = StringField("取消码", [Needed(), Length(max=20)], render_kw={"autocomplete": "off"})


class CountForm(PaperForm):
    """到场登记, on the phone."""

    headcount = IntegerField("到场人数", [Needed()], render_kw=_NUMBER)
    incidents = TextAreaField("异常情况", [Needed(), Length(max=1000)], description="没有的写“无”；不拍人脸、不录音", render_kw={"rows": 3})


class AskForm(PaperForm):
    """记录咨询."""

    channel = SelectField("渠道", choices=list(CHANNELS.items()))
    body = TextAreaField("问题", [Needed(), Length(max=500)], description="记录原问题，不记姓名和号码", render_kw={"rows": 2})


class OutsideAskForm(PaperForm):
    """提问, by a stranger."""

    body = TextAreaField("问题", [Needed(), Length(max=500)], description="不写姓名、证件号和电话；答复由法院审核，同意公开的显示在本页", render_kw={"rows": 3})


class AnswerForm(PaperForm):
    """答复."""

    answer = TextAreaField("答复", [Needed(), Length(max=1000)], description="只按公示材料回答，超出即转法官", render_kw={"rows": 2})
    source = SelectField("依据", choices=[(each, each) for each in SOURCES])


class ReasonForm(PaperForm):
    """取消时段."""

    reason = StringField("原因", [Needed(), Length(max=200)])


def _at(day: date | None, hour: time | None) -> datetime:
    if day is None or hour is None:
        raise AssertionError("only of a valid form")
    return datetime.combine(day, hour, SHANGHAI)
