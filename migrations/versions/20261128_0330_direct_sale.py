"""direct sale: a plan knows its way, a choice the consent or ground behind it

Revision ID: 20261128_0330
Revises: 20261128_0325
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0330"
down_revision = "20261128_0325"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("plan") as batch:
        batch.add_column(sa.Column("way", sa.String(length=20), nullable=False, server_default=""))
    with op.batch_alter_table("unsold") as batch:
        batch.add_column(sa.Column("consent_paper", sa.String(length=200), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("unsold") as batch:
        batch.drop_column("consent_paper")
    with op.batch_alter_table("plan") as batch:
        batch.drop_column("way")
