"""distribution: parties of earlier editions stay; what is in dispute in a suit is kept back until the suit is over

Revision ID: 20261128_0361
Revises: 20261128_0360
"""

import sqlalchemy as sa
from alembic import op

from app.infra.database import Fen

revision = "20261128_0361"
down_revision = "20261128_0360"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("distribution") as batch:
        batch.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("distribution_party") as batch:
        batch.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
        batch.add_column(sa.Column("disputed", Fen(), nullable=True))
        batch.add_column(sa.Column("released_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("release_note", sa.String(length=200), nullable=False, server_default=""))
        batch.drop_constraint(op.f("uq_distribution_party_distribution_id_name"), type_="unique")
        batch.create_unique_constraint(op.f("uq_distribution_party_distribution_id_edition_name"), ["distribution_id", "edition", "name"])
        batch.create_check_constraint(op.f("ck_distribution_party_disputed"), "disputed is null or (disputed > 0 and sued_on is not null)")
        batch.create_check_constraint(op.f("ck_distribution_party_release_has_note"), "released_on is null or release_note <> ''")


def downgrade() -> None:
    op.execute("delete from distribution_party where edition <> (select d.edition from distribution d where d.id = distribution_party.distribution_id)")
    with op.batch_alter_table("distribution_party") as batch:
        batch.drop_constraint(op.f("ck_distribution_party_release_has_note"), type_="check")
        batch.drop_constraint(op.f("ck_distribution_party_disputed"), type_="check")
        batch.drop_constraint(op.f("uq_distribution_party_distribution_id_edition_name"), type_="unique")
        batch.create_unique_constraint(op.f("uq_distribution_party_distribution_id_name"), ["distribution_id", "name"])
        for column in ("release_note", "released_on", "disputed", "edition"):
            batch.drop_column(column)
    with op.batch_alter_table("distribution") as batch:
        batch.drop_column("edition")
