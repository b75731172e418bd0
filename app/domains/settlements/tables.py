"""After a sale: what the buyer owes and paid, the sale ruling and its service. No money is moved here, only recorded."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Scoped
from app.kernel.money import ZERO, Money


class Settlement(Scoped):
    """One sold round's account. The buyer's identity number is kept apart from the name and shown masked.

    regime: online, network, in_kind. In kind the price is the failed reserve and `deposit` what of the creditor's claim is set off;
    `attempt` counts the takers of one failed round, of whom the earlier did not pay.
    """

    __tablename__ = "settlement"
    __table_args__ = (
        UniqueConstraint("round_id", "attempt"),
        CheckConstraint("paid >= 0 and balance >= 0", name="amounts"),
        CheckConstraint("status not in ('paid','ruling_due','ruling_served') or paid_on is not null", name="paid_has_day"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    title: Mapped[str] = mapped_column(String(200))
    winner_code: Mapped[str] = mapped_column(String(20))
    price: Mapped[Money]
    deposit: Mapped[Money]
    balance: Mapped[Money]
    paid: Mapped[Money]
    due_on: Mapped[date]
    status: Mapped[str] = mapped_column(String(20), default="balance_due", index=True)
    buyer_name: Mapped[str] = mapped_column(String(100), default="")
    buyer_id_kind: Mapped[str] = mapped_column(String(12), default="")
    buyer_id_no: Mapped[str] = mapped_column(String(40), default="")
    buyer_phone: Mapped[str] = mapped_column(String(30), default="")
    buyer_address: Mapped[str] = mapped_column(String(200), default="")
    buyer_legal_rep: Mapped[str] = mapped_column(String(50), default="")
    paid_on: Mapped[date | None]
    ruling_no: Mapped[str] = mapped_column(String(60), default="")
    ruling_made_on: Mapped[date | None]
    ruling_digest: Mapped[str | None] = mapped_column(String(64))
    ruling_served_on: Mapped[date | None]
    ruling_served_way: Mapped[str] = mapped_column(String(20), default="")
    sold_at: Mapped[datetime]
    eligibility: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    regime: Mapped[str] = mapped_column(String(10), default="online", server_default="online")
    attempt: Mapped[int] = mapped_column(default=1, server_default="1")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Receipt(Scoped):
    """Money that came in, as the finance desk or the bank told. `amount` counts towards the price; a reversal is a negative receipt that names what it undoes.

    `surplus` came with it and is more than was owed: it belongs to the payer and is kept until it has gone back.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("settlement_id", "reference"),
        UniqueConstraint("reverses_id"),
        CheckConstraint("surplus >= 0 and (amount >= 0 or reverses_id is not null)", name="signs"),
        CheckConstraint("surplus_returned_on is null or surplus_note <> ''", name="return_has_note"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    settlement_id: Mapped[str] = mapped_column(ForeignKey("settlement.id"), index=True)
    amount: Mapped[Money]
    received_on: Mapped[date]
    payer: Mapped[str] = mapped_column(String(100))
    reference: Mapped[str] = mapped_column(String(100))
    remark: Mapped[str] = mapped_column(Text, default="")
    reverses_id: Mapped[str | None] = mapped_column(ForeignKey("receipt.id"))
    surplus: Mapped[Money] = mapped_column(default=ZERO, server_default="0")
    surplus_returned_on: Mapped[date | None]
    surplus_note: Mapped[str] = mapped_column(String(200), default="", server_default="")
    booked_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    booked_at: Mapped[datetime]


class DepositRefund(Scoped):
    """A deposit that goes back to a bidder who did not win: due 24 hours after the end (NA-30). Told to the site or the cashier; no money is moved here."""

    __tablename__ = "deposit_refund"
    __table_args__ = (
        UniqueConstraint("round_id", "code"),
        CheckConstraint("amount >= 0", name="amount"),
        CheckConstraint("refunded_at is null or note <> ''", name="refund_has_note"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"))
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(20))
    amount: Mapped[Money]
    ended_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    told_to: Mapped[str] = mapped_column(String(20), default="")
    told_at: Mapped[datetime | None]
    refunded_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(String(200), default="")


class BankStatement(Scoped):
    """A file of the bank's lines as it was uploaded; the same bytes are taken once."""

    __tablename__ = "bank_statement"
    __table_args__ = (UniqueConstraint("court_id", "digest"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    lines: Mapped[int]
    known: Mapped[int]
    taken_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime]


class BankLine(Scoped):
    """One line of money that came in. `mark` is the digest of reference, day and amount: the same line in another file is known.

    `candidates` are [{settlement, title, score, reasons}], best first; state is booked, doubtful or ignored (with a reason).
    """

    __tablename__ = "bank_line"
    __table_args__ = (
        UniqueConstraint("court_id", "mark"),
        CheckConstraint("state in ('booked','doubtful','ignored')", name="state"),
        CheckConstraint("state <> 'booked' or settlement_id is not null", name="booked_where"),
        CheckConstraint("state <> 'ignored' or reason <> ''", name="ignored_why"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    case_id: Mapped[str | None] = mapped_column(ForeignKey("enforcement_case.id"))
    statement_id: Mapped[str] = mapped_column(ForeignKey("bank_statement.id"), index=True)
    row_no: Mapped[int]
    mark: Mapped[str] = mapped_column(String(64))
    amount: Mapped[Money]
    received_on: Mapped[date]
    payer: Mapped[str] = mapped_column(String(100))
    reference: Mapped[str] = mapped_column(String(100))
    remark: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(10), index=True)
    score: Mapped[int] = mapped_column(default=0)
    candidates: Mapped[list[Any]] = mapped_column(default=list)
    settlement_id: Mapped[str | None] = mapped_column(ForeignKey("settlement.id"), index=True)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(200), default="")


class BankLoan(Scoped):
    """A part of the balance that a bank said it would pay by a day. It moves no deadline: a bank's delay is the buyer's."""

    __tablename__ = "bank_loan"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    settlement_id: Mapped[str] = mapped_column(ForeignKey("settlement.id"), index=True)
    bank: Mapped[str] = mapped_column(String(100))
    amount: Mapped[Money]
    expected_on: Mapped[date]
    noted_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]


class Reminder(Scoped):
    """A written reminder of the balance that was given to the buyer; without one there is no declared default."""

    __tablename__ = "balance_reminder"

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    settlement_id: Mapped[str] = mapped_column(ForeignKey("settlement.id"), index=True)
    reminded_on: Mapped[date]
    way: Mapped[str] = mapped_column(String(20))
    noted_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]


class BuyerDefault(Scoped):
    """A declared default (悔拍). `kept` is the deposit that is lost, `returned` what goes back; gap and use are computed once the second sale is known.

    `regime` is online or network; `decision` is the judge's word on what the rule leaves open (M-27), with its reason.
    """

    __tablename__ = "buyer_default"
    __table_args__ = (
        UniqueConstraint("settlement_id"),
        CheckConstraint("kept >= 0 and returned >= 0", name="amounts"),
        CheckConstraint("decided_at is null or (decision <> '' and decision_reason <> '')", name="decision_has_reason"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    settlement_id: Mapped[str] = mapped_column(ForeignKey("settlement.id"))
    buyer_name: Mapped[str] = mapped_column(String(100))
    buyer_code: Mapped[str] = mapped_column(String(20))
    regime: Mapped[str] = mapped_column(String(10))
    first_price: Mapped[Money]
    kept: Mapped[Money]
    returned: Mapped[Money]
    reason: Mapped[str] = mapped_column(String(300))
    declared_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    declared_on: Mapped[date]
    second_id: Mapped[str | None] = mapped_column(ForeignKey("settlement.id"))
    second_price: Mapped[Money | None]
    case_debt: Mapped[Money | None]
    linked_debt: Mapped[Money | None]
    decision: Mapped[str] = mapped_column(String(20), default="")
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Expense(Scoped):
    """A cost of selling one thing, by item and payee; `agency_id` where an agency earned it."""

    __tablename__ = "expense"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"), CheckConstraint("cancelled_at is null or cancel_reason <> ''", name="cancelled_why"))

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"), index=True)
    item: Mapped[str] = mapped_column(String(20))
    amount: Mapped[Money]
    spent_on: Mapped[date]
    payee: Mapped[str] = mapped_column(String(100))
    voucher: Mapped[str] = mapped_column(String(100))
    noted_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(String(200), default="")


class Distribution(Scoped):
    """The distribution sheet of an account: sources, what is paid first, claims with their shares, the balance. Amounts in the lists are fen.

    sources [{source, amount}]; costs [{group, item, amount, basis}]; claims [{creditor, basis, nature, rank, claimed, acknowledged, paid}];
    reserved [{reason, amount}]. Status: draft, asked, approved, served, final.
    """

    __tablename__ = "distribution"
    __table_args__ = (
        UniqueConstraint("settlement_id"),
        CheckConstraint("status in ('draft','asked','approved','served','final')", name="status"),
        CheckConstraint("balance >= 0", name="balance"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"))
    settlement_id: Mapped[str] = mapped_column(ForeignKey("settlement.id"))
    status: Mapped[str] = mapped_column(String(10), default="draft")
    edition: Mapped[int] = mapped_column(default=1, server_default="1")
    sources: Mapped[list[Any]] = mapped_column(default=list)
    costs: Mapped[list[Any]] = mapped_column(default=list)
    claims: Mapped[list[Any]] = mapped_column(default=list)
    reserved: Mapped[list[Any]] = mapped_column(default=list)
    balance: Mapped[Money]
    digest: Mapped[str] = mapped_column(String(64), default="")
    drafted_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    drafted_at: Mapped[datetime]
    record_no: Mapped[str] = mapped_column(String(60), default="")
    approved_at: Mapped[datetime | None]
    final_on: Mapped[date | None]
    paid_out_on: Mapped[date | None]
    payout_note: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class DistributionParty(Scoped):
    """One creditor or debtor whom the sheet is served on, and what that party said: objection, opposition by the others, suit (EX-23: 15/15/15).

    `edition` is the sheet's when it was served: rows of an earlier one stay, with what was said on it. `disputed` is kept back for a suit until
    `released_on`, when it went where the judgment or the end of the suit says.
    """

    __tablename__ = "distribution_party"
    __table_args__ = (
        UniqueConstraint("distribution_id", "edition", "name"),
        CheckConstraint("disputed is null or (disputed > 0 and sued_on is not null)", name="disputed"),
        CheckConstraint("released_on is null or release_note <> ''", name="release_has_note"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    distribution_id: Mapped[str] = mapped_column(ForeignKey("distribution.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[str] = mapped_column(String(20))
    served_on: Mapped[date | None]
    served_way: Mapped[str] = mapped_column(String(20), default="")
    objected_on: Mapped[date | None]
    objection: Mapped[str] = mapped_column(Text, default="")
    passed_on: Mapped[date | None]
    opposed_on: Mapped[date | None]
    opposer: Mapped[str] = mapped_column(String(200), default="")
    told_on: Mapped[date | None]
    sued_on: Mapped[date | None]
    outcome: Mapped[str] = mapped_column(String(20), default="")
    edition: Mapped[int] = mapped_column(default=1, server_default="1")
    disputed: Mapped[Money | None]
    released_on: Mapped[date | None]
    release_note: Mapped[str] = mapped_column(String(200), default="", server_default="")


class Unsold(Scoped):
    """A round without a buyer: what may follow, with its days; one row a round. `ways` are [{step, title, first_by, until, rule}] as proposed that day.

    `superseded_by`: the later round of the thing that was announced, sold or failed; nothing is chosen on this row any more.
    `consent_paper`: what a direct sale rests on: who consented in which paper, or the ground on which the court may decide it (AS-28).
    `registry_*` and `returned_*`: after a release, the notice to the registry and how the thing went back.
    """

    __tablename__ = "unsold"
    __table_args__ = (
        UniqueConstraint("round_id"),
        CheckConstraint("chosen = '' or chosen_at is not null", name="chosen_when"),
        CheckConstraint("(superseded_at is null) = (superseded_by is null)", name="superseded"),
        CheckConstraint("returned_on is null or (returned_to <> '' and returned_condition <> '')", name="returned"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"))
    title: Mapped[str] = mapped_column(String(200))
    round_no: Mapped[int]
    reserve: Mapped[Money]
    failed_on: Mapped[date]
    deposit: Mapped[Money] = mapped_column(default=ZERO, server_default="0")
    ended_at: Mapped[datetime | None]
    ways: Mapped[list[Any]] = mapped_column(default=list)
    asked_on: Mapped[date | None]
    chosen: Mapped[str] = mapped_column(String(20), default="")
    chosen_reason: Mapped[str] = mapped_column(String(300), default="")
    chosen_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    chosen_at: Mapped[datetime | None]
    consent_paper: Mapped[str] = mapped_column(String(200), default="", server_default="")
    taker: Mapped[str] = mapped_column(String(200), default="")
    draw_seed: Mapped[str] = mapped_column(String(200), default="")
    draw_digest: Mapped[str] = mapped_column(String(64), default="")
    superseded_at: Mapped[datetime | None]
    superseded_by: Mapped[str | None] = mapped_column(ForeignKey("round.id"))
    registry_told_on: Mapped[date | None]
    registry_paper: Mapped[str] = mapped_column(String(100), default="", server_default="")
    returned_on: Mapped[date | None]
    returned_to: Mapped[str] = mapped_column(String(100), default="", server_default="")
    returned_condition: Mapped[str] = mapped_column(String(500), default="", server_default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class TakingOffer(Scoped):
    """A creditor who would take the thing at the failed reserve (AS-13). `difference` is what that creditor pays; `place` the order that the lot drew.

    `lapsed`: why it counts no more (withdrawn, the difference not paid), '' while it stands.
    """

    __tablename__ = "taking_offer"
    __table_args__ = (UniqueConstraint("unsold_id", "creditor"), CheckConstraint("claim >= 0 and difference >= 0", name="amounts"))

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    unsold_id: Mapped[str] = mapped_column(ForeignKey("unsold.id"), index=True)
    creditor: Mapped[str] = mapped_column(String(200))
    rank: Mapped[int]
    claim: Mapped[Money]
    difference: Mapped[Money]
    offered_on: Mapped[date]
    place: Mapped[int | None]
    lapsed: Mapped[str] = mapped_column(String(200), default="", server_default="")
    noted_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]
