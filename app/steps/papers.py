"""Papers that follow from facts: assembled from the nouns, kept as drafts when something is missing; no business act fails for a paper."""

from __future__ import annotations

from datetime import timedelta

from app.domains.accounts.queries import names_of
from app.domains.agencies.queries import get_agency
from app.domains.documents import service as documents
from app.domains.tasks.events import TaskGiven, TaskTaken
from app.domains.tasks.kinds import get_kind
from app.domains.tasks.queries import house_task
from app.domains.valuations.events import ValuationStarted
from app.domains.valuations.queries import list_reports
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of
from app.steps.paper_asset import asset_facts, house_asset_whole
from app.steps.paper_case import case_facts, case_view
from app.steps.paper_rows import where_rows_stand

RETURN_DAYS = 7


@where_rows_stand
def make_mandate(w: Work, fact: TaskGiven | TaskTaken) -> None:
    """委托书: given out with the task; complete once the agency has named its worker."""
    view, task = case_view(w, fact.case_id), house_task(w, fact.task_id)
    kind, agency = get_kind(task.kind), get_agency(w, task.agency_id)
    worker = names_of(w.session, {task.worker_id or ""}).get(task.worker_id or "")
    given_on, due_on = day_of(task.given_at or w.now), day_of(task.due_at)
    facts = {
        **case_facts(view),
        "mandate_no": task.mandate_no,
        "agency_name": agency.name,
        "agency_uscc": agency.uscc,
        "workers": [{"name": worker, "badge": f"{task.number}-01"}] if worker else None,
        "task_kind_name": kind.title,
        "task_place": task.header.get("place") or None,
        "valid_from": given_on,
        "valid_until": due_on,
        "permitted_acts": view.sheet.get("permitted_acts"),
        "forbidden_acts": list(kind.law.never) or None,
        "data_given": view.sheet.get("mandate_data"),
        "data_return_on": due_on + timedelta(days=RETURN_DAYS),
        "signed_on": given_on,
    }
    documents.prepare(w, "task_mandate", facts, view.about("task", task.id, task.asset_id))


@where_rows_stand
def make_inquiry_orders(w: Work, fact: ValuationStarted) -> None:
    """网络询价委托书: one for each platform, the same content, sent at one instant (RP-07)."""
    if fact.method != "online_inquiry":
        return
    view, asset = case_view(w, fact.case_id), house_asset_whole(w, fact.asset_id)
    reports = list_reports(w, [fact.valuation_id])
    shared = {
        **case_facts(view),
        **asset_facts(view, asset),
        "platforms": [each.platform_title for each in reports],
        "sent_at": w.now,
        "valuation_on": w.today,
        "physical_features": asset.survey.get("narrative") or None,
        "quantity_spec": asset.quantity or (f"建筑面积{asset.area}平方米" if asset.area else None),
        "material_list": [{"name": name} for name in view.sheet.get("inquiry_materials", [])] or None,
        "signed_on": w.today,
    }
    for report in reports:
        documents.prepare(w, "online_inquiry_order", {**shared, "platform_name": report.platform_title}, view.about("price_report", report.id, asset.id))
