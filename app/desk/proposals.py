"""发起审批: from a case's page, a kind of the catalogue with text and figures; what was asked in a case stands beside."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.desk.asked import asked_of
from app.domains.approvals.catalogue import CATALOGUE, ApprovalKind, asked_from_case
from app.domains.approvals.permissions import ASK, SEE_DECISIONS
from app.domains.approvals.proposing import MENDABLE, Propose, propose
from app.domains.approvals.queries import get_approval, list_of_case
from app.domains.approvals.tables import Approval
from app.domains.cases.frame import frame_of_case
from app.domains.rounds.permissions import PROPOSE_HALT
from app.domains.rounds.queries import list_unfinished_of_case
from app.infra.unit_of_work import Reading
from app.kernel.errors import Invalid, NotFound
from app.kernel.ids import new_id
from app.law.rulebook import cite
from app.web.access import me, permits, reading, work

pages = Blueprint("proposals", __name__)


@pages.get("/cases/<case_id>/approvals")
@permits(SEE_DECISIONS)
def of_case(case_id: str) -> ResponseReturnValue:
    """What was asked in the case, and what may be asked."""
    with reading() as r:
        frame, rows = frame_of_case(r, case_id, "approvals"), asked_of(r, list_of_case(r, case_id))
        lots = list_unfinished_of_case(r, case_id) if frame.is_open and PROPOSE_HALT.held_by(me()) else []
    kinds = asked_from_case(me().role) if frame.is_open else []
    return render_template("approvals/of_case.html", frame=frame, rows=rows, kinds=kinds, lots=lots, cite=cite)


@pages.get("/cases/<case_id>/ask/<kind>")
@permits(ASK)
def new_page(case_id: str, kind: str) -> ResponseReturnValue:
    """The kind's form; ?again=<approval> fills in what was returned, with the reasons beside."""
    with reading() as r:
        before = _mendable(r, case_id, kind, request.args.get("again", ""))
        return _page(r, case_id, _kind(kind), _values(before), before)


@pages.post("/cases/<case_id>/ask/<kind>")
@permits(ASK)
def ask(case_id: str, kind: str) -> ResponseReturnValue:
    """提交审批."""
    sent, found = request.form, _kind(kind)
    figures = {blank.code: sent.get(blank.code, "") for blank in found.blanks}
    order = Propose(kind, sent.get("title", ""), sent.get("text", ""), figures, again=sent.get("again", ""))
    try:
        with work() as w:
            approval_id = propose(w, case_id, order).id
    except Invalid as refusal:
        with reading() as r:
            return _page(r, case_id, found, sent, _mendable(r, case_id, kind, order.again), refusal), refusal.status
    return redirect(url_for("decisions.show", approval_id=approval_id), 303)


def _kind(code: str) -> ApprovalKind:
    kind = CATALOGUE.get(code)
    if kind is None or not kind.askable:
        abort(404)
    return kind


def _mendable(r: Reading, case_id: str, kind: str, approval_id: str) -> Approval | None:
    if not approval_id:
        return None
    before = get_approval(r, approval_id)
    fits = before.case_id == case_id and before.asked_by == me().id and before.status in MENDABLE and before.subject_kind == "proposal"
    if not fits or kind not in (before.kind, *_before(before.kind)):
        raise NotFound
    return before


def _before(code: str) -> tuple[str, ...]:
    """Kinds that lead to this one: what the president returned is asked of the panel again."""
    return tuple(kind.code for kind in CATALOGUE.values() if kind.then == code)


def _values(before: Approval | None) -> Mapping[str, str]:
    return {"title": before.title, "text": before.body, **before.figures} if before else {}


def _page(r: Reading, case_id: str, kind: ApprovalKind, values: Mapping[str, str], before: Approval | None = None, refusal: Invalid | None = None) -> str:
    frame = frame_of_case(r, case_id, "approvals")
    faults = dict(refusal.faults) if refusal else {}
    fault = refusal.message if refusal else ""
    return render_template(
        "approvals/ask.html", frame=frame, kind=kind, values=values, before=before, faults=faults, fault=fault, citation=cite(kind.rule), key=new_id()
    )
