"""the life of a task: clocks, moves between agencies, bundles, places, openings, saved filters

Revision ID: 20261127_2252
Revises: 2236
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261127_2252"
down_revision = "2236"
branch_labels = None
depends_on = None

TEXTS = (("pause_reason", 300), ("status_before", 12), ("bundle", 20), ("district", 40), ("street", 60))
INDEXES = (
    ("ix_task_court_due", ["court_id", "due_at", "id"]),
    ("ix_task_court_day", ["court_id", "due_on"]),
    ("ix_task_agency_due", ["agency_id", "due_at", "id"]),
    ("ix_task_bundle", ["bundle_id"]),
)
SHANGHAI = timedelta(hours=8)
VERDICTS = ("verdict in ('','returned','accepted')", "verdict in ('','returned','accepted','cancelled')")


def upgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch:
        batch.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        for name in ("paused_at", "urged_at", "closed_at"):
            batch.add_column(sa.Column(name, Instant(), nullable=True))
        for name in ("moved_from_id", "moved_to_id", "bundle_id"):
            batch.add_column(sa.Column(name, sa.String(length=32), nullable=True))
        for name, length in TEXTS:
            batch.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        batch.add_column(sa.Column("after", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("court_form", sa.JSON(), nullable=False, server_default="{}"))
    _fill_days()
    with op.batch_alter_table("task", schema=None) as batch:
        batch.alter_column("due_on", existing_type=sa.Date(), nullable=False)
        for name, _ in TEXTS:
            batch.alter_column(name, existing_type=sa.String(), existing_nullable=False, server_default=None)
        for name in ("after", "court_form"):
            batch.alter_column(name, existing_type=sa.JSON(), existing_nullable=False, server_default=None)
        for name, columns in INDEXES:
            batch.create_index(name, columns, unique=False)
    _verdicts(VERDICTS[1])
    op.create_table(
        "task_opening",
        sa.Column("task_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("person_name", sa.String(length=60), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_opening_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_opening")),
        sa.UniqueConstraint("task_id", "person_id", "round", name=op.f("uq_task_opening_task_id_person_id_round")),
    )
    op.create_index(op.f("ix_task_opening_task_id"), "task_opening", ["task_id"], unique=False)
    op.create_table(
        "task_view",
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("group_key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("query", sa.String(length=600), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_task_view_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_view")),
        sa.UniqueConstraint("owner_id", "name", name=op.f("uq_task_view_owner_id_name")),
    )
    op.create_index("ix_task_view_group", "task_view", ["group_key"], unique=False)


def downgrade() -> None:
    op.drop_table("task_view")
    op.drop_table("task_opening")
    _verdicts(VERDICTS[0])
    with op.batch_alter_table("task", schema=None) as batch:
        for name, _ in INDEXES:
            batch.drop_index(name)
        columns = ["due_on", "paused_at", "urged_at", "closed_at", "moved_from_id", "moved_to_id", "bundle_id", "after", "court_form"]
        for name in (*columns, *(text for text, _ in TEXTS)):
            batch.drop_column(name)


def _fill_days() -> None:
    """Shanghai's day of each due time; it has kept UTC+8 without summer time since 1991."""
    task = sa.table("task", sa.column("id", sa.String), sa.column("due_at", Instant()), sa.column("due_on", sa.Date))
    connection = op.get_bind()
    for row in connection.execute(sa.select(task.c.id, task.c.due_at)).all():
        connection.execute(task.update().where(task.c.id == row.id).values(due_on=(row.due_at + SHANGHAI).date()))


def _verdicts(allowed: str) -> None:
    with op.batch_alter_table("task_version", schema=None) as batch:
        batch.drop_constraint(op.f("ck_task_version_verdict"), type_="check")
        batch.create_check_constraint(op.f("ck_task_version_verdict"), allowed)
