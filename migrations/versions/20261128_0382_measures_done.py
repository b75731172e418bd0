"""vacating: a fine that was paid, a detention that ended

Revision ID: 20261128_0382
Revises: 20261128_0381
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0382"
down_revision = "20261128_0381"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("vacating_measure") as batch:
        batch.add_column(sa.Column("paid_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("paid_note", sa.String(length=200), nullable=False, server_default=""))
        batch.add_column(sa.Column("released_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("released_note", sa.String(length=300), nullable=False, server_default=""))
        batch.create_check_constraint(op.f("ck_vacating_measure_paid"), "(paid_on is null) = (paid_note = '')")
        batch.create_check_constraint(op.f("ck_vacating_measure_released"), "(released_on is null) = (released_note = '')")


def downgrade() -> None:
    with op.batch_alter_table("vacating_measure") as batch:
        for name in ("paid", "released"):
            batch.drop_constraint(op.f(f"ck_vacating_measure_{name}"), type_="check")
        for column in ("released_note", "released_on", "paid_note", "paid_on"):
            batch.drop_column(column)
