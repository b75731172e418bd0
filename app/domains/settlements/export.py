"""The list of money as a workbook: amounts as numbers of yuan; no identity number, no address, no account."""

from __future__ import annotations

from collections.abc import Sequence

from app.domains.settlements.showing import Account
from app.infra.workbooks import workbook_of, yuan_number
from app.web.states import look

HEAD = ("标的物", "状态", "余款期限", "成交价(元)", "应付余款(元)", "已到(元)", "尚欠(元)", "竞买号", "成交日", "付清日", "裁定日", "裁定送达日")


def accounts_workbook(accounts: Sequence[Account]) -> bytes:
    """An xlsx file: one head, one line a sold lot."""
    return workbook_of("款项", HEAD, map(_cells, accounts))


def _cells(account: Account) -> tuple[str | float, ...]:
    row = account.row
    days = (row.due_on, row.sold_at, row.paid_on, row.ruling_made_on, row.ruling_served_on)
    due, sold, paid, made, served = (f"{day:%Y-%m-%d}" if day else "" for day in days)
    amounts = map(yuan_number, (row.price, row.balance, row.paid, account.left))
    return (row.title, look(account.machine, account.state).word, due, *amounts, row.winner_code, sold, paid, made, served)
