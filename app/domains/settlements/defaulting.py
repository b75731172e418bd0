"""Default (悔拍): declared by the judge after the day and one reminder; the deposit is kept and used line by line as the law says; the buyer is barred.

What the law leaves open (a gap that stays, a remainder) is the judge's decision with a reason, never computed away (M-27).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.cases.queries import in_scope
from app.domains.courts.switches import switched_off
from app.domains.settlements.events import BuyerDefaulted
from app.domains.settlements.ledger import cost_of, list_of_asset
from app.domains.settlements.payments import list_reminders
from app.domains.settlements.queries import get_settlement
from app.domains.settlements.rules import LIFE, PAYING, SettlementAct, SettlementStatus
from app.domains.settlements.tables import BuyerDefault, Settlement
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.actor import Role
from app.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from app.kernel.money import ZERO, Money
from app.law.rulebook import cite
from app.law.settlement import Default, NetworkSaleDefault, default_network_sale, default_online

LEAST_REASON = 4
NETWORK_RULE = "BM-08"


class Regime(StrEnum):
    """By which rule the default is judged."""

    ONLINE = "online"
    NETWORK = "network"
    IN_KIND = "in_kind"

    @property
    def word(self) -> str:
        """On the page."""
        return {Regime.ONLINE: "网络司法拍卖", Regime.NETWORK: "网络司法变卖", Regime.IN_KIND: "以物抵债"}[self]


class Decision(StrEnum):
    """What the judge may decide on what the rule leaves open."""

    COLLECT = "collect"
    NOT_COLLECT = "not_collect"
    INTO_SHEET = "into_sheet"
    TO_DEBTOR = "to_debtor"
    HOLD = "hold"

    @property
    def word(self) -> str:
        """On the page."""
        return _WORDS[self]


_WORDS = {
    Decision.COLLECT: "责令原买受人补交尚差部分",
    Decision.NOT_COLLECT: "尚差部分不再追缴",
    Decision.INTO_SHEET: "余下保证金纳入案款分配",
    Decision.TO_DEBTOR: "余下保证金退还被执行人",
    Decision.HOLD: "余下保证金暂存，另行处理",
}
FOR_GAP = (Decision.COLLECT, Decision.NOT_COLLECT)
FOR_REST = (Decision.INTO_SHEET, Decision.TO_DEBTOR, Decision.HOLD)


@dataclass(frozen=True)
class UseLine:
    """One line of the order of article 24: what it asks for, what the deposit covers of it, what is left after it."""

    number: int
    title: str
    wanted: Money
    covered: Money
    left: Money


@dataclass(frozen=True)
class Used:
    """The deposit line by line. `outcome` is None while no second sale is known."""

    row: BuyerDefault
    cost: Money
    outcome: Default | None
    lines: tuple[UseLine, ...]
    choices: tuple[Decision, ...]
    """What the judge has to decide between; empty where nothing is open."""

    @property
    def lacks_debts(self) -> bool:
        """Are the third and fourth use unknown while something is left for them?"""
        return self.outcome is not None and bool(self.outcome.unplaced) and self.row.case_debt is None

    @property
    def undecided(self) -> bool:
        """Does it wait for the judge?"""
        return bool(self.choices) and self.row.decided_at is None

    @property
    def into_money(self) -> Money:
        """What of the deposit joins the money of the case: the three uses by the law, and the rest where the judge put it there."""
        if self.outcome is None:
            return ZERO
        rest = self.outcome.unplaced if self.row.decision == Decision.INTO_SHEET.value else ZERO
        return self.outcome.cost + self.outcome.gap + self.outcome.case_debt + rest


def declare(w: Work, settlement_id: str, reason: str) -> BuyerDefault:
    """The judge declares it. Refused before the day has passed, without a reminder, and on an account that is paid."""
    found = get_settlement(w, settlement_id)
    if w.actor.role is not Role.JUDGE:
        raise NotAllowed("你不能宣布悔拍：该操作属于承办法官", code="no_right")
    if found.status not in PAYING:
        raise NotNow("余款已经付清或者已经悔拍", code="not_waiting")
    if w.today <= found.due_on:
        raise NotNow(f"付款期限至 {found.due_on.isoformat()}，届满后才能宣布悔拍", code="not_over")
    if not list_reminders(w, found.id):
        raise NotNow("还没有书面催缴：先登记一次催缴", code="no_reminder")
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid("写明逾期未付的事实", field="default_reason")
    row = _row(w, found, reason.strip()[:300])
    w.session.add(row)
    found.status = LIFE.advance(SettlementStatus(found.status), SettlementAct.DEFAULT).value
    w.flush()
    in_kind = found.regime == Regime.IN_KIND.value
    words = "承受人逾期未补交差额，抵债不再进行" if in_kind else f"宣布悔拍：不予退还保证金 {row.kept.grouped} 元"
    record(w, "settlement.defaulted", "settlement", found.id, words, case_id=found.case_id, authority=cite("AS-18" if in_kind else "NA-33"))
    w.emit(BuyerDefaulted(found.id, found.case_id, found.court_id, found.asset_id, row.id, found.round_id, found.title, w.today))
    return row


def enter_debts(w: Work, default_id: str, *, case_debt: Money, linked_debt: Money) -> BuyerDefault:
    """What is left of the debt of the case and of debts tied to the property after the second sale's money; the third and fourth use of the deposit."""
    row = get_default(w, default_id)
    if row.decided_at is not None:
        raise NotNow("承办法官已作决定", code="decided")
    if case_debt < ZERO or linked_debt < ZERO:
        raise Invalid("金额不小于零", field="case_debt" if case_debt < ZERO else "linked_debt")
    row.case_debt, row.linked_debt = case_debt, linked_debt
    w.flush()
    words = f"登记尚未清偿的本案债务 {case_debt.grouped} 元、与财产相关的债务 {linked_debt.grouped} 元"
    record(w, "settlement.debts_entered", "settlement", row.settlement_id, words, case_id=row.case_id, authority=cite("NA-33"))
    return row


def decide(w: Work, default_id: str, decision: Decision, reason: str) -> BuyerDefault:
    """The judge decides what the rule leaves open, with a reason (M-27)."""
    row = get_default(w, default_id)
    if w.actor.role is not Role.JUDGE:
        raise NotAllowed("你不能作出决定：该操作属于承办法官", code="no_right")
    used = use_of(w, row)
    if row.decided_at is not None:
        raise NotNow("已经作出决定", code="decided")
    if decision not in used.choices:
        raise NotNow("没有需要作出该决定的事项", code="nothing_open")
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid("写明决定的理由", field="decision_reason")
    row.decision, row.decision_reason, row.decided_by, row.decided_at = decision.value, reason.strip(), w.actor.id, w.now
    w.flush()
    record(w, "settlement.default_decided", "settlement", row.settlement_id, f"承办法官决定：{decision.word}", case_id=row.case_id, authority=cite("NA-33"))
    return row


def use_of(r: Reading, row: BuyerDefault) -> Used:
    """The deposit line by line, by the law, from the ledger and the second price; cost counts what was spent until the default was declared."""
    cost = cost_of(list_of_asset(r, row.asset_id), until=row.declared_on)
    if row.second_price is None:
        return Used(row, cost, None, (), _held_open(r, row))
    owing, linked = row.case_debt or ZERO, row.linked_debt or ZERO
    prices = {"first_price": row.first_price, "second_price": row.second_price}
    out = default_online(deposit=row.kept, cost=cost, case_debt=owing, linked_debt=linked, **prices)
    gap = max(ZERO, row.first_price - row.second_price)
    asked = (
        ("支付拍卖产生的费用损失", cost, out.cost),
        ("弥补重新拍卖价款低于原拍卖价款的差价", gap, out.gap),
        ("冲抵本案被执行人的债务", owing, out.case_debt),
        ("冲抵与拍卖财产相关的被执行人的债务", linked, out.linked_debt),
    )
    lines, left = [], row.kept
    for number, (title, wanted, covered) in enumerate(asked, 1):
        left -= covered
        lines.append(UseLine(number, title, wanted, covered, left))
    choices = (*(FOR_GAP if out.open_gap else ()), *(FOR_REST if out.unplaced and row.case_debt is not None else ())) or _held_open(r, row)
    return Used(row, cost, out, tuple(lines), choices)


def find_default(r: Reading, settlement_id: str) -> BuyerDefault | None:
    """The default of an account that the actor holds."""
    return r.session.scalar(for_house(select(BuyerDefault)).where(BuyerDefault.settlement_id == settlement_id))


def find_by_second(r: Reading, settlement_id: str) -> BuyerDefault | None:
    """The default that an account is the second sale of, for whoever holds the account."""
    return r.session.scalar(for_house(select(BuyerDefault)).where(BuyerDefault.second_id == settlement_id))


def find_open_of_asset(r: Reading, asset_id: str) -> BuyerDefault | None:
    """The default of a sale, not of a taking in kind, after which a thing is to be sold again. For the house's own steps."""
    waits = (BuyerDefault.asset_id == asset_id, BuyerDefault.second_id.is_(None), BuyerDefault.regime != Regime.IN_KIND.value)
    return r.session.scalar(for_house(select(BuyerDefault)).where(*waits).order_by(BuyerDefault.declared_on.desc()).limit(1))


def get_default(r: Reading, default_id: str) -> BuyerDefault:
    """A default in the actor's scope; NotFound otherwise."""
    row = r.session.scalar(in_scope(select(BuyerDefault), BuyerDefault, r.actor).where(BuyerDefault.id == default_id))
    if row is None:
        raise NotFound
    return row


def _row(w: Work, found: Settlement, reason: str) -> BuyerDefault:
    """Kept is the announced deposit; a taker in kind paid none and gets a part payment back.

    A part payment goes back; in a network sale by BM-08, and where the court does not ask BM-08 the judge decides on it.
    """
    money = default_network_sale(full_price_paid=found.deposit + found.paid, announced_deposit=found.deposit)
    if found.regime == Regime.IN_KIND.value:
        money = NetworkSaleDefault(ZERO, found.paid)
    asks = found.regime != Regime.NETWORK.value or NETWORK_RULE not in switched_off(w, found.court_id)
    return BuyerDefault(
        court_id=found.court_id, case_id=found.case_id, asset_id=found.asset_id, settlement_id=found.id, buyer_name=found.buyer_name,
        buyer_code=found.winner_code, regime=found.regime, first_price=found.price, kept=money.forfeited,
        returned=money.returned if asks else ZERO, reason=reason, declared_by=w.actor.id, declared_on=w.today,
    )  # fmt: skip


def _held_open(r: Reading, row: BuyerDefault) -> tuple[Decision, ...]:
    """Prepaid money of a network sale whose fate no rule that the court asks says."""
    held = row.regime == Regime.NETWORK.value and not row.returned and NETWORK_RULE in switched_off(r, row.court_id)
    return (Decision.TO_DEBTOR, Decision.HOLD) if held else ()
