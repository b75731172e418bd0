"""vacating: who was told of the forced day; detention before the president's approval in an emergency

Revision ID: 20261128_0384
Revises: 20261128_0383
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0384"
down_revision = "20261128_0383"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("vacating_plan") as batch:
        batch.add_column(sa.Column("told_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("told_who", sa.String(length=100), nullable=False, server_default=""))
        batch.add_column(sa.Column("told_how", sa.String(length=300), nullable=False, server_default=""))
        batch.create_check_constraint(op.f("ck_vacating_plan_told"), "(told_on is null) = (told_who = '')")
    with op.batch_alter_table("vacating_measure") as batch:
        batch.add_column(sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("vacating_measure") as batch:
        batch.drop_column("urgent")
    with op.batch_alter_table("vacating_plan") as batch:
        batch.drop_constraint(op.f("ck_vacating_plan_told"), type_="check")
        for column in ("told_how", "told_who", "told_on"):
            batch.drop_column(column)
