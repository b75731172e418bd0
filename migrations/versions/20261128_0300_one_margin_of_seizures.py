"""deadlines: the end of a seizure is warned of by the margins of seizures alone

Revision ID: 20261128_0300
Revises: 20261128_0240
"""

from alembic import op

revision = "20261128_0300"
down_revision = "20261128_0240"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("delete from deadline_margin where code = 'seizure_expiry'")
    op.execute("update deadline set warn_days = null where code = 'seizure_expiry'")


def downgrade() -> None:
    """What a court had set is gone; the catalogue's own days hold again."""
