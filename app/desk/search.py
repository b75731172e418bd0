"""Finding things by a few characters (palette and page): cases, parties, assets, tasks, lots, rules, pages; only what one may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select

from app.desk.frame import is_open_to
from app.desk.menu import INITIALS, MENU, MORE_PAGES
from app.domains.assets.tables import Asset
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case, Party
from app.domains.rounds.tables import Round
from app.domains.tasks.kinds import kind_title
from app.domains.tasks.queries import visible
from app.domains.tasks.tables import Task
from app.infra.unit_of_work import Reading
from app.kernel.actor import COURT_ROLES, Actor
from app.kernel.permission import SIGNED_IN
from app.law import rulebook
from app.web.access import permits, reading
from app.web.states import look

pages = Blueprint("search", __name__)

Row = dict[str, str]
EACH = 6
LONGEST = 60


@pages.get("/search")
@permits(SIGNED_IN)
def search() -> ResponseReturnValue:
    """As a page, or `?format=json` for the palette: {groups: [{title, rows: [{label, note, href}]}]}."""
    words = request.args.get("q", "").strip()[:LONGEST]
    with reading() as r:
        groups = [{"title": title, "rows": rows} for title, rows in _found(r, words) if rows] if words else []
    if request.args.get("format") == "json":
        return jsonify(groups=groups)
    return render_template("desk/search.html", words=words, groups=groups)


def _found(r: Reading, words: str) -> Iterator[tuple[str, list[Row]]]:
    """The groups in order; five queries at most."""
    if r.actor.role in COURT_ROLES:
        yield "案件", _cases(r, words)
        yield "标的物与拍品", [*_assets(r, words), *_lots(r, words)]
    if r.actor.role in COURT_ROLES or r.actor.is_outside:
        yield "任务", _tasks(r, words)
    if is_open_to(current_app, r.actor, "/rules"):
        yield "法规", _rules(words)
    yield "去往", pages_named(r.actor, words)


def pages_named(actor: Actor, words: str) -> list[Row]:
    """Pages of the actor's menu and a few more by title or pinyin initials."""
    asked = words.lower()
    entries = [(entry.label, entry.href) for _, group in MENU[actor.role] for entry in group]
    wanted = [(label, href) for label, href in (*entries, *MORE_PAGES) if asked in label or INITIALS.get(label, " ").startswith(asked)]
    return [{"label": label, "note": "", "href": href} for label, href in dict.fromkeys(wanted) if is_open_to(current_app, actor, href)]


def _cases(r: Reading, words: str) -> list[Row]:
    plain = words.replace("(", "（").replace(")", "）")
    of_party = in_scope(select(Party.case_id).where(Party.name.contains(words, autoescape=True)), Party, r.actor)
    asked = select(Case).where(or_(Case.number.contains(plain, autoescape=True), Case.id.in_(of_party))).order_by(Case.next_due_at, Case.id).limit(EACH)
    cases = r.session.scalars(in_scope(asked, Case, r.actor)).all()
    return [{"label": each.number, "note": f"{each.cause} · {_stage(each)}", "href": f"/cases/{each.id}"} for each in cases]


def _stage(case: Case) -> str:
    return "结案复查" if case.stage == "review" else look("stage", case.stage).word


def _assets(r: Reading, words: str) -> list[Row]:
    asked = select(Asset, Case.number).join(Case, Case.id == Asset.case_id)
    asked = asked.where(or_(Asset.title.contains(words, autoescape=True), Asset.place.contains(words, autoescape=True))).order_by(Asset.id.desc()).limit(EACH)
    rows = r.session.execute(in_scope(asked, Asset, r.actor))
    return [{"label": asset.title, "note": number, "href": f"/assets/{asset.id}"} for asset, number in rows]


def _lots(r: Reading, words: str) -> list[Row]:
    asked = select(Round).where(Round.lot_id.startswith(words, autoescape=True)).order_by(Round.id.desc()).limit(EACH)
    lots = r.session.scalars(in_scope(asked, Round, r.actor)).all()
    return [{"label": f"拍品 {lot.lot_id}", "note": f"{lot.title} · {look('round', lot.status).word}", "href": f"/lots/{lot.id}"} for lot in lots]


def _tasks(r: Reading, words: str) -> list[Row]:
    matches = (Task.number, Task.asset_title, Task.case_number)
    asked = select(Task).where(or_(*(column.contains(words, autoescape=True) for column in matches))).order_by(Task.due_at.desc()).limit(EACH)
    tasks = r.session.scalars(visible(asked, r.actor)).all()
    return [
        {"label": f"{kind_title(task.kind)}：{task.asset_title}", "note": f"{task.number} · {look('task', task.status).word}", "href": f"/tasks/{task.id}"}
        for task in tasks
    ]


def _rules(words: str) -> list[Row]:
    exact = rulebook.RULES.get(words.upper())
    found: list[Any] = [exact] if exact else list(rulebook.search(words))[:EACH]
    return [{"label": f"{rule.id} {rule.title}", "note": rule.citation, "href": f"/rules/{rule.id}"} for rule in found]
