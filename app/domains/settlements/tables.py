"""After a sale: what the buyer owes and paid, the sale ruling and its service. No money is moved here, only recorded."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Scoped
from app.kernel.money import Money


class Settlement(Scoped):
    """One sold round's account. The buyer's identity number is kept apart from the name and shown masked."""

    __tablename__ = "settlement"
    __table_args__ = (
        UniqueConstraint("round_id"),
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
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Receipt(Scoped):
    """Money that came in, as the finance desk or the bank told; a reversal is a negative receipt."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("settlement_id", "reference"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    settlement_id: Mapped[str] = mapped_column(ForeignKey("settlement.id"), index=True)
    amount: Mapped[Money]
    received_on: Mapped[date]
    payer: Mapped[str] = mapped_column(String(100))
    reference: Mapped[str] = mapped_column(String(100))
    remark: Mapped[str] = mapped_column(Text, default="")
    booked_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    booked_at: Mapped[datetime]
