"""Facts of papers from the case: court, numbers, parties, the people who sign. None stands for a fact that no noun holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.domains.accounts.queries import names_of
from app.domains.cases.queries import house_case, panel_of
from app.domains.cases.tables import Case, Party
from app.domains.cases.types import IdKind, PartyKind, PartyRole
from app.domains.courts.queries import get_court
from app.domains.courts.tables import Court
from app.domains.documents.service import About
from app.infra.unit_of_work import Reading, for_house
from app.steps.court_sheet import court_sheet

KINDS = {PartyKind.NATURAL.value: "自然人", PartyKind.LEGAL.value: "法人", PartyKind.OTHER.value: "非法人组织"}
ID_LENGTH = 18


@dataclass(frozen=True)
class CaseView:
    """A case as papers see it, read once for all papers of one fact."""

    case: Case
    court: Court
    parties: tuple[Party, ...]
    names: Mapping[str, str]
    panel: tuple[tuple[str, bool], ...]

    @property
    def sheet(self) -> Mapping[str, Any]:
        """Standing values of the court."""
        return court_sheet(self.court.code)

    @property
    def clerk(self) -> str | None:
        """The clerk's name."""
        return self.names.get(self.case.clerk_id or "")

    @property
    def judge(self) -> str | None:
        """The name of the judge in charge."""
        return self.names.get(self.case.judge_id)

    def names_in(self, *roles: PartyRole) -> list[str]:
        """Names of the parties in these roles."""
        return [each.name for each in self.parties if each.role in {role.value for role in roles}]

    def about(self, subject_kind: str, subject_id: str, asset_id: str | None = None, *, secret: bool = False, by_judge: bool = True) -> About:
        """What a paper of this case is about; the judge in charge signs unless another role does."""
        signer = self.case.judge_id if by_judge else None
        return About(self.case.id, self.case.court_id, self.case.number, subject_kind, subject_id, asset_id, signer, secret=secret)


def case_view(r: Reading, case_id: str) -> CaseView:
    """A case with court, parties, panel and names; five queries."""
    case = house_case(r, case_id)
    parties = r.session.scalars(for_house(select(Party).where(Party.case_id == case_id).order_by(Party.id))).all()
    seats = panel_of(r, case_id)
    names = names_of(r.session, {case.judge_id, case.clerk_id or "", *(seat.person_id for seat in seats)})
    panel = tuple((names.get(seat.person_id, ""), seat.presiding) for seat in seats)
    return CaseView(case, get_court(r.session, case.court_id), tuple(parties), names, panel)


def case_facts(view: CaseView) -> dict[str, object]:
    """Court, numbers, basis, contacts and parties (papers.md §0.2 case, parties)."""
    case, court = view.case, view.court
    return {
        "court_name": court.name,
        "case_no": case.number,
        "case_cause": case.cause,
        "basis_court": case.basis_court,
        "basis_doc_no": case.basis_number,
        "basis_doc_title": case.basis_title,
        "filed_on": case.filed_on,
        "claim_amount": case.claim,
        "judge": view.judge,
        "clerk": view.clerk,
        "office_phone": court.phone or None,
        "office_address": court.address or None,
        "supervision_phone": court.supervision_phone or None,
        "verify_phone": court.supervision_phone or court.phone or None,
        "applicants": _persons(view, PartyRole.APPLICANT, PartyRole.ASSIGNEE),
        "debtors": _persons(view, PartyRole.DEBTOR, PartyRole.GUARANTOR),
        "pay_account": view.sheet.get("pay_account"),
        **panel_facts(view),
    }


def panel_facts(view: CaseView) -> dict[str, object]:
    """Signers of a ruling, presiding and members; a case without a panel is signed by its judge."""
    if not view.panel:
        return {"signers": [{"signer_title": "审 判 员", "signer_name": view.judge}] if view.judge else None}
    ordered = sorted(view.panel, key=_presiding_first)
    return {
        "signers": [{"signer_title": "审 判 长" if presiding else "审 判 员", "signer_name": name} for name, presiding in ordered],
        "presiding": ordered[0][0],
        "members": [{"title": "审判员", "name": name} for name, _ in ordered[1:]],
    }


def person_fact(party: Party) -> dict[str, object]:
    """A party as papers name it; sex and birth of a resident follow from the number."""
    shared: dict[str, object] = {"party_kind": KINDS[party.kind], "name": party.name, "address": party.address or None, "phone": party.phone}
    if party.kind != PartyKind.NATURAL.value:
        return {**shared, "uscc": party.id_no, "legal_rep": party.legal_rep, "agent_name": party.agent}
    read = of_resident(party.id_no) if party.id_kind == IdKind.RESIDENT.value else {}
    return {**shared, **read, "id_no": party.id_no, "agent_name": party.agent} | {
        name: value for name, value in (("sex", party.sex), ("birth_on", party.born_on)) if value
    }


def of_resident(id_no: str) -> dict[str, object]:
    """Sex and birth from a resident's number of 18 places (GB 11643); nothing from another number."""
    if len(id_no) != ID_LENGTH or not id_no[:17].isdigit():
        return {}
    return {"sex": "男" if int(id_no[16]) % 2 else "女", "birth_on": date(int(id_no[6:10]), int(id_no[10:12]), int(id_no[12:14]))}


def _persons(view: CaseView, *roles: PartyRole) -> list[dict[str, object]] | None:
    wanted: Iterable[str] = {role.value for role in roles}
    return [person_fact(each) for each in view.parties if each.role in wanted] or None


def _presiding_first(seat: tuple[str, bool]) -> bool:
    return not seat[1]
