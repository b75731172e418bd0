"""Forms of rounds: shape of what people type; `to_command()` gives the service its value."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from app.domains.rounds.halt_words import GROUNDS, HaltKind
from app.domains.rounds.halting import AskResume, ProposeHalt
from app.web.forms import InstantField, MoneyField, Needed, PaperForm

WAYS = {
    "corrected": "平台已更正",
    "manner": "展示口径不同，内容一致",
    "halt": "需暂缓，已提请暂缓或中止",
    "other": "其他",
}


class LotForm(PaperForm):
    """登记拍品编号."""

    lot_id = StringField("拍品编号", [Needed("填写平台给出的拍品编号"), Length(max=40)], render_kw={"autocomplete": "off"})
    lot_url = StringField("拍品页面网址", [Length(max=300)], description="可不填")


class CloseForm(PaperForm):
    """说明并处理."""

    way = SelectField("处理方式", choices=list(WAYS.items()))
    reason = TextAreaField("理由", [Needed("写明处理理由"), Length(min=4, max=500, message="4 至 500 字")], render_kw={"rows": 3})

    def to_reason(self) -> str:
        """The reason as it is kept: the way, then the words."""
        return f"{WAYS[self.way.data]}：{str(self.reason.data).strip()}"


class HaltForm(PaperForm):
    """提请暂缓或中止."""

    kind = RadioField("处理方式", choices=[(each.value, f"{each.word}拍卖") for each in HaltKind], default=HaltKind.DEFER.value)
    ground = SelectField("情形", choices=list(GROUNDS.items()))
    reason = TextAreaField("事实和理由", [Needed(), Length(min=10, max=500, message="10 至 500 字")], render_kw={"rows": 4})

    def to_command(self) -> ProposeHalt:
        """What was typed, as the service takes it."""
        return ProposeHalt(HaltKind(self.kind.data), str(self.ground.data), str(self.reason.data))


class ResumeForm(PaperForm):
    """提请恢复拍卖."""

    gone_on = DateField("事由消除日", [Needed("填写停止拍卖的原因消除的日期")])
    reason = TextAreaField("事实和理由", [Needed(), Length(min=10, max=500, message="10 至 500 字")], render_kw={"rows": 4})

    def to_command(self) -> AskResume:
        """What was typed, as the service takes it."""
        return AskResume(self.gone_on.data, str(self.reason.data))


class SettleLineForm(PaperForm):
    """已发布, 未发布: what a person found in the site's back office (M-72)."""

    lot_id = StringField("拍品编号", [Length(max=40)], description="已发布的，填平台给出的编号", render_kw={"autocomplete": "off"})
    lot_url = StringField("拍品页面网址", [Length(max=300)], description="可不填")


class ConfirmForm(PaperForm):
    """依成交确认书确认结果."""

    document_no = StringField("成交确认书编号", [Needed(), Length(max=100)])
    winner_code = StringField("竞买号", [Needed(), Length(max=20)], render_kw={"autocomplete": "off"})
    price = MoneyField("成交价", [Needed()])


class ImportForm(PaperForm):
    """导入保存的页面."""

    file = FileField("保存的网页、接口回应、表格或 HAR", [Needed("选择一个文件")])
    saved_at = InstantField("保存时间", description="文件中没有时间的，按此时间；不填则仅存证")
