"""Points of periods, prices and bidding that mutation testing showed untested: words of findings, borders, what a default means."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app.kernel.clock import at_shanghai
from app.kernel.errors import Invalid, Refusal
from app.kernel.money import Money
from app.kernel.workdays import built_in
from app.law.bidding import BidEntry, BidTerms, FaultKind, opened, step, verify_bid_log
from app.law.findings import Severity
from app.law.periods import Span, TooFar, add_months, days_after, days_before, hours_after, months_after, working_days_after, years_after
from app.law.pricing import SHIP_SINCE, PriceBasis, check_start_price, price_floor
from app.law.subjects import AssetKind, Channel

CALENDAR = built_in()
MILLION = Money.yuan("1000000.00")


def day(text: str) -> date:
    return date.fromisoformat(text)


def test_days_left_out_lengthen_a_period_of_days() -> None:
    assert days_after(day("2026-03-02"), 3, CALENDAR, excluded=4).due_on == day("2026-03-09")
    assert days_after(day("2026-03-02"), 7, CALENDAR, excluded=2).due_on == day("2026-03-11")


def test_ten_working_days_are_listed_and_eleven_are_told_in_sum() -> None:
    ten, eleven = (working_days_after(day("2026-03-02"), count, CALENDAR) for count in (10, 11))
    assert ten.steps[1:-1] == tuple(f"2026-03-{each:02d} 第{place}个工作日" for place, each in enumerate((3, 4, 5, 6, 9, 10, 11, 12, 13, 16), 1))
    assert eleven.steps == ("2026-03-02 不计入", "其间工作日 11 个，休息日不计", "2026-03-17")


def test_a_span_before_the_period_of_months_does_not_lengthen_it() -> None:
    past = (Span(day("2026-01-05"), day("2026-01-09")),)
    assert months_after(day("2026-03-02"), 1, CALENDAR, suspended=past, rolls=False).due_on == day("2026-04-02")
    across = (Span(day("2026-02-25"), day("2026-03-04")),)
    assert months_after(day("2026-03-02"), 1, CALENDAR, suspended=across, rolls=False).due_on == day("2026-04-04")


def test_months_and_years_say_what_was_left_out_and_no_more() -> None:
    assert months_after(day("2026-03-02"), 1, CALENDAR).steps == ("2026-03-02 不计入", "2026-04-02")
    assert months_after(day("2026-03-02"), 1, CALENDAR, excluded=5).steps == ("2026-03-02 不计入", "另扣除 5 日", "2026-04-07")
    counted = years_after(day("2024-02-29"), 1, CALENDAR, excluded=3)
    assert counted.steps == ("2024-02-29 不计入", "2025年2月没有29日，以该月末日为准", "另扣除 3 日", "2025-03-03")


def test_years_roll_unless_told_otherwise_and_stop_for_a_span() -> None:
    assert years_after(day("2024-05-02"), 1, CALENDAR).due_on == day("2025-05-06")
    assert years_after(day("2024-05-02"), 1, CALENDAR, rolls=False).due_on == day("2025-05-02")
    assert years_after(day("2024-05-02"), 1, CALENDAR, rolls=False, suspended=(Span(day("2024-06-01"), day("2024-06-10")),)).due_on == day("2025-05-12")


def test_hours_are_told_step_by_step_from_the_moment_and_from_the_next_full_hour() -> None:
    start = at_shanghai(2026, 3, 2, 10, 20, 30).replace(microsecond=7)
    counted = hours_after(start, 24)
    assert (counted.start_at, counted.due_at) == (start, start + timedelta(hours=24))
    assert counted.breach_after_at == at_shanghai(2026, 3, 3, 11)
    assert counted.steps == ("2026-03-02 10:20:30 起算", "满 24 小时为 2026-03-03 10:20:30", "按次时起算为 2026-03-03 11:00:00")


def test_a_limit_counted_back_says_that_a_day_of_rest_does_not_move_it_and_only_then() -> None:
    assert days_before(day("2026-03-10"), 3, CALENDAR).steps == ("2026-03-10 不计入", "向前数 3 日", "2026-03-07 为休息日，不顺延", "2026-03-07")
    assert days_before(day("2026-03-12"), 3, CALENDAR).steps == ("2026-03-12 不计入", "向前数 3 日", "2026-03-09")
    assert days_before(day("1999-03-12"), 3, CALENDAR).due_on == day("1999-03-09")
    assert days_before(day("2026-03-12"), 3, CALENDAR).start_on == day("2026-03-12")


def test_the_first_and_the_last_year_that_can_be_written_are_counted_in() -> None:
    assert add_months(date(9999, 11, 30), 1) == date(9999, 12, 30)
    assert add_months(date(1, 2, 1), -1) == date(1, 1, 1)
    for start, months in ((date(9999, 12, 1), 1), (date(1, 1, 1), -1)):
        with pytest.raises(TooFar, match=r"^期间超出可计算的范围$"):
            add_months(start, months)
    with pytest.raises(TooFar, match=r"^期间超出可计算的范围$"):
        days_before(date(1, 1, 1), 1, CALENDAR)
    with pytest.raises(TooFar, match=r"^期间超出可计算的范围$"):
        hours_after(datetime.max.replace(tzinfo=at_shanghai(2026, 1, 1).tzinfo), 1)
    with pytest.raises(Invalid, match=r"^中止期间的结束日早于开始日$"):
        Span(day("2026-03-02"), day("2026-03-01"))


def test_a_weekend_day_of_work_is_named_and_a_plain_working_day_is_not() -> None:
    assert days_after(day("2026-03-02"), 1, CALENDAR).steps == ("2026-03-02 不计入", "2026-03-03")
    for worked in ("2026-02-14", "2026-01-04"):
        last_on = day(worked)
        assert not CALENDAR.is_rest(last_on)
        assert last_on.weekday() >= 5
        assert days_after(last_on - timedelta(days=3), 3, CALENDAR).steps[1] == f"{worked} 为调休上班日，不顺延"


def test_a_span_from_the_first_day_of_time_is_counted_like_any_other() -> None:
    whole = (Span(date.min, day("2026-03-04")),)
    assert days_after(day("2026-03-02"), 3, CALENDAR, rolls=False, suspended=whole).due_on == day("2026-03-07")


def test_a_round_too_many_is_told_with_number_limit_and_field() -> None:
    floor = price_floor(PriceBasis(3, appraisal=MILLION, previous=MILLION))
    (found,) = floor.findings
    assert (floor.price, floor.exact) == (None, False)
    assert (found.found, found.required, found.field) == ("3", "不超过 2 次", "round")
    assert found.message == "没有第 3 次拍卖：最多拍卖 2 次，之后转入变卖或以物抵债"


def test_a_price_below_the_floor_is_told_with_both_amounts_and_a_button() -> None:
    checked = check_start_price(PriceBasis(1, appraisal=MILLION), Money.yuan("699999.99"))
    (found,) = checked.findings
    assert checked.floor.price == Money.yuan("700000.00")
    assert (found.found, found.required, found.field, found.fix) == ("699999.99", "不低于 700000.00", "start_price", "700000.00")
    assert found.message == "起拍价 699,999.99 元低于下限，改为不低于 700,000.00 元"
    assert found.severity is Severity.BREACH


@pytest.mark.parametrize(
    ("basis", "message"),
    [
        (PriceBasis(1), "缺少评估价（appraisal）或市价（market_price）"),
        (PriceBasis(2), "缺少前次起拍价（previous_start_price）"),
    ],
)
def test_what_a_floor_is_counted_from_is_asked_for_in_words(basis: PriceBasis, message: str) -> None:
    with pytest.raises(Refusal) as refused:
        price_floor(basis)
    assert refused.value.message == message


def test_only_a_commissioned_first_round_has_an_exact_price() -> None:
    ship = PriceBasis(1, asset=AssetKind.SHIP, appraisal=MILLION)
    share = PriceBasis(2, asset=AssetKind.LISTED_SHARE, previous=MILLION)
    for basis in (ship, share, PriceBasis(2, previous=MILLION), PriceBasis(1, appraisal=MILLION)):
        assert price_floor(basis).exact is False
    assert price_floor(PriceBasis(1, channel=Channel.OFFLINE, appraisal=MILLION)).exact is True


def test_the_ship_rule_holds_from_its_first_day() -> None:
    floors = [price_floor(PriceBasis(1, Channel.OFFLINE, AssetKind.SHIP, MILLION, day=on)).rules for on in (SHIP_SINCE - timedelta(days=1), SHIP_SINCE)]
    assert "SP-05" not in floors[0]
    assert floors[1] == ("SP-05",)


@pytest.mark.parametrize(
    ("by", "severity", "words", "compliant"),
    [
        ("appraisal", Severity.BREACH, "评估价即为第一次拍卖的保留价", False),
        ("market_price", Severity.MANUAL, "参照市价确定并征询当事人意见，与市价不同的由合议庭说明", True),
    ],
)
def test_another_price_than_the_exact_one_is_told_by_what_it_was_set_from(by: str, severity: Severity, words: str, compliant: bool) -> None:
    checked = check_start_price(PriceBasis(1, channel=Channel.OFFLINE, **{by: MILLION}), Money.yuan("900000.00"))
    (found,) = checked.findings
    assert (checked.compliant, found.severity, found.field) == (compliant, severity, "start_price")
    assert (found.found, found.required, found.fix) == ("900000.00", "1000000.00", "1000000.00")
    assert found.message == f"保留价 900,000.00 元与 1,000,000.00 元不同：{words}"


OPENS, ENDS = at_shanghai(2026, 3, 17, 10), at_shanghai(2026, 3, 18, 10)
TERMS = BidTerms(Money.yuan("500000.00"), Money.yuan("1000.00"), OPENS, ENDS, frozenset({"X0000"}))


def bid(seq: int | None, price: str, at: datetime, bidder: str = "B1", **more: bool) -> BidEntry:
    return BidEntry(seq, bidder, Money.yuan(price), at, **more)


def minutes(count: float) -> datetime:
    """So long before the announced end."""
    return ENDS - timedelta(minutes=count)


FIRST = bid(1, "500000.00", minutes(30))
TOLD = [
    (bid(2, "499000.00", minutes(20)), "NA-23", "499000.00", "不低于起拍价", "出价 499,000.00 元低于起拍价 500,000.00 元，无效", "bids.1.price"),
    (bid(2, "500000.00", minutes(20), "B2"), "NA-23", "500000.00", "高于当前价", "出价 500,000.00 元不高于当前价 500,000.00 元", "bids.1.price"),
    (bid(2, "500500.00", minutes(20)), "NA-23", "500500.00", "按加价幅度的整数倍递增", "出价 500,500.00 元不是加价幅度 1,000.00 元的整数倍", "bids.1.price"),
    (bid(2, "501000.00", minutes(20), "X0000"), "NA-46", "X0000", "不在禁止竞买名单内", "竞买人 X0000 在禁止竞买名单内", "bids.1.bidder"),
    (bid(2, "501000.00", minutes(20), deposit_paid=False), "NA-19", "B1", "出价前交纳保证金", "竞买人 B1 未交纳保证金", "bids.1.bidder"),
    (bid(4, "501000.00", minutes(20)), "NA-26", "4", "序号连续", "序号 4 之前缺少出价记录", "bids.1.seq"),
    (
        bid(2, "501000.00", minutes(40)),
        "NA-26",
        minutes(40).isoformat(),
        "不早于前一次出价",
        f"时间 {minutes(40).isoformat()} 与前后出价的先后不符",
        "bids.1.at",
    ),
    (
        bid(2, "501000.00", ENDS),
        "NA-25",
        ENDS.isoformat(),
        "早于结束时刻",
        f"出价时间 {ENDS.isoformat()} 不早于结束时刻 {ENDS.isoformat()}，无效",
        "bids.1.at",
    ),
    (FIRST, "NA-26", "第 2 条", "每次出价只记录一次", "与前面的出价完全相同，重复记录", "bids.1"),
]


@pytest.mark.parametrize(("second", "rule", "found", "required", "words", "field"), TOLD, ids=[f"{each[1]} {place}" for place, each in enumerate(TOLD)])
def test_a_fault_of_a_bid_is_told_with_line_rule_found_and_required(second: BidEntry, rule: str, found: str, required: str, words: str, field: str) -> None:
    ((index, told),) = verify_bid_log(TERMS, [FIRST, second]).findings
    assert (index, told.rule, told.found, told.required, told.field) == (1, rule, found, required, field)
    assert told.message == f"第 2 次出价异常：{words}"


def test_a_single_bid_judged_alone_is_the_first() -> None:
    _, faults = step(TERMS, opened(TERMS), bid(1, "1.00", minutes(30)))
    assert [found.field for _, found in faults] == ["bids.0.price"]


def test_a_bid_at_the_opening_instant_is_in_time() -> None:
    assert verify_bid_log(TERMS, [bid(1, "500000.00", OPENS)]).ok
    assert verify_bid_log(TERMS, [bid(1, "500000.00", OPENS - timedelta(seconds=1))]).kinds == (FaultKind.BEFORE_OPENING,)


def test_exactly_five_minutes_before_the_end_extends_nothing() -> None:
    judged = verify_bid_log(TERMS, [bid(1, "500000.00", minutes(5))])
    assert (judged.end_at, judged.extensions) == (ENDS, 0)


def test_bids_of_one_instant_stand_in_any_order_and_a_number_twice_is_out_of_place() -> None:
    standing, _ = step(TERMS, opened(TERMS), FIRST)
    _, same_instant = step(TERMS, standing, bid(2, "501000.00", FIRST.at))
    assert same_instant == ()
    _, same_number = step(TERMS, standing, bid(1, "501000.00", minutes(20)))
    assert [kind for kind, _ in same_number] == [FaultKind.SEQ_REVERSED]
    _, one_missing = step(TERMS, standing, bid(3, "501000.00", minutes(20)))
    assert [kind for kind, _ in one_missing] == [FaultKind.SEQ_GAP]


def test_one_missing_line_may_have_moved_the_end_by_five_minutes_and_no_more() -> None:
    """A missing line lets the next bids be up to five minutes late, whether judged whole or bid by bid."""
    start = bid(1, "500000.00", minutes(4))
    moved_end = start.at + timedelta(minutes=5)
    for late, kinds in ((timedelta(minutes=4), (FaultKind.SEQ_GAP,)), (timedelta(minutes=5), (FaultKind.SEQ_GAP, FaultKind.AFTER_END))):
        after_gap = bid(3, "501000.00", moved_end + late)
        assert verify_bid_log(TERMS, [start, after_gap]).kinds == kinds
        standing, _ = step(TERMS, opened(TERMS), start)
        assert tuple(kind for kind, _ in step(TERMS, standing, after_gap)[1]) == kinds


def test_two_missing_lines_may_have_moved_it_twice() -> None:
    start = bid(1, "500000.00", minutes(4))
    moved_end = start.at + timedelta(minutes=5)
    for late, kinds in ((timedelta(minutes=9), (FaultKind.SEQ_GAP,)), (timedelta(minutes=10), (FaultKind.SEQ_GAP, FaultKind.AFTER_END))):
        assert verify_bid_log(TERMS, [start, bid(4, "501000.00", moved_end + late)]).kinds == kinds


def test_a_line_out_of_place_may_have_moved_the_end_once() -> None:
    lines = [bid(1, "500000.00", minutes(4)), bid(2, "501000.00", minutes(10))]
    moved_end = lines[0].at + timedelta(minutes=5)
    for late, kinds in ((timedelta(minutes=4), (FaultKind.TIME_REVERSED,)), (timedelta(minutes=5), (FaultKind.TIME_REVERSED, FaultKind.AFTER_END))):
        standing, kinds_seen = opened(TERMS), []
        for line in (*lines, bid(3, "502000.00", moved_end + late)):
            standing, faults = step(TERMS, standing, line)
            kinds_seen += [kind for kind, _ in faults]
        assert tuple(kinds_seen) == kinds


def test_a_void_bid_near_the_end_may_have_moved_it_to_five_minutes_after_itself() -> None:
    void = bid(1, "500000.00", minutes(1), "X0000")
    at_most = void.at + timedelta(minutes=5)
    for at, kinds in ((at_most - timedelta(seconds=1), (FaultKind.BANNED,)), (at_most, (FaultKind.BANNED, FaultKind.AFTER_END))):
        assert verify_bid_log(TERMS, [void, bid(2, "500000.00", at)]).kinds == kinds


def test_after_a_bid_off_the_step_the_next_may_go_on_from_it_or_from_the_price_before() -> None:
    off = bid(2, "501500.00", minutes(25))
    for price, kinds in (("502500.00", ()), ("503000.00", ()), ("502700.00", (FaultKind.OFF_INCREMENT,))):
        assert verify_bid_log(TERMS, [FIRST, off, bid(3, price, minutes(20))]).kinds == (FaultKind.OFF_INCREMENT, *kinds)


def test_after_a_good_bid_the_next_goes_on_from_it_alone() -> None:
    lines = [FIRST, bid(2, "501500.00", minutes(25)), bid(3, "502500.00", minutes(20)), bid(4, "504000.00", minutes(15))]
    assert verify_bid_log(TERMS, lines).kinds == (FaultKind.OFF_INCREMENT, FaultKind.OFF_INCREMENT)


def test_a_preferential_bid_at_the_same_price_keeps_the_step() -> None:
    lines = [FIRST, bid(2, "500000.00", minutes(25), "P1", priority=True), bid(3, "501000.00", minutes(20))]
    judged = verify_bid_log(TERMS, lines)
    assert (judged.kinds, judged.winner, judged.price) == ((), "B1", Money.yuan("501000.00"))


def test_steps_are_counted_from_the_start_price_even_when_it_is_no_multiple_of_them() -> None:
    odd = BidTerms(Money.yuan("500300.00"), Money.yuan("1000.00"), OPENS, ENDS)
    assert verify_bid_log(odd, [bid(1, "500300.00", minutes(30)), bid(2, "501300.00", minutes(25))]).ok
    assert verify_bid_log(odd, [bid(1, "500700.00", minutes(30))]).kinds == (FaultKind.OFF_INCREMENT,)


def test_a_preferential_bid_at_a_price_off_the_step_leaves_both_ways_on_open() -> None:
    lines = [FIRST, bid(2, "501500.00", minutes(25)), bid(3, "501500.00", minutes(22), "P1", priority=True), bid(4, "503000.00", minutes(20))]
    assert verify_bid_log(TERMS, lines).kinds == (FaultKind.OFF_INCREMENT,)


def test_a_bid_at_the_very_end_opens_no_time_for_another() -> None:
    late = [FIRST, bid(2, "501000.00", ENDS), bid(3, "502000.00", ENDS + timedelta(minutes=1))]
    assert verify_bid_log(TERMS, late).kinds == (FaultKind.AFTER_END, FaultKind.AFTER_END)


def test_a_bid_that_does_not_rise_is_no_step_to_go_on_from() -> None:
    lines = [bid(1, "501000.00", minutes(30)), bid(2, "500500.00", minutes(25)), bid(3, "501500.00", minutes(20))]
    assert verify_bid_log(TERMS, lines).kinds == (FaultKind.NOT_RISING, FaultKind.OFF_INCREMENT)
