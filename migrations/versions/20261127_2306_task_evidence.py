"""Recordings, documents and signatures of tasks, files that come in piece by piece, answers of the malware scan, blurred photos.

Revision ID: 20261127_2306
Revises: 20261127_2305
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261127_2306"
down_revision = "20261127_2305"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file_scan",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("found", sa.String(200), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.CheckConstraint("state in ('waiting','clean','found')", name=op.f("ck_file_scan_state")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_file_scan")),
    )
    op.create_table(
        "task_file",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("task_id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("sort", sa.String(10), nullable=False),
        sa.Column("caption", sa.String(100), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("evidence_id", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("taken_at", Instant(), nullable=True),
        sa.Column("lng", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("badge", sa.String(14), nullable=False),
        sa.Column("words_digest", sa.String(64), nullable=False),
        sa.Column("shown_digest", sa.String(64), nullable=False),
        sa.Column("found", sa.String(200), nullable=False),
        sa.Column("uploaded_at", Instant(), nullable=False),
        sa.Column("uploaded_by", sa.String(32), nullable=False),
        sa.Column("removed_at", Instant(), nullable=True),
        sa.CheckConstraint("sort in ('video','audio','document','signature')", name=op.f("ck_task_file_sort")),
        sa.CheckConstraint("badge in ('','place_agrees','place_differs','place_unchecked','no_place','time_differs')", name=op.f("ck_task_file_badge")),
        sa.CheckConstraint("sort <> 'signature' or words_digest <> ''", name=op.f("ck_task_file_signed_text")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_file_task_id")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_task_file_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_file")),
        sa.UniqueConstraint("task_id", "client_id", name=op.f("uq_task_file_task_id_client_id")),
    )
    op.create_index(op.f("ix_task_file_task_id"), "task_file", ["task_id"])
    op.create_index(op.f("ix_task_file_digest"), "task_file", ["digest"])
    op.create_table(
        "task_upload",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("task_id", sa.String(32), nullable=False),
        sa.Column("client_id", sa.String(64), nullable=False),
        sa.Column("sort", sa.String(10), nullable=False),
        sa.Column("shot", sa.String(40), nullable=False),
        sa.Column("caption", sa.String(100), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("captured_at", Instant(), nullable=True),
        sa.Column("lng", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("begun_by", sa.String(32), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("finished_at", Instant(), nullable=True),
        sa.Column("result_id", sa.String(32), nullable=False),
        sa.CheckConstraint("sort in ('photo','video','audio','document','signature')", name=op.f("ck_task_upload_sort")),
        sa.CheckConstraint("(finished_at is null) = (result_id = '')", name=op.f("ck_task_upload_finished")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_upload_task_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_upload")),
        sa.UniqueConstraint("task_id", "client_id", name=op.f("uq_task_upload_task_id_client_id")),
    )
    op.create_index("ix_task_upload_expires", "task_upload", ["expires_at"])
    op.create_index(op.f("ix_task_upload_task_id"), "task_upload", ["task_id"])
    with op.batch_alter_table("task_photo") as photo:
        photo.add_column(sa.Column("blurred", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("task_photo") as photo:
        photo.drop_column("blurred")
    for table in ("task_upload", "task_file", "file_scan"):
        op.drop_table(table)
