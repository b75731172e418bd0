"""Verbs of cases: open, edit, write a note, compose the panel, close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import update

from app.domains.accounts.queries import list_people_in_role, names_of
from app.domains.audit.service import record
from app.domains.cases.events import CaseClosed, CaseDateChanged, CaseOpened, CaseReassigned, PanelComposed
from app.domains.cases.numbers import CaseNumber, parse_own_number
from app.domains.cases.queries import find_offer, get_case, house_case, number_taken, panel_of
from app.domains.cases.rules import PANEL_SEATS, check_dates, check_no_identity_number
from app.domains.cases.tables import Case, CaseNote, CasePanel
from app.domains.cases.types import FAR, CaseKind, ClosingWay, Stage
from app.domains.courts.queries import get_court
from app.infra.unit_of_work import Work
from app.kernel.actor import Role
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow
from app.kernel.money import ZERO, Money

SHORTEST_REASON = 2


@dataclass(frozen=True)
class CaseDetails:
    """What a form or a sheet says about a case; `number` as typed; people by id."""

    number: str
    filed_on: date
    cause: str
    basis_number: str
    basis_title: str
    basis_court: str
    basis_effective_on: date
    claim: Money
    kind: CaseKind
    stage: Stage
    judge_id: str
    clerk_id: str | None = None
    remark: str = ""


def open_case(w: Work, details: CaseDetails, *, court_id: str | None = None) -> Case:
    """Enter a case of the actor's court (the house names the court). Invalid names the field; a number is entered once in the whole house."""
    court_id = _court_of(w, court_id)
    number = _checked(w, details, court_id)
    if details.stage is Stage.CLOSED:
        raise Invalid("登记时不能是已结案", field="stage")
    if number_taken(w, str(number)):
        raise Invalid(f"案号 {number} 已经登记", field="number")
    case = Case(court_id=court_id, stage=details.stage.value, opened_at=w.now, changed_at=w.now, **_columns(details, number))
    w.session.add(case)
    w.flush()
    record(w, "case.opened", "case", case.id, f"登记案件 {case.number}", case_id=case.id)
    w.emit(CaseOpened(case.id))
    return case


def edit_case(w: Work, case_id: str, details: CaseDetails, *, version: int) -> Case:
    """Change a case that is still open; the stage moves only by handing on. A version that is no longer current is a Conflict."""
    case = open_case_of(w, case_id)
    check_version(case.version, version)
    number = _checked(w, details, case.court_id)
    if str(number) != case.number and number_taken(w, str(number)):
        raise Invalid(f"案号 {number} 已经登记", field="number")
    before = {name: getattr(case, name) for name in _columns(details, number)}
    changed = [name for name, value in _columns(details, number).items() if before[name] != value]
    if not changed:
        return case
    for name in changed:
        setattr(case, name, _columns(details, number)[name])
    case.changed_at = w.now
    w.flush()
    record(w, "case.edited", "case", case.id, f"修改案件信息：{'、'.join(TITLES[name] for name in changed if name in TITLES)}", case_id=case.id)
    went = tuple((str(before[name]), getattr(case, name)) for name in ("judge_id", "clerk_id") if name in changed and before[name])
    if went:
        w.emit(CaseReassigned(case.id, went))
    if "filed_on" in changed:
        w.emit(CaseDateChanged(case.id, before["filed_on"], case.filed_on))
    return case


def write_note(w: Work, case_id: str, body: str, *, secret: bool = False) -> CaseNote:
    """Write into the case's thread. A secret note is written and read by panel members only."""
    case = get_case(w, case_id)
    words = body.strip()
    if not 1 <= len(words) <= 2000:
        raise Invalid("留言应为 1 至 2000 字", field="body")
    check_no_identity_number(words, "body")
    if secret and w.actor.id not in {seat.person_id for seat in panel_of(w, case_id)}:
        raise NotAllowed("你不能写合议庭内部留言：该操作属于合议庭成员", code="no_right")
    note = CaseNote(court_id=case.court_id, case_id=case.id, author_id=w.actor.id, written_at=w.now, body=words, secret=secret)
    w.session.add(note)
    w.flush()
    record(w, "case.noted", "case_note", note.id, "写合议庭内部留言" if secret else "留言", case_id=case.id, secret=secret)
    return note


def compose_panel(w: Work, case_id: str, *, presiding: str, members: tuple[str, str], reason: str = "") -> tuple[CasePanel, ...]:
    """Seat a panel of three, the presiding judge first; replacing one that sat needs a reason (recusal). All are judges or panel members of the court."""
    case = open_case_of(w, case_id)
    chosen = (presiding, *members)
    if len(set(chosen)) != PANEL_SEATS:
        raise Invalid("合议庭三名成员须为不同的人", field="presiding")
    able = {p.id for role in (Role.JUDGE, Role.PANEL) for p in list_people_in_role(w.session, role, court_id=case.court_id)}
    if not set(chosen) <= able:
        raise Invalid("合议庭成员须为本院在职审判人员", field="presiding")
    sat = panel_of(w, case_id)
    if sat and len(reason.strip()) < SHORTEST_REASON:
        raise Invalid("更换合议庭成员须写明理由（如回避）", field="reason")
    seats = _seat(w, case, chosen)
    names = names_of(w.session, set(chosen))
    summary = f"{'更换' if sat else '组成'}合议庭：审判长 {names[presiding]}，成员 {names[members[0]]}、{names[members[1]]}" + (
        f"；理由：{reason.strip()}" if sat else ""
    )
    record(w, "case.panel_composed", "case", case.id, summary, case_id=case.id, authority="民事诉讼法 第42条")
    before = frozenset(each.person_id for each in sat)
    w.emit(PanelComposed(case.id, before - set(chosen), frozenset(chosen) - before, reason.strip()))
    return seats


def close_case(w: Work, case_id: str, way: ClosingWay, reason: str) -> None:
    """End a case; for the house's reactions: the way to it is the closing checklist. A case under way to another group cannot be closed."""
    case = house_case(w, case_id)
    if case.stage == Stage.CLOSED.value:
        raise NotNow("案件已经结案", code="wrong_state")
    if find_offer(w, case_id) is not None:
        raise NotNow("案件正在移送，接收或者退回后才能结案", code="wrong_state")
    case.stage, case.closed_at, case.closing_way, case.closing_reason = Stage.CLOSED.value, w.now, way.value, reason.strip()
    case.changed_at, case.next_due_at, case.next_due_title, case.next_due_provisional = w.now, FAR, "", False
    w.flush()
    record(w, "case.closed", "case", case.id, f"结案：{way.word}" + (f"，{reason.strip()}" if reason.strip() else ""), case_id=case.id)
    w.emit(CaseClosed(case.id))


def note_nearest_due(w: Work, case_id: str, due_at: datetime | None, title: str = "", *, provisional: bool = False) -> None:
    """Keep the case's nearest deadline for the list of cases; None: no deadline runs. Called by process.py inside a recorded act; no version is raised."""
    kept = {"next_due_at": due_at or FAR, "next_due_title": title if due_at else "", "next_due_provisional": provisional}
    w.session.execute(update(Case).where(Case.id == case_id).values(**kept), execution_options={"synchronize_session": "fetch"})


def record_export(w: Work, count: int) -> None:
    """Keep that a list of cases was taken out of the house."""
    record(w, "cases.exported", "case", "list", f"导出案件列表 {count} 行")


def open_case_of(w: Work, case_id: str) -> Case:
    """A case in the actor's scope that is not closed yet."""
    case = get_case(w, case_id)
    if case.stage == Stage.CLOSED.value:
        raise NotNow("案件已经结案，不能修改", code="wrong_state")
    return case


def check_version(stored: int, seen: int) -> None:
    """Refuse what was typed on top of an older state (M-30)."""
    if stored != seen:
        raise Conflict("内容在你打开之后变了，请看过不同之处再办理")


TITLES = {
    "number": "案号",
    "filed_on": "立案日期",
    "cause": "案由",
    "basis_number": "执行依据文号",
    "basis_title": "执行依据名称",
    "basis_court": "作出机关",
    "basis_effective_on": "生效日期",
    "claim": "申请执行标的额",
    "kind": "案件类型",
    "judge_id": "承办法官",
    "clerk_id": "书记员",
    "remark": "备注",
}


def _court_of(w: Work, court_id: str | None) -> str:
    chosen = court_id or w.actor.court_id
    if chosen is None or (not w.actor.is_system and chosen != w.actor.court_id):
        raise NotFound
    return chosen


def _checked(w: Work, details: CaseDetails, court_id: str) -> CaseNumber:
    court = get_court(w.session, court_id)
    number = parse_own_number(details.number, court_code=court.code, court_name=court.name)
    check_dates(number.year, details.filed_on, details.basis_effective_on, w.today)
    check_no_identity_number(details.remark, "remark")
    if details.claim < ZERO or (not details.claim and not details.remark.strip()):
        raise Invalid("标的额应大于 0；行为案件填 0 并在备注写明", field="claim")
    if details.judge_id not in {p.id for p in list_people_in_role(w.session, Role.JUDGE, court_id=court_id)}:
        raise Invalid("承办法官须为本院在职法官", field="judge_id")
    _check_clerk(w, details, court_id)
    return number


def _check_clerk(w: Work, details: CaseDetails, court_id: str) -> None:
    if details.clerk_id is None:
        return
    if details.clerk_id == details.judge_id:
        raise Invalid("承办法官和书记员不能是同一人", field="clerk_id")
    if details.clerk_id not in {p.id for p in list_people_in_role(w.session, Role.CLERK, court_id=court_id)}:
        raise Invalid("书记员须为本院在职书记员", field="clerk_id")


def _columns(details: CaseDetails, number: CaseNumber) -> dict[str, object]:
    plain = {name: value.strip() if isinstance(value, str) else value for name, value in vars(details).items() if name != "stage"}
    return {**plain, "number": str(number), "year": number.year, "kind": details.kind.value}


def _seat(w: Work, case: Case, chosen: tuple[str, ...]) -> tuple[CasePanel, ...]:
    for seat in panel_of(w, case.id):
        w.session.delete(seat)
    w.flush()
    seats = tuple(
        CasePanel(court_id=case.court_id, case_id=case.id, person_id=person_id, seat=place, presiding=place == 1) for place, person_id in enumerate(chosen, 1)
    )
    w.session.add_all(seats)
    w.flush()
    return seats
