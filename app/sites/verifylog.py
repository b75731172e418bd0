"""A bid log replayed against the law's rules (law.md NA-23…NA-27): what it proves, and every fault with its line in the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.kernel.clock import local
from app.law.bidding import BidEntry, BidTerms, FaultKind, Verification, verify_bid_log
from app.law.findings import Finding
from app.sites.bidlog import LogEntry, oldest_first, read_log
from app.sites.contract import Bid


@dataclass(frozen=True)
class LineFinding:
    """A fault of one line; `line` counts the file's lines from 1."""

    line: int
    kind: FaultKind
    finding: Finding

    def as_json(self) -> dict[str, Any]:
        """The law's finding with its line and kind."""
        return {"line": self.line, "kind": str(self.kind), **self.finding.as_json()}


@dataclass(frozen=True)
class LogReport:
    """What a log proves."""

    verification: Verification
    findings: tuple[LineFinding, ...]

    def as_json(self) -> dict[str, Any]:
        """The form of contract.md: money as decimal strings, end as ISO +08:00."""
        told = self.verification
        return {
            "ok": told.ok,
            "bids": told.bids,
            "bidders": told.bidders,
            "winner": told.winner,
            "price": str(told.price) if told.price is not None else None,
            "end": _iso(told.end_at),
            "extensions": told.extensions,
            "findings": [each.as_json() for each in self.findings],
        }


def verify_log(content: bytes, terms: BidTerms) -> LogReport:
    """An exported log against terms. Changed when the file is no bid log."""
    entries = oldest_first(read_log(content))
    told = verify_bid_log(terms, [_entry(each) for each in entries])
    findings = (LineFinding(entries[index].line, kind, found) for (index, found), kind in zip(told.findings, told.kinds, strict=True))
    return LogReport(told, tuple(sorted(findings, key=lambda each: each.line)))


def as_entries(bids: tuple[Bid, ...]) -> list[BidEntry]:
    """A snapshot's bids in the form that the law's verifier takes."""
    return [BidEntry(each.seq, each.bidder, each.price, each.at, priority=each.priority) for each in bids]


def _entry(line: LogEntry) -> BidEntry:
    return BidEntry(line.seq, line.bidder, line.price, line.at)


def _iso(at: datetime) -> str:
    return local(at).isoformat()
