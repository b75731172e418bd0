"""Deadlines that change: stopped, extended, corrected, reassigned, entered by hand, told in the court's days; a calendar that moves them; the feed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import func, select

from app.domains.accounts.tables import Appointment
from app.domains.audit.service import record
from app.domains.cases.queries import get_case
from app.domains.cases.service import close_case, edit_case
from app.domains.cases.types import ClosingWay
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
from app.kernel.clock import SHANGHAI, ManualClock, at_shanghai
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
        changing.go_on(w, ruling, "暂缓执行期限届满")
    assert (kept(house, ruling).due_on.isoformat(), kept(house, ruling).state) == ("2026-04-30", "running")
    assert moves(house, ruling) == [("2026-04-13", "2026-04-30")]
    assert told(house, bench["judge"].id, "2026-04-13 变为 2026-04-30") == 1
    told_steps = "\n".join(kept(house, ruling).counted)
    assert "暂停计算：本院裁定暂缓执行" in told_steps
    assert "恢复计算：停 18 日（暂缓执行期限届满）" in told_steps


def test_a_whole_case_stands_still_and_goes_on_but_what_was_stopped_by_itself(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    ruling, handing, validity = begin(house, bench, case_id), begin(house, bench, case_id, "hand_over"), begin(house, bench, case_id, "price_validity", 30)
    with house.work(bench["judge"]) as w:
        changing.stop(w, handing, "买受人申请延后移交")
        assert changing.stop_case(w, ruling, "本院裁定中止执行") == 3  # with both six months of the case
    clock.move_to(at_shanghai(2026, 4, 9, 9))
    assert [kept(house, each).state for each in (ruling, handing, validity)] == ["suspended", "suspended", "running"]
    with house.work() as w:  # the lot's own stop ends meanwhile: the case still stands
        assert changing.go_on_of_thing(w, "sale_ruling", "settlement", "s1", 3) == []
    with house.work(bench["judge"]) as w:
        assert changing.go_on_case(w, ruling, "中止的情形消失") == 3
        with pytest.raises(NotNow):
            changing.go_on_case(w, ruling, "中止的情形消失")
    assert [kept(house, each).state for each in (ruling, handing, validity)] == ["running", "suspended", "running"]
    assert moves(house, ruling) == [("2026-04-13", "2026-04-20")]
    assert "恢复计算：停 7 日（全案，中止的情形消失）" in "".join(kept(house, ruling).counted)


def test_only_what_the_law_lets_stop_stops(house: House, bench: Bench, case_id: str) -> None:
    validity = begin(house, bench, case_id, "price_validity", 30)
    with pytest.raises(NotNow), house.work(bench["judge"]) as w:
        changing.stop(w, validity, "本院裁定暂缓执行")
    with pytest.raises(NotNow), house.work(bench["judge"]) as w:
        changing.go_on(w, validity, "暂缓执行期限届满")


def test_who_may_extend_stands_in_the_row(house: House, bench: Bench, case_id: str) -> None:
    president = bench["president"]
    whole, report = begin(house, bench, case_id, "finish_case"), begin(house, bench, case_id, "appraisal_report", 30)
    with pytest.raises(NotAllowed), house.work(bench["judge"]) as w:
        changing.extend(w, whole, 15, "案情特别复杂")
    with pytest.raises(Invalid), house.work(president) as w:
        changing.extend(w, whole, 366, "案情特别复杂")
    with house.work(president) as w:
        changing.extend(w, whole, 30, "案情特别复杂")
    assert moves(house, whole) == [("2026-10-08", "2026-11-02")]
    for who in (bench["judge"], president):  # RP-20: asked five days before, twice at most, on the valuation's page
        with pytest.raises(NotNow), house.work(who) as w:
            changing.extend(w, report, 15, "评估对象复杂")


def test_another_start_counts_again_and_says_again_what_lies_ahead(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    ruling = begin(house, bench, case_id)
    clock.move_to(at_shanghai(2026, 4, 14, 9))
    fire_due(house)
    assert kept(house, ruling).missed_at is not None
    with house.work(bench["judge"]) as w:
        changing.shift(w, ruling, date(2026, 4, 9), "到账日为四月九日")
    now = kept(house, ruling)
    assert (now.due_on.isoformat(), now.missed_at, now.next_at is not None) == ("2026-04-20", None, True)
    clock.move_to(at_shanghai(2026, 4, 21, 9))
    fire_due(house)
    assert [stage.stage for stage in kept(house, ruling).stages].count("missed") == 1


def test_a_start_lies_in_the_past_and_one_with_a_record_of_its_own_is_the_judge_s(house: House, bench: Bench, case_id: str) -> None:
    ruling, announcement = begin(house, bench, case_id), begin(house, bench, case_id, "announcement", 15)
    with house.work(bench["clerk"]) as w:
        clue = changing.enter(w, Entered("check_clue", case_id, date(2026, 4, 1))).id
    for who, deadline_id, on, refusal in (
        ("clerk", ruling, date(2026, 4, 1), NotAllowed),
        ("judge", ruling, date(2026, 4, 3), Invalid),
        ("clerk", clue, date(2026, 4, 3), Invalid),
    ):
        with pytest.raises(refusal), house.work(bench[who]) as w:
            changing.shift(w, deadline_id, on, "起算日登记有误")
    with house.work(bench["clerk"]) as w:
        changing.shift(w, clue, date(2026, 3, 31), "起算日登记有误")
    with house.work(bench["judge"]) as w:
        changing.shift(w, announcement, date(2026, 5, 20), "开拍日登记有误")
    assert (kept(house, clue).due_on.isoformat(), kept(house, announcement).due_on.isoformat()) == ("2026-04-07", "2026-05-05")


def test_a_miss_that_nobody_answers_goes_on_to_the_president_once(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    ruling = begin(house, bench, case_id)
    with house.work(bench["director"]) as w:
        assert changing.set_escalation(w, [2]) == 2
        for days in ([], [0], [31], [3, 1]):
            with pytest.raises(Invalid):
                changing.set_escalation(w, days)
    for day in range(13, 20):
        clock.move_to(at_shanghai(2026, 4, day, 9))
        fire_due(house)
    stages = [(stage.stage, stage.at.astimezone(SHANGHAI).day) for stage in kept(house, ruling).stages]
    assert stages == [("due", 13), ("missed", 14), ("escalated", 16)]
    assert (told(house, bench["president"].id, "已逾期"), told(house, bench["president"].id, "逾期未办，已报院长")) == (0, 1)
    assert (told(house, bench["director"].id, "已逾期"), kept(house, ruling).next_at) == (1, None)


def test_a_miss_that_was_answered_or_moved_goes_no_further(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    done, moved = begin(house, bench, case_id), begin(house, bench, case_id, "hand_over")
    clock.move_to(at_shanghai(2026, 4, 23, 9))
    fire_due(house)
    with house.work(bench["judge"]) as w:
        service.meet(w, "sale_ruling", "settlement", "s1")
        changing.shift(w, moved, date(2026, 4, 20), "裁定送达日登记有误")
    clock.move_to(at_shanghai(2026, 4, 30, 9))
    fire_due(house)
    assert "escalated" not in [stage.stage for each in (done, moved) for stage in kept(house, each).stages]
    assert (kept(house, moved).missed_at, kept(house, moved).escalates_at) == (None, None)


def test_where_there_is_no_director_the_president_hears_of_the_miss_at_once(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    begin(house, bench, case_id)
    with house.work() as w:
        for seat in w.session.scalars(select(Appointment).where(Appointment.court_id == bench.court_id, Appointment.role == Role.DIRECTOR.value)):
            seat.until_at = w.now
        record(w, "person.left", "person", bench["director"].id, "局长离任")
    clock.move_to(at_shanghai(2026, 4, 14, 9))
    fire_due(house)
    assert told(house, bench["president"].id, "已逾期") == 1


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


def test_a_case_opened_and_closed_for_want_of_assets_has_its_watches(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    def of_case(code: str) -> list[Deadline]:
        with house.reading() as r:
            return list(r.session.scalars(for_house(select(Deadline).where(Deadline.case_id == case_id, Deadline.code == code).order_by(Deadline.due_at))))

    (turn,), (whole,) = of_case("higher_court"), of_case("finish_case")
    assert (turn.due_on, turn.rule, whole.rule) == (whole.due_on, "EX-16", "EX-15")
    with house.work() as w:
        close_case(w, case_id, ClosingWay.SUSPENDED_ROUND, "没有可供执行的财产")
    searches = of_case("repeat_search")
    assert [each.due_on.isoformat() for each in searches[:2]] == ["2026-10-02", "2027-04-02"]
    assert (len(searches), searches[-1].due_on.isoformat(), {each.state for each in searches}) == (10, "2031-04-02", {"running"})
    clock.move_to(at_shanghai(2026, 9, 30, 9))
    with house.work(bench["clerk"]) as w:
        changing.finish(w, searches[0].id, date(2026, 9, 29), "已在查控系统查询并告知申请执行人")
    assert [each.state for each in of_case("repeat_search")].count("running") == 9
    assert [each.state for each in (*of_case("higher_court"), *of_case("finish_case"))] == ["ended", "met"]


def test_two_facts_of_one_kind_run_side_by_side(house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        first = changing.enter(w, Entered("check_clue", case_id, date(2026, 4, 1), "银行账户"))
        second = changing.enter(w, Entered("check_clue", case_id, date(2026, 4, 2), "车辆"))
        first_id, second_id = first.id, second.id
    with house.work(bench["clerk"]) as w:
        changing.finish(w, second_id, date(2026, 4, 2), "车辆已查明")
    assert [(kept(house, each).state, kept(house, each).link) for each in (first_id, second_id)] == [
        ("running", f"/cases/{case_id}"),
        ("met", f"/cases/{case_id}"),
    ]
    assert (moves(house, second_id), kept(house, first_id).remark) == ([], "银行账户")


def test_a_court_sets_when_it_is_reminded(house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    ruling = begin(house, bench, case_id)
    with house.work(bench["director"]) as w:
        assert changing.set_margin(w, "sale_ruling", [4, 8, 4]) == [8, 4]
    for day in range(3, 15):
        clock.move_to(at_shanghai(2026, 4, day, 9))
        fire_due(house)
    assert [stage.stage for stage in kept(house, ruling).stages] == ["warn_8", "warn_4", "due", "missed"]
    with pytest.raises(NotFound), house.work(bench["director"]) as w:
        changing.set_margin(w, "seizure_expiry", [30])
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
        change = r.session.scalars(select(DeadlineChange).where(DeadlineChange.deadline_id == finish)).one()
    assert (change.deadline_id, change.before_on.isoformat(), change.after_on.isoformat()) == (finish, "2026-08-03", "2026-08-10")
    assert (change.why, change.by_name) == ("立案日期由 2026-02-03 更正为 2026-02-10", bench["clerk"].name)
    assert (kept(house, finish).due_on, kept(house, by_hand).starts_on) == (date(2026, 8, 10), date(2026, 2, 3))
    assert told(house, bench["judge"].id, "执行案件办结：届满日由 2026-08-03 变为 2026-08-10") == 1
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
