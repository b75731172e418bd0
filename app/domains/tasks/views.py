"""Pages of tasks at the desk: board and list, giving one out, one task in one frame by state and viewer. The phone's pages: on_site_views.py."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.assets.queries import get_asset
from app.domains.tasks import boards, service, showing
from app.domains.tasks.answers import read_court
from app.domains.tasks.board_views import board_pages, show_tasks
from app.domains.tasks.bundle_views import bundle_pages
from app.domains.tasks.chosen import give_chosen
from app.domains.tasks.draw_views import draws
from app.domains.tasks.evidence_views import evidence
from app.domains.tasks.forms import GiveForm, ReasonForm, TimeForm
from app.domains.tasks.kinds import all_kinds, get_kind
from app.domains.tasks.life_forms import PauseForm, SendForm, WordsForm
from app.domains.tasks.life_views import life_pages
from app.domains.tasks.offers import offer_of
from app.domains.tasks.on_site_views import on_site
from app.domains.tasks.permissions import DO_TASKS, GIVE_TASKS, SEE_ORIGINALS, SEE_TASKS, TAKE_TASKS, VERIFY_TASKS
from app.domains.tasks.photos import open_original
from app.domains.tasks.picking import picking_of
from app.domains.tasks.queries import get_photo, get_task
from app.domains.tasks.rules import CAN_WRITE
from app.domains.tasks.shapes import instant_of
from app.domains.tasks.types import TaskState
from app.domains.tasks.wanted import TaskFilter
from app.infra.unit_of_work import Reading
from app.kernel.clock import at_shanghai
from app.kernel.errors import Invalid, NotNow
from app.web.access import house, permits, reading, work

pages = Blueprint("tasks", __name__)
more_pages = (board_pages, bundle_pages, life_pages, on_site, draws, evidence)


@pages.get("/tasks")
@permits(SEE_TASKS)
def index() -> ResponseReturnValue:
    """S5 for the court; the agency's own list for its manager and workers (S8)."""
    return show_tasks()


@pages.get("/m/queue")
@permits(DO_TASKS)
def queue() -> ResponseReturnValue:
    """待上传: what the phone still holds, and the tasks that can be filled in."""
    with reading() as r:
        cards, _ = boards.find_page(r, TaskFilter())
    return render_template("tasks/queue.html", cards=[card for card in cards if TaskState(card.task.status) in CAN_WRITE])


@pages.get("/tasks/new")
@permits(GIVE_TASKS)
def new_page() -> ResponseReturnValue:
    """派任务: case → asset → kind → agency, each step an address."""
    return _new_page(GiveForm(formdata=None))


@pages.post("/tasks/new")
@permits(GIVE_TASKS)
def give() -> ResponseReturnValue:
    """Hand a task out, or show the form again with what is wrong."""
    form = GiveForm()
    try:
        form.require_valid()
        with work() as w:
            task = give_chosen(w, form.to_command(request.args.get("asset", ""), request.args.get("kind", "")), form.to_choice())
    except (Invalid, NotNow) as refusal:
        return _new_page(form.told(refusal)), refusal.status
    return _to(task.id)


@pages.get("/tasks/<task_id>")
@permits(SEE_TASKS)
def page(task_id: str) -> ResponseReturnValue:
    """S6."""
    with reading() as r:
        shown = showing.show_task(r, task_id)
    if shown.unnoted:
        with work() as w:
            service.note_opening(w, task_id)
    return _task_page(shown)


@pages.post("/tasks/<task_id>/send")
@permits(GIVE_TASKS)
def send(task_id: str) -> ResponseReturnValue:
    """派出 a draft."""
    form = SendForm()
    with work() as w:
        service.send_task(w, task_id, due_at=form.due_at.data)
    return _to(task_id)


@pages.post("/tasks/<task_id>/take")
@permits(TAKE_TASKS)
def take(task_id: str) -> ResponseReturnValue:
    """接收并派人, with the declaration."""
    with work() as w:
        service.take_task(w, task_id, request.form.get("worker_id"), declared="declared" in request.form)
    return _to(task_id)


@pages.post("/tasks/<task_id>/decline")
@permits(TAKE_TASKS)
def decline(task_id: str) -> ResponseReturnValue:
    """拒接."""
    form = ReasonForm()
    form.require_valid()
    with work() as w:
        service.decline_task(w, task_id, str(form.reason.data))
    return _to(task_id)


@pages.post("/tasks/<task_id>/assign")
@permits(TAKE_TASKS)
def assign(task_id: str) -> ResponseReturnValue:
    """改派人员."""
    with work() as w:
        service.assign_worker(w, task_id, request.form.get("worker_id", ""))
    return _to(task_id)


@pages.post("/tasks/<task_id>/return")
@permits(VERIFY_TASKS)
def give_back(task_id: str) -> ResponseReturnValue:
    """退回修改, a reason per field."""
    reasons = {name.removeprefix("reason-"): words for name, words in request.form.items() if name.startswith("reason-")}
    with work() as w:
        service.return_task(w, task_id, reasons, seen_version=_seen(), due_at=instant_of(request.form.get("due_at")))
    return _to(task_id)


@pages.post("/tasks/<task_id>/accept")
@permits(VERIFY_TASKS)
def accept(task_id: str) -> ResponseReturnValue:
    """验收通过."""
    with work() as w:
        answers = read_court(get_kind(get_task(w, task_id).kind), request.form.to_dict(flat=False))
        service.accept_task(w, task_id, seen_version=_seen(), court_answers=answers)
    return _to(task_id)


@pages.post("/tasks/<task_id>/close")
@permits(VERIFY_TASKS)
def close(task_id: str) -> ResponseReturnValue:
    """办结."""
    with work() as w:
        service.close_task(w, task_id)
    return _to(task_id)


@pages.post("/tasks/<task_id>/recall")
@permits(VERIFY_TASKS)
def recall(task_id: str) -> ResponseReturnValue:
    """收回任务."""
    form = ReasonForm()
    form.require_valid()
    with work() as w:
        service.recall_task(w, task_id, str(form.reason.data))
    return _to(task_id)


@pages.post("/tasks/<task_id>/extend")
@permits(VERIFY_TASKS)
def extend(task_id: str) -> ResponseReturnValue:
    """延长期限."""
    form = TimeForm()
    form.require_valid()
    with work() as w:
        service.extend_task(w, task_id, form.due(), str(form.reason.data))
    return _to(task_id)


@pages.get("/tasks/<task_id>/photos/<photo_id>/<any(thumb, shown):size>")
@permits(SEE_TASKS)
def photo(task_id: str, photo_id: str, size: str) -> ResponseReturnValue:
    """A copy without metadata."""
    with reading() as r:
        _, row = get_photo(r, task_id, photo_id)
    content = house().evidence.read(row.thumb_digest if size == "thumb" and row.thumb_digest else row.shown_digest)
    return content, 200, {"Content-Type": "image/jpeg", "Content-Disposition": f'inline; filename="{row.id}.jpg"', "Cache-Control": "private, max-age=600"}


@pages.get("/tasks/<task_id>/photos/<photo_id>/original")
@permits(SEE_ORIGINALS)
def original(task_id: str, photo_id: str) -> ResponseReturnValue:
    """The original, for the court alone; the download is in the trail."""
    with work() as w:
        row, content = open_original(w, house().evidence, task_id, photo_id)
    ending = row.media_type.removeprefix("image/").replace("jpeg", "jpg")
    return content, 200, {"Content-Type": row.media_type, "Content-Disposition": f'attachment; filename="{row.id}.{ending}"'}


def _to(task_id: str) -> ResponseReturnValue:
    return redirect(url_for("tasks.page", task_id=task_id), 303)


def _seen() -> int | None:
    version = request.form.get("version", "")
    return int(version) if version.isdigit() else None


def _task_page(shown: showing.Shown) -> str:
    forms = {"reason_form": ReasonForm(formdata=None), "time_form": TimeForm(formdata=None), "pause_form": PauseForm(formdata=None)}
    return render_template("tasks/task.html", t=shown, words_form=WordsForm(formdata=None), send_form=SendForm(formdata=None), **forms)


def _new_page(form: GiveForm) -> str:
    number, asset_id, kind_code = (request.args.get(name, "").strip() for name in ("number", "asset", "kind"))
    with reading() as r:
        asset = get_asset(r, asset_id) if asset_id else None
        picking = picking_of(r, number, asset)
        kind = get_kind(kind_code) if kind_code else None
        offer = offer_of(r, kind_code, asset, request.args) if asset and kind else None
        if kind and not form.is_submitted():
            form.due_at.data = _usual_due(r, kind.days)
    if offer and not form.is_submitted():
        form.take_offer(offer)
    kinds = [each for each in all_kinds().values() if asset is None or each.fits(asset.law_class)]
    return render_template("tasks/new.html", form=form, picking=picking, thing=asset, kind=kind, kinds=kinds, offer=offer)


def _usual_due(r: Reading, days: int) -> datetime:
    day = r.today.fromordinal(r.today.toordinal() + days)
    return at_shanghai(day.year, day.month, day.day, 17, 30)
