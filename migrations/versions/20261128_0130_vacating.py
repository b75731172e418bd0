"""vacating: threads of emptying a sold place, occupants, agreements, measures, the forced day

Revision ID: 20261128_0130
Revises: 20261128_0121
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Fen, Instant

revision = "20261128_0130"
down_revision = "20261128_0121"
branch_labels = None
depends_on = None

TARGETS = {
    "agreement_id": "vacating_agreement.id",
    "asked_by": "person.id",
    "case_id": "enforcement_case.id",
    "day_id": "vacating_day.id",
    "drafted_by": "person.id",
    "entered_by": "person.id",
    "hindrance_id": "vacating_hindrance.id",
    "made_by": "person.id",
    "ruled_by": "person.id",
    "started_by": "person.id",
}


def keys(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([each], [TARGETS.get(each, f"{each[:-3]}.id")], name=op.f(f"fk_{table}_{each}")) for each in columns]


def text_of(name: str, length: int, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "vacating",
        text_of("court_id", 32),
        text_of("case_id", 32),
        text_of("asset_id", 32),
        text_of("handover_id", 32),
        text_of("title", 200),
        text_of("place", 300),
        sa.Column("disclosed", sa.JSON(), nullable=False),
        sa.Column("seized_on", sa.Date(), nullable=True),
        sa.Column("mortgaged_on", sa.Date(), nullable=True),
        sa.Column("mortgage_enforced", sa.Boolean(), nullable=False),
        text_of("status", 10),
        sa.Column("urged_on", sa.Date(), nullable=True),
        sa.Column("notice_posted_on", sa.Date(), nullable=True),
        sa.Column("leave_by_on", sa.Date(), nullable=True),
        sa.Column("cleared_on", sa.Date(), nullable=True),
        text_of("cleared_how", 10),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("watch_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        text_of("id", 32),
        sa.CheckConstraint("(cleared_on is null) = (cleared_how = '')", name=op.f("ck_vacating_cleared")),
        sa.CheckConstraint("(notice_posted_on is null) = (leave_by_on is null)", name=op.f("ck_vacating_notice")),
        *keys("vacating", "asset_id", "case_id", "court_id", "handover_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacating")),
        sa.UniqueConstraint("handover_id", name=op.f("uq_vacating_handover_id")),
    )
    op.create_index(op.f("ix_vacating_asset_id"), "vacating", ["asset_id"])
    op.create_index(op.f("ix_vacating_case_id"), "vacating", ["case_id"])
    op.create_index(op.f("ix_vacating_court_id"), "vacating", ["court_id"])
    op.create_index(op.f("ix_vacating_status"), "vacating", ["status"])
    op.create_table(
        "vacating_agreement",
        text_of("court_id", 32),
        text_of("case_id", 32),
        text_of("vacating_id", 32),
        sa.Column("signed_on", sa.Date(), nullable=False),
        text_of("party", 100),
        sa.Column("terms", sa.Text(), nullable=False),
        text_of("aid", 300),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("broken_on", sa.Date(), nullable=True),
        text_of("broken_why", 300),
        sa.Column("kept_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        text_of("id", 32),
        sa.CheckConstraint("(broken_on is null) = (broken_why = '')", name=op.f("ck_vacating_agreement_broken")),
        *keys("vacating_agreement", "case_id", "court_id", "vacating_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacating_agreement")),
    )
    op.create_index(op.f("ix_vacating_agreement_vacating_id"), "vacating_agreement", ["vacating_id"])
    op.create_index(
        "uq_vacating_agreement_live",
        "vacating_agreement",
        ["vacating_id"],
        unique=True,
        sqlite_where=sa.text("broken_on is null and kept_on is null"),
        postgresql_where=sa.text("broken_on is null and kept_on is null"),
    )
    op.create_table(
        "vacating_day",
        text_of("court_id", 32),
        text_of("case_id", 32),
        text_of("vacating_id", 32),
        text_of("plan_digest", 64),
        sa.Column("started_at", Instant(), nullable=False),
        text_of("started_by", 32),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("roll", sa.JSON(), nullable=False),
        sa.Column("last_no", sa.Integer(), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("record_text", sa.Text(), nullable=False),
        text_of("record_digest", 64),
        sa.Column("ended_at", Instant(), nullable=True),
        text_of("outcome", 10),
        text_of("halt_reason", 300),
        text_of("id", 32),
        sa.CheckConstraint("(ended_at is null) = (outcome = '')", name=op.f("ck_vacating_day_ended")),
        sa.CheckConstraint("outcome in ('','cleared','halted')", name=op.f("ck_vacating_day_outcome")),
        *keys("vacating_day", "case_id", "court_id", "started_by", "vacating_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacating_day")),
    )
    op.create_index(op.f("ix_vacating_day_vacating_id"), "vacating_day", ["vacating_id"])
    op.create_index(
        "uq_vacating_day_open",
        "vacating_day",
        ["vacating_id"],
        unique=True,
        sqlite_where=sa.text("ended_at is null"),
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "vacating_hindrance",
        text_of("court_id", 32),
        text_of("case_id", 32),
        text_of("vacating_id", 32),
        sa.Column("act_on", sa.Date(), nullable=False),
        text_of("person", 60),
        text_of("target", 10),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        text_of("entered_by", 32),
        text_of("id", 32),
        *keys("vacating_hindrance", "case_id", "court_id", "entered_by", "vacating_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacating_hindrance")),
    )
    op.create_index(op.f("ix_vacating_hindrance_vacating_id"), "vacating_hindrance", ["vacating_id"])
    op.create_table(
        "vacating_occupant",
        text_of("court_id", 32),
        text_of("case_id", 32),
        text_of("vacating_id", 32),
        text_of("kind", 20),
        text_of("label", 60),
        sa.Column("headcount", sa.Integer(), nullable=False),
        text_of("basis", 300),
        sa.Column("cares", sa.JSON(), nullable=False),
        text_of("care_note", 300),
        sa.Column("published_right", sa.Boolean(), nullable=False),
        sa.Column("claims_lease", sa.Boolean(), nullable=False),
        sa.Column("possession_on", sa.Date(), nullable=True),
        sa.Column("lease_signed_on", sa.Date(), nullable=True),
        sa.Column("rent_paid_on", sa.Date(), nullable=True),
        sa.Column("written", sa.Boolean(), nullable=False),
        sa.Column("sham", sa.Boolean(), nullable=False),
        sa.Column("only_home", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("rent_years", sa.Integer(), nullable=True),
        text_of("verdict", 10),
        text_of("rule", 10),
        text_of("words", 300),
        text_of("ruled_by", 32, nullable=True),
        text_of("ruled_reason", 500),
        sa.Column("ruled_at", Instant(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        text_of("entered_by", 32),
        sa.Column("version", sa.Integer(), nullable=False),
        text_of("id", 32),
        sa.CheckConstraint("(ruled_at is null) = (ruled_reason = '')", name=op.f("ck_vacating_occupant_ruled")),
        sa.CheckConstraint("kind <> 'minor' or label = ''", name=op.f("ck_vacating_occupant_minor_unnamed")),
        sa.CheckConstraint("verdict in ('leaves','stays','judge')", name=op.f("ck_vacating_occupant_verdict")),
        sa.CheckConstraint("headcount >= 1", name=op.f("ck_vacating_occupant_headcount")),
        *keys("vacating_occupant", "case_id", "court_id", "entered_by", "ruled_by", "vacating_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacating_occupant")),
    )
    op.create_index(op.f("ix_vacating_occupant_vacating_id"), "vacating_occupant", ["vacating_id"])
    op.create_table(
        "vacating_plan",
        text_of("court_id", 32),
        text_of("case_id", 32),
        text_of("vacating_id", 32),
        sa.Column("content", sa.JSON(), nullable=False),
        text_of("digest", 64),
        sa.Column("day_at", Instant(), nullable=True),
        text_of("status", 10),
        text_of("answer", 500),
        sa.Column("approved_on", sa.Date(), nullable=True),
        text_of("drafted_by", 32),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        text_of("id", 32),
        sa.CheckConstraint("status in ('draft','asked','approved')", name=op.f("ck_vacating_plan_status")),
        *keys("vacating_plan", "case_id", "court_id", "drafted_by", "vacating_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacating_plan")),
        sa.UniqueConstraint("vacating_id", name=op.f("uq_vacating_plan_vacating_id")),
    )
    op.create_table(
        "vacating_reentry",
        text_of("court_id", 32),
        text_of("case_id", 32),
        text_of("vacating_id", 32),
        sa.Column("happened_on", sa.Date(), nullable=False),
        text_of("requested_by", 100),
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        text_of("how", 500),
        text_of("id", 32),
        sa.CheckConstraint("(removed_on is null) = (how = '')", name=op.f("ck_vacating_reentry_removed")),
        *keys("vacating_reentry", "case_id", "court_id", "vacating_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacating_reentry")),
    )
    op.create_index(op.f("ix_vacating_reentry_vacating_id"), "vacating_reentry", ["vacating_id"])
    op.create_table(
        "vacating_visit",
        text_of("court_id", 32),
        text_of("case_id", 32),
        text_of("vacating_id", 32),
        text_of("kind", 10),
        sa.Column("at", Instant(), nullable=False),
        text_of("present", 300),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        text_of("entered_by", 32),
        text_of("id", 32),
        *keys("vacating_visit", "case_id", "court_id", "entered_by", "vacating_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacating_visit")),
    )
    op.create_index(op.f("ix_vacating_visit_vacating_id"), "vacating_visit", ["vacating_id"])
    op.create_table(
        "vacating_goods",
        text_of("court_id", 32),
        text_of("case_id", 32),
        text_of("day_id", 32),
        sa.Column("no", sa.Integer(), nullable=False),
        text_of("client_id", 64),
        text_of("sort", 12),
        text_of("room", 40),
        text_of("box_no", 20),
        text_of("name", 100),
        text_of("features", 200),
        sa.Column("quantity", sa.Integer(), nullable=False),
        text_of("unit", 10),
        text_of("condition", 60),
        text_of("seal_no", 40),
        text_of("handling", 12),
        text_of("taker", 100),
        text_of("second", 60),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("happened_at", Instant(), nullable=False),
        text_of("entered_by", 32),
        sa.Column("struck_at", Instant(), nullable=True),
        text_of("struck_why", 200),
        sa.Column("collect_by_on", sa.Date(), nullable=True),
        sa.Column("collected_on", sa.Date(), nullable=True),
        text_of("collected_note", 200),
        text_of("id", 32),
        sa.CheckConstraint("(struck_at is null) = (struck_why = '')", name=op.f("ck_vacating_goods_struck")),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_vacating_goods_quantity")),
        *keys("vacating_goods", "case_id", "court_id", "day_id", "entered_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacating_goods")),
        sa.UniqueConstraint("day_id", "client_id", name=op.f("uq_vacating_goods_day_id_client_id")),
        sa.UniqueConstraint("day_id", "no", name=op.f("uq_vacating_goods_day_id_no")),
    )
    op.create_index(op.f("ix_vacating_goods_day_id"), "vacating_goods", ["day_id"])
    op.create_table(
        "vacating_measure",
        text_of("court_id", 32),
        text_of("case_id", 32),
        text_of("vacating_id", 32),
        text_of("hindrance_id", 32),
        text_of("kind", 10),
        sa.Column("amount", Fen(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        text_of("digest", 64),
        text_of("status", 10),
        text_of("asked_by", 32),
        sa.Column("decided_on", sa.Date(), nullable=True),
        text_of("answer", 500),
        sa.Column("detained_at", Instant(), nullable=True),
        sa.Column("family_told_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        text_of("id", 32),
        sa.CheckConstraint("(kind = 'fine') = (amount is not null) and (kind = 'detention') = (days is not null)", name=op.f("ck_vacating_measure_figure")),
        sa.CheckConstraint("kind in ('fine','detention')", name=op.f("ck_vacating_measure_kind")),
        sa.CheckConstraint("status in ('asked','agreed','refused')", name=op.f("ck_vacating_measure_status")),
        *keys("vacating_measure", "asked_by", "case_id", "court_id", "hindrance_id", "vacating_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacating_measure")),
    )
    op.create_index(op.f("ix_vacating_measure_hindrance_id"), "vacating_measure", ["hindrance_id"])
    op.create_index(op.f("ix_vacating_measure_vacating_id"), "vacating_measure", ["vacating_id"])
    op.create_table(
        "vacating_referral",
        text_of("court_id", 32),
        text_of("case_id", 32),
        text_of("vacating_id", 32),
        text_of("hindrance_id", 32),
        text_of("rule", 10),
        text_of("unit", 100),
        sa.Column("able_facts", sa.Text(), nullable=False),
        sa.Column("refusal_facts", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        text_of("decision", 500),
        sa.Column("made_on", sa.Date(), nullable=False),
        text_of("made_by", 32),
        sa.Column("sent_on", sa.Date(), nullable=True),
        text_of("receipt", 200),
        text_of("id", 32),
        *keys("vacating_referral", "case_id", "court_id", "hindrance_id", "made_by", "vacating_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacating_referral")),
    )
    op.create_index(op.f("ix_vacating_referral_vacating_id"), "vacating_referral", ["vacating_id"])
    op.create_table(
        "vacating_signature",
        text_of("court_id", 32),
        text_of("case_id", 32),
        text_of("day_id", 32),
        text_of("capacity", 20),
        text_of("signer", 60),
        text_of("digest", 64),
        text_of("image_digest", 64),
        text_of("way", 7),
        text_of("refusal", 300),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("voided_at", Instant(), nullable=True),
        text_of("id", 32),
        sa.CheckConstraint("(way = 'refused') = (refusal <> '')", name=op.f("ck_vacating_signature_refused")),
        sa.CheckConstraint("way in ('drawn','typed','refused')", name=op.f("ck_vacating_signature_way")),
        *keys("vacating_signature", "case_id", "court_id", "day_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacating_signature")),
    )
    op.create_index(op.f("ix_vacating_signature_day_id"), "vacating_signature", ["day_id"])
    op.create_index(
        "uq_vacating_signature_live",
        "vacating_signature",
        ["day_id", "capacity", "signer"],
        unique=True,
        sqlite_where=sa.text("voided_at is null"),
        postgresql_where=sa.text("voided_at is null"),
    )
    op.create_table(
        "vacating_term",
        text_of("court_id", 32),
        text_of("case_id", 32),
        text_of("agreement_id", 32),
        text_of("what", 200),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", Fen(), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        text_of("id", 32),
        sa.CheckConstraint("amount is null or amount > 0", name=op.f("ck_vacating_term_amount")),
        *keys("vacating_term", "agreement_id", "case_id", "court_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacating_term")),
    )
    op.create_index(op.f("ix_vacating_term_agreement_id"), "vacating_term", ["agreement_id"])


def downgrade() -> None:
    op.drop_table("vacating_term")
    op.drop_table("vacating_signature")
    op.drop_table("vacating_referral")
    op.drop_table("vacating_measure")
    op.drop_table("vacating_goods")
    op.drop_table("vacating_visit")
    op.drop_table("vacating_reentry")
    op.drop_table("vacating_plan")
    op.drop_table("vacating_occupant")
    op.drop_table("vacating_hindrance")
    op.drop_table("vacating_day")
    op.drop_table("vacating_agreement")
    op.drop_table("vacating")
