"""seizures: renewals by the court's margins, letters about the right to sell, lapsed seizures that a new one follows

Revision ID: 20261128_0121
Revises: 20261128_0120
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0121"
down_revision = "20261128_0120"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("court") as batch:
        batch.add_column(sa.Column("renew_first_days", sa.Integer(), nullable=False, server_default="30"))
        batch.add_column(sa.Column("renew_last_days", sa.Integer(), nullable=False, server_default="7"))
    with op.batch_alter_table("asset") as batch:
        batch.add_column(sa.Column("disposal_court", sa.String(length=100), nullable=False, server_default=""))
    with op.batch_alter_table("seizure") as batch:
        batch.add_column(sa.Column("ended_no", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("watched", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.drop_constraint(batch.f("uq_seizure_asset_id_rank"), type_="unique")
        batch.create_unique_constraint(batch.f("uq_seizure_asset_id_rank_ended_no"), ["asset_id", "rank", "ended_no"])
    op.create_table(
        "seizure_renewal",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("seizure_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("margin", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("state in ('open','done','lapsed','dropped')", name=op.f("ck_seizure_renewal_state")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_seizure_renewal_asset_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_seizure_renewal_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_seizure_renewal_court_id")),
        sa.ForeignKeyConstraint(["seizure_id"], ["seizure.id"], name=op.f("fk_seizure_renewal_seizure_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seizure_renewal")),
        sa.UniqueConstraint("seizure_id", "expires_on", name=op.f("uq_seizure_renewal_seizure_id_expires_on")),
    )
    op.create_index("ix_seizure_renewal_open", "seizure_renewal", ["court_id", "state", "expires_on"])
    for column in ("asset_id", "case_id", "seizure_id"):
        op.create_index(op.f(f"ix_seizure_renewal_{column}"), "seizure_renewal", [column])
    op.create_table(
        "lien_request",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("direction", sa.String(length=3), nullable=False),
        sa.Column("other_court", sa.String(length=100), nullable=False),
        sa.Column("other_case", sa.String(length=60), nullable=False),
        sa.Column("lien", sa.String(length=300), nullable=False),
        sa.Column("letter_no", sa.String(length=100), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_no", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("noted_by", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("(state = 'asked') = (answered_on is null)", name=op.f("ck_lien_request_answered")),
        sa.CheckConstraint("direction in ('in','out')", name=op.f("ck_lien_request_direction")),
        sa.CheckConstraint("state <> 'refused' or reason <> ''", name=op.f("ck_lien_request_refused_why")),
        sa.CheckConstraint("state in ('asked','agreed','refused')", name=op.f("ck_lien_request_state")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_lien_request_asset_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_lien_request_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_lien_request_court_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_lien_request_noted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lien_request")),
    )
    for column in ("asset_id", "case_id", "court_id"):
        op.create_index(op.f(f"ix_lien_request_{column}"), "lien_request", [column])
