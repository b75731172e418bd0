"""Verbs of handovers: open, ask for the notice, post it, record visits, note it empty, write the record, sign it, hand over; or note the refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domains.assets.queries import house_asset
from app.domains.audit.service import record
from app.domains.cases.queries import house_case
from app.domains.courts.queries import get_court
from app.domains.handovers.comparing import with_comparison
from app.domains.handovers.events import HandedOver, NoticeAsked, NoticePosted, Vacated
from app.domains.handovers.queries import get_handover, house_handover, list_signatures
from app.domains.handovers.rules import CAPACITIES, LIFE, OPTIONAL_FIELDS, RECORD_FIELDS, HandoverAct, HandoverStatus, record_text
from app.domains.handovers.tables import Handover, HandoverSignature, HandoverStep
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import Conflict, Invalid, NotNow
from app.kernel.ids import digest_of

MOST_LEAVE_DAYS = 60
STEP_KINDS = {"visit": "走访", "notice": "张贴公告", "agreement": "腾退协议", "inventory": "清点", "other": "其他"}


@dataclass(frozen=True)
class OpenHandover:
    """A served ruling."""

    court_id: str
    case_id: str
    asset_id: str
    settlement_id: str
    title: str
    place: str
    buyer_name: str
    needs_vacating: bool


@dataclass(frozen=True)
class Signed:
    """A drawn signature: by whom, in which capacity, over which text (digest), the picture's digest in the evidence store."""

    signer: str
    capacity: str
    digest: str
    image_digest: str
    way: str = "drawn"


@dataclass(frozen=True)
class Posting:
    """The signed order on the wall: which day, by whom, where."""

    on: date
    by: str
    where: str


def open_handover(w: Work, order: OpenHandover) -> Handover:
    """Open the thread of a sold asset."""
    found = Handover(**vars(order))
    w.session.add(found)
    w.flush()
    record(w, "handover.opened", "handover", found.id, f"启动腾空移交：{order.title}", case_id=order.case_id, authority="法释〔2004〕16号 第27条")
    return found


def ask_notice(w: Work, handover_id: str, leave_by_on: date) -> Handover:
    """Draft the order to leave by a day and ask the president to sign it (民诉法 第261条); asked anew before it is posted, an earlier signature is gone."""
    found = get_handover(w, handover_id)
    LIFE.advance(HandoverStatus(found.status), HandoverAct.POST_NOTICE)
    if not 1 <= (leave_by_on - w.today).days <= MOST_LEAVE_DAYS:
        raise Invalid(f"限期应在 1 至 {MOST_LEAVE_DAYS} 日之内", field="leave_by_on")
    found.record_data = {**found.record_data, "leave_by_on": leave_by_on.isoformat(), "notice_asked_on": w.today.isoformat()}
    found.notice_signed_on = found.notice_signed_by = None
    w.flush()
    record(w, "handover.notice_asked", "handover", found.id, f"提请院长签发责令迁出公告：{found.title}", case_id=found.case_id, digest=notice_digest(found))
    w.emit(NoticeAsked(*told_of(found), notice_digest(found), found.title, w.actor.id))
    return found


def sign_notice(w: Work, handover_id: str, digest: str) -> Handover:
    """The president signed."""
    found = house_handover(w, handover_id)
    if notice_digest(found) != digest:
        raise Conflict("公告内容在签发前变了，请重新提请")
    if (leave_by := ordered_day(found)) is None or leave_by <= w.today:
        raise NotNow(f"公告限期 {leave_by or ''} 已到，退回书记员另定限期后重新提请", code="too_near")
    found.notice_signed_on, found.notice_signed_by = w.today, w.actor.id
    w.flush()
    record(
        w,
        "handover.notice_signed",
        "handover",
        found.id,
        f"院长签发责令迁出公告：{found.title}",
        case_id=found.case_id,
        digest=digest,
        authority="民事诉讼法 第261条",
    )
    return found


def post_notice(w: Work, handover_id: str, posting: Posting, photos: Sequence[Any]) -> Handover:
    """The signed order was posted and photographed (papers.md 26); the people have until its day."""
    posted_on = posting.on
    found = get_handover(w, handover_id)
    if found.notice_signed_on is None:
        raise NotNow("还不能张贴：须由院长签发公告", code="not_signed")
    if posted_on < found.notice_signed_on or posted_on > w.today:
        raise Invalid("张贴日应在签发之后、不晚于今天", field="posted_on")
    if not photos or not posting.by.strip() or not posting.where.strip():
        raise Invalid("写明张贴人、张贴地点，附张贴照片至少一张", field="photos" if not photos else "posted_by")
    leave_by = ordered_day(found)
    if leave_by is None or leave_by <= posted_on:
        raise NotNow(f"公告限期 {leave_by or ''} 在张贴时已到，不能张贴：另定限期，重新提请院长签发", code="too_near")
    found.status = LIFE.advance(HandoverStatus(found.status), HandoverAct.POST_NOTICE).value
    found.notice_posted_on, found.leave_by_on = posted_on, leave_by
    w.flush()
    record(
        w,
        "handover.notice_posted",
        "handover",
        found.id,
        f"张贴责令迁出公告，限 {leave_by.isoformat()} 前迁出",
        case_id=found.case_id,
        authority="民事诉讼法 第261条",
    )
    record_step(w, found.id, kind="notice", present=posting.by, body=f"{posted_on.isoformat()} 张贴于{posting.where.strip()}", evidence=photos)
    w.emit(NoticePosted(*told_of(found), posted_on, leave_by))
    return found


def record_step(w: Work, handover_id: str, *, kind: str, present: str, body: str, evidence: Sequence[Any] = ()) -> HandoverStep:
    """Record a visit or another step: what happened, who was there."""
    found = get_handover(w, handover_id)
    if kind not in STEP_KINDS:
        raise Invalid("没有这种记录", field="kind")
    if not present.strip() or not body.strip():
        raise Invalid("写明在场人员和经过", field="body")
    step = HandoverStep(
        court_id=found.court_id,
        case_id=found.case_id,
        handover_id=found.id,
        kind=kind,
        at=w.now,
        present=present.strip(),
        body=body.strip(),
        evidence=list(evidence),
        entered_by=w.actor.id,
    )
    w.session.add(step)
    w.flush()
    record(w, "handover.step_recorded", "handover", found.id, f"{STEP_KINDS[kind]}记录：{found.title}", case_id=found.case_id)
    return step


def note_vacated(w: Work, handover_id: str, on: date) -> Handover:
    """The place is empty or the things are ready."""
    found = get_handover(w, handover_id)
    if on > w.today:
        raise Invalid("腾空日不能晚于今天", field="on")
    return _vacate(w, found, on)


def note_cleared(w: Work, handover_id: str, on: date) -> None:
    """The vacating says that it is empty: the thread is ready, unless it was already. For the house's steps."""
    found = house_handover(w, handover_id)
    if LIFE.allows(HandoverStatus(found.status), HandoverAct.VACATE):
        _vacate(w, found, on)


def draft_record(r: Reading, handover: Handover, data: Mapping[str, str]) -> tuple[str, str]:
    """The record's text and digest, as the buyer will sign it; Invalid names every missing field."""
    case = house_case(r, handover.case_id)
    court = get_court(r.session, handover.court_id)
    text = record_text(handover.title, case.number, court.name, handover.buyer_name, r.today.isoformat(), data)
    return text, digest_of(text.encode())


def hand_over(w: Work, handover_id: str, data: Mapping[str, str], signatures: Sequence[Signed]) -> Handover:
    """Save the record, take the signatures over exactly this text and finish, in one act."""
    save_record(w, handover_id, data)
    for each in signatures:
        sign(w, handover_id, each)
    return finish(w, handover_id)


def save_record(w: Work, handover_id: str, data: Mapping[str, str], compared: Sequence[Mapping[str, str]] = ()) -> Handover:
    """Write the record that will be signed; a text other than the signed one voids the signatures. `compared`: published beside found, by rows."""
    found = get_handover(w, handover_id)
    LIFE.advance(HandoverStatus(found.status), HandoverAct.HAND_OVER)
    told = {**data, "condition": with_comparison(data.get("condition", ""), compared)}
    kept = {name: str(told.get(name, "")).strip() for name in (*RECORD_FIELDS, *OPTIONAL_FIELDS)}
    text, digest = draft_record(w, found, kept)
    if digest != found.record_digest:
        _void(w, found, list_signatures(w, found.id, live_only=True), "笔录内容变更")
    typed = {"compared": [dict(each) for each in compared], "condition_typed": str(data.get("condition", ""))}
    found.record_text, found.record_digest, found.record_data = text, digest, {**found.record_data, **kept, **typed}
    w.flush()
    record(w, "handover.record_saved", "handover", found.id, f"填写移交笔录：{found.title}", case_id=found.case_id, digest=digest)
    return found


def sign(w: Work, handover_id: str, signed: Signed) -> HandoverSignature:
    """Take one signature over the saved record; signing anew voids the earlier one of the same capacity."""
    found = get_handover(w, handover_id)
    LIFE.advance(HandoverStatus(found.status), HandoverAct.HAND_OVER)
    if not found.record_digest or signed.digest != found.record_digest:
        raise Conflict("内容在你打开之后变了，请看过新的笔录再签名", code="digest_changed")
    if signed.capacity not in CAPACITIES or not signed.signer.strip():
        raise Invalid("写明签名人", field="signer")
    _void(w, found, [each for each in list_signatures(w, found.id, live_only=True) if each.capacity == signed.capacity], "重签")
    row = HandoverSignature(court_id=found.court_id, case_id=found.case_id, handover_id=found.id, **vars(signed), at=w.now)
    w.session.add(row)
    w.flush()
    record(
        w,
        "handover.signed",
        "handover",
        found.id,
        f"{CAPACITIES[signed.capacity]}在移交笔录上签名",
        case_id=found.case_id,
        digest=digest_of({"text": signed.digest, "image": signed.image_digest, "capacity": signed.capacity, "at": w.now.isoformat()}),
        details={"text": signed.digest, "image": signed.image_digest, "way": signed.way},
    )
    return row


def finish(w: Work, handover_id: str) -> Handover:
    """Hand over: both signatures stand over exactly this text, and the text names this day."""
    found = get_handover(w, handover_id)
    status = LIFE.advance(HandoverStatus(found.status), HandoverAct.HAND_OVER)
    if gap := house_asset(w, found.asset_id).custody_gap:
        raise NotNow(f"{gap}，不能交付", code="chain_gap")
    _, digest = draft_record(w, found, found.record_data)
    if digest != found.record_digest:
        raise Conflict("笔录所写移交日期不是今天，请重新保存并签名", code="digest_changed")
    held = {each.capacity for each in list_signatures(w, found.id, live_only=True) if each.digest == digest}
    if missing := [CAPACITIES[each] for each in CAPACITIES if each not in held]:
        raise Invalid("缺签名：" + "、".join(missing), field="signatures")
    found.status, found.handed_over_on = status.value, w.today
    w.flush()
    record(
        w,
        "handover.handed_over",
        "handover",
        found.id,
        f"移交买受人，笔录已签名：{found.title}",
        case_id=found.case_id,
        digest=digest,
        authority="法释〔2004〕16号 第27条",
    )
    w.emit(HandedOver(*told_of(found), w.today, found.settlement_id))
    return found


def _vacate(w: Work, found: Handover, on: date) -> Handover:
    found.status = LIFE.advance(HandoverStatus(found.status), HandoverAct.VACATE).value
    found.vacated_on = on
    w.flush()
    record(w, "handover.vacated", "handover", found.id, f"已腾空，待移交：{found.title}", case_id=found.case_id)
    w.emit(Vacated(*told_of(found), on))
    return found


def _void(w: Work, found: Handover, signatures: Sequence[HandoverSignature], why: str) -> None:
    for each in signatures:
        each.voided_at = w.now
        record(w, "handover.signature_voided", "handover", found.id, f"{CAPACITIES[each.capacity]}签名失效：{why}", case_id=found.case_id, digest=each.digest)
    w.flush()


def notice_digest(handover: Handover) -> str:
    """What the president's signature is bound to."""
    return digest_of({"handover": handover.id, "place": handover.place, "title": handover.title, "leave_by_on": handover.record_data.get("leave_by_on")})


def ordered_day(handover: Handover) -> date | None:
    """The last day to leave, as the notice names it; None before one was asked for."""
    named = handover.record_data.get("leave_by_on")
    return date.fromisoformat(str(named)) if named else None


def told_of(found: Handover) -> tuple[str, str, str, str]:
    """The first four values of every fact."""
    return (found.id, found.case_id, found.court_id, found.asset_id)
