"""The line of steps at the head of a thread, as the macro draws it (ui.md §2.5)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StepShown:
    """One step of the line; state: done now later skipped blocked."""

    label: str
    state: str
    note: str = ""
    href: str = ""
