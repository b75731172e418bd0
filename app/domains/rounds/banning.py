"""Codes that may not bid on a lot (法释〔2016〕18号第34条): once banned, every bid under such a code is a fault of the log."""

from __future__ import annotations

from app.domains.audit.service import record
from app.domains.rounds.queries import house_round
from app.infra.unit_of_work import Work

AUTHORITY = "法释〔2016〕18号第34条"


def ban_code(w: Work, round_id: str, code: str, reason: str) -> None:
    """Add a code to those banned from a round; one already there stays once. For the house's step after a check of the bidder."""
    found = house_round(w, round_id)
    if code in found.banned:
        return
    found.banned, found.news = [*found.banned, code], found.news + 1
    record(w, "round.code_banned", "round", found.id, f"竞买号 {code} 禁止竞买：{reason}", case_id=found.case_id, authority=AUTHORITY)
