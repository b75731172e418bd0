"""viewings: what accepted tasks of guiding and answering told stands with the lot

Revision ID: 20261128_0100
Revises: 20261128_0040
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261128_0100"
down_revision = "20261128_0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "viewing_visit",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("programme_id", sa.String(length=32), nullable=False),
        sa.Column("slot_id", sa.String(length=32), nullable=True),
        sa.Column("task_id", sa.String(length=32), nullable=False),
        sa.Column("task_number", sa.String(length=40), nullable=False),
        sa.Column("agency_id", sa.String(length=32), nullable=False),
        sa.Column("worker_id", sa.String(length=32), nullable=True),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("headcount", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.Column("guide", sa.String(length=60), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("seal", sa.String(length=200), nullable=False),
        sa.Column("incidents", sa.Text(), nullable=False),
        sa.Column("taken_at", Instant(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("headcount >= 0 and booked >= 0", name=op.f("ck_viewing_visit_people")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_viewing_visit_court_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_viewing_visit_case_id")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_viewing_visit_asset_id")),
        sa.ForeignKeyConstraint(["programme_id"], ["viewing_programme.id"], name=op.f("fk_viewing_visit_programme_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["viewing_slot.id"], name=op.f("fk_viewing_visit_slot_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_viewing_visit_agency_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["person.id"], name=op.f("fk_viewing_visit_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_viewing_visit")),
        sa.UniqueConstraint("task_id", name=op.f("uq_viewing_visit_task_id")),
    )
    op.create_index(op.f("ix_viewing_visit_asset_id"), "viewing_visit", ["asset_id"], unique=False)
    with op.batch_alter_table("viewing_question") as batch:
        batch.add_column(sa.Column("task_id", sa.String(length=32), nullable=False, server_default=""))
        batch.add_column(sa.Column("task_row", sa.Integer(), nullable=True))
        batch.create_unique_constraint(op.f("uq_viewing_question_task_id_task_row"), ["task_id", "task_row"])


def downgrade() -> None:
    with op.batch_alter_table("viewing_question") as batch:
        batch.drop_constraint(op.f("uq_viewing_question_task_id_task_row"), type_="unique")
        batch.drop_column("task_row")
        batch.drop_column("task_id")
    op.drop_table("viewing_visit")
