"""viewings: programmes, slots, bookings, questions, requests from outside

Revision ID: 20261127_2358
Revises: 20261127_2357
"""

import sqlalchemy as sa
from alembic import op
from app.infra.database import Instant

revision = "20261127_2358"
down_revision = "20261127_2357"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "viewing_requests",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("since_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_viewing_requests")),
    )
    op.create_table(
        "viewing_programme",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("agency_id", sa.String(length=32), nullable=True),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_viewing_programme_agency_id")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_viewing_programme_asset_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_viewing_programme_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_viewing_programme_court_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_viewing_programme_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing_programme")),
        sa.UniqueConstraint("code", name=op.f("uq_viewing_programme_code")),
        sa.UniqueConstraint("round_id", name=op.f("uq_viewing_programme_round_id")),
    )
    with op.batch_alter_table("viewing_programme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_viewing_programme_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_viewing_programme_asset_id"), ["asset_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_viewing_programme_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_viewing_programme_court_id"), ["court_id"], unique=False)

    op.create_table(
        "viewing_question",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("channel", sa.String(length=5), nullable=False),
        sa.Column("body", sa.String(length=500), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("escalated_at", Instant(), nullable=True),
        sa.Column("reply_due_on", sa.Date(), nullable=True),
        sa.Column("published_at", Instant(), nullable=True),
        sa.Column("published_by", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("channel in ('phone','web','visit')", name=op.f("ck_viewing_question_channel")),
        sa.CheckConstraint("published_at is null or (answer <> '' and published_by is not null)", name=op.f("ck_viewing_question_published")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_viewing_question_answered_by")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_viewing_question_asset_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_viewing_question_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_viewing_question_court_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["viewing_programme.id"], name=op.f("fk_viewing_question_programme_id")),
        sa.ForeignKeyConstraint(["published_by"], ["person.id"], name=op.f("fk_viewing_question_published_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing_question")),
    )
    with op.batch_alter_table("viewing_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_viewing_question_asset_id"), ["asset_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_viewing_question_programme_id"), ["programme_id"], unique=False)

    op.create_table(
        "viewing_slot",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("agency_id", sa.String(length=32), nullable=True),
        sa.Column("starts_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("guide_id", sa.String(length=32), nullable=True),
        sa.Column("guide", sa.String(length=60), nullable=False),
        sa.Column("remind_at", Instant(), nullable=True),
        sa.Column("headcount", sa.Integer(), nullable=True),
        sa.Column("incidents", sa.Text(), nullable=False),
        sa.Column("counted_at", Instant(), nullable=True),
        sa.Column("counted_by", sa.String(length=32), nullable=True),
        sa.Column("cancelled_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("(headcount is null) = (counted_at is null)", name=op.f("ck_viewing_slot_counted")),
        sa.CheckConstraint("booked >= 0 and booked <= capacity", name=op.f("ck_viewing_slot_booked")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_viewing_slot_times")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_viewing_slot_agency_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_viewing_slot_case_id")),
        sa.ForeignKeyConstraint(["counted_by"], ["person.id"], name=op.f("fk_viewing_slot_counted_by")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_viewing_slot_court_id")),
        sa.ForeignKeyConstraint(["guide_id"], ["person.id"], name=op.f("fk_viewing_slot_guide_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["viewing_programme.id"], name=op.f("fk_viewing_slot_programme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing_slot")),
        sa.UniqueConstraint("programme_id", "starts_at", name=op.f("uq_viewing_slot_programme_id_starts_at")),
    )
    with op.batch_alter_table("viewing_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_viewing_slot_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_viewing_slot_programme_id"), ["programme_id"], unique=False)
        batch_op.create_index("ix_viewing_slot_remind", ["remind_at"], unique=False)

    op.create_table(
        "viewing_booking",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("slot_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("called", sa.String(length=20), nullable=False),
        sa.Column("phone_tail", sa.String(length=4), nullable=False),
        sa.Column("phone_digest", sa.String(length=64), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=5), nullable=False),
        sa.Column("cancel_digest", sa.String(length=64), nullable=False),
        sa.Column("booked_at", Instant(), nullable=False),
        sa.Column("cancelled_at", Instant(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("source in ('phone','web','visit')", name=op.f("ck_viewing_booking_source")),
        sa.CheckConstraint("people > 0", name=op.f("ck_viewing_booking_people")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_viewing_booking_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_viewing_booking_court_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["viewing_programme.id"], name=op.f("fk_viewing_booking_programme_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["viewing_slot.id"], name=op.f("fk_viewing_booking_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing_booking")),
        sa.UniqueConstraint("slot_id", "no", name=op.f("uq_viewing_booking_slot_id_no")),
    )
    with op.batch_alter_table("viewing_booking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_viewing_booking_cancel_digest"), ["cancel_digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_viewing_booking_slot_id"), ["slot_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("viewing_booking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_viewing_booking_slot_id"))
        batch_op.drop_index(batch_op.f("ix_viewing_booking_cancel_digest"))

    op.drop_table("viewing_booking")
    with op.batch_alter_table("viewing_slot", schema=None) as batch_op:
        batch_op.drop_index("ix_viewing_slot_remind")
        batch_op.drop_index(batch_op.f("ix_viewing_slot_programme_id"))
        batch_op.drop_index(batch_op.f("ix_viewing_slot_agency_id"))

    op.drop_table("viewing_slot")
    with op.batch_alter_table("viewing_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_viewing_question_programme_id"))
        batch_op.drop_index(batch_op.f("ix_viewing_question_asset_id"))

    op.drop_table("viewing_question")
    with op.batch_alter_table("viewing_programme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_viewing_programme_court_id"))
        batch_op.drop_index(batch_op.f("ix_viewing_programme_case_id"))
        batch_op.drop_index(batch_op.f("ix_viewing_programme_asset_id"))
        batch_op.drop_index(batch_op.f("ix_viewing_programme_agency_id"))

    op.drop_table("viewing_programme")
    op.drop_table("viewing_requests")
