"""deadlines complete: what was counted with, moved last days, margins of courts, secret calendar addresses, years waiting for a yes

Revision ID: 20261128_0140
Revises: 20261128_0130
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261128_0140"
down_revision = "20261128_0130"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("deadline") as batch:
        batch.add_column(sa.Column("length", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("added_days", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("stopped_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("warn_days", sa.JSON(), nullable=True))
    op.create_table(
        "deadline_change",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("deadline_id", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("before_on", sa.Date(), nullable=False),
        sa.Column("after_on", sa.Date(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("by_name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["deadline_id"], ["deadline.id"], name=op.f("fk_deadline_change_deadline_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_change")),
    )
    with op.batch_alter_table("deadline_change") as batch:
        batch.create_index(op.f("ix_deadline_change_deadline_id"), ["deadline_id"])
    op.create_table(
        "deadline_margin",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_deadline_margin_court_id")),
        sa.PrimaryKeyConstraint("court_id", "code", name=op.f("pk_deadline_margin")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_calendar_feed_key_hash")),
    )
    op.create_table(
        "calendar_draft",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("against", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_draft")),
    )


def downgrade() -> None:
    for name in ("calendar_draft", "calendar_feed", "deadline_margin", "deadline_change"):
        op.drop_table(name)
    with op.batch_alter_table("deadline") as batch:
        for name in ("warn_days", "stopped_on", "added_days", "length"):
            batch.drop_column(name)
