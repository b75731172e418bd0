"""S18: from the paid price to the registered title and the handing-over, on one page of a lot; routes of accounts served earlier are started here."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import defer

from app.domains.accounts.queries import names_of
from app.domains.cases.queries import get_case, in_scope
from app.domains.deadlines.tables import Deadline
from app.domains.documents.tables import Document
from app.domains.documents.types import DocumentStatus
from app.domains.handovers.queries import find_of_asset
from app.domains.handovers.tables import Handover
from app.domains.settlements.queries import get_of_round
from app.domains.settlements.tables import Settlement
from app.domains.titles import queries, showing
from app.domains.titles.forms import AddForm
from app.domains.titles.permissions import RUN_TITLES, SEE_TITLES
from app.domains.titles.service import CARRY
from app.domains.titles.tables import TitleRoute
from app.infra.unit_of_work import Reading
from app.law.title_routes import Route
from app.steps.title_papers import make_release
from app.steps.titles import open_of_account
from app.web.access import me, permits, reading, work
from app.web.step_line import StepShown

pages = Blueprint("transfers", __name__)
PAPERS = ("sale_ruling", "debt_for_asset_ruling", "transfer_assistance_notice", "release_ruling")
BULK = (defer(Document.html), defer(Document.text), defer(Document.facts))
WORDS = {status.value: status.word for status in DocumentStatus}


@pages.get("/lots/<round_id>/transfer")
@permits(SEE_TITLES)
def page(round_id: str) -> ResponseReturnValue:
    """裁定过户 of a lot."""
    with reading() as r:
        account = get_of_round(r, round_id)
        route, handover = queries.find_of_settlement(r, account.id), find_of_asset(r, account.asset_id)
        due = select(Deadline.due_on).where(Deadline.code == "sale_ruling", Deadline.subject_id == account.id).order_by(Deadline.id.desc()).limit(1)
        ruling_due = r.session.scalar(in_scope(due, Deadline, r.actor))
        papers = select(Document).where(Document.asset_id == account.asset_id, Document.code.in_(PAPERS), Document.status != "void").options(*BULK)
        papers = papers.order_by(Document.made_at, Document.id)
        shown = {"account": account, "case": get_case(r, account.case_id), "handover": handover, "ruling_due": ruling_due, "route": route}
        more = _of_route(r, account, route, handover) | {"papers": r.session.scalars(in_scope(papers, Document, r.actor)).all()}
    return render_template("titles/lot.html", form=AddForm(formdata=None), may=RUN_TITLES.held_by(me()), paper_words=WORDS, **shown, **more)


@pages.post("/lots/<round_id>/transfer")
@permits(RUN_TITLES)
def start(round_id: str) -> ResponseReturnValue:
    """启动: for an account that was served before there were routes."""
    with work() as w:
        open_of_account(w, get_of_round(w, round_id).id)
    return redirect(url_for("transfers.page", round_id=round_id), 303)


@pages.post("/titles/steps/<step_id>/paper")
@permits(RUN_TITLES)
def make_paper(step_id: str) -> ResponseReturnValue:
    """拟解除裁定: a draft of the ruling for a release; it is completed and signed on its own page."""
    with work() as w:
        paper_id = make_release(w, step_id)
    return redirect(url_for("documents.page", document_id=paper_id), 303)


def _of_route(r: Reading, account: Settlement, route: TitleRoute | None, handover: Handover | None) -> dict[str, object]:
    if route is None:
        return {"lines": (), "notes": (), "entries": (), "marks": _marks(account, (), handover), "shipment": None, "next": None, "word": "", "state": ""}
    steps, notes = queries.steps_of(r, route.id), queries.notes_of(r, route.id)
    lines = showing.lines_of(steps, names_of(r.session, {each.person_id for each in steps if each.person_id}), r.today)
    carriage = next((each for each in steps if each.code == CARRY), None)
    found = {"lines": lines, "notes": notes, "entries": showing.timeline(notes, steps), "state": showing.state_of(route, lines)}
    return found | {
        "marks": _marks(account, showing.marks_of(steps, lines), handover),
        "shipment": queries.find_shipment(r, carriage.id) if carriage else None,
        "next": next((each for each in lines if each.next), None),
        "word": Route(route.route).word,
    }


def _marks(account: Settlement, own: Sequence[StepShown], handover: Handover | None) -> list[StepShown]:
    """付清 → 裁定 → 送达 → the route → 移交."""
    before = [
        StepShown("付清", "done" if account.paid_on else "now", str(account.paid_on or "")),
        StepShown("裁定", _at(account.ruling_made_on or account.ruling_served_on, account.paid_on), str(account.ruling_made_on or "")),
        StepShown("送达", _at(account.ruling_served_on, account.ruling_made_on), str(account.ruling_served_on or "")),
    ]
    ended = handover.handed_over_on if handover else None
    over = StepShown("移交", "done" if ended else "later", str(ended or ""), f"/handovers/{handover.id}" if handover else "")
    return [*before, *own, over]


def _at(done: object, before: object) -> str:
    return "done" if done else "now" if before else "later"
