"""Outside agencies: engagements, rosters, suspensions; declared interests and checks of bidders; choices; deeds; fees and statements; endings."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.infra.database import Row, Scoped
from app.kernel.money import Money


class Agency(Row):
    """An outside body: agency, appraiser, notary, insurer. Never deleted; a suspension has a reason."""

    __tablename__ = "agency"
    __table_args__ = (CheckConstraint("(suspended_at is null) = (suspended_reason = '')", name="suspension_has_reason"),)

    name: Mapped[str] = mapped_column(String(100), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    uscc: Mapped[str] = mapped_column(String(18), unique=True)
    region: Mapped[str] = mapped_column(String(100), default="")
    contact: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    registered_at: Mapped[datetime]
    suspended_at: Mapped[datetime | None]
    suspended_reason: Mapped[str] = mapped_column(String(200), default="")


class Engagement(Scoped):
    """What one court has engaged an agency for: kinds of tasks (codes), region, term (both days included), open tasks at a time, prices by kind in fen.

    remind_at is claimed by the heartbeat: the end is told of ahead, and once when it has passed.
    """

    __tablename__ = "engagement"
    __table_args__ = (
        CheckConstraint("from_on <= until_on", name="term"),
        CheckConstraint("quota > 0", name="quota"),
        Index("ix_engagement_court", "court_id", "until_on"),
        Index("ix_engagement_remind", "remind_at"),
    )

    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), index=True)
    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    kinds: Mapped[list[Any]]
    region: Mapped[str] = mapped_column(String(100), default="")
    from_on: Mapped[date]
    until_on: Mapped[date]
    quota: Mapped[int] = mapped_column(default=50)
    prices: Mapped[dict[str, Any]] = mapped_column(default=dict)
    ended_on: Mapped[date | None]
    remind_at: Mapped[datetime | None]
    agency: Mapped[Agency] = relationship()


class Suspension(Scoped):
    """One pause of an agency, from the day it was ordered to the day it was lifted, each with its reason."""

    __tablename__ = "agency_suspension"
    __table_args__ = (CheckConstraint("resumed_at is null or resumed_reason <> ''", name="resumed_with_reason"),)

    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), index=True)
    reason: Mapped[str] = mapped_column(String(200))
    from_at: Mapped[datetime]
    by_id: Mapped[str] = mapped_column(String(32))
    resumed_at: Mapped[datetime | None]
    resumed_by: Mapped[str | None] = mapped_column(String(32))
    resumed_reason: Mapped[str] = mapped_column(String(200), default="")


class AgencyPaper(Scoped):
    """A qualification paper of an agency, or of one of its people, with its last day; it counts once a director has confirmed it.

    margin: days of warning before the end; remind_at is claimed by the heartbeat; removed_at: replaced by its renewal, or not asked for any more.
    scan_digest: the original of its scan in evidence, '' while there is none; shown_digest, shown_size: the copy without metadata, for outside the court.
    """

    __tablename__ = "agency_paper"
    __table_args__ = (
        CheckConstraint("margin > 0", name="margin"),
        CheckConstraint("(scan_digest = '') = (shown_digest = '')", name="scan_copied"),
        CheckConstraint("(confirmed_at is null) = (confirmed_by is null)", name="confirmed_by_somebody"),
        Index("ix_agency_paper_remind", "remind_at"),
    )

    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), index=True)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(String(60))
    number: Mapped[str] = mapped_column(String(60), default="")
    valid_until: Mapped[date]
    margin: Mapped[int]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    scan_digest: Mapped[str] = mapped_column(String(64), default="")
    scan_type: Mapped[str] = mapped_column(String(100), default="")
    scan_size: Mapped[int] = mapped_column(default=0)
    shown_digest: Mapped[str] = mapped_column(String(64), default="")
    shown_size: Mapped[int] = mapped_column(default=0)


class RosterLine(Scoped):
    """Who of an agency is on duty or away, both days included."""

    __tablename__ = "roster_line"
    __table_args__ = (CheckConstraint("from_on <= until_on", name="days"), CheckConstraint("kind in ('duty','absence')", name="kind"))

    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(10))
    from_on: Mapped[date]
    until_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(100), default="")
    entered_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class InterestDeclaration(Scoped):
    """A person of an agency, a court or a site, or a relative, who may not bid on what they work at (NA-46). Numbers are kept as keyed digests and masks only.

    person_id: the account of the person whose interest it is; renew_by: the last day on which it stands without renewal; remind_at is claimed by the heartbeat.
    """

    __tablename__ = "interest_declaration"
    __table_args__ = (
        CheckConstraint("side <> 'agency' or agency_id is not null", name="agency_named"),
        CheckConstraint("side <> 'court' or court_id is not null", name="court_named"),
        CheckConstraint("side <> 'site' or site <> ''", name="site_named"),
        Index("ix_interest_id_digest", "id_digest"),
        Index("ix_interest_phone_digest", "phone_digest"),
        Index("ix_interest_address_digest", "address_digest"),
        Index("ix_interest_account_digest", "account_digest"),
        Index("ix_interest_name", "name_key"),
        Index("ix_interest_remind", "remind_at"),
    )

    side: Mapped[str] = mapped_column(String(10), default="agency")
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"), index=True)
    court_id: Mapped[str | None] = mapped_column(ForeignKey("court.id"), index=True)
    site: Mapped[str] = mapped_column(String(20), default="")
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    relation: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(60))
    name_key: Mapped[str] = mapped_column(String(60), default="")
    id_digest: Mapped[str] = mapped_column(String(64), default="")
    id_masked: Mapped[str] = mapped_column(String(20), default="")
    phone_digest: Mapped[str] = mapped_column(String(64), default="")
    address_digest: Mapped[str] = mapped_column(String(64), default="")
    account_digest: Mapped[str] = mapped_column(String(64), default="")
    declared_at: Mapped[datetime]
    renew_by: Mapped[date | None]
    remind_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class InterestConfirmation(Scoped):
    """For one task its taker said again that nobody of theirs has an interest; register_digest is of the register as it then stood."""

    __tablename__ = "interest_confirmation"

    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), index=True)
    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    task_id: Mapped[str] = mapped_column(String(32), index=True)
    person_id: Mapped[str] = mapped_column(String(32))
    worker_id: Mapped[str] = mapped_column(String(32))
    declared: Mapped[int]
    register_digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class BidderCheck(Scoped):
    """A bidder compared with the register before being accepted. hits: [{side, agency_id, relation, by, gate, reason}]; a block is never decided away."""

    __tablename__ = "bidder_check"
    __table_args__ = (
        CheckConstraint("decision in ('','passed','barred')", name="decision"),
        CheckConstraint("decision = '' or (decided_by is not null and reason <> '')", name="decided_with_reason"),
        CheckConstraint("gate <> 'blocked' or decision <> 'passed'", name="block_stands"),
        Index("ix_bidder_check_asset", "asset_id", "checked_at"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"))
    round_id: Mapped[str] = mapped_column(String(32), index=True)
    code: Mapped[str] = mapped_column(String(20), default="")
    name: Mapped[str] = mapped_column(String(100))
    name_key: Mapped[str] = mapped_column(String(100), default="")
    id_masked: Mapped[str] = mapped_column(String(20), default="")
    id_digest: Mapped[str] = mapped_column(String(64), default="")
    phone_digest: Mapped[str] = mapped_column(String(64), default="")
    address_digest: Mapped[str] = mapped_column(String(64), default="")
    account_digest: Mapped[str] = mapped_column(String(64), default="")
    gate: Mapped[str] = mapped_column(String(10))
    hits: Mapped[list[Any]]
    checked_at: Mapped[datetime]
    checked_by: Mapped[str] = mapped_column(String(32))
    decision: Mapped[str] = mapped_column(String(10), default="")
    decided_by: Mapped[str | None] = mapped_column(String(32))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(300), default="")


class Choice(Scoped):
    """How the taker of a task was chosen. A rotation or score has one round without seed.

    seed: the root of the chain, sealed by the vault, never shown; frozen: the list with figures and exclusions, as its digest binds it;
    rounds: [{no, seed, left_out, chosen, index, count, tries, at, by, reason}].
    """

    __tablename__ = "choice"
    __table_args__ = (
        CheckConstraint("way in ('rotation','score','draw')", name="way"),
        CheckConstraint("way <> 'draw' or (commitment <> '' and committed_at is not null)", name="draw_is_committed"),
        CheckConstraint("frozen_at is null or list_digest <> ''", name="frozen_has_digest"),
        CheckConstraint("frozen_at is null or committed_at is null or committed_at <= frozen_at", name="committed_before_frozen"),
        Index("ix_choice_asset", "asset_id", "kind"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"))
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    way: Mapped[str] = mapped_column(String(10))
    seed: Mapped[str] = mapped_column(String(300), default="")
    commitment: Mapped[str] = mapped_column(String(64), default="")
    committed_at: Mapped[datetime | None]
    committed_by: Mapped[str | None] = mapped_column(String(32))
    frozen: Mapped[dict[str, Any]] = mapped_column(default=dict)
    list_digest: Mapped[str] = mapped_column(String(64), default="")
    frozen_at: Mapped[datetime | None]
    rounds: Mapped[list[Any]] = mapped_column(default=list)
    chosen_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"))
    task_id: Mapped[str] = mapped_column(String(32), default="", index=True)
    why: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class DeedRow(Scoped):
    """One deed of an agency at a court, from which its score is computed; a review may strike it, nothing rewrites it."""

    __tablename__ = "agency_deed"
    __table_args__ = (
        CheckConstraint("review in ('','asked','kept','struck')", name="review"),
        CheckConstraint("review not in ('kept','struck') or (reviewed_by is not null and review_reply <> '')", name="reviewed_with_reply"),
        Index("ix_agency_deed_court", "court_id", "agency_id", "at"),
    )

    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), index=True)
    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(32), default="", index=True)
    title: Mapped[str] = mapped_column(String(300), default="")
    days_late: Mapped[int] = mapped_column(default=0)
    excused: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(String(32))
    review: Mapped[str] = mapped_column(String(10), default="")
    review_reason: Mapped[str] = mapped_column(String(300), default="")
    review_asked_at: Mapped[datetime | None]
    review_reply: Mapped[str] = mapped_column(String(300), default="")
    reviewed_by: Mapped[str | None] = mapped_column(String(32))
    reviewed_at: Mapped[datetime | None]


class Statement(Scoped):
    """One month's fees of an agency at a court: sent, confirmed or objected to, settled. lines is what the digest binds."""

    __tablename__ = "agency_statement"
    __table_args__ = (
        UniqueConstraint("agency_id", "court_id", "month"),
        CheckConstraint("state in ('sent','confirmed','objected','settled')", name="state"),
        CheckConstraint("state <> 'objected' or objection <> ''", name="objection_has_reason"),
    )

    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), index=True)
    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    month: Mapped[str] = mapped_column(String(7))
    state: Mapped[str] = mapped_column(String(10))
    total: Mapped[Money]
    lines: Mapped[list[Any]]
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(32))
    answered_at: Mapped[datetime | None]
    objection: Mapped[str] = mapped_column(String(300), default="")
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None] = mapped_column(String(32))
    settled_note: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}


class Fee(Scoped):
    """What one accepted task earns by the price list; amount is empty until the court fixes it where the list names no price."""

    __tablename__ = "agency_fee"
    __table_args__ = (UniqueConstraint("task_id"), CheckConstraint("amount is null or amount >= 0", name="amount"))

    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), index=True)
    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    task_id: Mapped[str] = mapped_column(String(32))
    number: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    month: Mapped[str] = mapped_column(String(7))
    earned_at: Mapped[datetime]
    amount: Mapped[Money | None]
    note: Mapped[str] = mapped_column(String(200), default="")
    statement_id: Mapped[str | None] = mapped_column(ForeignKey("agency_statement.id"), index=True)


class Ending(Scoped):
    """The end of an engagement, step by step: tasks handed over, rights taken, personal data deleted or returned, proof (PIPL art. 21, AUX-18)."""

    __tablename__ = "engagement_ending"
    __table_args__ = (
        UniqueConstraint("engagement_id"),
        CheckConstraint("data_at is null or (tasks_at is not null and rights_at is not null)", name="in_order"),
        CheckConstraint("proven_at is null or (data_at is not null and proof_digest <> '')", name="proof_last"),
    )

    engagement_id: Mapped[str] = mapped_column(ForeignKey("engagement.id"))
    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), index=True)
    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    reason: Mapped[str] = mapped_column(String(300))
    begun_at: Mapped[datetime]
    begun_by: Mapped[str] = mapped_column(String(32))
    tasks: Mapped[list[Any]] = mapped_column(default=list)
    tasks_at: Mapped[datetime | None]
    rights: Mapped[dict[str, Any]] = mapped_column(default=dict)
    rights_at: Mapped[datetime | None]
    deleted: Mapped[list[Any]] = mapped_column(default=list)
    data_at: Mapped[datetime | None]
    proof: Mapped[dict[str, Any]] = mapped_column(default=dict)
    proof_digest: Mapped[str] = mapped_column(String(64), default="")
    proof_no: Mapped[str] = mapped_column(String(60), default="")
    proven_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}
