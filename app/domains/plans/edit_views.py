"""Acts of the plan editor: save and check as typed, apply a fix, reasons, notices, submit, take back, discard, recompose, attach."""

from __future__ import annotations

from pathlib import PurePath

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.domains.plans import service
from app.domains.plans.comparing import LABELS, said
from app.domains.plans.findings import PUT_TO_PANEL
from app.domains.plans.forms import FileForm, ReasonForm, ToldForm, plan_form, value_of
from app.domains.plans.merging import merge, merged_text
from app.domains.plans.permissions import DRAFT_PLANS, SEE_PLANS
from app.domains.plans.presence import note_presence, others_here
from app.domains.plans.saves import terms_at
from app.domains.plans.showing import PlanPage, show_plan
from app.domains.plans.types import WAYS
from app.infra.evidence import keep
from app.infra.silence import silence
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import Conflict, Invalid
from app.sites.loader import installed
from app.web.access import house, me, permits, reading, work

pages = Blueprint("plan_acts", __name__, url_prefix="/plans/<plan_id>")

VIDEO_ENDINGS = (".mp4", ".mov", ".m4v", ".webm")
MOST_BYTES = 20 * 1024 * 1024


@pages.post("/draft")
@permits(DRAFT_PLANS)
def draft(plan_id: str) -> ResponseReturnValue:
    """Save what was typed and answer check, notes, counts and the new version, out of band; 409 keeps the typed text (M-30)."""
    typed = MultiDict(request.form)
    try:
        with work() as w:
            taken = _save(w, plan_id, typed)
    except Conflict as conflict:
        return _conflict_answer(plan_id, typed, conflict)
    with reading() as r:
        page = show_plan(r, plan_id, typed=typed)
    return render_template("plans/draft_answer.html", **page.context(), taken=_values(page, taken)), 422 if page.form.errors else 200


@pages.post("/presence")
@permits(SEE_PLANS)
def presence(plan_id: str) -> ResponseReturnValue:
    """I have this plan open; who else has (every 15 seconds)."""
    with work() as w:
        note_presence(w, plan_id, request.form.get("section", ""), writing=request.form.get("writing") == "1" and DRAFT_PLANS.held_by(me()))
        others = others_here(w, plan_id)
    return render_template("plans/presence.html", present=others, presence_url=request.path)


@pages.post("")
@permits(DRAFT_PLANS)
def act(plan_id: str) -> ResponseReturnValue:
    """The same without script: 存为草稿, a finding's fix, 列入合议事项, 重新生成文本, 记录通知, 提交合议庭."""
    typed = MultiDict(request.form)
    if "fix" in typed:
        field, _, value = typed.pop("fix").partition("=")
        typed[field] = value
    try:
        with work() as w:
            _save(w, plan_id, typed)
            _give_reasons(w, plan_id, typed)
            _further(w, plan_id, typed)
    except Conflict as conflict:
        return _page(plan_id, typed, mine=typed, words=conflict.message), conflict.status
    except Invalid as refusal:
        return _page(plan_id, typed, words=refusal.message), refusal.status
    with reading() as r:
        if show_plan(r, plan_id, typed=typed).form.errors:
            return _page(plan_id, typed), 422
    return _to(plan_id)


@pages.post("/told")
@permits(DRAFT_PLANS)
def told(plan_id: str) -> ResponseReturnValue:
    """A person was told of the auction: way and day."""
    form = ToldForm()
    form.way.choices = [(way, way) for way in WAYS]
    form.require_valid()
    with work() as w:
        service.note_told(w, plan_id, request.form.get("notice_id", ""), str(form.way.data), form.told_on.data)
    return redirect(url_for("plans.show", plan_id=plan_id, _anchor="section-priority"), 303)


@pages.post("/take-back")
@permits(DRAFT_PLANS)
def take_back(plan_id: str) -> ResponseReturnValue:
    """撤回申请: the votes for the old content are void."""
    form = ReasonForm()
    form.require_valid()
    with work() as w:
        service.take_back(w, plan_id, str(form.reason.data))
    return _to(plan_id)


@pages.post("/discard")
@permits(DRAFT_PLANS)
def discard(plan_id: str) -> ResponseReturnValue:
    """作废方案: given up for good, with the reason."""
    form = ReasonForm()
    form.require_valid()
    with work() as w:
        service.discard(w, plan_id, str(form.reason.data))
    return _to(plan_id)


@pages.post("/attachments")
@permits(DRAFT_PLANS)
def attach(plan_id: str) -> ResponseReturnValue:
    """Add a file; one that could not go out without its metadata is refused now and not on the day of listing."""
    form = FileForm()
    form.require_valid()
    content = form.files.data.read(MOST_BYTES + 1)
    if not 0 < len(content) <= MOST_BYTES:
        raise Invalid("文件应大于 0、不超过 20 MB", field="files")
    name = PurePath(form.files.data.filename or "附件").name
    silence(content, name)
    with work() as w:
        row = keep(w.session, house().evidence, content, name=name, media_type="application/octet-stream", source=f"plan:{plan_id}", now=w.now)
        service.attach(w, plan_id, name, row.digest, as_video=name.lower().endswith(VIDEO_ENDINGS))
    return _to(plan_id)


@pages.post("/attachments/<digest>/remove")
@permits(DRAFT_PLANS)
def detach(plan_id: str, digest: str) -> ResponseReturnValue:
    """Take a file out."""
    with work() as w:
        service.detach(w, plan_id, digest)
    return _to(plan_id)


def _save(w: Work, plan_id: str, typed: MultiDict[str, str]) -> tuple[str, ...]:
    """Save what was typed; the fields that somebody else changed meanwhile and that were not typed over."""
    page = show_plan(w, plan_id, typed=typed)
    seen, over = (int(typed[name]) if typed.get(name, "").isdigit() else None for name in ("version", "force"))
    base = terms_at(w, page.row, seen) if seen is not None else None
    taken = merge(base, page.terms, page.form.changes()).taken if base is not None else ()
    service.save_draft(w, plan_id, page.form.changes(), seen_version=seen, over_version=over)
    return taken


def _values(page: PlanPage, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """What the controls of some fields hold now; ticked photos one a line."""
    stored = plan_form(page.terms, [(each.code, each.title) for each in installed()], page.captions)
    shown = [name for name in names if name in stored._fields]
    return [(name, "\n".join(page.terms.photos) if name == "photos" else value_of(stored[name])) for name in shown]


def _give_reasons(w: Work, plan_id: str, typed: MultiDict[str, str]) -> None:
    for name, words in typed.items():
        if name.startswith("reason~") and words.strip():
            _, rule, field = name.split("~", 2)
            service.give_reason(w, plan_id, rule, field, words)
    if "to_panel" in typed:
        rule, _, field = typed["to_panel"].partition("~")
        service.give_reason(w, plan_id, rule, field, PUT_TO_PANEL)


def _further(w: Work, plan_id: str, typed: MultiDict[str, str]) -> None:
    match typed.get("act"):
        case "recompose":
            service.recompose(w, plan_id)
        case str(move) if move.startswith(("up~", "down~")):
            way, name, digest = move.split("~", 2)
            service.move_shown(w, plan_id, name, digest, -1 if way == "up" else 1)
        case "sitting":
            service.take_free_opening(w, plan_id)
        case "submit":
            if show_plan(w, plan_id, typed=typed).form.errors:
                raise Invalid("有内容看不懂，改正后再提交")
            service.submit(w, plan_id)
        case _:
            return


def _to(plan_id: str) -> ResponseReturnValue:
    return redirect(url_for("plans.show", plan_id=plan_id), 303)


def _page(plan_id: str, typed: MultiDict[str, str], *, mine: MultiDict[str, str] | None = None, words: str = "") -> str:
    with reading() as r:
        page = show_plan(r, plan_id, typed=typed)
        clashes = _clashes(r, page, typed) if mine is not None else []
    return render_template("plans/edit.html", **page.context(), may_draft=True, clashes=clashes, told_words=words)


def _conflict_answer(plan_id: str, typed: MultiDict[str, str], conflict: Conflict) -> ResponseReturnValue:
    with reading() as r:
        page = show_plan(r, plan_id, typed=typed)
        clashes = _clashes(r, page, typed)
    return render_template("plans/conflict.html", **page.context(), clashes=clashes, told_words=conflict.message, oob=True), conflict.status


def _clashes(r: Reading, page: PlanPage, typed: MultiDict[str, str]) -> list[dict[str, str]]:
    """Field by field: what was typed, what somebody else saved, and a text made of both where they touch different lines (M-30)."""
    titles = {each.code: each.title for each in installed()}
    labels = {name: label for fields in LABELS.values() for name, label in fields.items()}
    stored = plan_form(page.terms, list(titles.items()), page.captions)
    seen = typed.get("version", "")
    base = terms_at(r, page.row, int(seen)) if seen.isdigit() else None
    changes = page.form.changes()
    names = merge(base, page.terms, changes).clashes if base is not None else [name for name, mine in changes.items() if mine != getattr(page.terms, name)]
    found = []
    for name in names:
        mine, theirs = changes[name], getattr(page.terms, name)
        both = merged_text(str(getattr(base, name)), str(mine), theirs) if base is not None and name in service.TEXTS else None
        words = {"mine": said(name, mine, titles), "theirs": said(name, theirs, titles)}
        found.append({"name": name, "label": labels[name], "value": value_of(stored[name]), "both": both or "", **words})
    return found
