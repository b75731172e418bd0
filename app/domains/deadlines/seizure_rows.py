"""Periods between courts about one seizure (法释〔2016〕6号; EX-22)."""

from __future__ import annotations

from app.domains.deadlines.period import Period, forward
from app.kernel.actor import Role
from app.law.terms import length_of

SEIZURE_ROWS = (
    Period(
        "lien_reply",
        "答复商请移送处置权",
        "EX-22",
        forward,
        length_of("transfer_reply"),
        Role.CLERK,
        (("2026-03-12", 15, "2026-03-27"), ("2026-04-20", 15, "2026-05-06"), ("2026-09-10", 15, "2026-09-28")),
        (5, 1),
        "/seizures",
        work=("seizure", "看回函"),
        starts="收到商请移送执行函",
    ),
)
