"""vacating: videos of the forced day, of one thing or of the whole place

Revision ID: 20261128_0430
Revises: 20261128_0420
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261128_0430"
down_revision = "20261128_0420"
branch_labels = None
depends_on = None

TEXT = sa.String(length=32)
PLACED = {"court_id": "court", "case_id": "enforcement_case", "day_id": "vacating_day", "goods_id": "vacating_goods", "uploaded_by": "person"}


def upgrade() -> None:
    op.create_table(
        "vacating_video",
        *(sa.Column(name, TEXT, nullable=name == "goods_id") for name in PLACED),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("shown_digest", sa.String(length=64), nullable=False),
        sa.Column("shown_size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("taken_at", Instant(timezone=True), nullable=True),
        sa.Column("uploaded_at", Instant(timezone=True), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        *(sa.ForeignKeyConstraint([name], [f"{of}.id"], name=op.f(f"fk_vacating_video_{name}")) for name, of in PLACED.items()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacating_video")),
        sa.UniqueConstraint("day_id", "digest", name=op.f("uq_vacating_video_day_id_digest")),
    )


def downgrade() -> None:
    op.drop_table("vacating_video")
