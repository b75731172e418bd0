"""factor resets: a second factor is forgotten by two administrators

Revision ID: 20261128_0225
Revises: 20261128_0220
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261128_0225"
down_revision = "20261128_0220"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_factor_reset",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_at", Instant(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.String(length=32), nullable=True),
        sa.Column("confirmed_at", Instant(timezone=True), nullable=True),
        sa.Column("dropped_by", sa.String(length=32), nullable=True),
        sa.Column("dropped_at", Instant(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("(confirmed_at is null) = (confirmed_by is null)", name=op.f("ck_second_factor_reset_confirmed_by_whom")),
        sa.CheckConstraint("confirmed_by is null or (confirmed_by <> asked_by and confirmed_by <> person_id)", name=op.f("ck_second_factor_reset_four_eyes")),
        sa.CheckConstraint("asked_by <> person_id", name=op.f("ck_second_factor_reset_not_own")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_second_factor_reset_asked_by")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_second_factor_reset_confirmed_by")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_second_factor_reset_court_id")),
        sa.ForeignKeyConstraint(["dropped_by"], ["person.id"], name=op.f("fk_second_factor_reset_dropped_by")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_second_factor_reset_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor_reset")),
    )
    op.create_index(op.f("ix_second_factor_reset_court_id"), "second_factor_reset", ["court_id"])
    still_open = sa.text("confirmed_at is null and dropped_at is null")
    op.create_index("uq_second_factor_reset_open", "second_factor_reset", ["person_id"], unique=True, sqlite_where=still_open, postgresql_where=still_open)


def downgrade() -> None:
    op.drop_table("second_factor_reset")
