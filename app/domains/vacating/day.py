"""Verbs of the forced day: begin, tick, roll call, write down a thing, sign or note a refusal, end or halt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.cases.queries import house_case
from app.domains.courts.queries import get_court
from app.domains.vacating.day_rules import (
    CAPACITIES,
    HANDLINGS,
    SORTS,
    Handling,
    Sort,
    Thing,
    check_thing,
    check_tick,
    missing_to_end,
    record_text,
)
from app.domains.vacating.day_tables import DaySignature, ForceDay, Goods
from app.domains.vacating.events import ForceDayEnded, GoodsSealed
from app.domains.vacating.plan_rules import DUTIES, STEPS, Post, posts_of
from app.domains.vacating.planning import forget_told, gates
from app.domains.vacating.queries import (
    find_plan,
    get_row,
    get_vacating,
    goods_of,
    house_row,
    left_goods,
    lock_open_day,
    lock_vacating,
    signatures_of,
    videos_of,
)
from app.domains.vacating.rules import LIFE, VacatingAct, VacatingStatus, missing_words
from app.domains.vacating.service import Photos, clear_by_force, row_of, told_of
from app.domains.vacating.tables import Vacating
from app.domains.vacating.video_words import video_lines
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.clock import day_of, local
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.kernel.ids import digest_of

COLLECT_BY = "写明领取封存物品的期限，应晚于今天"
EARLIEST_BEFORE_RECEIPT = timedelta(hours=48)


@dataclass(frozen=True)
class Signed:
    """A signature over the record: who, in which capacity, over which text; the kept picture or typed form, or the reason for refusing."""

    signer: str
    capacity: str
    digest: str
    image_digest: str = ""
    way: str = "drawn"
    refusal: str = ""


def begin_day(w: Work, vacating_id: str) -> ForceDay:
    """Begin the forced day; refused with every missing condition and its article (M-25)."""
    thread = lock_vacating(w, vacating_id)
    plan = find_plan(w, thread.id)
    if missing := missing_words(gates(w, thread, plan)):
        raise NotNow(f"还不能进行强制腾空：{missing}", code="gates")
    thread.status = LIFE.advance(VacatingStatus(thread.status), VacatingAct.FORCE).value
    day = ForceDay(
        **row_of(thread), plan_digest=plan.digest if plan else "", started_at=w.now,
        started_by=w.actor.id,
    )  # fmt: skip
    w.session.add(day)
    w.flush()
    record(w, "vacating.day_begun", "vacating", thread.id, f"开始强制腾空：{thread.title}", case_id=thread.case_id, authority="民事诉讼法 第261条")
    return day


def tick(w: Work, vacating_id: str, code: str, note: str, happened_at: datetime | None = None, photos: Photos = ()) -> ForceDay:
    """Tick a step with its time; a second tick of the same step changes nothing (the phone may send twice)."""
    thread, day = day_under_way(w, vacating_id)
    if code in day.steps:
        return day
    check_tick(code, day.steps)
    at = _moment(w, day, happened_at)
    day.steps = {**day.steps, code: {"at": at.isoformat(), "by": w.actor.name, "note": note.strip()[:300]}}
    day.photos = [*day.photos, *({**each, "step": code} for each in photos)]
    touch(w, day)
    record(
        w,
        "vacating.step_ticked",
        "vacating",
        thread.id,
        f"{local(at):%H:%M} {STEPS[code]}{'：' + note.strip()[:100] if note.strip() else ''}",
        case_id=thread.case_id,
    )
    return day


def call_roll(w: Work, vacating_id: str, keys: Sequence[str], happened_at: datetime | None = None) -> ForceDay:
    """Mark people of the plan as present; who was marked stays marked."""
    thread, day = day_under_way(w, vacating_id)
    known = {each.key: each for each in _posts(w, thread)}
    new = [key for key in dict.fromkeys(keys) if key in known and key not in day.roll]
    if new:
        at = _moment(w, day, happened_at)
        day.roll = {**day.roll, **{key: at.isoformat() for key in new}}
        touch(w, day)
        names = "、".join(known[key].name for key in new)
        record(w, "vacating.roll_called", "vacating", thread.id, f"点名：{names} 到场", case_id=thread.case_id)
    return day


def add_thing(w: Work, vacating_id: str, thing: Thing, photos: Photos, happened_at: datetime | None = None) -> Goods:
    """Write down a thing under the next number, which never serves again; the same client_id is the same thing."""
    thread, day = day_under_way(w, vacating_id)
    sent_before = w.session.scalar(for_house(select(Goods).where(Goods.day_id == day.id, Goods.client_id == thing.client_id)))
    if sent_before is not None:
        return sent_before
    if "unlock" not in day.steps:
        raise NotNow("进入之后才能清点", code="not_in")
    check_thing(thing, photos=len(photos))
    _seal_is_new(w, day, thing.seal_no.strip())
    day.last_no += 1
    row = Goods(
        court_id=day.court_id, case_id=day.case_id, day_id=day.id, no=day.last_no, **vars(thing), photos=list(photos),
        happened_at=_moment(w, day, happened_at), entered_by=w.actor.id,
    )  # fmt: skip
    w.session.add(row)
    touch(w, day)
    if row.handling == Handling.SEALED:
        w.emit(GoodsSealed(*told_of(thread), row.seal_no))
    words = f"清点第 {row.no} 件：{row.name} {row.quantity}{row.unit}，{HANDLINGS[Handling(row.handling)]}"
    record(
        w,
        "vacating.thing_entered",
        "vacating",
        thread.id,
        words,
        case_id=thread.case_id,
        details={"seal": row.seal_no, "photos": [each["digest"] for each in photos]},
    )
    return row


def strike_thing(w: Work, goods_id: str, why: str) -> Goods:
    """A row written by mistake: it stays visible, struck, and its number is not used again."""
    row = get_row(w, Goods, goods_id)
    thread, day = day_under_way(w, house_row(w, ForceDay, row.day_id).vacating_id)
    if row.day_id != day.id or row.struck_at is not None:
        raise NotNow("这一行不能再划去", code="not_open")
    if len(why.strip()) < 2:
        raise Invalid("写明划去的原因", field="why")
    row.struck_at, row.struck_why = w.now, why.strip()[:200]
    touch(w, day)
    record(w, "vacating.thing_struck", "vacating", thread.id, f"划去第 {row.no} 件：{why.strip()[:100]}", case_id=thread.case_id)
    return row


def text_of(r: Reading, thread: Vacating, day: ForceDay) -> str:
    """The record as it stands now."""
    posts = _posts(r, thread)
    case, court = house_case(r, day.case_id), get_court(r.session, day.court_id)
    head = (
        ("案号", case.number),
        ("法院", court.name),
        ("标的物", thread.title),
        ("地点", thread.place),
        ("院长公告", f"{thread.notice_posted_on} 张贴，限 {thread.leave_by_on} 前迁出" if thread.leave_by_on else ""),
        ("开始时间", f"{local(day.started_at):%Y-%m-%d %H:%M}"),
    )
    steps = [(f"{local(at):%H:%M}", STEPS[code], note) for code, (at, note) in ticked(day).items()]
    roll = [f"{each.name}（{each.unit}，{DUTIES[each.duty]}）" for each in posts if each.key in day.roll]
    goods = goods_of(r, day.id)
    return record_text(head, steps, roll, [_line(each) for each in goods if each.struck_at is None], video_lines(videos_of(r, day.id), goods))


def ticked(day: ForceDay) -> dict[str, tuple[datetime, str]]:
    """The steps done, in the order of the day: code to instant and note."""
    return {code: (datetime.fromisoformat(day.steps[code]["at"]), str(day.steps[code]["note"])) for code in STEPS if code in day.steps}


def write_record(w: Work, vacating_id: str) -> ForceDay:
    """Freeze the record as it stands for signing; a changed text voids the signatures."""
    thread, day = day_under_way(w, vacating_id)
    text = text_of(w, thread, day)
    digest = digest_of(text.encode())
    if digest != day.record_digest:
        _void(w, day, "笔录内容变更")
    day.record_text, day.record_digest = text, digest
    w.flush()
    record(w, "vacating.record_written", "vacating", thread.id, "形成强制腾空笔录，待签名", case_id=thread.case_id, digest=digest)
    return day


def sign(w: Work, vacating_id: str, signed: Signed) -> DaySignature:
    """Take a signature over the record, or write down that somebody refuses or is away; the same person signing again voids the earlier one."""
    return take_signature(w, *day_under_way(w, vacating_id), signed)


def take_signature(w: Work, thread: Vacating, day: ForceDay, signed: Signed) -> DaySignature:
    """The same on a day whose rows are held already."""
    if not day.record_digest or signed.digest != day.record_digest:
        raise Conflict("内容在你打开之后变了，请看过新的笔录再签名", code="digest_changed")
    if signed.capacity not in CAPACITIES or not signed.signer.strip():
        raise Invalid("写明签名人和身份", field="signer")
    if signed.way == "refused" and len(signed.refusal.strip()) < 2:
        raise Invalid("写明拒签或者不在场的情况", field="refusal")
    for each in signatures_of(w, day.id):
        if (each.capacity, each.signer) == (signed.capacity, signed.signer.strip()):
            each.voided_at = w.now
    w.flush()
    told = {**vars(signed), "signer": signed.signer.strip(), "refusal": signed.refusal.strip()[:300]}
    row = DaySignature(court_id=day.court_id, case_id=day.case_id, day_id=day.id, **told, at=w.now)
    w.session.add(row)
    w.flush()
    act = f"未签名：{row.refusal[:60]}" if row.way == "refused" else "在强制腾空笔录上签名"
    record(
        w, "vacating.day_signed", "vacating", thread.id, f"{CAPACITIES[row.capacity]}{row.signer}{act}", case_id=thread.case_id, digest=row.digest,
        details={"image": row.image_digest, "way": row.way},
    )  # fmt: skip
    return row


def end_day(w: Work, vacating_id: str, collect_by_on: date | None = None) -> ForceDay:
    """The place is empty and the record signed: the day ends, kept things wait for their owner until a day."""
    thread, day = day_under_way(w, vacating_id)
    if text_of(w, thread, day) != day.record_text:
        raise Conflict("清点或经过在签名之后变了，重新形成笔录并签名", code="digest_changed")
    signed = {each.capacity: each.way for each in signatures_of(w, day.id) if each.digest == day.record_digest}
    with_notary = any(each.duty == "notary" for each in _posts(w, thread))
    if lacks := missing_to_end(signed, day.steps, with_notary=with_notary):
        raise Invalid("还不能结束，缺：" + "、".join(lacks), field="end")
    kept = left_goods(w, thread.id)
    if kept and collect_by_on is None:
        raise Invalid(COLLECT_BY, field="collect_by_on")
    _await_owner(w, kept, collect_by_on)
    day.ended_at, day.outcome = w.now, "cleared"
    w.flush()
    record(w, "vacating.day_ended", "vacating", thread.id, f"强制腾空结束，封存 {len(kept)} 件", case_id=thread.case_id, digest=day.record_digest)
    clear_by_force(w, thread, w.today)
    w.emit(ForceDayEnded(*told_of(thread), day.id, "cleared", w.today, collect_by_on if kept else None))
    return day


def halt_day(w: Work, vacating_id: str, reason: str, collect_by_on: date | None = None) -> ForceDay:
    """A condition to stop has come about: the day ends, the thread waits for another day. What was sealed is kept; its owner may fetch it at once."""
    thread, day = day_under_way(w, vacating_id)
    if len(reason.strip()) < 2:
        raise Invalid("写明中止的原因", field="reason")
    kept = left_goods(w, thread.id)
    _await_owner(w, kept, collect_by_on)
    day.ended_at, day.outcome, day.halt_reason = w.now, "halted", reason.strip()[:300]
    thread.status = LIFE.advance(VacatingStatus(thread.status), VacatingAct.HALT).value
    plan = find_plan(w, thread.id)
    if plan is not None:
        plan.status, plan.approved_on = "draft", None
        forget_told(plan)
    w.flush()
    record(w, "vacating.day_halted", "vacating", thread.id, f"中止强制腾空：{reason.strip()[:100]}", case_id=thread.case_id)
    w.emit(ForceDayEnded(*told_of(thread), day.id, "halted", day_of(w.now), collect_by_on if kept else None))
    return day


def _await_owner(w: Work, kept: Sequence[Goods], collect_by_on: date | None) -> None:
    """Everything that is kept, of earlier days too, waits for its owner until that day (CP-03)."""
    if kept and collect_by_on is not None and collect_by_on <= w.today:
        raise Invalid(COLLECT_BY, field="collect_by_on")
    for each in kept:
        each.collect_by_on = collect_by_on or each.collect_by_on


def day_in_scope(r: Reading, day_id: str) -> tuple[Vacating, ForceDay]:
    """A day with its thread, in the actor's scope."""
    day = get_row(r, ForceDay, day_id)
    return get_vacating(r, day.vacating_id), day


def day_under_way(w: Work, vacating_id: str) -> tuple[Vacating, ForceDay]:
    """The thread in scope and its day, both rows held; NotFound when no day is under way."""
    return with_open_day(w, lock_vacating(w, vacating_id))


def with_open_day(w: Work, thread: Vacating) -> tuple[Vacating, ForceDay]:
    """A thread whose row is held, and its day, held too; NotFound when no day is under way."""
    day = lock_open_day(w, thread.id)
    if day is None:
        raise NotFound("没有正在进行的强制腾空")
    return thread, day


def _posts(r: Reading, thread: Vacating) -> list[Post]:
    plan = find_plan(r, thread.id)
    return posts_of(plan.content) if plan else []


def _moment(w: Work, day: ForceDay, happened_at: datetime | None) -> datetime:
    """When the phone says it happened, if that lies within the day; else now: the house's clock decides."""
    if happened_at is None or happened_at > w.now or happened_at < max(day.started_at, w.now - EARLIEST_BEFORE_RECEIPT):
        return w.now
    return happened_at


def touch(w: Work, day: ForceDay) -> None:
    """What was written after the record was frozen: the signatures no longer stand for all of it."""
    if day.record_digest:
        _void(w, day, "签名后又有记录")
        day.record_text, day.record_digest = "", ""
    w.flush()


def _void(w: Work, day: ForceDay, why: str) -> None:
    for each in signatures_of(w, day.id):
        each.voided_at = w.now
        record(w, "vacating.signature_voided", "vacating", day.vacating_id, f"{each.signer}签名失效：{why}", case_id=day.case_id, digest=each.digest)
    w.flush()


def _seal_is_new(w: Work, day: ForceDay, number: str) -> None:
    if number and any(each.seal_no == number for each in goods_of(w, day.id)):
        raise Conflict(f"封条号 {number} 今天已经用过：换一个封条", code="seal_used", field="seal_no")


def _line(each: Goods) -> str:
    box = f"箱{each.box_no} " if each.box_no else ""
    seal = f"，封条 {each.seal_no}" if each.seal_no else ""
    taker = f"，接收人{each.taker}" if each.taker else ""
    second = f"，第二人{each.second}" if each.second else ""
    features = f"（{each.features}）" if each.features else ""
    condition = f" {each.condition}" if each.condition else ""
    sort = f"[{SORTS[Sort(each.sort)]}] " if each.sort != Sort.GOODS else ""
    what = f"{sort}{each.name}{features} {each.quantity}{each.unit}{condition}"
    return f"{each.no}. {each.room} {box}{what}，{HANDLINGS[Handling(each.handling)]}{seal}{taker}{second}，照片 {len(each.photos)}"
