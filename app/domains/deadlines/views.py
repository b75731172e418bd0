"""Pages of deadlines (S21): list, week and month; one deadline with how it was counted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.courts.queries import load_calendar
from app.domains.deadlines import act_views, calendar_views, feed_views, following, queries, service, showing
from app.domains.deadlines.forms import ExplainForm
from app.domains.deadlines.one_page import shown_page
from app.domains.deadlines.permissions import EXPLAIN_DEADLINE, RUN_DEADLINES, SEE_DEADLINES, SET_MARGINS
from app.domains.deadlines.wanted import STAGE_OF_GROUP, View, Wanted, Which, Whose, wanted_of
from app.infra.unit_of_work import Reading
from app.kernel.errors import Invalid, NotNow
from app.web.access import me, permits, reading, work
from app.web.forms import PaperForm
from app.web.lists import asked_slice, listed

pages = Blueprint("deadlines", __name__)
more_pages = (act_views.pages, feed_views.pages, calendar_views.pages)


@pages.get("/deadlines")
@permits(SEE_DEADLINES)
def list_page() -> ResponseReturnValue:
    """S21."""
    with reading() as r:
        wanted = wanted_of(request.args, r.today)
        shown = _weeks(r, wanted) if wanted.view in (View.WEEK, View.MONTH) else _listed(r, wanted)
        people, kinds = queries.list_holders(r), queries.list_kinds(r)
    return render_template(
        "deadlines/list.html",
        wanted=wanted,
        **shown,
        views=list(View),
        whose=[each for each in Whose if each is not Whose.GROUP or me().role in STAGE_OF_GROUP],
        which=list(Which),
        people=people,
        kinds=kinds,
        may_enter=RUN_DEADLINES.held_by(me()),
        may_set_margins=SET_MARGINS.held_by(me()),
    )


@pages.get("/deadlines/<deadline_id>")
@permits(SEE_DEADLINES)
def page(deadline_id: str) -> ResponseReturnValue:
    """怎么算的."""
    with reading() as r:
        return shown_page(r, deadline_id, ExplainForm(formdata=None))


@pages.post("/deadlines/<deadline_id>/explain")
@permits(EXPLAIN_DEADLINE)
def explain(deadline_id: str) -> ResponseReturnValue:
    """说明."""
    form = ExplainForm()
    try:
        with work() as w:
            queries.get_deadline(w, deadline_id)
            form.require_valid()
            service.explain(w, deadline_id, str(form.remark.data))
    except Invalid as refusal:
        form.take_faults(refusal)
        with reading() as r:
            return shown_page(r, deadline_id, form), refusal.status
    return redirect(url_for("deadlines.page", deadline_id=deadline_id), 303)


@pages.post("/deadlines/<deadline_id>/recount")
@permits(RUN_DEADLINES)
def recount(deadline_id: str) -> ResponseReturnValue:
    """重新核算."""
    try:
        with work() as w:
            following.recount(w, deadline_id)
    except NotNow as refusal:
        with reading() as r:
            return shown_page(r, deadline_id, ExplainForm(formdata=None), typed=PaperForm(formdata=None), refusal=refusal), refusal.status
    return redirect(url_for("deadlines.page", deadline_id=deadline_id), 303)


def _listed(r: Reading, wanted: Wanted) -> dict[str, Any]:
    asked, total = replace(asked_slice(), search=""), queries.count_wanted(r, wanted)
    return {"rows": listed(queries.list_wanted(r, wanted, asked), asked), "total": total, "most": queries.MOST_COUNTED, "bar_of": showing.bar_of}


def _weeks(r: Reading, wanted: Wanted) -> dict[str, Any]:
    rows = queries.list_first_of_days(r, wanted) if wanted.view is View.WEEK else []
    month = wanted.on.month if wanted.view is View.MONTH else None
    days = showing.days_shown(wanted.span, queries.count_by_day(r, wanted), rows, load_calendar(r.session), month)
    return {"weeks": [days[first : first + 7] for first in range(0, len(days), 7)]}
