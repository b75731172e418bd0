"""second factor: secret, recovery codes, failures; half sessions

Revision ID: 20261127_2350
Revises: 20261127_2340
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261127_2350"
down_revision = "20261127_2340"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.String(length=300), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("used_at", Instant(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"])
    op.create_table(
        "second_factor_failure",
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_second_factor_failure_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor_failure")),
    )
    op.create_index("ix_second_factor_failure_person_at", "second_factor_failure", ["person_id", "at"])
    with op.batch_alter_table("user_session") as batch:
        batch.add_column(sa.Column("half", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("proved_at", Instant(), nullable=True))
        batch.alter_column("half", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("user_session") as batch:
        batch.drop_column("proved_at")
        batch.drop_column("half")
    op.drop_table("second_factor_failure")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
