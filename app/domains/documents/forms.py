"""The form in which missing facts are entered: one field a blank, made for the paper at hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from wtforms import DateField, Field, FileField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from app.domains.documents.catalogue import PAPERS
from app.domains.documents.filling import Blank, Typed, lines_of, rows_of
from app.kernel.money import Money
from app.web.forms import InstantField, MoneyField, Needed, PaperForm


class SignForm(PaperForm):
    """The digest of the text on the screen."""

    digest = HiddenField("摘要", validators=[Needed("缺少文书摘要，请重新打开本页")])


class TemplateForm(PaperForm):
    """A court's own template of a paper."""

    code = SelectField("文书", choices=[(code, kind.title) for code, kind in PAPERS.items()])
    file = FileField("模板文件", render_kw={"accept": ".docx"})


class AcceptForm(PaperForm):
    """The digest of the template whose trial print was on the screen."""

    digest = HiddenField("摘要", validators=[Needed("缺少模板摘要，请重新打开本页")])


def fill_form(blanks: Sequence[Blank], **options: Any) -> PaperForm:
    """A form with a field for each blank; nothing is required, a paper may be completed step by step."""
    fields: dict[str, Any] = {blank.name: _field(blank) for blank in blanks}
    made: PaperForm = type("FillForm", (PaperForm,), fields)(**options)
    return made


def filled_of(form: PaperForm, blanks: Sequence[Blank]) -> dict[str, Any]:
    """What was entered, by path, as plain JSON values; blanks left empty are not named. Raises Invalid for a row that cannot be read."""
    read = {blank.path: _plain(blank, form[blank.name].data) for blank in blanks}
    return {path: value for path, value in read.items() if value is not None}


def _field(blank: Blank) -> Field:
    given: dict[str, Any] = {"description": blank.hint, "validators": [Optional()]}
    match blank.typed:
        case Typed.DAY:
            return DateField(blank.title, **given)
        case Typed.INSTANT:
            return InstantField(blank.title, **given)
        case Typed.MONEY:
            return MoneyField(blank.title, **given)
        case Typed.CHOICE:
            return SelectField(blank.title, choices=[("", "请选择"), *((each, each) for each in blank.choices)], **given)
        case Typed.FLAG:
            return SelectField(blank.title, choices=[("", "请选择"), ("是", "是"), ("否", "否")], **given)
        case Typed.LINES | Typed.ROWS:
            return TextAreaField(blank.title, **given)
        case _:
            return StringField(blank.title, **given)


def _plain(blank: Blank, data: Any) -> Any:
    if data is None or (isinstance(data, str) and not data.strip()):
        return None
    match blank.typed:
        case Typed.ROWS:
            return rows_of(blank, data)
        case Typed.LINES:
            return lines_of(data)
        case Typed.FLAG:
            return data == "是"
        case _:
            return _scalar(data)


def _scalar(data: Any) -> Any:
    if isinstance(data, Money):
        return data.fen
    return data.isoformat() if isinstance(data, date | datetime) else str(data).strip()
