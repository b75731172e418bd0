"""The closing checklist of a case, and the judge's act 准予结案."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.cases.frame import frame_of_case
from app.domains.cases.types import ClosingWay
from app.domains.closings import service
from app.domains.closings.forms import ClosingForm
from app.domains.closings.permissions import APPROVE_CLOSING, SEE_CLOSING
from app.domains.closings.rules import ITEMS, checks_of
from app.infra.unit_of_work import Reading
from app.kernel.errors import Invalid, NotNow
from app.web.access import me, permits, reading, work

pages = Blueprint("closings", __name__)


@pages.get("/cases/<case_id>/closing")
@permits(SEE_CLOSING)
def page(case_id: str) -> ResponseReturnValue:
    """What is done and what is open before the case may close."""
    way = _way(request.args.get("way"))
    with reading() as r:
        return _page(r, case_id, way, ClosingForm(formdata=None).for_way(way))


@pages.post("/cases/<case_id>/closing")
@permits(APPROVE_CLOSING)
def approve(case_id: str) -> ResponseReturnValue:
    """准予结案."""
    way = _way(request.form.get("way"))
    form = ClosingForm().for_way(way)
    try:
        with work() as w:
            service.approve_closing(w, case_id, way, str(form.reason.data or ""), confirmed=frozenset(form.confirmed.data or ()))
    except (Invalid, NotNow) as refusal:
        with reading() as r:
            return _page(r, case_id, way, form, refusal), refusal.status
    return redirect(url_for("cases.show", case_id=case_id), 303)


def _way(text: str | None) -> ClosingWay:
    return ClosingWay(text) if text in {each.value for each in ClosingWay} else ClosingWay.DONE


def _page(r: Reading, case_id: str, way: ClosingWay, form: ClosingForm, refusal: Invalid | NotNow | None = None) -> str:
    frame = frame_of_case(r, case_id, "closing")
    if isinstance(refusal, Invalid):
        form.take_faults(refusal)
    items = [(ITEMS[each.item], each) for each in service.checklist(r, case_id)]
    may = frame.is_open and APPROVE_CLOSING.held_by(me())
    return render_template(
        "closings/page.html", frame=frame, items=items, way=way, ways=list(ClosingWay), form=form, refusal=refusal, may=may, checks=checks_of(way)
    )
