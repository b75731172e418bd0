"""Ending an engagement: 移交未完任务 → 收回权限 → 删除个人信息 → 证明书 (个人信息保护法第21条, AUX-18, M-58). Each step once, in this order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from app.domains.accounts.leaving import end_roles_at_agency
from app.domains.agencies.events import DataCleared, EngagementEnding
from app.domains.agencies.papers import give_back_personal
from app.domains.agencies.permissions import ENGAGE, require
from app.domains.agencies.queries import engaging_court_ids, get_engagement, in_reach
from app.domains.agencies.tables import Agency, Ending, InterestDeclaration
from app.domains.audit.service import record
from app.domains.courts.queries import get_court
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.actor import Role
from app.kernel.clock import local
from app.kernel.errors import Invalid, NotFound, NotNow
from app.kernel.ids import digest_of

AUTHORITY = "个人信息保护法第21条"
STEPS = ("移交未完任务", "收回权限", "删除个人信息", "证明书")
WORKERS = (Role.WORKER, Role.NOTARY, Role.INSURER)


def begin_ending(w: Work, engagement_id: str, reason: str) -> Ending:
    """End an engagement today: nothing new is given under it; the four steps follow."""
    require(w.actor, ENGAGE)
    engagement = get_engagement(w, engagement_id)
    if engagement.ended_on is not None:
        raise NotNow("这份委托已经结束", code="ended")
    if not reason.strip():
        raise Invalid("写明结束委托的原因", field="reason")
    engagement.ended_on = w.today
    named = {"agency_id": engagement.agency_id, "court_id": engagement.court_id}
    ending = Ending(engagement_id=engagement.id, **named, reason=reason.strip()[:300], begun_at=w.now, begun_by=w.actor.id)
    w.session.add(ending)
    w.flush()
    record(w, "agency.engagement_ended", "agency", ending.agency_id, f"结束委托：{ending.reason}", authority=AUTHORITY)
    return ending


def hand_over_tasks(w: Work, ending_id: str) -> Ending:
    """Step 1: what is under way goes back to the court, to be given out again."""
    ending = _at_step(w, ending_id, 0)
    ending.tasks_at = w.now
    record(w, "ending.tasks", "agency", ending.agency_id, "结束委托：移交未完任务")
    w.emit(EngagementEnding(ending.agency_id, ending.court_id, ending.id, ending.reason))
    return ending


def note_tasks(w: Work, ending_id: str, tasks: Sequence[dict[str, str]]) -> None:
    """What was taken back, told by the house's step."""
    ending = _house_ending(w, ending_id)
    ending.tasks = list(tasks)
    record(w, "ending.tasks_taken", "agency", ending.agency_id, f"收回未完任务 {len(ending.tasks)} 件")


def take_rights(w: Work, ending_id: str) -> Ending:
    """Step 2: workers lose their accounts unless another court still engages the agency; the manager keeps the portal, for statements and the proof."""
    ending = _at_step(w, ending_id, 1)
    engaged = bool(engaging_court_ids(w, ending.agency_id))
    gone = [] if engaged else end_roles_at_agency(w, ending.agency_id, WORKERS)
    note = "仍有委托在履行，账号保留，本院任务不再可见" if engaged else "账号已停止使用；机构管理员只能查看月结单和证明书"
    ending.rights, ending.rights_at = {"ended": gone, "note": note}, w.now
    record(w, "ending.rights", "agency", ending.agency_id, f"结束委托：收回权限 {len(gone)} 个")
    return ending


def delete_data(w: Work, ending_id: str) -> Ending:
    """Step 3: the agency's copies go; of declared people only keyed digests stay, which the bar of article 34 needs for lots already worked on."""
    ending = _at_step(w, ending_id, 2)
    ending.data_at = w.now
    record(w, "ending.data", "agency", ending.agency_id, "结束委托：删除个人信息", authority=AUTHORITY)
    if not engaging_court_ids(w, ending.agency_id):
        note_deleted(w, ending.id, "申报的人员及亲属姓名、证件遮蔽号", _erase_register(w, ending.agency_id), "删除，只留带密钥的摘要用于第34条核对")
        note_deleted(w, ending.id, "人员资质文件及扫描件", give_back_personal(w, ending.agency_id), "证号删除，扫描件返还法院，机构不再可见")
    w.emit(DataCleared(ending.agency_id, ending.court_id, ending.id))
    return ending


def note_deleted(w: Work, ending_id: str, what: str, number: int, way: str) -> None:
    """One line of the proof, told by whoever deleted or gave back."""
    ending = _house_ending(w, ending_id)
    ending.deleted = [*ending.deleted, {"what": what, "number": number, "way": way}]
    record(w, "ending.deleted", "agency", ending.agency_id, f"{what} {number} 项：{way}")


def prove(w: Work, ending_id: str) -> Ending:
    """Step 4: the proof, numbered and bound by its digest."""
    ending = _at_step(w, ending_id, 3)
    court = get_court(w.session, ending.court_id)
    serial = 1 + (w.session.scalar(for_house(select(func.count(Ending.id)).where(Ending.court_id == court.id, Ending.proven_at.is_not(None)))) or 0)
    ending.proof_no = f"（{w.today.year}）{court.code}删证{serial}号"
    ending.proof = _proof(w, ending, court.name)
    ending.proof_digest, ending.proven_at = digest_of(ending.proof), w.now
    record(w, "ending.proven", "agency", ending.agency_id, f"出具删除证明书 {ending.proof_no}", digest=ending.proof_digest, authority=AUTHORITY)
    return ending


def step_of(ending: Ending) -> int:
    """The step that comes next, 0 to 3; 4 when all are done."""
    return sum(each is not None for each in (ending.tasks_at, ending.rights_at, ending.data_at, ending.proven_at))


def get_ending(r: Reading, ending_id: str) -> Ending:
    """An ending within reach: the court's, and the agency's own; NotFound otherwise."""
    ending = r.session.scalar(in_reach(select(Ending), Ending, r.actor).where(Ending.id == ending_id))
    if ending is None:
        raise NotFound
    return ending


def get_proven(r: Reading, ending_id: str) -> Ending:
    """An ending with its proof; NotFound until it was made."""
    found = get_ending(r, ending_id)
    if found.proven_at is None:
        raise NotFound
    return found


def list_endings(r: Reading, agency_id: str) -> Sequence[Ending]:
    """Endings of an agency within reach, latest first."""
    held = select(Ending).where(Ending.agency_id == agency_id).order_by(Ending.begun_at.desc(), Ending.id.desc())
    return r.session.scalars(in_reach(held, Ending, r.actor)).all()


def _at_step(w: Work, ending_id: str, step: int) -> Ending:
    require(w.actor, ENGAGE)
    ending = get_ending(w, ending_id)
    at = step_of(ending)
    if at != step:
        raise NotNow(f"现在应办：{STEPS[at]}" if at < len(STEPS) else "委托已结束，四步都已办完", code="wrong_step")
    return ending


def _house_ending(w: Work, ending_id: str) -> Ending:
    ending = w.session.scalar(for_house(select(Ending)).where(Ending.id == ending_id))
    if ending is None:
        raise NotFound
    return ending


def _erase_register(w: Work, agency_id: str) -> int:
    held = select(InterestDeclaration).where(InterestDeclaration.agency_id == agency_id, InterestDeclaration.erased_at.is_(None))
    rows = w.session.scalars(for_house(held)).all()
    for row in rows:
        row.name, row.name_key, row.id_masked, row.remind_at, row.erased_at = "", "", "", None, w.now
    return len(rows)


def _proof(w: Work, ending: Ending, court: str) -> dict[str, Any]:
    engagement, agency = get_engagement(w, ending.engagement_id), w.session.get(Agency, ending.agency_id)
    at = {name: local(value).isoformat() for name in ("begun_at", "tasks_at", "rights_at", "data_at") if (value := getattr(ending, name))}
    return {
        "number": ending.proof_no,
        "court": court,
        "agency": agency.name if agency else "",
        "uscc": agency.uscc if agency else "",
        "term": [engagement.from_on.isoformat(), engagement.until_on.isoformat()],
        "ended_on": str(engagement.ended_on),
        "reason": ending.reason,
        **at,
        "proven_at": local(w.now).isoformat(),
        "tasks": [{"number": each["number"], "title": each["title"]} for each in ending.tasks],
        "rights": ending.rights,
        "deleted": ending.deleted,
        "authority": AUTHORITY,
    }
