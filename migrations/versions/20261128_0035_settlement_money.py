"""settlement money: refunds, bank statements, loans, reminders, defaults, expenses, distribution, unsold lots

Revision ID: 20261128_0035
Revises: 20261128_0030
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Fen, Instant

revision = "20261128_0035"
down_revision = "20261128_0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("settlement") as batch:
        batch.add_column(sa.Column("regime", sa.String(length=10), nullable=False, server_default="online"))
    op.create_table(
        "deposit_refund",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("amount", Fen(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("told_to", sa.String(length=20), nullable=False),
        sa.Column("told_at", Instant(), nullable=True),
        sa.Column("refunded_at", Instant(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("refunded_at is null or note <> ''", name=op.f("ck_deposit_refund_refund_has_note")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_deposit_refund_amount")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_deposit_refund_asset_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_deposit_refund_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_deposit_refund_court_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_deposit_refund_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit_refund")),
        sa.UniqueConstraint("round_id", "code", name=op.f("uq_deposit_refund_round_id_code")),
    )
    op.create_index(op.f("ix_deposit_refund_court_id"), "deposit_refund", ["court_id"], unique=False)
    op.create_index(op.f("ix_deposit_refund_due_at"), "deposit_refund", ["due_at"], unique=False)
    op.create_index(op.f("ix_deposit_refund_round_id"), "deposit_refund", ["round_id"], unique=False)
    op.create_table(
        "bank_statement",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.String(length=32), nullable=False),
        sa.Column("taken_at", Instant(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_bank_statement_court_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["person.id"], name=op.f("fk_bank_statement_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statement")),
        sa.UniqueConstraint("court_id", "digest", name=op.f("uq_bank_statement_court_id_digest")),
    )
    op.create_index(op.f("ix_bank_statement_court_id"), "bank_statement", ["court_id"], unique=False)
    op.create_table(
        "bank_line",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("statement_id", sa.String(length=32), nullable=False),
        sa.Column("row_no", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("amount", Fen(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("payer", sa.String(length=100), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("remark", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("settlement_id", sa.String(length=32), nullable=True),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("state <> 'booked' or settlement_id is not null", name=op.f("ck_bank_line_booked_where")),
        sa.CheckConstraint("state <> 'ignored' or reason <> ''", name=op.f("ck_bank_line_ignored_why")),
        sa.CheckConstraint("state in ('booked','doubtful','ignored')", name=op.f("ck_bank_line_state")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_bank_line_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_bank_line_court_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_bank_line_decided_by")),
        sa.ForeignKeyConstraint(["settlement_id"], ["settlement.id"], name=op.f("fk_bank_line_settlement_id")),
        sa.ForeignKeyConstraint(["statement_id"], ["bank_statement.id"], name=op.f("fk_bank_line_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_line")),
        sa.UniqueConstraint("court_id", "mark", name=op.f("uq_bank_line_court_id_mark")),
    )
    op.create_index(op.f("ix_bank_line_court_id"), "bank_line", ["court_id"], unique=False)
    op.create_index(op.f("ix_bank_line_settlement_id"), "bank_line", ["settlement_id"], unique=False)
    op.create_index(op.f("ix_bank_line_state"), "bank_line", ["state"], unique=False)
    op.create_index(op.f("ix_bank_line_statement_id"), "bank_line", ["statement_id"], unique=False)
    op.create_table(
        "bank_loan",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("settlement_id", sa.String(length=32), nullable=False),
        sa.Column("bank", sa.String(length=100), nullable=False),
        sa.Column("amount", Fen(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.String(length=32), nullable=False),
        sa.Column("noted_at", Instant(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_bank_loan_amount")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_bank_loan_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_bank_loan_court_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_bank_loan_noted_by")),
        sa.ForeignKeyConstraint(["settlement_id"], ["settlement.id"], name=op.f("fk_bank_loan_settlement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_loan")),
    )
    op.create_index(op.f("ix_bank_loan_settlement_id"), "bank_loan", ["settlement_id"], unique=False)
    op.create_table(
        "balance_reminder",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("settlement_id", sa.String(length=32), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("noted_by", sa.String(length=32), nullable=False),
        sa.Column("noted_at", Instant(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_balance_reminder_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_balance_reminder_court_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_balance_reminder_noted_by")),
        sa.ForeignKeyConstraint(["settlement_id"], ["settlement.id"], name=op.f("fk_balance_reminder_settlement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_balance_reminder")),
    )
    op.create_index(op.f("ix_balance_reminder_settlement_id"), "balance_reminder", ["settlement_id"], unique=False)
    op.create_table(
        "buyer_default",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("settlement_id", sa.String(length=32), nullable=False),
        sa.Column("buyer_name", sa.String(length=100), nullable=False),
        sa.Column("buyer_code", sa.String(length=20), nullable=False),
        sa.Column("regime", sa.String(length=10), nullable=False),
        sa.Column("first_price", Fen(), nullable=False),
        sa.Column("kept", Fen(), nullable=False),
        sa.Column("returned", Fen(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("declared_by", sa.String(length=32), nullable=False),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("second_id", sa.String(length=32), nullable=True),
        sa.Column("second_price", Fen(), nullable=True),
        sa.Column("case_debt", Fen(), nullable=True),
        sa.Column("linked_debt", Fen(), nullable=True),
        sa.Column("decision", sa.String(length=20), nullable=False),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("decided_at is null or (decision <> '' and decision_reason <> '')", name=op.f("ck_buyer_default_decision_has_reason")),
        sa.CheckConstraint("kept >= 0 and returned >= 0", name=op.f("ck_buyer_default_amounts")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_buyer_default_asset_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_buyer_default_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_buyer_default_court_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_buyer_default_decided_by")),
        sa.ForeignKeyConstraint(["declared_by"], ["person.id"], name=op.f("fk_buyer_default_declared_by")),
        sa.ForeignKeyConstraint(["second_id"], ["settlement.id"], name=op.f("fk_buyer_default_second_id")),
        sa.ForeignKeyConstraint(["settlement_id"], ["settlement.id"], name=op.f("fk_buyer_default_settlement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buyer_default")),
        sa.UniqueConstraint("settlement_id", name=op.f("uq_buyer_default_settlement_id")),
    )
    op.create_index(op.f("ix_buyer_default_asset_id"), "buyer_default", ["asset_id"], unique=False)
    op.create_table(
        "expense",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("agency_id", sa.String(length=32), nullable=True),
        sa.Column("item", sa.String(length=20), nullable=False),
        sa.Column("amount", Fen(), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("payee", sa.String(length=100), nullable=False),
        sa.Column("voucher", sa.String(length=100), nullable=False),
        sa.Column("noted_by", sa.String(length=32), nullable=False),
        sa.Column("noted_at", Instant(), nullable=False),
        sa.Column("cancelled_at", Instant(), nullable=True),
        sa.Column("cancel_reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("cancelled_at is null or cancel_reason <> ''", name=op.f("ck_expense_cancelled_why")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_expense_amount")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_expense_agency_id")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_expense_asset_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_expense_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_expense_court_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_expense_noted_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expense")),
    )
    op.create_index(op.f("ix_expense_agency_id"), "expense", ["agency_id"], unique=False)
    op.create_index(op.f("ix_expense_asset_id"), "expense", ["asset_id"], unique=False)
    op.create_index(op.f("ix_expense_case_id"), "expense", ["case_id"], unique=False)
    op.create_index(op.f("ix_expense_court_id"), "expense", ["court_id"], unique=False)
    op.create_table(
        "distribution",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("settlement_id", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("costs", sa.JSON(), nullable=False),
        sa.Column("claims", sa.JSON(), nullable=False),
        sa.Column("reserved", sa.JSON(), nullable=False),
        sa.Column("balance", Fen(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("drafted_by", sa.String(length=32), nullable=False),
        sa.Column("drafted_at", Instant(), nullable=False),
        sa.Column("record_no", sa.String(length=60), nullable=False),
        sa.Column("approved_at", Instant(), nullable=True),
        sa.Column("final_on", sa.Date(), nullable=True),
        sa.Column("paid_out_on", sa.Date(), nullable=True),
        sa.Column("payout_note", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("status in ('draft','asked','approved','served','final')", name=op.f("ck_distribution_status")),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_distribution_balance")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_distribution_asset_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_distribution_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_distribution_court_id")),
        sa.ForeignKeyConstraint(["drafted_by"], ["person.id"], name=op.f("fk_distribution_drafted_by")),
        sa.ForeignKeyConstraint(["settlement_id"], ["settlement.id"], name=op.f("fk_distribution_settlement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distribution")),
        sa.UniqueConstraint("settlement_id", name=op.f("uq_distribution_settlement_id")),
    )
    op.create_index(op.f("ix_distribution_case_id"), "distribution", ["case_id"], unique=False)
    op.create_table(
        "distribution_party",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("distribution_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("capacity", sa.String(length=20), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("served_way", sa.String(length=20), nullable=False),
        sa.Column("objected_on", sa.Date(), nullable=True),
        sa.Column("objection", sa.Text(), nullable=False),
        sa.Column("passed_on", sa.Date(), nullable=True),
        sa.Column("opposed_on", sa.Date(), nullable=True),
        sa.Column("opposer", sa.String(length=200), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("sued_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_distribution_party_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_distribution_party_court_id")),
        sa.ForeignKeyConstraint(["distribution_id"], ["distribution.id"], name=op.f("fk_distribution_party_distribution_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distribution_party")),
        sa.UniqueConstraint("distribution_id", "name", name=op.f("uq_distribution_party_distribution_id_name")),
    )
    op.create_index(op.f("ix_distribution_party_distribution_id"), "distribution_party", ["distribution_id"], unique=False)
    op.create_table(
        "unsold",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("asset_id", sa.String(length=32), nullable=False),
        sa.Column("round_id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("round_no", sa.Integer(), nullable=False),
        sa.Column("reserve", Fen(), nullable=False),
        sa.Column("failed_on", sa.Date(), nullable=False),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("chosen", sa.String(length=20), nullable=False),
        sa.Column("chosen_reason", sa.String(length=300), nullable=False),
        sa.Column("chosen_by", sa.String(length=32), nullable=True),
        sa.Column("chosen_at", Instant(), nullable=True),
        sa.Column("taker", sa.String(length=200), nullable=False),
        sa.Column("draw_seed", sa.String(length=200), nullable=False),
        sa.Column("draw_digest", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("chosen = '' or chosen_at is not null", name=op.f("ck_unsold_chosen_when")),
        sa.ForeignKeyConstraint(["asset_id"], ["asset.id"], name=op.f("fk_unsold_asset_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_unsold_case_id")),
        sa.ForeignKeyConstraint(["chosen_by"], ["person.id"], name=op.f("fk_unsold_chosen_by")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_unsold_court_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_unsold_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsold")),
        sa.UniqueConstraint("round_id", name=op.f("uq_unsold_round_id")),
    )
    op.create_index(op.f("ix_unsold_asset_id"), "unsold", ["asset_id"], unique=False)
    op.create_index(op.f("ix_unsold_case_id"), "unsold", ["case_id"], unique=False)
    op.create_table(
        "taking_offer",
        sa.Column("court_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("unsold_id", sa.String(length=32), nullable=False),
        sa.Column("creditor", sa.String(length=200), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("claim", Fen(), nullable=False),
        sa.Column("difference", Fen(), nullable=False),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("noted_by", sa.String(length=32), nullable=False),
        sa.Column("noted_at", Instant(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.CheckConstraint("claim >= 0 and difference >= 0", name=op.f("ck_taking_offer_amounts")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f("fk_taking_offer_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f("fk_taking_offer_court_id")),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_taking_offer_noted_by")),
        sa.ForeignKeyConstraint(["unsold_id"], ["unsold.id"], name=op.f("fk_taking_offer_unsold_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taking_offer")),
        sa.UniqueConstraint("unsold_id", "creditor", name=op.f("uq_taking_offer_unsold_id_creditor")),
    )
    op.create_index(op.f("ix_taking_offer_unsold_id"), "taking_offer", ["unsold_id"], unique=False)


def downgrade() -> None:
    for table in (
        "taking_offer",
        "unsold",
        "distribution_party",
        "distribution",
        "expense",
        "buyer_default",
        "balance_reminder",
        "bank_loan",
        "bank_line",
        "bank_statement",
        "deposit_refund",
    ):
        op.drop_table(table)
    with op.batch_alter_table("settlement") as batch:
        batch.drop_column("regime")
