"""Every period that the platform watches: one row each, with its article, how it is counted, who holds it, and worked examples (law.md §1.5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from app.kernel.actor import Role
from app.kernel.workdays import Calendar
from app.law.periods import Counted, days_after, days_before, months_after
from app.law.terms import length_of

Count = Callable[[date, int, Calendar], Counted]
Example = tuple[str, int, str]
MANDATE = "委托书载明的期限"
"""What a period rests on that no rule of the book sets, but the paper by which the work was given."""


@dataclass(frozen=True)
class Period:
    """A kind of deadline. `length` is the law's own number in the unit of `count` (None: given at the start).

    `warn_days` are days before the last day; `examples` are (start, length, last day).
    """

    code: str
    title: str
    rule: str
    count: Count
    length: int | None
    holder: Role
    examples: tuple[Example, Example, Example]
    warn_days: tuple[int, ...] = (3, 1)
    link: str = ""


def forward(start_on: date, days: int, calendar: Calendar) -> Counted:
    """N日内: rolls over a rest day."""
    return days_after(start_on, days, calendar)


def plain(start_on: date, days: int, calendar: Calendar) -> Counted:
    """A term of effect or a day that was set: never rolls (CNT-13)."""
    return days_after(start_on, days, calendar, rolls=False)


def months(start_on: date, number: int, calendar: Calendar) -> Counted:
    """N个月内: the corresponding day, then rolls."""
    return months_after(start_on, number, calendar)


def until(start_on: date, days: int, calendar: Calendar) -> Counted:
    """N日前: counted back from the event, never rolls (CNT-07)."""
    return days_before(start_on, days, calendar)


_ROWS = (
    Period(
        "announcement",
        "发布拍卖公告",
        "NA-10",
        until,
        None,
        Role.CLERK,
        (("2026-03-23", 15, "2026-03-08"), ("2026-04-02", 30, "2026-03-03"), ("2026-05-06", 15, "2026-04-21")),
        (3, 1),
        "/plans/{subject_id}",
    ),
    Period(
        "notice_to_persons",
        "通知当事人和优先购买权人",
        "NA-15",
        until,
        length_of("notify_before_announcement"),
        Role.CLERK,
        (("2026-03-10", 3, "2026-03-07"), ("2026-03-02", 3, "2026-02-27"), ("2026-02-24", 3, "2026-02-21")),
        (3, 1),
        "/plans/{subject_id}",
    ),
    Period(
        "balance",
        "买受人付清余款",
        "NA-32",
        plain,
        None,
        Role.CLERK,
        (("2026-03-19", 10, "2026-03-29"), ("2026-04-03", 15, "2026-04-18"), ("2026-09-25", 10, "2026-10-05")),
        (3, 1),
        "/settlements/{subject_id}",
    ),
    Period(
        "sale_ruling",
        "成交裁定书送达买受人",
        "AS-17",
        forward,
        length_of("serve_ruling"),
        Role.JUDGE,
        (("2026-02-06", 10, "2026-02-24"), ("2026-04-08", 10, "2026-04-20"), ("2026-03-27", 10, "2026-04-07")),
        (5, 2, 1),
        "/settlements/{subject_id}",
    ),
    Period(
        "hand_over",
        "向买受人移交",
        "AS-24",
        forward,
        length_of("hand_over"),
        Role.CLERK,
        (("2026-04-20", 15, "2026-05-06"), ("2026-03-02", 15, "2026-03-17"), ("2026-09-10", 15, "2026-09-28")),
        (7, 3, 1),
        "/handovers/{subject_id}",
    ),
    Period(
        "seizure_expiry",
        "查封、扣押、冻结届满",
        "EX-13",
        plain,
        None,
        Role.CLERK,
        (("2026-01-01", 0, "2026-01-01"), ("2025-08-12", 1095, "2028-08-11"), ("2026-05-02", 0, "2026-05-02")),
        (30, 7),
        "/assets/{asset_id}",
    ),
    Period(
        "start_reference_price",
        "启动确定参考价",
        "RP-01",
        forward,
        length_of("start_reference_price"),
        Role.CLERK,
        (("2026-08-26", 30, "2026-09-28"), ("2026-03-02", 30, "2026-04-01"), ("2026-01-10", 30, "2026-02-09")),
        (7, 3, 1),
        "/assets/{asset_id}/valuation",
    ),
    Period(
        "price_reports",
        "询价平台出具报告",
        "RP-08",
        forward,
        length_of("online_inquiry_report"),
        Role.CLERK,
        (("2026-03-02", 3, "2026-03-05"), ("2026-06-17", 3, "2026-06-22"), ("2026-04-02", 3, "2026-04-07")),
        (1,),
        "/assets/{asset_id}/valuation",
    ),
    Period(
        "start_disposal",
        "参考价确定后启动处置",
        "RP-35",
        forward,
        length_of("start_disposal"),
        Role.CLERK,
        (("2026-09-21", 10, "2026-10-08"), ("2026-03-02", 10, "2026-03-12"), ("2026-06-09", 10, "2026-06-22")),
        (3, 1),
        "/assets/{asset_id}",
    ),
    Period(
        "second_auction",
        "流拍后再次拍卖",
        "NA-35",
        forward,
        length_of("reauction"),
        Role.CLERK,
        (("2026-04-02", 30, "2026-05-06"), ("2026-01-20", 30, "2026-02-24"), ("2026-03-19", 30, "2026-04-20")),
        (20, 10, 3),
        "/plans",
    ),
    Period(
        "network_sale_notice",
        "发布变卖公告",
        "BM-02",
        forward,
        None,
        Role.CLERK,
        (("2026-05-07", 15, "2026-05-22"), ("2026-04-20", 15, "2026-05-06"), ("2026-09-10", 15, "2026-09-28")),
        (7, 3, 1),
        "/plans",
    ),
    Period(
        "pay_out",
        "案款分配发放",
        "EX-28",
        forward,
        None,
        Role.CLERK,
        (("2026-03-27", 30, "2026-04-27"), ("2026-04-02", 30, "2026-05-06"), ("2026-03-10", 30, "2026-04-09")),
        (7, 3, 1),
        "/settlements/{subject_id}",
    ),
    Period(
        "task_due",
        "任务交回",
        MANDATE,
        plain,
        None,
        Role.AGENCY,
        (("2026-03-02", 5, "2026-03-07"), ("2026-03-02", 0, "2026-03-02"), ("2026-05-01", 7, "2026-05-08")),
        (2, 1),
        "/tasks/{subject_id}",
    ),
    Period(
        "vacate",
        "责令迁出的期限",
        "CP-01",
        plain,
        None,
        Role.CLERK,
        (("2026-04-20", 10, "2026-04-30"), ("2026-05-01", 4, "2026-05-05"), ("2026-03-20", 7, "2026-03-27")),
        (3, 1),
        "/handovers/{subject_id}",
    ),
    Period(
        "finish_case",
        "执行案件办结",
        "EX-15",
        months,
        length_of("finish_case"),
        Role.JUDGE,
        (("2026-01-15", 6, "2026-07-15"), ("2026-03-05", 6, "2026-09-07"), ("2026-03-31", 6, "2026-09-30")),
        (60, 30, 7),
        "/cases/{subject_id}",
    ),
)

CATALOGUE = {period.code: period for period in _ROWS}
