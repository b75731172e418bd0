"""in kind: the account of a creditor who takes the thing, offers that lapse, deposits of a round that nobody won

Revision ID: 20261128_0120
Revises: 20261128_0110
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Fen, Instant

revision = "20261128_0120"
down_revision = "20261128_0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("settlement") as batch:
        batch.add_column(sa.Column("attempt", sa.Integer(), nullable=False, server_default="1"))
        batch.drop_constraint(batch.f("uq_settlement_round_id"), type_="unique")
        batch.create_unique_constraint(batch.f("uq_settlement_round_id_attempt"), ["round_id", "attempt"])
    with op.batch_alter_table("unsold") as batch:
        batch.add_column(sa.Column("deposit", Fen(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("ended_at", Instant(), nullable=True))
    with op.batch_alter_table("taking_offer") as batch:
        batch.add_column(sa.Column("lapsed", sa.String(length=200), nullable=False, server_default=""))
