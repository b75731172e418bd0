"""解除查封（扣押、冻结）裁定书: a draft from the seizures that a step to a title is for, or from our own where nobody bought the thing (papers.md 25)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.domains.assets.tables import Asset, Seizure
from app.domains.documents import service as documents
from app.domains.settlements import unsold
from app.domains.settlements.events import WayChosen
from app.domains.titles.queries import get_route, get_step
from app.infra.unit_of_work import Work
from app.kernel.errors import NotNow
from app.law.rulebook import cite
from app.steps.paper_asset import asset_facts, house_asset_whole
from app.steps.paper_case import CaseView, case_facts, case_view
from app.steps.paper_rows import where_rows_stand
from app.steps.titles import measure_of
from app.web.formats import day_long

PAPER, RELEASE = "release_ruling", "release"
SOLD, UNSOLD = "成交", "流拍退还"


def make_release(w: Work, step_id: str) -> str:
    """Prepare the ruling for a step in the actor's scope; the id of its paper. What is not known stays for the clerk to fill in."""
    step = get_step(w, step_id)
    if step.code != RELEASE:
        raise NotNow("这一步不需要解除裁定", code="no_release")
    route = get_route(w, step.route_id)
    view, asset = case_view(w, route.case_id), house_asset_whole(w, route.asset_id)
    mine = [each for each in asset.seizures if _line(each) in step.about]
    others = [f"{each.court_name}{each.case_number}" for each in asset.seizures if each.rank > 1]
    told = f"上述财产已成交，本院执行裁定书已于{day_long(route.served_on)}送达{route.buyer_name}，财产所有权自送达时起转移。"
    facts = {
        **_facts_of(view, asset, mine, w.today),
        "ground": SOLD,
        "ground_fact": told,
        "junior_seizures_note": f"该财产另有轮候查封：{'、'.join(others)}。" if others else "",
    }
    return documents.prepare(w, PAPER, facts, view.about("title_step", step.id, asset.id)).id


@where_rows_stand
def make_release_of_unsold(w: Work, fact: WayChosen) -> None:
    """Nobody bought or took the thing: our measures are released by a ruling, which reaches the parties once it is signed."""
    if fact.way != unsold.RELEASE:
        return
    view, asset, row = case_view(w, fact.case_id), house_asset_whole(w, fact.asset_id), unsold.house_unsold(w, fact.unsold_id)
    ours = (view.court.name, view.court.short_name)
    mine = [each for each in asset.seizures if each.court_name in ours]
    others = [f"{each.court_name}{each.case_number}" for each in asset.seizures if each not in mine]
    rule = next(str(each["rule"]) for each in row.ways if each["step"] == unsold.RELEASE)
    told = f"上述财产于{day_long(row.failed_on)}流拍或者变卖不成，申请执行人和其他执行债权人未接受抵债（{cite(rule)}）。{row.chosen_reason}"
    facts = {
        **_facts_of(view, asset, mine, w.today),
        "ground": UNSOLD,
        "ground_fact": told,
        "junior_seizures_note": f"该财产另有{'、'.join(others)}的查封或者轮候查封，本院解除后登记在先的轮候查封依法生效。" if others else "",
    }
    documents.prepare(w, PAPER, facts, view.about("unsold", row.id, asset.id))


def _facts_of(view: CaseView, asset: Asset, mine: Sequence[Seizure], today: date) -> dict[str, object]:
    return {
        **case_facts(view),
        **asset_facts(view, asset),
        "measure": next((measure_of(each) for each in mine), None),
        "seized_on": min((each.starts_on for each in mine), default=None),
        "seizure_doc_no": "、".join(dict.fromkeys(each.paper_no for each in mine if each.paper_no)) or None,
        "signed_on": today,
    }


def _line(seizure: Seizure) -> str:
    return f"{seizure.court_name} {seizure.case_number} {measure_of(seizure)}"
