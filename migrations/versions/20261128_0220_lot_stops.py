"""lot stops: who asked that a stopped lot goes on; open requests of before are asked anew, now as approvals

Revision ID: 20261128_0220
Revises: 20261128_0202
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261128_0220"
down_revision = "20261128_0202"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("round_halt") as batch:
        batch.add_column(sa.Column("resume_by", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("resume_asked_at", Instant(timezone=True), nullable=True))
        batch.add_column(sa.Column("gone_on", sa.Date(), nullable=True))
        batch.create_foreign_key(op.f("fk_round_halt_resume_by"), "person", ["resume_by"], ["id"])
    op.execute(
        "update round_halt set status = 'recalled', decided_by = proposed_by, decided_at = proposed_at, decision = '系统升级：请重新提请' where status = 'proposed'"
    )


def downgrade() -> None:
    with op.batch_alter_table("round_halt") as batch:
        batch.drop_constraint(op.f("fk_round_halt_resume_by"), type_="foreignkey")
        batch.drop_column("gone_on")
        batch.drop_column("resume_asked_at")
        batch.drop_column("resume_by")
