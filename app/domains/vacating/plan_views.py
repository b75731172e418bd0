"""The plan of the forced day: the editor, and asking the director."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.cases.queries import get_case
from app.domains.vacating import forms, planning, queries, rules
from app.domains.vacating.answering import done
from app.domains.vacating.day_tables import ForcePlan
from app.domains.vacating.permissions import RUN_VACATING, SEE_VACATING
from app.domains.vacating.plan_rules import DUTIES, FORCE_DUTIES, LEVELS, NEEDED_DUTIES, NEEDED_TEXTS, STEPS, TEXTS, UNITS, faults_of_plan
from app.domains.vacating.rules import cares_of
from app.infra.unit_of_work import Reading
from app.kernel.errors import Conflict, Invalid, NotNow
from app.law.occupants import arrangements_for
from app.web.access import me, permits, reading, work
from app.web.forms import PaperForm

pages = Blueprint("vacating_plan", __name__)
MOST_ROWS = 40
SPARE = 3
POST, RISK = ("duty", "name", "unit_kind", "unit", "phone"), ("risk", "level", "answer", "responsible")
Refused = Invalid | Conflict | NotNow


@pages.get("/vacating/<vacating_id>/plan")
@permits(SEE_VACATING)
def page(vacating_id: str) -> ResponseReturnValue:
    """强制腾退实施方案."""
    with reading() as r:
        return _page(r, vacating_id)


@pages.get("/vacating/plans/<force_plan_id>")
@permits(SEE_VACATING)
def of_plan(force_plan_id: str) -> ResponseReturnValue:
    """From what the director is asked about to the plan itself."""
    with reading() as r:
        return redirect(url_for("vacating_plan.page", vacating_id=queries.get_row(r, ForcePlan, force_plan_id).vacating_id))


@pages.post("/vacating/<vacating_id>/plan")
@permits(RUN_VACATING)
def save(vacating_id: str) -> ResponseReturnValue:
    """Save; with `ask` the director is asked in the same act."""
    typed = _typed()
    try:
        PaperForm().require_valid()
        with work() as w:
            planning.save_plan(w, vacating_id, typed)
            if "ask" in request.form:
                planning.ask_director(w, vacating_id)
    except (Invalid, Conflict, NotNow) as refusal:
        with reading() as r:
            return _page(r, vacating_id, typed, refusal), refusal.status
    return redirect(url_for("vacating_plan.page", vacating_id=vacating_id), 303)


@pages.post("/vacating/<vacating_id>/told")
@permits(RUN_VACATING)
def note_told(vacating_id: str) -> ResponseReturnValue:
    """已通知到场."""
    form = forms.ToldForm()
    return done(vacating_id, "force", "told", form, lambda w: planning.note_told(w, vacating_id, form.to_command()))


def _typed() -> dict[str, Any]:
    given = request.form
    posts = _rows(given, "post", POST)
    risks = _rows(given, "risk", RISK)
    plain = {name: given.get(name, "")[:2000] for name in (*TEXTS, "stop_conditions", "day_at", "budget")}
    times = {code: given.get(f"time-{code}", "")[:5] for code in STEPS}
    return {"posts": posts, "risks": risks, "times": times, **plain}


def _rows(given: Mapping[str, str], prefix: str, names: tuple[str, ...]) -> list[dict[str, str]]:
    rows = [{name: given.get(f"{prefix}-{no}-{name}", "") for name in names} for no in range(MOST_ROWS)]
    return [row for row in rows if row[names[1] if prefix == "post" else names[0]].strip()]


def _page(r: Reading, vacating_id: str, typed: Mapping[str, Any] | None = None, refusal: Refused | None = None) -> str:
    thread = queries.get_vacating(r, vacating_id)
    plan = queries.find_plan(r, thread.id)
    kept: dict[str, Any] = dict(plan.content) if plan else {}
    stops = "\n".join(kept.get("stop_conditions", []))
    content = dict(typed) if typed is not None else {**kept, "stop_conditions": stops}
    wanted = arrangements_for(cares_of(queries.people_of(r, thread.id)))
    faults = dict(refusal.faults) if isinstance(refusal, Invalid) else {}
    editable = RUN_VACATING.held_by(me()) and thread.cleared_on is None and queries.open_day(r, thread.id) is None
    return render_template(
        "vacating/plan.html",
        thread=thread,
        case=get_case(r, thread.case_id),
        plan=plan,
        content=content,
        posts=[*content.get("posts", []), *([{}] * SPARE)],
        risks=[*content.get("risks", []), *([{}] * (1 if content.get("risks") else 2))],
        lacks=faults_of_plan(kept, wanted),
        wanted=[rules.ARRANGEMENTS[each] for each in wanted],
        words={"duties": DUTIES, "units": UNITS, "levels": LEVELS, "texts": TEXTS, "steps": STEPS},
        force=FORCE_DUTIES,
        needed=(*NEEDED_DUTIES, *NEEDED_TEXTS),
        faults=faults,
        refusal=refusal,
        editable=editable,
    )
