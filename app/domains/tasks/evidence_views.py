"""Routes of a task's evidence: files come in piece by piece (begin, piece, finish), go out through rights, and the phone asks whether the line is there."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, current_app, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.domains.tasks import recordings
from app.domains.tasks import uploads as service
from app.domains.tasks.permissions import DO_TASKS, SEE_ORIGINALS, SEE_TASKS
from app.domains.tasks.posted import happened_at, place_of
from app.domains.tasks.tables import TaskFile, TaskUpload
from app.infra.recordings import ENDINGS
from app.infra.uploads import MOST_PIECE, PIECE, Misplaced, Uploads
from app.kernel.errors import Invalid
from app.kernel.permission import PUBLIC
from app.web.access import house, me, permits, reading, work

evidence = Blueprint("task_evidence", __name__)
_MOST_SIZE = 2**31 - 1


@evidence.get("/m/line")
@permits(DO_TASKS)
def line() -> ResponseReturnValue:
    """Is the line there, who is signed in, and a fresh token for what the phone kept."""
    return jsonify(user=me().id, token=generate_csrf())


@evidence.get("/m/worker.js")
@permits(PUBLIC)
def worker() -> ResponseReturnValue:
    """The service worker of the on-site pages; it must come from above them."""
    script = current_app.send_static_file("js/onsite/worker.js")
    script.headers["Cache-Control"] = "no-cache"
    return script


@evidence.post("/m/tasks/<task_id>/uploads")
@permits(DO_TASKS)
def begin(task_id: str) -> ResponseReturnValue:
    """Begin or find again an upload: where to go on, and how long a piece may be."""
    with work() as w:
        upload = service.begin_upload(w, _uploads(), task_id, _asked())
    return jsonify({**_told(upload), "piece": PIECE})


@evidence.put("/m/tasks/<task_id>/uploads/<upload_id>")
@permits(DO_TASKS)
def piece(task_id: str, upload_id: str) -> ResponseReturnValue:
    """A piece at ?offset=; 409 with the right offset when it does not fit on."""
    if (request.content_length or 0) > MOST_PIECE:
        raise Invalid("这一段太长，刷新后重传", field="upload")
    try:
        with reading() as r:
            received = service.receive_piece(r, _uploads(), task_id, upload_id, request.args.get("offset", -1, int), request.stream)
    except Misplaced as misplaced:
        return jsonify(offset=misplaced.offset), 409
    return jsonify(offset=received)


@evidence.post("/m/tasks/<task_id>/uploads/<upload_id>/finish")
@permits(DO_TASKS)
def finish(task_id: str, upload_id: str) -> ResponseReturnValue:
    """Take the whole file in."""
    with work() as w:
        upload = service.finish_upload(w, house().evidence, _uploads(), task_id, upload_id)
    _uploads().drop(upload.id)
    return jsonify(_told(upload))


@evidence.post("/m/tasks/<task_id>/files/<file_id>/remove")
@permits(DO_TASKS)
def remove(task_id: str, file_id: str) -> ResponseReturnValue:
    """移除: take a file out."""
    with work() as w:
        recordings.remove_file(w, task_id, file_id)
    return redirect(url_for("on_site.page", task_id=task_id, _anchor="files"), 303)


@evidence.get("/tasks/<task_id>/files/<file_id>/original")
@permits(SEE_ORIGINALS)
def original(task_id: str, file_id: str) -> ResponseReturnValue:
    """The original, for the court alone; the download is in the trail."""
    with work() as w:
        file = recordings.open_file(w, house().evidence, task_id, file_id)
    return _attached(file, file.digest, file.size)


@evidence.get("/tasks/<task_id>/files/<file_id>/copy")
@permits(SEE_TASKS)
def copy(task_id: str, file_id: str) -> ResponseReturnValue:
    """The copy without metadata."""
    with work() as w:
        file = recordings.open_copy(w, house().evidence, task_id, file_id)
    return _attached(file, file.shown_digest, file.shown_size)


@evidence.get("/tasks/<task_id>/files/<file_id>/words")
@permits(SEE_TASKS)
def words(task_id: str, file_id: str) -> ResponseReturnValue:
    """The text that stood on the screen when it was signed."""
    with reading() as r:
        content = recordings.signed_words(r, house().evidence, task_id, file_id)
    return Response(content, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": "inline"})


def _uploads() -> Uploads:
    return Uploads(house().settings.uploads_folder)


def _asked() -> service.BeginUpload:
    form = request.form
    size = form.get("size", "")
    return service.BeginUpload(
        client_id=form.get("idempotency_key", ""),
        sort=form.get("sort", ""),
        size=min(int(size), _MOST_SIZE) if size.isdecimal() and len(size) < 20 else 0,
        digest=form.get("digest", "").lower(),
        name=form.get("name", ""),
        shot=form.get("shot", ""),
        caption=form.get("caption", ""),
        words=form.get("words", ""),
        captured_at=happened_at(form),
        place=place_of(form),
    )


def _told(upload: TaskUpload) -> dict[str, object]:
    done = upload.finished_at is not None
    return {"id": upload.id, "offset": upload.size if done else _uploads().size(upload.id), "done": done, "result": upload.result_id}


def _attached(file: TaskFile, digest: str, size: int) -> Response:
    """A file as attachment under a name of ours; its bytes are checked while they go out."""
    name = quote(f"{recordings.told(file)}.{ENDINGS.get(file.media_type, 'png')}")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}", "Content-Length": str(size)}
    return Response(house().evidence.stream(digest), mimetype=file.media_type, headers=headers)
