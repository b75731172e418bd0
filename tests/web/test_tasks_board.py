"""The four views of the task list at their full size, saved filters, workbook, acts on many, templates; and nothing of one agency for another."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook

from app.domains.tasks import service
from app.domains.tasks.kinds import all_kinds
from app.domains.tasks.queries import list_tasks_of_asset
from app.domains.tasks.tables import Task
from app.infra.house import House
from app.kernel.clock import ManualClock, day_of
from app.kernel.ids import new_id
from tests.factories.assets import make_asset
from tests.factories.cases import make_case
from tests.factories.tasks import TaskField, found_field
from tests.web.visiting import counted, signed_in

HTMX = {"HX-Request": "true"}
MANY = 20_000
COURT_PAGES = ("/tasks", "/tasks?view=list", "/tasks?view=place", "/tasks?view=calendar", "/tasks?view=list&due=overdue&q=包装", "/tasks/column?status=doing")
AGENCY_PAGES = ("/tasks", "/tasks?view=place", "/tasks?view=calendar")


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    return found_field(house, clock)


def fill_with(field: TaskField, first: Task, count: int) -> None:
    """So many open tasks beside the first, over states, kinds, days and districts, written in one go."""
    codes, states = list(all_kinds()), ("offered", "doing", "handed_back", "returned")
    base = {column.key: getattr(first, column.key) for column in Task.__table__.columns}
    rows = []
    for no in range(count):
        due_at = first.due_at + timedelta(minutes=no % 40_000 - 9_000)
        own = {"id": new_id(), "number": f"粤0115-2026-{no + 2:06d}", "kind": codes[no % len(codes)], "status": states[no % 4], "due_at": due_at}
        rows.append({**base, **own, "due_on": day_of(due_at), "district": f"第{no % 9}区", "street": f"{no % 30}号路"})
    with field.house.database.engine.begin() as connection:
        connection.execute(Task.__table__.insert(), rows)


def test_twenty_thousand_open_tasks_cost_no_query_more_than_a_few(app: Flask, field: TaskField, house: House) -> None:
    clerk, agency = signed_in(app, "clerk"), signed_in(app, "agency")
    visits = [(clerk, page) for page in COURT_PAGES] + [(agency, page) for page in AGENCY_PAGES]

    def queries() -> list[int]:
        found = []
        for client, page in visits:
            with counted(house) as statements:
                assert client.get(page).status_code == 200
            found.append(len([each for each in statements if not each.startswith("PRAGMA")]))
        return found

    first = field.take(field.give())
    fill_with(field, first, 150)
    few = queries()
    fill_more(field)
    assert queries() == few
    assert max(few) <= 18, "nine of the page, the rest of the frame and the session"
    text = clerk.get("/tasks").text
    assert text.count("再看 20") == 4
    assert len(re.findall(r'<li class="pf-rows__(?:danger|idle)">\s*<span', text)) == 80, "twenty a column"


def fill_more(field: TaskField) -> None:
    """Each of the tasks that there are as often as it takes to have twenty thousand, by the database itself."""
    same = [column.name for column in Task.__table__.columns if column.name not in ("id", "number")]
    each, columns = MANY // 151, ", ".join(same)
    made = f"insert into task (id, number, {columns}) select substr(t.id, 17, 16) || substr(u.id, 17, 16), t.number || '/' || u.number, "
    made += ", ".join(f"t.{name}" for name in same) + f" from task t cross join (select id, number from task order by id limit {each}) u"
    with field.house.database.engine.begin() as connection:
        connection.exec_driver_sql(made)
        assert connection.exec_driver_sql("select count(*) from task").scalar_one() >= MANY


def test_twenty_more_cards_come_as_a_fragment_until_none_is_left(app: Flask, field: TaskField) -> None:
    fill_with(field, field.give(), 180)
    clerk = signed_in(app, "clerk")
    seen: set[str] = set()
    page = clerk.get("/tasks?view=board", headers=HTMX).text
    assert "<html" not in page, "a poll gets the columns alone"
    column = page.split('id="column-doing"')[1].split("</section>")[0]
    while True:
        ids = set(re.findall(r'href="/tasks/([0-9a-f]{32})"', column))
        assert not ids & seen
        seen |= ids
        more = re.search(r'hx-get="([^"]+)"', column)
        if more is None:
            break
        column = clerk.get(more[1].replace("&amp;", "&"), headers=HTMX).text
    assert len(seen) == 45


def test_filters_of_time_place_and_words_find_what_they_name(app: Flask, field: TaskField) -> None:
    task, other = field.take(field.give()), field.give()
    clerk = signed_in(app, "clerk")
    with field.house.work(field.outside["worker"]) as w:
        service.pause_task(w, task.id, "受阻，等执行人员到场")
    with field.house.work(field.bench["clerk"]) as w:
        service.extend_task(w, other.id, other.due_at + timedelta(days=30), "x")
    for query, found, missed in (
        ("due=paused", task, other),
        ("due=week", task, other),
        (f"q={other.number}", other, task),
        (f"day={task.due_on}", task, other),
        ("status=offered", other, task),
        ("district=南沙区&due=paused", task, other),
    ):
        text = clerk.get(f"/tasks?view=list&{query}").text
        assert found.id in text, query
        assert missed.id not in text, query
    assert "没有符合筛选条件的记录" in clerk.get("/tasks?view=list&district=天河区").text
    place = clerk.get("/tasks?view=place").text
    assert "南沙区 · " in place
    assert task.id in clerk.get(f"/tasks/day?ids={task.id}").text
    calendar = clerk.get(f"/tasks?view=calendar&on={task.due_on}").text
    assert "到期 1" in calendar


def test_a_saved_filter_is_ones_own_or_the_groups(app: Flask, field: TaskField) -> None:
    field.give()
    clerk, judge, neighbour = (signed_in(app, login) for login in ("clerk", "judge", "clerk_b"))
    assert clerk.post("/tasks/filters?view=list&due=overdue", data={"name": "逾期的"}).status_code == 303
    assert clerk.post("/tasks/filters?view=list&due=today", data={"name": "今天的", "shared": "1"}).status_code == 303
    assert clerk.post("/tasks/filters?view=list", data={"name": "空的"}).status_code == 422
    assert clerk.post("/tasks/filters?view=list&due=today", data={"name": " "}).status_code == 422
    own = clerk.get("/tasks?view=list").text
    assert "逾期的" in own
    assert "due=today" in own
    for stranger in (judge, neighbour):
        assert "逾期的" not in stranger.get("/tasks?view=list").text
        assert "今天的" not in stranger.get("/tasks?view=list").text, "the group is the role at the court"
    drop = re.search(r'action="(/tasks/filters/[0-9a-f]+/drop[^"]*)"', own)
    assert drop
    assert judge.post(drop[1].replace("&amp;", "&")).status_code == 404
    assert clerk.post(drop[1].replace("&amp;", "&")).status_code == 303


def test_the_workbook_says_what_it_is_and_holds_typed_cells(app: Flask, field: TaskField) -> None:
    task = field.take(field.give())
    answer = signed_in(app, "clerk").get("/tasks/export.xlsx?due=week")
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["说明", "任务"]
    told = {row[0].value: row[1].value for row in book["说明"].iter_rows()}
    assert (told["行数"], told["筛选"], told["导出人"]) == (1, "七天内到期", field.bench["clerk"].name)
    head, line = ([cell.value for cell in row] for row in book["任务"].iter_rows())
    kept = dict(zip(head, line, strict=True))
    assert (kept["任务编号"], kept["状态"], kept["退回次数"], kept["逾期"]) == (task.number, "办理中", 0, "否")
    assert kept["期限"].isoformat(timespec="minutes") == "2026-04-07T10:31"
    assert "查明" not in str(line), "not the court's own note"


def test_many_at_once_through_the_pages_with_partial_failure(app: Flask, field: TaskField) -> None:
    good, gone = field.take(field.give()), field.give()
    with field.house.work(field.bench["clerk"]) as w:
        service.recall_task(w, gone.id, "误派")
    clerk = signed_in(app, "clerk")
    page = clerk.get(f"/tasks/bulk?bulk=extend&ids={good.id}&ids={gone.id}")
    assert "延期 2 项" in page.text
    data = {"bulk": "extend", "ids": [good.id, gone.id], "reason": "台风"}
    assert clerk.post("/tasks/bulk", data=data).status_code == 422
    done = clerk.post("/tasks/bulk", data={**data, "due_at": "2026-05-01T17:30"}).text
    assert "成功 1 项，未成功 1 项" in done
    assert "现在是“已收回”" in done
    assert signed_in(app, "agency").get("/tasks/bulk?bulk=recall").status_code == 403


def test_a_template_is_given_out_through_its_page(app: Flask, field: TaskField) -> None:
    clerk = signed_in(app, "clerk")
    assert "设备存货一套" in clerk.get(f"/tasks/bundle?asset={field.asset.id}").text
    address = f"/tasks/bundle?asset={field.asset.id}&bundle=equipment"
    page = clerk.get(address).text
    assert page.count('name="take-') == 6
    ticked = re.findall(r'name="take-([a-z_]+)" value="1" checked', page)
    dues = dict(re.findall(r'name="due-([a-z_]+)" type="datetime-local" value="([^"]+)"', page))
    rows = {f"take-{kind}": "1" for kind in ticked} | {f"agency-{kind}": field.outside.anheng_id for kind in ticked}
    data = {**rows, **{f"due-{kind}": at for kind, at in dues.items()}, "why": "处置", "officer": "雷振屿"}
    assert clerk.post(address, data={**data, "why": ""}).status_code == 422
    done = clerk.post(address, data={**data, "due-custody": ""}).text
    assert f"成功 {len(ticked) - 1} 项，未成功 1 项" in done
    assert "写明完成期限" in done
    draft = re.search(r'href="/tasks/([0-9a-f]{32})">评估配合', done)
    assert draft
    assert "等候：" in clerk.get(f"/tasks/{draft[1]}").text
    assert clerk.post(f"/tasks/{draft[1]}/send").status_code == 409
    assert signed_in(app, "agency").get(f"/tasks/{draft[1]}").status_code == 404


def test_one_taker_takes_the_whole_template_with_one_reason_and_a_row_may_differ(app: Flask, field: TaskField) -> None:
    clerk, address = signed_in(app, "clerk"), f"/tasks/bundle?asset={field.asset.id}&bundle=equipment"
    ids = field.outside.anheng_id, field.outside.zhengxu_id
    first = re.findall(r'name="agency-survey_equipment"><option value="([0-9a-f]{32})"', clerk.get(address).text)[0]
    other = ids[first == ids[0]]
    page = clerk.get(f"{address}&taker={other}").text
    chosen = dict(re.findall(r'name="agency-([a-z_]+)">(?:<option value="[0-9a-f]{32}">[^<]*</option>)*<option value="([0-9a-f]{32})" selected', page))
    assert set(chosen.values()) == {other}
    assert "可承接 6/6 项" in page
    dues = dict(re.findall(r'name="due-([a-z_]+)" type="datetime-local" value="([^"]+)"', page))
    rows = {name: value for kind in chosen for name, value in ((f"take-{kind}", "1"), (f"agency-{kind}", other), (f"due-{kind}", dues[kind]))}
    data = {**rows, "agency-custody": first, "why": "处置", "officer": "雷振屿", "why_not_first": "同一标的一家承办"}
    assert f"成功 {len(chosen)} 项" in clerk.post(address, data=data).text
    with field.house.reading(field.bench["clerk"]) as r:
        given = {each.kind: each.agency_id for each in list_tasks_of_asset(r, field.asset.id)}
    assert given == {kind: first if kind == "custody" else other for kind in chosen}


def test_a_task_is_moved_paused_and_restored_on_its_page(app: Flask, field: TaskField) -> None:
    task, clerk = field.take(field.give()), signed_in(app, "clerk")
    address = f"/tasks/{task.id}"
    assert clerk.post(f"{address}/pause", data={"ground": "台风、暴雨等不能外出"}).status_code == 303
    assert "计时已暂停" in clerk.get(address).text
    assert clerk.post(f"{address}/resume").status_code == 303
    assert clerk.post(f"{address}/recall", data={"reason": "误派"}).status_code == 303
    assert f"{address}/restore" in clerk.get(address).text
    assert clerk.post(f"{address}/restore").status_code == 303
    offered = clerk.get(f"{address}/reassign").text
    assert "广州岭南正序" in offered
    assert "安衡" not in offered.split("改派给")[1].split("期限和原因")[0]
    moved = clerk.post(f"{address}/reassign", data={"agency_id": field.outside.zhengxu_id, "due_at": "2026-04-20T17:30", "reason": "人手不足"})
    assert moved.status_code == 303
    assert "由原任务改派而来" in clerk.get(moved.location).text
    assert "已改派，由新任务继续办理" in clerk.get(address).text
    for login in ("agency", "worker"):
        text = signed_in(app, login).get(address).text
        assert "任务已收回，个人信息已删除" in text
        assert "人手不足" not in text
        assert "正序" not in text


def test_opening_by_the_court_is_remembered_and_ends_the_cancelling(app: Flask, field: TaskField) -> None:
    task = field.handed_back()
    worker, clerk = signed_in(app, "worker"), signed_in(app, "clerk")
    assert "取消交回" in worker.get(f"/tasks/{task.id}").text
    clerk.get(f"/tasks/{task.id}")
    assert "谁看过" in clerk.get(f"/tasks/{task.id}").text
    assert "取消交回" not in worker.get(f"/tasks/{task.id}").text
    assert worker.post(f"/tasks/{task.id}/cancel-hand-back").status_code == 409


FEEDS = (
    "/tasks",
    "/tasks?view=place",
    "/tasks?view=calendar",
    "/tasks?q=包装",
    "/tasks/column?status=doing",
    "/tasks/day?ids={task}",
    "/search?q=包装",
    "/search?q=包装&format=json",
    "/",
    "/m/queue",
    "/messages",
)
CLOSED = ("refuse-extension", "pause", "resume", "urge", "say", "cancel-hand-back", "restore", "reassign")


@pytest.mark.parametrize("login", ["agency2", "worker2", "worker_too"])
def test_nothing_of_one_agency_reaches_another_by_any_feed_count_or_file(app: Flask, field: TaskField, login: str) -> None:
    task = field.take(field.give())
    stranger = signed_in(app, login)
    for page in FEEDS:
        text = stranger.get(page.format(task=task.id)).text
        for secret in (field.asset.title, task.number, *([task.id] if "ids=" not in page else []), "卢小帆"):
            assert secret not in text or (secret == "卢小帆" and login == "worker_too"), (page, secret)
    book = load_workbook(io.BytesIO(stranger.get("/tasks/export.xlsx").data))
    assert book["任务"].max_row == 1, "the head alone"
    for step in CLOSED:
        answer = stranger.post(f"/tasks/{task.id}/{step}", data={"ground": "当事人另约时间", "words": "x", "reason": "x"})
        assert answer.status_code in (403, 404), step
    assert stranger.get("/api/v1/tasks").json["items"] == []


def test_a_lost_task_is_in_no_list_search_count_or_export_of_its_old_agency(app: Flask, field: TaskField) -> None:
    task = field.take(field.give())
    with field.house.work(field.bench["clerk"]) as w:
        service.reassign_task(w, task.id, field.outside.zhengxu_id, "人手不足")
    for login in ("agency", "worker"):
        client = signed_in(app, login)
        for page in ("/tasks", "/tasks?status=recalled", "/tasks?view=place", "/search?q=包装", "/search?q=包装&format=json"):
            text = client.get(page).text
            assert field.asset.title not in text, page
            assert task.number not in text, page
        assert load_workbook(io.BytesIO(client.get("/tasks/export.xlsx").data))["任务"].max_row == 1


@pytest.mark.parametrize("page", ["/tasks/new", "/tasks/bundle"])
def test_work_is_given_out_from_rows_that_can_be_picked_or_found(app: Flask, house: House, field: TaskField, page: str) -> None:
    clerk = signed_in(app, "clerk")
    with house.work(field.bench["clerk"]) as w:
        other = make_asset(w, make_case(w, field.bench, 1500, filed_on=w.today).id, title="旧机床一台")
        over = make_asset(w, other.case_id, title="已移交的货车", code="A77")
        over.status = "released"
    field.give()
    with counted(house) as statements:
        bare = clerk.get(page).text
    asked = len(statements)
    assert bare.index(field.asset.title) < bare.index("（2026）粤0115执1422号")
    assert ("旧机床一台" in bare, "已移交的货车" in bare, "在办 1 项" in bare) == (True, False, True)
    for words, found, missed in (
        ("1500号", "旧机床一台", field.asset.title),
        ("自动输送线", field.asset.title, "旧机床一台"),
        ("穗禾", "旧机床一台", "货车"),
    ):
        text = clerk.get(f"{page}?number={words}").text
        assert (found in text, missed in text) == (True, False), words
    assert "没有找到“不存在”" in clerk.get(f"{page}?number=不存在").text
    chosen = clerk.get(f"{page}?asset={field.asset.id}").text
    assert ("（2026）粤0115执1422号" in chosen, "换标的物" in chosen) == (True, True)
    with house.work(field.bench["clerk"]) as w:
        for number in range(25):
            make_asset(w, other.case_id, title=f"旧机床{number}号", code=f"B{number:02}")
    with counted(house) as statements:
        assert "只列出前 20 项" in clerk.get(page).text
    assert len(statements) == asked
    assert "还没有在办的标的物" in signed_in(app, "clerk_b").get(page).text


@pytest.mark.parametrize("page", ["/tasks/new?kind=survey_equipment&", "/tasks/bundle?bundle=equipment&"])
def test_the_chosen_case_stands_at_an_error(app: Flask, field: TaskField, page: str) -> None:
    refused = signed_in(app, "clerk").post(f"{page}number=执1422号&asset={field.asset.id}", data={"why": "查明", "note": ""})
    assert (refused.status_code, "（2026）粤0115执1422号" in refused.text, field.asset.title in refused.text) == (422, True, True)
    assert "number=%E6%89%A71422%E5%8F%B7" in refused.text
