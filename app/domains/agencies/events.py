"""Facts of agencies, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class _OfAgency(Fact):
    agency_id: str
    court_id: str


@dataclass(frozen=True, slots=True)
class ReviewAsked(_OfAgency):
    """The agency asks the court to look at a deed again."""

    deed_id: str
    title: str


@dataclass(frozen=True, slots=True)
class ReviewDecided(_OfAgency):
    """The court has answered: struck, or it stands."""

    deed_id: str
    title: str
    struck: bool


@dataclass(frozen=True, slots=True)
class StatementSent(_OfAgency):
    """A month's statement lies before the agency."""

    statement_id: str
    month: str


@dataclass(frozen=True, slots=True)
class StatementAnswered(_OfAgency):
    """The agency has confirmed it, or objected."""

    statement_id: str
    month: str
    objection: str


@dataclass(frozen=True, slots=True)
class EngagementEnding(_OfAgency):
    """The end of an engagement has begun: what is under way goes back to the court."""

    ending_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class DataCleared(_OfAgency):
    """The agency's copies of personal data are to go: whoever keeps some for it deletes them now."""

    ending_id: str


@dataclass(frozen=True, slots=True)
class RenewalDue(Fact):
    """A declaration of interest is to be renewed; person_id is whose it is ('' unknown)."""

    declaration_id: str
    person_id: str
    agency_id: str
    court_id: str
    renew_by: str


@dataclass(frozen=True, slots=True)
class PaperEnding(Fact):
    """A qualification paper ends soon, or has ended; person_id: whose it is, None for the agency's own."""

    agency_id: str
    title: str
    valid_until: str
    person_id: str | None
    expired: bool


@dataclass(frozen=True, slots=True)
class TermEnding(_OfAgency):
    """The court's engagement of an agency ends soon, or has ended."""

    until_on: str
    expired: bool


@dataclass(frozen=True, slots=True)
class BidderChecked(Fact):
    """A bidder was compared with the register before being accepted; gate and the reason of the gravest match."""

    check_id: str
    court_id: str
    case_id: str
    asset_id: str
    round_id: str
    code: str
    gate: str
    reason: str
