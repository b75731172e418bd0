"""price ways: jumps, letters and fees of a way, more time and re-issue of reports, appraisers in order, sendings, objections

Revision ID: 20261128_0040
Revises: 20261128_0035
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Fen, Instant

revision = "20261128_0040"
down_revision = "20261128_0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("valuation") as batch:
        batch.add_column(sa.Column("jump", sa.String(length=20), nullable=False, server_default=""))
        batch.add_column(sa.Column("jump_note", sa.String(length=300), nullable=False, server_default=""))
        batch.add_column(sa.Column("rules", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("details", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("files", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("fee", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("sold_for", Fen(), nullable=True))
        batch.add_column(sa.Column("paused_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("pause_ground", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("price_report") as batch:
        batch.add_column(sa.Column("asked_more_at", Instant(), nullable=True))
        batch.add_column(sa.Column("extended_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("issue", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("issue_kind", sa.String(length=12), nullable=False, server_default="first"))
        batch.add_column(sa.Column("errors", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("earlier", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "appraiser_choice",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("valuation_id", sa.String(length=32), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("seed", sa.String(length=300), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("committed_at", Instant(timezone=True), nullable=True),
        sa.Column("frozen", sa.JSON(), nullable=False),
        sa.Column("list_digest", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", Instant(timezone=True), nullable=True),
        sa.Column("rounds", sa.JSON(), nullable=False),
        sa.Column("chosen", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "frozen_at is null or (list_digest <> '' and (committed_at is null or committed_at <= frozen_at))",
            name=op.f("ck_appraiser_choice_committed_before_frozen"),
        ),
        sa.CheckConstraint("way in ('agreed','draw')", name=op.f("ck_appraiser_choice_way")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_appraiser_choice_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_appraiser_choice_court_id")),
        sa.ForeignKeyConstraint(["valuation_id"], ["valuation.id"], name=op.f("fk_appraiser_choice_valuation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraiser_choice")),
        sa.UniqueConstraint("valuation_id", name=op.f("uq_appraiser_choice_valuation_id")),
    )
    op.create_table(
        "appraisal",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("valuation_id", sa.String(length=32), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("materials", sa.JSON(), nullable=False),
        sa.Column("receiver", sa.String(length=60), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("visit", sa.JSON(), nullable=False),
        sa.Column("extensions", sa.JSON(), nullable=False),
        sa.Column("value", Fen(), nullable=True),
        sa.Column("report_no", sa.String(length=80), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("signatories", sa.JSON(), nullable=False),
        sa.Column("fault", sa.JSON(), nullable=False),
        sa.Column("earlier", sa.JSON(), nullable=False),
        sa.Column("replaced_why", sa.String(length=300), nullable=False),
        sa.Column("replaced_on", sa.Date(), nullable=True),
        sa.Column("material_back_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("state <> 'reported' or (value is not null and valid_until is not null)", name=op.f("ck_appraisal_reported_has_value")),
        sa.CheckConstraint("state in ('waiting','working','reported','correcting','reissuing','replaced')", name=op.f("ck_appraisal_state")),
        sa.CheckConstraint("place between 1 and 3", name=op.f("ck_appraisal_place")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_appraisal_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_appraisal_court_id")),
        sa.ForeignKeyConstraint(["valuation_id"], ["valuation.id"], name=op.f("fk_appraisal_valuation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal")),
        sa.UniqueConstraint("valuation_id", "place", name=op.f("uq_appraisal_valuation_id_place")),
    )
    op.create_index(op.f("ix_appraisal_valuation_id"), "appraisal", ["valuation_id"], unique=False)
    op.create_table(
        "report_delivery",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("valuation_id", sa.String(length=32), nullable=False),
        sa.Column("party_id", sa.String(length=32), nullable=False),
        sa.Column("party_name", sa.String(length=100), nullable=False),
        sa.Column("reports", sa.JSON(), nullable=False),
        sa.Column("way", sa.String(length=12), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("sent_by", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("way in ('direct','mail','electronic','publication')", name=op.f("ck_report_delivery_way")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_report_delivery_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_report_delivery_court_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_report_delivery_party_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_report_delivery_sent_by")),
        sa.ForeignKeyConstraint(["valuation_id"], ["valuation.id"], name=op.f("fk_report_delivery_valuation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_delivery")),
    )
    op.create_index(op.f("ix_report_delivery_valuation_id"), "report_delivery", ["valuation_id"], unique=False)
    op.create_table(
        "price_objection",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("valuation_id", sa.String(length=32), nullable=False),
        sa.Column("report_ref", sa.String(length=40), nullable=False),
        sa.Column("party_id", sa.String(length=32), nullable=False),
        sa.Column("party_name", sa.String(length=100), nullable=False),
        sa.Column("target", sa.String(length=20), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("route", sa.String(length=24), nullable=False),
        sa.Column("rule", sa.String(length=12), nullable=False),
        sa.Column("refusal", sa.String(length=300), nullable=False),
        sa.Column("alternative", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("state <> 'refused' or refusal <> ''", name=op.f("ck_price_objection_refused_with_words")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_price_objection_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_price_objection_court_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_price_objection_party_id")),
        sa.ForeignKeyConstraint(["valuation_id"], ["valuation.id"], name=op.f("fk_price_objection_valuation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_objection")),
    )
    op.create_index(op.f("ix_price_objection_valuation_id"), "price_objection", ["valuation_id"], unique=False)


def downgrade() -> None:
    for table in ("price_objection", "report_delivery", "appraisal", "appraiser_choice"):
        op.drop_table(table)
    for table, names in (
        ("price_report", ("earlier", "errors", "issue_kind", "issue", "extended_on", "asked_more_at")),
        ("valuation", ("pause_ground", "paused_on", "sold_for", "fee", "files", "details", "rules", "jump_note", "jump")),
    ):
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.drop_column(name)
