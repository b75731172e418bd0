"""合议表决 (S13): what waits for my vote, and the ballot of five matters. Votes are sealed until the last; who dissented only the panel sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.desk.asked import asked_of
from app.domains.accounts.queries import names_of
from app.domains.approvals.catalogue import CATALOGUE
from app.domains.approvals.forms import opinions_of
from app.domains.approvals.permissions import SEE_PANELS, VOTE
from app.domains.approvals.queries import get_approval, list_done, list_waiting, votes_of
from app.domains.approvals.rules import AGREES, ApprovalStatus, Outcome, outcome_of
from app.domains.approvals.service import cast_vote
from app.domains.approvals.tables import Approval, Vote
from app.domains.cases.queries import get_case, panel_of
from app.domains.plans.figures import decidable
from app.infra.unit_of_work import Reading
from app.kernel.errors import Invalid, NotFound
from app.kernel.ids import new_id
from app.law.publication import PANEL_MATTERS
from app.web.access import me, permits, reading, work

pages = Blueprint("panels", __name__)

PANEL_KINDS = tuple(kind.code for kind in CATALOGUE.values() if kind.by_panel)


@pages.get("/panels")
@permits(SEE_PANELS)
def queue() -> ResponseReturnValue:
    """待我表决; ?done=1: 已表决."""
    done = "done" in request.args
    with reading() as r:
        found = [each for each in list_done(r) if each.kind in PANEL_KINDS] if done else list_waiting(r, kinds=PANEL_KINDS)
        rows = asked_of(r, found)
    return render_template("approvals/queue.html", rows=rows, done=done, title="待我表决", here=url_for("panels.queue"))


@pages.get("/panels/<approval_id>")
@permits(SEE_PANELS)
def show(approval_id: str) -> ResponseReturnValue:
    """S13."""
    with reading() as r:
        return _page(r, _panel_question(r, approval_id))


@pages.post("/panels/<approval_id>")
@permits(VOTE)
def vote(approval_id: str) -> ResponseReturnValue:
    """投票并签名."""
    sent = request.form
    try:
        with work() as w:
            cast_vote(w, approval_id, opinions_of(sent), digest=sent.get("seen_digest", ""), remark=sent.get("remark", ""))
    except Invalid as refusal:
        with reading() as r:
            return _page(r, _panel_question(r, approval_id), typed=sent, fault=refusal.message, faults=dict(refusal.faults)), refusal.status
    return redirect(url_for("panels.show", approval_id=approval_id), 303)


def _panel_question(r: Reading, approval_id: str) -> Approval:
    approval = get_approval(r, approval_id)
    if approval.kind not in PANEL_KINDS:
        raise NotFound
    return approval


def _page(r: Reading, approval: Approval, *, typed: Mapping[str, str] | None = None, fault: str = "", faults: Mapping[str, str] | None = None) -> str:
    seats, votes = panel_of(r, approval.case_id), votes_of(r, approval.id)
    sits, mine = me().id in {seat.person_id for seat in seats}, next((each for each in votes if each.person_id == me().id), None)
    outcome = outcome_of([each.opinions for each in votes], len(seats)) if approval.status in (ApprovalStatus.AGREED, ApprovalStatus.RETURNED) else None
    shown: dict[str, Any] = {
        "approval": approval,
        "case": get_case(r, approval.case_id),
        "about": decidable(r, approval.subject_id, approval.digest),
        "seats": [(seat, people) for seat, people in zip(seats, _names(r, [seat.person_id for seat in seats]), strict=True)],
        "cast": len(votes),
        "matters": PANEL_MATTERS,
        "mine": mine,
        "sits": sits,
        "outcome": outcome,
        "dissents": _dissents(r, votes, outcome) if sits and outcome else [],
        "may_vote": sits and mine is None and approval.status == ApprovalStatus.OPEN and VOTE.held_by(me()),
        "key": new_id(),
    }
    return render_template("approvals/panel.html", **shown, typed=typed or {}, fault=fault, faults=faults or {})


def _names(r: Reading, ids: list[str]) -> list[str]:
    known = names_of(r.session, set(ids))
    return [known.get(each, "") for each in ids]


def _dissents(r: Reading, votes: Any, outcome: Outcome) -> list[dict[str, str]]:
    """少数意见: who said otherwise than the majority, per matter; and remarks. For the panel alone."""
    people = names_of(r.session, {vote.person_id for vote in votes})
    found = [_said(people, vote, code) for vote in votes for code, agreed in outcome.matters.items() if (vote.opinions[code] == AGREES) is not agreed]
    return found + [{"who": people[vote.person_id], "title": "意见", "words": vote.remark} for vote in votes if vote.remark]


def _said(people: Mapping[str, str], vote: Vote, code: str) -> dict[str, str]:
    words = "同意" if vote.opinions[code] == AGREES else f"应为 {vote.opinions[code]}"
    return {"who": people[vote.person_id], "title": PANEL_MATTERS[code], "words": words}
