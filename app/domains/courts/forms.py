"""The form of a rule's switch."""

from __future__ import annotations

from wtforms import RadioField, StringField, TextAreaField

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


def switch_form(shown: SwitchShown) -> SwitchForm:
    """The form as the court's setting stands."""
    return SwitchForm(state="on" if shown.on else "off", value=shown.value)
