"""The phone's pages of a task (S7): fill in, photograph, hand back. Plain forms; static/js/offline.js keeps what a dead spot holds up."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from app.domains.tasks import service, showing
from app.domains.tasks.answers import read_json, read_posted
from app.domains.tasks.doing import kind_of
from app.domains.tasks.file_rows import count_signatures
from app.domains.tasks.hand_back_block import NOBODY
from app.domains.tasks.permissions import DO_TASKS
from app.domains.tasks.photos import OTHER, SendPhoto
from app.domains.tasks.posted import happened_at, place_of
from app.domains.tasks.queries import get_task
from app.domains.tasks.receipt import is_handed_back, note_act_time
from app.domains.tasks.shapes import instant_of
from app.domains.tasks.tables import TaskPhoto
from app.domains.tasks.types import PHOTO_BADGE_NAMES, PhotoBadge
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid
from app.kernel.ids import new_id
from app.web.access import house, is_fragment, permits, reading, work

on_site = Blueprint("on_site", __name__, url_prefix="/m/tasks")
MORE_ROWS = 4


@on_site.get("/<task_id>")
@permits(DO_TASKS)
def page(task_id: str) -> ResponseReturnValue:
    """S7."""
    return _page(task_id)


@on_site.post("/<task_id>/draft")
@permits(DO_TASKS)
def draft(task_id: str) -> ResponseReturnValue:
    """Keep the answers: JSON for the phone's script, back to the page for a plain form."""
    with work() as w:
        _save(w, task_id)
    if is_fragment() or request.is_json:
        return jsonify(saved=True)
    more = request.form.get("add", "")
    return redirect(url_for("on_site.page", task_id=task_id, more=more or None, _anchor=f"field-{more}" if more else None), 303)


@on_site.post("/<task_id>/photos")
@permits(DO_TASKS)
def photos(task_id: str) -> ResponseReturnValue:
    """One photo from the phone's script (`photo`, `shot`, idempotency_key, digest, happened_at, place), or all that a plain form sends (`photo_<shot>`)."""
    sent = _sent_photos()
    if not sent:
        raise Invalid("没有收到照片，重新拍摄", field="photo")
    with work() as w:
        if request.form.getlist("on_page"):
            _save(w, task_id)
        rows = [service.add_photo(w, house().evidence, task_id, each) for each in sent]
    if is_fragment():
        return jsonify(_told(task_id, rows[0]))
    return redirect(url_for("on_site.page", task_id=task_id, _anchor="shots"), 303)


@on_site.post("/<task_id>/photos/<photo_id>/remove")
@permits(DO_TASKS)
def remove(task_id: str, photo_id: str) -> ResponseReturnValue:
    """重拍: take a photo out."""
    with work() as w:
        service.remove_photo(w, task_id, photo_id)
    return redirect(url_for("on_site.page", task_id=task_id, _anchor="shots"), 303)


@on_site.post("/<task_id>/ask-extension")
@permits(DO_TASKS)
def ask_extension(task_id: str) -> ResponseReturnValue:
    """申请延期."""
    due_at = instant_of(request.form.get("due_at"))
    if due_at is None:
        raise Invalid("写明新的期限", field="due_at")
    with work() as w:
        service.ask_extension(w, task_id, due_at, request.form.get("reason", ""))
    return redirect(url_for("tasks.page", task_id=task_id), 303)


@on_site.post("/<task_id>/hand-back")
@permits(DO_TASKS)
def hand_back(task_id: str) -> ResponseReturnValue:
    """Keep what was typed, then hand back; what is missing comes back as links to its fields, and nothing is lost. Sent once more, it is the same act."""
    try:
        with reading() as r:
            again = is_fragment() and is_handed_back(r, task_id)
        if not again:
            _hand_back(task_id)
    except Invalid as refusal:
        return (jsonify(words=refusal.message, faults=refusal.faults) if is_fragment() else _page(task_id, refusal)), 422
    return jsonify(done=True, href=url_for("tasks.page", task_id=task_id)) if is_fragment() else redirect(url_for("tasks.page", task_id=task_id), 303)


def _hand_back(task_id: str) -> None:
    """Two acts, so that a refusal keeps what was typed."""
    with work() as w:
        _save(w, task_id)
    with work() as w:
        service.hand_back(w, task_id)
        note_act_time(w, task_id, happened_at(request.form))


def _save(w: Work, task_id: str) -> None:
    kind = kind_of(get_task(w, task_id))
    body = request.get_json(silent=True) if request.is_json else None
    answers = read_json(kind, body.get("fields", {})) if isinstance(body, dict) else read_posted(kind, request.form.to_dict(flat=False))
    if answers:
        service.save_draft(w, task_id, answers)


def _page(task_id: str, refusal: Invalid | None = None) -> str:
    with reading() as r:
        shown = showing.show_task(r, task_id)
    faults: dict[str, list[str]] = {}
    for name, words in refusal.faults if refusal else ():
        faults.setdefault(name, []).append(words)
    about = {"files": shown.files, "signatures": count_signatures(shown.files), "faults": faults, "refusal": refusal, "nobody": NOBODY}
    return render_template("tasks/phone.html", t=shown, more=request.args.get("more", ""), more_rows=MORE_ROWS, **about)


def _sent_photos() -> list[SendPhoto]:
    single = request.files.get("photo")
    if single:
        return [_photo(single, request.form.get("shot") or OTHER, request.form.get("idempotency_key") or new_id())]
    plain = [(name.removeprefix("photo_"), file) for name, file in request.files.items(multi=True) if name.startswith("photo_") and file.filename]
    return [_photo(file, shot, new_id()) for shot, file in plain]


def _photo(file: FileStorage, shot: str, client_id: str) -> SendPhoto:
    return SendPhoto(
        content=file.read(),
        shot=shot,
        client_id=client_id,
        name=file.filename or "",
        caption=request.form.get("caption", ""),
        digest=request.form.get("digest", ""),
        captured_at=happened_at(request.form),
        place=place_of(request.form),
    )


def _told(task_id: str, row: TaskPhoto) -> dict[str, object]:
    return {
        "id": row.id,
        "client_id": row.client_id,
        "shot": row.shot,
        "digest": row.digest,
        "badge": row.badge,
        "badge_word": PHOTO_BADGE_NAMES[PhotoBadge(row.badge)],
        "thumb": url_for("tasks.photo", task_id=task_id, photo_id=row.id, size="thumb"),
    }
