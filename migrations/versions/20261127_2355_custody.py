"""custody: things, seals, hand-overs, breaks, looks

Revision ID: 20261127_2355
Revises: 20261127_2350
"""

import sqlalchemy as sa
from alembic import op
from app.infra.database import Instant

revision = "20261127_2355"
down_revision = "20261127_2350"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "custody_move",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("from_kind", sa.String(length=10), nullable=False),
        sa.Column("from_agency_id", sa.String(length=32), nullable=True),
        sa.Column("from_name", sa.String(length=100), nullable=False),
        sa.Column("to_kind", sa.String(length=10), nullable=False),
        sa.Column("to_agency_id", sa.String(length=32), nullable=True),
        sa.Column("to_name", sa.String(length=100), nullable=False),
        sa.Column("to_place", sa.String(length=200), nullable=False),
        sa.Column("condition", sa.String(length=200), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("opened_by", sa.String(length=32), nullable=True),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("cancelled_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_custody_move_asset_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_custody_move_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_custody_move_court_id")),
        sa.ForeignKeyConstraint(["from_agency_id"], ["agency.id"], name=op.f("fk_custody_move_from_agency_id")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_custody_move_opened_by")),
        sa.ForeignKeyConstraint(["to_agency_id"], ["agency.id"], name=op.f("fk_custody_move_to_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_move")),
    )
    with op.batch_alter_table("custody_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_custody_move_asset_id"), ["asset_id"], unique=False)

    op.create_table(
        "kept_item",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("no", sa.String(length=20), nullable=False),
        sa.Column("seal_no", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("marks", sa.String(length=200), nullable=False),
        sa.Column("quantity", sa.String(length=40), nullable=False),
        sa.Column("weight", sa.String(length=40), nullable=False),
        sa.Column("holder_kind", sa.String(length=10), nullable=False),
        sa.Column("holder_agency_id", sa.String(length=32), nullable=True),
        sa.Column("holder_name", sa.String(length=100), nullable=False),
        sa.Column("offered_agency_id", sa.String(length=32), nullable=True),
        sa.Column("held_since_at", Instant(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("condition", sa.String(length=200), nullable=False),
        sa.Column("perishable", sa.Boolean(), nullable=False),
        sa.Column("sealed_at", Instant(), nullable=False),
        sa.Column("sealed_by", sa.String(length=200), nullable=False),
        sa.Column("witness", sa.String(length=200), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("gap", sa.String(length=200), nullable=False),
        sa.Column("next_look_on", sa.Date(), nullable=True),
        sa.Column("task_id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("(holder_kind = 'agency') = (holder_agency_id is not null)", name=op.f("ck_kept_item_agency_holds")),
        sa.CheckConstraint("status in ('held','delivered')", name=op.f("ck_kept_item_status")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_kept_item_asset_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_kept_item_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_kept_item_court_id")),
        sa.ForeignKeyConstraint(["holder_agency_id"], ["agency.id"], name=op.f("fk_kept_item_holder_agency_id")),
        sa.ForeignKeyConstraint(["offered_agency_id"], ["agency.id"], name=op.f("fk_kept_item_offered_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_item")),
        sa.UniqueConstraint("court_id", "seal_no", name=op.f("uq_kept_item_court_id_seal_no")),
    )
    with op.batch_alter_table("kept_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_kept_item_asset_id"), ["asset_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kept_item_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kept_item_court_id"), ["court_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_kept_item_holder_agency_id"), ["holder_agency_id"], unique=False)
        batch_op.create_index("ix_kept_item_look", ["next_look_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_kept_item_status"), ["status"], unique=False)

    op.create_table(
        "custody_break",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.Column("seal_no", sa.String(length=40), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=True),
        sa.Column("reseal_no", sa.String(length=40), nullable=False),
        sa.Column("resealed_at", Instant(), nullable=True),
        sa.Column("reseal_present", sa.JSON(), nullable=False),
        sa.Column("reseal_photos", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("(resealed_at is null) = (reseal_no = '')", name=op.f("ck_custody_break_resealed")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_custody_break_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_custody_break_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_custody_break_court_id")),
        sa.ForeignKeyConstraint(["item_id"], ["kept_item.id"], name=op.f("fk_custody_break_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_break")),
    )
    with op.batch_alter_table("custody_break", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_custody_break_item_id"), ["item_id"], unique=False)

    op.create_table(
        "custody_look",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("done_at", Instant(), nullable=True),
        sa.Column("done_by", sa.String(length=32), nullable=True),
        sa.Column("sound", sa.Boolean(), nullable=True),
        sa.Column("condition", sa.String(length=200), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("(done_at is null) = (sound is null)", name=op.f("ck_custody_look_looked")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_custody_look_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_custody_look_court_id")),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_custody_look_done_by")),
        sa.ForeignKeyConstraint(["item_id"], ["kept_item.id"], name=op.f("fk_custody_look_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_look")),
        sa.UniqueConstraint("item_id", "due_on", name=op.f("uq_custody_look_item_id_due_on")),
    )
    with op.batch_alter_table("custody_look", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_custody_look_item_id"), ["item_id"], unique=False)

    op.create_table(
        "custody_moved_item",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("move_id", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.Column("seal_no", sa.String(length=40), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_custody_moved_item_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_custody_moved_item_court_id")),
        sa.ForeignKeyConstraint(["item_id"], ["kept_item.id"], name=op.f("fk_custody_moved_item_item_id")),
        sa.ForeignKeyConstraint(["move_id"], ["custody_move.id"], name=op.f("fk_custody_moved_item_move_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_moved_item")),
        sa.UniqueConstraint("move_id", "item_id", name=op.f("uq_custody_moved_item_move_id_item_id")),
    )
    with op.batch_alter_table("custody_moved_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_custody_moved_item_item_id"), ["item_id"], unique=False)

    op.create_table(
        "custody_seal",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("put_on_at", Instant(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_custody_seal_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_custody_seal_court_id")),
        sa.ForeignKeyConstraint(["item_id"], ["kept_item.id"], name=op.f("fk_custody_seal_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_seal")),
        sa.UniqueConstraint("court_id", "number", name=op.f("uq_custody_seal_court_id_number")),
    )
    with op.batch_alter_table("custody_seal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_custody_seal_item_id"), ["item_id"], unique=False)

    op.create_table(
        "custody_signature",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("move_id", sa.String(length=32), nullable=False),
        sa.Column("side", sa.String(length=10), nullable=False),
        sa.Column("signer", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("image_digest", sa.String(length=64), nullable=False),
        sa.Column("way", sa.String(length=5), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("late_reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("side in ('giver','taker')", name=op.f("ck_custody_signature_side")),
        sa.CheckConstraint("way in ('drawn','typed','paper')", name=op.f("ck_custody_signature_way")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_custody_signature_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_custody_signature_court_id")),
        sa.ForeignKeyConstraint(["move_id"], ["custody_move.id"], name=op.f("fk_custody_signature_move_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custody_signature")),
        sa.UniqueConstraint("move_id", "side", name=op.f("uq_custody_signature_move_id_side")),
    )
    with op.batch_alter_table("asset", schema=None) as batch_op:
        batch_op.add_column(sa.Column("custody_gap", sa.String(length=240), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("asset", schema=None) as batch_op:
        batch_op.drop_column("custody_gap")

    op.drop_table("custody_signature")
    with op.batch_alter_table("custody_seal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_custody_seal_item_id"))

    op.drop_table("custody_seal")
    with op.batch_alter_table("custody_moved_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_custody_moved_item_item_id"))

    op.drop_table("custody_moved_item")
    with op.batch_alter_table("custody_look", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_custody_look_item_id"))

    op.drop_table("custody_look")
    with op.batch_alter_table("custody_break", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_custody_break_item_id"))

    op.drop_table("custody_break")
    with op.batch_alter_table("kept_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_kept_item_status"))
        batch_op.drop_index("ix_kept_item_look")
        batch_op.drop_index(batch_op.f("ix_kept_item_holder_agency_id"))
        batch_op.drop_index(batch_op.f("ix_kept_item_court_id"))
        batch_op.drop_index(batch_op.f("ix_kept_item_case_id"))
        batch_op.drop_index(batch_op.f("ix_kept_item_asset_id"))

    op.drop_table("kept_item")
    with op.batch_alter_table("custody_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_custody_move_asset_id"))

    op.drop_table("custody_move")
