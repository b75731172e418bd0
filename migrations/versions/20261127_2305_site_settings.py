"""settings, breaker and pace of sites; how long a reading's answers took

Revision ID: 20261127_2305
Revises: 20261127_2252
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261127_2305"
down_revision = "20261127_2252"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_setting",
        sa.Column("site", sa.String(length=20), nullable=False),
        sa.Column("plain", sa.JSON(), nullable=False),
        sa.Column("sealed", sa.JSON(), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_site_setting_changed_by")),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_site_setting")),
    )
    op.create_table(
        "site_line",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("open_until", Instant(), nullable=True),
        sa.Column("next_turn_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_site_line")),
    )
    with op.batch_alter_table("round_reading", schema=None) as batch_op:
        batch_op.add_column(sa.Column("milliseconds", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("round_reading", schema=None) as batch_op:
        batch_op.drop_column("milliseconds")
    op.drop_table("site_line")
    op.drop_table("site_setting")
