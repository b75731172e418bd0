"""Forms of seizures at work: a letter about the right to sell, its answer, the court's margins."""

from __future__ import annotations

from wtforms import DateField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.domains.seizures.service import Letter
from app.web.forms import Needed, PaperForm


class LetterForm(PaperForm):
    """登记商请移送执行函."""

    direction = RadioField("函件", choices=[("out", "本院发出，向首先查封法院商请"), ("in", "收到优先债权执行法院的商请")], default="out")
    other_court = StringField("对方法院", [Needed(), Length(max=100)])
    other_case = StringField("对方案号", [Needed(), Length(max=60)])
    lien = StringField("优先债权及其依据", [Needed(), Length(max=300)])
    letter_no = StringField("函件文号", [Needed(), Length(max=100)])
    asked_on = DateField("发函日或者收函日", [Needed()])
    sale_notice = DateField("首先查封法院发布拍卖公告日", [Optional()])

    def to_command(self) -> Letter:
        """What was typed; only of a valid form."""
        way, court, case = str(self.direction.data), str(self.other_court.data), str(self.other_case.data)
        return Letter(way, court, case, str(self.lien.data), str(self.letter_no.data), self.asked_on.data)


class AnswerForm(PaperForm):
    """登记答复."""

    verdict = RadioField("答复", choices=[("agree", "同意移送"), ("refuse", "不同意移送")], default="agree")
    answered_on = DateField("答复日", [Needed()])
    answer_no = StringField("移送执行函或者复函文号", [Needed(), Length(max=100)])
    answer_reason = TextAreaField("理由", [Length(max=300)])


class MarginsForm(PaperForm):
    """设置续封提前量."""

    first = IntegerField("首次提醒（届满前几日）", [Needed()])
    last = IntegerField("再次提醒（届满前几日）", [Needed()])
