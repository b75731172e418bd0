"""task files: the size of the copy that leaves

Revision ID: 20261128_0200
Revises: 20261128_0150
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0200"
down_revision = "20261128_0150"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Copies made so far were as long as their originals."""
    with op.batch_alter_table("task_file") as batch:
        batch.add_column(sa.Column("shown_size", sa.Integer(), nullable=False, server_default="0"))
    op.execute("update task_file set shown_size = size where shown_digest <> ''")
    with op.batch_alter_table("task_file") as batch:
        batch.alter_column("shown_size", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("task_file") as batch:
        batch.drop_column("shown_size")
