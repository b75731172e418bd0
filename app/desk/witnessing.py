"""The notary on the forced day (ui.md S19): the list as it grows, read every five seconds, and the own signature under the record. Reached from the task."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.tasks.kinds import notary_witness
from app.domains.tasks.queries import get_task
from app.domains.tasks.tables import Task
from app.domains.tasks.types import TaskState
from app.domains.vacating import witnessing
from app.domains.vacating.answering import sent_signature
from app.domains.vacating.day import ticked
from app.domains.vacating.day_rules import HANDLINGS
from app.domains.vacating.permissions import WITNESS_DAY
from app.domains.vacating.plan_rules import STEPS
from app.domains.vacating.queries import find_of_asset
from app.domains.vacating.video_words import with_words
from app.infra.signing import check_code
from app.infra.unit_of_work import Reading
from app.kernel.errors import Conflict, Invalid, NotFound
from app.web.access import me, permits, reading, work
from app.web.forms import PaperForm

pages = Blueprint("witnessing", __name__)
IN_HAND = (TaskState.DOING, TaskState.RETURNED)


@pages.get("/m/witness/<task_id>")
@permits(WITNESS_DAY)
def page(task_id: str) -> ResponseReturnValue:
    """见证强制腾空."""
    with reading() as r:
        return _page(r, task_id)


@pages.get("/m/witness/<task_id>/live")
@permits(WITNESS_DAY)
def live(task_id: str) -> ResponseReturnValue:
    """The part that is read again and again; `seen`: digest of the record that the page shows."""
    with reading() as r:
        return render_template("desk/witness_live.html", **_shown(r, task_id, request.args.get("seen", "")))


@pages.post("/m/witness/<task_id>/sign")
@permits(WITNESS_DAY)
def sign(task_id: str) -> ResponseReturnValue:
    """Sign the record as shown; refused, the page again with the record as it stands now."""
    try:
        PaperForm().require_valid()
        with work() as w:
            thread = find_of_asset(w, _task(w, task_id).asset_id)
            if thread is None:
                raise NotFound("没有正在进行的强制腾空")
            witnessing.sign_as_notary(w, thread.id, sent_signature(w, thread.id, w.actor.name, witnessing.NOTARY))
    except (Invalid, Conflict) as refusal:
        with reading() as r:
            return _page(r, task_id, refusal), refusal.status
    return redirect(url_for("witnessing.page", task_id=task_id, _anchor="sign"), 303)


def _page(r: Reading, task_id: str, refusal: Invalid | Conflict | None = None) -> str:
    shown = _shown(r, task_id)
    digest = found.day.record_digest if (found := shown["found"]) else ""
    return render_template("desk/witness.html", refusal=refusal, code=check_code(digest) if digest else "", **shown | {"seen": digest})


def _task(r: Reading, task_id: str) -> Task:
    """The task of this notary, in hand; NotFound for a colleague's, for other kinds, and before it was taken or after it was handed back."""
    task = get_task(r, task_id)
    if task.kind != notary_witness.KIND.code or TaskState(task.status) not in IN_HAND or task.worker_id not in (None, me().id):
        raise NotFound
    return task


def _shown(r: Reading, task_id: str, seen: str = "") -> dict[str, Any]:
    task = _task(r, task_id)
    found = witnessing.find_witnessed(r, task.asset_id)
    if found is None:
        return {"task": task, "found": None, "seen": seen}
    return {
        "task": task,
        "found": found,
        "seen": seen,
        "steps": [(STEPS[code], at, note) for code, (at, note) in ticked(found.day).items()],
        "videos": with_words(found.videos, found.goods),
        "handlings": HANDLINGS,
        "mine": next((each for each in found.signed if each.signer == me().name and each.digest == found.day.record_digest), None),
    }
