"""The interest gate: does somebody stand close to an agency's people (NA-46, NA-47)? Used before a task is given and before a bidder is accepted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select

from app.domains.agencies.tables import InterestDeclaration
from app.domains.agencies.types import RELATION_NAMES, Relation
from app.infra.unit_of_work import Reading, for_house
from app.kernel.ids import digest_of

RULE = "法释〔2016〕18号第34条"
NEAR = frozenset(Relation) - {Relation.OTHER}


class Gate(StrEnum):
    """What follows from a comparison: nothing, a person looks, or it is blocked by the rule."""

    CLEAR = "clear"
    MANUAL = "manual"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Subject:
    """Whom to compare: name, and identity number and phone where known."""

    name: str
    id_number: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Hit:
    """One match: which agency, whose relation, by what, and what follows. `reason` is Chinese, without numbers."""

    agency_id: str
    subject: str
    relation: Relation
    by: str
    gate: Gate
    reason: str


def number_digest(number: str) -> str:
    """The digest under which an identity number or phone is kept; '' for an empty one."""
    plain = "".join(number.split()).replace("-", "").upper()
    return digest_of(plain.encode()) if plain else ""


def find_hits(r: Reading, agency_ids: Iterable[str], subjects: Sequence[Subject]) -> list[Hit]:
    """Every match between subjects and the declared people and relatives of agencies; one query.

    The same identity number within the closed list of NA-47 blocks; any other match (phone, name alone, a further relative) is for a person to look at.
    """
    declared = _declared(r, list(agency_ids), subjects)
    return [hit for row in declared for subject in subjects if (hit := _compare(row, subject)) is not None]


def gate_of(hits: Iterable[Hit]) -> Gate:
    """The gravest of the matches."""
    gates = {hit.gate for hit in hits}
    return Gate.BLOCKED if Gate.BLOCKED in gates else Gate.MANUAL if gates else Gate.CLEAR


def _declared(r: Reading, agency_ids: list[str], subjects: Sequence[Subject]) -> Sequence[InterestDeclaration]:
    if not agency_ids or not subjects:
        return []
    row = InterestDeclaration
    ids = [digest for each in subjects if (digest := number_digest(each.id_number))]
    phones = [digest for each in subjects if (digest := number_digest(each.phone))]
    like = or_(row.name.in_([each.name for each in subjects]), row.id_digest.in_(ids), row.phone_digest.in_(phones))
    return r.session.scalars(for_house(select(row)).where(row.agency_id.in_(agency_ids), row.ended_at.is_(None), like).order_by(row.id)).all()


def _compare(row: InterestDeclaration, subject: Subject) -> Hit | None:
    relation = Relation(row.relation)
    if row.id_digest and row.id_digest == number_digest(subject.id_number):
        gate = Gate.BLOCKED if relation in NEAR else Gate.MANUAL
        return _hit(row, subject, relation, "证件号码", gate)
    if row.phone_digest and row.phone_digest == number_digest(subject.phone):
        return _hit(row, subject, relation, "联系电话", Gate.MANUAL)
    if row.name == subject.name and not (row.id_digest and subject.id_number):
        return _hit(row, subject, relation, "姓名", Gate.MANUAL)
    return None


def _hit(row: InterestDeclaration, subject: Subject, relation: Relation, by: str, gate: Gate) -> Hit:
    who = "机构人员本人" if relation is Relation.SELF else f"机构人员的{RELATION_NAMES[relation]}"
    end = f"{RULE}：不得竞买" if gate is Gate.BLOCKED else "须人工核对"
    return Hit(row.agency_id, subject.name, relation, by, gate, f"{by}与{who}相同，{end}")
