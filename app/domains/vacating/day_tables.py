"""The forced day: its plan, the day itself, what was carried out of the place, and who signed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Scoped


class ForcePlan(Scoped):
    """The plan of the forced day (VC-04): content as plan_rules reads it, and the digest that the director agrees to.

    told_*: the debtor or an adult of the family was told to attend on this day (CP-02); another plan is told anew.
    """

    __tablename__ = "vacating_plan"
    __table_args__ = (
        UniqueConstraint("vacating_id"),
        CheckConstraint("status in ('draft','asked','approved')", name="status"),
        CheckConstraint("(told_on is null) = (told_who = '')", name="told"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    vacating_id: Mapped[str] = mapped_column(ForeignKey("vacating.id"))
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    digest: Mapped[str] = mapped_column(String(64), default="")
    day_at: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(String(10), default="draft")
    answer: Mapped[str] = mapped_column(String(500), default="")
    approved_on: Mapped[date | None]
    told_on: Mapped[date | None]
    told_who: Mapped[str] = mapped_column(String(100), default="")
    told_how: Mapped[str] = mapped_column(String(300), default="")
    drafted_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ForceDay(Scoped):
    """One forced day. `steps` {code: {at, by, note}}; `roll` {key: at}, keys from the plan's people; times ISO. At most one of a thread is under way."""

    __tablename__ = "vacating_day"
    __table_args__ = (
        Index("uq_vacating_day_open", "vacating_id", unique=True, sqlite_where=text("ended_at is null"), postgresql_where=text("ended_at is null")),
        CheckConstraint("(ended_at is null) = (outcome = '')", name="ended"),
        CheckConstraint("outcome in ('','cleared','halted')", name="outcome"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    vacating_id: Mapped[str] = mapped_column(ForeignKey("vacating.id"), index=True)
    plan_digest: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime]
    started_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    steps: Mapped[dict[str, Any]] = mapped_column(default=dict)
    roll: Mapped[dict[str, Any]] = mapped_column(default=dict)
    last_no: Mapped[int] = mapped_column(default=0)
    photos: Mapped[list[Any]] = mapped_column(default=list)
    record_text: Mapped[str] = mapped_column(Text, default="")
    record_digest: Mapped[str] = mapped_column(String(64), default="")
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    halt_reason: Mapped[str] = mapped_column(String(300), default="")


class Goods(Scoped):
    """One thing carried out: its number is never used again; `client_id` is the phone's own, so that a second sending is the same row.

    `handling` is rules_of_day.Handling; `second` the second person where two are required; `struck_at`: written down by mistake, kept visible.
    """

    __tablename__ = "vacating_goods"
    __table_args__ = (
        UniqueConstraint("day_id", "no"),
        UniqueConstraint("day_id", "client_id"),
        CheckConstraint("quantity >= 1", name="quantity"),
        CheckConstraint("(struck_at is null) = (struck_why = '')", name="struck"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    day_id: Mapped[str] = mapped_column(ForeignKey("vacating_day.id"), index=True)
    no: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(64))
    sort: Mapped[str] = mapped_column(String(12))
    room: Mapped[str] = mapped_column(String(40))
    box_no: Mapped[str] = mapped_column(String(20), default="")
    name: Mapped[str] = mapped_column(String(100))
    features: Mapped[str] = mapped_column(String(200), default="")
    quantity: Mapped[int] = mapped_column(default=1)
    unit: Mapped[str] = mapped_column(String(10), default="件")
    condition: Mapped[str] = mapped_column(String(60), default="")
    seal_no: Mapped[str] = mapped_column(String(40), default="")
    handling: Mapped[str] = mapped_column(String(12))
    taker: Mapped[str] = mapped_column(String(100), default="")
    second: Mapped[str] = mapped_column(String(60), default="")
    photos: Mapped[list[Any]] = mapped_column(default=list)
    happened_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    struck_at: Mapped[datetime | None]
    struck_why: Mapped[str] = mapped_column(String(200), default="")
    collect_by_on: Mapped[date | None]
    collected_on: Mapped[date | None]
    collected_note: Mapped[str] = mapped_column(String(200), default="")
    collected_photos: Mapped[list[Any]] = mapped_column(default=list)


class DayVideo(Scoped):
    """A recording of one thing, or of the whole place (`goods_id` none): the original as evidence, and a copy without metadata of `shown_size` bytes."""

    __tablename__ = "vacating_video"
    __table_args__ = (UniqueConstraint("day_id", "digest"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    day_id: Mapped[str] = mapped_column(ForeignKey("vacating_day.id"))
    goods_id: Mapped[str | None] = mapped_column(ForeignKey("vacating_goods.id"))
    name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64))
    shown_digest: Mapped[str] = mapped_column(String(64))
    shown_size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    seconds: Mapped[float] = mapped_column(Float, default=0.0)
    taken_at: Mapped[datetime | None]
    uploaded_at: Mapped[datetime]
    uploaded_by: Mapped[str] = mapped_column(ForeignKey("person.id"))


class DaySignature(Scoped):
    """A signature over exactly the record's text, or a refusal to sign with its reason. Changed text or signing anew voids it; it is never deleted."""

    __tablename__ = "vacating_signature"
    __table_args__ = (
        Index(
            "uq_vacating_signature_live",
            "day_id",
            "capacity",
            "signer",
            unique=True,
            sqlite_where=text("voided_at is null"),
            postgresql_where=text("voided_at is null"),
        ),
        CheckConstraint("way in ('drawn','typed','refused')", name="way"),
        CheckConstraint("(way = 'refused') = (refusal <> '')", name="refused"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    day_id: Mapped[str] = mapped_column(ForeignKey("vacating_day.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(20))
    signer: Mapped[str] = mapped_column(String(60))
    digest: Mapped[str] = mapped_column(String(64))
    image_digest: Mapped[str] = mapped_column(String(64), default="")
    way: Mapped[str] = mapped_column(String(7))
    refusal: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
