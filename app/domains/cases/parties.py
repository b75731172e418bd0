"""Verbs of parties: add, edit, remove, and show a masked number in full with a reason that the trail keeps (M-52)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domains.audit.service import record
from app.domains.cases.identities import check_identity, check_phone, check_resident
from app.domains.cases.queries import find_same_party, get_party
from app.domains.cases.rules import are_opposed, check_no_identity_number
from app.domains.cases.service import check_version, open_case_of
from app.domains.cases.tables import Party
from app.domains.cases.types import IdKind, PartyKind, PartyRole
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid

REVEAL_SECONDS = 60


@dataclass(frozen=True)
class PartyDetails:
    """What a form or a sheet says about a party. Numbers are left out of repr: logs are read in court."""

    role: PartyRole
    kind: PartyKind
    name: str
    id_kind: IdKind
    id_no: str = field(repr=False)
    address: str = field(repr=False)
    sex: str = ""
    born_on: date | None = None
    phone: str = field(default="", repr=False)
    e_service: bool = False
    legal_rep: str = ""
    agent: str = ""
    remark: str = ""


@dataclass(frozen=True)
class FullNumbers:
    """Numbers in full, for a screen that shows them for a minute."""

    name: str
    id_no: str = field(repr=False)
    phone: str = field(repr=False)
    seconds: int = REVEAL_SECONDS


def add_party(w: Work, case_id: str, details: PartyDetails) -> Party:
    """Enter a party of a case. Invalid names the field: number, phone, representative, a party that is there already."""
    case = open_case_of(w, case_id)
    columns = checked(details, w.today)
    if find_same_party(w, case_id, details.role, details.id_kind, str(columns["id_no"])) is not None:
        raise Invalid("同一证件号码的当事人已经以这个地位登记", field="id_no")
    party = Party(court_id=case.court_id, case_id=case.id, **columns)
    w.session.add(party)
    case.changed_at = w.now
    w.flush()
    record(w, "party.added", "party", party.id, f"登记当事人：{details.role.word} {party.name}", case_id=case.id)
    return party


def edit_party(w: Work, party_id: str, details: PartyDetails, *, version: int) -> Party:
    """Change a party. An empty number or phone in the command keeps the stored one (the screen shows it masked)."""
    party = get_party(w, party_id)
    open_case_of(w, party.case_id)
    check_version(party.version, version)
    kept = PartyDetails(**{**vars(details), "id_no": details.id_no or party.id_no, "phone": details.phone or party.phone})
    columns = checked(kept, w.today)
    same = find_same_party(w, party.case_id, kept.role, kept.id_kind, str(columns["id_no"]))
    if same is not None and same.id != party.id:
        raise Invalid("同一证件号码的当事人已经以这个地位登记", field="id_no")
    for name, value in columns.items():
        setattr(party, name, value)
    w.flush()
    record(w, "party.edited", "party", party.id, f"修改当事人：{kept.role.word} {party.name}", case_id=party.case_id)
    return party


def reveal(w: Work, party_id: str, reason: str) -> FullNumbers:
    """The numbers of a party in full. The reason is needed and goes into the trail; the numbers do not."""
    party = get_party(w, party_id)
    words = reason.strip()
    if not 4 <= len(words) <= 200:
        raise Invalid("查看完整号码须写明用途（4 至 200 字），查看会记入审计", field="reason")
    check_no_identity_number(words, "reason")
    record(w, "party.revealed", "party", party.id, f"查看{party.name}的完整号码，用途：{words}", case_id=party.case_id)
    return FullNumbers(party.name, party.id_no, party.phone)


def checked(details: PartyDetails, today: date) -> dict[str, object]:
    """The columns of a party, every field checked (forms.md §5.2); all faults in one Invalid."""
    faults: list[tuple[str, str]] = []
    columns: dict[str, object] = {}
    for name, read in _READERS.items():
        try:
            columns[name] = read(details, today)
        except Invalid as refusal:
            faults += refusal.faults
    if faults:
        raise Invalid(f"请改正 {len(faults)} 处", faults=tuple(faults))
    if details.id_kind is IdKind.RESIDENT:
        columns |= _from_number(details, today)
    return columns


def doubts_of_parties(parties: Sequence[Party], today: date) -> tuple[str, ...]:
    """What about the parties somebody should look at again: unknown area codes, one phone on both sides."""
    found = [
        f"{p.name}的身份证号地区代码不常见，请核对证件"
        for p in parties
        if p.id_kind == IdKind.RESIDENT.value and not check_resident(p.id_no, today=today).known_area
    ]
    for place, one in enumerate(parties):
        for other in parties[place + 1 :]:
            if one.phone and one.phone == other.phone and are_opposed(PartyRole(one.role), PartyRole(other.role)):
                found.append(f"{one.name}与{other.name}立场相对，但登记了同一联系电话")
    return tuple(found)


def _name(details: PartyDetails, _today: date) -> str:
    name, most = details.name.strip(), 50 if details.kind is PartyKind.NATURAL else 200
    if not 1 <= len(name) <= most:
        raise Invalid(f"姓名或者名称应为 1 至 {most} 字", field="name")
    return name


def _id_kind(details: PartyDetails, _today: date) -> str:
    if details.id_kind is IdKind.RESIDENT and details.kind is not PartyKind.NATURAL:
        raise Invalid(f"{details.kind.word}不用居民身份证，填统一社会信用代码", field="id_kind")
    if details.id_kind is IdKind.USCC and details.kind is PartyKind.NATURAL:
        raise Invalid("自然人不用统一社会信用代码，填身份证件", field="id_kind")
    return details.id_kind.value


def _number(details: PartyDetails, today: date) -> str:
    return check_identity(details.id_kind, details.id_no, today=today)


def _phone(details: PartyDetails, _today: date) -> str:
    return check_phone(details.phone)


def _address(details: PartyDetails, _today: date) -> str:
    if not 2 <= len(details.address.strip()) <= 300:
        raise Invalid("送达地址应为 2 至 300 字", field="address")
    return details.address.strip()


def _representative(details: PartyDetails, _today: date) -> str:
    if details.kind is not PartyKind.NATURAL and not details.legal_rep.strip():
        raise Invalid("单位须填写法定代表人或者负责人", field="legal_rep")
    return details.legal_rep.strip()


def _remark(details: PartyDetails, _today: date) -> str:
    check_no_identity_number(details.remark, "remark")
    return details.remark.strip()


_READERS = {
    "role": lambda details, _today: details.role.value,
    "kind": lambda details, _today: details.kind.value,
    "name": _name,
    "id_kind": _id_kind,
    "id_no": _number,
    "sex": lambda details, _today: details.sex,
    "born_on": lambda details, _today: details.born_on,
    "phone": _phone,
    "address": _address,
    "e_service": lambda details, _today: details.e_service,
    "legal_rep": _representative,
    "agent": lambda details, _today: details.agent.strip(),
    "remark": _remark,
}


def _from_number(details: PartyDetails, today: date) -> dict[str, object]:
    read = check_resident(details.id_no, today=today)
    if details.sex and details.sex != read.sex:
        raise Invalid(f"性别与身份证号不符：号码表示{read.sex}", field="sex")
    if details.born_on and details.born_on != read.born_on:
        raise Invalid(f"出生日期与身份证号不符：号码表示 {read.born_on.isoformat()}", field="born_on")
    return {"sex": read.sex, "born_on": read.born_on}
