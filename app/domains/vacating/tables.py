"""Vacating: the thread of one sold place, who is in it, visits, the agreement with its terms, punished acts, and re-entry. The forced day: day_tables.py."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.domains.vacating import day_tables as day_tables
from app.infra.database import Scoped
from app.kernel.money import Money


class Vacating(Scoped):
    """One thread. `disclosed` is what the sale said: {occupancy, occupancy_note, deliverability, leases [{holder, detail}]}; notice_* come from the handover.

    `cleared_how`: self (moved out), agreed, forced. `watch_until` is the last day on which re-entry is removed in the old case (CP-15).
    """

    __tablename__ = "vacating"
    __table_args__ = (
        UniqueConstraint("handover_id"),
        CheckConstraint("(cleared_on is null) = (cleared_how = '')", name="cleared"),
        CheckConstraint("(notice_posted_on is null) = (leave_by_on is null)", name="notice"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    handover_id: Mapped[str] = mapped_column(ForeignKey("handover.id"))
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(300))
    disclosed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    seized_on: Mapped[date | None]
    mortgaged_on: Mapped[date | None]
    mortgage_enforced: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(10), default="urging", index=True)
    urged_on: Mapped[date | None]
    notice_posted_on: Mapped[date | None]
    leave_by_on: Mapped[date | None]
    cleared_on: Mapped[date | None]
    cleared_how: Mapped[str] = mapped_column(String(10), default="")
    closed_on: Mapped[date | None]
    watch_until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Occupant(Scoped):
    """Somebody found in the place and what is known of the right to be there. A minor has no name (label ''). Days not proved are null.

    verdict, rule, words: how the rules judge it (law/occupants); ruled_*: the judge's own decision, which then stands instead.
    `cares` codes of law/occupants.Care; `answers` codes of law/vacating.HomeAnswer.
    """

    __tablename__ = "vacating_occupant"
    __table_args__ = (
        CheckConstraint("headcount >= 1", name="headcount"),
        CheckConstraint("verdict in ('leaves','stays','judge')", name="verdict"),
        CheckConstraint("(ruled_at is null) = (ruled_reason = '')", name="ruled"),
        CheckConstraint("kind <> 'minor' or label = ''", name="minor_unnamed"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    vacating_id: Mapped[str] = mapped_column(ForeignKey("vacating.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    label: Mapped[str] = mapped_column(String(60), default="")
    headcount: Mapped[int] = mapped_column(default=1)
    basis: Mapped[str] = mapped_column(String(300), default="")
    cares: Mapped[list[Any]] = mapped_column(default=list)
    care_note: Mapped[str] = mapped_column(String(300), default="")
    published_right: Mapped[bool] = mapped_column(default=False)
    claims_lease: Mapped[bool] = mapped_column(default=False)
    possession_on: Mapped[date | None]
    lease_signed_on: Mapped[date | None]
    rent_paid_on: Mapped[date | None]
    written: Mapped[bool] = mapped_column(default=True)
    sham: Mapped[bool] = mapped_column(default=False)
    only_home: Mapped[bool] = mapped_column(default=False)
    answers: Mapped[list[Any]] = mapped_column(default=list)
    rent_years: Mapped[int | None]
    verdict: Mapped[str] = mapped_column(String(10))
    rule: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(300))
    ruled_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    ruled_reason: Mapped[str] = mapped_column(String(500), default="")
    ruled_at: Mapped[datetime | None]
    left_on: Mapped[date | None]
    entered_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Visit(Scoped):
    """What was told or seen at the place: kind (rules.VISITS), who was there, photos as infra/photos keeps them.

    `task_id`: the accepted task that told it (null: the court's own); `offered` [{called, count, basis, care, entered}]: people whom the task found.
    """

    __tablename__ = "vacating_visit"
    __table_args__ = (UniqueConstraint("task_id"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    vacating_id: Mapped[str] = mapped_column(ForeignKey("vacating.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    present: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    photos: Mapped[list[Any]] = mapped_column(default=list)
    task_id: Mapped[str | None] = mapped_column(String(32))
    offered: Mapped[list[Any]] = mapped_column(default=list)
    entered_by: Mapped[str] = mapped_column(ForeignKey("person.id"))


class Agreement(Scoped):
    """An undertaking to leave, signed on paper (photos). At most one of a thread is live: neither broken nor kept."""

    __tablename__ = "vacating_agreement"
    __table_args__ = (
        Index(
            "uq_vacating_agreement_live",
            "vacating_id",
            unique=True,
            sqlite_where=text("broken_on is null and kept_on is null"),
            postgresql_where=text("broken_on is null and kept_on is null"),
        ),
        CheckConstraint("(broken_on is null) = (broken_why = '')", name="broken"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    vacating_id: Mapped[str] = mapped_column(ForeignKey("vacating.id"), index=True)
    signed_on: Mapped[date]
    party: Mapped[str] = mapped_column(String(100))
    terms: Mapped[str] = mapped_column(Text)
    aid: Mapped[str] = mapped_column(String(300), default="")
    photos: Mapped[list[Any]] = mapped_column(default=list)
    broken_on: Mapped[date | None]
    broken_why: Mapped[str] = mapped_column(String(300), default="")
    kept_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Term(Scoped):
    """One thing that an agreement promises by a day, with an amount where money is promised."""

    __tablename__ = "vacating_term"
    __table_args__ = (CheckConstraint("amount is null or amount > 0", name="amount"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    agreement_id: Mapped[str] = mapped_column(ForeignKey("vacating_agreement.id"), index=True)
    what: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    amount: Mapped[Money | None]
    met_on: Mapped[date | None]


class Hindrance(Scoped):
    """An act that hinders (民事诉讼法 第114条): when, by whom, what. `target`: individual or unit (law/sanctions.Target)."""

    __tablename__ = "vacating_hindrance"

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    vacating_id: Mapped[str] = mapped_column(ForeignKey("vacating.id"), index=True)
    act_on: Mapped[date]
    person: Mapped[str] = mapped_column(String(60))
    target: Mapped[str] = mapped_column(String(10), default="individual")
    facts: Mapped[str] = mapped_column(Text)
    photos: Mapped[list[Any]] = mapped_column(default=list)
    entered_by: Mapped[str] = mapped_column(ForeignKey("person.id"))


class Measure(Scoped):
    """A fine or detention asked of the president for one act, and what became of it. `digest`: what the president's decision is bound to.

    `urgent`: detained first, then reported to the president at once (民诉法解释 第181条).
    """

    __tablename__ = "vacating_measure"
    __table_args__ = (
        CheckConstraint("kind in ('fine','detention')", name="kind"),
        CheckConstraint("(kind = 'fine') = (amount is not null) and (kind = 'detention') = (days is not null)", name="figure"),
        CheckConstraint("status in ('asked','agreed','refused')", name="status"),
        CheckConstraint("(paid_on is null) = (paid_note = '')", name="paid"),
        CheckConstraint("(released_on is null) = (released_note = '')", name="released"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    vacating_id: Mapped[str] = mapped_column(ForeignKey("vacating.id"), index=True)
    hindrance_id: Mapped[str] = mapped_column(ForeignKey("vacating_hindrance.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    amount: Mapped[Money | None]
    days: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(10), default="asked")
    asked_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    decided_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(String(500), default="")
    urgent: Mapped[bool] = mapped_column(default=False)
    detained_at: Mapped[datetime | None]
    family_told_at: Mapped[datetime | None]
    paid_on: Mapped[date | None]
    paid_note: Mapped[str] = mapped_column(String(200), default="")
    released_on: Mapped[date | None]
    released_note: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Referral(Scoped):
    """A refusal to vacate put to the police: the gate's rule, the facts, the receipt. `decision`: the judge's reason where the law of the day was in doubt.

    status: asked (of the director), checked (the director agreed, the president is asked), agreed, refused; `digest`: what both decisions are bound to.
    """

    __tablename__ = "vacating_referral"
    __table_args__ = (
        CheckConstraint("status in ('asked','checked','agreed','refused')", name="status"),
        CheckConstraint("sent_on is null or status = 'agreed'", name="sent"),
        CheckConstraint("(receipt_on is null) = (receipt = '')", name="receipt"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    vacating_id: Mapped[str] = mapped_column(ForeignKey("vacating.id"), index=True)
    hindrance_id: Mapped[str] = mapped_column(ForeignKey("vacating_hindrance.id"))
    rule: Mapped[str] = mapped_column(String(10))
    unit: Mapped[str] = mapped_column(String(100))
    able_facts: Mapped[str] = mapped_column(Text)
    refusal_facts: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(Text)
    decision: Mapped[str] = mapped_column(String(500), default="")
    made_on: Mapped[date]
    made_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    status: Mapped[str] = mapped_column(String(10), default="asked")
    digest: Mapped[str] = mapped_column(String(64), default="")
    answer: Mapped[str] = mapped_column(String(500), default="")
    sent_on: Mapped[date | None]
    receipt: Mapped[str] = mapped_column(String(200), default="")
    receipt_on: Mapped[date | None]


class Reentry(Scoped):
    """Somebody came back after the place was handed over (民诉法解释 第519条): on whose request, and how it was removed."""

    __tablename__ = "vacating_reentry"
    __table_args__ = (CheckConstraint("(removed_on is null) = (how = '')", name="removed"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    vacating_id: Mapped[str] = mapped_column(ForeignKey("vacating.id"), index=True)
    happened_on: Mapped[date]
    requested_by: Mapped[str] = mapped_column(String(100))
    requested_on: Mapped[date]
    facts: Mapped[str] = mapped_column(Text)
    photos: Mapped[list[Any]] = mapped_column(default=list)
    removed_on: Mapped[date | None]
    how: Mapped[str] = mapped_column(String(500), default="")
