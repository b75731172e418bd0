"""receipts: a reversal names what it undoes; what was paid too much is kept until it is back with the payer

Revision ID: 20261128_0360
Revises: 20261128_0340
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Fen

revision = "20261128_0360"
down_revision = "20261128_0340"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("receipt") as batch:
        batch.add_column(sa.Column("reverses_id", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("surplus", Fen(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("surplus_returned_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("surplus_note", sa.String(length=200), nullable=False, server_default=""))
        batch.create_foreign_key(op.f("fk_receipt_reverses_id"), "receipt", ["reverses_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_receipt_reverses_id"), ["reverses_id"])
        batch.create_check_constraint(op.f("ck_receipt_signs"), "surplus >= 0 and (amount >= 0 or reverses_id is not null)")
        batch.create_check_constraint(op.f("ck_receipt_return_has_note"), "surplus_returned_on is null or surplus_note <> ''")


def downgrade() -> None:
    with op.batch_alter_table("receipt") as batch:
        batch.drop_constraint(op.f("ck_receipt_return_has_note"), type_="check")
        batch.drop_constraint(op.f("ck_receipt_signs"), type_="check")
        batch.drop_constraint(op.f("uq_receipt_reverses_id"), type_="unique")
        batch.drop_constraint(op.f("fk_receipt_reverses_id"), type_="foreignkey")
        for column in ("surplus_note", "surplus_returned_on", "surplus", "reverses_id"):
            batch.drop_column(column)
