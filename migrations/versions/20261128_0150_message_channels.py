"""message channels: how people want to be told, a court's channels and words, the log of sendings

Revision ID: 20261128_0150
Revises: 20261128_0140
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261128_0150"
down_revision = "20261128_0140"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_habit",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("quiet_from", sa.String(length=5), nullable=False),
        sa.Column("quiet_to", sa.String(length=5), nullable=False),
        sa.Column("digest_at", sa.String(length=5), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_habit_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_message_habit")),
    )
    op.create_table(
        "message_channel",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("switched_on", sa.Boolean(), nullable=False),
        sa.Column("plain", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.JSON(), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_message_channel_changed_by")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_message_channel_court_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_channel")),
        sa.UniqueConstraint("court_id", "code", name=op.f("uq_message_channel_court_id_code")),
    )
    op.create_table(
        "message_wording",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_message_wording_changed_by")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_message_wording_court_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_wording")),
        sa.UniqueConstraint("court_id", "name", name=op.f("uq_message_wording_court_id_name")),
    )
    op.create_table(
        "message_delivery",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("court_id", sa.String(length=32), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("due_at", Instant(timezone=True), nullable=False),
        sa.Column("sent_at", Instant(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unclear", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("state in ('waiting','sending','sent','failed','unclear','dropped')", name=op.f("ck_message_delivery_state")),
        sa.CheckConstraint("state <> 'sent' or sent_at is not null", name=op.f("ck_message_delivery_sent_at")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_message_delivery_court_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_delivery_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_delivery")),
        sa.UniqueConstraint("key", name=op.f("uq_message_delivery_key")),
    )
    op.create_index("ix_message_delivery_court", "message_delivery", ["court_id", "id"])
    op.create_table(
        "message_delivery_item",
        sa.Column("delivery_id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["delivery_id"], ["message_delivery.id"], name=op.f("fk_message_delivery_item_delivery_id")),
        sa.PrimaryKeyConstraint("delivery_id", "message_id", name=op.f("pk_message_delivery_item")),
    )


def downgrade() -> None:
    for table in ("message_delivery_item", "message_delivery", "message_wording", "message_channel", "message_habit"):
        op.drop_table(table)
