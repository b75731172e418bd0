"""Forms of messages: one's own habits, a channel's settings made from its fields, a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, Field, PasswordField, StringField, TextAreaField
from wtforms.validators import Length

from app.domains.messages.catalogue import KINDS
from app.domains.messages.channel import ChannelField
from app.domains.messages.channel_settings import MOST_SIGNS, ChannelSet, SetChannel, fields_of
from app.domains.messages.habits import SetHabits
from app.domains.messages.types import Habits
from app.web.forms import PaperForm

HIDDEN = "••••"
CLEAR = "clear_"


class HabitsForm(PaperForm):
    """我的提醒设置; the matrix of choices is read from what was sent (choice-<kind>-<channel>)."""

    quiet_from = StringField("免打扰从", render_kw={"type": "time"})
    quiet_to = StringField("到", render_kw={"type": "time"}, description="两个时刻相同或都不填：不设免打扰")
    digest_at = StringField("每日汇总时间", render_kw={"type": "time"})

    def to_command(self, sent: Mapping[str, str], shown: list[str]) -> SetHabits:
        """What was typed, for the channels that the page showed."""
        choices = {(kind, channel): sent[name] for kind in KINDS for channel in shown if (name := f"choice-{kind}-{channel}") in sent}
        return SetHabits(str(self.quiet_from.data or ""), str(self.quiet_to.data or ""), str(self.digest_at.data or ""), choices)


def habits_form(habits: Habits) -> HabitsForm:
    """The form with what holds."""
    quiet = habits.quiet_from != habits.quiet_to
    data = {"quiet_from": f"{habits.quiet_from:%H:%M}" if quiet else "", "quiet_to": f"{habits.quiet_to:%H:%M}" if quiet else ""}
    return HabitsForm(formdata=None, data={**data, "digest_at": f"{habits.digest_at:%H:%M}"})


class WordsForm(PaperForm):
    """文案."""

    text = TextAreaField("文案", [Length(max=500)])


def channel_form(kept: ChannelSet, **given: Any) -> PaperForm:
    """The form with what is kept; a secret is never filled in, only that there is one."""
    sealed = kept.changed.sealed if kept.changed else {}
    made: dict[str, Any] = {"on": BooleanField("开通")}
    for each in fields_of(kept.channel):
        made[each.name] = _field(each, there=each.name in sealed)
        if each.name in sealed:
            made[f"{CLEAR}{each.name}"] = BooleanField(f"清除{each.title}")
    plain = {each.name: kept.values.get(each.name, "") for each in fields_of(kept.channel) if not each.secret}
    form: PaperForm = type("ChannelForm", (PaperForm,), made)(data={"on": kept.on, **plain}, **given)
    return form


def order_of(form: PaperForm, kept: ChannelSet, sent: Mapping[str, str]) -> SetChannel:
    """What was typed, as the service takes it."""
    values = {each.name: str(form[each.name].data or "") for each in fields_of(kept.channel) if not each.secret}
    secrets = {each.name: str(form[each.name].data or "") for each in fields_of(kept.channel) if each.secret}
    cleared = frozenset(each.name for each in fields_of(kept.channel) if each.secret and sent.get(f"{CLEAR}{each.name}"))
    version = sent.get("version", "")
    return SetChannel(bool(form["on"].data), values, secrets, cleared, int(version) if version.isdecimal() else 0)


def _field(each: ChannelField, *, there: bool) -> Field:
    if each.secret:
        words = f"已设置 {HIDDEN}；不填则不变" if there else "未设置"
        hint = f"{words} · {each.hint}" if each.hint else words
        return PasswordField(each.title, [Length(max=MOST_SIGNS)], description=hint, render_kw={"autocomplete": "new-password", "spellcheck": "false"})
    return StringField(each.title, description=each.hint, render_kw={"autocomplete": "off", "spellcheck": "false"})
