"""Verbs of plans: draft, save and check, give reasons, submit, take back, freeze, propose the next round."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from app.domains.accounts.queries import names_of
from app.domains.assets.queries import get_asset_whole, house_asset
from app.domains.audit.service import record
from app.domains.cases.queries import house_case, panel_of
from app.domains.courts.queries import load_calendar
from app.domains.courts.switches import switched_off
from app.domains.plans.checks.check import check_plan
from app.domains.plans.checks.points import Check
from app.domains.plans.drafting import propose_opening
from app.domains.plans.events import PersonsTold, PersonTold, PlanChanged, PlanFrozen, PlanReturned, PlanSubmitted, PlanToSign
from app.domains.plans.merging import Merged, merge
from app.domains.plans.proposals import compose, propose
from app.domains.plans.queries import get_plan, house_plan, list_reasons
from app.domains.plans.rules import EDITABLE, LIFE, PlanAct
from app.domains.plans.saves import keep_save, terms_at
from app.domains.plans.subjects import facts_of, notices_of, subject_of
from app.domains.plans.tables import Plan, PlanReason, PlanVersion
from app.domains.plans.types import WAYS, PlanStatus, Terms, digest_of_plan
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.clock import day_of
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotNow
from app.kernel.ids import short_digest

LEAST_PANEL = 3
LEAST_REASON, MOST_REASON = 10, 500
LEAST_WHY = 2
TEXTS = ("announcement", "instructions", "warnings")


def save_draft(w: Work, plan_id: str, changes: Mapping[str, object], *, seen_version: int | None = None, over_version: int | None = None) -> tuple[Plan, Check]:
    """Save what was typed and check it, in one act. `changes` are fields of Terms; texts that nobody edited follow the figures.

    Whoever saved something else since `seen_version` keeps what I did not touch; Conflict where both changed one field otherwise, unless I saw
    theirs and go on over it (`over_version`). Saying the same twice is no conflict.
    """
    plan = get_plan(w, plan_id)
    if PlanStatus(plan.status) not in EDITABLE:
        raise NotNow("方案已提交，修改前先撤回申请", code="not_editable")
    stored = Terms.from_json(plan.terms)
    mine = _merged(w, plan, stored, changes, seen_version, over_version)
    terms = stored.with_(**mine)
    if terms.as_json() == plan.terms:
        return plan, check(w, plan)
    terms = _texts_follow(w, plan, stored, terms)
    if terms.as_json() != plan.terms:
        plan.terms, plan.opens_at, plan.saved_at, plan.saved_by = terms.as_json(), terms.opens_at, w.now, w.actor.id
        w.flush()
        keep_save(w, plan)
        record(w, "plan.saved", "plan", plan.id, "修改处置方案", case_id=plan.case_id, details={"fields": sorted(mine)})
    return plan, check(w, plan)


def _merged(w: Work, plan: Plan, stored: Terms, changes: Mapping[str, object], seen: int | None, over: int | None) -> Mapping[str, object]:
    if seen is None or (seen == plan.version and over is None):
        return changes
    base = terms_at(w, plan, seen)
    merged = merge(base, stored, changes) if base is not None else Merged(changes, clashes=tuple(n for n, v in changes.items() if v != getattr(stored, n)))
    if merged.clashes and over != plan.version:
        raise Conflict("有人在你打开之后改了同一处。你的内容没有丢：逐项选用我的、用对方的或合并", field="version")
    return merged.mine


def recompose(w: Work, plan_id: str) -> Plan:
    """Write the texts anew from data and the present terms (重新生成文本)."""
    plan = get_plan(w, plan_id)
    terms = Terms.from_json(plan.terms)
    asset = get_asset_whole(w, plan.asset_id)
    composed = compose(terms, facts_of(w, asset, terms.site))
    saved, _ = save_draft(w, plan_id, {name: getattr(composed, name) for name in ("announcement", "instructions", "warnings")})
    return saved


def check(r: Reading, plan: Plan) -> Check:
    """The check of a plan as it stands."""
    asset = house_asset(r, plan.asset_id)
    return check_plan(
        subject_of(r, asset, plan),
        Terms.from_json(plan.terms),
        load_calendar(r.session),
        today=min(r.today, judged_on(plan, r.today)),
        switched_off=switched_off(r, plan.court_id),
    )


def give_reason(w: Work, plan_id: str, rule: str, field: str, reason: str) -> None:
    """Write why a warning is gone on with; judge and trail see it."""
    plan = get_plan(w, plan_id)
    if not LEAST_REASON <= len(reason.strip()) <= MOST_REASON:
        raise Invalid(f"理由应为 {LEAST_REASON} 至 {MOST_REASON} 个字", field="reason")
    kept = next((each for each in list_reasons(w, plan_id) if (each.rule, each.field) == (rule, field)), None)
    if kept is not None and kept.reason == reason.strip():
        return
    if kept is None:
        kept = PlanReason(court_id=plan.court_id, case_id=plan.case_id, plan_id=plan.id, rule=rule, field=field, reason="", by_id=w.actor.id, at=w.now)
        w.session.add(kept)
    kept.reason, kept.by_id, kept.at = reason.strip(), w.actor.id, w.now
    record(w, "plan.reasoned", "plan", plan.id, f"写明理由（{rule}）：{reason.strip()[:80]}", case_id=plan.case_id)


def submit(w: Work, plan_id: str) -> Plan:
    """Put exactly this content before the panel: no breach, a reason for each warning. The judge who will sign does not submit (M-22)."""
    plan = get_plan(w, plan_id)
    if w.actor.id == house_case(w, plan.case_id).judge_id:
        raise NotAllowed("方案由你签发，不能由你提交：由书记员提交", code="own_request")
    if missing := panel_missing(w, plan.case_id):
        raise Invalid(missing, field="panel")
    found = check(w, plan)
    if not found.may_go_on:
        raise Invalid(f"还有 {found.counts['breach']} 处违反，不能提交", field="breach")
    reasoned = {(each.rule, each.field) for each in list_reasons(w, plan_id)}
    if open_warnings := [each for each in found.warnings if (each.rule, each.field) not in reasoned]:
        raise Invalid(f"还有 {len(open_warnings)} 处警示没有写明理由", field="reasons")
    plan.status = LIFE.advance(PlanStatus(plan.status), PlanAct.SUBMIT).value
    plan.digest = digest_of_plan(plan.asset_id, Terms.from_json(plan.terms))
    plan.submitted_by, plan.submitted_at, plan.returned_reason = w.actor.id, w.now, ""
    versions = w.session.scalar(for_house(select(func.count(PlanVersion.id)).where(PlanVersion.plan_id == plan.id))) or 0
    plan.version_no = versions + 1
    w.session.add(
        PlanVersion(
            court_id=plan.court_id,
            case_id=plan.case_id,
            plan_id=plan.id,
            number=plan.version_no,
            terms=plan.terms,
            digest=plan.digest,
            at=w.now,
            by_id=w.actor.id,
        )
    )
    w.flush()
    record(w, "plan.submitted", "plan", plan.id, f"提交合议：{plan.title} 第 {plan.version_no} 版", case_id=plan.case_id, digest=plan.digest)
    w.emit(PlanSubmitted(plan.id, plan.case_id, plan.court_id, plan.asset_id, plan.digest, plan.title, w.actor.id))
    return plan


def panel_missing(r: Reading, case_id: str) -> str:
    """Who composes the panel when there is none of an odd number, three at least; '' when there is one. Two queries at most."""
    seats = len(panel_of(r, case_id))
    if seats >= LEAST_PANEL and seats % 2:
        return ""
    judge = names_of(r.session, {house_case(r, case_id).judge_id})
    return f"合议庭还没有组成：由承办法官{''.join(judge.values())}或执行局局长组成（三名以上单数）"


def take_back(w: Work, plan_id: str, reason: str) -> Plan:
    """Take a submitted plan back for a change: votes and signatures for the old content are void."""
    plan = get_plan(w, plan_id)
    old = plan.digest or ""
    if len(reason.strip()) < LEAST_WHY:
        raise Invalid("写明撤回的原因", field="reason")
    plan.status = LIFE.advance(PlanStatus(plan.status), PlanAct.TAKE_BACK).value
    plan.digest, plan.decided, plan.panel_record_no = None, [], ""
    w.flush()
    record(w, "plan.taken_back", "plan", plan.id, f"撤回修改：{plan.title}，原表决作废（{reason}）", case_id=plan.case_id, digest=old or None)
    w.emit(PlanChanged(plan.id, plan.case_id, plan.court_id, plan.asset_id, old, reason))
    return plan


def discard(w: Work, plan_id: str, reason: str) -> Plan:
    """Give a draft of a first auction up for good; another may then be drafted. Later rounds follow from the first and are mended, not dropped."""
    plan = get_plan(w, plan_id)
    if len(reason.strip()) < LEAST_WHY:
        raise Invalid("写明作废的原因", field="reason")
    if plan.round_no != 1 or PlanStatus(plan.status) not in EDITABLE:
        raise NotNow("只有第一次拍卖的草拟中、已退回的方案可以作废；已提交的先撤回", code="not_discardable")
    plan.status = LIFE.advance(PlanStatus(plan.status), PlanAct.DISCARD).value
    w.flush()
    record(w, "plan.discarded", "plan", plan.id, f"作废方案：{plan.title}（{reason}）", case_id=plan.case_id)
    return plan


def panel_decided(w: Work, plan_id: str, digest: str, *, agreed: bool, matters: frozenset[str], record_no: str, reason: str = "") -> None:
    """The panel's last vote is in. Votes count for their own digest only."""
    plan = house_plan(w, plan_id)
    _same(plan, digest)
    act = PlanAct.AGREE if agreed else PlanAct.RETURN
    plan.status = LIFE.advance(PlanStatus(plan.status), act).value
    plan.decided, plan.panel_record_no = (sorted(matters), record_no) if agreed else ([], "")
    plan.returned_reason = "" if agreed else reason
    w.flush()
    record(
        w,
        "plan.panel_decided",
        "plan",
        plan.id,
        f"合议{'通过' if agreed else '未通过'}：{plan.title} 第 {plan.version_no} 版",
        case_id=plan.case_id,
        digest=digest,
    )
    if agreed:
        w.emit(PlanToSign(plan.id, plan.case_id, plan.court_id, plan.asset_id, digest, plan.title, plan.submitted_by or plan.drafted_by))
    else:
        w.emit(PlanReturned(plan.id, plan.case_id, plan.court_id, plan.asset_id, digest, plan.submitted_by or plan.drafted_by, reason))


def freeze(w: Work, plan_id: str, digest: str) -> Plan:
    """The judge signed exactly this digest: the plan is frozen."""
    plan = house_plan(w, plan_id)
    _same(plan, digest)
    plan.status = LIFE.advance(PlanStatus(plan.status), PlanAct.SIGN).value
    plan.signed_by, plan.frozen_at = w.actor.id, w.now
    w.flush()
    record(
        w,
        "plan.frozen",
        "plan",
        plan.id,
        f"签发并锁定方案：{plan.title} 第 {plan.version_no} 版 {short_digest(digest)}",
        case_id=plan.case_id,
        digest=digest,
        authority="法释〔2016〕18号 第27条",
    )
    w.emit(PlanFrozen(plan.id, plan.case_id, plan.court_id, plan.asset_id, digest, plan.title))
    return plan


def reconsider(w: Work, plan_id: str, digest: str, reason: str) -> Plan:
    """The judge sent it back to the panel instead of signing: the same content is deliberated anew, nothing decided stands."""
    plan = house_plan(w, plan_id)
    _same(plan, digest)
    plan.status = LIFE.advance(PlanStatus(plan.status), PlanAct.RECONSIDER).value
    plan.decided, plan.panel_record_no = [], ""
    w.flush()
    record(w, "plan.reconsidered", "plan", plan.id, f"退回合议庭重新合议：{plan.title}（{reason}）", case_id=plan.case_id, digest=digest)
    return plan


def return_plan(w: Work, plan_id: str, digest: str, reason: str) -> Plan:
    """The judge sent it back instead of signing."""
    plan = house_plan(w, plan_id)
    _same(plan, digest)
    plan.status = LIFE.advance(PlanStatus(plan.status), PlanAct.RETURN).value
    plan.returned_reason, plan.digest, plan.decided = reason, None, []
    w.flush()
    record(w, "plan.returned", "plan", plan.id, f"退回修改：{plan.title}（{reason}）", case_id=plan.case_id, digest=digest)
    w.emit(PlanReturned(plan.id, plan.case_id, plan.court_id, plan.asset_id, digest, plan.submitted_by or plan.drafted_by, reason))
    return plan


def note_told(w: Work, plan_id: str, notice_id: str, way: str, told_on: date) -> None:
    """A person was told of the auction (NA-15)."""
    plan = get_plan(w, plan_id, lock=True)
    notice = next((each for each in notices_of(w, plan_id) if each.id == notice_id), None)
    if notice is None:
        raise Invalid("名单上没有这个人", field="notice")
    if told_on > w.today:
        raise Invalid("通知日不能晚于今天", field="told_on")
    if way not in WAYS:
        raise Invalid("选择通知方式", field="way")
    notice.way, notice.told_on, notice.recorded_by = way, told_on, None if w.actor.is_system else w.actor.id
    record(w, "plan.person_told", "plan", plan.id, f"已通知{notice.capacity}（{way}）", case_id=plan.case_id, authority="法释〔2016〕18号 第16条")
    w.emit(PersonTold(plan.id, plan.case_id, plan.court_id, plan.asset_id, plan.digest or "", notice.id, way, told_on))
    days = [each.told_on for each in notices_of(w, plan_id)]
    if all(days):
        w.emit(PersonsTold(plan.id, plan.case_id, plan.court_id, plan.asset_id, plan.digest or "", max(day for day in days if day)))


def published(w: Work, plan_id: str) -> None:
    """The listing is on its site."""
    plan = house_plan(w, plan_id)
    plan.status = LIFE.advance(PlanStatus(plan.status), PlanAct.PUBLISH).value
    w.flush()
    record(w, "plan.published", "plan", plan.id, f"已提交平台：{plan.title}", case_id=plan.case_id, digest=plan.digest)


def attach(w: Work, plan_id: str, name: str, digest: str, *, as_video: bool = False) -> Plan:
    """Add a kept file to the plan's attachments (附件) or its videos; the same bytes once."""
    terms, field = Terms.from_json(get_plan(w, plan_id).terms), "videos" if as_video else "attachments"
    if digest in {held for _, held in (*terms.attachments, *terms.videos)}:
        raise Invalid("这份文件已经在附件中", field="files")
    return save_draft(w, plan_id, {field: (*getattr(terms, field), (name[:100], digest))})[0]


def detach(w: Work, plan_id: str, digest: str) -> Plan:
    """Take a file out of the attachments or videos; the bytes stay kept."""
    terms = Terms.from_json(get_plan(w, plan_id).terms)
    left = {field: tuple(each for each in getattr(terms, field) if each[1] != digest) for field in ("attachments", "videos")}
    return save_draft(w, plan_id, left)[0]


def move_shown(w: Work, plan_id: str, field: str, digest: str, step: int) -> Plan:
    """Move a photo or a video one place in the order in which they are shown; at an end it stays."""
    if field not in ("photos", "videos"):
        raise Invalid("只有照片和视频有顺序", field="photos")
    shown = list(getattr(Terms.from_json(get_plan(w, plan_id).terms), field))
    place = next((n for n, each in enumerate(shown) if digest in (each, each[1])), None)
    if place is None:
        raise Invalid("先勾选这张照片，再移动", field="photos")
    shown.insert(min(max(place + step, 0), len(shown) - 1), shown.pop(place))
    return save_draft(w, plan_id, {field: tuple(shown)})[0]


def take_free_opening(w: Work, plan_id: str) -> Plan:
    """安排场次: the first lawful day that the court's sittings and the panel leave free, from the announcement's own period on."""
    plan = get_plan(w, plan_id)
    return save_draft(w, plan_id, free_dates(w, plan))[0]


def free_dates(w: Reading, plan: Plan) -> dict[str, object]:
    """The announcement and opening that rules and load propose for a plan as of today."""
    asset = house_asset(w, plan.asset_id)
    subject, terms = subject_of(w, asset, plan), Terms.from_json(plan.terms)
    calendar = load_calendar(w.session)
    fresh = propose(subject, facts_of(w, asset, terms.site), calendar, round_no=terms.round_no, site=terms.site, today=w.today)
    kept = terms.announce_on is not None and terms.announce_on >= w.today and terms.opens_on is not None
    start = terms if kept else terms.with_(announce_on=fresh.announce_on, opens_at=fresh.opens_at)
    moved = propose_opening(w, asset, subject, start, plan_id=plan.id)
    return {"announce_on": moved.announce_on, "opens_at": moved.opens_at}


def note_packaged(w: Work, plan: Plan, digest: str) -> None:
    """The listing package was taken out of the house."""
    record(w, "plan.packaged", "plan", plan.id, f"导出上拍包：{plan.title} 第 {plan.version_no} 版", case_id=plan.case_id, digest=digest)


def _texts_follow(w: Work, plan: Plan, stored: Terms, wanted: Terms) -> Terms:
    """Texts that still read as they were composed are composed anew from the new figures; edited ones stay."""
    asset = get_asset_whole(w, plan.asset_id)
    before, after = compose(stored, facts_of(w, asset, stored.site)), compose(wanted, facts_of(w, asset, wanted.site))
    followed = {name: getattr(after, name) for name in TEXTS if getattr(wanted, name) == getattr(stored, name) == getattr(before, name)}
    return wanted.with_(**followed)


def _same(plan: Plan, digest: str) -> None:
    if plan.digest != digest:
        raise Conflict("内容在你打开之后变了，原表决或签名不能用于新内容。看不同之处后重新决定", code="digest_changed")


def judged_on(plan: Plan, today: date) -> date:
    """The day whose today the check uses: a submitted plan is judged as on the day it was submitted."""
    return day_of(plan.submitted_at) if plan.submitted_at and PlanStatus(plan.status) not in EDITABLE else today
