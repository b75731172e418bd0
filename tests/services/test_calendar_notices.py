"""The State Council's notice as text and as sheet: read whole, and every fault named by its line."""

from __future__ import annotations

import pytest

from app.domains.courts.notices import read_notice, read_sheet
from app.domains.courts.queries import next_version, version_order
from app.kernel.errors import Invalid
from app.kernel.workdays import DayKind, built_in

NOTICE = """国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。"""


def test_a_whole_notice_gives_the_days_that_the_calendar_library_knows() -> None:
    read = {each.on: each.kind for each in read_notice(NOTICE, 2026, whole=True)}
    assert read == {on: kind for on, kind in built_in().special.items() if on.year == 2026}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("元旦：1月1日至3日放假，共4天。", "写明共 4 天，日期却有 3 天"),
        ("元旦：1月1日（周五）放假。", "1月1日是星期四，通知写的是星期五"),
        ("元旦：13月1日放假。", "没有 13月1日 这一天"),
        ("元旦：1月5日上班。", "2026-01-05 是星期一，本来就上班"),
        ("元旦：2025年12月31日放假。", "2025-12-31 不属于 2026 年"),
        ("元旦：1月3日至1日放假。", "不是一段假期"),
        ("元旦：1月1日休整。1月2日放假", "没有写明放假还是上班"),
        ("1月1日放假", "缺少“节日：”"),
        ("元旦：1月放假", "没有读出日期"),
    ],
)
def test_a_fault_names_its_line(line: str, fault: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_notice(f"通知\n{line}", 2026, whole=False)
    assert "第 2 行：" in refused.value.message
    assert fault in refused.value.message


def test_a_day_said_twice_and_a_holiday_left_out_are_refused() -> None:
    with pytest.raises(Invalid, match="第 2 行：2026-01-01 与第 1 行重复"):
        read_notice("元旦：1月1日放假。\n春节：1月1日放假。", 2026, whole=False)
    with pytest.raises(Invalid, match="缺少 春节、清明"):
        read_notice("元旦：1月1日放假。", 2026, whole=True)
    with pytest.raises(Invalid, match="没有读出任何日期"):
        read_notice("", 2026, whole=True)


def test_a_sheet_is_read_by_rows() -> None:
    days = read_sheet("日期,类型,名称\n2027-01-01,休,元旦\n2027/1/3,班,\n".encode(), 2027, whole=False)
    assert [(each.on.isoformat(), each.kind, each.name) for each in days] == [("2027-01-01", DayKind.REST, "元旦"), ("2027-01-03", DayKind.WORK, "")]
    with pytest.raises(Invalid) as refused:
        read_sheet("日期,类型,名称\n昨天,休,元旦\n2027-01-01,假,元旦\n".encode(), 2027, whole=False)
    assert [words for _, words in refused.value.faults] == ["第 2 行：“昨天”不是日期", "第 3 行：类型“假”应为休或班"]


@pytest.mark.parametrize(
    ("version", "year", "follows"), [("2026-1", 2026, "2026-2"), ("2026-9", 2026, "2026-10"), ("2026-3", 2027, "2027-1"), ("2027-1", 2026, "2027-2")]
)
def test_versions_follow_each_other(version: str, year: int, follows: str) -> None:
    assert next_version(version, year) == follows
    assert version_order(follows) > version_order(version)
