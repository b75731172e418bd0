"""unsold: whom the registry was told, to whom, when and in what condition the thing went back

Revision ID: 20261128_0325
Revises: 20261128_0320
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0325"
down_revision = "20261128_0320"
branch_labels = None
depends_on = None

DAYS = ("registry_told_on", "returned_on")
WORDS = {"registry_paper": 100, "returned_to": 100, "returned_condition": 500}


def upgrade() -> None:
    with op.batch_alter_table("unsold") as batch:
        for name in DAYS:
            batch.add_column(sa.Column(name, sa.Date(), nullable=True))
        for name, length in WORDS.items():
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        batch.create_check_constraint(op.f("ck_unsold_returned"), "returned_on is null or (returned_to <> '' and returned_condition <> '')")


def downgrade() -> None:
    with op.batch_alter_table("unsold") as batch:
        batch.drop_constraint(op.f("ck_unsold_returned"), type_="check")
        for name in (*WORDS, *DAYS):
            batch.drop_column(name)
