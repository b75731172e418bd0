"""The worker's part of messages: what a notice makes is planned in one job, each sending is a job of its own (outbox: a lease, growing pauses)."""

from __future__ import annotations

from typing import Any

from app.domains.messages.channel_settings import reach_of
from app.domains.messages.delivering import begin, settle
from app.domains.messages.planning import SEND, plan_notice
from app.domains.messages.types import SendFault
from app.infra.house import House


class NotSent(RuntimeError):
    """Tell the outbox to come again later; the log of sendings has the reason."""


def plan(house: House, payload: dict[str, Any]) -> None:
    """Make the sendings of a notice."""
    with house.work() as w:
        plan_notice(w, payload, mail_url=house.settings.mail_url)


def send(house: House, payload: dict[str, Any]) -> None:
    """Carry one sending out. It is written down before the line is used: who comes after a dead worker knows that it may have arrived."""
    delivery_id = payload["delivery_id"]
    with house.work() as w:
        begun = begin(w, delivery_id, mail_url=house.settings.mail_url)
    if begun is None:
        return
    fault: SendFault | None = None
    try:
        begun.kept.channel.send(begun.parcel, begun.kept.values, reach_of(house))
    except SendFault as error:
        fault = error
    with house.work() as w:
        later = settle(w, delivery_id, fault)
    if later:
        raise NotSent(str(fault))


HANDLERS = {"messages.plan": plan, SEND: send}
