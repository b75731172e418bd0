"""agencies: days of warning before engagements end, per court

Revision ID: 20261128_0202
Revises: 20261128_0201
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from app.domains.agencies.paper_rules import USUAL_MARGIN, next_warning
from app.infra.database import Instant

revision = "20261128_0202"
down_revision = "20261128_0201"
branch_labels = None
depends_on = None

_TERM = sa.table("engagement", sa.column("id", sa.String), sa.column("until_on", sa.Date), sa.column("ended_on", sa.Date), sa.column("remind_at", Instant()))


def upgrade() -> None:
    with op.batch_alter_table("court") as batch:
        batch.add_column(sa.Column("agency_warn_days", sa.Integer(), nullable=False, server_default="30"))
    with op.batch_alter_table("engagement") as batch:
        batch.add_column(sa.Column("remind_at", Instant(), nullable=True))
        batch.create_index("ix_engagement_remind", ["remind_at"])
    link, now = op.get_bind(), datetime.now(UTC)
    for row in link.execute(sa.select(_TERM.c.id, _TERM.c.until_on).where(_TERM.c.ended_on.is_(None))).all():
        link.execute(sa.update(_TERM).where(_TERM.c.id == row.id).values(remind_at=next_warning(row.until_on, USUAL_MARGIN, now)))


def downgrade() -> None:
    with op.batch_alter_table("engagement") as batch:
        batch.drop_index("ix_engagement_remind")
        batch.drop_column("remind_at")
    with op.batch_alter_table("court") as batch:
        batch.drop_column("agency_warn_days")
