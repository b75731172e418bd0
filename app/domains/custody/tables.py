"""Custody: every sealed or kept thing, the seals it ever bore, hand-overs with their signatures, breaks of seal, looks at its condition."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Scoped


class KeptItem(Scoped):
    """One thing. Who holds it: `holder_agency_id` for an agency, else `holder_kind` (rules.HOLDERS) and the name; `offered_agency_id` is to take it next.

    `gap` is the first missing link in words ('' when the chain is whole), written with every act; `next_look_on` is claimed by the heartbeat;
    `photos` are [{digest, shown, name, at}] of the sealing.
    """

    __tablename__ = "kept_item"
    __table_args__ = (
        UniqueConstraint("court_id", "seal_no"),
        Index("ix_kept_item_look", "next_look_on"),
        CheckConstraint("status in ('held','delivered')", name="status"),
        CheckConstraint("(holder_kind = 'agency') = (holder_agency_id is not null)", name="agency_holds"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    no: Mapped[str] = mapped_column(String(20))
    seal_no: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(100))
    marks: Mapped[str] = mapped_column(String(200), default="")
    quantity: Mapped[str] = mapped_column(String(40), default="")
    weight: Mapped[str] = mapped_column(String(40), default="")
    holder_kind: Mapped[str] = mapped_column(String(10), default="court")
    holder_agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"), index=True)
    holder_name: Mapped[str] = mapped_column(String(100))
    offered_agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"))
    held_since_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(200))
    condition: Mapped[str] = mapped_column(String(200), default="")
    perishable: Mapped[bool] = mapped_column(default=False)
    sealed_at: Mapped[datetime]
    sealed_by: Mapped[str] = mapped_column(String(200), default="")
    witness: Mapped[str] = mapped_column(String(200), default="")
    photos: Mapped[list[Any]] = mapped_column(default=list)
    status: Mapped[str] = mapped_column(String(10), default="held", index=True)
    gap: Mapped[str] = mapped_column(String(200), default="")
    next_look_on: Mapped[date | None]
    task_id: Mapped[str] = mapped_column(String(32), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Seal(Scoped):
    """A numbered seal that was put on a thing: a number serves once in a court, for ever."""

    __tablename__ = "custody_seal"
    __table_args__ = (UniqueConstraint("court_id", "number"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("kept_item.id"), index=True)
    number: Mapped[str] = mapped_column(String(40))
    put_on_at: Mapped[datetime]


class Move(Scoped):
    """A hand-over of one or more things. `body` is the text that both sides sign, `digest` its SHA-256; done when both have signed.

    A side with an agency is signed by that agency's people, a side of kind court by the court's, any other on the court's screen.
    """

    __tablename__ = "custody_move"

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(200))
    from_kind: Mapped[str] = mapped_column(String(10))
    from_agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"))
    from_name: Mapped[str] = mapped_column(String(100))
    to_kind: Mapped[str] = mapped_column(String(10))
    to_agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"))
    to_name: Mapped[str] = mapped_column(String(100))
    to_place: Mapped[str] = mapped_column(String(200))
    condition: Mapped[str] = mapped_column(String(200), default="")
    photos: Mapped[list[Any]] = mapped_column(default=list)
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    opened_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class MovedItem(Scoped):
    """A thing in a hand-over, with the seal it bore then."""

    __tablename__ = "custody_moved_item"
    __table_args__ = (UniqueConstraint("move_id", "item_id"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    move_id: Mapped[str] = mapped_column(ForeignKey("custody_move.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("kept_item.id"), index=True)
    seal_no: Mapped[str] = mapped_column(String(40))


class MoveSignature(Scoped):
    """One side's signature over exactly the text of `digest`; `way`: drawn, typed, or paper (with an accepted task). `late_reason` of a 补签."""

    __tablename__ = "custody_signature"
    __table_args__ = (
        UniqueConstraint("move_id", "side"),
        CheckConstraint("side in ('giver','taker')", name="side"),
        CheckConstraint("way in ('drawn','typed','paper')", name="way"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    move_id: Mapped[str] = mapped_column(ForeignKey("custody_move.id"))
    side: Mapped[str] = mapped_column(String(10))
    signer: Mapped[str] = mapped_column(String(60))
    digest: Mapped[str] = mapped_column(String(64))
    image_digest: Mapped[str] = mapped_column(String(64))
    way: Mapped[str] = mapped_column(String(5))
    at: Mapped[datetime]
    late_reason: Mapped[str] = mapped_column(String(200), default="")


class SealBreak(Scoped):
    """A seal opened before a court officer or notary (found False), or found damaged or not the one entered (found True); whole again with the next seal.

    `present`, `reseal_present`: [{name, kind}]; photos as in KeptItem.
    """

    __tablename__ = "custody_break"
    __table_args__ = (CheckConstraint("(resealed_at is null) = (reseal_no = '')", name="resealed"),)

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("kept_item.id"), index=True)
    seal_no: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(10))
    found: Mapped[bool] = mapped_column(default=False)
    present: Mapped[list[Any]] = mapped_column(default=list)
    note: Mapped[str] = mapped_column(Text, default="")
    photos: Mapped[list[Any]] = mapped_column(default=list)
    by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    reseal_no: Mapped[str] = mapped_column(String(40), default="")
    resealed_at: Mapped[datetime | None]
    reseal_present: Mapped[list[Any]] = mapped_column(default=list)
    reseal_photos: Mapped[list[Any]] = mapped_column(default=list)


class Look(Scoped):
    """A look at a thing's condition, opened when it falls due; `sound` None until somebody has looked."""

    __tablename__ = "custody_look"
    __table_args__ = (UniqueConstraint("item_id", "due_on"), CheckConstraint("(done_at is null) = (sound is null)", name="looked"))

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    item_id: Mapped[str] = mapped_column(ForeignKey("kept_item.id"), index=True)
    due_on: Mapped[date]
    opened_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    sound: Mapped[bool | None]
    condition: Mapped[str] = mapped_column(String(200), default="")
    photos: Mapped[list[Any]] = mapped_column(default=list)
