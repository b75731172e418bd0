"""批量方案: the plans of a case's like assets as rows of one table, checked together; each is saved and submitted for itself, one that fails holds no other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from app.domains.assets.tables import Asset
from app.domains.assets.types import Status
from app.domains.cases.queries import get_case, in_scope
from app.domains.cases.tables import Case
from app.domains.courts.queries import load_calendar
from app.domains.courts.switches import switched_off
from app.domains.plans.checks.check import check_plan
from app.domains.plans.checks.points import Check
from app.domains.plans.rules import EDITABLE, UNDER_WAY
from app.domains.plans.subjects import subjects_of
from app.domains.plans.tables import Plan
from app.domains.plans.types import Terms
from app.infra.unit_of_work import Reading, for_house
from app.kernel.errors import Refusal
from app.law.findings import Finding, Severity

COLUMNS = ("start_price", "deposit", "increment", "announce_on", "opens_at")
MOST = 60
_GRAVE = (Severity.BREACH, Severity.WARNING, Severity.MANUAL)


@dataclass(frozen=True)
class BatchRow:
    """One asset's plan: what it says, what the check found per cell, and what stands elsewhere in the plan."""

    plan: Plan
    asset: Asset
    terms: Terms
    check: Check

    @property
    def cells(self) -> Mapping[str, Finding]:
        """The gravest finding of each column."""
        return {each.field: each for each in reversed(self.check.findings) if each.field in COLUMNS}

    @property
    def elsewhere(self) -> Sequence[Finding]:
        """Findings that stand in no cell of the table."""
        return [each for each in self.check.findings if each.field not in COLUMNS]


@dataclass(frozen=True)
class Batch:
    """The table of a case: plans to edit, and priced assets that have no plan yet."""

    case: Case
    rows: Sequence[BatchRow]
    without: Sequence[Asset]


@dataclass
class Outcome:
    """What one submission did, row by row: plan id or asset id → what happened; nothing is rolled back for another's failure."""

    done: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """As the head of the page says it."""
        return f"{len(self.done)} 件成功，{len(self.failed)} 件没有办成" if self.failed else f"{len(self.done)} 件成功"


def show_batch(r: Reading, case_id: str, kind: str = "") -> Batch:
    """The table of a case in the actor's scope, of one kind of assets when asked; at most sixteen queries whatever its length."""
    case = get_case(r, case_id)
    wanted = in_scope(select(Asset), Asset, r.actor).where(Asset.case_id == case_id, Asset.reference_price.is_not(None)).order_by(Asset.code).limit(MOST)
    assets = r.session.scalars(wanted.where(Asset.kind == kind) if kind else wanted).all()
    plans = r.session.scalars(for_house(select(Plan)).where(Plan.asset_id.in_([each.id for each in assets])).order_by(Plan.round_no, Plan.attempt)).all()
    of_asset = {each.asset_id: each for each in plans if each.status in EDITABLE}
    busy = {each.asset_id for each in plans if each.status in UNDER_WAY}
    pairs = [(asset, of_asset[asset.id]) for asset in assets if asset.id in of_asset]
    off, calendar = switched_off(r, case.court_id), load_calendar(r.session)
    rows = []
    for (asset, plan), subject in zip(pairs, subjects_of(r, pairs) if pairs else [], strict=True):
        terms = Terms.from_json(plan.terms)
        rows.append(BatchRow(plan, asset, terms, check_plan(subject, terms, calendar, today=r.today, switched_off=off)))
    return Batch(case, rows, [each for each in assets if each.id not in busy and each.status == Status.PRICED])


def each_for_itself(ids: Sequence[str], act: Callable[[str], str]) -> Outcome:
    """Do the act for each id in its own unit of work (`act` opens it and returns what to say); a refusal is written down and the next goes on."""
    outcome = Outcome()
    for each in ids:
        try:
            outcome.done[each] = act(each)
        except Refusal as refusal:
            outcome.failed[each] = refusal.message
    return outcome
