"""doubts and suspensions of a round

Revision ID: 20261127_2320
Revises: 20261127_2310
"""

import sqlalchemy as sa
from alembic import op

revision = "20261127_2320"
down_revision = "20261127_2310"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('round', schema=None) as batch_op:
        batch_op.add_column(sa.Column('doubts', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('stops', sa.JSON(), server_default='[]', nullable=False))
        batch_op.add_column(sa.Column('bid_log', sa.JSON(), server_default='{}', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('round', schema=None) as batch_op:
        batch_op.drop_column('bid_log')
        batch_op.drop_column('stops')
        batch_op.drop_column('doubts')
