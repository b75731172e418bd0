"""Rows of assets: the thing, who owns it, what holds it (seizures), what burdens it, who may buy it first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.infra.database import Row, Scoped
from app.kernel.money import Money


class Asset(Scoped):
    """A thing to be sold. Areas: decimal texts in ㎡; defects [{part, text}], arrears [{kind, amount (yuan), until_on, holder}], tax_items [{name, bearer}].

    `delivery_facts` is what deliverability rests on (deliverability.py DeliveryFacts as JSON).
    `disposal_court`: the other court that may sell it (it seized first, or a senior lien's court took over), '' where that is us.
    `custody_gap`: the first missing link of its chain of custody in words, '' when whole.
    """

    __tablename__ = "asset"
    __table_args__ = (
        UniqueConstraint("case_id", "code"),
        UniqueConstraint("case_id", "title"),
        CheckConstraint("occupancy <> ''", name="occupancy"),
        CheckConstraint("(reference_price is null) = (reference_method is null)", name="reference_method"),
        CheckConstraint("(reference_price is null) = (reference_set_on is null)", name="reference_set"),
        CheckConstraint("reference_price is null or reference_price > 0", name="reference_price"),
        CheckConstraint(
            "status in ('held','surveyed','priced','planned','listed','sold','transferred','handed_over','released')",
            name="status",
        ),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    code: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(20))
    subkind: Mapped[str] = mapped_column(String(20))
    law_class: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(300))
    cert_no: Mapped[str] = mapped_column(String(100), default="")
    area: Mapped[str] = mapped_column(String(20), default="")
    land_area: Mapped[str] = mapped_column(String(20), default="")
    quantity: Mapped[str] = mapped_column(String(60), default="")
    use: Mapped[str] = mapped_column(String(100), default="")
    occupancy: Mapped[str] = mapped_column(String(30))
    occupancy_note: Mapped[str] = mapped_column(Text, default="")
    vacating_duty: Mapped[str] = mapped_column(String(20), default="court")
    deliverability: Mapped[str] = mapped_column(String(20), default="pending")
    deliverability_note: Mapped[str] = mapped_column(Text, default="")
    delivery_facts: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    defects: Mapped[list[Any]] = mapped_column(default=list)
    arrears: Mapped[list[Any]] = mapped_column(default=list)
    tax_items: Mapped[list[Any]] = mapped_column(default=list)
    remark: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(20), default="held", index=True)
    reference_price: Mapped[Money | None]
    reference_method: Mapped[str | None] = mapped_column(String(20))
    reference_valid_until: Mapped[date | None]
    reference_set_on: Mapped[date | None]
    survey: Mapped[dict[str, Any]] = mapped_column(default=dict)
    disposal_court: Mapped[str] = mapped_column(String(100), default="", server_default="")
    custody_gap: Mapped[str] = mapped_column(String(240), default="", server_default="")
    version: Mapped[int] = mapped_column(default=1)
    holders: Mapped[list[RightHolder]] = relationship(order_by="RightHolder.id", viewonly=True)
    seizures: Mapped[list[Seizure]] = relationship(
        primaryjoin="and_(Asset.id == Seizure.asset_id, Seizure.ended_no == 0)", order_by="Seizure.rank", viewonly=True
    )
    encumbrances: Mapped[list[Encumbrance]] = relationship(order_by="Encumbrance.id", viewonly=True)
    priority_holders: Mapped[list[PriorityHolder]] = relationship(order_by="PriorityHolder.id", viewonly=True)

    __mapper_args__ = {"version_id_col": version}


class RightHolder(Scoped):
    """Who is registered as owner, with which share; a party of the case, or a third person with the reason."""

    __tablename__ = "right_holder"
    __table_args__ = (
        UniqueConstraint("asset_id", "name"),
        CheckConstraint("party_id is not null or reason <> ''", name="third_person_reason"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    party_id: Mapped[str | None] = mapped_column(ForeignKey("party.id"))
    name: Mapped[str] = mapped_column(String(200))
    share: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")


class Seizure(Scoped):
    """A measure that holds an asset until a day; rank 1 is first, others wait. A renewal moves expires_on.

    `ended_no`: 0 while it stands, else which of its rank to lapse and be followed by a new one; `watched`: does the tick still look at its end?
    """

    __tablename__ = "seizure"
    __table_args__ = (
        UniqueConstraint("asset_id", "rank", "ended_no"),
        CheckConstraint("rank >= 1", name="rank"),
        CheckConstraint("expires_on > starts_on", name="term"),
        CheckConstraint("renewed_on is null or renewed_on >= starts_on", name="renewed"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    rank: Mapped[int]
    court_name: Mapped[str] = mapped_column(String(100))
    case_number: Mapped[str] = mapped_column(String(60))
    paper_no: Mapped[str] = mapped_column(String(100), default="")
    starts_on: Mapped[date]
    expires_on: Mapped[date] = mapped_column(index=True)
    renewed_on: Mapped[date | None]
    registry_office: Mapped[str] = mapped_column(String(100), default="")
    ended_no: Mapped[int] = mapped_column(default=0, server_default="0")
    watched: Mapped[bool] = mapped_column(default=True, server_default=true())
    remark: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Encumbrance(Scoped):
    """A burden on an asset: mortgage, lease and so on."""

    __tablename__ = "encumbrance"
    __table_args__ = (CheckConstraint("amount is null or amount >= 0", name="amount"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    holder: Mapped[str] = mapped_column(String(200))
    amount: Mapped[Money | None]
    detail: Mapped[str] = mapped_column(String(200), default="")


class PriorityHolder(Scoped):
    """Who may buy first at an equal price, and whether the right was waived in writing."""

    __tablename__ = "priority_holder"
    __table_args__ = (UniqueConstraint("asset_id", "name"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    party_id: Mapped[str | None] = mapped_column(ForeignKey("party.id"))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20))
    rank: Mapped[int] = mapped_column(default=1)
    contact: Mapped[str] = mapped_column(String(100), default="")
    waived_on: Mapped[date | None]
    waiver_paper: Mapped[str] = mapped_column(String(100), default="")


class ImportDraft(Row):
    """A file between its preview and its import; only its uploader opens it, and it goes when it is imported or replaced."""

    __tablename__ = "import_draft"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
