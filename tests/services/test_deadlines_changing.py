"""Deadlines that change: stopped, extended, corrected, reassigned, entered by hand, told in the court's days; a calendar that moves them; the feed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import func, select

from app.domains.cases.queries import get_case
from app.domains.cases.service import edit_case
from app.domains.courts.notices import read_notice
from app.domains.deadlines import calendar_years, changing, feeding, service
from app.domains.deadlines.changing import Entered
from app.domains.deadlines.jobs import fire_due
from app.domains.deadlines.queries import get_deadline, list_open
from app.domains.deadlines.service import Start
from app.domains.deadlines.tables import CalendarDraft, Deadline, DeadlineChange
from app.domains.messages.tables import Message
from app.infra.house import House
from app.infra.outbox import Job
from app.infra.unit_of_work import for_house
from app.kernel.actor import Role
from app.kernel.clock import ManualClock, at_shanghai
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow
from app.kernel.workdays import DayKind
from tests.factories.cases import details_of, make_case
from tests.factories.courts import Bench, found_bench, open_person
from tests.services.test_calendar_notices import NOTICE


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def case_id(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return make_case(w, bench, parties=False).id


def begin(house: House, bench: Bench, case_id: str, code: str = "sale_ruling", length: int | None = None) -> str:
    """From 2026-04-02; ten days for a ruling end on Monday 04-13."""
    with house.work() as w:
        return service.start(w, code, Start(case_id, bench.court_id, "settlement", "s1", w.today, length=length, holder_id=bench["judge"].id)).id


def kept(house: House, deadline_id: str) -> Deadline:
    with house.reading() as r:
        return get_deadline(r, deadline_id)


def moves(house: House, deadline_id: str) -> list[tuple[str, str]]:
    with house.reading() as r:
        found = r.session.scalars(select(DeadlineChange).where(DeadlineChange.deadline_id == deadline_id).order_by(DeadlineChange.id))
        return [(each.before_on.isoformat(), each.after_on.isoformat()) for each in found]


def told(house: House, person_id: str, words: str) -> int:
    with house.reading() as r:
        return r.session.scalar(select(func.count(Message.id)).where(Message.person_id == person_id, Message.title.contains(words))) or 0


def test_days_of_a_stop_are_left_out_and_the_holder_is_told(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    ruling = begin(house, bench, case_id)
    with house.work(bench["judge"]) as w:
        changing.stop(w, ruling, "本院裁定暂缓执行")
    clock.move_to(at_shanghai(2026, 4, 20, 9))
    fire_due(house)
    assert kept(house, ruling).stages == []
    with house.work(bench["director"]) as w:
        changing.go_on(w, ruling)
    assert (kept(house, ruling).due_on.isoformat(), kept(house, ruling).state) == ("2026-04-30", "running")
    assert moves(house, ruling) == [("2026-04-13", "2026-04-30")]
    assert told(house, bench["judge"].id, "2026-04-13 变为 2026-04-30") == 1
    assert any("暂停计算：本院裁定暂缓执行" in step for step in kept(house, ruling).counted)


def test_only_what_the_law_lets_stop_stops(house: House, bench: Bench, case_id: str) -> None:
    validity = begin(house, bench, case_id, "price_validity", 30)
    with pytest.raises(NotNow), house.work(bench["judge"]) as w:
        changing.stop(w, validity, "本院裁定暂缓执行")
    with pytest.raises(NotNow), house.work(bench["judge"]) as w:
        changing.go_on(w, validity)


def test_who_may_extend_and_by_how_much_stands_in_the_row(house: House, bench: Bench, case_id: str) -> None:
    report = begin(house, bench, case_id, "appraisal_report", 30)
    with pytest.raises(NotAllowed), house.work(bench["director"]) as w:
        changing.extend(w, report, 15, "评估对象复杂")
    with pytest.raises(Invalid), house.work(bench["judge"]) as w:
        changing.extend(w, report, 16, "评估对象复杂")
    with house.work(bench["judge"]) as w:
        changing.extend(w, report, 15, "评估对象复杂")
    assert moves(house, report) == [("2026-05-06", "2026-05-18")]
    with pytest.raises(NotNow), house.work(bench["judge"]) as w:
        changing.extend(w, begin(house, bench, case_id), 5, "来不及作出裁定")


def test_another_start_counts_again_and_says_again_what_lies_ahead(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    ruling = begin(house, bench, case_id)
    clock.move_to(at_shanghai(2026, 4, 14, 9))
    fire_due(house)
    assert kept(house, ruling).missed_at is not None
    with house.work(bench["clerk"]) as w:
        changing.shift(w, ruling, date(2026, 4, 9), "到账日为四月九日")
    now = kept(house, ruling)
    assert (now.due_on.isoformat(), now.missed_at, now.next_at is not None) == ("2026-04-20", None, True)
    clock.move_to(at_shanghai(2026, 4, 21, 9))
    fire_due(house)
    assert [stage.stage for stage in kept(house, ruling).stages].count("missed") == 1


def test_starting_anew_keeps_the_old_last_day_beside_the_new(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    begin(house, bench, case_id)
    clock.move_to(at_shanghai(2026, 4, 7, 9))
    assert moves(house, begin(house, bench, case_id)) == [("2026-04-13", "2026-04-17")]


def test_a_fact_entered_by_hand_runs_and_is_finished(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    with house.work(bench["clerk"]) as w:
        clue = changing.enter(w, Entered("check_clue", case_id, date(2026, 4, 1))).id
    assert (kept(house, clue).due_on.isoformat(), kept(house, clue).holder_id) == ("2026-04-08", bench["clerk"].id)
    for order in (
        Entered("sale_ruling", case_id, date(2026, 4, 1)),
        Entered("check_clue", case_id, date(2026, 4, 3)),
        Entered("nothing", case_id, date(2026, 4, 1)),
    ):
        with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
            changing.enter(w, order)
    with pytest.raises(NotFound), house.work(bench["clerk_b"]) as w:
        changing.finish(w, clue, date(2026, 4, 2), "已经核实")
    with house.work(bench["clerk"]) as w:
        changing.finish(w, clue, date(2026, 4, 2), "已经核实")
    assert (kept(house, clue).state, kept(house, clue).late) == ("met", False)
    with pytest.raises(NotNow), house.work(bench["judge"]) as w:
        changing.finish(w, begin(house, bench, case_id), date(2026, 4, 2), "已经作出裁定")


def test_a_court_sets_when_it_is_reminded(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    ruling = begin(house, bench, case_id)
    with house.work(bench["director"]) as w:
        assert changing.set_margin(w, "sale_ruling", [4, 8, 4]) == [8, 4]
    for day in range(3, 15):
        clock.move_to(at_shanghai(2026, 4, day, 9))
        fire_due(house)
    assert [stage.stage for stage in kept(house, ruling).stages] == ["warn_8", "warn_4", "due", "missed"]
    for days in ([], [0], [181], [1, 2, 3, 4, 5, 6]):
        with pytest.raises(Invalid), house.work(bench["director"]) as w:
            changing.set_margin(w, "sale_ruling", days)


def test_deadlines_go_with_the_case(house: House, bench: Bench, case_id: str) -> None:
    with house.work() as w:
        other = open_person(w, "judge2", "陆承泽", Role.JUDGE, court_id=bench.court_id)
    ruling = begin(house, bench, case_id)
    with house.work(bench["judge"]) as w:
        edit_case(w, case_id, details_of(bench, judge_id=other.id), version=1)
    assert kept(house, ruling).holder_id == other.id


def test_a_corrected_filing_date_moves_what_was_counted_from_it_and_nothing_else(house: House, bench: Bench, case_id: str) -> None:
    with house.work() as w:
        by_hand = changing.enter(w, Entered("check_clue", case_id, details_of(bench).filed_on)).id
        (finish,) = w.session.scalars(for_house(select(Deadline.id).where(Deadline.code == "finish_case"))).all()
    with house.work(bench["clerk"]) as w:
        edit_case(w, case_id, details_of(bench, filed_on=date(2026, 2, 10)), version=1)
    with house.reading() as r:
        change = r.session.scalars(select(DeadlineChange)).one()
    assert (change.deadline_id, change.before_on.isoformat(), change.after_on.isoformat()) == (finish, "2026-08-03", "2026-08-10")
    assert (change.why, change.by_name) == ("立案日期由 2026-02-03 更正为 2026-02-10", bench["clerk"].name)
    assert (kept(house, finish).due_on, kept(house, by_hand).starts_on) == (date(2026, 8, 10), date(2026, 2, 3))
    assert told(house, bench["judge"].id, "2026-08-03 变为 2026-08-10") == 1
    with house.reading() as r:
        assert get_case(r, case_id).next_due_at == min(kept(house, each).due_at for each in (finish, by_hand))


def later_rest(words: str = "劳动节：5月1日（周五）至6日（周三）放假，共6天。") -> str:
    return NOTICE.replace("劳动节：5月1日（周五）至5日（周二）放假调休，共5天。", words)


def test_a_calendar_shows_what_moves_then_moves_it_in_the_worker(house: House, bench: Bench, case_id: str) -> None:
    still, moving = begin(house, bench, case_id), begin(house, bench, case_id, "pay_out", 30)
    with house.work() as w:
        calendar_years.keep_draft(w, 2026, read_notice(later_rest(), 2026, whole=True), provisional=False, source="改期通知")
    with house.reading() as r:
        effect = calendar_years.effect_of(r, calendar_years.get_draft(r, 2026))
    assert ([each.isoformat() for each in effect.new_rest], effect.new_work, effect.count) == (["2026-05-06"], (), 1)
    assert [(each.title, each.before_on.isoformat(), each.after_on.isoformat()) for each in effect.moving] == [("案款分配发放", "2026-05-06", "2026-05-07")]
    with house.reading(bench["clerk"]) as r:
        named = calendar_years.effect_of(r, calendar_years.get_draft(r, 2026)).moving
    assert ([each.name for each in named], effect.moving[0].name) == (["（2026）粤0115执1422号"], "（2026）粤0115执1422号")
    with house.work() as w:
        version = calendar_years.confirm(w, 2026)
        jobs = [job for job in w.session.new if isinstance(job, Job)] or list(w.session.scalars(select(Job).where(Job.kind == calendar_years.RECOUNT)))
    assert [job.payload["version"] for job in jobs] == [version]
    assert kept(house, moving).due_on.isoformat() == "2026-05-06"
    for _ in range(2):
        calendar_years.recount(house, {"year": 2026, "version": version})
    assert (kept(house, moving).due_on.isoformat(), kept(house, moving).calendar_version) == ("2026-05-07", version)
    assert (moves(house, moving), moves(house, still)) == ([("2026-05-06", "2026-05-07")], [])
    assert kept(house, still).calendar_version == version
    assert told(house, bench["judge"].id, "2026-05-06 变为 2026-05-07") == 1


def test_a_draft_read_against_an_older_calendar_is_refused(house: House, bench: Bench) -> None:
    days = read_notice(NOTICE, 2026, whole=True)
    with house.work() as w:
        calendar_years.keep_draft(w, 2026, days, provisional=False, source="通知一")
        calendar_years.confirm(w, 2026)
        calendar_years.keep_draft(w, 2026, days, provisional=True, source="通知二")
        w.session.get_one(CalendarDraft, 2026).against = "2026-1"
        with pytest.raises(Conflict):
            calendar_years.confirm(w, 2026)


def test_the_feed_tells_the_person_behind_it_and_nothing_personal(house: House, bench: Bench, case_id: str) -> None:
    ruling = begin(house, bench, case_id)
    with house.work(bench["judge"]) as w:
        key = feeding.make_feed(w)
    with house.database.read() as session:
        actor = feeding.actor_behind(session, key)
    assert actor.id == bench["judge"].id
    with house.reading(actor) as r:
        rows = list_open(r, mine=True)
        text = feeding.feed_of(rows, "https://paifu.example", r.now)
    events = Calendar.from_ical(text).walk("VEVENT")
    assert {str(event["UID"]) for event in events} == {f"{each.id}@paifu" for each in rows}
    (event,) = (each for each in events if str(each["UID"]).startswith(ruling))
    assert (event.decoded("dtstart"), event.decoded("dtend") - event.decoded("dtstart")) == (date(2026, 4, 13), timedelta(days=1))
    assert "粤0115" not in text.decode()
    with house.work(bench["judge"]) as w:
        renewed = feeding.make_feed(w)
        feeding.revoke_feed(w)
    for dead in (key, renewed, ""):
        with pytest.raises(NotFound), house.database.read() as session:
            feeding.actor_behind(session, dead)


def test_kinds_of_days_are_kept_in_a_draft(house: House, bench: Bench) -> None:
    with house.work() as w:
        calendar_years.keep_draft(w, 2026, read_notice(NOTICE, 2026, whole=True), provisional=False, source="通知")
    with house.reading() as r:
        draft = calendar_years.get_draft(r, 2026)
    assert {kind for _, kind, _ in draft.days} == {DayKind.REST.value, DayKind.WORK.value}
