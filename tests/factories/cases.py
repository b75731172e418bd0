"""Cases and parties of forms.md §5 for tests; functions take the work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domains.cases.parties import PartyDetails, add_party
from app.domains.cases.service import CaseDetails, compose_panel, open_case
from app.domains.cases.tables import Case, Party
from app.domains.cases.types import CaseKind, IdKind, PartyKind, PartyRole, Stage
from app.infra.unit_of_work import Work
from app.kernel.money import Money
from tests.factories.courts import Bench


def details_of(bench: Bench, serial: int = 1422, **changes: object) -> CaseDetails:
    """What the sheet says about 执1422, or another serial."""
    plain = CaseDetails(
        number=f"（2026）粤0115执{serial}号",
        filed_on=date(2026, 2, 3),
        cause="保理合同纠纷",
        basis_number="（2025）粤0115民初2976号",
        basis_title="民事判决书",
        basis_court="广州市南沙区人民法院",
        basis_effective_on=date(2025, 10, 30),
        claim=Money.yuan("12480000.00"),
        kind=CaseKind.FIRST,
        stage=Stage.DISPOSAL,
        judge_id=bench["judge"].id,
        clerk_id=bench["clerk"].id,
    )
    return replace(plain, **changes)


def make_case(w: Work, bench: Bench, serial: int = 1422, *, parties: bool = True, **changes: object) -> Case:
    """A case of Nansha in 财产处置, with the bank as applicant and two debtors."""
    case = open_case(w, details_of(bench, serial, **changes), court_id=bench.court_id)
    if parties:
        for details in (BANK, PACKERS):
            add_party(w, case.id, details)
    return case


def make_party(w: Work, case_id: str, details: PartyDetails | None = None, **changes: object) -> Party:
    """A party; 林绍恒 unless told otherwise."""
    return add_party(w, case_id, replace(details or LIN, **changes))


def seat_panel(w: Work, bench: Bench, case_id: str) -> None:
    """孔令舟 presides, 谭慕云 and 罗景行 sit."""
    compose_panel(w, case_id, presiding=bench["judge"].id, members=(bench["panel1"].id, bench["panel2"].id))


BANK = PartyDetails(
    PartyRole.APPLICANT,
    PartyKind.LEGAL,
    "广州穗禾农村商业银行股份有限公司南沙支行",
    IdKind.USCC,
    "91440115MAYYR3T85Q",
    "广州市南沙区",
    phone="020-80000101",
    e_service=True,
    legal_rep="顾北辰",
)
PACKERS = PartyDetails(
    PartyRole.DEBTOR,
    PartyKind.LEGAL,
    "广州粤澜包装机械有限公司",
    IdKind.USCC,
    "91440115MAYYQ4X10J",
    "广州市南沙区",
    phone="020-80000201",
    legal_rep="邓永祥",
)
LIN = PartyDetails(PartyRole.DEBTOR, PartyKind.NATURAL, "林绍恒", IdKind.RESIDENT, "440100197903140119", "广州市南沙区海语湾花园", phone="19900000011")
