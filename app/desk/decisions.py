"""待我决定 (S12): the queue, the page of one question and what is done there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.desk.asked import asked_of
from app.desk.decision_page import Typed, decision_page, next_after
from app.desk.frame import decisions_word
from app.domains.accounts.factor_rules import StepUpNeeded
from app.domains.accounts.step_up import require_fresh
from app.domains.approvals import acts
from app.domains.approvals.catalogue import CATALOGUE
from app.domains.approvals.forms import reasons_of, verdict_of
from app.domains.approvals.permissions import ASK, DECIDE, SEE_DECISIONS
from app.domains.approvals.queries import get_approval, list_asked, list_copied, list_done, list_waiting
from app.domains.approvals.rules import Verdict
from app.domains.approvals.service import decide
from app.domains.approvals.tables import Approval
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import Invalid
from app.web.access import me, permits, reading, work

pages = Blueprint("decisions", __name__)

TABS: Mapping[str, tuple[str, Callable[[Reading], Sequence[Approval]]]] = {
    "": ("", list_waiting),
    "done": ("已办", list_done),
    "asked": ("我发起的", list_asked),
    "copied": ("抄送我", list_copied),
}


@pages.get("/decisions")
@permits(SEE_DECISIONS)
def queue() -> ResponseReturnValue:
    """What waits for me, oldest due first, headed as the menu calls it; ?tab=done, asked, copied."""
    tab = next((each for each in TABS if each and (each in request.args or request.args.get("tab") == each)), "")
    with reading() as r:
        rows = asked_of(r, TABS[tab][1](r), waiting=not tab)
    title = decisions_word(me())
    tabs = {name: word or title for name, (word, _) in TABS.items()}
    return render_template("approvals/queue.html", rows=rows, tab=tab, tabs=tabs, title=title, here=url_for("decisions.queue"))


@pages.get("/decisions/<approval_id>")
@permits(SEE_DECISIONS)
def show(approval_id: str) -> ResponseReturnValue:
    """S12; a panel's question has a page of its own. ?return=1 turns each figure into a box for its reason."""
    with reading() as r:
        approval = get_approval(r, approval_id)
        if CATALOGUE[approval.kind].by_panel:
            return redirect(url_for("panels.show", approval_id=approval_id), 303)
        return decision_page(r, approval, Typed(returning="return" in request.args), receipt_of=request.args.get("receipt", ""))


@pages.post("/decisions/<approval_id>")
@permits(DECIDE)
def answer(approval_id: str) -> ResponseReturnValue:
    """同意并签名, 退回修改 or 不同意, on exactly the content that was on the screen; then the next item opens with the receipt."""
    sent = request.form
    try:
        verdict, onward = _decide(approval_id, sent), ""
    except Invalid as refusal:
        with reading() as r:
            return decision_page(r, get_approval(r, approval_id), _typed(sent, refusal)), refusal.status
    if verdict is Verdict.AGREE:
        with reading() as r:
            onward = next_after(r, approval_id)
    return redirect(url_for("decisions.show", approval_id=onward or approval_id, receipt=approval_id if onward else None), 303)


@pages.post("/decisions/<approval_id>/word")
@permits(DECIDE)
def word(approval_id: str) -> ResponseReturnValue:
    """加签表态, or the answer to a 请示."""
    sent = request.form
    try:
        require_fresh(sent.get("code", ""))
        with work() as w:
            acts.answer(w, approval_id, agrees=sent.get("agrees") == "yes", words=sent.get("words", ""), digest=sent.get("seen_digest", ""))
    except Invalid as refusal:
        return _again(approval_id, refusal)
    return redirect(url_for("decisions.show", approval_id=approval_id), 303)


@pages.post("/decisions/<approval_id>/<any('transfer','signer','above','drop'):act>")
@permits(DECIDE)
def pass_on(approval_id: str, act: str) -> ResponseReturnValue:
    """转办, 加签, 请示, 收回加签."""
    return _do(approval_id, act, request.form)


@pages.post("/decisions/<approval_id>/copy")
@permits(SEE_DECISIONS)
def copy(approval_id: str) -> ResponseReturnValue:
    """抄送, by the decider or the asker."""
    return _do(approval_id, "copy", request.form)


@pages.post("/decisions/<approval_id>/<any('recall','urge'):act>")
@permits(ASK)
def of_asker(approval_id: str, act: str) -> ResponseReturnValue:
    """撤回申请, 催办."""
    return _do(approval_id, act, request.form)


def _decide(approval_id: str, sent: Mapping[str, str]) -> Verdict:
    verdict = verdict_of(sent)
    require_fresh(sent.get("code", ""))
    with work() as w:
        decide(
            w,
            approval_id,
            verdict,
            digest=sent.get("seen_digest", ""),
            reason=sent.get("reason", ""),
            fields=reasons_of(sent),
            step=sent.get("step", ""),
        )
    return verdict


def _do(approval_id: str, act: str, sent: Mapping[str, str]) -> ResponseReturnValue:
    try:
        with work() as w:
            _act(w, approval_id, act, sent)
    except Invalid as refusal:
        return _again(approval_id, refusal)
    return redirect(url_for("decisions.show", approval_id=approval_id), 303)


def _act(w: Work, approval_id: str, act: str, sent: Mapping[str, str]) -> None:
    person, words = sent.get("person", ""), sent.get("words", "")
    match act:
        case "transfer":
            acts.transfer(w, approval_id, person, words)
        case "signer":
            acts.add_signer(w, approval_id, person, words)
        case "above":
            acts.ask_above(w, approval_id, person, words)
        case "drop":
            acts.drop_signer(w, approval_id, person, words)
        case "copy":
            acts.copy_to(w, approval_id, [person] if person else [])
        case "recall":
            acts.recall(w, approval_id, words)
        case "urge":
            acts.urge(w, approval_id)


def _again(approval_id: str, refusal: Invalid) -> ResponseReturnValue:
    with reading() as r:
        approval = get_approval(r, approval_id)
        if CATALOGUE[approval.kind].by_panel:
            raise refusal
        return decision_page(r, approval, Typed(fault=refusal.message)), refusal.status


def _typed(sent: Mapping[str, str], refusal: Invalid) -> Typed:
    returning = sent.get("verdict") == "return"
    signing = isinstance(refusal, StepUpNeeded)
    return Typed(sent.get("reason", ""), reasons_of(sent), sent.get("step", ""), refusal.message, returning=returning, signing=signing)
