"""Forms of the trail."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import Length

from app.web.forms import Needed, PaperForm


class ExportForm(PaperForm):
    """导出: what for."""

    purpose = StringField(
        "导出用途", [Needed("没有写明用途，不能导出"), Length(min=4, max=200, message="用途应为 4 至 200 字")], render_kw={"autocomplete": "off"}
    )
