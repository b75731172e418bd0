"""Qualification papers: warned of before their end, out of the choice after it, back when a director has confirmed the renewal."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domains.agencies import papers
from app.domains.agencies.jobs import remind
from app.domains.agencies.paper_rules import PaperState, state_of
from app.domains.agencies.papers import EnterPaper
from app.domains.agencies.service import Engage, engage
from app.domains.agencies.terms import margin_of, set_margin
from app.domains.agencies.types import Barrier
from app.domains.messages.tables import Message
from app.domains.tasks.choosing import list_candidates
from app.domains.tasks.doing import list_workers
from app.infra.house import House
from app.kernel.clock import ManualClock
from app.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from tests.factories.tasks import TaskField, found_field

END = date(2026, 4, 20)


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    return found_field(house, clock)


@pytest.mark.parametrize(
    ("today", "confirmed", "state"),
    [
        (date(2026, 4, 9), True, PaperState.VALID),
        (date(2026, 4, 10), True, PaperState.NEAR),
        (END, True, PaperState.NEAR),
        (date(2026, 4, 21), True, PaperState.EXPIRED),
        (date(2026, 4, 9), False, PaperState.UNCONFIRMED),
    ],
)
def test_the_last_day_belongs_to_a_paper(today: date, confirmed: bool, state: PaperState) -> None:
    assert state_of(END, 10, today, confirmed=confirmed) is state


def barrier(field: TaskField) -> tuple[Barrier | None, str]:
    with field.house.reading(field.bench["clerk"]) as r:
        found = {each.agency.id: each for each in list_candidates(r, "survey_equipment", field.asset)}[field.outside.anheng_id]
    return found.barrier, found.excluded


def told(field: TaskField, actor_id: str) -> list[str]:
    remind(field.house)
    with field.house.reading() as r:
        return list(r.session.scalars(select(Message.title).where(Message.person_id == actor_id, Message.title.contains("资质文件")).order_by(Message.id)))


def test_an_ended_paper_takes_the_agency_out_of_the_choice_until_its_renewal_is_confirmed(field: TaskField, clock: ManualClock) -> None:
    anheng, director = field.outside.anheng_id, field.bench["director"]
    with field.house.work(director) as w:
        papers.enter_paper(w, anheng, EnterPaper("评估资质", END, margin=10))
    assert told(field, director.id) == []
    clock.advance(timedelta(days=9))
    words = ["资质文件“评估资质” 2026-04-20 到期，请换证后登记"]
    assert told(field, field.outside["agency"].id) == told(field, field.outside["agency"].id) == words
    assert len(told(field, director.id)) == 1
    clock.advance(timedelta(days=10))
    assert barrier(field) == (Barrier.PAPERS, "资质文件“评估资质”已于 2026-04-20 到期")
    assert told(field, field.outside["agency"].id)[1:] == ["资质文件“评估资质”已于 2026-04-20 到期，不再派新任务"]
    with field.house.work(field.outside["agency"]) as w:
        renewal = papers.enter_paper(w, anheng, EnterPaper("评估资质", END + timedelta(days=365)))
        with pytest.raises(NotAllowed):
            papers.confirm_paper(w, anheng, renewal.id)
    assert barrier(field)[0] is Barrier.PAPERS
    with field.house.work(director) as w:
        papers.confirm_paper(w, anheng, renewal.id)
        assert [(each.paper.id, each.state) for each in papers.list_papers(w, anheng)] == [(renewal.id, PaperState.VALID)]
    assert barrier(field) == (None, "")


def test_a_person_whose_paper_has_ended_is_not_offered_and_takes_nothing(field: TaskField, clock: ManualClock) -> None:
    anheng, worker, task = field.outside.anheng_id, field.outside["worker"], field.give(due_at=clock.now() + timedelta(days=40))
    with field.house.work(field.bench["director"]) as w:
        papers.enter_paper(w, anheng, EnterPaper("执业证", END, person_id=worker.id))
    clock.advance(timedelta(days=20))
    with field.house.reading(field.outside["agency"]) as r:
        assert worker.id not in {each.id for each in list_workers(r, anheng)}
    with pytest.raises(NotNow, match="“执业证”已于 2026-04-20 到期"):
        field.take(task)
    assert barrier(field) == (None, "")


def test_what_is_entered_is_checked_and_another_agency_sees_nothing(field: TaskField) -> None:
    anheng = field.outside.anheng_id
    with field.house.work(field.bench["director"]) as w:
        for wrong in (EnterPaper("", END), EnterPaper("执照", date(2026, 4, 1)), EnterPaper("执照", END, margin=0), EnterPaper("执照", END, person_id="x")):
            with pytest.raises(Invalid):
                papers.enter_paper(w, anheng, wrong)
    with field.house.reading(field.outside["agency2"]) as r, pytest.raises(NotFound):
        papers.list_papers(r, anheng)


def term_told(field: TaskField, actor_id: str) -> list[str]:
    remind(field.house)
    with field.house.reading() as r:
        return list(r.session.scalars(select(Message.title).where(Message.person_id == actor_id, Message.title.contains("委托")).order_by(Message.id)))


def test_the_end_of_an_engagement_is_told_as_many_days_ahead_as_the_court_has_set_and_once_after(field: TaskField, clock: ManualClock) -> None:
    director, manager, anheng = field.bench["director"], field.outside["agency"], field.outside.anheng_id
    with field.house.work(director) as w:
        engage(w, Engage(anheng, field.bench.court_id, ("survey_equipment",), w.today, w.today + timedelta(days=20)))
        assert margin_of(w) == 30
        set_margin(w, 12)
        assert (margin_of(w), margin_of(w, anheng)) == (12, 12)
    with field.house.reading(manager) as r:
        assert margin_of(r, anheng) == 12
    clock.advance(timedelta(days=7))
    assert term_told(field, director.id) == []
    clock.advance(timedelta(days=1))
    assert term_told(field, manager.id) == term_told(field, manager.id) == ["委托将于 2026-04-22 到期"]
    clock.advance(timedelta(days=13))
    assert [each[-8:] for each in term_told(field, director.id)] == ["04-22 到期", "期，不再派新任务"]
    for days in (0, 366):
        with pytest.raises(Invalid, match="1 至 365"), field.house.work(director) as w:
            set_margin(w, days)
    with pytest.raises(NotAllowed), field.house.work(field.bench["clerk"]) as w:
        set_margin(w, 20)
