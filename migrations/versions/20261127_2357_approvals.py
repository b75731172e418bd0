"""approvals as data: proposals, chain, opinions, delegations, votes that can be void

Revision ID: 20261127_2357
Revises: 20261127_2355
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261127_2357"
down_revision = "20261127_2355"
branch_labels = None
depends_on = None

LIVE = sa.text("voided_at is null")
UNANSWERED = sa.text("answered_at is null and withdrawn_at is null")


def of_case() -> list[sa.Column]:
    return [sa.Column("court_id", sa.String(length=32), nullable=False), sa.Column("case_id", sa.String(length=32), nullable=False)]


def keys(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    targets = {"court_id": "court.id", "case_id": "enforcement_case.id", "approval_id": "approval.id"}
    return [sa.ForeignKeyConstraint([each], [targets.get(each, "person.id")], name=op.f(f"fk_{table}_{each}")) for each in columns]


def upgrade() -> None:
    with op.batch_alter_table("approval") as batch:
        batch.add_column(sa.Column("body", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("figures", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("findings", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("version_no", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("decided_for", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("field_reasons", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("return_step", sa.String(length=20), nullable=False, server_default=""))
        batch.add_column(sa.Column("urged_at", Instant(), nullable=True))
        batch.add_column(sa.Column("escalated_at", Instant(), nullable=True))
    with op.batch_alter_table("approval") as batch:
        batch.create_foreign_key(op.f("fk_approval_decided_for"), "person", ["decided_for"], ["id"])
        batch.create_check_constraint(op.f("ck_approval_four_eyes"), "decided_by is null or decided_by <> asked_by")
        for name in ("body", "figures", "findings", "version_no", "field_reasons", "return_step"):
            batch.alter_column(name, server_default=None)
    with op.batch_alter_table("vote") as batch:
        batch.add_column(sa.Column("voided_at", Instant(), nullable=True))
        batch.add_column(sa.Column("void_reason", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("vote") as batch:
        batch.drop_constraint("uq_vote_approval_id_person_id", type_="unique")
        batch.alter_column("void_reason", server_default=None)
    op.create_index("uq_vote_live", "vote", ["approval_id", "person_id"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE)
    op.create_table(
        "approval_step",
        *of_case(),
        sa.Column("approval_id", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=True),
        sa.Column("for_id", sa.String(length=32), nullable=True),
        sa.Column("to_id", sa.String(length=32), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        *keys("approval_step", "court_id", "case_id", "approval_id", "by_id", "for_id", "to_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_step")),
    )
    op.create_index(op.f("ix_approval_step_approval_id"), "approval_step", ["approval_id"])
    op.create_index(op.f("ix_approval_step_to_id"), "approval_step", ["to_id"])
    op.create_table(
        "approval_opinion",
        *of_case(),
        sa.Column("approval_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("asked_at", Instant(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.Column("withdrawn_at", Instant(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("kind in ('signer','above')", name=op.f("ck_approval_opinion_kind")),
        *keys("approval_opinion", "court_id", "case_id", "approval_id", "person_id", "asked_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_opinion")),
    )
    op.create_index(op.f("ix_approval_opinion_approval_id"), "approval_opinion", ["approval_id"])
    op.create_index(op.f("ix_approval_opinion_person_id"), "approval_opinion", ["person_id"])
    op.create_index(
        "uq_approval_opinion_open", "approval_opinion", ["approval_id", "person_id"], unique=True, sqlite_where=UNANSWERED, postgresql_where=UNANSWERED
    )
    op.create_table(
        "delegation",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("to_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("revoked_at", Instant(), nullable=True),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_delegation_days")),
        sa.CheckConstraint("person_id <> to_id", name=op.f("ck_delegation_two_people")),
        *keys("delegation", "court_id", "person_id", "to_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index(op.f("ix_delegation_person_id"), "delegation", ["person_id"])
    op.create_index(op.f("ix_delegation_to_id"), "delegation", ["to_id"])


def downgrade() -> None:
    for table in ("delegation", "approval_opinion", "approval_step"):
        op.drop_table(table)
    op.drop_index("uq_vote_live", "vote")
    with op.batch_alter_table("vote") as batch:
        batch.create_unique_constraint("uq_vote_approval_id_person_id", ["approval_id", "person_id"])
        batch.drop_column("void_reason")
        batch.drop_column("voided_at")
    with op.batch_alter_table("approval") as batch:
        batch.drop_constraint(op.f("ck_approval_four_eyes"), type_="check")
        batch.drop_constraint(op.f("fk_approval_decided_for"), type_="foreignkey")
        for name in ("escalated_at", "urged_at", "return_step", "field_reasons", "decided_for", "version_no", "findings", "figures", "body"):
            batch.drop_column(name)
