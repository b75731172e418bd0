"""专线 of one lot: publish, exchange the package, pass a decision on, settle what nobody knows (M-72); orders and reported events. Over plans and rounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.domains.accounts.queries import names_of
from app.domains.cases.forms import told
from app.domains.plans.packaging import pack
from app.domains.plans.queries import get_plan
from app.domains.plans.types import Terms
from app.domains.rounds import line_orders
from app.domains.rounds.forms import SettleLineForm
from app.domains.rounds.halt_words import GROUNDS, HaltKind
from app.domains.rounds.line_orders import OrderLine, may_order, order_line, order_of_decision, word_of
from app.domains.rounds.line_queries import find_line, find_open_order, list_events, list_orders
from app.domains.rounds.line_rules import why_not
from app.domains.rounds.permissions import PROPOSE_HALT, SEE_ROUNDS, SEND_LINE
from app.domains.rounds.queries import find_halt, get_round
from app.domains.rounds.rules import STOPPED, RoundStatus
from app.domains.rounds.showing import site_title
from app.domains.rounds.tables import LineEventRow, Round
from app.infra.evidence import keep
from app.infra.unit_of_work import Reading, Work
from app.kernel.clock import at_shanghai, local
from app.kernel.errors import Conflict, Invalid, NotNow
from app.sites.private_line_notes import EVENT_WORDS, EventKind, LineVerb
from app.web.access import house, me, permits, reading, work

pages = Blueprint("line", __name__)
ANNOUNCED_AT_HOUR = 9


@pages.get("/lots/<round_id>/line")
@permits(SEE_ROUNDS)
def page(round_id: str) -> ResponseReturnValue:
    """What goes and went over the line."""
    return _page(round_id, SettleLineForm(formdata=None))


@pages.post("/lots/<round_id>/line/<any(publish,amend):verb>")
@permits(SEND_LINE)
def send_package(round_id: str, verb: str) -> ResponseReturnValue:
    """The signed plan's package, as it would be taken by hand, goes over the line."""
    with work() as w:
        found = may_order(w, round_id, LineVerb(verb))
        order_line(w, round_id, OrderLine(LineVerb(verb), package=_package(w, found.plan_id), announce_at=_announce_at(w, found)))
    return redirect(f"/lots/{round_id}/line", 303)


@pages.post("/lots/<round_id>/line/decision")
@permits(SEND_LINE)
def pass_on(round_id: str) -> ResponseReturnValue:
    """The judge's decision once more, where it did not reach the site with the act itself."""
    with work() as w:
        waiting = _decision(w, get_round(w, round_id))
        if waiting is None:
            raise NotNow("没有等着送达平台的决定", code="no_decision")
        order_line(w, round_id, waiting)
    return redirect(f"/lots/{round_id}/line", 303)


@pages.post("/lots/<round_id>/line/orders/<order_id>")
@permits(SEND_LINE)
def settle(round_id: str, order_id: str) -> ResponseReturnValue:
    """已发布, 未发布."""
    form, status = SettleLineForm(), 422
    if form.validate_on_submit():
        try:
            with work() as w:
                done, lot_id, url = request.form.get("found") == "done", str(form.lot_id.data or ""), str(form.lot_url.data or "")
                line_orders.settle_by_hand(w, order_id, done=done, lot_id=lot_id, lot_url=url)
            return redirect(f"/lots/{round_id}/line", 303)
        except (Invalid, Conflict) as refusal:
            status = told(form, refusal)
    return _page(round_id, form), status


def _package(w: Work, plan_id: str) -> str:
    """Made exactly as for taking it by hand, and kept as evidence: what is sent are these bytes."""
    made = pack(w, house().evidence, plan_id)
    return keep(w.session, house().evidence, made.content, name=made.name, media_type="application/zip", source="上拍材料包，经专线发送", now=w.now).digest


def _announce_at(r: Reading, found: Round) -> datetime | None:
    """The plan's day of announcement at nine; None, at once, when that has passed."""
    day = Terms.from_json(get_plan(r, found.plan_id).terms).announce_on
    at = at_shanghai(day.year, day.month, day.day, ANNOUNCED_AT_HOUR) if day else None
    return at if at and at > r.now else None


def _decision(r: Reading, found: Round) -> OrderLine | None:
    """What the judge decided and the site has not taken: a stop or withdrawal in force, or the end of one that the site still shows."""
    halt, last = find_halt(r, found.id), next(iter(list_orders(r, found.id)), None)
    if found.lot_id is None or halt is None or halt.status != "ordered":
        return None
    kind = HaltKind(halt.kind)
    if found.halted:
        wanted = order_of_decision(kind, f"{GROUNDS.get(halt.ground, '')}：{halt.reason}")
    elif RoundStatus(found.status) in STOPPED and kind is not HaltKind.WITHDRAW:
        wanted = order_of_decision(None, "事由消失，恢复拍卖")
    else:
        return None
    taken = last is not None and last.verb == wanted.verb and last.state == "accepted"
    return None if taken else wanted


def _page(round_id: str, form: SettleLineForm) -> str:
    with reading() as r:
        found = get_round(r, round_id)
        orders = list_orders(r, found.id)
        shown = {
            "found": found,
            "site": site_title(found.site),
            "line": find_line(r.session, found.site),
            "orders": orders,
            "doubt": next((each for each in orders if each.for_person), None),
            "reports": _reports(list_events(r, found.id)),
            "people": names_of(r.session, {person for each in orders for person in (each.ordered_by, each.settled_by) if person}),
            "can": _can(r, found),
        }
    may = {"send": SEND_LINE.held_by(me()), "propose": PROPOSE_HALT.held_by(me())}
    return render_template("rounds/line.html", form=form, may=may, word_of=word_of, **shown)


def _reports(events: Sequence[LineEventRow]) -> list[dict[str, Any]]:
    """Reported events for a timeline, the day where it changes."""
    shown, before = [], None
    for each in events:
        day = local(each.at).date()
        words = EVENT_WORDS[EventKind(each.kind)]
        shown.append({"at": each.at, "text": words, "role": "", "day": f"{day.month}月{day.day}日" if day != before else ""})
        before = day
    return shown


def _can(r: Reading, found: Round) -> dict[str, Any]:
    """Which buttons stand there: by the lot's state, none while an order has no outcome."""
    if find_open_order(r, found.id) is not None:
        return {"publish": False, "amend": False, "decision": None, "announce_at": None}
    status, has_lot, announced = RoundStatus(found.status), found.lot_id is not None, found.announced_at is not None
    permitted = {verb: not why_not(verb, status, has_lot=has_lot, announced=announced) for verb in (LineVerb.PUBLISH, LineVerb.AMEND)}
    waiting = _decision(r, found)
    decision = ({"postponed": "暂缓", "suspended": "中止"}.get(str(waiting.stop or "")) or waiting.verb.word) if waiting else None
    at = _announce_at(r, found) if any(permitted.values()) else None
    return {"publish": permitted[LineVerb.PUBLISH], "amend": permitted[LineVerb.AMEND], "decision": decision, "announce_at": at}
