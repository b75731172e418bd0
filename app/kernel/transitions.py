"""Status tables: (state, act) → state. A noun's rules.py holds one; only its service assigns the status."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Generic, TypeVar

from app.kernel.errors import NotNow

State = TypeVar("State", bound=Enum)
Act = TypeVar("Act", bound=Enum)


class Transitions(Generic[State, Act]):
    """A closed table of moves. `titles` name states for the refusal that people read."""

    def __init__(self, table: Mapping[tuple[State, Act], State], titles: Mapping[State, str]) -> None:
        self._table = dict(table)
        self._titles = dict(titles)

    def advance(self, state: State, act: Act) -> State:
        """The state after the act, or NotNow naming the state that does not permit it."""
        try:
            return self._table[state, act]
        except KeyError:
            raise NotNow(f"现在是“{self._titles[state]}”，不能这样办理", code="wrong_state") from None

    def allows(self, state: State, act: Act) -> bool:
        """May the act be done in this state?"""
        return (state, act) in self._table

    def acts(self, state: State) -> tuple[Act, ...]:
        """The acts that the state permits, in the table's order."""
        return tuple(act for (from_, act) in self._table if from_ is state)
