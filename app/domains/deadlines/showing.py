"""What the pages of deadlines show: rows, the days of a week or month, and how one deadline was counted. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.domains.deadlines.hand_rows import HAND_FACTS
from app.domains.deadlines.rules import Shown, shown_state
from app.domains.deadlines.tables import Deadline
from app.kernel.actor import ROLE_NAMES, Role
from app.kernel.workdays import Calendar, NoCalendar
from app.law.rulebook import RULES

LONGEST_STRIP = 70
STAGE_WORDS = {"due": "最后一天提醒", "missed": "逾期"}


@dataclass(frozen=True)
class RowShown:
    """One line of the list."""

    deadline: Deadline
    case_number: str
    holder: str
    look: Shown

    @property
    def due_at(self) -> datetime | None:
        """For the remaining time; a period that is over has none."""
        return self.deadline.due_at if self.look in (Shown.RUNNING, Shown.SOON, Shown.TODAY, Shown.OVERDUE) else None


@dataclass(frozen=True)
class DayShown:
    """One day of a week or month: 休 or 班, whether the calendar is only provisional, and its deadlines."""

    on: date
    mark: str
    name: str
    provisional: bool
    inside: bool
    rows: tuple[RowShown, ...]

    def count(self, look: str) -> int:
        """How many of its deadlines look so."""
        return sum(row.look == look for row in self.rows)

    @property
    def others(self) -> int:
        """Running ones that are neither overdue nor due today."""
        return sum(row.look in (Shown.RUNNING, Shown.SOON, Shown.SUSPENDED) for row in self.rows)


@dataclass(frozen=True)
class StripDay:
    """One day of the strip of 怎么算的; look: start, end, rest, stopped or ''."""

    on: date
    look: str
    title: str


def row_shown(deadline: Deadline, case_number: str, names: Mapping[str, str], now: datetime) -> RowShown:
    """A deadline as a line: the holder's name, or the role's where nobody is named."""
    holder = names.get(deadline.holder_id or "") or ROLE_NAMES[Role(deadline.holder_role)]
    return RowShown(deadline, case_number, holder, look_of(deadline, now))


def look_of(deadline: Deadline, now: datetime) -> Shown:
    """The one word for a deadline at an instant."""
    return shown_state(deadline.state, deadline.due_on, deadline.due_at, late=deadline.late, now=now)


def days_shown(span: tuple[date, date], rows: Sequence[RowShown], calendar: Calendar, month: int | None) -> list[DayShown]:
    """Every day of a span with its deadlines; `month` is the month shown, None for a week."""
    by_day: dict[date, list[RowShown]] = defaultdict(list)
    for row in rows:
        by_day[row.deadline.due_on].append(row)
    days = (span[0] + timedelta(days=count) for count in range((span[1] - span[0]).days + 1))
    return [_day(on, tuple(by_day[on]), calendar, inside=month is None or on.month == month) for on in days]


def strip_of(starts_on: date, due_on: date, calendar: Calendar) -> list[StripDay]:
    """The days from the start to the last day; none for periods too long to draw or in years without a calendar."""
    first, last = min(starts_on, due_on), max(starts_on, due_on)
    if (last - first).days > LONGEST_STRIP or not {first.year, last.year} <= calendar.years:
        return []
    return [_strip_day(first + timedelta(days=count), starts_on, due_on, calendar) for count in range((last - first).days + 1)]


def counting_of(deadline: Deadline, calendar: Calendar) -> dict[str, object]:
    """What the macro `counted` draws."""
    return {
        "start_fact": START_FACTS.get(deadline.code, "起算"),
        "start_on": deadline.starts_on,
        "steps": [(None, step) for step in deadline.counted],
        "ends_on": deadline.due_on,
        "calendar_version": deadline.calendar_version,
        "provisional": deadline.provisional,
        "rule": deadline.citation,
        "rule_href": f"/rules/{deadline.rule}" if deadline.rule in RULES else "",
        "strip": strip_of(deadline.starts_on, deadline.due_on, calendar),
    }


def stage_word(stage: str) -> str:
    """A fired stage for people: 提前 3 日提醒, 最后一天提醒, 逾期."""
    return STAGE_WORDS.get(stage) or f"提前 {stage.removeprefix('warn_')} 日提醒"


START_FACTS = {
    "announcement": "开拍日",
    "notice_to_persons": "公告发布",
    "delegated_service": "受托法院收到委托函",
    "balance": "成交",
    "sale_ruling": "价款付清",
    "deposit_refund": "竞价结束",
    "ask_in_kind": "第二次拍卖流拍",
    "lien_reply": "收到商请移送执行函",
    "distribution_objection": "收到分配方案",
    "distribution_counter": "收到异议通知",
    "distribution_suit": "收到反对意见通知",
    "hand_over": "裁定送达",
    "title_step": "单位收到通知或者受理",
    "seizure_expiry": "查封起算",
    "start_reference_price": "查封",
    "price_reports": "委托询价",
    "agreement_figures": "启动议价",
    "directed_reply": "发出询价函",
    "price_more_time": "原期限届满",
    "price_corrections": "通知补正",
    "price_reissue": "通知重新出具",
    "appraisal_report": "材料签收",
    "appraisal_correction": "通知说明、补正",
    "appraisal_reissue": "通知重新出具",
    "return_material": "更换评估机构",
    "send_reports": "收到报告",
    "report_publication": "公示",
    "price_objection": "当事人收到报告",
    "pass_on_objection": "收到异议",
    "explain_objection": "异议交评估机构",
    "objection_review": "收到异议",
    "price_validity": "参考价确定",
    "start_disposal": "参考价确定",
    "second_auction": "流拍",
    "network_sale_notice": "二拍流拍",
    "pay_out": "价款付清",
    "task_due": "派出",
    "vacate": "张贴公告",
    "move_out": "催促迁出",
    "vacate_agreed": "签订腾退协议",
    "tell_family": "送拘",
    "collect_goods": "强制腾空结束",
    "reentry_watch": "执行终结",
    "finish_case": "立案",
    **HAND_FACTS,
}


def _day(on: date, rows: tuple[RowShown, ...], calendar: Calendar, *, inside: bool) -> DayShown:
    return DayShown(on, _mark(on, calendar), calendar.name_of(on), calendar.is_provisional(on), inside, rows)


def _mark(on: date, calendar: Calendar) -> str:
    try:
        rest = calendar.is_rest(on)
    except NoCalendar:
        return "未录入"
    if on not in calendar.special:
        return ""
    return "休" if rest else "班"


def _strip_day(on: date, starts_on: date, due_on: date, calendar: Calendar) -> StripDay:
    rest = calendar.is_rest(on)
    look = "start" if on == starts_on else "end" if on == due_on else "rest" if rest else ""
    return StripDay(on, look, f"{on.isoformat()} {calendar.name_of(on) or ('休息日' if rest else '工作日')}")
