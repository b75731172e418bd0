"""The demonstration's clock: 前进 1 小时, 1 天, 到下一事件. Only where people of the demonstration are, never in production, never for the real clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from app.domains.accounts.queries import list_demo_people
from app.domains.audit.service import record
from app.domains.deadlines.queries import next_event_at as next_deadline_at
from app.domains.rounds.upcoming import next_event_at as next_round_at
from app.domains.valuations.upcoming import next_event_at as next_report_at
from app.infra.house import House
from app.infra.unit_of_work import Reading, Work
from app.kernel.clock import ManualClock, SharedClock, local
from app.kernel.errors import Invalid, NotAllowed, NotNow
from app.kernel.permission import SIGNED_IN
from app.web.access import house, permits, safe_next, work

pages = Blueprint("clock", __name__)
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
EVENT = "event"


@pages.post("/clock/advance")
@permits(SIGNED_IN)
def advance() -> ResponseReturnValue:
    """Move the demonstration's clock forward, and go back to the page."""
    clock = movable(house())
    with work() as w:
        target = advance_to(w, request.form.get("step", ""))
    clock.move_to(target)
    return redirect(safe_next(_page_before()), 303)


def movable(here: House) -> SharedClock | ManualClock:
    """The clock that may be moved; NotAllowed for the real one and in production."""
    if here.settings.production or not isinstance(here.clock, SharedClock | ManualClock):
        raise NotAllowed("只有演示时钟可以前进", code="real_clock")
    return here.clock


def advance_to(w: Work, step: str) -> datetime:
    """The instant that a step leads to, recorded; NotAllowed without demonstration data, Invalid for an unknown step, NotNow when nothing lies ahead."""
    if not list_demo_people(w.session):
        raise NotAllowed("没有演示数据，时钟不能前进", code="no_demonstration")
    target = w.now + STEPS[step] if step in STEPS else _next_event(w, step)
    record(w, "clock.advanced", "clock", step, f"演示时钟前进到 {local(target):%Y-%m-%d %H:%M:%S}")
    return target


def _next_event(r: Reading, step: str) -> datetime:
    if step != EVENT:
        raise Invalid("没有这一步：1 小时、1 天或到下一事件", field="step")
    ahead = [each for each in (next_deadline_at(r), next_round_at(r), next_report_at(r)) if each is not None]
    if not ahead:
        raise NotNow("后面没有已知的事件", code="nothing_ahead")
    return min(ahead)


def _page_before() -> str:
    asked = urlsplit(request.referrer or "/")
    return asked._replace(scheme="", netloc="", fragment="").geturl() if asked.netloc in ("", request.host) else "/"
