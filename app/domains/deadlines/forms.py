"""Forms of deadlines."""

from __future__ import annotations

from wtforms import TextAreaField

from app.web.forms import Needed, PaperForm


class ExplainForm(PaperForm):
    """说明."""

    remark = TextAreaField("说明", [Needed()], render_kw={"rows": 3}, description="写明原因和已排定的日期")
