"""待我决定 (S12): the queue and the page of one question, composed from the approval and the thing it is about."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.desk.asked import asked_of, chain_of, subject_link
from app.domains.accounts.queries import names_of
from app.domains.approvals.catalogue import CATALOGUE
from app.domains.approvals.forms import verdict_of
from app.domains.approvals.permissions import DECIDE, SEE_DECISIONS
from app.domains.approvals.queries import get_approval, list_done, list_of_subject, list_waiting
from app.domains.approvals.rules import ApprovalStatus
from app.domains.approvals.service import decide
from app.domains.approvals.tables import Approval
from app.domains.cases.queries import get_case
from app.domains.plans.figures import decidable
from app.infra.unit_of_work import Reading
from app.kernel.errors import Invalid
from app.kernel.ids import new_id
from app.web.access import me, permits, reading, work

pages = Blueprint("decisions", __name__)


@pages.get("/decisions")
@permits(SEE_DECISIONS)
def queue() -> ResponseReturnValue:
    """What waits for me, oldest due first; ?done=1: what I decided."""
    done = "done" in request.args
    with reading() as r:
        rows = asked_of(r, list_done(r) if done else list_waiting(r))
    return render_template("approvals/queue.html", rows=rows, done=done, title="待我决定", here=url_for("decisions.queue"))


@pages.get("/decisions/<approval_id>")
@permits(SEE_DECISIONS)
def show(approval_id: str) -> ResponseReturnValue:
    """S12; a panel's question has a page of its own."""
    with reading() as r:
        approval = get_approval(r, approval_id)
        if CATALOGUE[approval.kind].by_panel:
            return redirect(url_for("panels.show", approval_id=approval_id), 303)
        return _page(r, approval)


@pages.post("/decisions/<approval_id>")
@permits(DECIDE)
def answer(approval_id: str) -> ResponseReturnValue:
    """同意并签名, 退回修改 or 不同意, on exactly the content that was on the screen."""
    typed = request.form.get("reason", "")
    try:
        with work() as w:
            decide(w, approval_id, verdict_of(request.form), digest=request.form.get("seen_digest", ""), reason=typed)
    except Invalid as refusal:
        with reading() as r:
            return _page(r, get_approval(r, approval_id), typed=typed, fault=refusal.message), refusal.status
    return redirect(url_for("decisions.show", approval_id=approval_id), 303)


def _page(r: Reading, approval: Approval, *, typed: str = "", fault: str = "") -> str:
    kind, case = CATALOGUE[approval.kind], get_case(r, approval.case_id)
    about = decidable(r, approval.subject_id, approval.digest) if approval.subject_kind == "plan" else None
    chain = list_of_subject(r, approval.subject_kind, approval.subject_id)
    people = names_of(r.session, {each for row in chain for each in (row.asked_by, row.decided_by, row.decider_id) if each})
    shown: dict[str, Any] = {
        "approval": approval,
        "kind": kind,
        "case": case,
        "about": about,
        "question": about.question if about else approval.question,
        "people": people,
        "chain": chain_of(chain, people),
        "queue": _neighbours(r, approval),
        "denied": _denied(approval),
        "is_open": approval.status == ApprovalStatus.OPEN,
        "subject_href": subject_link(approval),
        "key": new_id(),
    }
    return render_template("approvals/decision.html", **shown, typed=typed, fault=fault)


def _denied(approval: Approval) -> str:
    """Why the signed-in person cannot decide this; '' if they can (M-22, M-50)."""
    kind = CATALOGUE[approval.kind]
    if approval.asked_by == me().id:
        return "不能审批自己提交的事项：提交人与审批人须为不同的人"
    if me().role is not kind.decider or (approval.decider_id and approval.decider_id != me().id):
        return f"你不能{kind.title}：该操作属于指定的人"
    return ""


def _neighbours(r: Reading, approval: Approval) -> dict[str, Any]:
    waiting = [each.id for each in list_waiting(r) if not CATALOGUE[each.kind].by_panel]
    place = waiting.index(approval.id) if approval.id in waiting else -1
    return {
        "place": place + 1,
        "total": len(waiting),
        "before": waiting[place - 1] if place > 0 else "",
        "after": waiting[place + 1] if 0 <= place < len(waiting) - 1 else waiting[0] if place < 0 and waiting else "",
    }
