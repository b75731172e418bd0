"""orders, nonces and events of the private line

Revision ID: 20261127_2340
Revises: 20261127_2320
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261127_2340"
down_revision = "20261127_2320"
branch_labels = None
depends_on = None

OPEN = "state in ('ordered','sent','unknown')"


def upgrade() -> None:
    op.create_table(
        "line_order",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("site", sa.String(length=20), nullable=False),
        sa.Column("verb", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("plan_digest", sa.String(length=64), nullable=False),
        sa.Column("lot_id", sa.String(length=40), nullable=False),
        sa.Column("package", sa.String(length=64), nullable=False),
        sa.Column("announce_at", Instant(), nullable=True),
        sa.Column("stop", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ordered_by", sa.String(length=32), nullable=False),
        sa.Column("ordered_at", Instant(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("sends", sa.Integer(), nullable=False),
        sa.Column("asks", sa.Integer(), nullable=False),
        sa.Column("for_person", sa.Boolean(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("state in ('ordered','sent','unknown','accepted','refused')", name=op.f("ck_line_order_state")),
        sa.CheckConstraint("(state in ('accepted','refused')) = (ended_at is not null)", name=op.f("ck_line_order_ended_has_instant")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_line_order_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_line_order_court_id")),
        sa.ForeignKeyConstraint(["ordered_by"], ["person.id"], name=op.f("fk_line_order_ordered_by")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_line_order_round_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_line_order_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_order")),
    )
    op.create_index("ix_line_order_round_id", "line_order", ["round_id"])
    op.create_index("uq_line_order_open", "line_order", ["round_id"], unique=True, sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN))
    op.create_table(
        "line_nonce",
        sa.Column("site", sa.String(length=20), nullable=False),
        sa.Column("key_id", sa.String(length=40), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_nonce")),
        sa.UniqueConstraint("site", "key_id", "nonce", name=op.f("uq_line_nonce_site_key_id_nonce")),
    )
    op.create_index("ix_line_nonce_at", "line_nonce", ["at"])
    op.create_table(
        "line_event",
        sa.Column("site", sa.String(length=20), nullable=False),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("lot_id", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_line_event_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_event")),
        sa.UniqueConstraint("site", "event", name=op.f("uq_line_event_site_event")),
    )
    op.create_index("ix_line_event_round_id", "line_event", ["round_id"])
    op.create_index("ix_line_event_lot", "line_event", ["site", "lot_id"])


def downgrade() -> None:
    op.drop_table("line_event")
    op.drop_table("line_nonce")
    op.drop_table("line_order")
