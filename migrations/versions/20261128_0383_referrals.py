"""vacating: a referral is decided on by director and president; its receipt may come later

Revision ID: 20261128_0383
Revises: 20261128_0382
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_0383"
down_revision = "20261128_0382"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("vacating_referral") as batch:
        batch.add_column(sa.Column("status", sa.String(length=10), nullable=False, server_default="asked"))
        batch.add_column(sa.Column("digest", sa.String(length=64), nullable=False, server_default=""))
        batch.add_column(sa.Column("answer", sa.String(length=500), nullable=False, server_default=""))
        batch.add_column(sa.Column("receipt_on", sa.Date(), nullable=True))
    op.execute("update vacating_referral set status = 'agreed' where sent_on is not null")
    op.execute("update vacating_referral set receipt_on = sent_on where receipt <> '' and sent_on is not null")
    op.execute("update vacating_referral set receipt = '' where sent_on is null")
    with op.batch_alter_table("vacating_referral") as batch:
        batch.create_check_constraint(op.f("ck_vacating_referral_status"), "status in ('asked','checked','agreed','refused')")
        batch.create_check_constraint(op.f("ck_vacating_referral_sent"), "sent_on is null or status = 'agreed'")
        batch.create_check_constraint(op.f("ck_vacating_referral_receipt"), "(receipt_on is null) = (receipt = '')")


def downgrade() -> None:
    with op.batch_alter_table("vacating_referral") as batch:
        for name in ("receipt", "sent", "status"):
            batch.drop_constraint(op.f(f"ck_vacating_referral_{name}"), type_="check")
        for column in ("receipt_on", "answer", "digest", "status"):
            batch.drop_column(column)
