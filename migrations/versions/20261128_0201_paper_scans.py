"""agencies: the scan of a qualification paper and its copy without metadata

Revision ID: 20261128_0201
Revises: 20261128_0200
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0201"
down_revision = "20261128_0200"
branch_labels = None
depends_on = None

_TEXTS = {"scan_digest": 64, "scan_type": 100, "shown_digest": 64}
_SIZES = ("scan_size", "shown_size")


def upgrade() -> None:
    with op.batch_alter_table("agency_paper") as batch:
        for name, length in _TEXTS.items():
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        for name in _SIZES:
            batch.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        batch.create_check_constraint(op.f("ck_agency_paper_scan_copied"), "(scan_digest = '') = (shown_digest = '')")


def downgrade() -> None:
    with op.batch_alter_table("agency_paper") as batch:
        batch.drop_constraint(op.f("ck_agency_paper_scan_copied"), type_="check")
        for name in (*_SIZES, *_TEXTS):
            batch.drop_column(name)
