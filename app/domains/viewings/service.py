"""Verbs of viewings: a lot's programme, its page opened or closed, slots, bookings by staff, headcount; what strangers do stands in outside.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domains.agencies.queries import agency_name
from app.domains.audit.service import record
from app.domains.viewings.events import ViewingsPlanned
from app.domains.viewings.queries import find_of_round, get_booking, get_programme, get_slot, last_no, list_guides, phone_is_booked
from app.domains.viewings.rules import CHANNELS, MOST_CAPACITY, MOST_PEOPLE, check_called, check_phone, new_page_code, remind_at
from app.domains.viewings.tables import Booking, Programme, Slot
from app.infra.keyed import keyed_digest
from app.infra.unit_of_work import Work
from app.kernel.clock import local
from app.kernel.errors import Conflict, Invalid, NotNow


@dataclass(frozen=True)
class Lot:
    """A round as its own noun told it, within the caller's scope."""

    court_id: str
    case_id: str
    asset_id: str
    round_id: str
    title: str


@dataclass(frozen=True)
class AddSlot:
    """A time for so many people, where they meet, who guides (a person's id)."""

    starts_at: datetime
    ends_at: datetime
    capacity: int
    place: str
    guide_id: str


@dataclass(frozen=True)
class Book:
    """Who comes: how to call them, the phone as typed, how many, by which channel."""

    called: str
    phone: str
    people: int
    source: str = "phone"


def plan_viewings(w: Work, lot: Lot) -> Programme:
    """The programme of a lot, made at the first use; its page is closed."""
    found = find_of_round(w, lot.round_id)
    if found is not None:
        return found
    programme = Programme(**vars(lot), code=new_page_code(), made_at=w.now)
    w.session.add(programme)
    w.flush()
    record(w, "viewing.begun", "programme", programme.id, f"安排看样：{lot.title}", case_id=lot.case_id, authority="法释〔2016〕18号 第14条")
    w.emit(ViewingsPlanned(programme.id, lot.round_id, lot.case_id, lot.court_id, lot.title, lot.asset_id))
    return programme


def open_page(w: Work, programme_id: str, opened: bool) -> Programme:
    """Open the public page, or close it."""
    programme = get_programme(w, programme_id)
    programme.public = opened
    w.flush()
    record(w, "viewing.page_set", "programme", programme.id, f"{'开放' if opened else '关闭'}公开预约页：{programme.title}", case_id=programme.case_id)
    return programme


def name_agency(w: Work, programme_id: str, agency_id: str | None) -> Programme:
    """Which agency guides and answers; None: the court itself. Slots that are made keep theirs."""
    programme = get_programme(w, programme_id)
    programme.agency_id = agency_id
    name = agency_name(w.session, agency_id) if agency_id else "本院"
    w.flush()
    record(w, "viewing.agency_named", "programme", programme.id, f"看样和咨询由{name}办理：{programme.title}", case_id=programme.case_id)
    return programme


def add_slot(w: Work, programme_id: str, order: AddSlot) -> Slot:
    """Add a slot to come; Conflict when one begins at the same time."""
    programme = get_programme(w, programme_id)
    if not w.now < order.starts_at < order.ends_at:
        raise Invalid("时段应在以后，结束晚于开始", field="starts_at")
    if not 1 <= order.capacity <= MOST_CAPACITY or not order.place.strip():
        raise Invalid(f"写明集合地点；人数 1 至 {MOST_CAPACITY}", field="capacity")
    guide = dict(list_guides(w, programme)).get(order.guide_id)
    if guide is None:
        raise Invalid("选择带看人", field="guide_id")
    slot = Slot(
        court_id=programme.court_id, case_id=programme.case_id, programme_id=programme.id, agency_id=programme.agency_id, starts_at=order.starts_at,
        ends_at=order.ends_at, capacity=order.capacity, place=order.place.strip(), guide_id=order.guide_id, guide=guide,
        remind_at=remind_at(order.starts_at, w.now),
    )  # fmt: skip
    w.session.add(slot)
    w.flush()
    record(w, "viewing.slot_added", "programme", programme.id, f"看样时段 {_when(slot)}，{slot.capacity} 人，带看 {guide}", case_id=programme.case_id)
    return slot


def cancel_slot(w: Work, slot_id: str, reason: str) -> Slot:
    """Call a slot off; its bookings stay as they were, for telling the people."""
    slot, programme = get_slot(w, slot_id, lock=True)
    if slot.cancelled_at is not None or slot.counted_at is not None:
        raise NotNow("这个时段已经取消或办结", code="slot_over")
    if len(reason.strip()) < 2:
        raise Invalid("写明取消的原因", field="reason")
    slot.cancelled_at, slot.remind_at = w.now, None
    w.flush()
    record(w, "viewing.slot_cancelled", "programme", programme.id, f"取消看样时段 {_when(slot)}：{reason.strip()[:80]}", case_id=programme.case_id)
    return slot


def book(w: Work, slot_id: str, order: Book) -> Booking:
    """A booking that staff take by phone or on the spot."""
    slot, programme = get_slot(w, slot_id, lock=True)
    booking = take_places(w, slot, order)
    record(w, "viewing.booked", "programme", programme.id, f"看样预约 {_when(slot)} 第 {booking.no} 号，{booking.people} 人", case_id=programme.case_id)
    return booking


def take_places(w: Work, slot: Slot, order: Book, cancel_digest: str = "") -> Booking:
    """Take places in a locked slot; NotNow when it is full, over or called off, Conflict when the phone has booked it already."""
    called, phone = check_called(order.called), check_phone(order.phone)
    if not 1 <= order.people <= MOST_PEOPLE or order.source not in CHANNELS:
        raise Invalid(f"一次预约 1 至 {MOST_PEOPLE} 人", field="people")
    if slot.cancelled_at is not None or slot.ends_at <= w.now:
        raise NotNow("这个时段已经取消或过去", code="slot_over")
    if slot.booked + order.people > slot.capacity:
        raise NotNow(f"名额不够：还剩 {slot.capacity - slot.booked} 位", code="full")
    digest = keyed_digest(w.session, "viewing phone", phone)
    if phone_is_booked(w, slot.id, digest):
        raise Conflict("这个电话在本时段已有预约", code="booked_already", field="phone")
    slot.booked += order.people
    booking = Booking(
        court_id=slot.court_id, case_id=slot.case_id, programme_id=slot.programme_id, slot_id=slot.id, no=last_no(w, slot.id) + 1, called=called,
        phone_tail=phone[-4:], phone_digest=digest, people=order.people, source=order.source, cancel_digest=cancel_digest, booked_at=w.now,
    )  # fmt: skip
    w.session.add(booking)
    w.flush()
    return booking


def cancel_booking(w: Work, booking_id: str) -> Booking:
    """Staff cancel a booking; its places are free again."""
    booking, slot, _ = get_booking(w, booking_id)
    give_back(w, booking, slot)
    return booking


def give_back(w: Work, booking: Booking, slot: Slot) -> None:
    """Cancel a live booking of a locked slot."""
    if booking.cancelled_at is not None or slot.counted_at is not None:
        raise NotNow("这个预约已经取消或办结", code="booking_over")
    booking.cancelled_at, slot.booked = w.now, slot.booked - booking.people
    w.flush()
    record(w, "viewing.booking_cancelled", "programme", slot.programme_id, f"取消看样预约 {_when(slot)} 第 {booking.no} 号", case_id=slot.case_id)


def count_heads(w: Work, slot_id: str, headcount: int, incidents: str) -> Slot:
    """After a slot began: how many came, and what happened, 无 when nothing did."""
    slot, programme = get_slot(w, slot_id, lock=True)
    if slot.cancelled_at is not None or slot.starts_at > w.now:
        raise NotNow("时段开始后才能登记到场", code="not_begun")
    if headcount < 0 or headcount > 500:
        raise Invalid("写明到场人数", field="headcount")
    if not incidents.strip():
        raise Invalid("写明异常情况，没有的写“无”", field="incidents")
    slot.headcount, slot.incidents, slot.counted_at, slot.counted_by = headcount, incidents.strip()[:1000], w.now, w.actor.id
    w.flush()
    words = f"看样 {_when(slot)} 到场 {headcount} 人，异常：{incidents.strip()[:60]}"
    record(w, "viewing.counted", "programme", programme.id, words, case_id=programme.case_id)
    return slot


def _when(slot: Slot) -> str:
    return f"{local(slot.starts_at):%m-%d %H:%M}"
