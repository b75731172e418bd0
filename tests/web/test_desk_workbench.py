"""The workbench of each role: what waits, in which group, with how many queries; fragments; the menu leads nowhere that is closed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.desk.menu import BOTTOM, INITIALS, MENU
from app.desk.work_rows import Group, Work, group_of, wait_of
from app.domains.deadlines.service import Start, start
from app.infra.house import House
from app.kernel.actor import Role
from app.kernel.clock import ManualClock, at_shanghai
from tests.factories.cast import LOGINS, Stand
from tests.factories.courts import without_demonstration
from tests.web.visiting import counted

MOST_QUERIES = 12
NOW = at_shanghai(2026, 4, 2, 10, 31)
FRAGMENT = {"HX-Request": "true"}


def browser(app: Flask, login: str) -> FlaskClient:
    client = app.test_client()
    password = app.extensions["house"].settings.demo_password
    assert client.post("/login", data={"username": login, "password": password}).status_code == 302
    return client


def asked(statements: list[str]) -> list[str]:
    """The questions among the statements."""
    return [each for each in statements if each.lstrip().upper().startswith("SELECT")]


@pytest.mark.parametrize("login", LOGINS)
def test_each_entry_of_the_menu_opens_for_its_role_and_no_link_of_the_workbench_is_dead(app: Flask, stand: Stand, login: str) -> None:
    client = browser(app, login)
    page = client.get("/").text
    menu = set(re.findall(r'<a href="([^"]+)"[^>]*title="', page)) | set(
        re.findall(r'href="([^"]+)"', page.partition('class="pf-bottom"')[2].partition("</nav>")[0])
    )
    links = {href for href in re.findall(r'href="(/[^"]*)"', page) if not href.startswith("/static")}
    answers = {href: client.get(href).status_code for href in menu | links}
    assert "/" in menu
    assert {href: answers[href] for href in menu} == dict.fromkeys(menu, 200)
    assert {href: status for href, status in answers.items() if status not in (200, 302, 303)} == {}


@pytest.mark.parametrize("login", LOGINS)
def test_the_workbench_asks_at_most_twelve_questions_whatever_waits(app: Flask, house: House, stand: Stand, login: str) -> None:
    client = browser(app, login)
    without_demonstration(house)  # the guide of the demonstration asks for its progress besides
    client.get("/")
    with counted(house) as few:
        client.get("/")
    with house.work() as w:
        for number in range(30):
            order = Start(
                stand.own["case_id"], stand.people["clerk"].court_id or "", "settlement", f"s{number}", w.today, length=number, holder_role=Role.CLERK
            )
            start(w, "balance", order)
    with counted(house) as many:
        client.get("/")
    few, many = asked(few), asked(many)
    assert len(few) <= MOST_QUERIES, "\n".join(few)
    assert len(many) == len(few)


def test_the_clerk_sees_differences_and_periods_with_case_asset_article_and_act(app: Flask, stand: Stand) -> None:
    page = browser(app, "clerk").get("/").text
    for words in ("平台展示与审批方案不一致（1 处）", "（2026）粤0115执1422号", "包装机械", "买受人付清余款", "登记到账", "法释〔2016〕18号", "处置方案草拟中"):
        assert words in page
    assert "粤0113" not in page


def test_the_president_is_asked_first(app: Flask, stand: Stand) -> None:
    page = browser(app, "president").get("/").text
    assert page.index("待我审批 1") < page.index("是否签发公告") < page.index("买受人付清余款")


def test_a_panel_member_sees_the_cases_of_the_own_panels(app: Flask, stand: Stand) -> None:
    found = browser(app, "panel1").get("/search?q=执&format=json").json
    numbers = {row["label"] for group in found["groups"] if group["title"] == "案件" for row in group["rows"]}
    assert numbers == {"（2026）粤0115执1422号"}


def test_an_agency_sees_its_own_new_task_only(app: Flask, stand: Stand) -> None:
    page = browser(app, "agency").get("/").text
    assert f'href="/tasks/{stand.own["task_id"]}"' in page
    assert stand.other_task not in page
    assert "新任务待接收" in page


@pytest.mark.parametrize("login", ["higher", "sysadmin", "secadmin", "auditor"])
def test_those_without_case_content_see_figures_only(app: Flask, stand: Stand, login: str) -> None:
    page = browser(app, login).get("/").text
    for secret in ("1422", "977", "包装机械", "粤澜"):
        assert secret not in page


def test_the_higher_court_sees_figures_of_each_court_below_worst_first(app: Flask, clock: ManualClock, stand: Stand) -> None:
    clock.advance(timedelta(days=15))
    page = browser(app, "higher").get("/").text
    assert all(name in page for name in ("广州市南沙区人民法院", "广州市番禺区人民法院", "广州市天河区人民法院"))
    assert page.index("番禺区人民法院") < page.index("天河区人民法院")


def test_the_list_says_204_while_nothing_is_new_and_speaks_when_something_is(app: Flask, house: House, stand: Stand) -> None:
    client = browser(app, "clerk")
    seen = re.findall(r"/workbench/list\?seen=(\w+)", client.get("/").text)[0]
    assert client.get(f"/workbench/list?seen={seen}", headers=FRAGMENT).status_code == 204
    with house.work() as w:
        start(w, "balance", Start(stand.own["case_id"], stand.people["clerk"].court_id or "", "settlement", "s", w.today, length=3, holder_role=Role.CLERK))
    assert client.get(f"/workbench/list?seen={seen}", headers=FRAGMENT).status_code == 200


def test_fragments_do_not_compute_the_frame(app: Flask, house: House, stand: Stand) -> None:
    client = browser(app, "clerk")
    client.get("/")
    with counted(house) as statements:
        page = client.get("/workbench/live", headers=FRAGMENT).text
    assert "正在竞价" in page
    assert len(asked(statements)) <= 4
    assert not [each for each in statements if "JOIN agency" in each]


def test_a_count_filters_the_list(app: Flask, stand: Stand) -> None:
    page = browser(app, "clerk").get("/?show=differences").text
    assert "平台展示与审批方案不一致" in page
    assert "买受人付清余款" not in page.partition('id="worklist"')[2].partition("</section>")[0]


def test_what_no_period_runs_for_waits_and_is_never_said_to_be_due_today() -> None:
    assert group_of(Work("k", "task", "t", "/", "a", since=NOW), NOW) is Group.WAITING


@pytest.mark.parametrize(
    ("due_at", "group"),
    [
        (at_shanghai(2026, 4, 2, 10, 30), Group.OVERDUE),
        (at_shanghai(2026, 4, 2, 10, 32), Group.TODAY),
        (at_shanghai(2026, 4, 3, 0, 1), Group.SOON),
        (at_shanghai(2026, 4, 5, 23), Group.SOON),
        (at_shanghai(2026, 4, 6, 0), Group.LATER),
    ],
)
def test_groups_turn_at_their_instants(due_at: datetime, group: Group) -> None:
    assert group_of(Work("k", "task", "t", "/", "a", due_at=due_at), NOW) is group  # the day is Shanghai's


@pytest.mark.parametrize(("minutes", "words"), [(5, "等了 5 分钟"), (60, "等了 1 小时"), (1439, "等了 23 小时"), (1440, "等了 1 天")])
def test_waiting_is_told_in_the_largest_unit(minutes: int, words: str) -> None:
    assert wait_of(NOW - timedelta(minutes=minutes), NOW) == words


def test_every_entry_can_be_found_by_its_initials() -> None:
    labels = {entry.label for groups in MENU.values() for _, entries in groups for entry in entries}
    assert labels <= set(INITIALS)


def test_a_phone_has_at_most_five_places_at_the_bottom() -> None:
    assert max(len(entries) for entries in BOTTOM.values()) <= 5
