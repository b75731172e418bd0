"""cases: whether the nearest last day was counted in a year whose calendar is only provisional

Revision ID: 20261128_0340
Revises: 20261128_0330
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0340"
down_revision = "20261128_0330"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("enforcement_case") as batch:
        batch.add_column(sa.Column("next_due_provisional", sa.Boolean(), nullable=False, server_default=sa.false()))
    cases, deadlines = (
        sa.table("enforcement_case", sa.column("id"), sa.column("next_due_at"), sa.column("next_due_provisional")),
        sa.table("deadline", sa.column("case_id"), sa.column("due_at"), sa.column("state"), sa.column("provisional")),
    )
    nearest = sa.exists().where(
        deadlines.c.case_id == cases.c.id,
        deadlines.c.due_at == cases.c.next_due_at,
        deadlines.c.state == "running",
        deadlines.c.provisional == sa.true(),
    )
    op.execute(sa.update(cases).where(nearest).values(next_due_provisional=sa.true()))


def downgrade() -> None:
    with op.batch_alter_table("enforcement_case") as batch:
        batch.drop_column("next_due_provisional")
