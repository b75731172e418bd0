"""Periods of a title route: no article gives a number; the notice to assist, or the slip of the authority, does (papers.md 24)."""

from __future__ import annotations

from app.domains.deadlines.period import Period, forward
from app.kernel.actor import Role

TITLE_ROWS = (
    Period(
        "title_step",
        "协助单位办理过户事项",
        "AUX-14",
        forward,
        None,
        Role.CLERK,
        (("2026-04-02", 10, "2026-04-13"), ("2026-04-20", 15, "2026-05-06"), ("2026-03-02", 10, "2026-03-12")),
        (3, 1),
        "/titles/steps/{subject_id}",
        work=("title", "催办过户"),
        starts="单位收到通知或者受理",
    ),
)
