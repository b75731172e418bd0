"""合议表决 (S13): what waits for my vote, and the ballot of five matters. Votes are sealed until the last; who dissented only the panel sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.desk.asked import asked_of, chain_of, people_in
from app.domains.accounts.factor_rules import StepUpNeeded
from app.domains.accounts.queries import names_of
from app.domains.accounts.step_up import asked_now, require_fresh
from app.domains.approvals.catalogue import CATALOGUE, matters_of
from app.domains.approvals.forms import opinions_of
from app.domains.approvals.gates import given_of
from app.domains.approvals.panel_acts import recuse
from app.domains.approvals.permissions import ASK, SEE_PANELS, VOTE
from app.domains.approvals.queries import get_approval, list_done, list_of_subject, list_waiting, recused_of, steps_of, votes_of
from app.domains.approvals.rules import AGREES, ApprovalStatus, Outcome, outcome_of
from app.domains.approvals.service import cast_vote
from app.domains.approvals.tables import Approval, Vote
from app.domains.cases.permissions import COMPOSE_PANEL
from app.domains.cases.queries import get_case, panel_of
from app.domains.cases.tables import CasePanel
from app.domains.plans.figures import decidable
from app.infra.unit_of_work import Reading
from app.kernel.errors import Invalid, NotFound
from app.kernel.ids import new_id
from app.web.access import me, permits, reading, work

pages = Blueprint("panels", __name__)

PANEL_KINDS = tuple(kind.code for kind in CATALOGUE.values() if kind.by_panel)


@pages.get("/panels")
@permits(SEE_PANELS)
def queue() -> ResponseReturnValue:
    """待我表决; ?done=1: 已表决."""
    done = "done" in (request.args.get("tab", ""), *request.args)
    with reading() as r:
        found = [each for each in list_done(r) if each.kind in PANEL_KINDS] if done else list_waiting(r, kinds=PANEL_KINDS)
        rows = asked_of(r, found, waiting=not done)
    tabs = {"": "待我表决", "done": "已表决"}
    return render_template("approvals/queue.html", rows=rows, tab="done" if done else "", tabs=tabs, title="待我表决", here=url_for("panels.queue"))


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
        _cast(approval_id, sent)
    except Invalid as refusal:
        with reading() as r:
            return _page(r, _panel_question(r, approval_id), typed=sent, refusal=refusal), refusal.status
    return redirect(url_for("panels.show", approval_id=approval_id), 303)


@pages.post("/panels/<approval_id>/recuse")
@permits(VOTE)
def step_aside(approval_id: str) -> ResponseReturnValue:
    """申请回避."""
    try:
        with work() as w:
            recuse(w, approval_id, request.form.get("words", ""))
    except Invalid as refusal:
        with reading() as r:
            return _page(r, _panel_question(r, approval_id), refusal=refusal), refusal.status
    return redirect(url_for("panels.show", approval_id=approval_id), 303)


def _cast(approval_id: str, sent: Mapping[str, str]) -> None:
    with reading() as r:
        matters = matters_of(_panel_question(r, approval_id).kind)
    opinions = opinions_of(sent, matters)
    require_fresh(sent.get("code", ""))
    with work() as w:
        cast_vote(w, approval_id, opinions, digest=sent.get("seen_digest", ""), remark=sent.get("remark", ""))


def _panel_question(r: Reading, approval_id: str) -> Approval:
    approval = get_approval(r, approval_id)
    if approval.kind not in PANEL_KINDS:
        raise NotFound
    return approval


def _page(r: Reading, approval: Approval, *, typed: Mapping[str, str] | None = None, refusal: Invalid | None = None) -> str:
    closed = approval.status in (ApprovalStatus.AGREED, ApprovalStatus.RETURNED)
    votes, matters, is_open = votes_of(r, approval.id), matters_of(approval.kind), approval.status == ApprovalStatus.OPEN
    composed = panel_of(r, approval.case_id)
    # who voted, once it is decided: a panel that is composed anew later does not change what was
    seats: Sequence[CasePanel | Vote] = votes if closed else composed
    recused = recused_of(r, approval.id)
    sits, mine = me().id in {seat.person_id for seat in seats}, next((each for each in votes if each.person_id == me().id), None)
    outcome = outcome_of([each.opinions for each in votes], len(votes), matters) if closed else None
    chain = list_of_subject(r, approval.subject_kind, approval.subject_id)
    steps = steps_of(r, [each.id for each in chain])
    people = names_of(r.session, people_in(chain, steps) | {seat.person_id for seat in seats})
    may_vote = is_open and sits and mine is None and me().id not in recused and VOTE.held_by(me())
    shown: dict[str, Any] = {
        "approval": approval,
        "kind": CATALOGUE[approval.kind],
        "case": get_case(r, approval.case_id),
        "about": decidable(r, approval.subject_id, approval.digest) if approval.subject_kind == "plan" else None,
        "given": given_of(CATALOGUE[approval.kind], approval.figures) if approval.figures else [],
        "chain": chain_of(chain, steps, people),
        "seats": [(seat, people.get(seat.person_id, "")) for seat in seats],
        "presiding": {seat.person_id for seat in composed if seat.presiding},
        "recused": recused,
        "cast": len(votes),
        "matters": matters,
        "mine": mine,
        "sits": sits,
        "outcome": outcome,
        "dissents": _dissents(people, votes, outcome, matters) if sits and outcome else [],
        "may_vote": may_vote,
        "may_step_aside": is_open and sits and me().id not in recused and VOTE.held_by(me()),
        "may_replace": is_open and COMPOSE_PANEL.held_by(me()),
        "may_ask": is_open and approval.asked_by == me().id and ASK.held_by(me()),
        "second_factor": asked_now() if may_vote else "none",
        "key": new_id(),
    }
    faults = {} if refusal is None or isinstance(refusal, StepUpNeeded) else dict(refusal.faults)
    return render_template("approvals/panel.html", **shown, typed=typed or {}, fault=refusal.message if refusal else "", faults=faults)


def _dissents(people: Mapping[str, str], votes: Sequence[Vote], outcome: Outcome, matters: Mapping[str, str]) -> list[dict[str, str]]:
    """少数意见: who said otherwise than the majority, per matter; and remarks. For the panel alone."""
    differing = [(vote, code) for vote in votes for code, agreed in outcome.matters.items() if (vote.opinions[code] == AGREES) is not agreed]
    found = [{"who": people[vote.person_id], "title": matters[code], "words": _said(vote, code)} for vote, code in differing]
    return found + [{"who": people[vote.person_id], "title": "意见", "words": vote.remark} for vote in votes if vote.remark]


def _said(vote: Vote, code: str) -> str:
    return "同意" if vote.opinions[code] == AGREES else f"应为 {vote.opinions[code]}"
