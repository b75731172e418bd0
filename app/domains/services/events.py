"""Facts of services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class _OfService(Fact):
    service_id: str
    case_id: str
    court_id: str
    subject_kind: str
    subject_id: str
    code: str
    title: str
    recipient: str
    capacity: str


@dataclass(frozen=True, slots=True)
class ServiceDone(_OfService):
    """The paper reached its recipient or counts as received, from a day on: periods begin there. `document_id` is the paper, if there is one."""

    document_id: str | None
    way: str
    on: date


@dataclass(frozen=True, slots=True)
class ReturnAsked(Fact):
    """Somebody wants the return of a service that is done."""

    service_id: str


@dataclass(frozen=True, slots=True)
class ServiceUnderWay(_OfService):
    """It was sent, or a notice's days run. `on`: the day on which it will count as received, None while that depends on an answer."""

    way: str
    on: date | None


@dataclass(frozen=True, slots=True)
class ServiceEntrusted(_OfService):
    """Another court received the letter that asks it to serve, on a day: its ten days begin (解释 第134条)."""

    on: date


@dataclass(frozen=True, slots=True)
class ServiceFailed(_OfService):
    """An attempt came to nothing: somebody must try another way."""

    reason: str
