"""unsold: which later round took the place of an earlier one without a buyer

Revision ID: 20261128_0320
Revises: 20261128_0302
"""

from datetime import UTC, datetime
from itertools import pairwise

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261128_0320"
down_revision = "20261128_0302"
branch_labels = None
depends_on = None

_NAMES = ("id", "asset_id", "round_id", "failed_on", "round_no", "superseded_at", "superseded_by")
_UNSOLD = sa.table("unsold", *(sa.column(name, Instant() if name == "superseded_at" else None) for name in _NAMES))


def upgrade() -> None:
    with op.batch_alter_table("unsold") as batch:
        batch.add_column(sa.Column("superseded_at", Instant(timezone=True), nullable=True))
        batch.add_column(sa.Column("superseded_by", sa.String(length=32), nullable=True))
        batch.create_foreign_key(op.f("fk_unsold_superseded_by"), "round", ["superseded_by"], ["id"])
        batch.create_check_constraint(op.f("ck_unsold_superseded"), "(superseded_at is null) = (superseded_by is null)")
    link, now = op.get_bind(), datetime.now(UTC)
    of = sa.select(_UNSOLD.c.id, _UNSOLD.c.asset_id, _UNSOLD.c.round_id)
    rows = link.execute(of.order_by(_UNSOLD.c.asset_id, _UNSOLD.c.failed_on, _UNSOLD.c.round_no)).all()
    for row, following in pairwise(rows):
        if row.asset_id == following.asset_id:
            link.execute(sa.update(_UNSOLD).where(_UNSOLD.c.id == row.id).values(superseded_at=now, superseded_by=following.round_id))


def downgrade() -> None:
    with op.batch_alter_table("unsold") as batch:
        batch.drop_constraint(op.f("ck_unsold_superseded"), type_="check")
        batch.drop_constraint(op.f("fk_unsold_superseded_by"), type_="foreignkey")
        batch.drop_column("superseded_by")
        batch.drop_column("superseded_at")
