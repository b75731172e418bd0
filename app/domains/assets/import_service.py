"""Verbs of importing: look at a file against what the house holds, then import it whole or only its good lines, in one act."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, select

from app.domains.accounts.queries import list_people_in_role
from app.domains.assets.import_columns import SHEETS
from app.domains.assets.importing import AssetLine, Known, Plan, numbers_of, plan_import
from app.domains.assets.rights import HolderDetails, add_burden, add_holder, enter_seizure
from app.domains.assets.service import enter_asset
from app.domains.assets.sheets import read_book
from app.domains.assets.tables import Asset, ImportDraft, Seizure
from app.domains.assets.types import Kind
from app.domains.audit.service import record
from app.domains.cases.parties import add_party
from app.domains.cases.queries import in_scope
from app.domains.cases.service import open_case
from app.domains.cases.tables import Case, Party
from app.domains.courts.queries import get_court
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.actor import Role
from app.kernel.errors import Invalid, NotFound

THIRD_PERSON = "第三人登记（表格导入）"


@dataclass(frozen=True)
class Imported:
    """What an import wrote."""

    cases: int
    parties: int
    assets: int
    seizures: int
    left_out: int


def look(r: Reading, content: bytes, name: str, *, court_id: str | None = None) -> Plan:
    """What a file would do: commands, faults, doubts. Nothing is written. Invalid when the file cannot be read at all."""
    book = read_book(content, name, SHEETS)
    return plan_import(book, known_of(r, court_id or _court(r), numbers_of(book)))


def import_plan(w: Work, plan: Plan, *, partial: bool = False, court_id: str | None = None) -> Imported:
    """Write a plan in this one act: with faults only when `partial` was asked for, else nothing (M-74)."""
    if plan.faults and not partial:
        raise Invalid(f"可导入 {plan.good} 行，{len(plan.faults)} 处有错：改正后全部导入，或只导入正确的行", field="file")
    if not plan.good:
        raise Invalid("没有可以导入的行", field="file")
    ids = _case_ids(w, frozenset({each[0] for each in plan.parties} | {each[0] for each in plan.assets} | {each[0] for each in plan.seizures}))
    held = w.session.scalars(in_scope(select(Asset), Asset, w.actor).where(Asset.case_id.in_(ids.values())))
    assets = {(asset.case_id, asset.code): asset.id for asset in held}
    for details in plan.cases:
        case = open_case(w, details, court_id=court_id or _court(w))
        ids[case.number] = case.id
    for number, party in plan.parties:
        add_party(w, ids[number], party)
    for number, line in plan.assets:
        assets[ids[number], line.details.code] = _enter(w, ids[number], line)
    for number, code, seizure in plan.seizures:
        enter_seizure(w, assets[ids[number], code], seizure)
    done = Imported(len(plan.cases), len(plan.parties), len(plan.assets), len(plan.seizures), plan.lines - plan.good)
    words = f"表格导入：案件 {done.cases} 件，当事人 {done.parties} 名，标的物 {done.assets} 项，查封 {done.seizures} 项"
    record(w, "cases.imported", "import", w.actor.id, words)
    return done


def keep_draft(w: Work, content: bytes, name: str) -> ImportDraft:
    """Keep a file until its uploader imports it; an earlier one of the same person goes."""
    w.session.execute(delete(ImportDraft).where(ImportDraft.person_id == w.actor.id))
    draft = ImportDraft(person_id=w.actor.id, name=name[:200], content=content, made_at=w.now)
    w.session.add(draft)
    w.flush()
    record(w, "import.previewed", "import", draft.id, f"预览导入文件（{len(content)} 字节）")
    return draft


def get_draft(r: Reading, draft_id: str) -> ImportDraft:
    """One's own kept file."""
    draft = r.session.scalar(select(ImportDraft).where(ImportDraft.id == draft_id, ImportDraft.person_id == r.actor.id))
    if draft is None:
        raise NotFound
    return draft


def import_draft(w: Work, draft_id: str, *, partial: bool) -> Imported:
    """Import one's own kept file, read again against the house as it is now."""
    draft = get_draft(w, draft_id)
    done = import_plan(w, look(w, draft.content, draft.name), partial=partial)
    w.session.delete(draft)
    return done


def known_of(r: Reading, court_id: str, numbers: frozenset[str]) -> Known:
    """What a reading of sheets needs to know of the house about the case numbers of a file; eight queries, however long it is."""
    court = get_court(r.session, court_id)
    ids = _case_ids(r, numbers)
    names_by_id = {case_id: number for number, case_id in ids.items()}
    parties = r.session.scalars(in_scope(select(Party), Party, r.actor).where(Party.case_id.in_(names_by_id))).all()
    assets = r.session.scalars(in_scope(select(Asset), Asset, r.actor).where(Asset.case_id.in_(names_by_id))).all()
    seizures = r.session.scalars(in_scope(select(Seizure), Seizure, r.actor).where(Seizure.case_id.in_(names_by_id))).all()
    codes = {asset.id: asset.code for asset in assets}
    names: dict[str, set[str]] = {}
    for party in parties:
        names.setdefault(names_by_id[party.case_id], set()).add(party.name)
    return Known(
        court_name=court.name,
        court_code=court.code,
        today=r.today,
        judges={p.name: p.id for p in list_people_in_role(r.session, Role.JUDGE, court_id=court_id)},
        clerks={p.name: p.id for p in list_people_in_role(r.session, Role.CLERK, court_id=court_id)},
        cases=ids,
        taken=frozenset(r.session.scalars(for_house(select(Case.number)).where(Case.number.in_(numbers)))),
        assets={(names_by_id[asset.case_id], asset.code): Kind(asset.kind) for asset in assets},
        parties={number: frozenset(found) for number, found in names.items()},
        party_keys=frozenset((names_by_id[party.case_id], party.role, party.id_no) for party in parties),
        ranks=frozenset((names_by_id[each.case_id], codes[each.asset_id], each.rank) for each in seizures),
    )


def _enter(w: Work, case_id: str, line: AssetLine) -> str:
    asset = enter_asset(w, case_id, line.details)
    known = w.session.scalar(in_scope(select(Party.id), Party, w.actor).where(Party.case_id == case_id, Party.name == line.owner))
    add_holder(w, asset.id, HolderDetails(line.owner, line.share, "" if known else THIRD_PERSON))
    for burden in line.burdens:
        add_burden(w, asset.id, burden)
    return asset.id


def _case_ids(r: Reading, numbers: frozenset[str]) -> dict[str, str]:
    return {case.number: case.id for case in r.session.scalars(in_scope(select(Case), Case, r.actor).where(Case.number.in_(numbers)))}


def _court(r: Reading) -> str:
    if r.actor.court_id is None:
        raise NotFound
    return r.actor.court_id
