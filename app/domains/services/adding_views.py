"""＋送达 by hand for a paper that no act put on the list, and 批量制作回证 with what failed named."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.cases.queries import get_case
from app.domains.services import adding, queries
from app.domains.services.forms import AddForm
from app.domains.services.permissions import SERVE
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.web.access import permits, reading, work

pages = Blueprint("service_adding", __name__)
MOST = 50


@pages.get("/service/new")
@permits(SERVE)
def new() -> ResponseReturnValue:
    """The form, of a case where one is named."""
    case_id = request.args.get("case", "")
    with reading() as r:
        number = get_case(r, case_id).number if case_id else ""
    return render_template("services/add.html", form=AddForm(formdata=None, data={"case_number": number}))


@pages.post("/service/new")
@permits(SERVE)
def add() -> ResponseReturnValue:
    """Put it on the list."""
    form = AddForm()
    try:
        form.require_valid()
        with work() as w:
            made = adding.add(w, str(form.case_number.data).strip(), form.to_command())
    except Invalid as refusal:
        form.take_faults(refusal)
        return render_template("services/add.html", form=form), refusal.status
    return redirect(url_for("services.page", service_id=made.id), 303)


@pages.post("/service/returns")
@permits(SERVE)
def returns() -> ResponseReturnValue:
    """A return for each that was ticked; one that cannot be made holds up no other."""
    failed: list[tuple[str, str]] = []
    ticked = list(dict.fromkeys(request.form.getlist("ids")))[:MOST]
    for service_id in ticked:
        if reason := _make(service_id):
            failed.append((service_id, reason))
    with reading() as r:
        titles = {each.id: f"{each.title}（{each.recipient}）" for each in queries.list_by_ids(r, ticked)}
    rows = [(service_id, titles[service_id], reason) for service_id, reason in failed if service_id in titles]
    return render_template("services/returns.html", asked=len(ticked), failed=rows, lost=len(failed) - len(rows))


def _make(service_id: str) -> str:
    try:
        with work() as w:
            adding.ask_return(w, service_id)
    except (NotFound, NotNow, Invalid, Conflict) as refusal:
        return refusal.message
    return ""
