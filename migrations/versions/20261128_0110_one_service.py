"""services: the one record of what was served; reports and distribution sheets that were told elsewhere move there

Revision ID: 20261128_0110
Revises: 20261128_0101
"""

from datetime import UTC, date, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from app.infra.database import Instant

revision = "20261128_0110"
down_revision = "20261128_0101"
branch_labels = None
depends_on = None

BEFORE = "status in ('to_serve','serving','served','deemed','failed')"
AFTER = "status in ('to_serve','serving','served','deemed','failed','dropped')"
WAYS = {"direct": "直接送达", "mail": "邮寄送达", "electronic": "电子送达", "publication": "公开网公示"}
SERVICE = sa.table(
    "service",
    *(sa.column(each) for each in ("id", "court_id", "case_id", "case_number", "asset_id", "subject_kind", "subject_id", "code", "title", "document_id")),
    *(sa.column(each) for each in ("recipient", "capacity", "natural", "address", "consent", "rule", "status", "way", "attempts", "trouble")),
    sa.column("effective_on", sa.Date()),
    sa.column("counted", sa.JSON()),
    sa.column("opened_at", Instant()),
    sa.column("closed_at", Instant()),
    sa.column("version"),
)
DELIVERIES = (
    sa.text(
        "select d.id, d.court_id, d.case_id, c.number, v.asset_id, d.party_name, d.way, d.sent_on, d.reached_on, p.kind, p.address "
        "from report_delivery d join valuation v on v.id = d.valuation_id join enforcement_case c on c.id = d.case_id join party p on p.id = d.party_id"
    )
).columns(sent_on=sa.Date(), reached_on=sa.Date())
PARTIES = (
    sa.text(
        "select d.id, d.court_id, d.case_id, c.number, s.asset_id, d.name, d.capacity, d.served_on, d.served_way, s.status as sheet, s.settlement_id "
        "from distribution_party d join distribution s on s.id = d.distribution_id join enforcement_case c on c.id = d.case_id"
    )
).columns(served_on=sa.Date())


def upgrade() -> None:
    _states(AFTER)
    with op.batch_alter_table("report_delivery") as batch_op:
        batch_op.add_column(sa.Column("deemed_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("trouble", sa.String(length=300), nullable=False, server_default=""))
    bind, now = op.get_bind(), datetime.now(UTC)
    for row in bind.execute(DELIVERIES).all():
        _move_delivery(bind, row, now)
    for row in bind.execute(PARTIES).all():
        _move_party(bind, row, now)


def downgrade() -> None:
    bind = op.get_bind()
    bind.execute(sa.text("update report_delivery set reached_on = deemed_on where reached_on is null and deemed_on is not null"))
    gone = "select id from service where subject_kind in ('report_delivery','distribution_party') or status = 'dropped'"
    bind.execute(sa.text(f"delete from service_attempt where service_id in ({gone})"))
    bind.execute(sa.text(f"delete from service where id in ({gone})"))
    with op.batch_alter_table("report_delivery") as batch_op:
        batch_op.drop_column("trouble")
        batch_op.drop_column("deemed_on")
    _states(BEFORE)


def _states(allowed: str) -> None:
    with op.batch_alter_table("service") as batch_op:
        batch_op.drop_constraint(op.f("ck_service_status"), type_="check")
        batch_op.create_check_constraint(op.f("ck_service_status"), allowed)


def _move_delivery(bind: sa.Connection, row: sa.Row, now: datetime) -> None:
    """A notice whose days still run becomes one that runs; what was received is served."""
    runs = row.reached_on is not None and row.reached_on > _day(now)
    if runs:
        bind.execute(sa.text("update report_delivery set reached_on = null, deemed_on = :day where id = :id").bindparams(sa.bindparam("day", type_=sa.Date())), {"day": row.reached_on, "id": row.id})
    done = row.reached_on is not None and not runs
    status = ("deemed" if row.way == "publication" else "served") if done else "serving"
    told = {"subject_kind": "report_delivery", "code": "price_reports", "title": "参考价报告", "rule": "RP-24", "recipient": row.party_name, "capacity": "当事人"}
    way = {"way": WAYS[row.way], "natural": row.kind == "natural", "address": row.address or ""}
    _insert(bind, row, {**told, **way, "status": status}, row.reached_on, now)


def _move_party(bind: sa.Connection, row: sa.Row, now: datetime) -> None:
    """What the signed paper had opened for the same recipient gives way to the one record of the sheet."""
    old = {"settlement": row.settlement_id, "name": row.name}
    same = "from service where subject_kind = 'settlement' and code = 'distribution_plan' and subject_id = :settlement and recipient = :name"
    found = bind.execute(sa.text(f"select id {same}"), old).scalar()
    if found is not None:
        bind.execute(sa.text("update service set subject_kind = 'distribution_party', subject_id = :party where id = :id"), {"party": row.id, "id": found})
        if row.served_on is not None:
            closed = "update service set status = 'served', way = :way, effective_on = :day, closed_at = :now where id = :id and status not in ('served','deemed')"
            bind.execute(sa.text(closed).bindparams(sa.bindparam("now", type_=Instant()), sa.bindparam("day", type_=sa.Date())), {"way": row.served_way, "day": row.served_on, "now": now, "id": found})
        return
    status = "served" if row.served_on is not None else "dropped" if row.sheet == "final" else "to_serve"
    told = {"subject_kind": "distribution_party", "code": "distribution_plan", "title": "案款分配方案", "rule": "EX-23", "recipient": row.name}
    _insert(bind, row, {**told, "capacity": row.capacity, "way": row.served_way, "natural": True, "address": "", "status": status}, row.served_on, now)


def _insert(bind: sa.Connection, row: sa.Row, told: dict[str, object], on: date | None, now: datetime) -> None:
    closed = told["status"] in ("served", "deemed", "dropped")
    of = {"id": uuid4().hex, "court_id": row.court_id, "case_id": row.case_id, "case_number": row.number, "asset_id": row.asset_id, "subject_id": row.id}
    counted = [f"{on.isoformat()} 登记送达"] if on else []
    rest = {"document_id": None, "consent": "", "attempts": 0, "trouble": "", "effective_on": on, "counted": counted, "version": 1}
    bind.execute(SERVICE.insert().values(**of, **told, **rest, opened_at=now, closed_at=now if closed else None))


def _day(now: datetime) -> date:
    """Today at the court, whose clock is eight hours ahead all year."""
    return date.fromordinal(now.date().toordinal() + (now.hour >= 16))
