"""Pages of the verifiable draw: publish the seed's digest, freeze and draw, draw again after a decline, export for docs/verify_draw.py."""

from __future__ import annotations

import json

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.agencies import choices
from app.domains.agencies.types import BARRIER_NAMES, WAY_NAMES, Way
from app.domains.assets.queries import get_asset
from app.domains.tasks.choosing import list_candidates, wanted_for
from app.domains.tasks.forms import ReasonForm
from app.domains.tasks.kinds import get_kind
from app.domains.tasks.permissions import GIVE_TASKS, SEE_DRAWS
from app.domains.tasks.queries import find_linked
from app.kernel.errors import Invalid, NotNow
from app.web.access import me, permits, reading, work

draws = Blueprint("draws", __name__)


@draws.post("/draws")
@permits(GIVE_TASKS)
def commit() -> ResponseReturnValue:
    """公布种子摘要."""
    with work() as w:
        kind, asset = get_kind(request.args.get("kind", "")), get_asset(w, request.args.get("asset", ""))
        choice = choices.commit_seed(w, wanted_for(kind.code, asset))
    return _to(choice.id)


@draws.get("/draws/<choice_id>")
@permits(SEE_DRAWS)
def page(choice_id: str) -> ResponseReturnValue:
    """The draw: what was published, the frozen list, who was drawn in which round."""
    return _page(choice_id)


@draws.post("/draws/<choice_id>/draw")
@permits(GIVE_TASKS)
def draw(choice_id: str) -> ResponseReturnValue:
    """冻结名单并抽取."""
    try:
        with work() as w:
            choice = choices.get_choice(w, choice_id)
            choices.freeze_and_draw(w, choice_id, list_candidates(w, choice.kind, get_asset(w, choice.asset_id)))
    except NotNow as refusal:
        return _page(choice_id, refusal.message), refusal.status
    return _to(choice_id)


@draws.post("/draws/<choice_id>/again")
@permits(GIVE_TASKS)
def again(choice_id: str) -> ResponseReturnValue:
    """重抽, for a reason."""
    form = ReasonForm()
    try:
        with work() as w:
            choices.draw_again(w, choice_id, str(form.reason.data or ""))
    except (NotNow, Invalid) as refusal:
        return _page(choice_id, refusal.message), refusal.status
    return _to(choice_id)


@draws.get("/draws/<choice_id>/draw.json")
@permits(SEE_DRAWS)
def export(choice_id: str) -> ResponseReturnValue:
    """What anybody recomputes with docs/verify_draw.py."""
    with reading() as r:
        told = choices.export_of(choices.get_choice(r, choice_id))
    head = {"Content-Type": "application/json; charset=utf-8", "Content-Disposition": f'attachment; filename="draw-{choice_id}.json"'}
    return json.dumps(told, ensure_ascii=False, indent=1), 200, head


def _to(choice_id: str) -> ResponseReturnValue:
    return redirect(url_for("draws.page", choice_id=choice_id), 303)


def _page(choice_id: str, refused: str = "") -> str:
    with reading() as r:
        choice = choices.get_choice(r, choice_id)
        task = find_linked(r, {choice.task_id}).get(choice.task_id) if choice.task_id else None
    names = {each["id"]: each["name"] for each in choice.frozen.get("candidates", [])}
    shown = {"choice": choice, "task": task, "names": names, "refused": refused, "may": GIVE_TASKS.held_by(me()), "way": WAY_NAMES[Way(choice.way)]}
    barriers = {each.value: words for each, words in BARRIER_NAMES.items()} | {"": ""}
    return render_template("tasks/draw.html", **shown, barriers=barriers, reason_form=ReasonForm(formdata=None), is_draw=choice.way == Way.DRAW.value)
