"""Rounds: a frozen plan on a site, its bids as the site showed them, every reading, every difference from what was signed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Base, Row, Scoped
from app.kernel.money import Money


class Round(Scoped):
    """One plan's lot. Terms are copied from the frozen plan; what the site shows is beside them. `next_read_at` is claimed by the heartbeat.

    `news` counts what people would see change (`?seen=`); `approved` holds court, version, files, photos and count of priority holders of the frozen plan;
    `shown` is {field: [approved, shown]} as last read; `answers` counts kept raw answers; `doubts` are [{code, message, hint}] of the last look;
    `stops` are the suspensions seen, [{since, ran, held, end, shift}] with instants in ISO and seconds, shift None while one lasts;
    `bid_log` is {digest, count, seq, end} of the log as last shown when the kept bids are exactly it, else {}: the same again needs no look at the bids;
    `halted` is '', defer, suspend or withdraw by the judge's order; `lost_at` is when an outage that matters began.
    """

    __tablename__ = "round"
    __table_args__ = (
        UniqueConstraint("plan_id"),
        UniqueConstraint("site", "lot_id"),
        Index("ix_round_read", "next_read_at"),
        CheckConstraint("status <> 'sold' or (final_price is not null and winner_code <> '')", name="sold_has_result"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"))
    plan_digest: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(200))
    case_no: Mapped[str] = mapped_column(String(60))
    site: Mapped[str] = mapped_column(String(20))
    lot_id: Mapped[str | None] = mapped_column(String(40))
    lot_url: Mapped[str] = mapped_column(String(300), default="")
    round_no: Mapped[int]
    status: Mapped[str] = mapped_column(String(20), default="awaiting", index=True)
    raw_state: Mapped[str] = mapped_column(String(60), default="")
    start_price: Mapped[Money]
    deposit: Mapped[Money]
    increment: Mapped[Money]
    reference_price: Mapped[Money]
    opens_at: Mapped[datetime]
    scheduled_end_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    balance_days: Mapped[int]
    announced_at: Mapped[datetime | None]
    current_price: Mapped[Money | None]
    leader: Mapped[str] = mapped_column(String(20), default="")
    bid_count: Mapped[int] = mapped_column(default=0)
    extensions: Mapped[int] = mapped_column(default=0)
    applicants: Mapped[int | None]
    viewers: Mapped[int | None]
    winner_code: Mapped[str] = mapped_column(String(20), default="")
    final_price: Mapped[Money | None]
    ended_at: Mapped[datetime | None]
    banned: Mapped[list[Any]] = mapped_column(default=list)
    priority_codes: Mapped[list[Any]] = mapped_column(default=list)
    faults: Mapped[int] = mapped_column(default=0)
    open_differences: Mapped[int] = mapped_column(default=0)
    compared: Mapped[int] = mapped_column(default=0)
    readings: Mapped[int] = mapped_column(default=0)
    read_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str] = mapped_column(String(300), default="")
    next_read_at: Mapped[datetime | None]
    lost_at: Mapped[datetime | None]
    files_read_at: Mapped[datetime | None]
    news: Mapped[int] = mapped_column(default=0)
    approved: Mapped[dict[str, Any]] = mapped_column(default=dict)
    shown: Mapped[dict[str, Any]] = mapped_column(default=dict)
    answers: Mapped[int] = mapped_column(default=0)
    doubts: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    stops: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    bid_log: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    halted: Mapped[str] = mapped_column(String(10), default="")
    suspended_reason: Mapped[str] = mapped_column(Text, default="")
    result_document: Mapped[str] = mapped_column(String(100), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class BidRow(Scoped):
    """One bid as the site showed it, by code only; `fault` says what the verifier found. Never changed once written, save that it disappeared."""

    __tablename__ = "bid"
    __table_args__ = (UniqueConstraint("round_id", "seq"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    seq: Mapped[int]
    bidder: Mapped[str] = mapped_column(String(20))
    price: Mapped[Money]
    at: Mapped[datetime]
    priority: Mapped[bool] = mapped_column(default=False)
    end_after: Mapped[datetime]
    extends: Mapped[bool] = mapped_column(default=False)
    fault: Mapped[str] = mapped_column(String(200), default="")
    fault_kind: Mapped[str] = mapped_column(String(20), default="")
    fault_rule: Mapped[str] = mapped_column(String(20), default="")
    first_seen_at: Mapped[datetime]
    gone_at: Mapped[datetime | None]


class RoundReading(Scoped):
    """One look at the site: the evidence kept, or the failure; `milliseconds` is what an answer took on average (None: no answer, or imported)."""

    __tablename__ = "round_reading"
    __table_args__ = (Index("ix_round_reading_site", "site", "at"),)
    __untrailed__ = True

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(20))
    site: Mapped[str] = mapped_column(String(20), default="")
    bids: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(String(300), default="")
    digests: Mapped[list[Any]] = mapped_column(default=list)
    milliseconds: Mapped[int | None]


class Halt(Scoped):
    """A stay, suspension or withdrawal that was asked for, and what became of it (法释〔2016〕18号第28条). One open request a round.

    status: proposed, ordered, refused, returned, recalled. resume_*: somebody asks that the lot goes on, the ground being gone since `gone_on`.
    """

    __tablename__ = "round_halt"
    __table_args__ = (CheckConstraint("status = 'proposed' or (decided_by is not null and decided_at is not null)", name="decided_by_whom"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    ground: Mapped[str] = mapped_column(String(30))
    reason: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(10), default="proposed")
    proposed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(Text, default="")
    resumed_at: Mapped[datetime | None]
    resume_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    resume_asked_at: Mapped[datetime | None]
    gone_on: Mapped[date | None]


class Difference(Scoped):
    """A field that the site shows otherwise than the frozen plan says; closed only with a reason."""

    __tablename__ = "difference"
    __table_args__ = (CheckConstraint("closed_at is null or reason <> ''", name="closed_has_reason"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    field: Mapped[str] = mapped_column(String(100))
    approved: Mapped[str] = mapped_column(String(300))
    shown: Mapped[str] = mapped_column(String(300))
    found_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(Text, default="")


class SiteSetting(Base):
    """What the house has set for a site: fields of its plugin's settings type, secrets encrypted by the vault in `sealed`; what is absent has its default."""

    __tablename__ = "site_setting"

    site: Mapped[str] = mapped_column(String(20), primary_key=True)
    plain: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sealed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    changed_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class SiteLine(Base):
    """A site's breaker and pace, shared by all processes: failures in a row, until when it is left alone (house time), the next free turn (real time)."""

    __tablename__ = "site_line"
    __untrailed__ = True

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    open_until: Mapped[datetime | None]
    next_turn_at: Mapped[datetime | None]


class LineOrderRow(Scoped):
    """An order to a site over the private line; the row's id is its idempotency key. One that has no outcome bars the next of its lot.

    `state`: ordered, sent, unknown, accepted, refused. `sends` counts requests that left, `asks` questions since (or tries that did not leave);
    `settled_by` is who ended an unknown by hand.
    """

    __tablename__ = "line_order"
    __table_args__ = (
        CheckConstraint("state in ('ordered','sent','unknown','accepted','refused')", name="state"),
        CheckConstraint("(state in ('accepted','refused')) = (ended_at is not null)", name="ended_has_instant"),
        Index(
            "uq_line_order_open",
            "round_id",
            unique=True,
            sqlite_where=text("state in ('ordered','sent','unknown')"),
            postgresql_where=text("state in ('ordered','sent','unknown')"),
        ),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    site: Mapped[str] = mapped_column(String(20))
    verb: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default="ordered")
    reference: Mapped[str] = mapped_column(String(64))
    plan_digest: Mapped[str] = mapped_column(String(64))
    lot_id: Mapped[str] = mapped_column(String(40), default="")
    package: Mapped[str] = mapped_column(String(64), default="")
    announce_at: Mapped[datetime | None]
    stop: Mapped[str] = mapped_column(String(12), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    ordered_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    ordered_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    sends: Mapped[int] = mapped_column(default=0)
    asks: Mapped[int] = mapped_column(default=0)
    for_person: Mapped[bool] = mapped_column(default=False)
    message: Mapped[str] = mapped_column(Text, default="")
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class LineNonce(Row):
    """A nonce that was used on a site's private line, kept as long as a replay of it could still be in time."""

    __tablename__ = "line_nonce"
    __untrailed__ = True
    __table_args__ = (UniqueConstraint("site", "key_id", "nonce"), Index("ix_line_nonce_at", "at"))

    site: Mapped[str] = mapped_column(String(20))
    key_id: Mapped[str] = mapped_column(String(40))
    nonce: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class LineEventRow(Row):
    """An event that a site reported, once; `round_id` is empty until its lot is known here. It decided nothing."""

    __tablename__ = "line_event"
    __table_args__ = (UniqueConstraint("site", "event"), Index("ix_line_event_lot", "site", "lot_id"))

    site: Mapped[str] = mapped_column(String(20))
    event: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(20))
    lot_id: Mapped[str] = mapped_column(String(64))
    reference: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    received_at: Mapped[datetime]
    round_id: Mapped[str | None] = mapped_column(ForeignKey("round.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
