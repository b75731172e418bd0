"""vacating: visits that an accepted task told, and the people it found

Revision ID: 20261128_0381
Revises: 20261128_0380
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0381"
down_revision = "20261128_0380"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("vacating_visit") as batch:
        batch.add_column(sa.Column("task_id", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("offered", sa.JSON(), nullable=False, server_default="[]"))
        batch.create_unique_constraint(op.f("uq_vacating_visit_task_id"), ["task_id"])


def downgrade() -> None:
    with op.batch_alter_table("vacating_visit") as batch:
        batch.drop_constraint(op.f("uq_vacating_visit_task_id"), type_="unique")
        batch.drop_column("offered")
        batch.drop_column("task_id")
