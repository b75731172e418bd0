"""vacating: the photographed receipt of a kept thing that was taken

Revision ID: 20261128_0380
Revises: 20261128_0361
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0380"
down_revision = "20261128_0361"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("vacating_goods") as batch:
        batch.add_column(sa.Column("collected_photos", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("vacating_goods") as batch:
        batch.drop_column("collected_photos")
