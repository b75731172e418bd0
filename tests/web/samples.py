"""Sample values for the macro tests: those of the living page `/design`."""

from __future__ import annotations

from app.desk.design import bids, days, findings, sample

__all__ = ["bids", "days", "findings", "sample"]
