"""Ways to a reference price: one row a way that was tried; the platforms' reports, the parties' sealed figures, appraisers in their order,
what was sent to whom, and objections."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Scoped
from app.kernel.money import Money


class Valuation(Scoped):
    """One way tried for one asset.

    skipped: why earlier ways were passed over, [{method, reason, ground}] (RP-02); jump, jump_note: what else let the order be left; rules: the articles;
    details: what was asked, by method; files: [{digest, name, what, at}]; fee: {quote, rate, cost, advanced_by, …} (RP-36 to RP-39);
    sold_for: the sale price, which decides who is paid.
    """

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
    jump: Mapped[str] = mapped_column(String(20), default="")
    jump_note: Mapped[str] = mapped_column(String(300), default="")
    rules: Mapped[list[Any]] = mapped_column(default=list)
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    files: Mapped[list[Any]] = mapped_column(default=list)
    fee: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sold_for: Mapped[Money | None]
    paused_on: Mapped[date | None]
    pause_ground: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PriceReport(Scoped):
    """One platform's order and report. `next_at` is when the heartbeat asks again; `issue` counts corrections and re-issues.

    errors: the basic error found, {kind, note} (RP-12); earlier: reports before this issue, [{issue, value, report_no, received_at, on_time, valid_until}].
    """

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
    asked_more_at: Mapped[datetime | None]
    extended_on: Mapped[date | None]
    issue: Mapped[int] = mapped_column(default=1)
    issue_kind: Mapped[str] = mapped_column(String(12), default="first")
    errors: Mapped[dict[str, Any]] = mapped_column(default=dict)
    earlier: Mapped[list[Any]] = mapped_column(default=list)

    @property
    def ref(self) -> str:
        """This issue of this report."""
        return f"{self.id}/{self.issue}"


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


class AppraiserChoice(Scoped):
    """Three appraisers in their order, by agreement of the parties or by draw (RP-16). The draw is recomputed by docs/verify_draw.py.

    seed: the root of the chain, sealed by the vault, never shown; frozen, rounds: as in a draw of agencies; chosen: [{uscc, name}] in order.
    """

    __tablename__ = "appraiser_choice"
    __table_args__ = (
        UniqueConstraint("valuation_id"),
        CheckConstraint("way in ('agreed','draw')", name="way"),
        CheckConstraint("frozen_at is null or (list_digest <> '' and (committed_at is null or committed_at <= frozen_at))", name="committed_before_frozen"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    valuation_id: Mapped[str] = mapped_column(ForeignKey("valuation.id"))
    way: Mapped[str] = mapped_column(String(10))
    number: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(String(300), default="")
    seed: Mapped[str] = mapped_column(String(300), default="")
    commitment: Mapped[str] = mapped_column(String(64), default="")
    committed_at: Mapped[datetime | None]
    frozen: Mapped[dict[str, Any]] = mapped_column(default=dict)
    list_digest: Mapped[str] = mapped_column(String(64), default="")
    frozen_at: Mapped[datetime | None]
    rounds: Mapped[list[Any]] = mapped_column(default=list)
    chosen: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Appraisal(Scoped):
    """The order of one appraiser of the three.

    materials: [{name, copies}] with the receipt; visit: {at, told, attended, witness, people: [name]}; extensions: [{asked_on, days, reason}];
    signatories: who signed the report; fault: what the review found, {kind, note, due_on}; earlier: reports before the last, [{value, report_no, …}].
    """

    __tablename__ = "appraisal"
    __table_args__ = (
        UniqueConstraint("valuation_id", "place"),
        CheckConstraint("place between 1 and 3", name="place"),
        CheckConstraint("state in ('waiting','working','reported','correcting','reissuing','replaced')", name="state"),
        CheckConstraint("state <> 'reported' or (value is not null and valid_until is not null)", name="reported_has_value"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    valuation_id: Mapped[str] = mapped_column(ForeignKey("valuation.id"), index=True)
    place: Mapped[int]
    uscc: Mapped[str] = mapped_column(String(18))
    name: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    materials: Mapped[list[Any]] = mapped_column(default=list)
    receiver: Mapped[str] = mapped_column(String(60), default="")
    received_on: Mapped[date | None]
    due_on: Mapped[date | None]
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    visit: Mapped[dict[str, Any]] = mapped_column(default=dict)
    extensions: Mapped[list[Any]] = mapped_column(default=list)
    value: Mapped[Money | None]
    report_no: Mapped[str] = mapped_column(String(80), default="")
    issued_on: Mapped[date | None]
    reported_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    signatories: Mapped[list[Any]] = mapped_column(default=list)
    fault: Mapped[dict[str, Any]] = mapped_column(default=dict)
    earlier: Mapped[list[Any]] = mapped_column(default=list)
    replaced_why: Mapped[str] = mapped_column(String(300), default="")
    replaced_on: Mapped[date | None]
    material_back_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def ref(self) -> str:
        """This issue of its report."""
        return f"{self.id}/{len(self.earlier) + 1}"


class ReportDelivery(Scoped):
    """Reports sent to one party (RP-24, RP-25). Its service (app/domains/services) is the one record of what came of it; these days follow from there.

    reached_on: received, or counted as received; deemed_on: the day on which a running notice will count; trouble: why the last attempt failed.

    reports: "<row id>/<issue>" of each report sent, so that a corrected one is sent again.
    """

    __tablename__ = "report_delivery"
    __table_args__ = (CheckConstraint("way in ('direct','mail','electronic','publication')", name="way"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    valuation_id: Mapped[str] = mapped_column(ForeignKey("valuation.id"), index=True)
    party_id: Mapped[str] = mapped_column(ForeignKey("party.id"))
    party_name: Mapped[str] = mapped_column(String(100))
    reports: Mapped[list[Any]] = mapped_column(default=list)
    way: Mapped[str] = mapped_column(String(12))
    sent_on: Mapped[date]
    reached_on: Mapped[date | None]
    deemed_on: Mapped[date | None]
    trouble: Mapped[str] = mapped_column(String(300), default="")
    note: Mapped[str] = mapped_column(String(300), default="")
    sent_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PriceObjection(Scoped):
    """An objection to a report, and what became of it. `refused` ones are kept too: registered and told (M-12).

    report_ref: "<row id>/<issue>" of the platform's or appraiser's report, '' against an agreed or directed price; steps: [{at, by, act, words, files}].
    """

    __tablename__ = "price_objection"
    __table_args__ = (CheckConstraint("state <> 'refused' or refusal <> ''", name="refused_with_words"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    valuation_id: Mapped[str] = mapped_column(ForeignKey("valuation.id"), index=True)
    report_ref: Mapped[str] = mapped_column(String(40), default="")
    party_id: Mapped[str] = mapped_column(ForeignKey("party.id"))
    party_name: Mapped[str] = mapped_column(String(100))
    target: Mapped[str] = mapped_column(String(20))
    grounds: Mapped[list[Any]] = mapped_column(default=list)
    body: Mapped[str] = mapped_column(Text)
    received_on: Mapped[date | None]
    filed_on: Mapped[date]
    due_on: Mapped[date | None]
    route: Mapped[str] = mapped_column(String(24), default="")
    rule: Mapped[str] = mapped_column(String(12))
    refusal: Mapped[str] = mapped_column(String(300), default="")
    alternative: Mapped[str] = mapped_column(String(20), default="")
    state: Mapped[str] = mapped_column(String(12))
    steps: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
