"""What the money page shows beside receipts: refunds, loans, reminders, expenses, doubtful lines, the default. Reads rows, computes words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domains.settlements import defaulting, deposits, distributing, ledger, payments, statements
from app.domains.settlements.defaulting import Used
from app.domains.settlements.deposits import RefundShown
from app.domains.settlements.tables import BankLine, BankLoan, Distribution, Expense, Reminder, Settlement
from app.infra.unit_of_work import Reading
from app.kernel.money import ZERO, Money, total


@dataclass(frozen=True)
class MoneyShown:
    """The parts of the page below receipts. `scores` by the bank's number of a receipt that a file brought."""

    refunds: Sequence[RefundShown]
    loans: Sequence[BankLoan]
    reminders: Sequence[Reminder]
    expenses: Sequence[Expense]
    cost: Money
    doubtful: Sequence[BankLine]
    scores: dict[str, int]
    used: Used | None
    before: Used | None
    sheet: Distribution | None

    @property
    def refunds_total(self) -> Money:
        """All deposits of others."""
        return total([each.row.amount for each in self.refunds])

    @property
    def sheet_total(self) -> Money:
        """All that came in by the distribution sheet."""
        return distributing.sheet_in(self.sheet).came_in if self.sheet else ZERO

    @property
    def loans_total(self) -> Money:
        """All that banks said they would pay."""
        return total([each.amount for each in self.loans])


def show_money(r: Reading, row: Settlement) -> MoneyShown:
    """All parts of one account that the actor holds; a constant number of queries."""
    expenses, own = ledger.list_of_asset(r, row.asset_id), defaulting.find_default(r, row.id)
    return MoneyShown(
        deposits.list_of_round(r, row.round_id),
        payments.list_loans(r, [row.id]),
        payments.list_reminders(r, row.id),
        expenses,
        ledger.cost_of(expenses),
        statements.list_doubtful(r, settlement_id=row.id),
        statements.lines_of(r, row.id),
        defaulting.use_of(r, own) if own else None,
        distributing.used_of(r, row),
        distributing.find_sheet(r, row.id),
    )
