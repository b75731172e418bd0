"""handovers: whose papers were compared stands beside the buyer's signature; earlier ones say none

Revision ID: 20261128_0400
Revises: 20261128_0384
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0400"
down_revision = "20261128_0384"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handover_signature", sa.Column("identity", sa.String(20), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("handover_signature", "identity")
