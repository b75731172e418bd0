"""Viewings of a lot: places are never given twice, strangers are throttled and see no names, the guide is reminded once, answers rest on sources."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domains.messages.tables import Message
from app.domains.viewings import asking, outside, queries, rules, service
from app.domains.viewings.jobs import remind_due
from app.domains.viewings.tables import Booking, Slot
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.actor import Actor
from app.kernel.clock import ManualClock, at_shanghai
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow
from tests.factories.viewings import STARTS_AT, VISITOR, Show, found_show

HERE = "203.0.113.7"


@pytest.fixture
def show(house: House) -> Show:
    return found_show(house)


def slot_of(show: Show) -> Slot:
    with show.house.reading() as r:
        return r.session.scalars(for_house(select(Slot).where(Slot.id == show.slot.id))).one()


def request(house: House, code: str, address: str = HERE) -> None:
    with house.work(outside.visitor(address)) as w:
        outside.note_request(w, code, address)


@pytest.mark.parametrize(
    ("text", "source", "word"),
    [
        ("物业费欠约 12,480.00 元，已核", "调查表", ""),
        ("很划算", "公告", "划算"),
        ("电话 13800138000 联系房主", "公告", "手机"),
        ("面积见公告", "", "依据"),
        ("好", "公告", "2 至 1000"),
        ("不负责腾退", "公告", "不负责腾退"),
    ],
)
def test_an_answer_says_what_was_published_and_no_more(text: str, source: str, word: str) -> None:
    if not word:
        assert rules.check_answer(text, source) == text
        return
    with pytest.raises(Invalid, match=word):
        rules.check_answer(text, source)


@pytest.mark.parametrize(("called", "phone"), [("440100196805030536", "13800138000"), ("陈先生13", "13800138000"), ("陈先生", "12345"), ("", "13800138000")])
def test_no_more_than_a_name_to_call_and_a_phone_is_taken(show: Show, called: str, phone: str) -> None:
    with show.house.work(show.bench["clerk"]) as w, pytest.raises(Invalid):
        service.book(w, show.slot.id, replace(VISITOR, called=called, phone=phone))


def test_reminders_come_at_nine_the_day_before_or_not_at_all() -> None:
    assert rules.remind_at(STARTS_AT, at_shanghai(2026, 4, 2, 10)) == at_shanghai(2026, 4, 3, 9)
    assert rules.remind_at(STARTS_AT, at_shanghai(2026, 4, 3, 10)) is None


def test_places_are_counted_and_given_back(show: Show) -> None:
    with show.house.work(show.outside["worker"]) as w:
        first = service.book(w, show.slot.id, replace(VISITOR, people=5))
        with pytest.raises(Conflict):
            service.book(w, show.slot.id, VISITOR)
    with show.house.work(show.bench["clerk"]) as w, pytest.raises(NotNow, match="还剩 3 位"):
        service.book(w, show.slot.id, replace(VISITOR, phone="13900139000", people=4))
    with show.house.work(show.bench["clerk"]) as w:
        service.cancel_booking(w, first.id)
        with pytest.raises(NotNow):
            service.cancel_booking(w, first.id)
        again = service.book(w, show.slot.id, VISITOR)
    assert (slot_of(show).booked, again.no, again.phone_tail) == (2, 2, "8000")
    with show.house.reading() as r:
        kept = r.session.scalars(for_house(select(Booking.phone_digest))).all()
    assert "13800138000" not in "".join(kept)


def test_a_stranger_books_and_cancels_with_one_code_only_while_the_page_is_open(show: Show) -> None:
    with show.house.work(outside.visitor(HERE)) as w, pytest.raises(NotFound):
        outside.book_outside(w, show.programme.code, show.slot.id, VISITOR)
    code = show.opened
    with show.house.work(outside.visitor(HERE)) as w:
        cancel = outside.book_outside(w, code, show.slot.id, VISITOR)
    assert slot_of(show).booked == 2
    for wrong in ("", "AAAAAAAAAA"):
        with show.house.work(outside.visitor(HERE)) as w, pytest.raises(NotFound):
            outside.cancel_outside(w, code, wrong)
    with show.house.work(outside.visitor(HERE)) as w:
        outside.cancel_outside(w, code, cancel.lower())
    assert slot_of(show).booked == 0
    with show.house.work(outside.visitor(HERE)) as w, pytest.raises(NotFound):
        outside.cancel_outside(w, code, cancel)


def test_an_address_and_a_page_are_throttled_in_the_database_until_the_rest_is_over(show: Show, clock: ManualClock) -> None:
    for _ in range(rules.ADDRESS_LIMIT):
        request(show.house, "one")
    with pytest.raises(rules.TooMany, match="操作太频繁：15 分钟后再试"):
        request(show.house, "two")
    request(show.house, "one", "203.0.113.8")
    clock.advance(timedelta(minutes=15))
    request(show.house, "one")
    for number in range(rules.PAGE_LIMIT):
        request(show.house, "busy", f"198.51.100.{number}")
    with pytest.raises(rules.TooMany):
        request(show.house, "busy", "192.0.2.1")


def test_guide_and_agency_are_reminded_once_the_day_before(show: Show, clock: ManualClock) -> None:
    remind_due(show.house)
    clock.move_to(at_shanghai(2026, 4, 3, 9))
    remind_due(show.house)
    remind_due(show.house)
    with show.house.reading() as r:
        told = r.session.execute(select(Message.person_id, Message.title).where(Message.kind == "viewing")).all()
    assert {row[0] for row in told} == {show.outside["worker"].id, show.outside["agency"].id}
    assert [row[1] for row in told] == ["明天 09:30 看样，已约 0 人：包装机械及自动输送线一批"] * 2


def test_heads_are_counted_after_the_slot_began_with_incidents_spoken_of(show: Show, clock: ManualClock) -> None:
    with show.house.work(show.outside["worker"]) as w, pytest.raises(NotNow):
        service.count_heads(w, show.slot.id, 3, "无")
    clock.move_to(STARTS_AT + timedelta(minutes=30))
    with show.house.work(show.outside["worker"]) as w:
        with pytest.raises(Invalid):
            service.count_heads(w, show.slot.id, 3, " ")
        service.count_heads(w, show.slot.id, 3, "无")
    assert (slot_of(show).headcount, slot_of(show).incidents) == (3, "无")
    with show.house.work(show.bench["clerk"]) as w, pytest.raises(NotNow):
        service.cancel_slot(w, show.slot.id, "下雨")


def test_a_question_goes_to_the_judge_who_answers_and_lets_it_be_published(show: Show) -> None:
    with show.house.work(show.outside["agency"]) as w:
        question = asking.ask(w, show.programme.id, "phone", "设备能否试机？")
        asking.escalate(w, question.id)
        with pytest.raises(NotAllowed):
            asking.answer(w, question.id, "现场断电，不试机", "法官答复")
    assert question.reply_due_on.isoformat() == "2026-04-07"  # the 4th to the 6th are a holiday
    with show.house.work(show.bench["judge"]) as w:
        with pytest.raises(NotNow):
            asking.publish(w, question.id, True)
        asking.answer(w, question.id, "现场断电，不试机", "法官答复")
        asking.publish(w, question.id, True)
    with show.house.work(show.bench["clerk"]) as w, pytest.raises(NotNow):
        asking.answer(w, question.id, "可以试机", "公告")
    with show.house.reading(outside.visitor(HERE)) as r:
        assert [each.answer for each in queries.list_published(r, show.programme.asset_id)] == ["现场断电，不试机"]
    with show.house.reading() as r:
        told = r.session.execute(select(Message.person_id, Message.title).where(Message.kind == "viewing").order_by(Message.id)).all()
    assert (told[0][0], told[0][1]) == (show.bench["judge"].id, "咨询待法官答复：包装机械及自动输送线一批")


@pytest.mark.parametrize("login", ["agency2", "worker2", "worker_too", "clerk_b"])
def test_others_see_nothing_of_it(show: Show, login: str) -> None:
    actor: Actor = show.bench[login] if login == "clerk_b" else show.outside[login]
    with show.house.reading(actor) as r:
        assert list(queries.list_coming(r, since_at=r.now)) == []
        for find in (lambda: queries.get_programme(r, show.programme.id), lambda: queries.get_slot(r, show.slot.id)):
            with pytest.raises(NotFound):
                find()
