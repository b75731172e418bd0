"""Title routes: the way of one sold thing, its steps, what happened to each, and the carriage of movables."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.infra.database import Scoped


class TitleRoute(Scoped):
    """The way of one sold thing, once an account. `route`: law.title_routes.Route; `closed_on`: when its last step was done.

    `unmatched`: lines of accepted tasks that speak of no one step [{task, number, office, matter, state, result}].
    """

    __tablename__ = "title_route"
    __table_args__ = (UniqueConstraint("settlement_id"), Index("ix_title_route_open", "court_id", "closed_on"))

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"), index=True)
    asset_id: Mapped[str] = mapped_column(ForeignKey("asset.id"), index=True)
    settlement_id: Mapped[str] = mapped_column(ForeignKey("settlement.id"))
    round_id: Mapped[str] = mapped_column(ForeignKey("round.id"), index=True)
    route: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    buyer_name: Mapped[str] = mapped_column(String(100))
    served_on: Mapped[date]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    unmatched: Mapped[list[Any]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class TitleStep(Scoped):
    """A step at one authority. `about`: each seizure, burden, tax or charge that it is for; `papers` what is brought; `receipt_wanted` what proves it.

    `after`, `advised`: codes of law.title_routes; `helped`: an agency may queue for it; `task_id`: the task it was given to ('' none).
    `days`: those that the notice or the slip gives; `reason`: of the refusal or of not being needed; `answer_*`: the last answer to a refusal.
    """

    __tablename__ = "title_step"
    __table_args__ = (
        UniqueConstraint("route_id", "no"),
        CheckConstraint("status in ('todo','submitted','refused','done','not_needed')", name="status"),
        CheckConstraint("(status = 'done') = (done_on is not null)", name="done"),
        CheckConstraint("status not in ('refused','not_needed') or reason <> ''", name="reason"),
        CheckConstraint("(answer = '') = (answered_on is null)", name="answered"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    route_id: Mapped[str] = mapped_column(ForeignKey("title_route.id"), index=True)
    no: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(100))
    office: Mapped[str] = mapped_column(String(200), default="")
    doer: Mapped[str] = mapped_column(String(10))
    rule: Mapped[str] = mapped_column(String(20))
    papers: Mapped[list[Any]] = mapped_column(default=list)
    about: Mapped[list[Any]] = mapped_column(default=list)
    receipt_wanted: Mapped[str] = mapped_column(String(100))
    after: Mapped[list[Any]] = mapped_column(default=list)
    advised: Mapped[list[Any]] = mapped_column(default=list)
    helped: Mapped[bool] = mapped_column(default=True)
    unsure: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    task_id: Mapped[str] = mapped_column(String(32), default="", index=True)
    task_number: Mapped[str] = mapped_column(String(40), default="")
    status: Mapped[str] = mapped_column(String(12), default="todo")
    submitted_on: Mapped[date | None]
    slip_no: Mapped[str] = mapped_column(String(100), default="")
    days: Mapped[int | None]
    due_on: Mapped[date | None]
    receipt: Mapped[str] = mapped_column(String(200), default="")
    done_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(String(10), default="")
    answer_words: Mapped[str] = mapped_column(Text, default="")
    answered_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class TitleNote(Scoped):
    """What happened to a step, with its files: photos as kept by infra.photos [{digest, shown, name …}]. Never changed."""

    __tablename__ = "title_note"

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    route_id: Mapped[str] = mapped_column(ForeignKey("title_route.id"), index=True)
    step_id: Mapped[str] = mapped_column(ForeignKey("title_step.id"), index=True)
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(String(60))
    task_id: Mapped[str] = mapped_column(String(32), default="")
    files: Mapped[list[Any]] = mapped_column(default=list)


class Shipment(Scoped):
    """How a sold movable goes to its buyer: where and when it is fetched, who carries it to whom, who received it, and what was damaged.

    `own_pick_up`: the buyer fetches it himself, there is no carrier. `goods`, `damage`: rows as the form has them. `task_id` '' where the court noted it.
    """

    __tablename__ = "title_shipment"
    __table_args__ = (
        UniqueConstraint("step_id"),
        CheckConstraint("(delivered_at is null) = (received_by = '')", name="delivered"),
        CheckConstraint("loaded_at is null or delivered_at is null or delivered_at >= loaded_at", name="times"),
    )

    court_id: Mapped[str] = mapped_column(ForeignKey("court.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("enforcement_case.id"))
    route_id: Mapped[str] = mapped_column(ForeignKey("title_route.id"), index=True)
    step_id: Mapped[str] = mapped_column(ForeignKey("title_step.id"))
    own_pick_up: Mapped[bool] = mapped_column(default=False)
    origin: Mapped[str] = mapped_column(String(300), default="")
    fetch_at: Mapped[datetime | None]
    carrier: Mapped[str] = mapped_column(String(100), default="")
    destination: Mapped[str] = mapped_column(String(300), default="")
    consignee: Mapped[str] = mapped_column(String(100), default="")
    goods: Mapped[list[Any]] = mapped_column(default=list)
    loaded_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    received_by: Mapped[str] = mapped_column(String(100), default="")
    as_listed: Mapped[bool | None]
    damage: Mapped[list[Any]] = mapped_column(default=list)
    insurance_no: Mapped[str] = mapped_column(String(100), default="")
    task_id: Mapped[str] = mapped_column(String(32), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
