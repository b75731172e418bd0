"""What the pages of settlements show: the one sum left and its day, whose turn it is, the state's badge. Reads rows, computes words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from app.domains.accounts.queries import names_of
from app.domains.cases.queries import house_case
from app.domains.cases.types import IdKind
from app.domains.settlements import queries
from app.domains.settlements.rules import SettlementStatus, owed
from app.domains.settlements.tables import Receipt, Settlement
from app.infra.slices import Slice
from app.infra.unit_of_work import Reading
from app.kernel.money import Money, total
from app.law.masks import mask_address

_S = SettlementStatus
LOOKS = {
    _S.BALANCE_DUE: ("settlement", "awaiting_balance"),
    _S.PART_PAID: ("settlement", "partly_paid"),
    _S.PAID: ("settlement", "ruling_due"),
    _S.RULING_DUE: ("service", "to_serve"),
    _S.RULING_SERVED: ("settlement", "ruling_served"),
    _S.DEFAULTED: ("round", "default"),
    _S.SETTLED: ("settlement", "settled"),
}
TURNS = {
    _S.BALANCE_DUE: ("买受人", "付清余款"),
    _S.PART_PAID: ("买受人", "付清余款"),
    _S.PAID: ("judge", "作出成交裁定"),
    _S.RULING_DUE: ("clerk", "送达成交裁定"),
    _S.RULING_SERVED: ("clerk", "移交标的物，发放案款"),
}


@dataclass(frozen=True)
class Account:
    """A settlement as the list and the page show it. `paid_share` is what of the balance has come."""

    row: Settlement
    left: Money
    paid_share: Fraction
    machine: str
    state: str
    overdue: bool


@dataclass(frozen=True)
class AccountPage:
    """One settlement's page. `undone`: receipts that were reversed; `undoable`: may a booking still be."""

    account: Account
    receipts: Sequence[Receipt]
    received: Money
    case_number: str
    turn: tuple[str, str] | None
    people: dict[str, str]
    undone: frozenset[str]
    undoable: bool
    steps: list[dict[str, Any]]
    buyer_home: str


def account_of(row: Settlement, today: date) -> Account:
    """The figures of a settlement on a day."""
    status, left = SettlementStatus(row.status), owed(row.price, row.deposit, row.paid)
    overdue = status in (_S.BALANCE_DUE, _S.PART_PAID) and row.due_on < today
    machine, state = ("settlement", "unpaid_overdue") if overdue else LOOKS[status]
    share = row.paid.ratio(row.balance) if row.balance else Fraction(1)
    return Account(row, left, share, machine, state, overdue)


def show_account(r: Reading, row: Settlement) -> AccountPage:
    """The page of one settlement: receipts, case, names; three queries."""
    receipts, case = queries.list_receipts(r, row.id), house_case(r, row.case_id)
    wanted = {case.judge_id, case.clerk_id, *(each.booked_by for each in receipts)}
    people = names_of(r.session, {each for each in wanted if each})
    who, act = TURNS.get(SettlementStatus(row.status), ("", ""))
    holder = {"judge": people.get(case.judge_id, ""), "clerk": people.get(case.clerk_id or "", "")}.get(who, who)
    account = account_of(row, r.today)
    undone = frozenset(each.reverses_id for each in receipts if each.reverses_id)
    undoable = not row.ruling_no and row.status != _S.DEFAULTED
    turn, received = (holder, act) if act else None, total([each.amount for each in receipts])
    return AccountPage(account, receipts, received, case.number, turn, people, undone, undoable, _steps(row), _home(row))


def list_accounts(r: Reading, asked: Slice, *, statuses: Sequence[str]) -> list[Account]:
    """A page of settlements of some states, soonest due first; one query."""
    return [account_of(row, r.today) for row in queries.list_settlements(r, asked, statuses=statuses)]


def _home(row: Settlement) -> str:
    """A person's home down to the county (PI-06), a unit's seat whole."""
    return row.buyer_address if row.buyer_id_kind == IdKind.USCC.value else mask_address(row.buyer_address) or ("已登记" if row.buyer_address else "")


def _steps(row: Settlement) -> list[dict[str, Any]]:
    """Where the money and the ruling stand, with their days."""
    reached = [("成交", row.sold_at), ("付清", row.paid_on), ("裁定", row.ruling_made_on), ("送达", row.ruling_served_on)]
    steps: list[dict[str, Any]] = []
    for label, at in reached:
        now = at is None and all(each["state"] == "done" for each in steps)
        steps.append({"label": label, "state": "done" if at else "now" if now else "later", "at": at})
    settled = row.status == SettlementStatus.SETTLED
    steps.append({"label": "移交结清", "state": "done" if settled else "now" if row.ruling_served_on else "later", "at": None})
    return steps
