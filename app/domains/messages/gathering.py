"""Messages as the inbox shows them: unread before read, each half gathered by case. Pure but for the numbers of the cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domains.cases.queries import numbers_of
from app.domains.messages.tables import Message
from app.infra.unit_of_work import Reading


@dataclass(frozen=True)
class OfCase:
    """Messages about one case, latest first; without a number they are about no case, or about none that the reader may see."""

    number: str
    case_id: str
    messages: tuple[Message, ...]


@dataclass(frozen=True)
class Half:
    """The unread or the read of a page."""

    title: str
    cases: tuple[OfCase, ...]


def gathered(r: Reading, messages: Sequence[Message]) -> list[Half]:
    """The halves that hold anything; cases stand in the order of their latest message. One query."""
    numbers = numbers_of(r, {each.case_id for each in messages if each.case_id})
    halves = (("未读", [each for each in messages if not each.read_at]), ("已读", [each for each in messages if each.read_at]))
    return [Half(title, _by_case(rows, numbers)) for title, rows in halves if rows]


def _by_case(messages: Sequence[Message], numbers: Mapping[str, str]) -> tuple[OfCase, ...]:
    found: dict[str, list[Message]] = {}
    for each in messages:
        found.setdefault(each.case_id if each.case_id and each.case_id in numbers else "", []).append(each)
    return tuple(OfCase(numbers.get(case_id, ""), case_id, tuple(rows)) for case_id, rows in found.items())
