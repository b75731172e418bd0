"""The expense ledger: what selling one thing cost, by item and payee, per thing and per agency. Nothing is paid here, only recorded; a mistake is cancelled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from app.domains.agencies.queries import agency_name
from app.domains.assets.queries import get_asset
from app.domains.assets.tables import Asset
from app.domains.audit.service import record
from app.domains.cases.queries import in_scope
from app.domains.settlements.tables import Expense
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.errors import Invalid, NotFound, NotNow
from app.kernel.money import ZERO, Money, total

ITEMS: Mapping[str, str] = {
    "appraisal": "评估费",
    "notice": "公告费",
    "survey": "勘验、测绘费",
    "custody": "保管费",
    "transport": "运输、仓储费",
    "vacating": "腾退费",
    "site_service": "现场服务费",
    "notary": "公证费",
    "other": "其他费用",
}


@dataclass(frozen=True)
class Spend:
    """A cost. `agency_id` '' where no agency earned it."""

    item: str
    amount: Money
    spent_on: date
    payee: str
    voucher: str
    agency_id: str = ""


@dataclass(frozen=True)
class OfAgency:
    """What an agency earned on the court's lots."""

    agency_id: str
    count: int
    amount: Money


def enter(w: Work, asset_id: str, order: Spend) -> Expense:
    """Enter a cost of a thing; the voucher makes it traceable."""
    asset = get_asset(w, asset_id)
    if order.item not in ITEMS:
        raise Invalid("选择费用项目", field="item")
    if order.amount <= ZERO:
        raise Invalid("金额应大于零", field="amount")
    if order.spent_on > w.today:
        raise Invalid("发生日不能晚于今天", field="spent_on")
    if not order.payee.strip() or not order.voucher.strip():
        raise Invalid("填写收款方和凭证号", field="payee" if not order.payee.strip() else "voucher")
    if order.agency_id and not agency_name(w.session, order.agency_id):
        raise NotFound
    plain = {**vars(order), "agency_id": order.agency_id or None, "payee": order.payee.strip()[:100], "voucher": order.voucher.strip()[:100]}
    row = Expense(court_id=asset.court_id, case_id=asset.case_id, asset_id=asset.id, **plain, noted_by=w.actor.id, noted_at=w.now)
    w.session.add(row)
    w.flush()
    record(w, "expense.entered", "asset", asset.id, f"登记{ITEMS[order.item]} {order.amount.grouped} 元", case_id=asset.case_id)
    return row


def cancel(w: Work, expense_id: str, reason: str) -> Expense:
    """A wrong entry stays readable and counts no more."""
    row = w.session.scalar(in_scope(select(Expense), Expense, w.actor).where(Expense.id == expense_id))
    if row is None:
        raise NotFound
    if row.cancelled_at is not None:
        raise NotNow("已经作废", code="cancelled")
    if not reason.strip():
        raise Invalid("写明作废理由", field="reason")
    row.cancelled_at, row.cancel_reason = w.now, reason.strip()[:200]
    record(w, "expense.cancelled", "asset", row.asset_id, f"作废{ITEMS[row.item]} {row.amount.grouped} 元：{row.cancel_reason}", case_id=row.case_id)
    return row


def list_of_asset(r: Reading, asset_id: str) -> Sequence[Expense]:
    """All entries of a thing that the actor holds, cancelled ones too, oldest first."""
    return r.session.scalars(for_house(select(Expense).where(Expense.asset_id == asset_id).order_by(Expense.spent_on, Expense.noted_at, Expense.id))).all()


def standing(rows: Sequence[Expense], *, until: date | None = None) -> list[Expense]:
    """Entries that count, up to a day."""
    return [row for row in rows if row.cancelled_at is None and (until is None or row.spent_on <= until)]


def cost_of(rows: Sequence[Expense], *, until: date | None = None) -> Money:
    """The cost of the auction so far."""
    return total([row.amount for row in standing(rows, until=until)])


def by_agency(r: Reading) -> list[OfAgency]:
    """Sums per agency within the actor's scope; one query."""
    sums = select(Expense.agency_id, func.count(Expense.id), func.sum(Expense.amount)).where(Expense.agency_id.is_not(None), Expense.cancelled_at.is_(None))
    rows = r.session.execute(in_scope(sums.group_by(Expense.agency_id).order_by(Expense.agency_id), Expense, r.actor))
    return [OfAgency(str(agency_id), int(count), _money(amount)) for agency_id, count, amount in rows]


def list_of_agencies(r: Reading, *, limit: int = 500) -> Sequence[tuple[Expense, str]]:
    """What stands behind the sums: each entry that an agency earned, with its thing's title, latest first; one query."""
    behind = select(Expense, Asset.title).join(Asset, Asset.id == Expense.asset_id)
    behind = behind.where(Expense.agency_id.is_not(None), Expense.cancelled_at.is_(None)).order_by(Expense.spent_on.desc(), Expense.id).limit(limit)
    return [(row[0], str(row[1])) for row in r.session.execute(in_scope(behind, Expense, r.actor))]


def _money(amount: object) -> Money:
    return amount if isinstance(amount, Money) else Money(int(str(amount)))
