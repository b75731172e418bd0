"""Ways to a reference price: one row a way that was tried, the platforms' reports, the parties' sealed figures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Scoped
from app.kernel.money import Money


class Valuation(Scoped):
    """One way tried for one asset. `skipped` says why earlier ways were passed over: [{method, reason}] (RP-02)."""

    __tablename__ = "valuation"
    __table_args__ = (
        CheckConstraint("status <> 'settled' or (amount is not null and valid_until is not null)", name="settled_has_amount"),
        CheckConstraint("method in ('agreement','directed_inquiry','online_inquiry','appraisal')", name="method"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    method: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(10), default="running", index=True)
    title: Mapped[str] = mapped_column(String(200))
    order_no: Mapped[str] = mapped_column(String(80), unique=True)
    stated_value: Mapped[Money | None]
    skipped: Mapped[list[Any]] = mapped_column(default=list)
    started_at: Mapped[datetime]
    due_on: Mapped[date | None]
    amount: Mapped[Money | None]
    used: Mapped[list[Any]] = mapped_column(default=list)
    valid_until: Mapped[date | None]
    settled_at: Mapped[datetime | None]
    remark: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PriceReport(Scoped):
    """One platform's order and report. `next_at` is when the heartbeat asks again."""

    __tablename__ = "price_report"
    __table_args__ = (UniqueConstraint("valuation_id", "platform"), Index("ix_price_report_next", "next_at"))

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    valuation_id: Mapped[str] = mapped_column(ForeignKey("valuation.id"), index=True)
    platform: Mapped[str] = mapped_column(String(20))
    platform_title: Mapped[str] = mapped_column(String(60))
    inquiry_no: Mapped[str] = mapped_column(String(60), default="")
    ordered_at: Mapped[datetime | None]
    due_on: Mapped[date]
    received_at: Mapped[datetime | None]
    value: Mapped[Money | None]
    on_time: Mapped[bool | None]
    report_no: Mapped[str] = mapped_column(String(80), default="")
    valid_until: Mapped[date | None]
    evidence: Mapped[list[Any]] = mapped_column(default=list)
    fault: Mapped[str] = mapped_column(String(200), default="")
    next_at: Mapped[datetime | None]


class AgreementFigure(Scoped):
    """A side's figure in an agreement, sealed until both are in (议价)."""

    __tablename__ = "agreement_figure"
    __table_args__ = (UniqueConstraint("valuation_id", "side"), CheckConstraint("side in ('applicant','debtor')", name="side"))

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    valuation_id: Mapped[str] = mapped_column(ForeignKey("valuation.id"), index=True)
    side: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(100))
    value: Mapped[Money]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
