"""Directed inquiry: a letter to the office that holds the price, its due day, the reply with its file; a reply in time is the price (RP-05, CL-06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domains.audit.service import record
from app.domains.valuations.opening import Filed, Opening, announce, begin, fail, met, open_way, priceable, running, settle, with_files
from app.domains.valuations.order_rules import Course
from app.domains.valuations.queries import get_valuation
from app.domains.valuations.tables import Valuation
from app.domains.valuations.types import PRICE_BASES
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid
from app.kernel.money import Money
from app.law.periods import add_months
from app.law.rulebook import cite
from app.law.valuation import VALIDITY_LIMIT_MONTHS, Method


@dataclass(frozen=True)
class Letter:
    """What the office is asked: which price it holds, what is wanted, until when."""

    agency: str
    basis: str
    requirements: str
    finish_by_on: date


@dataclass(frozen=True)
class Reply:
    """What it answered. `valid_until` None: the office named none, then a year."""

    value: Money
    number: str
    replied_on: date
    valid_until: date | None
    file: Filed


def start_directed(w: Work, asset_id: str, letter: Letter, course: Course) -> Valuation:
    """Write to the office. Without an official price, or before the agreement failed, only both parties' wish leads here."""
    asset = priceable(w, asset_id)
    if letter.basis not in PRICE_BASES:
        raise Invalid("选择价格依据", field="basis")
    if letter.finish_by_on <= w.today:
        raise Invalid("完成期限应晚于今天", field="finish_by_on")
    details = {
        "agency": letter.agency.strip(),
        "basis": letter.basis,
        "requirements": letter.requirements.strip(),
        "finish_by_on": letter.finish_by_on.isoformat(),
    }
    found = open_way(w, asset, Opening(Method.DIRECTED_INQUIRY, course, None, letter.finish_by_on, details))
    record(w, "valuation.directed_started", "valuation", found.id, f"定向询价：致函{letter.agency}", case_id=found.case_id, authority=cite("RP-05"))
    announce(w, found)
    begin(w, found, "directed_reply", ("valuation", found.id), length=(letter.finish_by_on - w.today).days)
    return found


def take_reply(w: Work, valuation_id: str, reply: Reply) -> Valuation:
    """The answer came: in the set time it is the price; late, the way has failed and the answer stays on file."""
    found = running(get_valuation(w, valuation_id), Method.DIRECTED_INQUIRY)
    if reply.replied_on > w.today or not reply.number.strip():
        raise Invalid("填写复函编号；复函日期不能晚于今天", field="replied_on")
    with_files(found, [reply.file], "定向询价复函", w)
    found.details = {**found.details, "reply_no": reply.number.strip(), "replied_on": reply.replied_on.isoformat(), "result": reply.value.fen}
    met(w, "directed_reply", ("valuation", found.id), reply.replied_on)
    words = f"收到{found.details['agency']}复函"
    record(w, "valuation.reply_taken", "valuation", found.id, words, case_id=found.case_id, digest=reply.file.digest, authority=cite("RP-05"))
    if found.due_on is not None and reply.replied_on > found.due_on:
        return fail(w, found, f"{found.details['agency']}于 {reply.replied_on.isoformat()} 复函，已过完成期限 {found.due_on.isoformat()}", rule="RP-05")
    valid_until = reply.valid_until or add_months(reply.replied_on, VALIDITY_LIMIT_MONTHS)
    return settle(w, found, reply.value, [str(found.details["agency"])], valid_until, fixed_on=reply.replied_on)
