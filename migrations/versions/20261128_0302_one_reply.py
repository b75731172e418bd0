"""deadlines: the answer to a letter about the right to sell runs once, under the letter; one that was entered by hand keeps running and is ended by hand

Revision ID: 20261128_0302
Revises: 20261128_0301
"""

from alembic import op

revision = "20261128_0302"
down_revision = "20261128_0301"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("update deadline set code = 'lien_reply', subject_kind = 'entered' where code = 'transfer_reply'")
    op.execute("delete from deadline_margin where code = 'transfer_reply'")


def downgrade() -> None:
    op.execute("update deadline set code = 'transfer_reply', subject_kind = 'case' where code = 'lien_reply' and subject_kind = 'entered'")
