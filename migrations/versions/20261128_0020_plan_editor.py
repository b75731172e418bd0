"""plans and deliverability: choice of site, sittings of a court, presence, kept saves, one plan under way a round, what delivery rests on

Revision ID: 20261128_0020
Revises: 20261127_2358
"""

import json
from datetime import datetime

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261128_0020"
down_revision = "20261127_2358"
branch_labels = None
depends_on = None

UNDER_WAY = sa.text("status in ('draft','returned','panel','signing','frozen')")


def keys(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    targets = {"court_id": "court.id", "case_id": "enforcement_case.id", "plan_id": "plan.id"}
    return [sa.ForeignKeyConstraint([each], [targets.get(each, "person.id")], name=op.f(f"fk_{table}_{each}")) for each in columns]


def text_id(name: str) -> sa.Column:
    return sa.Column(name, sa.String(length=32), nullable=False)


def upgrade() -> None:
    with op.batch_alter_table("asset") as batch:
        batch.add_column(sa.Column("delivery_facts", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("court") as batch:
        batch.add_column(sa.Column("sittings_a_day", sa.Integer(), nullable=False, server_default="5"))
        batch.add_column(sa.Column("sitting_time", sa.String(length=5), nullable=False, server_default="10:00"))
    with op.batch_alter_table("plan") as batch:
        batch.add_column(sa.Column("opens_at", Instant(), nullable=True))
    op.create_index("ix_plan_opening", "plan", ["court_id", "opens_at"])
    op.create_index("uq_plan_under_way", "plan", ["asset_id", "round_no"], unique=True, sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY)
    fill_openings()
    op.create_table(
        "site_choice",
        text_id("court_id"),
        text_id("case_id"),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("site", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("chosen_on", sa.Date(), nullable=False),
        text_id("recorded_by"),
        sa.Column("recorded_at", Instant(), nullable=False),
        text_id("id"),
        *keys("site_choice", "court_id", "case_id", "recorded_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_choice")),
        sa.UniqueConstraint("case_id", "name", name=op.f("uq_site_choice_case_id_name")),
        sa.CheckConstraint("source <> ''", name=op.f("ck_site_choice_source")),
    )
    op.create_table(
        "plan_save",
        text_id("court_id"),
        text_id("case_id"),
        text_id("plan_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.String(length=32), nullable=True),
        sa.Column("at", Instant(), nullable=False),
        text_id("id"),
        *keys("plan_save", "court_id", "case_id", "plan_id", "by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_save")),
        sa.UniqueConstraint("plan_id", "number", name=op.f("uq_plan_save_plan_id_number")),
    )
    op.create_table(
        "plan_presence",
        text_id("plan_id"),
        text_id("person_id"),
        sa.Column("section", sa.String(length=20), nullable=False),
        sa.Column("writing", sa.Boolean(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        *keys("plan_presence", "plan_id", "person_id"),
        sa.PrimaryKeyConstraint("plan_id", "person_id", name=op.f("pk_plan_presence")),
    )


def fill_openings() -> None:
    """Plans that stood before the column: their opening as their terms say it."""
    plan = sa.table("plan", sa.column("id", sa.String), sa.column("terms", sa.JSON), sa.column("opens_at", Instant()))
    held = op.get_bind()
    for plan_id, terms in held.execute(sa.select(plan.c.id, plan.c.terms)).all():
        said = (json.loads(terms) if isinstance(terms, str) else terms).get("opens_at")
        if said:
            held.execute(plan.update().where(plan.c.id == plan_id).values(opens_at=datetime.fromisoformat(said)))


def downgrade() -> None:
    for table in ("plan_presence", "plan_save", "site_choice"):
        op.drop_table(table)
    op.drop_index("uq_plan_under_way", "plan")
    op.drop_index("ix_plan_opening", "plan")
    with op.batch_alter_table("plan") as batch:
        batch.drop_column("opens_at")
    with op.batch_alter_table("court") as batch:
        batch.drop_column("sitting_time")
        batch.drop_column("sittings_a_day")
    with op.batch_alter_table("asset") as batch:
        batch.drop_column("delivery_facts")
