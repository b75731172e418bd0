"""Accepted tasks of guiding and answering stand with the lot: once, with the heads of their slot counted, open questions before the judge."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domains.assets.queries import house_asset
from app.domains.messages.tables import Message
from app.domains.tasks import service as tasks
from app.domains.tasks.kinds import get_kind
from app.domains.tasks.sample_answers import PLANT
from app.domains.tasks.sample_photos import SamplePhoto
from app.domains.viewings import asking, outside, queries
from app.domains.viewings.service import Lot, name_agency, plan_viewings
from app.domains.viewings.tables import Programme
from app.infra.house import House
from app.kernel.clock import ManualClock, local
from app.kernel.errors import Invalid
from tests.factories.rounds import make_round
from tests.factories.tasks import TaskField, plain_answers
from tests.factories.viewings import STARTS_AT, Show, found_show

ASKED = [
    {"asked_at": "2026-04-02T11:00", "channel": "电话", "question": "物业费欠多少？", "answer": "约 12,480.00 元", "source": "调查表"},
    {"asked_at": "2026-04-02T11:10", "channel": "现场", "question": "能否试机？", "answer": "已转法官", "source": "已转法官"},
]
PASSED_ON = [
    {"question": "能否分开买？", "sent_on": "2026-04-02", "judge_reply": "一并处置"},
    {"question": "能否试机？", "sent_on": "2026-04-02", "judge_reply": ""},
]


@pytest.fixture
def show(house: House) -> Show:
    return found_show(house)


def accepted(show: Show, clock: ManualClock, kind: str, **changes: Any) -> str:
    """A task on the lot's thing, given, done and accepted; its id."""
    with show.house.reading() as r:
        field = TaskField(show.house, clock, show.bench, show.outside, house_asset(r, show.round.asset_id))
    task = field.take(field.give(kind=kind))
    started = local(clock.now())
    for no, shot in enumerate(get_kind(kind).shots):
        field.send(task, shot.code, SamplePhoto(shot.title, clock.now(), *PLANT), client_id=f"client-{kind}-{no}")
    if get_kind(kind).on_site:
        field.sign(task)
    clock.advance(timedelta(hours=2))
    answers = plain_answers(get_kind(kind), f"{started:%Y-%m-%dT%H:%M}", f"{local(clock.now()):%Y-%m-%dT%H:%M}")
    present = [{"name": "卢小帆", "standing": "承办人", "signed": "已签名"}]
    with show.house.work(show.outside["worker"]) as w:
        tasks.save_draft(w, task.id, {**answers, "people_present": present, "place_evidence": f"{PLANT[0]},{PLANT[1]},8", **changes})
    field.hand_back(task)
    with show.house.work(show.bench["clerk"]) as w:
        tasks.accept_task(w, task.id)
    return task.id


def test_an_accepted_guiding_stands_with_the_lot_and_counts_the_heads_of_its_slot_once(show: Show, clock: ManualClock) -> None:
    clock.move_to(STARTS_AT - timedelta(minutes=10))
    task_id = accepted(show, clock, "viewing", headcount="6", incidents=[{"at": "2026-04-04T09:40", "what": "一人询问漏油"}])
    with show.house.work(show.bench["clerk"]) as w:  # the programme told again changes nothing
        plan_viewings(w, Lot(show.round.court_id, show.round.case_id, show.round.asset_id, show.round.id, show.round.title))
    with show.house.reading(show.bench["judge"]) as r:
        (visit,), slot = queries.list_visits(r, show.programme), queries.get_slot(r, show.slot.id)[0]
    assert (visit.task_id, visit.headcount, visit.incidents, visit.slot_id) == (task_id, 6, "一人询问漏油", slot.id)
    assert (slot.headcount, slot.incidents, slot.counted_by) == (6, "一人询问漏油", show.outside["worker"].id)
    seen = {}
    for login in ("agency", "worker", "worker_too", "agency2"):
        with show.house.reading(show.outside[login]) as r:
            seen[login] = len(queries.list_visits(r, show.programme))
    assert seen == {"agency": 1, "worker": 1, "worker_too": 0, "agency2": 0}


def test_accepted_answers_stand_with_the_lot_and_what_was_passed_on_is_put_before_the_judge(show: Show, clock: ManualClock) -> None:
    accepted(show, clock, "consultation", questions=ASKED, escalated=PASSED_ON)
    with show.house.reading(show.bench["judge"]) as r:
        found = {each.body: each for each in queries.list_questions(r, show.programme)}
        told = list(r.session.scalars(select(Message.body).where(Message.person_id == show.bench["judge"].id, Message.title.startswith("咨询待法官答复"))))
    assert {body: (each.answer, each.source, bool(each.escalated_at)) for body, each in found.items()} == {
        "物业费欠多少？": ("约 12,480.00 元", "调查表", False),
        "能否试机？": ("", "", True),
        "能否分开买？": ("一并处置", "法官答复", False),
    }
    assert told == ["能否试机？"]
    with show.house.reading(outside.visitor("203.0.113.7")) as r:
        assert list(queries.list_published(r, show.round.asset_id)) == []
    with show.house.work(show.bench["judge"]) as w:
        assert asking.publish(w, found["物业费欠多少？"].id, True).published_at


def test_what_came_with_a_task_passes_the_same_rules_before_it_is_published(show: Show, clock: ManualClock) -> None:
    accepted(show, clock, "consultation", questions=[{**ASKED[0], "answer": "好"}], escalated=[])
    with show.house.work(show.bench["judge"]) as w:
        (question,) = queries.list_questions(w, show.programme)
        with pytest.raises(Invalid, match="2 至 1000"):
            asking.publish(w, question.id, True)


def test_what_was_accepted_before_there_was_a_lot_is_taken_in_with_its_programme(show: Show, clock: ManualClock) -> None:
    with show.house.work(show.bench["clerk"]) as w:
        other = make_round(w, show.bench, 1507)
    second = replace(show, round=other)
    accepted(second, clock, "consultation", questions=ASKED[:1], escalated=[])
    with show.house.work(show.bench["clerk"]) as w:
        programme: Programme = plan_viewings(w, Lot(other.court_id, other.case_id, other.asset_id, other.id, other.title))
        name_agency(w, programme.id, show.outside.anheng_id)
        assert [each.body for each in queries.list_questions(w, programme)] == ["物业费欠多少？"]
