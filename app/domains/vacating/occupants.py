"""Occupants: entered as they were found, judged by the rules of the day, decided by the judge where the rules leave it open, urged to leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domains.audit.service import record
from app.domains.vacating.events import Urged
from app.domains.vacating.queries import get_row, rows_of
from app.domains.vacating.rules import ANSWERS, CARES, KINDS, VERDICTS
from app.domains.vacating.service import LEAST_REASON, not_later, open_thread, row_of, told_of
from app.domains.vacating.tables import Occupant, Vacating
from app.infra.unit_of_work import Work
from app.kernel.errors import Conflict, Invalid, NotNow
from app.law.occupants import OccupantKind, Occupation, Standing, Verdict, standing_of
from app.law.vacating import HomeAnswer, Tenancy


@dataclass(frozen=True)
class OccupantEntry:
    """An occupant as entered; codes of law/occupants and law/vacating.HomeAnswer."""

    kind: str
    label: str = ""
    headcount: int = 1
    basis: str = ""
    cares: tuple[str, ...] = ()
    care_note: str = ""
    published_right: bool = False
    claims_lease: bool = False
    possession_on: date | None = None
    lease_signed_on: date | None = None
    rent_paid_on: date | None = None
    written: bool = True
    sham: bool = False
    only_home: bool = False
    answers: tuple[str, ...] = ()
    rent_years: int | None = None


def enter_occupant(w: Work, vacating_id: str, entry: OccupantEntry, occupant_id: str = "") -> Occupant:
    """Enter somebody found in the place, or correct the entry; judged anew by the rules. A judge's earlier decision does not outlive a correction."""
    thread = open_thread(w, vacating_id)
    _check_entry(entry, w.today)
    standing = judge_entry(thread, entry, w.today)
    told = {**vars(entry), "cares": list(entry.cares), "answers": list(entry.answers)}
    judged = {"verdict": standing.verdict.value, "rule": standing.rule, "words": standing.words, "ruled_by": None, "ruled_reason": "", "ruled_at": None}
    if occupant_id:
        found = _occupant_of(w, thread, occupant_id)
        for name, value in (told | judged).items():
            setattr(found, name, value)
    else:
        found = Occupant(**row_of(thread), **told, **judged, entered_by=w.actor.id)
        w.session.add(found)
    w.flush()
    words = f"登记占有人：{KINDS[OccupantKind(entry.kind)]} {entry.headcount} 人，{VERDICTS[standing.verdict]}（{standing.rule}）"
    record(w, "vacating.occupant_entered", "vacating", thread.id, words, case_id=thread.case_id, details={"rule": standing.rule, "verdict": standing.verdict})
    return found


def set_days(w: Work, vacating_id: str, *, seized_on: date | None, mortgaged_on: date | None, mortgage_enforced: bool) -> Vacating:
    """The days that leases are compared with; everybody whom no judge has decided on is judged anew."""
    thread = open_thread(w, vacating_id)
    if mortgage_enforced and mortgaged_on is None:
        raise Invalid("执行抵押债权的，写明抵押登记日", field="mortgaged_on")
    for field, day in (("seized_on", seized_on), ("mortgaged_on", mortgaged_on)):
        if day is not None:
            not_later(day, w.today, field)
    thread.seized_on, thread.mortgaged_on, thread.mortgage_enforced = seized_on, mortgaged_on, mortgage_enforced
    for found in rows_of(w, Occupant, thread.id):
        if found.ruled_at is None:
            standing = judge_entry(thread, entry_of(found), w.today)
            found.verdict, found.rule, found.words = standing.verdict.value, standing.rule, standing.words
    w.flush()
    words = f"比较日：查封 {seized_on or '无'}，抵押 {mortgaged_on or '无'}{'（执行抵押债权）' if mortgage_enforced else ''}"
    record(w, "vacating.days_set", "vacating", thread.id, words, case_id=thread.case_id)
    return thread


def entry_of(found: Occupant) -> OccupantEntry:
    """An occupant as it was entered."""
    told = {name: getattr(found, name) for name in OccupantEntry.__dataclass_fields__}
    return OccupantEntry(**{**told, "cares": tuple(found.cares), "answers": tuple(found.answers)})


def judge_entry(thread: Vacating, entry: OccupantEntry, on: date) -> Standing:
    """How the rules of the day judge an occupant. A mortgage counts as decisive only where it is what is enforced."""
    lease = Tenancy(entry.lease_signed_on, entry.possession_on, entry.rent_paid_on, entry.written, entry.sham) if entry.claims_lease else None
    answers = frozenset(HomeAnswer(each) for each in entry.answers)
    occupation = Occupation(OccupantKind(entry.kind), entry.published_right, lease, entry.possession_on, entry.only_home, answers, entry.rent_years)
    return standing_of(on, occupation, seized_on=thread.seized_on, mortgaged_on=thread.mortgaged_on if thread.mortgage_enforced else None)


def rule_on_occupant(w: Work, occupant_id: str, verdict: str, reason: str) -> Occupant:
    """The judge decides with a reason where the rules leave it open; what a published right protects is not overruled here."""
    found = get_row(w, Occupant, occupant_id)
    thread = open_thread(w, found.vacating_id)
    if verdict not in (Verdict.LEAVES, Verdict.STAYS):
        raise Invalid("选择应当腾退或者不腾退", field="verdict")
    if len(reason.strip()) < LEAST_REASON:
        raise Invalid(f"写明理由，至少 {LEAST_REASON} 字", field="reason")
    if found.published_right and verdict == Verdict.LEAVES:
        raise Conflict("公告载明带租、带居住权移交，不能在这里改为腾退", code="published")
    found.verdict, found.ruled_by, found.ruled_reason, found.ruled_at = verdict, w.actor.id, reason.strip()[:500], w.now
    w.flush()
    record(w, "vacating.occupant_ruled", "vacating", thread.id, f"法官决定：{VERDICTS[Verdict(verdict)]}，{reason.strip()[:100]}", case_id=thread.case_id)
    return found


def note_left(w: Work, occupant_id: str, on: date) -> Occupant:
    """One occupant has moved out."""
    found = get_row(w, Occupant, occupant_id)
    thread = open_thread(w, found.vacating_id)
    not_later(on, w.today, "left_on")
    found.left_on = on
    w.flush()
    record(w, "vacating.occupant_left", "vacating", thread.id, f"占有人已迁出：{KINDS[OccupantKind(found.kind)]}", case_id=thread.case_id)
    return found


def urge(w: Work, occupant_id: str, leave_by_on: date) -> Occupant:
    """Urge an occupant to leave by a day (限期迁出通知, VC-04): the paper is drafted for the judge."""
    found = get_row(w, Occupant, occupant_id)
    thread = open_thread(w, found.vacating_id)
    if leave_by_on <= w.today:
        raise Invalid("迁出期限应晚于今天", field="leave_by_on")
    if found.verdict == Verdict.STAYS:
        raise NotNow("该占有人依法不腾退，不发限期迁出通知", code="stays")
    thread.urged_on = thread.urged_on or w.today
    w.flush()
    record(w, "vacating.urged", "vacating", thread.id, f"催促迁出，限 {leave_by_on.isoformat()}", case_id=thread.case_id, authority="法〔2024〕238号")
    w.emit(Urged(*told_of(thread), found.id, leave_by_on))
    return found


def _occupant_of(w: Work, thread: Vacating, occupant_id: str) -> Occupant:
    found = get_row(w, Occupant, occupant_id)
    if found.vacating_id != thread.id:
        raise Conflict("占有人不属于这个标的", code="other_thread")
    return found


def _check_entry(entry: OccupantEntry, today: date) -> None:
    faults = []
    if entry.kind not in KINDS or any(each not in CARES for each in entry.cares) or any(each not in ANSWERS for each in entry.answers):
        faults.append(("kind", "选择占有人的种类"))
    if entry.kind == OccupantKind.MINOR and entry.label.strip():
        faults.append(("label", "未成年人不写姓名"))
    if entry.kind != OccupantKind.MINOR and not entry.label.strip():
        faults.append(("label", "写明占有人"))
    if not 1 <= entry.headcount <= 999:
        faults.append(("headcount", "人数为 1 至 999"))
    days = {"possession_on": entry.possession_on, "lease_signed_on": entry.lease_signed_on, "rent_paid_on": entry.rent_paid_on}
    faults += [(name, "日期不能晚于今天") for name, day in days.items() if day is not None and day > today]
    if faults:
        raise Invalid(f"提交未成功，请改正 {len(faults)} 处", faults=tuple(faults))
