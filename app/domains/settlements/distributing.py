"""The distribution sheet: drafted from the account, mended line by line, put before the panel, then final and paid out. Always closed to the fen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.cases.queries import in_scope, list_parties
from app.domains.cases.types import PartyRole
from app.domains.settlements.defaulting import Used, find_by_second, use_of
from app.domains.settlements.distribution_rules import (
    Computed,
    Cost,
    Creditor,
    Group,
    Incoming,
    Reserve,
    Sheet,
    check_creditor,
    compute,
    left_open,
    refuse_open,
    sheet_of,
    verify,
)
from app.domains.settlements.events import DistributionApproved, DistributionAsked, DistributionChanged, PaidOut
from app.domains.settlements.ledger import ITEMS, list_of_asset, standing
from app.domains.settlements.permissions import DISTRIBUTE, require
from app.domains.settlements.queries import get_settlement, house_settlement
from app.domains.settlements.rules import IN_KIND
from app.domains.settlements.tables import Distribution, DistributionParty, Settlement
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.errors import Invalid, NotFound, NotNow
from app.kernel.ids import digest_of
from app.kernel.money import ZERO, Money, total
from app.law.fees import enforcement_fee
from app.law.rulebook import cite

RULE = "EX-23"
SALE, DIFFERENCE, DEPOSIT = "拍卖成交价款", "以物抵债承受人补交的差额", "悔拍买受人不予退还的保证金"
LISTS = {"sources": "收款", "costs": "费用", "claims": "债权", "reserved": "预留"}
CREDITOR, DEBTOR = "债权人", "被执行人"
MENDABLE = frozenset({"draft", "asked", "approved", "served"})


def draft(w: Work, settlement_id: str) -> Distribution:
    """Open the sheet once the price is paid: the price, what the law puts in of a defaulter's deposit, and the ledger's costs stand in it."""
    require(w.actor, DISTRIBUTE)
    account = get_settlement(w, settlement_id)
    if account.paid_on is None:
        raise NotNow("价款付清后才能制作分配方案", code="not_paid")
    if not has_money(account):
        raise NotNow("债权以标的物抵偿，没有可分配的价款", code="no_money")
    if find_sheet(w, account.id) is not None:
        raise NotNow("已有分配方案", code="known")
    of = {"court_id": account.court_id, "case_id": account.case_id, "asset_id": account.asset_id, "settlement_id": account.id}
    row = Distribution(**of, balance=ZERO, drafted_by=w.actor.id, drafted_at=w.now)
    row.costs = [
        _stored(Cost(Group.COST, ITEMS[each.item], each.amount, f"凭证 {each.voucher}")) for each in standing(list_of_asset(w, account.asset_id))
    ]  # fmt: skip
    w.session.add(row)
    _computed(w, row, account)
    w.flush()
    record(w, "distribution.drafted", "distribution", row.id, f"制作案款分配方案：收款 {account.price.grouped} 元", case_id=row.case_id, authority=cite(RULE))
    return row


def add(w: Work, distribution_id: str, entry: Incoming | Cost | Creditor | Reserve) -> Distribution:
    """Add a line; all shares are computed anew. An earlier question or agreement is void."""
    row = _mendable(w, distribution_id)
    name = {Incoming: "sources", Cost: "costs", Creditor: "claims", Reserve: "reserved"}[type(entry)]
    if isinstance(entry, Creditor):
        check_creditor(entry)
    elif entry.amount <= ZERO:
        raise Invalid("金额应大于零", field="amount")
    setattr(row, name, [*getattr(row, name), _stored(entry)])
    return _changed(w, row, f"分配方案增加{LISTS[name]}")


def charge_fee(w: Work, distribution_id: str) -> Distribution:
    """Enter the enforcement fee by its bands (EX-32) on the amount that is executed: the acknowledged claims, as far as money is there for them.

    Another fee is entered by hand with its basis; a fee that stands is taken out first.
    """
    row = _mendable(w, distribution_id)
    if any(each["group"] == Group.FEE.value for each in row.costs):
        raise NotNow("已有执行费，先删除再计算", code="fee_known")
    if not row.claims:
        raise NotNow("先登记债权，再按执行金额计算执行费", code="no_claims")
    left = sum(int(each["amount"]) for each in row.sources) - sum(int(each["amount"]) for each in row.costs)
    amount = Money(max(0, min(left, sum(int(each["acknowledged"]) for each in row.claims))))
    entry = Cost(Group.FEE, "执行费", enforcement_fee(amount), f"{cite('EX-32')}，执行金额 {amount.grouped} 元")
    row.costs = [*row.costs, _stored(entry)]
    return _changed(w, row, f"按执行金额计算执行费 {entry.amount.grouped} 元")


def remove(w: Work, distribution_id: str, name: str, place: int) -> Distribution:
    """Take a line out, by its list and place (0 the first). What the account itself brings stays."""
    row = _mendable(w, distribution_id)
    if name not in LISTS:
        raise NotFound
    lines = list(getattr(row, name))
    if not 0 <= place < len(lines) or lines[place].get("own"):
        raise NotFound
    del lines[place]
    setattr(row, name, lines)
    return _changed(w, row, f"分配方案删除{LISTS[name]}")


def refresh(w: Work, distribution_id: str) -> Distribution:
    """Take the account's money anew: after the judge decided on a deposit, or the debts of a default were entered."""
    return _changed(w, _mendable(w, distribution_id), "分配方案重新取数")


def submit(w: Work, distribution_id: str) -> Distribution:
    """Put it before the panel. Refused while it does not close, has no creditor, or a deposit's fate waits for the judge."""
    row = _mendable(w, distribution_id)
    if row.status != "draft":
        raise NotNow("分配方案已经提交", code="asked")
    if not row.claims:
        raise Invalid("还没有债权人", field="creditor")
    account = house_settlement(w, row.settlement_id)
    if account.paid_on is None:
        raise NotNow("价款没有付清，不能提交分配方案", code="not_paid")
    if brought(w, account) != [each for each in row.sources if each.get("own")]:
        raise NotNow("案款有变动，先重新取数", code="stale")
    _refuse_waiting(used_of(w, account))
    refuse_open(verified(row))
    row.status, row.digest = "asked", digest_of(_content(row))
    w.flush()
    record(w, "distribution.asked", "distribution", row.id, "提请合议案款分配方案", case_id=row.case_id, digest=row.digest, authority=cite(RULE))
    w.emit(DistributionAsked(*_of(row), row.id, row.digest, account.title, w.actor.id))
    return row


def decided(w: Work, distribution_id: str, digest: str, *, agreed: bool, record_no: str, reason: str) -> Distribution:
    """The panel voted on exactly this sheet: approved, or back to be mended. For the house's step."""
    row = house_sheet(w, distribution_id)
    if row.status != "asked" or row.digest != digest:
        raise NotNow("表决的不是现在的分配方案", code="other_content")
    if not agreed:
        row.status = "draft"
        record(w, "distribution.returned", "distribution", row.id, f"合议庭未通过分配方案：{reason}"[:250], case_id=row.case_id)
        return row
    row.status, row.approved_at, row.record_no = "approved", w.now, record_no
    _list_parties(w, row)
    w.flush()
    record(w, "distribution.approved", "distribution", row.id, "合议庭通过案款分配方案", case_id=row.case_id, digest=row.digest, authority=cite(RULE))
    w.emit(DistributionApproved(*_of(row), row.id, house_settlement(w, row.settlement_id).title))
    return row


def take_back(w: Work, settlement_id: str, words: str) -> None:
    """The account's money is not what it was: what was asked or agreed is void and the sheet is a draft again. For the house's step."""
    row = find_sheet(w, settlement_id)
    if row is not None and row.status in MENDABLE:
        _changed(w, row, words)


def note_paid_out(w: Work, distribution_id: str, *, on: date, note: str) -> Distribution:
    """The cashier paid by the final sheet, all but what is kept back for suits."""
    row = get_sheet(w, distribution_id)
    if row.status != "final" or row.final_on is None:
        raise NotNow("分配方案生效后才能登记发放", code="not_final")
    if row.paid_out_on is not None:
        raise NotNow("已登记发放", code="paid_out")
    if not row.final_on <= on <= w.today:
        raise Invalid("发放日应在方案生效之后、不晚于今天", field="paid_out_on")
    if not note.strip():
        raise Invalid("填写发放凭证号", field="payout_note")
    row.paid_out_on, row.payout_note = on, note.strip()[:200]
    w.flush()
    held = held_back(w, row.id)
    words = f"登记案款已按分配方案发放{f'，争议款额 {held.grouped} 元提存' if held else ''}"
    record(w, "distribution.paid_out", "distribution", row.id, words, case_id=row.case_id, authority=cite("EX-28"))
    w.emit(PaidOut(*_of(row), row.id, on))
    return row


def sheet_in(row: Distribution) -> Sheet:
    """The sheet that a row keeps."""
    return sheet_of(row.sources, row.costs, row.claims, row.reserved)


def verified(row: Distribution) -> Computed:
    """The stored figures looked at again."""
    return verify(sheet_in(row), [Money(int(each["paid"])) for each in row.claims], row.balance)


def brought(r: Reading, account: Settlement) -> list[dict[str, Any]]:
    """What the account itself brings: the price (in kind the difference), and what of a defaulter's deposit the law and the judge put in."""
    own = [_stored(Incoming(DIFFERENCE, account.balance) if account.regime == IN_KIND else Incoming(SALE, account.price))]
    used = used_of(r, account)
    if used is not None and used.into_money:
        own.append(_stored(Incoming(DEPOSIT, used.into_money)))
    return [{**each, "own": True} for each in own]


def used_of(r: Reading, account: Settlement) -> Used | None:
    """The deposit of the default that this account is the second sale of."""
    before = find_by_second(r, account.id)
    return use_of(r, before) if before is not None else None


def has_money(account: Settlement) -> bool:
    """Is there money to distribute? None where the thing itself paid the whole claim."""
    return account.regime != IN_KIND or bool(account.balance)


def find_sheet(r: Reading, settlement_id: str) -> Distribution | None:
    """The sheet of an account that the actor holds."""
    return r.session.scalar(for_house(select(Distribution)).where(Distribution.settlement_id == settlement_id))


def get_sheet(r: Reading, distribution_id: str) -> Distribution:
    """A sheet in the actor's scope; NotFound otherwise."""
    row = r.session.scalar(in_scope(select(Distribution), Distribution, r.actor).where(Distribution.id == distribution_id))
    if row is None:
        raise NotFound
    return row


def house_sheet(r: Reading, distribution_id: str, *, lock: bool = False) -> Distribution:
    """A sheet for the house's own steps."""
    asked = for_house(select(Distribution)).where(Distribution.id == distribution_id)
    row = r.session.scalar(asked.with_for_update().execution_options(populate_existing=True) if lock else asked)
    if row is None:
        raise NotFound
    return row


def list_served(r: Reading, distribution_id: str, *, earlier: bool = False) -> Sequence[DistributionParty]:
    """Whom a sheet is served on as it stands, creditors first; `earlier`: those of the editions before, with what they said."""
    now = for_house(select(Distribution.edition).where(Distribution.id == distribution_id)).scalar_subquery()
    of = select(DistributionParty).where(
        DistributionParty.distribution_id == distribution_id, DistributionParty.edition < now if earlier else DistributionParty.edition == now
    )
    return r.session.scalars(for_house(of.order_by(DistributionParty.capacity, DistributionParty.id))).all()


def _refuse_waiting(used: Used | None) -> None:
    """What of a defaulter's deposit joins the money is known first (NA-33): once the sheet is final nothing can be added to it."""
    if used is not None and used.lacks_debts:
        raise NotNow(f"悔拍保证金还有余额：先登记尚未清偿的债务（{cite('NA-33')}）", code="debts_missing")
    if used is not None and used.undecided:
        raise NotNow(f"悔拍保证金的去向待承办法官决定（{cite('NA-33')}），决定后再提交", code="deposit_waits")


def held_back(r: Reading, distribution_id: str) -> Money:
    """What is kept for suits that are not over, of every edition of the sheet (民诉法解释 510: the disputed amount is deposited)."""
    held = select(DistributionParty.disputed).where(
        DistributionParty.distribution_id == distribution_id, DistributionParty.disputed.is_not(None), DistributionParty.released_on.is_(None)
    )
    return total([each for each in r.session.scalars(for_house(held)) if each is not None])


def distributable(row: Distribution) -> Money:
    """What the sheet gives to creditors and debtor together."""
    sheet = sheet_in(row)
    return sheet.came_in - sheet.first_out


def _mendable(w: Work, distribution_id: str) -> Distribution:
    require(w.actor, DISTRIBUTE)
    row = get_sheet(w, distribution_id)
    if row.status not in MENDABLE:
        raise NotNow("分配方案已经生效，不能再改", code="final")
    return row


def _changed(w: Work, row: Distribution, words: str) -> Distribution:
    if row.status != "draft":
        parties = list_served(w, row.id)
        row.edition += 1 if parties else 0
        row.status, row.approved_at, row.digest = "draft", None, ""
        w.emit(DistributionChanged(*_of(row), row.id, words, tuple(each.id for each in parties)))
    _computed(w, row, house_settlement(w, row.settlement_id))
    w.flush()
    record(w, "distribution.changed", "distribution", row.id, words, case_id=row.case_id)
    return row


def _computed(w: Work, row: Distribution, account: Settlement) -> None:
    row.sources = [*brought(w, account), *(each for each in row.sources or [] if not each.get("own"))]
    row.costs, row.claims, row.reserved = row.costs or [], row.claims or [], row.reserved or []
    sheet = sheet_in(row)
    found = compute(sheet)
    row.claims = [{**each, "paid": paid.fen, "place": place} for each, paid, place in zip(row.claims, found.paid, found.places, strict=True)]
    row.balance = found.balance


def open_claims(row: Distribution) -> Money:
    """What of the acknowledged claims the sheet leaves unpaid."""
    return left_open(sheet_in(row), [Money(int(each["paid"])) for each in row.claims])


def _list_parties(w: Work, row: Distribution) -> None:
    names = {str(each["creditor"]): CREDITOR for each in row.claims}
    debtors = {each.name: DEBTOR for each in list_parties(w, row.case_id) if each.role == PartyRole.DEBTOR.value}
    of = {"court_id": row.court_id, "case_id": row.case_id, "distribution_id": row.id}
    w.session.add_all([DistributionParty(**of, edition=row.edition, name=name, capacity=capacity) for name, capacity in {**debtors, **names}.items()])


def _content(row: Distribution) -> dict[str, Any]:
    return {"sources": row.sources, "costs": row.costs, "claims": row.claims, "reserved": row.reserved, "balance": row.balance.fen}


def _stored(entry: Incoming | Cost | Creditor | Reserve) -> dict[str, Any]:
    kept = {name: value.fen if isinstance(value, Money) else value for name, value in vars(entry).items()}
    return {**kept, "paid": 0} if isinstance(entry, Creditor) else kept


def _of(row: Distribution) -> tuple[str, str, str, str]:
    return (row.settlement_id, row.case_id, row.court_id, row.asset_id)
