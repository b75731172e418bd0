"""Seizures: how long they last by kind of asset, when to renew, and when the court of a senior lien may ask for the asset (law.md EX-13, EX-14, EX-22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.law.findings import Finding, Severity
from app.law.periods import add_months
from app.law.rulebook import cite
from app.law.subjects import AssetKind

DEPOSIT_MONTHS = 12
MOVABLE_MONTHS = 24
OTHER_MONTHS = 36
RENEW_MARGIN_DAYS = 30
APPLICANT_RENEW_DAYS = 7
SENIOR_LIEN_DAYS = 60
SENIOR_LIEN_ANSWER_DAYS = 15


def longest_months(asset: AssetKind | None) -> int:
    """The longest term of a seizure in months: money on deposit (no asset kind) 1 year, movables 2, real estate and other rights 3 (EX-13)."""
    if asset is None:
        return DEPOSIT_MONTHS
    return MOVABLE_MONTHS if asset.is_movable else OTHER_MONTHS


@dataclass(frozen=True, slots=True)
class Expiry:
    """When a seizure ends, the last day that the court's margin leaves for renewing, and the last day for the applicant to ask (EX-14)."""

    expires_on: date
    renew_by: date
    applicant_asks_by: date
    findings: tuple[Finding, ...] = ()


def expiry(asset: AssetKind | None, seized_on: date, *, renewed_on: date | None = None, margin_days: int = RENEW_MARGIN_DAYS) -> Expiry:
    """The end of a seizure of the longest term, by corresponding day, never rolled over a rest day (CNT-04, CNT-13).

    A renewal counts from its own day; a renewal after the end comes too late: the effect is lost (EX-13) and the old end stands.
    ValueError when the renewal lies before the seizure.
    """
    months = longest_months(asset)
    ends = add_months(seized_on, months)
    if renewed_on is None:
        return _expiry(ends, margin_days)
    if renewed_on < seized_on:
        raise ValueError("a seizure is not renewed before it is made")
    if renewed_on > ends:
        return _expiry(ends, margin_days, _lapsed(ends, renewed_on))
    return _expiry(add_months(renewed_on, months), margin_days)


def _expiry(ends: date, margin_days: int, *findings: Finding) -> Expiry:
    return Expiry(ends, ends - timedelta(days=margin_days), ends - timedelta(days=APPLICANT_RENEW_DAYS), findings)


def _lapsed(ends: date, renewed_on: date) -> Finding:
    message = f"查封已于 {ends.isoformat()} 届满，{renewed_on.isoformat()} 的续封不能恢复效力；须重新查封，原顺位丧失"
    return Finding("EX-13", cite("EX-13"), Severity.BREACH, renewed_on.isoformat(), ends.isoformat(), message, "renewed_on")


def covers(expires_on: date, needed_until: date) -> tuple[Finding, ...]:
    """Does a seizure last through a day on which the asset is to be sold? Otherwise a breach: it must be renewed before it ends (EX-13, M-15)."""
    if needed_until <= expires_on:
        return ()
    message = f"查封于 {expires_on.isoformat()} 届满，早于 {needed_until.isoformat()}；须在届满前续封"
    return (Finding("EX-13", cite("EX-13"), Severity.BREACH, expires_on.isoformat(), needed_until.isoformat(), message, "seizure_expires_on"),)


def senior_lien_may_ask_from(first_seizure: date) -> date:
    """The first day on which the court of a senior lien may ask for the asset: more than 60 days since the first seizure (EX-22)."""
    return first_seizure + timedelta(days=SENIOR_LIEN_DAYS + 1)


def senior_lien_may_ask(first_seizure: date, *, sale_notice: bool | date, asked_on: date) -> bool:
    """May the court of a senior lien ask on this day? Not while a sale notice is out (a date: from that day on) (法释〔2016〕6号 第1条)."""
    noticed = sale_notice if isinstance(sale_notice, bool) else sale_notice <= asked_on
    return not noticed and asked_on >= senior_lien_may_ask_from(first_seizure)
