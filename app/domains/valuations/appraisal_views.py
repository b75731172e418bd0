"""Acts of a commissioned appraisal: three in order, the order with its material, visit, more days, report, review, the next in turn."""

from __future__ import annotations

import json

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.domains.valuations import appraisal, drawing
from app.domains.valuations.acting import asset_of, asset_of_appraisal, done, files_of, form_of, simply
from app.domains.valuations.appraisal_rules import AppraisalReport, Visit
from app.domains.valuations.forms import names_in
from app.domains.valuations.permissions import PRICE_ASSETS, SEE_VALUATIONS
from app.domains.valuations.queries import find_choice, get_valuation
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotFound
from app.web.access import permits, reading

pages = Blueprint("appraisals", __name__)


@pages.post("/valuations/<valuation_id>/agreed")
@permits(PRICE_ASSETS)
def agreed(valuation_id: str) -> ResponseReturnValue:
    """三家由双方协商确定."""
    form = form_of("agreed")
    three = [str(form[name].data or "") for name in ("first", "second", "third")]
    return done(asset_of(valuation_id), "agreed", form, lambda w: drawing.agree_on_three(w, valuation_id, three, str(form.note.data)))


@pages.post("/valuations/<valuation_id>/draw/commit")
@permits(PRICE_ASSETS)
def commit(valuation_id: str) -> ResponseReturnValue:
    """公布种子摘要."""
    form = form_of("commit")
    return done(asset_of(valuation_id), "commit", form, lambda w: drawing.commit_seed(w, valuation_id, str(form.note.data)))


@pages.post("/valuations/<valuation_id>/draw")
@permits(PRICE_ASSETS)
def draw(valuation_id: str) -> ResponseReturnValue:
    """冻结名单并抽取三家."""
    return simply(asset_of(valuation_id), lambda w: drawing.draw_three(w, valuation_id))


@pages.get("/valuations/<valuation_id>/draw.json")
@permits(SEE_VALUATIONS)
def export(valuation_id: str) -> ResponseReturnValue:
    """The file that docs/verify_draw.py recomputes."""
    with reading() as r:
        choice = find_choice(r, get_valuation(r, valuation_id).id)
        if choice is None or not choice.rounds:
            raise NotFound
        content = json.dumps(drawing.export_of(choice), ensure_ascii=False, indent=1)
    return content, 200, {"Content-Type": "application/json", "Content-Disposition": f'attachment; filename="draw-{choice.id[:12]}.json"'}


@pages.post("/valuations/<valuation_id>/commission")
@permits(PRICE_ASSETS)
def commission(valuation_id: str) -> ResponseReturnValue:
    """委托并移交材料."""
    form = form_of("commission")

    def order(w: Work) -> None:
        appraisal.commission(
            w,
            valuation_id,
            appraisal.Commission(
                form.rows(), str(form.receiver.data), form.received_on.data, str(form.purpose.data), str(form.features.data),
                str(form.visit_plan.data), str(form.fee_rule.data), bool(form.no_conflict.data),
            ),
        )  # fmt: skip

    return done(asset_of(valuation_id), "commission", form, order)


@pages.post("/appraisals/<appraisal_id>/visit")
@permits(PRICE_ASSETS)
def visit(appraisal_id: str) -> ResponseReturnValue:
    """登记现场勘验."""
    form = form_of("visit")

    def note(w: Work) -> None:
        told = Visit(
            form.at.data, str(form.told.data), form.told_on.data, str(form.attended.data or ""), bool(form.all_came.data), str(form.witness.data or ""),
            names_in(form.people.data),
        )  # fmt: skip
        appraisal.note_visit(w, appraisal_id, told)

    return done(asset_of_appraisal(appraisal_id), "visit", form, note)


@pages.post("/appraisals/<appraisal_id>/extend")
@permits(PRICE_ASSETS)
def extend(appraisal_id: str) -> ResponseReturnValue:
    """准予延期."""
    form = form_of("extend")

    def more(w: Work) -> None:
        files = files_of(w, form.file, f"appraisal:{appraisal_id}")
        appraisal.extend(w, appraisal_id, asked_on=form.asked_on.data, days=form.days.data, reason=str(form.reason.data), files=files)

    return done(asset_of_appraisal(appraisal_id), "extend", form, more)


@pages.post("/appraisals/<appraisal_id>/report")
@permits(PRICE_ASSETS)
def report(appraisal_id: str) -> ResponseReturnValue:
    """收到评估报告."""
    form = form_of("appraised")

    def take(w: Work) -> None:
        people, days = names_in(form.signatories.data), (form.issued_on.data, form.received_on.data, form.valid_until.data)
        filed = files_of(w, form.file, f"appraisal:{appraisal_id}")
        if not filed:
            raise Invalid("选择报告文件", field="file")
        appraisal.take_appraisal(w, appraisal_id, AppraisalReport(form.value.data, str(form.number.data), *days, people), filed[0])

    return done(asset_of_appraisal(appraisal_id), "appraised", form, take)


@pages.post("/appraisals/<appraisal_id>/fault")
@permits(PRICE_ASSETS)
def fault(appraisal_id: str) -> ResponseReturnValue:
    """通知说明或者补正."""
    form = form_of("fault")

    def ask(w: Work) -> None:
        appraisal.ask_correction(w, appraisal_id, kind=form.kind.data, note=str(form.note.data))

    return done(asset_of_appraisal(appraisal_id), "fault", form, ask)


@pages.post("/appraisals/<appraisal_id>/replace")
@permits(PRICE_ASSETS)
def replace(appraisal_id: str) -> ResponseReturnValue:
    """更换, the next in order."""
    form = form_of("replace")
    return done(asset_of_appraisal(appraisal_id), "replace", form, lambda w: appraisal.move_on(w, appraisal_id, str(form.reason.data)))


@pages.post("/appraisals/<appraisal_id>/material-back")
@permits(PRICE_ASSETS)
def material_back(appraisal_id: str) -> ResponseReturnValue:
    """材料收回."""
    form = form_of("back")
    return done(asset_of_appraisal(appraisal_id), "back", form, lambda w: appraisal.note_material_back(w, appraisal_id, form.on.data))
