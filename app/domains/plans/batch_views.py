"""Pages of 批量方案: the table of a case, drafting the missing plans, saving the rows, submitting the ticked ones."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from app.domains.plans import drafting, service
from app.domains.plans.batch import COLUMNS, MOST, Outcome, each_for_itself, show_batch
from app.domains.plans.forms import plan_form, value_of
from app.domains.plans.permissions import DRAFT_PLANS
from app.domains.plans.queries import get_plan
from app.domains.plans.types import Terms
from app.kernel.errors import Invalid
from app.kernel.ids import new_id
from app.web.access import permits, reading, work

pages = Blueprint("plan_batch", __name__, url_prefix="/cases/<case_id>/plans")
WORDS = {"draft": "拟方案", "save": "保存", "submit": "提交合议庭"}


@pages.get("/batch")
@permits(DRAFT_PLANS)
def table(case_id: str) -> ResponseReturnValue:
    """One row an asset."""
    return _page(case_id)


@pages.post("/batch")
@permits(DRAFT_PLANS)
def act(case_id: str) -> ResponseReturnValue:
    """拟方案 for the ticked assets, 保存 the rows as typed, 提交合议庭 for the ticked rows; each in an act of its own."""
    sent = request.form
    doing = sent.get("act", "")
    if doing not in WORDS:
        raise Invalid("选择要做的事", field="act")
    ids = sent.getlist("asset" if doing == "draft" else "row" if doing == "save" else "ticked")[:MOST]
    outcome = each_for_itself(ids, {"draft": _draft, "save": _save, "submit": _submit}[doing])
    return _page(case_id, outcome, doing), 422 if outcome.failed else 200


def _draft(asset_id: str) -> str:
    with work() as w:
        drafting.draft_plan(w, asset_id)
    return "已拟方案"


def _save(plan_id: str) -> str:
    """The row's cells as typed; one that cannot be read leaves the whole row as it was."""
    with work() as w:
        terms = Terms.from_json(get_plan(w, plan_id).terms)
        typed = MultiDict({name: request.form[f"{plan_id}~{name}"] for name in COLUMNS if f"{plan_id}~{name}" in request.form})
        form = plan_form(terms, [], {}, typed)
        form.validate()
        if wrong := next((f"{form[name].label.text}：{form[name].errors[0]}" for name in COLUMNS if form[name].errors), ""):
            raise Invalid(wrong)
        seen = request.form.get(f"{plan_id}~version", "")
        service.save_draft(w, plan_id, form.changes(), seen_version=int(seen) if seen.isdigit() else None)
    return "已保存"


def _submit(plan_id: str) -> str:
    _save(plan_id)
    with work() as w:
        service.submit(w, plan_id)
    return "已提交合议庭"


def _page(case_id: str, outcome: Outcome | None = None, doing: str = "") -> str:
    with reading() as r:
        batch = show_batch(r, case_id, request.args.get("kind", ""))
    typed = request.form if outcome is not None and outcome.failed else {}
    values = {row.plan.id: _values(row.terms) for row in batch.rows}
    shown = {
        name: {each: typed.get(f"{name}~{each}", value) if name in (outcome.failed if outcome else {}) else value for each, value in row.items()}
        for name, row in values.items()
    }
    return render_template("plans/batch.html", batch=batch, values=shown, outcome=outcome, doing=WORDS.get(doing, ""), columns=COLUMNS, key=new_id())


def _values(terms: Terms) -> dict[str, str]:
    form = plan_form(terms, [], {})
    return {name: value_of(form[name]) for name in COLUMNS}
