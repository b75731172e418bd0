"""Forms of closings."""

from __future__ import annotations

from wtforms import SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from app.domains.cases.types import ClosingWay
from app.domains.closings.rules import checks_of
from app.web.forms import Needed, PaperForm


class ClosingForm(PaperForm):
    """准予结案."""

    confirmed = SelectMultipleField("逐项核对", widget=ListWidget(prefix_label=False), option_widget=CheckboxInput())
    reason = TextAreaField("结案理由", [Needed()], render_kw={"rows": 3})

    def for_way(self, way: ClosingWay) -> ClosingForm:
        """Offer the law's checks of a way."""
        self.confirmed.choices = [(check.code, check.title) for check in checks_of(way)]
        return self
