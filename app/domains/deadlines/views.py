"""Pages of deadlines (S21): list, week and month; one deadline with how it was counted."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.courts.queries import load_calendar
from app.domains.deadlines import act_views, calendar_views, feed_views, queries, service, showing
from app.domains.deadlines.forms import ExplainForm
from app.domains.deadlines.one_page import shown_page
from app.domains.deadlines.permissions import EXPLAIN_DEADLINE, RUN_DEADLINES, SEE_DEADLINES, SET_MARGINS
from app.domains.deadlines.wanted import View, Which, Whose, wanted_of
from app.kernel.errors import Invalid
from app.web.access import me, permits, reading, work

pages = Blueprint("deadlines", __name__)
more_pages = (act_views.pages, feed_views.pages, calendar_views.pages)


@pages.get("/deadlines")
@permits(SEE_DEADLINES)
def list_page() -> ResponseReturnValue:
    """S21."""
    with reading() as r:
        wanted = wanted_of(request.args, r.today)
        rows, people = queries.list_wanted(r, wanted), queries.list_holders(r)
        month = wanted.on.month if wanted.view is View.MONTH else None
        days = [] if wanted.view is View.LIST else showing.days_shown(wanted.span, rows, load_calendar(r.session), month)
    weeks = [days[first : first + 7] for first in range(0, len(days), 7)]
    return render_template(
        "deadlines/list.html",
        wanted=wanted,
        rows=rows,
        weeks=weeks,
        views=list(View),
        whose=list(Whose),
        which=list(Which),
        people=people,
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
