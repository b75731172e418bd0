"""The page of one deadline, as its own view and the views of its acts draw it."""

from __future__ import annotations

from flask import render_template

from app.domains.accounts.queries import list_people_in_role, names_of
from app.domains.cases.queries import get_case
from app.domains.courts.queries import load_calendar
from app.domains.deadlines import acting, queries, showing
from app.domains.deadlines.forms import ExplainForm
from app.domains.deadlines.permissions import EXPLAIN_DEADLINE, RUN_DEADLINES
from app.domains.deadlines.rules import ESCALATED, DeadlineState
from app.domains.deadlines.tables import Deadline
from app.infra.unit_of_work import Reading
from app.kernel.actor import Role
from app.kernel.errors import Invalid, NotAllowed, NotNow
from app.web.access import me
from app.web.forms import PaperForm

Refused = Invalid | NotNow | NotAllowed


def shown_page(r: Reading, deadline_id: str, form: ExplainForm, *, typed: PaperForm | None = None, refusal: Refused | None = None) -> str:
    """One deadline; `typed` is the form of an act that was refused."""
    deadline = queries.get_deadline(r, deadline_id)
    case = get_case(r, deadline.case_id)
    row = showing.row_shown(deadline, case.number, names_of(r.session, {deadline.holder_id or ""}), r.now)
    counting = showing.counting_of(deadline, load_calendar(r.session))
    if not form.is_submitted():
        form.remark.data = deadline.remark
    stages = [(stage.at, showing.stage_word(stage.stage)) for stage in deadline.stages]
    told = {
        "row": row,
        "deadline": deadline,
        "counting": counting,
        "stages": stages,
        "number": showing.short_number(deadline.id),
        "told_up": _told_up(r, deadline),
        "changes": deadline.changes,
        "may_explain": EXPLAIN_DEADLINE.held_by(me()),
        "may_recount": RUN_DEADLINES.held_by(me()) and deadline.state == DeadlineState.RUNNING.value and deadline.length is not None,
    }
    acts = acting.forms_of(deadline, me(), typed)
    return render_template("deadlines/page.html", **told, form=form, acts=acts, typed=typed, refusal=refusal)


def _told_up(r: Reading, deadline: Deadline) -> str:
    """To whom above the holder a miss was told: the director, and once it was passed on, or where there is none, the president."""
    if deadline.missed_at is None:
        return ""
    has_director = bool(list_people_in_role(r.session, Role.DIRECTOR, court_id=deadline.court_id))
    passed_on = any(stage.stage == ESCALATED for stage in deadline.stages)
    return "、".join([*(["局长"] if has_director else []), *(["院长"] if passed_on or not has_director else [])])
