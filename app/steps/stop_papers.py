"""The decision or ruling by which a lot is stayed, suspended or withdrawn (NA-40, AS-14), drafted as it was decided."""

from __future__ import annotations

from app.domains.documents import service as documents
from app.domains.plans.types import SHORT_ROUNDS
from app.domains.rounds.halt_words import GROUNDS, HaltKind
from app.domains.rounds.queries import find_halt, house_round
from app.domains.rounds.showing import site_title
from app.domains.rounds.stop_events import HaltOrdered
from app.infra.unit_of_work import Work
from app.steps.paper_asset import asset_facts, house_asset_whole
from app.steps.paper_case import case_facts, case_view
from app.steps.paper_rows import where_rows_stand

GONE = "暂缓、中止拍卖的原因消除"
"""When the sale goes on (NA-41)."""


@where_rows_stand
def make_stay_decision(w: Work, fact: HaltOrdered) -> None:
    """暂缓决定书, 中止裁定书, 撤回裁定书; when the site was told is entered by hand where no line told it."""
    halt, lot = find_halt(w, fact.round_id), house_round(w, fact.round_id)
    if halt is None:
        return
    view, kind = case_view(w, fact.case_id), HaltKind(fact.kind)
    ground = GROUNDS[halt.ground].removeprefix("撤回：")
    facts = {
        **case_facts(view),
        **asset_facts(view, house_asset_whole(w, fact.asset_id)),
        "site_name": site_title(lot.site),
        "round": SHORT_ROUNDS.get(lot.round_no),
        "opens_at": lot.opens_at,
        "ends_at": lot.ends_at,
        "act_kind": kind.word,
        "ground": ground,
        "ground_fact": halt.reason,
        "public_reason": ground,
        "site_notice_at": w.now if fact.by_line else None,
        "resume_condition": "" if kind is HaltKind.WITHDRAW else GONE,
        "deposit_release": kind is HaltKind.WITHDRAW,
        "signed_on": w.today,
    }
    documents.prepare(w, "stay_decision", facts, view.about("halt", halt.id, fact.asset_id))
