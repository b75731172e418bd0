"""The interest gate (NA-46, NA-47; 法释〔2016〕18号第34条): how data are made comparable, and what a match means. Pure.

Strong: the same identity number; the same account (who pays for a barred person bids for them); the same phone with the same name and no identity
number that says otherwise. A strong match asks the law (eligibility.bidder_eligibility) and blocks where it bars. Weak: a phone with another name, an
address, a name. A person looks.
A namesake whose identity number is known and different is nobody of ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.domains.agencies.types import MATCH_NAMES, RELATION_NAMES, SIDE_NAMES, Gate, MatchBy, Relation, Side
from app.law.eligibility import Bidder, Kin, Role, bidder_eligibility

RULE = "法释〔2016〕18号第34条"
RENEWED_FOR = timedelta(days=365)
REMIND_BEFORE = timedelta(days=30)
_ROLES = {Side.AGENCY: Role.AGENCY_STAFF, Side.COURT: Role.COURT_STAFF, Side.SITE: Role.PLATFORM_STAFF}
_KIN = {
    Relation.SPOUSE: Kin.SPOUSE,
    Relation.PARENT: Kin.PARENT,
    Relation.CHILD: Kin.CHILD,
    Relation.SIBLING: Kin.SIBLING,
    Relation.GRANDPARENT: Kin.GRANDPARENT,
    Relation.GRANDCHILD: Kin.GRANDCHILD,
    Relation.OTHER: Kin.OTHER,
}
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ADDRESS = (
    (re.compile(r"[\s,，。.、;；:：()（）#·\-—_/]"), ""),
    (re.compile(r"^(?:中国)?[\u4e00-\u9fff]{2,7}?(?:省|自治区)"), ""),
    (re.compile(r"(?:号楼|幢|座|楼栋)"), "栋"),
    (re.compile(r"(?<=\d)(?:室|房|号房|户)$"), ""),
    (re.compile(r"(?<!\d)0+(?=\d)"), ""),
)


@dataclass(frozen=True)
class Marks:
    """A person as the register compares them: the plain name's key and keyed digests ('' where unknown)."""

    name: str = ""
    identity: str = ""
    phone: str = ""
    address: str = ""
    account: str = ""


@dataclass(frozen=True)
class Verdict:
    """A match: by what, and what follows."""

    by: MatchBy
    gate: Gate


def plain_number(text: str) -> str:
    """An identity number, code, phone or account without width, case, blanks and dashes; an old resident number of 15 places as its 18."""
    plain = re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).upper())
    return _of_eighteen(plain) if re.fullmatch(r"\d{15}", plain) else plain


def plain_phone(text: str) -> str:
    """A phone number: digits alone, without the country's 86."""
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    return digits[-11:] if re.fullmatch(r"(?:00)?861\d{10}", digits) else digits


def plain_name(text: str) -> str:
    """A name without width, case, blanks and middle dots."""
    return re.sub(r"[\s·•・.]", "", unicodedata.normalize("NFKC", text)).upper()


def plain_address(text: str) -> str:
    """An address in one spelling; '' for one that names no number and so no dwelling (广州市南沙区)."""
    plain = unicodedata.normalize("NFKC", text).upper()
    for pattern, instead in _ADDRESS:
        plain = pattern.sub(instead, plain)
    return plain if re.search(r"\d", plain) else ""


def judge(declared: Marks, subject: Marks, side: Side, relation: Relation) -> Verdict | None:
    """What a comparison of a declared person with a subject gives; None when they are two people, or nothing agrees."""
    same = {by for by in MatchBy if (mark := getattr(declared, by.value)) and mark == getattr(subject, by.value)}
    if MatchBy.IDENTITY not in same and declared.identity and subject.identity:
        same.discard(MatchBy.NAME)
    if not same:
        return None
    by = next(each for each in MatchBy if each in same)
    strong = by in (MatchBy.IDENTITY, MatchBy.ACCOUNT) or (by is MatchBy.PHONE and MatchBy.NAME in same)
    return Verdict(by, Gate.BLOCKED if strong and _barred(side, relation) else Gate.MANUAL)


def gravest(gates: Iterable[Gate]) -> Gate:
    """The gravest of several: blocked, manual, clear."""
    held = set(gates)
    return next((each for each in (Gate.BLOCKED, Gate.MANUAL) if each in held), Gate.CLEAR)


def words_of(verdict: Verdict, side: Side, relation: Relation) -> str:
    """One sentence for people, without any number or name."""
    who = f"{SIDE_NAMES[side]}本人" if relation is Relation.SELF else f"{SIDE_NAMES[side]}的{RELATION_NAMES[relation]}"
    end = f"{RULE}：不得竞买" if verdict.gate is Gate.BLOCKED else "须人工核对"
    return f"{MATCH_NAMES[verdict.by]}与{who}相同，{end}"


def is_due(renew_by: date | None, today: date) -> bool:
    """Must the declaration be renewed before anything is built on it?"""
    return renew_by is None or renew_by < today


def is_near_due(renew_by: date | None, today: date) -> bool:
    """Does the reminder's month run, or is it over?"""
    return renew_by is None or renew_by - REMIND_BEFORE <= today


def _barred(side: Side, relation: Relation) -> bool:
    bidder = Bidder(role=_ROLES[side], kin=_KIN.get(relation))
    return bidder_eligibility(bidder, asset=None).eligible is False


def _of_eighteen(old: str) -> str:
    stem = f"{old[:6]}19{old[6:]}"
    return stem + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(stem, _WEIGHTS, strict=True)) % 11]
