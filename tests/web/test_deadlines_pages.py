"""Pages of deadlines: list, week, month, and how one was counted."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domains.cases.types import Stage
from app.domains.courts.notices import read_notice
from app.domains.courts.queries import load_calendar
from app.domains.deadlines import calendar_years
from app.domains.deadlines.queries import PER_DAY
from app.domains.deadlines.service import Start, end, end_all_of_case, meet, start
from app.domains.deadlines.showing import bar_of, short_number
from app.infra.house import House
from app.infra.slices import PAGE
from app.kernel.actor import Role
from app.kernel.clock import ManualClock, at_shanghai
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench, open_person
from tests.services.test_calendar_notices import NOTICE
from tests.web.visiting import counted, signed_in


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def case_id(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return make_case(w, bench).id


def begin(house: House, bench: Bench, case_id: str, subject: str = "s1", code: str = "sale_ruling", holder: str = "judge") -> str:
    with house.work() as w:
        return start(w, code, Start(case_id, bench.court_id, "settlement", subject, w.today, length=10, holder_id=bench[holder].id)).id


def rows(client: FlaskClient, address: str) -> str:
    """What stands below the filters, which name every kind that is open."""
    return client.get(address).text.partition("pf-filters__end")[2]


def test_the_list_says_what_until_when_and_who(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    begin(house, bench, case_id)
    page = signed_in(app, "clerk").get("/deadlines").text
    assert all(words in page for words in ("成交裁定书送达买受人", "（2026）粤0115执1422号", "2026-04-13", "孔令舟", "法释〔2004〕16号"))


def test_mine_leaves_out_what_others_hold(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    begin(house, bench, case_id)
    assert "成交裁定书送达买受人" in rows(signed_in(app, "judge"), "/deadlines?whose=mine")
    assert "成交裁定书送达买受人" not in rows(signed_in(app, "clerk"), "/deadlines?whose=mine")


@pytest.mark.parametrize(("now", "state"), [((2, 12), "open"), ((11, 12), "near"), ((13, 9), "today"), ((14, 0), "overdue")])
def test_states_narrow_the_list_as_time_passes(
    app: Flask, house: House, bench: Bench, case_id: str, clock: ManualClock, now: tuple[int, int], state: str
) -> None:
    begin(house, bench, case_id)
    clock.move_to(at_shanghai(2026, 4, *now))
    client = signed_in(app, "clerk")
    found = {each for each in ("near", "today", "overdue", "done", "ended") if "成交裁定书送达买受人" in rows(client, f"/deadlines?state={each}")}
    assert found == ({state} if state != "open" else set())
    assert "成交裁定书送达买受人" in rows(client, "/deadlines?state=all")


def test_a_met_one_is_shown_under_done(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    begin(house, bench, case_id)
    with house.work(bench["judge"]) as w:
        meet(w, "sale_ruling", "settlement", "s1")
    assert "已完成" in signed_in(app, "clerk").get("/deadlines?state=done").text


def test_the_month_marks_rest_days_and_shifted_days(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    begin(house, bench, case_id)
    page = signed_in(app, "clerk").get("/deadlines?view=month&on=2026-04-15").text
    assert page.count("<tr>") == 6
    assert "休" in page
    assert "到期 1" in page
    assert "班" in signed_in(app, "clerk").get("/deadlines?view=month&on=2026-02-15").text


def test_a_provisional_year_says_so(app: Flask, house: House, bench: Bench) -> None:
    assert "暂定" in signed_in(app, "clerk").get("/deadlines?view=month&on=2027-10-01").text


def test_a_last_day_in_a_provisional_year_is_marked_on_every_page_until_the_notice_is_read(
    app: Flask, house: House, bench: Bench, case_id: str, clock: ManualClock
) -> None:
    clock.move_to(at_shanghai(2026, 12, 27, 9))
    with house.work() as w:
        end_all_of_case(w, case_id, reason="只看一项")
        start(w, "sale_ruling", Start(case_id, bench.court_id, "settlement", "s1", w.today, length=8, holder_id=bench["judge"].id))
    client = signed_in(app, "judge")
    pages = ("/deadlines", "/cases", f"/cases/{case_id}", "/")
    assert [(page, "暂定" in client.get(page).text) for page in pages] == [(page, True) for page in pages]
    with house.work() as w:
        calendar = load_calendar(w.session)
        calendar_years.keep_draft(w, 2027, [], provisional=False, source="国办通知")
        version = calendar_years.confirm(w, 2027)
    calendar_years.recount(house, {"year": 2027, "version": version})
    assert calendar.provisional >= {2027}
    assert [(page, "暂定" in client.get(page).text) for page in pages] == [(page, False) for page in pages]


def test_the_week_has_seven_days_and_names_the_deadline(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    begin(house, bench, case_id)
    page = signed_in(app, "clerk").get("/deadlines?view=week&on=2026-04-14").text
    assert all(words in page for words in ("4月13日 周一", "4月19日 周日", "成交裁定书送达买受人"))


def test_nothing_found_says_so_and_nonsense_is_left_out(app: Flask, bench: Bench) -> None:
    assert "这段时间没有期限" in signed_in(app, "clerk").get("/deadlines?view=nonsense&on=never&state=x&case=0").text


def test_one_deadline_shows_every_step_with_its_rule(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    deadline_id = begin(house, bench, case_id)
    page = signed_in(app, "clerk").get(f"/deadlines/{deadline_id}").text
    assert all(words in page for words in ("怎么算的", "价款付清", "2026-04-02 不计入", "顺延", "/rules/AS-17", "日历版本", "去办理", "pf-daystrip__rest"))


def test_an_explanation_is_written_by_page(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    deadline_id, client = begin(house, bench, case_id), signed_in(app, "clerk")
    assert client.post(f"/deadlines/{deadline_id}/explain", data={"remark": "x"}).status_code == 422
    assert client.post(f"/deadlines/{deadline_id}/explain", data={"remark": "法官外出，4 月 10 日作出"}).status_code == 303
    assert "法官外出" in client.get(f"/deadlines/{deadline_id}").text


def test_another_court_gets_404_and_an_auditor_403(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    deadline_id, other = begin(house, bench, case_id), signed_in(app, "clerk_b")
    assert other.get(f"/deadlines/{deadline_id}").status_code == 404
    assert other.post(f"/deadlines/{deadline_id}/explain", data={"remark": "不是我的案件"}).status_code == 404
    assert "成交裁定书" not in other.get("/deadlines?state=all").text
    assert signed_in(app, "president").post(f"/deadlines/{deadline_id}/explain", data={"remark": "院长的说明"}).status_code == 403


def test_none_is_left_out_however_many_there_are(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    with house.work() as w:
        for number in range(PAGE + 3):
            start(w, "sale_ruling", Start(case_id, bench.court_id, "settlement", f"n{number}", w.today, length=10))
    client = signed_in(app, "clerk")
    first, second = client.get("/deadlines?state=open&kind=sale_ruling").text, client.get("/deadlines?state=open&kind=sale_ruling&page=2&q=nonsense").text
    assert f"未完成 {PAGE + 3} 项" in first
    assert [page.count("data-item") for page in (first, second)] == [PAGE, 3]
    assert ("page=2" in first, "上一页" in second, "下一页" in second) == (True, True, False)
    assert f"到期 {PAGE + 3}" in client.get("/deadlines?view=month&on=2026-04-13").text
    week = rows(client, "/deadlines?view=week&on=2026-04-13")
    assert (week.count("成交裁定书送达买受人"), f"其余 {PAGE + 3 - PER_DAY} 项" in week) == (PER_DAY, True)
    assert "成交裁定书送达买受人" in rows(client, "/deadlines?view=list&state=open&day=2026-04-13&page=2")


def test_ones_group_is_the_stage_of_its_cases_and_the_heads_have_none(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        elsewhere = make_case(w, bench, 1423, parties=False, stage=Stage.CONTROL).id
    begin(house, bench, case_id)
    begin(house, bench, elsewhere, "t1")
    page = signed_in(app, "clerk").get("/deadlines?whose=group").text
    assert ("执1422号" in page, "执1423号" in page) == (True, False)
    director = signed_in(app, "director").get("/deadlines?whose=group").text
    assert ("执1423号" in director, ">本组<" in director) == (True, False)


def test_one_kind_alone_and_the_kinds_that_are_there(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    begin(house, bench, case_id)
    page = signed_in(app, "clerk").get("/deadlines?kind=sale_ruling").text
    assert (page.count("data-item"), "kind=finish_case" in page, "kind=pay_out" in page) == (1, True, False)
    assert signed_in(app, "clerk").get("/deadlines?view=month&on=2026-08-01&kind=sale_ruling").text.count("到期 1") == 0


def test_the_line_of_time_draws_each_period_within_its_weeks(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    begin(house, bench, case_id)
    page = signed_in(app, "clerk").get("/deadlines?view=line&on=2026-04-02").text
    assert all(
        words in page for words in ("2026年3月16日 至 2026年6月14日", "未完成 1 项", 'x="17" y="2" width="12"', "前四周", "on=2026-03-05", "on=2026-04-30")
    )
    assert "成交裁定书送达买受人" not in rows(signed_in(app, "clerk"), "/deadlines?view=line&on=2026-07-02")
    march, may = date(2026, 3, 16), date(2026, 5, 10)
    assert [bar_of(*span, (march, may)) for span in ((date(2026, 1, 1), date(2026, 9, 1)), (date(2026, 4, 2), march), (may, may))] == [
        (0, 56),
        (0, 18),
        (55, 1),
    ]


def test_on_a_phone_what_is_due_today_stands_first(app: Flask, house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    begin(house, bench, case_id)
    clock.move_to(at_shanghai(2026, 4, 13, 9))
    assert signed_in(app, "clerk").get("/deadlines").text.count("pf-cards__first") == 1


def test_a_period_is_counted_again_with_the_calendar_in_force(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    deadline_id = begin(house, bench, case_id, code="pay_out")
    with house.work() as w:
        words = NOTICE.replace("清明节：4月4日（周六）至6日（周一）放假，共3天。", "清明节：4月4日（周六）至13日（周一）放假，共10天。")
        assert words != NOTICE
        calendar_years.keep_draft(w, 2026, read_notice(words, 2026, whole=True), provisional=False, source="改期通知")
        calendar_years.confirm(w, 2026)
    client = signed_in(app, "clerk")
    assert "重新核算" in client.get(f"/deadlines/{deadline_id}").text
    assert "重新核算" not in signed_in(app, "president").get(f"/deadlines/{deadline_id}").text
    assert client.post(f"/deadlines/{deadline_id}/recount").status_code == 303
    page = client.get(f"/deadlines/{deadline_id}").text
    assert all(words in page for words in ("届满日变动", "2026-04-13", "2026-04-14", "按日历 2026-2 重新核算"))
    with house.work() as w:
        end(w, "pay_out", "settlement", "s1", reason="不再需要")
    assert client.post(f"/deadlines/{deadline_id}/recount").status_code == 409
    assert signed_in(app, "clerk_b").post(f"/deadlines/{deadline_id}/recount").status_code == 404


@pytest.mark.parametrize("view", ["list", "week&on=2026-04-13", "month&on=2026-04-13", "line&on=2026-04-13"])
def test_queries_do_not_grow_with_rows(app: Flask, house: House, bench: Bench, case_id: str, view: str) -> None:
    begin(house, bench, case_id)
    client = signed_in(app, "clerk")
    with counted(house) as few:
        client.get(f"/deadlines?view={view}")
    for number in range(20):
        begin(house, bench, case_id, f"t{number}", holder="clerk" if number % 2 else "judge")
    with counted(house) as many:
        client.get(f"/deadlines?view={view}")
    assert len(many) == len(few) <= 14


def test_acts_of_one_deadline_show_old_and_new_day(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    deadline_id = begin(house, bench, case_id)
    judge, clerk = signed_in(app, "judge"), signed_in(app, "clerk")
    assert judge.post(f"/deadlines/{deadline_id}/shift", data={"on": "2026-04-09", "reason": "短"}).status_code == 422
    assert judge.post(f"/deadlines/{deadline_id}/shift", data={"on": "2026-03-31", "reason": "到账日更正"}).status_code == 303
    page = judge.get(f"/deadlines/{deadline_id}").text
    assert all(words in page for words in ("届满日变动", "2026-04-13", "2026-04-10", "起算日更正：到账日更正", "暂停计算"))
    assert clerk.post(f"/deadlines/{deadline_id}/stop", data={"reason": "暂缓执行"}).status_code == 403
    assert judge.post(f"/deadlines/{deadline_id}/stop", data={"reason": "裁定暂缓执行"}).status_code == 303
    assert "恢复计算" in judge.get(f"/deadlines/{deadline_id}").text
    assert judge.post(f"/deadlines/{deadline_id}/extend", data={"days": "3", "reason": "理由充分"}).status_code == 403
    refused = judge.post(f"/deadlines/{deadline_id}/go-on", data={"reason": "短"})
    assert (refused.status_code, refused.text.count("<details open")) == (422, 1)
    assert judge.post(f"/deadlines/{deadline_id}/go-on", data={"reason": "暂缓期限届满"}).status_code == 303
    assert judge.post(f"/deadlines/{deadline_id}/stop-case", data={"reason": "裁定中止执行"}).status_code == 303
    assert "全案恢复计算" in judge.get(f"/deadlines/{deadline_id}").text
    assert judge.post(f"/deadlines/{deadline_id}/go-on-case", data={"reason": "中止情形消失"}).status_code == 303
    other = signed_in(app, "clerk_b")
    assert {other.post(f"/deadlines/{deadline_id}/{act}", data={"on": "2026-04-09", "reason": "不是我的案件"}).status_code for act in ("shift", "finish")} == {
        404
    }


def test_a_period_is_entered_on_the_case(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    client = signed_in(app, "clerk")
    assert "核实财产线索" in client.get(f"/cases/{case_id}/deadlines/new").text
    assert f"/cases/{case_id}/deadlines/new" in client.get(f"/deadlines?case={case_id}").text
    refused = client.post(f"/cases/{case_id}/deadlines", data={"code": "check_clue", "on": "2026-04-03"})
    assert (refused.status_code, "起算的事实尚未发生" in refused.text) == (422, True)
    made = client.post(f"/cases/{case_id}/deadlines", data={"code": "check_clue", "on": "2026-04-01"})
    page = client.get(made.location).text
    assert "2026-04-08" in page
    assert client.post(f"{made.location}/finish", data={"on": "2026-04-02", "reason": "线索已经核实"}).status_code == 303
    assert signed_in(app, "clerk_b").get(f"/cases/{case_id}/deadlines/new").status_code == 404


def test_by_person(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    begin(house, bench, case_id)
    client = signed_in(app, "clerk")
    assert "成交裁定书送达买受人" in rows(client, f"/deadlines?holder={bench['judge'].id}")
    assert "成交裁定书送达买受人" not in rows(client, f"/deadlines?holder={bench['clerk'].id}")


def test_the_director_sets_reminders(app: Flask, house: House, bench: Bench) -> None:
    client = signed_in(app, "director")
    assert client.post("/deadlines/margins/sale_ruling", data={"days": "七"}).status_code == 422
    assert client.post("/deadlines/margins/sale_ruling", data={"days": "9、4"}).status_code == 303
    assert 'value="9、4"' in client.get("/deadlines/margins").text
    assert client.post("/deadlines/margins/escalation", data={"days": "5、3"}).status_code == 422
    assert client.post("/deadlines/margins/escalation", data={"days": "5"}).status_code == 303
    assert 'aria-label="逾期未办报院长的日数" required value="5"' in client.get("/deadlines/margins").text
    assert client.post("/deadlines/margins/nothing", data={"days": "4"}).status_code == 404


def test_the_feed_is_secret_and_revocable(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    begin(house, bench, case_id)
    client, stranger = signed_in(app, "judge"), app.test_client()
    found = re.search(r"/p/calendar/[\w-]+\.ics", client.post("/deadlines/feed").text)
    assert found is not None
    told = stranger.get(found[0])
    assert (told.status_code, told.mimetype) == (200, "text/calendar")
    assert "成交裁定书送达买受人届满" in told.text.replace("\r\n ", "")
    assert found[0] not in client.get("/deadlines/feed").text
    assert client.post("/deadlines/feed/revoke").status_code == 303
    assert stranger.get(found[0]).status_code == 404


def test_overdue_is_the_same_on_every_page(app: Flask, house: House, bench: Bench, case_id: str, clock: ManualClock) -> None:
    ruling = begin(house, bench, case_id)
    for at, late in ((at_shanghai(2026, 4, 13, 23, 59, 59), False), (at_shanghai(2026, 4, 14), True)):
        clock.move_to(at)
        client = signed_in(app, "judge")
        on_page = "已逾期" in client.get(f"/deadlines/{ruling}").text
        in_list = "成交裁定书送达买受人" in rows(client, "/deadlines?state=overdue")
        in_month = "逾期 1" in client.get("/deadlines?view=month&on=2026-04-13").text
        in_week = "pf-badge--danger" in client.get("/deadlines?view=week&on=2026-04-13").text
        assert [on_page, in_list, in_month, in_week] == [late] * 4


def test_a_year_is_read_looked_at_and_confirmed(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    begin(house, bench, case_id, code="pay_out")
    with house.work() as w:
        open_person(w, "guard", "易知远", Role.SECADMIN, court_id=bench.court_id)
        start(w, "pay_out", Start(case_id, bench.court_id, "settlement", "s2", w.today, length=30))
    client = signed_in(app, "guard")
    bad = client.post("/admin/calendar", data={"year": "2026", "source": "通知", "words": "元旦：1月1日至3日放假，共4天。"})
    assert (bad.status_code, "第 1 行：写明共 4 天，日期却有 3 天" in bad.text, "共4天。" in bad.text) == (422, True, True)
    words = NOTICE.replace("5日（周二）放假调休，共5天", "6日（周三）放假调休，共6天")
    assert client.post("/admin/calendar", data={"year": "2026", "source": "通知", "words": words}).status_code == 303
    page = client.get("/admin/calendar/2026").text
    assert all(shown in page for shown in ("日历修改将使 1 项期限变动", "2026-05-06", "2026-05-07", "案款分配发放", "南沙"))
    assert "粤0115执" not in page
    with house.work() as w:
        more = [start(w, "pay_out", Start(case_id, bench.court_id, "settlement", f"m{number}", w.today, length=30)).id for number in range(PAGE)]
    pages = [client.get(f"/admin/calendar/2026?page={number}").text for number in (1, 2)]
    assert [page.count("data-item") for page in pages] == [PAGE, 1]
    assert f"共 {PAGE + 1} 项" in pages[0]
    assert all(sum(short_number(each) in page for page in pages) == 1 for each in more)
    assert short_number(more[0]) in signed_in(app, "clerk").get(f"/deadlines/{more[0]}").text
    assert client.post("/admin/calendar/2026/confirm").status_code == 303
    assert client.get("/admin/calendar/2026").status_code == 404
    assert "2026-2" in client.get("/admin/calendar").text
    sheet = {"year": "2029", "source": "暂定", "provisional": "y", "sheet": (io.BytesIO("2029-01-01,休,元旦\n".encode()), "y.csv")}
    assert client.post("/admin/calendar", data=sheet).status_code == 303
    assert client.post("/admin/calendar/2029/confirm").status_code == 303
    assert "2029 年" in client.get("/admin/calendar").text
    assert client.post("/admin/calendar/2029/discard").status_code == 404
