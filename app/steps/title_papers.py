"""解除查封（扣押、冻结）裁定书 of one release on the way to a title: a draft from the seizures that the step is for (papers.md 25)."""

from __future__ import annotations

from app.domains.assets.tables import Seizure
from app.domains.documents import service as documents
from app.domains.titles.queries import get_route, get_step
from app.infra.unit_of_work import Work
from app.kernel.errors import NotNow
from app.steps.paper_asset import asset_facts, house_asset_whole
from app.steps.paper_case import case_facts, case_view
from app.steps.titles import measure_of
from app.web.formats import day_long

PAPER, RELEASE, SOLD = "release_ruling", "release", "成交"


def make_release(w: Work, step_id: str) -> str:
    """Prepare the ruling for a step in the actor's scope; the id of its paper. What is not known stays for the clerk to fill in."""
    step = get_step(w, step_id)
    if step.code != RELEASE:
        raise NotNow("这一步不需要解除裁定", code="no_release")
    route = get_route(w, step.route_id)
    view, asset = case_view(w, route.case_id), house_asset_whole(w, route.asset_id)
    mine = [each for each in asset.seizures if _line(each) in step.about]
    others = [f"{each.court_name}{each.case_number}" for each in asset.seizures if each.rank > 1]
    facts = {
        **case_facts(view),
        **asset_facts(view, asset),
        "measure": next((measure_of(each) for each in mine), None),
        "seized_on": min((each.starts_on for each in mine), default=None),
        "seizure_doc_no": "、".join(dict.fromkeys(each.paper_no for each in mine if each.paper_no)) or None,
        "ground": SOLD,
        "ground_fact": f"上述财产已成交，本院执行裁定书已于{day_long(route.served_on)}送达{route.buyer_name}，财产所有权自送达时起转移。",
        "junior_seizures_note": f"该财产另有轮候查封：{'、'.join(others)}。" if others else "",
        "signed_on": w.today,
    }
    return documents.prepare(w, PAPER, facts, view.about("title_step", step.id, asset.id)).id


def _line(seizure: Seizure) -> str:
    return f"{seizure.court_name} {seizure.case_number} {measure_of(seizure)}"
