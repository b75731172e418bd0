"""services: what must be served and every attempt; documents: a court's own templates

Revision ID: 20261128_0030
Revises: 20261128_0020
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261128_0030"
down_revision = "20261128_0020"
branch_labels = None
depends_on = None

USED = sa.text("status = 'accepted'")
TARGETS = {"case_id": "enforcement_case.id", "server_id": "person.id", "uploaded_by": "person.id", "accepted_by": "person.id"}


def keys(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([each], [TARGETS.get(each, f"{each[:-3]}.id")], name=op.f(f"fk_{table}_{each}")) for each in columns]


def text_of(name: str, length: int, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "document_template",
        text_of("court_id", 32),
        text_of("code", 40),
        sa.Column("version_no", sa.Integer(), nullable=False),
        text_of("name", 200),
        text_of("digest", 64),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        text_of("status", 10),
        sa.Column("findings", sa.JSON(), nullable=False),
        text_of("uploaded_by", 32),
        sa.Column("uploaded_at", Instant(), nullable=False),
        sa.Column("checked_at", Instant(), nullable=True),
        text_of("proof_digest", 64, nullable=True),
        text_of("accepted_by", 32, nullable=True),
        sa.Column("accepted_at", Instant(), nullable=True),
        sa.Column("retired_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        text_of("id", 32),
        sa.CheckConstraint("status in ('uploaded','checked','accepted','retired')", name=op.f("ck_document_template_status")),
        sa.CheckConstraint(
            "status not in ('accepted','retired') or (accepted_by is not null and accepted_at is not null)", name=op.f("ck_document_template_accepted")
        ),
        sa.CheckConstraint("accepted_by is null or accepted_by <> uploaded_by", name=op.f("ck_document_template_two_people")),
        *keys("document_template", "court_id", "uploaded_by", "accepted_by"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_template")),
        sa.UniqueConstraint("court_id", "code", "version_no", name=op.f("uq_document_template_court_id_code_version_no")),
    )
    op.create_index("uq_document_template_used", "document_template", ["court_id", "code"], unique=True, sqlite_where=USED, postgresql_where=USED)
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.add_column(text_of("template_id", 32, nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_document_template_id"), "document_template", ["template_id"], ["id"])
    op.create_table(
        "service",
        text_of("court_id", 32),
        text_of("case_id", 32),
        text_of("case_number", 60),
        text_of("asset_id", 32, nullable=True),
        text_of("subject_kind", 20),
        text_of("subject_id", 64),
        text_of("code", 40),
        text_of("title", 200),
        text_of("document_id", 32, nullable=True),
        text_of("recipient", 200),
        text_of("capacity", 40),
        sa.Column("natural", sa.Boolean(), nullable=False),
        text_of("address", 300),
        text_of("consent", 100),
        sa.Column("due_on", sa.Date(), nullable=True),
        text_of("rule", 20),
        text_of("status", 10),
        text_of("way", 20),
        sa.Column("attempts", sa.Integer(), nullable=False),
        text_of("trouble", 300),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("counted", sa.JSON(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        text_of("id", 32),
        sa.CheckConstraint("status in ('to_serve','serving','served','deemed','failed')", name=op.f("ck_service_status")),
        sa.CheckConstraint("status not in ('served','deemed') or (effective_on is not null and closed_at is not null)", name=op.f("ck_service_closed")),
        *keys("service", "court_id", "case_id", "asset_id", "document_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("subject_kind", "subject_id", "code", "recipient", name=op.f("uq_service_subject_kind_subject_id_code_recipient")),
    )
    op.create_index("ix_service_due", "service", ["court_id", "status", "due_on"])
    op.create_index("ix_service_counting", "service", ["status", "effective_on"])
    op.create_index(op.f("ix_service_case_id"), "service", ["case_id"])
    op.create_table(
        "service_attempt",
        text_of("court_id", 32),
        text_of("case_id", 32),
        text_of("service_id", 32),
        sa.Column("number", sa.Integer(), nullable=False),
        text_of("way", 20),
        text_of("result", 10),
        sa.Column("at", Instant(), nullable=False),
        text_of("place", 300),
        text_of("server_id", 32),
        text_of("second", 60),
        text_of("helper", 100),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        text_of("signature_digest", 64),
        text_of("outcome", 10),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("counted", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        text_of("id", 32),
        *keys("service_attempt", "court_id", "case_id", "service_id", "server_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_attempt")),
        sa.UniqueConstraint("service_id", "number", name=op.f("uq_service_attempt_service_id_number")),
    )
    op.create_index(op.f("ix_service_attempt_service_id"), "service_attempt", ["service_id"])


def downgrade() -> None:
    op.drop_table("service_attempt")
    op.drop_table("service")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_document_template_id"), type_="foreignkey")
        batch_op.drop_column("template_id")
    op.drop_table("document_template")
