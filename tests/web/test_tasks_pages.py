"""Pages of tasks: walked by hand without script, own rows only, a constant number of queries."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.domains.agencies.choices import find_choice_of_task
from app.domains.agencies.service import suspend
from app.domains.agencies.types import Way
from app.domains.audit.tables import TrailRow
from app.domains.tasks import service
from app.domains.tasks.chosen import Chosen, give_chosen
from app.domains.tasks.jobs import make_copy
from app.domains.tasks.kinds import get_kind
from app.domains.tasks.queries import house_task, list_photos
from app.domains.tasks.sample_answers import machine_answers, machine_photos
from app.domains.tasks.tables import Task
from app.infra.house import House
from app.infra.media import inspect
from app.kernel.clock import ManualClock
from app.kernel.ids import digest_of
from tests.evidence.samples import told_pdf
from tests.factories.tasks import TaskField, found_field, photo_bytes
from tests.web.visiting import counted, signed_in

HTMX = {"HX-Request": "true"}


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    return found_field(house, clock)


def posted(answers: dict[str, object]) -> MultiDict[str, str]:
    """Answers as the phone's plain form sends them."""
    data: MultiDict[str, str] = MultiDict()
    for name, value in answers.items():
        data.add("on_page", name)
        if isinstance(value, list) and get_kind("survey_equipment").by_name[name].columns:
            data.add(f"{name}-rows", str(len(value) + 1))
            if not value:
                data.add(f"{name}-none", "1")
            for no, row in enumerate(value):
                for column, cell in row.items():
                    data.add(f"{name}-{no}-{column}", cell)
        elif isinstance(value, list):
            for each in value:
                data.add(name, each)
        elif value:
            data.add(name, "1" if value is True else str(value))
    return data


def test_a_survey_is_walked_through_the_pages_without_script(app: Flask, field: TaskField, house: House, clock: ManualClock) -> None:
    clerk, agency, worker = (signed_in(app, login) for login in ("clerk", "agency", "worker"))
    given = clerk.post(
        f"/tasks/new?asset={field.asset.id}&kind=survey_equipment",
        data={
            "agency_id": field.outside.anheng_id,
            "due_at": "2026-04-08T17:30",
            "why": "评估前查明",
            "note": "逐件清点",
            "officer": "雷振屿",
            "place": "113.5412,22.7931",
        },
    )
    assert given.status_code == 303, given.text
    address = given.headers["Location"]
    task_id = address.rsplit("/", 1)[1]
    assert "接收并派人" in agency.get(address).text
    assert worker.get(address).status_code == 404
    assert agency.post(f"{address}/take", data={"worker_id": field.outside["worker"].id}).status_code == 422
    assert agency.post(f"{address}/take", data={"worker_id": field.outside["worker"].id, "declared": "1"}).status_code == 303
    phone, started = f"/m/tasks/{task_id}", clock.now()
    page = worker.get(phone)
    assert 'data-offline="' in page.text
    assert "设备明细" in page.text
    for no, (shot, sample) in enumerate(machine_photos(started)):
        sent = {"photo": (io.BytesIO(photo_bytes(sample)), "IMG.jpg"), "shot": shot, "idempotency_key": f"photo-{no:04d}"}
        answer = worker.post(f"{phone}/photos", data=sent, headers=HTMX)
        assert answer.json["badge_word"] == "位置相符", answer.text
    early = worker.post(f"{phone}/hand-back", data=posted({"run_state": "未测试"}))
    assert early.status_code == 422
    assert 'href="#field-items"' in early.text
    assert "还不能交回" in early.text
    with house.reading() as r:
        field.sign(house_task(r, task_id))
    clock.advance(timedelta(minutes=20))
    worker = signed_in(app, "worker")
    answers = machine_answers(started, hours=0)
    answers["ended_at"] = "2026-04-02T10:45"
    assert worker.post(f"{phone}/draft", data=posted({**answers, "narrative": "只写了一半"})).status_code == 303
    assert "只写了一半" in worker.get(phone).text
    done = worker.post(f"{phone}/hand-back", data=posted(answers))
    assert done.status_code == 303, re.findall(r'href="#[^"]*">([^<]*)', done.text)
    assert "已交回，等法院验收" in worker.get(phone).text
    clerk = signed_in(app, "clerk")
    shown = clerk.get(address)
    assert "立式包装机" in shown.text
    version = re.search(r'name="version" value="(\d+)"', shown.text)
    assert version
    assert clerk.post(f"{address}/return", data={"version": version[1], "reason-disassembly": "写明吨位", "reason-items": ""}).status_code == 303
    returned = worker.get(phone).text
    assert "退回：写明吨位" in returned
    assert 'name="disassembly"' in returned
    assert 'name="storage_place"' not in returned
    assert worker.post(f"{phone}/hand-back", data=posted({"disassembly": "5 吨叉车", "interest_declared": True})).status_code == 303
    assert clerk.post(f"{address}/accept", data={"version": "1"}).status_code == 409
    assert clerk.post(f"{address}/accept").status_code == 303
    assert clerk.post(f"{address}/close").status_code == 303
    assert "已办结" in clerk.get(address).text


ROUTES = (
    ("get", "/tasks/{task}"),
    ("get", "/m/tasks/{task}"),
    ("get", "/tasks/{task}/photos/{photo}/thumb"),
    ("get", "/tasks/{task}/photos/{photo}/shown"),
    ("post", "/tasks/{task}/take"),
    ("post", "/tasks/{task}/decline"),
    ("post", "/tasks/{task}/assign"),
    ("post", "/m/tasks/{task}/draft"),
    ("post", "/m/tasks/{task}/photos/{photo}/remove"),
    ("post", "/m/tasks/{task}/hand-back"),
    ("post", "/m/tasks/{task}/ask-extension"),
)


@pytest.mark.parametrize("login", ["agency2", "worker2", "clerk_b"])
def test_another_agency_or_court_reaches_no_route_of_the_task(app: Flask, field: TaskField, login: str) -> None:
    task = field.take(field.give())
    shot, sample = next(machine_photos(field.clock.now()))
    photo = field.send(task, shot, sample)
    data = {"worker_id": "x", "declared": "1", "reason": "x", "due_at": "2026-05-01T10:00", "run_state": "未测试"}
    client, told = signed_in(app, login), {}
    for method, route in ROUTES:
        answer = getattr(client, method)(route.format(task=task.id, photo=photo), **({"data": data} if method == "post" else {}))
        told[method, route] = (answer.status_code in ({404} if login == "agency2" else {403, 404}), field.asset.title in answer.text)
    assert {each: said for each, said in told.items() if said != (True, False)} == {}


def test_lists_and_searches_of_another_agency_hold_nothing_of_this_one(app: Flask, field: TaskField) -> None:
    task = field.take(field.give())
    for login in ("agency2", "worker2", "worker_too"):
        client = signed_in(app, login)
        for query in ("", f"?q={task.number}", "?q=包装机械", f"?agency_id={field.outside.anheng_id}", "?status=doing"):
            text = client.get(f"/tasks{query}").text
            assert task.id not in text
            assert field.asset.title not in text
    agencies = signed_in(app, "agency2").get("/agencies")
    assert "安衡" not in agencies.text
    assert signed_in(app, "agency2").get(f"/agencies/{field.outside.anheng_id}").status_code == 404


def test_the_courts_own_note_never_reaches_the_agency(app: Flask, field: TaskField) -> None:
    task = field.take(field.give(why="合议倾向先评估后拍卖"))
    for login in ("agency", "worker"):
        client = signed_in(app, login)
        for page in (f"/tasks/{task.id}", f"/m/tasks/{task.id}", "/tasks"):
            assert "合议倾向" not in client.get(page).text
    assert "合议倾向" in signed_in(app, "clerk").get(f"/tasks/{task.id}").text


def test_sealed_answers_are_no_longer_shown_to_the_agency_after_handing_back(app: Flask, field: TaskField) -> None:
    task = field.take(field.give())
    field.fill(task, occupants=[{"name": "邓永祥", "relation": "法定代表人", "count": "1", "basis": "看管", "since_on": ""}])
    assert "邓永祥" in signed_in(app, "worker").get(f"/m/tasks/{task.id}").text
    field.hand_back(task)
    for login, seen in (("worker", False), ("agency", False), ("clerk", True)):
        text = signed_in(app, login).get(f"/tasks/{task.id}").text
        assert ("2026-02-10 至 2028-02-09" in text) is seen
    with field.house.work(field.bench["clerk"]) as w:
        service.return_task(w, task.id, {"occupants": "补起始日", "seizure_list": "核对"})
    phone = signed_in(app, "worker").get(f"/m/tasks/{task.id}").text
    assert 'name="seizure_list-0-term"' in phone
    assert "2026-02-10 至 2028-02-09" not in phone
    answer = {
        "occupants": [{"name": "", "relation": "法定代表人", "count": "1", "basis": "看管", "since_on": ""}],
        "seizure_list": [],
        "interest_declared": True,
    }
    assert signed_in(app, "worker").post(f"/m/tasks/{task.id}/draft", data=posted(answer)).status_code == 303
    with field.house.reading() as r:
        kept = house_task(r, task.id).form
    assert kept["occupants"][0]["name"] == "邓永祥"
    assert kept["seizure_list"][0]["term"] == "2026-02-10 至 2028-02-09"


def test_a_recalled_task_shows_the_agency_nothing_of_the_case(app: Flask, field: TaskField) -> None:
    task = field.take(field.give())
    with field.house.work(field.bench["clerk"]) as w:
        service.recall_task(w, task.id, "改由本院自办")
    text = signed_in(app, "agency").get(f"/tasks/{task.id}").text
    assert "任务已收回，个人信息已删除" in text
    assert field.asset.title not in text
    assert task.case_number not in text


def test_a_photo_sent_twice_is_kept_once_and_altered_bytes_are_refused(app: Flask, field: TaskField, house: House) -> None:
    task = field.take(field.give())
    worker, (shot, sample) = signed_in(app, "worker"), next(machine_photos(field.clock.now()))
    content = photo_bytes(sample)

    def send(key: str, body: bytes, **more: str) -> int:
        data = {"photo": (io.BytesIO(body), "a.jpg"), "shot": shot, "idempotency_key": key, **more}
        return int(worker.post(f"/m/tasks/{task.id}/photos", data=data, headers=HTMX).status_code)

    assert [send("same-key-1", content), send("same-key-1", content)] == [200, 200]
    assert send("same-key-1", content + b"x") == 409
    assert send("other-key-1", content) == 422
    assert send("other-key-2", content + b"y", digest="0" * 64) == 409
    with house.reading() as r:
        assert len(list_photos(r, house_task(r, task.id))) == 1


def test_shown_copies_carry_no_metadata_and_the_original_goes_out_whole_with_trail(app: Flask, field: TaskField, house: House) -> None:
    task = field.take(field.give())
    shot, sample = next(machine_photos(field.clock.now()))
    photo = field.send(task, shot, sample)
    clerk = signed_in(app, "clerk")
    shown = clerk.get(f"/tasks/{task.id}/photos/{photo}/shown").data
    assert inspect(shown).taken_at is None
    assert inspect(shown).lng is None
    assert b"Exif" not in shown
    original = clerk.get(f"/tasks/{task.id}/photos/{photo}/original")
    assert original.data == photo_bytes(sample)
    assert original.headers["Content-Disposition"].startswith("attachment")
    with house.reading() as r:
        assert r.session.scalar(select(TrailRow.id).where(TrailRow.act == "task.photo_downloaded")) is not None
    assert signed_in(app, "worker").get(f"/tasks/{task.id}/photos/{photo}/original").status_code == 403


def test_a_document_leaves_as_a_copy_without_metadata_of_its_own_length(app: Flask, house: House, field: TaskField) -> None:
    task, content, worker, clerk = field.take(field.give()), told_pdf(), signed_in(app, "worker"), signed_in(app, "clerk")
    asked = {"idempotency_key": "client-0001", "sort": "document", "size": len(content), "digest": digest_of(content), "name": "权属.pdf"}
    upload = worker.post(f"/m/tasks/{task.id}/uploads", data=asked).json["id"]
    worker.put(f"/m/tasks/{task.id}/uploads/{upload}?offset=0", data=content)
    files = f"/tasks/{task.id}/files/{worker.post(f'/m/tasks/{task.id}/uploads/{upload}/finish').json['result']}"
    assert worker.get(f"{files}/copy").status_code == 404
    make_copy(house, {"file_id": files.rpartition("/")[2]})
    copy = worker.get(f"{files}/copy")
    assert (b"real person A" in copy.data, int(copy.headers["Content-Length"]), len(PdfReader(io.BytesIO(copy.data)).pages)) == (False, len(copy.data), 1)
    assert len(copy.data) != len(content)
    assert (worker.get(f"{files}/original").status_code, clerk.get(f"{files}/original").data) == (403, content)


def test_board_and_list_ask_a_constant_number_of_queries(app: Flask, field: TaskField, house: House) -> None:
    clerk, agency = signed_in(app, "clerk"), signed_in(app, "agency")

    def queries(client: FlaskClient, page: str) -> int:
        with counted(house) as statements:
            assert client.get(page).status_code == 200
        return len(statements)

    field.take(field.give())
    pages = ((clerk, "/tasks"), (clerk, "/tasks?view=list"), (agency, "/tasks"))
    before = [queries(*each) for each in pages]
    for _ in range(6):
        field.take(field.give())
    field.give(agency_id=field.outside.zhengxu_id)
    after = [queries(*each) for each in pages]
    assert after == before
    assert max(after) <= 16, "eight of the page, the rest of the frame and the session"


def test_the_page_leads_the_court_and_nobody_else_to_how_the_taker_was_chosen(app: Flask, field: TaskField, house: House) -> None:
    with house.work(field.bench["clerk"]) as w:
        task = give_chosen(w, field.order, Chosen(Way.ROTATION, why_not_first="与前一任务同址"))
        choice = find_choice_of_task(w, task.id)
    assert choice is not None
    clerk = signed_in(app, "clerk")
    assert f'href="/draws/{choice.id}"' in clerk.get(f"/tasks/{task.id}").text
    assert "与前一任务同址" in clerk.get(f"/draws/{choice.id}").text
    assert choice.id not in signed_in(app, "agency").get(f"/tasks/{task.id}").text


def test_the_queue_page_holds_only_what_can_be_filled_in(app: Flask, field: TaskField) -> None:
    task, offered = field.take(field.give()), field.give()
    text = signed_in(app, "worker").get("/m/queue").text
    assert f"/m/tasks/{task.id}" in text
    assert offered.id not in text


def test_a_list_longer_than_a_page_goes_on_where_it_stopped(app: Flask, field: TaskField, house: House) -> None:
    first = field.give()
    with house.work() as w:
        for no in range(2, 61):
            copy = {column.key: getattr(first, column.key) for column in Task.__table__.columns if column.key != "id"}
            w.session.add(Task(**{**copy, "number": f"粤0115-2026-{no:06d}", "due_at": first.due_at + timedelta(minutes=no)}))
        w.trailed = True
    clerk = signed_in(app, "clerk")
    page = clerk.get("/tasks?view=list").text
    assert page.count(">粤0115-2026-") == 50
    following = re.search(r'href="([^"]*after=[^"]*)" rel="next"', page)
    assert following
    assert clerk.get(following[1].replace("&amp;", "&")).text.count(">粤0115-2026-") == 10


def test_new_task_names_the_excluded_agency_with_its_reason(app: Flask, field: TaskField) -> None:
    with field.house.work() as w:
        suspend(w, field.outside.zhengxu_id, "资质到期")
    text = signed_in(app, "clerk").get(f"/tasks/new?asset={field.asset.id}&kind=survey_equipment").text
    assert "已暂停委托：资质到期" in text
    assert "法释〔2018〕15号第3条" in signed_in(app, "clerk").get(f"/tasks/new?asset={field.asset.id}").text
    found = signed_in(app, "clerk").get("/tasks/new?number=（2026）粤0115执1422号").text
    assert field.asset.title in found


def test_a_warning_offers_its_row_on_the_phone_and_its_reason_to_the_court(app: Flask, field: TaskField, house: House) -> None:
    task = field.take(field.give())
    field.fill(task, photos=False, seizure_list=[{"rank": "1", "court": "南沙区人民法院", "case_number": "（2026）粤0115执1422号", "term": "至 2026-05-31"}])
    worker = signed_in(app, "worker")
    phone = worker.get(f"/m/tasks/{task.id}").text
    assert "有 1 项提醒" in phone
    row = re.search(r'name="warning_reasons-0-about"[^>]*value="([^"]*)"', phone)
    assert row
    assert "可能届满" in row[1]
    answers = {"on_page": "warning_reasons", "warning_reasons-rows": "1", "warning_reasons-0-about": row[1], "warning_reasons-0-reason": "登记簿原文如此"}
    assert worker.post(f"/m/tasks/{task.id}/draft", data=answers).status_code == 303
    for no, (shot, sample) in enumerate(machine_photos(field.clock.now() - timedelta(hours=3))):
        field.send(task, shot, sample, client_id=f"client-{no:04d}")
    field.sign(task)
    field.hand_back(task)
    shown = signed_in(app, "clerk").get(f"/tasks/{task.id}").text
    assert "提醒：查封扣押冻结" in shown
    assert "机构的理由：登记簿原文如此" in shown
