"""agencies: rosters, suspensions, register of interests, choices, deeds, fees, endings

Revision ID: 20261127_2310
Revises: 20261127_2306
"""

import sqlalchemy as sa
from alembic import op
from app.infra.database import Fen, Instant

revision = "20261127_2310"
down_revision = "20261127_2306"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agency_deed',
    sa.Column('agency_id', sa.String(length=32), nullable=False),
    sa.Column('court_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('subject', sa.String(length=32), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('days_late', sa.Integer(), nullable=False),
    sa.Column('excused', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(length=300), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('entered_by', sa.String(length=32), nullable=False),
    sa.Column('review', sa.String(length=10), nullable=False),
    sa.Column('review_reason', sa.String(length=300), nullable=False),
    sa.Column('review_asked_at', Instant(), nullable=True),
    sa.Column('review_reply', sa.String(length=300), nullable=False),
    sa.Column('reviewed_by', sa.String(length=32), nullable=True),
    sa.Column('reviewed_at', Instant(), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.CheckConstraint("review in ('','asked','kept','struck')", name=op.f('ck_agency_deed_review')),
    sa.CheckConstraint("review not in ('kept','struck') or (reviewed_by is not null and review_reply <> '')", name=op.f('ck_agency_deed_reviewed_with_reply')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_agency_deed_agency_id')),
    sa.ForeignKeyConstraint(['court_id'], ['court.id'], name=op.f('fk_agency_deed_court_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agency_deed'))
    )

    with op.batch_alter_table('agency_deed', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agency_deed_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index('ix_agency_deed_court', ['court_id', 'agency_id', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_agency_deed_subject'), ['subject'], unique=False)

    op.create_table('agency_statement',
    sa.Column('agency_id', sa.String(length=32), nullable=False),
    sa.Column('court_id', sa.String(length=32), nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('total', Fen(), nullable=False),
    sa.Column('lines', sa.JSON(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('made_at', Instant(), nullable=False),
    sa.Column('made_by', sa.String(length=32), nullable=False),
    sa.Column('answered_at', Instant(), nullable=True),
    sa.Column('objection', sa.String(length=300), nullable=False),
    sa.Column('settled_at', Instant(), nullable=True),
    sa.Column('settled_by', sa.String(length=32), nullable=True),
    sa.Column('settled_note', sa.String(length=300), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.CheckConstraint("state <> 'objected' or objection <> ''", name=op.f('ck_agency_statement_objection_has_reason')),
    sa.CheckConstraint("state in ('sent','confirmed','objected','settled')", name=op.f('ck_agency_statement_state')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_agency_statement_agency_id')),
    sa.ForeignKeyConstraint(['court_id'], ['court.id'], name=op.f('fk_agency_statement_court_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agency_statement')),
    sa.UniqueConstraint('agency_id', 'court_id', 'month', name=op.f('uq_agency_statement_agency_id_court_id_month'))
    )

    with op.batch_alter_table('agency_statement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agency_statement_agency_id'), ['agency_id'], unique=False)

    op.create_table('agency_suspension',
    sa.Column('agency_id', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('from_at', Instant(), nullable=False),
    sa.Column('by_id', sa.String(length=32), nullable=False),
    sa.Column('resumed_at', Instant(), nullable=True),
    sa.Column('resumed_by', sa.String(length=32), nullable=True),
    sa.Column('resumed_reason', sa.String(length=200), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.CheckConstraint("resumed_at is null or resumed_reason <> ''", name=op.f('ck_agency_suspension_resumed_with_reason')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_agency_suspension_agency_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agency_suspension'))
    )

    with op.batch_alter_table('agency_suspension', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agency_suspension_agency_id'), ['agency_id'], unique=False)

    op.create_table('interest_confirmation',
    sa.Column('agency_id', sa.String(length=32), nullable=False),
    sa.Column('court_id', sa.String(length=32), nullable=False),
    sa.Column('task_id', sa.String(length=32), nullable=False),
    sa.Column('person_id', sa.String(length=32), nullable=False),
    sa.Column('worker_id', sa.String(length=32), nullable=False),
    sa.Column('declared', sa.Integer(), nullable=False),
    sa.Column('register_digest', sa.String(length=64), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_interest_confirmation_agency_id')),
    sa.ForeignKeyConstraint(['court_id'], ['court.id'], name=op.f('fk_interest_confirmation_court_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_interest_confirmation'))
    )

    with op.batch_alter_table('interest_confirmation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_interest_confirmation_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_interest_confirmation_task_id'), ['task_id'], unique=False)

    op.create_table('roster_line',
    sa.Column('agency_id', sa.String(length=32), nullable=False),
    sa.Column('person_id', sa.String(length=32), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=False),
    sa.Column('note', sa.String(length=100), nullable=False),
    sa.Column('entered_at', Instant(), nullable=False),
    sa.Column('removed_at', Instant(), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.CheckConstraint("kind in ('duty','absence')", name=op.f('ck_roster_line_kind')),
    sa.CheckConstraint('from_on <= until_on', name=op.f('ck_roster_line_days')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_roster_line_agency_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_roster_line_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roster_line'))
    )

    with op.batch_alter_table('roster_line', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_roster_line_agency_id'), ['agency_id'], unique=False)

    op.create_table('agency_fee',
    sa.Column('agency_id', sa.String(length=32), nullable=False),
    sa.Column('court_id', sa.String(length=32), nullable=False),
    sa.Column('task_id', sa.String(length=32), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=300), nullable=False),
    sa.Column('month', sa.String(length=7), nullable=False),
    sa.Column('earned_at', Instant(), nullable=False),
    sa.Column('amount', Fen(), nullable=True),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('statement_id', sa.String(length=32), nullable=True),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.CheckConstraint('amount is null or amount >= 0', name=op.f('ck_agency_fee_amount')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_agency_fee_agency_id')),
    sa.ForeignKeyConstraint(['court_id'], ['court.id'], name=op.f('fk_agency_fee_court_id')),
    sa.ForeignKeyConstraint(['statement_id'], ['agency_statement.id'], name=op.f('fk_agency_fee_statement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agency_fee')),
    sa.UniqueConstraint('task_id', name=op.f('uq_agency_fee_task_id'))
    )

    with op.batch_alter_table('agency_fee', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_agency_fee_agency_id'), ['agency_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_agency_fee_statement_id'), ['statement_id'], unique=False)

    op.create_table('engagement_ending',
    sa.Column('engagement_id', sa.String(length=32), nullable=False),
    sa.Column('agency_id', sa.String(length=32), nullable=False),
    sa.Column('court_id', sa.String(length=32), nullable=False),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('begun_at', Instant(), nullable=False),
    sa.Column('begun_by', sa.String(length=32), nullable=False),
    sa.Column('tasks', sa.JSON(), nullable=False),
    sa.Column('tasks_at', Instant(), nullable=True),
    sa.Column('rights', sa.JSON(), nullable=False),
    sa.Column('rights_at', Instant(), nullable=True),
    sa.Column('deleted', sa.JSON(), nullable=False),
    sa.Column('data_at', Instant(), nullable=True),
    sa.Column('proof', sa.JSON(), nullable=False),
    sa.Column('proof_digest', sa.String(length=64), nullable=False),
    sa.Column('proof_no', sa.String(length=60), nullable=False),
    sa.Column('proven_at', Instant(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.CheckConstraint("proven_at is null or (data_at is not null and proof_digest <> '')", name=op.f('ck_engagement_ending_proof_last')),
    sa.CheckConstraint('data_at is null or (tasks_at is not null and rights_at is not null)', name=op.f('ck_engagement_ending_in_order')),
    sa.ForeignKeyConstraint(['agency_id'], ['agency.id'], name=op.f('fk_engagement_ending_agency_id')),
    sa.ForeignKeyConstraint(['court_id'], ['court.id'], name=op.f('fk_engagement_ending_court_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_engagement_ending_engagement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_engagement_ending')),
    sa.UniqueConstraint('engagement_id', name=op.f('uq_engagement_ending_engagement_id'))
    )

    with op.batch_alter_table('engagement_ending', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_engagement_ending_agency_id'), ['agency_id'], unique=False)

    op.create_table('bidder_check',
    sa.Column('court_id', sa.String(length=32), nullable=False),
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('asset_id', sa.String(length=32), nullable=False),
    sa.Column('round_id', sa.String(length=32), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('name_key', sa.String(length=100), nullable=False),
    sa.Column('id_masked', sa.String(length=20), nullable=False),
    sa.Column('id_digest', sa.String(length=64), nullable=False),
    sa.Column('phone_digest', sa.String(length=64), nullable=False),
    sa.Column('address_digest', sa.String(length=64), nullable=False),
    sa.Column('account_digest', sa.String(length=64), nullable=False),
    sa.Column('gate', sa.String(length=10), nullable=False),
    sa.Column('hits', sa.JSON(), nullable=False),
    sa.Column('checked_at', Instant(), nullable=False),
    sa.Column('checked_by', sa.String(length=32), nullable=False),
    sa.Column('decision', sa.String(length=10), nullable=False),
    sa.Column('decided_by', sa.String(length=32), nullable=True),
    sa.Column('decided_at', Instant(), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.CheckConstraint("decision = '' or (decided_by is not null and reason <> '')", name=op.f('ck_bidder_check_decided_with_reason')),
    sa.CheckConstraint("decision in ('','passed','barred')", name=op.f('ck_bidder_check_decision')),
    sa.CheckConstraint("gate <> 'blocked' or decision <> 'passed'", name=op.f('ck_bidder_check_block_stands')),
    sa.ForeignKeyConstraint(['asset_id'], ['asset.id'], name=op.f('fk_bidder_check_asset_id')),
    sa.ForeignKeyConstraint(['case_id'], ['enforcement_case.id'], name=op.f('fk_bidder_check_case_id')),
    sa.ForeignKeyConstraint(['court_id'], ['court.id'], name=op.f('fk_bidder_check_court_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bidder_check'))
    )

    with op.batch_alter_table('bidder_check', schema=None) as batch_op:
        batch_op.create_index('ix_bidder_check_asset', ['asset_id', 'checked_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_bidder_check_court_id'), ['court_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bidder_check_round_id'), ['round_id'], unique=False)

    op.create_table('choice',
    sa.Column('court_id', sa.String(length=32), nullable=False),
    sa.Column('case_id', sa.String(length=32), nullable=False),
    sa.Column('asset_id', sa.String(length=32), nullable=False),
    sa.Column('title', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('way', sa.String(length=10), nullable=False),
    sa.Column('seed', sa.String(length=300), nullable=False),
    sa.Column('commitment', sa.String(length=64), nullable=False),
    sa.Column('committed_at', Instant(), nullable=True),
    sa.Column('committed_by', sa.String(length=32), nullable=True),
    sa.Column('frozen', sa.JSON(), nullable=False),
    sa.Column('list_digest', sa.String(length=64), nullable=False),
    sa.Column('frozen_at', Instant(), nullable=True),
    sa.Column('rounds', sa.JSON(), nullable=False),
    sa.Column('chosen_id', sa.String(length=32), nullable=True),
    sa.Column('task_id', sa.String(length=32), nullable=False),
    sa.Column('why', sa.String(length=300), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.CheckConstraint("frozen_at is null or list_digest <> ''", name=op.f('ck_choice_frozen_has_digest')),
    sa.CheckConstraint("way <> 'draw' or (commitment <> '' and committed_at is not null)", name=op.f('ck_choice_draw_is_committed')),
    sa.CheckConstraint("way in ('rotation','score','draw')", name=op.f('ck_choice_way')),
    sa.CheckConstraint('frozen_at is null or committed_at is null or committed_at <= frozen_at', name=op.f('ck_choice_committed_before_frozen')),
    sa.ForeignKeyConstraint(['asset_id'], ['asset.id'], name=op.f('fk_choice_asset_id')),
    sa.ForeignKeyConstraint(['case_id'], ['enforcement_case.id'], name=op.f('fk_choice_case_id')),
    sa.ForeignKeyConstraint(['chosen_id'], ['agency.id'], name=op.f('fk_choice_chosen_id')),
    sa.ForeignKeyConstraint(['court_id'], ['court.id'], name=op.f('fk_choice_court_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_choice'))
    )

    with op.batch_alter_table('choice', schema=None) as batch_op:
        batch_op.create_index('ix_choice_asset', ['asset_id', 'kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_choice_court_id'), ['court_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_choice_task_id'), ['task_id'], unique=False)

    with op.batch_alter_table('engagement', schema=None) as batch_op:
        batch_op.add_column(sa.Column('prices', sa.JSON(), server_default='{}', nullable=False))

    with op.batch_alter_table('interest_declaration', schema=None) as batch_op:
        batch_op.add_column(sa.Column('side', sa.String(length=10), nullable=False))
        batch_op.add_column(sa.Column('court_id', sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column('site', sa.String(length=20), nullable=False))
        batch_op.add_column(sa.Column('name_key', sa.String(length=60), nullable=False))
        batch_op.add_column(sa.Column('address_digest', sa.String(length=64), nullable=False))
        batch_op.add_column(sa.Column('account_digest', sa.String(length=64), nullable=False))
        batch_op.add_column(sa.Column('renew_by', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('remind_at', Instant(), nullable=True))
        batch_op.add_column(sa.Column('erased_at', Instant(), nullable=True))
        batch_op.alter_column('agency_id',
               nullable=True)
        batch_op.drop_index(batch_op.f('ix_interest_name'))
        batch_op.create_index('ix_interest_name', ['name_key'], unique=False)
        batch_op.create_index('ix_interest_account_digest', ['account_digest'], unique=False)
        batch_op.create_index('ix_interest_address_digest', ['address_digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_interest_declaration_court_id'), ['court_id'], unique=False)
        batch_op.create_index('ix_interest_remind', ['remind_at'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_interest_declaration_court_id'), 'court', ['court_id'], ['id'])


def downgrade() -> None:
    if op.get_bind().dialect.name != 'sqlite':  # SQLite's copy of the table leaves its checks behind
        for name in ('agency', 'court', 'site'):
            op.drop_constraint(f'ck_interest_declaration_{name}_named', 'interest_declaration', type_='check')

    op.execute('delete from interest_declaration where agency_id is null')
    with op.batch_alter_table('interest_declaration', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_interest_declaration_court_id'), type_='foreignkey')
        batch_op.drop_index('ix_interest_remind')
        batch_op.drop_index(batch_op.f('ix_interest_declaration_court_id'))
        batch_op.drop_index('ix_interest_address_digest')
        batch_op.drop_index('ix_interest_account_digest')
        batch_op.drop_index('ix_interest_name')
        batch_op.create_index(batch_op.f('ix_interest_name'), ['name'], unique=False)
        batch_op.alter_column('agency_id', existing_type=sa.String(length=32), nullable=False)
        batch_op.drop_column('erased_at')
        batch_op.drop_column('remind_at')
        batch_op.drop_column('renew_by')
        batch_op.drop_column('account_digest')
        batch_op.drop_column('address_digest')
        batch_op.drop_column('name_key')
        batch_op.drop_column('site')
        batch_op.drop_column('court_id')
        batch_op.drop_column('side')

    with op.batch_alter_table('engagement', schema=None) as batch_op:
        batch_op.drop_column('prices')

    with op.batch_alter_table('choice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_choice_task_id'))
        batch_op.drop_index(batch_op.f('ix_choice_court_id'))
        batch_op.drop_index('ix_choice_asset')

    op.drop_table('choice')

    with op.batch_alter_table('bidder_check', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bidder_check_round_id'))
        batch_op.drop_index(batch_op.f('ix_bidder_check_court_id'))
        batch_op.drop_index('ix_bidder_check_asset')

    op.drop_table('bidder_check')

    with op.batch_alter_table('engagement_ending', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_engagement_ending_agency_id'))

    op.drop_table('engagement_ending')

    with op.batch_alter_table('agency_fee', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agency_fee_statement_id'))
        batch_op.drop_index(batch_op.f('ix_agency_fee_agency_id'))

    op.drop_table('agency_fee')

    with op.batch_alter_table('roster_line', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_roster_line_agency_id'))

    op.drop_table('roster_line')

    with op.batch_alter_table('interest_confirmation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_interest_confirmation_task_id'))
        batch_op.drop_index(batch_op.f('ix_interest_confirmation_agency_id'))

    op.drop_table('interest_confirmation')

    with op.batch_alter_table('agency_suspension', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agency_suspension_agency_id'))

    op.drop_table('agency_suspension')

    with op.batch_alter_table('agency_statement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agency_statement_agency_id'))

    op.drop_table('agency_statement')

    with op.batch_alter_table('agency_deed', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_agency_deed_subject'))
        batch_op.drop_index('ix_agency_deed_court')
        batch_op.drop_index(batch_op.f('ix_agency_deed_agency_id'))

    op.drop_table('agency_deed')
