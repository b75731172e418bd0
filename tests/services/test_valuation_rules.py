"""Pure rules of valuations: the order of ways with its exceptions, more time, corrections, an appraiser's order, routes of objections, the draw of three."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.domains.agencies import draw_rules
from app.domains.valuations.appraisal_rules import AppraisalReport, Visit, check_extension, check_report, check_visit, strangers
from app.domains.valuations.inquiry_rules import fallen, why_no_correction, why_no_more_time
from app.domains.valuations.objection_rules import hear, late_words, routes_against
from app.domains.valuations.order_rules import Course, Skipped, check_course
from app.domains.valuations.rolls import appraisers_on, listed_on, platform_of
from app.domains.valuations.types import Jump
from app.kernel.clock import at_shanghai
from app.kernel.errors import Invalid, NotNow, Refusal
from app.kernel.money import Money
from app.kernel.workdays import built_in
from app.law.objections import Ground, Route, Target
from app.law.valuation import Method

VERIFY = Path(__file__).resolve().parents[2] / "docs" / "verify_draw.py"
NO_AGREEMENT = Skipped("agreement", "被执行人下落不明，公告三次", "missing")
NO_OFFICIAL = Skipped("directed_inquiry", "税务机关答复没有计税基准价", "no_official_price")
INSPECT = Skipped("online_inquiry", "厂房结构须现场勘验", "needs_inspection")
BOTH = Course(jump=Jump.BOTH_PARTIES, jump_note="2026-04-01 笔录")
LAW = Course(jump=Jump.LAW, jump_note="企业国有资产法第四十七条")


@pytest.mark.parametrize(
    ("states", "falls"),
    [
        ([], None),
        (["upheld", "upheld", ""], None),
        (["upheld", "upheld", "open"], None),
        (["upheld", "expert"], None),
        (["dismissed", "corrected"], None),
        (["upheld", "upheld", "upheld"], True),
        (["upheld", "dismissed", "corrected"], False),
    ],
)
def test_a_price_falls_when_every_objection_is_decided_and_one_was_upheld(states: list[str], falls: bool | None) -> None:
    gone = fallen(states)
    assert (gone and gone.none_stands) == falls


@pytest.mark.parametrize(
    ("method", "course", "failed", "rules"),
    [
        ("agreement", Course(), (), ("RP-02", "RP-04")),
        ("directed_inquiry", Course((NO_AGREEMENT,)), (), ("RP-02", "RP-05")),
        ("directed_inquiry", Course(), ("agreement",), ("RP-02", "RP-05")),
        ("directed_inquiry", BOTH, (), ("RP-05",)),
        ("online_inquiry", Course((NO_AGREEMENT, NO_OFFICIAL)), (), ("RP-02", "RP-06")),
        ("online_inquiry", Course((NO_OFFICIAL,)), ("agreement",), ("RP-02", "RP-06")),
        ("online_inquiry", Course(), ("agreement", "directed_inquiry"), ("RP-02", "RP-06")),
        ("online_inquiry", BOTH, (), ("RP-06",)),
        ("appraisal", Course((NO_AGREEMENT, NO_OFFICIAL, INSPECT)), (), ("RP-02", "RP-15")),
        ("appraisal", Course((NO_AGREEMENT, NO_OFFICIAL)), ("online_inquiry",), ("RP-02", "RP-15")),
        ("appraisal", BOTH, (), ("RP-15",)),
        ("appraisal", LAW, (), ("RP-15",)),
    ],
)
def test_a_way_may_be_gone_in_its_turn_or_by_a_lawful_jump(method: str, course: Course, failed: tuple[str, ...], rules: tuple[str, ...]) -> None:
    assert check_course(Method(method), course, failed) == rules


@pytest.mark.parametrize(
    ("method", "course", "failed"),
    [
        ("directed_inquiry", Course(), ()),
        ("directed_inquiry", Course((Skipped("agreement", "双方关系不好", "no_official_price"),)), ()),
        ("online_inquiry", Course((NO_AGREEMENT,)), ()),
        ("online_inquiry", Course((NO_AGREEMENT, Skipped("directed_inquiry", "嫌慢", "refused"))), ()),
        ("online_inquiry", Course((NO_AGREEMENT, Skipped("directed_inquiry", "无", "no_official_price"))), ()),
        ("appraisal", Course((NO_AGREEMENT, NO_OFFICIAL)), ()),
        ("appraisal", Course((NO_AGREEMENT, NO_OFFICIAL, Skipped("online_inquiry", "申请人要求评估", ""))), ()),
        ("online_inquiry", LAW, ()),
        ("directed_inquiry", LAW, ()),
        ("agreement", BOTH, ()),
        ("appraisal", Course(jump=Jump.BOTH_PARTIES, jump_note=" "), ()),
        ("appraisal", Course(jump=Jump.LAW), ()),
    ],
)
def test_a_way_out_of_turn_is_refused(method: str, course: Course, failed: tuple[str, ...]) -> None:
    with pytest.raises(Invalid):
        check_course(Method(method), course, failed)


@dataclass
class Row:
    """An order as the rules see it."""

    due_on: date = date(2026, 4, 7)
    value: Any = None
    on_time: bool | None = None
    asked_more_at: datetime | None = None
    extended_on: date | None = None
    errors: Any = field(default_factory=dict)


ASKED = at_shanghai(2026, 4, 7, 23, 59)
LATE_ASKED = at_shanghai(2026, 4, 8, 0, 1)
AFTER = date(2026, 4, 8)


@pytest.mark.parametrize(
    ("rows", "today", "refused"),
    [
        ([Row(asked_more_at=ASKED), Row(), Row(value=1, on_time=False)], AFTER, ""),
        ([Row(asked_more_at=ASKED), Row(value=1, on_time=True), Row()], AFTER, "已有平台按时"),
        ([Row(asked_more_at=ASKED), Row(), Row()], date(2026, 4, 7), "还没有届满"),
        ([Row(asked_more_at=LATE_ASKED), Row(), Row()], AFTER, "没有平台在期限届满前"),
        ([Row(), Row(), Row()], AFTER, "没有平台在期限届满前"),
        ([Row(asked_more_at=ASKED, extended_on=AFTER), Row()], date(2026, 4, 20), "已延期一次"),
    ],
)
def test_more_time_is_given_only_when_all_were_late_and_one_asked_in_time(rows: list[Row], today: date, refused: str) -> None:
    found = why_no_more_time(rows, today)
    assert found == "" if not refused else refused in found


@pytest.mark.parametrize(
    ("rows", "refused"),
    [
        ([Row(value=1, errors={"kind": "basics"}), Row(value=2, errors={"kind": "scope"}), Row()], ""),
        ([Row(value=1, errors={"kind": "basics"}), Row(value=2)], "只有 1/2 份"),
        ([Row(value=1), Row(value=2)], "没有登记"),
        ([Row()], "没有登记"),
    ],
)
def test_a_correction_is_asked_only_when_every_report_is_wrong(rows: list[Row], refused: str) -> None:
    found = why_no_correction(rows)
    assert found == "" if not refused else refused in found


@pytest.mark.parametrize(
    ("asked_on", "days", "before", "error"),
    [
        (date(2026, 4, 28), 15, 0, None),
        (date(2026, 4, 28), 15, 1, None),
        (date(2026, 4, 29), 15, 0, NotNow),
        (date(2026, 4, 28), 16, 0, Invalid),
        (date(2026, 4, 28), 0, 0, Invalid),
        (date(2026, 4, 28), 10, 2, NotNow),
    ],
    ids=["five days before", "the second", "four days before", "sixteen days", "no day", "the third"],
)
def test_an_appraiser_asks_for_days_five_days_before_and_twice_at_most(asked_on: date, days: int, before: int, error: type[Refusal] | None) -> None:
    """Thirty days from 2 April end on 6 May, past the holiday; counted back five days: 1 May."""
    due_on = date(2026, 5, 3)
    if error is None:
        check_extension(due_on=due_on, asked_on=asked_on, days=days, before=before, calendar=built_in())
        return
    with pytest.raises(error):
        check_extension(due_on=due_on, asked_on=asked_on, days=days, before=before, calendar=built_in())


VISIT: dict[str, Any] = {
    "at": at_shanghai(2026, 4, 10, 9),
    "told": "书面通知双方",
    "told_on": date(2026, 4, 7),
    "attended": "顾北辰",
    "all_came": False,
    "witness": "史静姝",
}


@pytest.mark.parametrize(
    ("changed", "field_name"),
    [
        ({}, ""),
        ({"witness": " "}, "witness"),
        ({"witness": "", "all_came": True}, ""),
        ({"told_on": date(2026, 4, 11)}, "told"),
        ({"people": ("陆其昌",)}, "people"),
        ({"at": at_shanghai(2026, 4, 13)}, "at"),
    ],
)
def test_a_visit_has_notice_two_professionals_and_a_witness_for_who_stayed_away(changed: dict[str, Any], field_name: str) -> None:
    visit = Visit(**{"people": ("陆其昌", "邵文清"), **VISIT, **changed})
    if not field_name:
        check_visit(visit, at_shanghai(2026, 4, 12))
        return
    with pytest.raises(Invalid) as refusal:
        check_visit(visit, at_shanghai(2026, 4, 12))
    assert refusal.value.faults[0][0] == field_name


REPORT = AppraisalReport(Money.yuan("3100000"), "粤衡评字第18号", date(2026, 4, 28), date(2026, 4, 30), date(2027, 4, 27), ("陆其昌", "邵文清"))


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({}, None),
        ({"received_on": date(2026, 5, 7)}, NotNow),
        ({"valid_until": date(2027, 4, 29)}, Invalid),
        ({"signatories": ("陆其昌",)}, Invalid),
        ({"value": Money(0)}, Invalid),
        ({"issued_on": date(2026, 5, 1)}, Invalid),
    ],
)
def test_a_report_is_taken_in_time_signed_by_two_and_valid_a_year_at_most(changed: dict[str, Any], error: type[Refusal] | None) -> None:
    report = replace(REPORT, **changed)
    if error is None:
        check_report(report, due_on=date(2026, 5, 6), people=(), today=date(2026, 5, 10))
        return
    with pytest.raises(error):
        check_report(report, due_on=date(2026, 5, 6), people=(), today=date(2026, 5, 10))


def test_who_signed_without_having_been_there_is_a_stranger() -> None:
    assert strangers(("陆其昌", "齐望舒"), ("陆其昌", "邵文清")) == ["齐望舒"]
    assert strangers(("陆其昌",), ()) == []


@pytest.mark.parametrize(
    ("target", "grounds", "filed_on", "admissible", "route", "rule", "alternative"),
    [
        (Target.ONLINE_INQUIRY, (Ground.BASICS,), date(2026, 4, 7), True, Route.ENFORCEMENT_OBJECTION, "RP-26", ""),
        (Target.ONLINE_INQUIRY, (Ground.RESULT,), date(2026, 4, 7), False, None, "RP-29", "supervision"),
        (Target.ONLINE_INQUIRY, (Ground.BASICS,), date(2026, 4, 8), False, None, "RP-29", "supervision"),
        (Target.APPRAISAL, (Ground.RESULT,), date(2026, 4, 7), True, Route.APPRAISER_EXPLAINS, "RP-27", ""),
        (Target.APPRAISAL, (Ground.METHOD, Ground.BASICS), date(2026, 4, 7), True, Route.APPRAISER_EXPLAINS, "RP-28", ""),
        (Target.APPRAISAL, (Ground.METHOD, Ground.PROCEDURE), date(2026, 4, 7), True, Route.ENFORCEMENT_OBJECTION, "RP-28", ""),
        (Target.CORRECTION, (Ground.BASICS,), date(2026, 4, 7), False, None, "RP-29", "supervision"),
        (Target.AGREEMENT, (Ground.FRAUD,), date(2026, 4, 7), False, None, "RP-29", "supervision"),
        (Target.DIRECTED_INQUIRY, (Ground.FALSE_INQUIRY,), date(2026, 4, 7), False, None, "RP-29", "supervision"),
    ],
)
def test_the_ground_decides_the_route(
    target: Target, grounds: tuple[Ground, ...], filed_on: date, admissible: bool, route: Route | None, rule: str, alternative: str
) -> None:
    """Received on 31 March: the five days end on 5 April, a Sunday, and the holiday moves the end to 7 April."""
    heard = hear(target, grounds, received_on=date(2026, 3, 31), filed_on=filed_on, before_notice=True, calendar=built_in())
    assert (heard.admissible, heard.route, heard.rule, heard.alternative) == (admissible, route, rule, alternative)


def test_routes_are_shown_for_every_ground_and_agree_with_what_is_heard() -> None:
    for target in (Target.ONLINE_INQUIRY, Target.APPRAISAL, Target.AGREEMENT):
        for row in routes_against(target):
            heard = hear(target, (row.ground,), received_on=date(2026, 3, 2), filed_on=date(2026, 3, 3), before_notice=True, calendar=built_in())
            assert heard.admissible == (row.rule in ("RP-26", "RP-27")), (target, row.ground)


def test_a_late_objection_is_told_in_the_words_of_the_house() -> None:
    assert late_words(date(2026, 3, 20), date(2026, 3, 16)) == "异议于 3月20日 收到，已过期限 3月16日：登记并告知；可按第25条提请监督"


def test_lists_are_dated_and_who_was_struck_off_is_left_out_with_the_reason() -> None:
    assert [each.code for each in listed_on(date(2018, 8, 31))] == []
    assert {each.code for each in listed_on(date(2026, 4, 2))} == {"taobao", "jd", "icbc"}
    assert platform_of("nobody") is None
    before, after = (appraisers_on(day, "house") for day in (date(2025, 12, 31), date(2026, 1, 1)))
    gone = "91440101MAYYA06P6X"
    assert next(each for each in before if each.uscc == gone).out == ""
    assert "除名" in next(each for each in after if each.uscc == gone).out


def test_a_draw_of_three_is_recomputed_by_the_program_for_strangers(tmp_path: Path) -> None:
    """Three rounds of the agencies' rules, as drawing.py writes them, pass docs/verify_draw.py; an exchanged winner does not."""
    root = "5c" * 32
    named = [{"id": each.uscc, "name": each.name, "uscc": each.uscc} for each in appraisers_on(date(2026, 4, 2), "house") if not each.out]
    frozen = {"work": {"kind": "appraisal"}, "candidates": named, "excluded": []}
    told: dict[str, Any] = {"format": draw_rules.FORMAT, "id": "1", "commitment": draw_rules.commitment_of(root), "list": frozen}
    told |= {"committed_at": "2026-04-02T10:00:00+08:00", "frozen_at": "2026-04-02T10:01:00+08:00", "list_digest": draw_rules.list_digest(frozen), "rounds": []}
    for number in range(3):
        out = [each["chosen"] for each in told["rounds"]]
        seed = draw_rules.seed_of_round(root, number)
        drawn = draw_rules.draw(seed, told["list_digest"], number, draw_rules.left_in(frozen, out))
        shared = {"no": number, "seed": seed, "left_out": out, "chosen": drawn.agency_id, "tries": drawn.tries}
        told["rounds"].append({**shared, "at": "2026-04-02T10:01:00+08:00"})
    assert verify(tmp_path, told) == 0
    told["rounds"][0]["chosen"], told["rounds"][1]["chosen"] = told["rounds"][1]["chosen"], told["rounds"][0]["chosen"]
    assert verify(tmp_path, told) == 1


def verify(folder: Path, told: dict[str, Any]) -> int:
    path = folder / "draw.json"
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    return subprocess.run([sys.executable, str(VERIFY), str(path)], check=False, capture_output=True).returncode
