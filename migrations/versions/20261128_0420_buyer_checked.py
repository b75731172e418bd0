"""settlements: what the check of a buyer found before the ruling; earlier accounts say nothing

Revision ID: 20261128_0420
Revises: 20261128_0400
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0420"
down_revision = "20261128_0400"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("settlement", sa.Column("eligibility", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("settlement", "eligibility")
