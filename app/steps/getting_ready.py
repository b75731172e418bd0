"""The case, its seizures and price: what follows from each."""

from __future__ import annotations

from app.domains.assets import service as assets
from app.domains.assets.events import SeizureEntered
from app.domains.assets.queries import house_asset, list_seizures
from app.domains.cases import service as cases
from app.domains.cases.events import CaseOpened
from app.domains.cases.queries import house_case
from app.domains.cases.types import CaseKind
from app.domains.courts.queries import get_court
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.events import DeadlinesChanged
from app.domains.deadlines.service import Start
from app.domains.messages.service import Notice, tell
from app.domains.valuations.events import ReferencePriceSet, ReportsComplete, ValuationStarted
from app.infra.unit_of_work import Work
from app.law.seizure import RENEW_MARGIN_DAYS


def start_case_clock(w: Work, fact: CaseOpened) -> None:
    """Six months to finish (执行规定 第63条), and until the applicant may turn to the higher court (民诉法 第237条); preservation knows no such turn."""
    case = house_case(w, fact.case_id)
    of = Start(case.id, case.court_id, "case", case.id, case.filed_on, holder_id=case.judge_id)
    deadlines.start(w, "finish_case", of)
    if case.kind != CaseKind.PRESERVATION.value:
        deadlines.start(w, "higher_court", of)


def keep_nearest_due(w: Work, fact: DeadlinesChanged) -> None:
    """The list of cases sorts by the nearest end."""
    cases.note_nearest_due(w, fact.case_id, fact.due_at, fact.title, provisional=fact.provisional)


def watch_seizure(w: Work, fact: SeizureEntered) -> None:
    """Of a first seizure of our court: its end, and thirty days to begin fixing a price. Another court watches its own and sells on it."""
    case = house_case(w, fact.case_id)
    if fact.rank != 1 or not _ours(w, fact):
        return
    length = (fact.expires_on - fact.starts_on).days
    deadlines.start(
        w,
        "seizure_expiry",
        Start(case.id, case.court_id, "seizure", fact.seizure_id, fact.starts_on, length=length, asset_id=fact.asset_id, holder_id=case.clerk_id),
    )
    if house_asset(w, fact.asset_id).reference_price is None and (w.today - fact.starts_on).days <= RENEW_MARGIN_DAYS:
        deadlines.start(
            w, "start_reference_price", Start(case.id, case.court_id, "asset", fact.asset_id, fact.starts_on, asset_id=fact.asset_id, holder_id=case.clerk_id)
        )


def _ours(w: Work, fact: SeizureEntered) -> bool:
    court = get_court(w.session, house_case(w, fact.case_id).court_id)
    first = next((each for each in list_seizures(w, fact.asset_id) if each.id == fact.seizure_id), None)
    return first is not None and first.court_name in (court.name, court.short_name)


def watch_valuation(w: Work, fact: ValuationStarted) -> None:
    """Pricing began in time; the platforms have three days."""
    deadlines.meet(w, "start_reference_price", "asset", fact.asset_id)
    if fact.method == "online_inquiry":
        case = house_case(w, fact.case_id)
        deadlines.start(
            w,
            "price_reports",
            Start(fact.case_id, fact.court_id, "valuation", fact.valuation_id, fact.started_on, asset_id=fact.asset_id, holder_id=case.clerk_id),
        )


def tell_reports_complete(w: Work, fact: ReportsComplete) -> None:
    """All reports are in."""
    deadlines.meet(w, "price_reports", "valuation", fact.valuation_id)
    clerk = house_case(w, fact.case_id).clerk_id
    tell(w, [clerk], Notice("valuation", f"询价报告已齐，可确定参考价：{fact.title}", link=f"/assets/{fact.asset_id}/valuation", case_id=fact.case_id))


def give_asset_its_price(w: Work, fact: ReferencePriceSet) -> None:
    """The price stands; ten days to begin disposal."""
    assets.set_reference_price(w, fact.asset_id, fact.amount, fact.method, fact.valid_until)
    deadlines.end(w, "price_reports", "valuation", fact.valuation_id, reason="参考价已确定")
    case = house_case(w, fact.case_id)
    deadlines.start(
        w, "start_disposal", Start(fact.case_id, fact.court_id, "asset", fact.asset_id, fact.set_on, asset_id=fact.asset_id, holder_id=case.clerk_id)
    )
