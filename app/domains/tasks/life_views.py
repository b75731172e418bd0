"""Steps of a task's life: its clock, the agency that holds it, hand-backs and recalls undone, words across the line."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.assets.queries import get_asset
from app.domains.tasks import service
from app.domains.tasks.choosing import list_candidates
from app.domains.tasks.forms import ReasonForm
from app.domains.tasks.kinds import get_kind
from app.domains.tasks.life_forms import PauseForm, ReassignForm, WordsForm
from app.domains.tasks.permissions import DO_TASKS, GIVE_TASKS, KEEP_CLOCK, SPEAK, VERIFY_TASKS
from app.domains.tasks.queries import get_task
from app.domains.tasks.rules import due_after_return
from app.kernel.clock import at_shanghai
from app.kernel.errors import Invalid
from app.web.access import permits, reading, work

life_pages = Blueprint("task_life", __name__)


@life_pages.post("/tasks/<task_id>/refuse-extension")
@permits(VERIFY_TASKS)
def refuse_extension(task_id: str) -> ResponseReturnValue:
    """不同意延期."""
    form = ReasonForm()
    form.require_valid()
    with work() as w:
        service.refuse_extension(w, task_id, str(form.reason.data))
    return _to(task_id)


@life_pages.post("/tasks/<task_id>/pause")
@permits(KEEP_CLOCK)
def pause(task_id: str) -> ResponseReturnValue:
    """暂停计时."""
    form = PauseForm()
    form.require_valid()
    with work() as w:
        service.pause_task(w, task_id, str(form.ground.data), str(form.note.data or ""))
    return _to(task_id)


@life_pages.post("/tasks/<task_id>/resume")
@permits(KEEP_CLOCK)
def resume(task_id: str) -> ResponseReturnValue:
    """恢复计时."""
    with work() as w:
        service.resume_task(w, task_id)
    return _to(task_id)


@life_pages.post("/tasks/<task_id>/urge")
@permits(VERIFY_TASKS)
def urge(task_id: str) -> ResponseReturnValue:
    """催办."""
    with work() as w:
        service.urge_task(w, task_id, request.form.get("words", ""))
    return _to(task_id)


@life_pages.post("/tasks/<task_id>/say")
@permits(SPEAK)
def say(task_id: str) -> ResponseReturnValue:
    """留言."""
    form = WordsForm()
    form.require_valid()
    with work() as w:
        service.speak(w, task_id, str(form.words.data))
    return _to(task_id)


@life_pages.post("/tasks/<task_id>/cancel-hand-back")
@permits(DO_TASKS)
def cancel_hand_back(task_id: str) -> ResponseReturnValue:
    """取消交回, until the court has opened it."""
    with work() as w:
        service.cancel_hand_back(w, task_id)
    return _to(task_id)


@life_pages.post("/tasks/<task_id>/restore")
@permits(VERIFY_TASKS)
def restore(task_id: str) -> ResponseReturnValue:
    """撤销 a recall."""
    with work() as w:
        service.restore_task(w, task_id)
    return _to(task_id)


@life_pages.get("/tasks/<task_id>/reassign")
@permits(GIVE_TASKS)
def reassign_page(task_id: str) -> ResponseReturnValue:
    """改派: the agencies that may take it, the others with their reasons."""
    return _reassign_page(task_id, ReassignForm(formdata=None))


@life_pages.post("/tasks/<task_id>/reassign")
@permits(GIVE_TASKS)
def reassign(task_id: str) -> ResponseReturnValue:
    """Move the task; answers the new one."""
    form = ReassignForm()
    try:
        form.require_valid()
        with work() as w:
            new = service.reassign_task(w, task_id, str(form.agency_id.data), str(form.reason.data), due_at=form.due_at.data)
    except Invalid as refusal:
        form.take_faults(refusal)
        return _reassign_page(task_id, form), 422
    return _to(new.id)


def _to(task_id: str) -> ResponseReturnValue:
    return redirect(url_for("tasks.page", task_id=task_id), 303)


def _reassign_page(task_id: str, form: ReassignForm) -> str:
    with reading() as r:
        task = get_task(r, task_id)
        candidates = [each for each in list_candidates(r, task.kind, get_asset(r, task.asset_id)) if each.agency.id != task.agency_id]
        usual = r.today.fromordinal(r.today.toordinal() + get_kind(task.kind).days)
    form.agency_id.choices = [(each.agency.id, each.agency.name) for each in candidates if each.may]
    if not form.is_submitted():
        form.due_at.data = due_after_return(task.due_at, at_shanghai(usual.year, usual.month, usual.day, 17, 30))
    return render_template("tasks/reassign.html", task=task, kind=get_kind(task.kind), candidates=candidates, form=form)
