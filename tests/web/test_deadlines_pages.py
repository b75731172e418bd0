"""Pages of deadlines: list, week, month, and how one was counted."""

from __future__ import annotations

import pytest
from flask import Flask

from app.domains.deadlines.service import Start, meet, start
from app.infra.house import House
from app.kernel.clock import ManualClock, at_shanghai
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench
from tests.web.visiting import counted, signed_in


@pytest.fixture
def house(app: Flask) -> House:
    made: House = app.extensions["house"]
    return made


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


def test_the_list_says_what_until_when_and_who(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    begin(house, bench, case_id)
    page = signed_in(app, "clerk").get("/deadlines").text
    assert all(words in page for words in ("成交裁定书送达买受人", "（2026）粤0115执1422号", "2026-04-13", "孔令舟", "法释〔2004〕16号"))


def test_mine_leaves_out_what_others_hold(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    begin(house, bench, case_id)
    assert "成交裁定书送达买受人" in signed_in(app, "judge").get("/deadlines?whose=mine").text
    assert "成交裁定书送达买受人" not in signed_in(app, "clerk").get("/deadlines?whose=mine").text


@pytest.mark.parametrize(("now", "state"), [((2, 12), "open"), ((11, 12), "near"), ((13, 9), "today"), ((14, 0), "overdue")])
def test_states_narrow_the_list_as_time_passes(
    app: Flask, house: House, bench: Bench, case_id: str, clock: ManualClock, now: tuple[int, int], state: str
) -> None:
    begin(house, bench, case_id)
    clock.move_to(at_shanghai(2026, 4, *now))
    client = signed_in(app, "clerk")
    found = {each for each in ("near", "today", "overdue", "done", "ended") if "成交裁定书送达买受人" in client.get(f"/deadlines?state={each}").text}
    assert found == ({state} if state != "open" else set())
    assert "成交裁定书送达买受人" in client.get("/deadlines?state=all").text


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


@pytest.mark.parametrize("view", ["list", "week&on=2026-04-13", "month&on=2026-04-13"])
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
