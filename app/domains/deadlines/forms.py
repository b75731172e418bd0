"""Forms of deadlines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField

from app.kernel.errors import Invalid
from app.web.forms import Needed, PaperForm


class ExplainForm(PaperForm):
    """说明."""

    remark = TextAreaField("说明", [Needed()], render_kw={"rows": 3}, description="写明原因和已排定的日期")


class StopForm(PaperForm):
    """暂停计算."""

    reason = StringField("事由", [Needed()], description="如：本院裁定暂缓执行")


class GoOnForm(PaperForm):
    """恢复计算."""

    reason = StringField("事由", [Needed()], description="如：暂缓执行期限届满")


class StopCaseForm(StopForm):
    """全案暂停计算."""


class GoOnCaseForm(GoOnForm):
    """全案恢复计算."""


class ExtendForm(PaperForm):
    """延长."""

    days = IntegerField("延长日数", [Needed()])
    reason = StringField("理由", [Needed()])


class ShiftForm(PaperForm):
    """起算日更正."""

    on = DateField("实际起算日", [Needed()])
    reason = StringField("理由", [Needed()])


class FinishForm(PaperForm):
    """办结."""

    on = DateField("办结日期", [Needed()])
    reason = StringField("办理情况", [Needed()])


class EnterForm(PaperForm):
    """登记期限."""

    code = SelectField("期限", [Needed()])
    on = DateField("事实发生日", [Needed()])
    remark = StringField("说明")

    def offer(self, choices: Sequence[tuple[str, str]]) -> EnterForm:
        """The same form with the kinds that can be entered."""
        self.code.choices = list(choices)
        return self


class MarginForm(PaperForm):
    """提醒日数."""

    days = StringField("提前日数", [Needed()], description="用顿号或逗号隔开，如 7、3、1")

    def numbers(self) -> list[int]:
        """What was typed; Invalid when it is not numbers."""
        parts = re.split("[、，,\\s]+", (self.days.data or "").strip())
        if not all(each.isascii() and each.isdigit() for each in parts):
            raise Invalid("应为用顿号隔开的整数", field="days")
        return [int(each) for each in parts]


class NoticeForm(PaperForm):
    """国务院通知."""

    year = IntegerField("年份", [Needed()])
    words = TextAreaField("通知正文", render_kw={"rows": 9}, description="例：元旦：1月1日至3日放假调休，共3天。1月4日（星期日）上班。")
    sheet = FileField("或者表格（xlsx、csv：日期、类型、名称）")
    provisional = BooleanField("暂定（国务院通知尚未发布）")
    source = StringField("通知文号", [Needed()])
