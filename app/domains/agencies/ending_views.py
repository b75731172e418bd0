"""Pages of ending an engagement: the wizard of four steps, and the proof."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domains.agencies import ending
from app.domains.agencies.forms import SuspendForm
from app.domains.agencies.permissions import ENGAGE, SEE_DEALINGS
from app.domains.agencies.queries import get_agency, get_engagement
from app.domains.agencies.tables import Ending
from app.domains.courts.queries import court_names
from app.infra.unit_of_work import Work
from app.web.access import me, permits, reading, work

endings = Blueprint("endings", __name__)
ACTS: Mapping[str, Callable[[Work, str], Ending]] = {
    "tasks": ending.hand_over_tasks,
    "rights": ending.take_rights,
    "data": ending.delete_data,
    "proof": ending.prove,
}


@endings.post("/agencies/<agency_id>/engagements/<engagement_id>/end")
@permits(ENGAGE)
def begin(agency_id: str, engagement_id: str) -> ResponseReturnValue:
    """结束委托."""
    form = SuspendForm()
    with work() as w:
        found = ending.begin_ending(w, engagement_id, str(form.reason.data or ""))
    return redirect(url_for("endings.page", ending_id=found.id), 303)


@endings.get("/endings/<ending_id>")
@permits(SEE_DEALINGS)
def page(ending_id: str) -> ResponseReturnValue:
    """The wizard; for the agency, what was done and the proof."""
    with reading() as r:
        found = ending.get_ending(r, ending_id)
        shown = {"agency": get_agency(r, found.agency_id), "engagement": get_engagement(r, found.engagement_id)}
        court = court_names(r.session, {found.court_id}).get(found.court_id, "")
    steps = list(zip(ending.STEPS, ACTS, (found.tasks_at, found.rights_at, found.data_at, found.proven_at), strict=True))
    return render_template("agencies/ending.html", ending=found, **shown, court=court, steps=steps, at=ending.step_of(found), may=ENGAGE.held_by(me()))


@endings.post("/endings/<ending_id>/<any(tasks, rights, data, proof):step>")
@permits(ENGAGE)
def act(ending_id: str, step: str) -> ResponseReturnValue:
    """办理一步."""
    with work() as w:
        ACTS[step](w, ending_id)
    return redirect(url_for("endings.page", ending_id=ending_id), 303)


@endings.get("/endings/<ending_id>/proof")
@permits(SEE_DEALINGS)
def proof(ending_id: str) -> ResponseReturnValue:
    """The proof to print; 404 until it was made."""
    with reading() as r:
        found = ending.get_proven(r, ending_id)
    return render_template("agencies/proof.html", ending=found, proof=found.proof)


@endings.get("/endings/<ending_id>/proof.json")
@permits(SEE_DEALINGS)
def proof_file(ending_id: str) -> ResponseReturnValue:
    """The very content that the digest binds, in its canonical form: sha256sum of the file is the digest."""
    with reading() as r:
        found = ending.get_proven(r, ending_id)
    content = json.dumps(found.proof, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    head = {"Content-Type": "application/json; charset=utf-8", "Content-Disposition": f'attachment; filename="proof-{found.id}.json"'}
    return content, 200, head
