"""agency papers: qualification papers of agencies and their people with their last day

Revision ID: 20261128_0101
Revises: 20261128_0100
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261128_0101"
down_revision = "20261128_0100"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agency_paper",
        sa.Column("agency_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("margin", sa.Integer(), nullable=False),
        sa.Column("entered_at", Instant(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("confirmed_at", Instant(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(length=32), nullable=True),
        sa.Column("removed_at", Instant(timezone=True), nullable=True),
        sa.Column("remind_at", Instant(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("margin > 0", name=op.f("ck_agency_paper_margin")),
        sa.CheckConstraint("(confirmed_at is null) = (confirmed_by is null)", name=op.f("ck_agency_paper_confirmed_by_somebody")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_agency_paper_agency_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_agency_paper_person_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_agency_paper_entered_by")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_agency_paper_confirmed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_paper")),
    )
    op.create_index(op.f("ix_agency_paper_agency_id"), "agency_paper", ["agency_id"], unique=False)
    op.create_index("ix_agency_paper_remind", "agency_paper", ["remind_at"], unique=False)


def downgrade() -> None:
    op.drop_table("agency_paper")
