"""我的提醒设置, 消息渠道, 文案, 发送记录: what is shown, kept, refused; and how many queries they take."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from app.domains.messages.service import Notice, tell
from app.domains.messages.tables import MessageChannel, MessageDelivery, MessageHabit
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.actor import Actor
from tests.factories.courts import Bench, found_bench
from tests.factories.messaging import KEY, administrator, answered, give_mail, listening, open_channel, wecom, work_off
from tests.web.visiting import counted, signed_in


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def admin(house: House, bench: Bench) -> Actor:
    return administrator(house, bench)


def open_webhook(house: House, admin: Actor) -> None:
    open_channel(house, admin, "webhook", {"hook_url": "https://oa.nansha-court.cn/paifu"}, {"secret": "s" * 32})


def test_a_person_chooses_for_the_channels_that_the_court_opened(app: Flask, house: House, bench: Bench, admin: Actor) -> None:
    client = signed_in(app, "clerk")
    assert "本院还没有开通邮件或群消息" in client.get("/me/notices").text
    open_webhook(house, admin)
    page = client.get("/me/notices").text
    assert "接口推送" in page
    assert 'name="choice-plan-webhook"' in page
    assert 'name="choice-plan-wecom"' not in page
    sent = {"quiet_from": "21:30", "quiet_to": "06:30", "digest_at": "08:00", "choice-plan-webhook": "off", "choice-plan-wecom": "now"}
    assert client.post("/me/notices", data=sent).status_code == 303
    with house.reading() as r:
        kept = r.session.get_one(MessageHabit, bench["clerk"].id)
    assert (kept.quiet_from, kept.digest_at, kept.choices) == ("21:30", "08:00", {"plan": {"webhook": "off"}})
    assert 'value="21:30"' in client.get("/me/notices").text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"quiet_from": "22:00", "quiet_to": "07:00", "digest_at": "06:00"}, "每日汇总的时间在免打扰时段内"),
        ({"quiet_from": "25:00", "quiet_to": "07:00", "digest_at": "08:00"}, "应为时刻"),
        ({"quiet_from": "22:00", "quiet_to": "07:00", "digest_at": "08:00", "choice-plan-webhook": "sometimes"}, "从列出的里选一个"),
    ],
)
def test_wrong_habits_are_told_and_what_was_typed_stays(app: Flask, house: House, admin: Actor, sent: dict[str, str], words: str) -> None:
    open_webhook(house, admin)
    answer = signed_in(app, "clerk").post("/me/notices", data=sent)
    assert (answer.status_code, words in answer.text, f'value="{sent["quiet_from"]}"' in answer.text) == (422, True, True)


def test_an_administrator_sets_a_channel_and_its_secret_is_never_shown(app: Flask, house: House, admin: Actor) -> None:
    client = signed_in(app, "sysadmin")
    order = {"on": "y", "robot_url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send", "key": KEY, "version": "0"}
    assert client.post("/admin/channels/wecom", data={**order, "key": ""}).status_code == 422
    assert client.post("/admin/channels/wecom", data=order).status_code == 303
    assert client.post("/admin/channels/wecom", data=order).status_code == 409
    pages = client.get("/admin/channels").text + client.get("/admin/channels/wecom").text
    assert KEY not in pages
    assert "已设置" in pages
    with house.reading() as r:
        kept = r.session.scalars(for_house(select(MessageChannel))).one()
    assert (kept.switched_on, KEY in str(kept.sealed), kept.court_id) == (True, False, admin.court_id)
    wrong = client.post("/admin/channels/wecom", data={**order, "version": "1", "robot_url": "https://localhost/x", "key": ""})
    assert (wrong.status_code, "不能指向本机" in wrong.text or "主机名不完整" in wrong.text) == (422, True)
    assert client.get("/admin/channels/pigeon").status_code == 404


def test_a_test_is_sent_over_the_outbox_and_what_failed_is_sent_again(app: Flask, house: House, admin: Actor) -> None:
    client = signed_in(app, "sysadmin")
    with listening(wecom) as server:
        open_channel(house, admin, "wecom", {"robot_url": server.root}, {"key": KEY})
        server.then = [answered(93000, "invalid webhook url")]
        assert client.post("/admin/channels/wecom/test").location.endswith("/admin/channels/log?channel=wecom")
        assert (server.got, "待发送" in client.get("/admin/channels/log").text) == ([], True)
        work_off(house)
        log = client.get("/admin/channels/log?state=failed").text
        assert "机器人返回 93000" in log
        assert "本院群" in log
        address = log.split('action="/admin/channels/log/')[1].split('"')[0]
        assert client.post(f"/admin/channels/log/{address}").status_code == 303
        work_off(house)
        assert "这是一条测试消息" in server.got[-1].said["text"]["content"]
    assert client.post(f"/admin/channels/log/{address}").status_code == 409
    assert client.post(f"/admin/channels/log/{'0' * 32}/again").status_code == 404


def test_words_are_replaced_checked_and_given_back(app: Flask, admin: Actor) -> None:
    client = signed_in(app, "sysadmin")
    assert client.post("/admin/channels/words/subject.task", data={"text": "任务（{项数}）"}).status_code == 303
    assert "任务（{项数}）" in client.get("/admin/channels").text
    wrong = client.post("/admin/channels/words/subject.task", data={"text": "{被执行人}"})
    assert (wrong.status_code, "不是可用数据" in wrong.text, "{被执行人}" in wrong.text) == (422, True, True)
    assert client.post("/admin/channels/words/subject.task", data={"text": "", "usual": "1"}).status_code == 303
    assert "任务（{项数}）" not in client.get("/admin/channels").text
    assert client.get("/admin/channels/words/subject.pigeon").status_code == 404


def fill_log(house: House, bench: Bench, count: int) -> None:
    for number in range(count):
        with house.work(bench["judge"]) as w:
            tell(w, [bench["clerk"].id], Notice("task", f"任务 {number}"))
    with house.database.write() as session, session.begin():
        for number in range(count):
            row = MessageDelivery(
                key=f"mail:{number}:{count}", court_id=bench.court_id, person_id=bench["clerk"].id, channel="mail", kind="task", state="dropped"
            )
            row.made_at = row.due_at = house.clock.now()
            session.add(row)


def test_the_log_has_pages_and_its_queries_do_not_grow(app: Flask, house: House, bench: Bench, admin: Actor) -> None:
    give_mail(house, bench["clerk"])
    client = signed_in(app, "sysadmin")
    fill_log(house, bench, 1)
    with counted(house) as few:
        client.get("/admin/channels/log")
    fill_log(house, bench, 60)
    with counted(house) as many:
        first = client.get("/admin/channels/log?channel=mail&state=dropped").text
    assert len(many) == len(few) <= 8
    assert "本页 50 条" in first
    assert "任务 1" not in first
    following = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "本页 11 条" in client.get(following).text
    assert "没有符合筛选条件的记录" in client.get("/admin/channels/log?state=unclear").text


def test_pages_of_settings_take_few_queries(app: Flask, house: House, admin: Actor) -> None:
    open_webhook(house, admin)
    own, run = signed_in(app, "clerk"), signed_in(app, "sysadmin")
    for client, address, most in ((own, "/me/notices", 9), (run, "/admin/channels", 9), (run, "/admin/channels/webhook", 7)):
        client.get(address)
        with counted(house) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= most, address
