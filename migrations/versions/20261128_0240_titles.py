"""titles: the way from the served ruling to the registered title, its steps, what happened to them, carriage of movables

Revision ID: 20261128_0240
Revises: 20261128_0225
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261128_0240"
down_revision = "20261128_0225"
branch_labels = None
depends_on = None

TEXT = sa.String(length=32)


def _placed(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("court_id", TEXT, nullable=False),
        sa.Column("case_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["court_id"], ["court.id"], name=op.f(f"fk_{table}_court_id")),
        sa.ForeignKeyConstraint(["case_id"], ["enforcement_case.id"], name=op.f(f"fk_{table}_case_id")),
    ]


def _fk(table: str, column: str, of: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{of}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "title_route",
        *_placed("title_route"),
        sa.Column("asset_id", TEXT, nullable=False),
        sa.Column("settlement_id", TEXT, nullable=False),
        sa.Column("round_id", TEXT, nullable=False),
        sa.Column("route", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("buyer_name", sa.String(length=100), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("unmatched", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        _fk("title_route", "asset_id", "asset"),
        _fk("title_route", "settlement_id", "settlement"),
        _fk("title_route", "round_id", "round"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_route")),
        sa.UniqueConstraint("settlement_id", name=op.f("uq_title_route_settlement_id")),
    )
    for column in ("case_id", "asset_id", "round_id"):
        op.create_index(op.f(f"ix_title_route_{column}"), "title_route", [column])
    op.create_index("ix_title_route_open", "title_route", ["court_id", "closed_on"])
    op.create_table(
        "title_step",
        *_placed("title_step"),
        sa.Column("route_id", TEXT, nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("office", sa.String(length=200), nullable=False),
        sa.Column("doer", sa.String(length=10), nullable=False),
        sa.Column("rule", sa.String(length=20), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("receipt_wanted", sa.String(length=100), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("advised", sa.JSON(), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("person_id", TEXT, nullable=True),
        sa.Column("task_id", TEXT, nullable=False),
        sa.Column("task_number", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("slip_no", sa.String(length=100), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("receipt", sa.String(length=200), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("answer_words", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.CheckConstraint("status in ('todo','submitted','refused','done','not_needed')", name=op.f("ck_title_step_status")),
        sa.CheckConstraint("(status = 'done') = (done_on is not null)", name=op.f("ck_title_step_done")),
        sa.CheckConstraint("status not in ('refused','not_needed') or reason <> ''", name=op.f("ck_title_step_reason")),
        sa.CheckConstraint("(answer = '') = (answered_on is null)", name=op.f("ck_title_step_answered")),
        _fk("title_step", "route_id", "title_route"),
        _fk("title_step", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_step")),
        sa.UniqueConstraint("route_id", "no", name=op.f("uq_title_step_route_id_no")),
    )
    for column in ("route_id", "task_id"):
        op.create_index(op.f(f"ix_title_step_{column}"), "title_step", [column])
    op.create_table(
        "title_note",
        *_placed("title_note"),
        sa.Column("route_id", TEXT, nullable=False),
        sa.Column("step_id", TEXT, nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("act", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("task_id", TEXT, nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        _fk("title_note", "route_id", "title_route"),
        _fk("title_note", "step_id", "title_step"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_note")),
    )
    for column in ("route_id", "step_id"):
        op.create_index(op.f(f"ix_title_note_{column}"), "title_note", [column])
    op.create_table(
        "title_shipment",
        *_placed("title_shipment"),
        sa.Column("route_id", TEXT, nullable=False),
        sa.Column("step_id", TEXT, nullable=False),
        sa.Column("own_pick_up", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.String(length=300), nullable=False),
        sa.Column("fetch_at", Instant(timezone=True), nullable=True),
        sa.Column("carrier", sa.String(length=100), nullable=False),
        sa.Column("destination", sa.String(length=300), nullable=False),
        sa.Column("consignee", sa.String(length=100), nullable=False),
        sa.Column("goods", sa.JSON(), nullable=False),
        sa.Column("loaded_at", Instant(timezone=True), nullable=True),
        sa.Column("delivered_at", Instant(timezone=True), nullable=True),
        sa.Column("received_by", sa.String(length=100), nullable=False),
        sa.Column("as_listed", sa.Boolean(), nullable=True),
        sa.Column("damage", sa.JSON(), nullable=False),
        sa.Column("insurance_no", sa.String(length=100), nullable=False),
        sa.Column("task_id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.CheckConstraint("(delivered_at is null) = (received_by = '')", name=op.f("ck_title_shipment_delivered")),
        sa.CheckConstraint("loaded_at is null or delivered_at is null or delivered_at >= loaded_at", name=op.f("ck_title_shipment_times")),
        _fk("title_shipment", "route_id", "title_route"),
        _fk("title_shipment", "step_id", "title_step"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_shipment")),
        sa.UniqueConstraint("step_id", name=op.f("uq_title_shipment_step_id")),
    )
    op.create_index(op.f("ix_title_shipment_route_id"), "title_shipment", ["route_id"])


def downgrade() -> None:
    for table in ("title_shipment", "title_note", "title_step", "title_route"):
        op.drop_table(table)
