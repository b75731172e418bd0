"""Forms of a rule's switch and of what a court says of itself."""

from __future__ import annotations

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, Regexp

from app.domains.courts.service import CONTACT_WORDS, Contact
from app.domains.courts.switches import SwitchRule, SwitchShown
from app.web.forms import PaperForm


class SwitchForm(PaperForm):
    """启用或关闭，数值，理由."""

    state = RadioField("本院是否适用", choices=[("on", "启用"), ("off", "关闭")], default="on")
    value = StringField("本院数值（日）")
    reason = TextAreaField("理由")

    def to_command(self, rule: str) -> SwitchRule:
        """What was asked for."""
        return SwitchRule(rule, self.state.data == "on", self.value.data or "", self.reason.data or "")


_NUMBER = Regexp(r"^[0-9+（）() \-、转]{5,40}$", message="应为电话号码，例如 020-84981234 或 12368")


class ContactForm(PaperForm):
    """地址、电话、监督电话."""

    address = StringField(CONTACT_WORDS["address"], [DataRequired("请填写地址，文书和公告要用"), Length(max=200, message="不超过 200 字")])
    phone = StringField(CONTACT_WORDS["phone"], [DataRequired("请填写联系电话，平台上架要用"), _NUMBER])
    supervision_phone = StringField(CONTACT_WORDS["supervision_phone"], [Optional(), _NUMBER])

    def to_command(self) -> Contact:
        """What was typed, without the spaces around it."""
        return Contact(*(str(field.data or "").strip() for field in (self.address, self.phone, self.supervision_phone)))


def switch_form(shown: SwitchShown) -> SwitchForm:
    """The form as the court's setting stands."""
    return SwitchForm(state="on" if shown.on else "off", value=shown.value)
