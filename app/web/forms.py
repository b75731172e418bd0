"""The base of all forms: Chinese messages, money and instants as people type them, and errors that keep what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import DateTimeLocalInput

from app.kernel.clock import SHANGHAI, local
from app.kernel.errors import Invalid
from app.kernel.money import MalformedMoney, Money


class PaperForm(FlaskForm):
    """A form of the house; `to_command()` of a subclass gives a frozen value for the service."""

    class Meta:
        locales = ("zh",)

    def require_valid(self) -> None:
        """Raise Invalid with all faults when something is wrong; the view shows the form again with what was typed."""
        if not self.validate_on_submit():
            faults = tuple((name, str(words[0])) for name, words in self.errors.items() if words and name)
            raise Invalid(f"提交未成功，请改正 {len(faults)} 处", faults=faults)

    def take_faults(self, refusal: Invalid) -> None:
        """Put a service's faults beside their fields."""
        for name, words in refusal.faults:
            field = self._fields.get(name)
            if field is not None:
                field.errors = [*field.errors, words]


class MoneyField(StringField):
    """An amount in yuan; data is Money or None. What was typed stays on the screen when it is wrong."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.typed = str(valuelist[0]).strip() if valuelist else ""
        try:
            self.data = Money.yuan(self.typed) if self.typed else None
        except MalformedMoney:
            self.data = None
            raise ValueError("应为金额（元），最多两位小数，例如 12000.00") from None

    def _value(self) -> str:
        return str(self.data) if isinstance(self.data, Money) else str(getattr(self, "typed", "") or "")


class InstantField(Field):
    """A day and time of Shanghai, from a datetime-local input; data is an aware instant or None."""

    widget = DateTimeLocalInput()

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        self.typed = str(valuelist[0]).strip() if valuelist else ""
        try:
            self.data = datetime.fromisoformat(self.typed).replace(tzinfo=SHANGHAI) if self.typed else None
        except ValueError:
            self.data = None
            raise ValueError("应为日期和时间，例如 2026-03-18 10:00") from None

    def _value(self) -> str:
        return local(self.data).strftime("%Y-%m-%dT%H:%M") if isinstance(self.data, datetime) else str(getattr(self, "typed", "") or "")


class Needed:
    """The field must be filled in; says so in the field's own words."""

    field_flags = {"required": True}

    def __init__(self, message: str = "必填") -> None:
        self.message = message

    def __call__(self, _form: object, field: Field) -> None:
        if field.data is None or (isinstance(field.data, str) and not field.data.strip()) or field.data == []:
            if field.errors:
                return
            raise ValidationError(self.message)
