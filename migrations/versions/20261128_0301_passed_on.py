"""deadlines: a miss goes on to the president; a whole case stands still

Revision ID: 20261128_0301
Revises: 20261128_0300
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261128_0301"
down_revision = "20261128_0300"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deadline", sa.Column("escalates_at", Instant(timezone=True), nullable=True))
    op.add_column("deadline", sa.Column("with_case", sa.Boolean(), server_default=sa.false(), nullable=False))
    # What was missed before is passed on at the heartbeat's next look, once.
    op.execute("update deadline set escalates_at = missed_at, next_at = missed_at where state = 'running' and missed_at is not null")


def downgrade() -> None:
    with op.batch_alter_table("deadline") as batch:
        batch.drop_column("with_case")
        batch.drop_column("escalates_at")
