"""What the distribution page shows: the sheet in figures, sums, the difference, each party's period. Reads rows, computes words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domains.cases.queries import house_case
from app.domains.settlements import distributing
from app.domains.settlements.defaulting import Used
from app.domains.settlements.distribution_rules import Computed, Sheet, last_day
from app.domains.settlements.tables import Distribution, DistributionParty, Settlement
from app.infra.unit_of_work import Reading
from app.kernel.money import ZERO, Money, total
from app.kernel.workdays import Calendar

STATES = {"draft": "拟稿", "asked": "合议中", "approved": "待送达", "served": "异议期", "final": "已生效"}


@dataclass(frozen=True)
class PartyShown:
    """A party, what it waits for, until which day, and which act comes next ('' none)."""

    row: DistributionParty
    state: str
    until: date | None
    over: bool
    acts: tuple[str, ...]


@dataclass(frozen=True)
class SheetShown:
    """The page. `rest`: what of a defaulter's deposit waits for the judge beside the sheet."""

    account: Settlement
    case_number: str
    row: Distribution | None
    sheet: Sheet | None
    figures: Computed | None
    parties: Sequence[PartyShown]
    used: Used | None
    state: str
    earlier: Sequence[DistributionParty] = ()
    held: Money = ZERO

    @property
    def suits(self) -> list[DistributionParty]:
        """Suits for which money was or is kept back, of every edition."""
        return [each for each in (*(shown.row for shown in self.parties), *self.earlier) if each.disputed is not None]

    @property
    def paid_total(self) -> Money:
        """All that creditors get."""
        return total(list(self.figures.paid)) if self.figures else ZERO

    @property
    def acknowledged_total(self) -> Money:
        """All that is acknowledged."""
        return total([each.acknowledged for each in self.sheet.creditors]) if self.sheet else ZERO

    @property
    def costs_total(self) -> Money:
        """Costs, fees and taxes."""
        return total([each.amount for each in self.sheet.costs]) if self.sheet else ZERO

    @property
    def reserved_total(self) -> Money:
        """What is kept back."""
        return total([each.amount for each in self.sheet.reserved]) if self.sheet else ZERO

    @property
    def rest(self) -> Money:
        """The part of the deposit that is in no use of the law and not in the sheet."""
        out = self.used.outcome if self.used else None
        return out.unplaced if out and self.used and self.used.row.decision != "into_sheet" else ZERO


def show_sheet(r: Reading, account: Settlement, calendar: Calendar) -> SheetShown:
    """The sheet of an account that the actor holds; a constant number of queries."""
    row, number = distributing.find_sheet(r, account.id), house_case(r, account.case_id).number
    used = distributing.used_of(r, account)
    if row is None:
        return SheetShown(account, number, None, None, None, (), used, "")
    parties = [_party(each, calendar, r.today) for each in distributing.list_served(r, row.id)]
    earlier, held = distributing.list_served(r, row.id, earlier=True), distributing.held_back(r, row.id)
    figures = distributing.verified(row)
    return SheetShown(account, number, row, distributing.sheet_in(row), figures, parties, used, STATES[row.status], earlier, held)


def _party(row: DistributionParty, calendar: Calendar, today: date) -> PartyShown:
    state, start, acts = _where(row)
    until = last_day(start, calendar) if start else None
    return PartyShown(row, state, until, bool(until and today > until), acts)


def _where(row: DistributionParty) -> tuple[str, date | None, tuple[str, ...]]:
    if row.outcome:
        return "已起诉，争议款额提存" if row.disputed and not row.released_on else "异议已了结", None, ()
    if row.told_on:
        return "等待异议人起诉", row.told_on, ("sue",)
    if row.passed_on:
        return "等待其他当事人反对意见", row.passed_on, ("oppose",)
    if row.objected_on:
        return "异议待通知其他当事人", None, ("pass_on",)
    if row.served_on:
        return "异议期", row.served_on, ("object",)
    return "待送达", None, ("serve",)
