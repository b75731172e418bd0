"""The register read: does somebody stand close to an agency's, the court's or the site's people (NA-46, NA-47)? Numbers meet as keyed digests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, aliased

from app.domains.accounts.queries import names_at
from app.domains.agencies.interest_rules import RULE, Marks, Verdict, gravest, judge, plain_address, plain_name, plain_number, plain_phone, words_of
from app.domains.agencies.tables import Agency, BidderCheck, InterestDeclaration
from app.domains.agencies.types import Gate, MatchBy, Relation, Side
from app.infra.keyed import keyed_digest
from app.infra.unit_of_work import Reading, for_house


@dataclass(frozen=True)
class Subject:
    """Whom to compare: name, and identity number or code, phone, address and account where known. Never printed whole."""

    name: str
    id_number: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    account: str = field(default="", repr=False)


@dataclass(frozen=True)
class Within:
    """Whose declarations count: of these agencies, of this court's people, of this site's people."""

    agency_ids: frozenset[str] = frozenset()
    court_id: str = ""
    site: str = ""


@dataclass(frozen=True)
class Hit:
    """One match: on which side and whose relation, by what, and what follows. `reason` is Chinese, without numbers or names."""

    side: Side
    agency_id: str
    subject: str
    relation: Relation
    by: MatchBy
    gate: Gate
    reason: str
    declaration_id: str = ""


def marks_of(session: Session, subject: Subject) -> Marks:
    """A subject as the register compares it."""
    return Marks(
        name=plain_name(subject.name),
        identity=keyed_digest(session, "identity", plain_number(subject.id_number)),
        phone=keyed_digest(session, "phone", plain_phone(subject.phone)),
        address=keyed_digest(session, "address", plain_address(subject.address)),
        account=keyed_digest(session, "account", plain_number(subject.account)),
    )


def find_hits(r: Reading, within: Within, subjects: Sequence[Subject]) -> list[Hit]:
    """Every match between subjects and those agencies, their and the court's declared people, and people known by their accounts alone; four queries.

    The gravest come first. Who has an account and declared nothing can be told by the name only, so that a person looks.
    """
    marked = [(subject.name, marks_of(r.session, subject)) for subject in subjects]
    return _sorted([*_bodies(r, within, subjects), *_hits(r, within, marked), *_undeclared(r, within, marked)])


def find_hits_of_bidders(r: Reading, within: Within, asset_id: str) -> list[Hit]:
    """The same for bidders of an asset whom the court already knows: before an agency is asked for more work on it; two queries."""
    known = r.session.scalars(for_house(select(BidderCheck)).where(BidderCheck.asset_id == asset_id)).all()
    return _hits(r, within, [(row.name, marks_of_check(row)) for row in known])


def marks_of_check(row: BidderCheck) -> Marks:
    """The marks that a kept check holds."""
    return Marks(row.name_key, row.id_digest, row.phone_digest, row.address_digest, row.account_digest)


def agencies_near_court(r: Reading, court_id: str) -> set[str]:
    """Agencies one of whose people or relatives is also a declared person or relative of this court's people, by identity number; one query."""
    ours, theirs = aliased(InterestDeclaration), aliased(InterestDeclaration)
    same = and_(ours.id_digest == theirs.id_digest, ours.id_digest != "", ours.side == Side.COURT.value, theirs.side == Side.AGENCY.value)
    found = select(theirs.agency_id).join(ours, same).where(ours.court_id == court_id, ours.ended_at.is_(None), theirs.ended_at.is_(None))
    return {each for each in r.session.scalars(for_house(found)) if each}


def gate_of(hits: Iterable[Hit]) -> Gate:
    """The gravest of the matches."""
    return gravest(hit.gate for hit in hits)


def _hits(r: Reading, within: Within, marked: Sequence[tuple[str, Marks]]) -> list[Hit]:
    found = [hit for row in _declared(r, within, marked) for name, marks in marked if (hit := _compare(row, name, marks)) is not None]
    return _sorted(found)


def _sorted(hits: Iterable[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: (hit.gate is not Gate.BLOCKED, hit.by.value, hit.declaration_id))


def _bodies(r: Reading, within: Within, subjects: Sequence[Subject]) -> list[Hit]:
    """The agencies themselves, by credit code: a body that worked on the lot may not bid, and has no work on a case to which it is a party."""
    codes = {code: subject.name for subject in subjects if (code := plain_number(subject.id_number))}
    found = select(Agency).where(Agency.id.in_(within.agency_ids), Agency.uscc.in_(codes))
    words = f"承办机构本身，{RULE}：不得竞买"
    return [Hit(Side.AGENCY, each.id, codes[each.uscc], Relation.SELF, MatchBy.IDENTITY, Gate.BLOCKED, words) for each in r.session.scalars(found)]


def _undeclared(r: Reading, within: Within, marked: Sequence[tuple[str, Marks]]) -> list[Hit]:
    people = [(who, plain_name(name), agency_id) for who, name, agency_id in names_at(r.session, within.agency_ids, within.court_id)]
    asked = {marks.name: name for name, marks in marked if marks.name}
    same = [each for each in people if each[1] in asked]
    row = InterestDeclaration
    own = select(row.person_id).where(row.person_id.in_([each[0] for each in same]), row.relation == Relation.SELF.value, row.ended_at.is_(None))
    declared = set(r.session.scalars(for_house(own))) if same else set()
    return [_by_name(asked[name], agency_id) for who, name, agency_id in same if who not in declared]


def _by_name(name: str, agency_id: str) -> Hit:
    side, verdict = Side.AGENCY if agency_id else Side.COURT, Verdict(MatchBy.NAME, Gate.MANUAL)
    return Hit(side, agency_id, name, Relation.SELF, verdict.by, verdict.gate, words_of(verdict, side, Relation.SELF))


def _declared(r: Reading, within: Within, marked: Sequence[tuple[str, Marks]]) -> Sequence[InterestDeclaration]:
    row = InterestDeclaration
    sides: list[ColumnElement[bool]] = [row.agency_id.in_(within.agency_ids)] if within.agency_ids else []
    sides += [and_(row.side == Side.COURT.value, row.court_id == within.court_id)] if within.court_id else []
    sides += [and_(row.side == Side.SITE.value, row.site == within.site)] if within.site else []
    if not sides or not marked:
        return []
    columns = {"name": row.name_key, "identity": row.id_digest, "phone": row.phone_digest, "address": row.address_digest, "account": row.account_digest}
    like = [column.in_(known) for name, column in columns.items() if (known := {getattr(marks, name) for _, marks in marked} - {""})]
    return r.session.scalars(for_house(select(row)).where(or_(*sides), or_(*like), row.ended_at.is_(None)).order_by(row.id)).all() if like else []


def _compare(row: InterestDeclaration, name: str, marks: Marks) -> Hit | None:
    side, relation = Side(row.side), Relation(row.relation)
    verdict = judge(Marks(row.name_key, row.id_digest, row.phone_digest, row.address_digest, row.account_digest), marks, side, relation)
    if verdict is None:
        return None
    return Hit(side, row.agency_id or "", name, relation, verdict.by, verdict.gate, words_of(verdict, side, relation), row.id)
