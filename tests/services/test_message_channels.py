"""Every channel over a real line: what it says, what the other side answers, what is tried again and what waits for a person."""

from __future__ import annotations

import hashlib
import hmac
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy import select

from app.domains.messages import delivering
from app.domains.messages.channel import all_channels
from app.domains.messages.channel_settings import SetChannel, list_channels, set_channel
from app.domains.messages.habits import SetHabits, set_habits
from app.domains.messages.service import Notice, mark_read, tell
from app.domains.messages.tables import MessageDelivery
from app.domains.messages.wording import set_words
from app.infra.house import House
from app.infra.outbox import BACK_OFF
from app.infra.unit_of_work import for_house
from app.kernel.actor import Actor
from app.kernel.clock import ManualClock, at_shanghai
from app.kernel.errors import Invalid, NotFound, NotNow
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench
from tests.factories.messaging import (
    KEY,
    SECRET,
    SIGN,
    TOKEN,
    Listener,
    Post,
    administrator,
    answered,
    dingtalk,
    give_mail,
    listening,
    open_channel,
    posting,
    wecom,
    work_off,
)

NOTICE = Notice("deadline", "买受人付清余款将到期", body="海语湾花园3栋1204房，595,000.00 元", link="/deadlines/1")
SECRETS_OF_CASE = ("海语湾", "595", "余款", "温若琳", "孔令舟")
CUT = (0, b"")


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def admin(house: House, bench: Bench) -> Actor:
    return administrator(house, bench)


@pytest.fixture
def group(house: House, admin: Actor) -> Iterator[Listener]:
    """The court's WeCom group."""
    with listening(wecom) as server:
        open_channel(house, admin, "wecom", {"robot_url": server.root}, {"key": KEY})
        yield server


def say(house: House, bench: Bench, notice: Notice = NOTICE, to: tuple[str, ...] = ("clerk",)) -> None:
    with house.work(bench["judge"]) as w:
        tell(w, [bench[each].id for each in to], notice)
    work_off(house)


def rows(house: House) -> list[MessageDelivery]:
    with house.reading() as r:
        return list(r.session.scalars(for_house(select(MessageDelivery).order_by(MessageDelivery.id))))


def outcome(house: House) -> list[tuple[str, str, int]]:
    return [(each.channel, each.state, each.attempts) for each in rows(house)]


def tells(text: str, house: House) -> list[str]:
    """Secrets of the case that a text holds; the deliveries' own numbers, drawn by lot, may hold any three digits."""
    for each in rows(house):
        text = text.replace(each.key.rpartition(":")[2], "")
    return [words for words in SECRETS_OF_CASE if words in text]


def with_mail(house: House, post: Post) -> House:
    return replace(house, settings=replace(house.settings, mail_url=f"smtp://paifu%40court.example@127.0.0.1:{post.port}"))


def test_mail_goes_out_and_says_only_its_kind(house: House, bench: Bench) -> None:
    give_mail(house, bench["clerk"])
    with posting() as post:
        say(with_mail(house, post), bench, to=("clerk", "director"))
    assert [people for people, _ in post.got] == [["clerk@court.example"]]
    mail = message_from_bytes(post.got[0][1], policy=policy.default)
    assert (mail["Subject"], mail["From"]) == ("【拍辅】1 项期限提醒", "paifu@court.example")
    assert mail["Message-ID"] == f"<{rows(house)[0].key.replace(':', '.')}@paifu.invalid>"
    assert tells(mail.as_string() + mail.get_content(), house) == []
    assert outcome(house) == [("mail", "sent", 1)]


def test_mail_of_the_court_goes_over_the_courts_own_server(house: House, bench: Bench, admin: Actor) -> None:
    give_mail(house, bench["clerk"])
    with posting() as post, posting() as of_house:
        open_channel(house, admin, "mail", {"server": f"smtp://127.0.0.1:{post.port}", "sender": "tongzhi@court.example"}, {})
        say(with_mail(house, of_house), bench)
    assert (len(post.got), len(of_house.got)) == (1, 0)
    assert message_from_bytes(post.got[0][1], policy=policy.default)["From"] == "tongzhi@court.example"


def test_without_a_server_nothing_is_sent_or_logged(house: House, bench: Bench) -> None:
    give_mail(house, bench["clerk"])
    say(house, bench)
    assert rows(house) == []


@pytest.mark.parametrize(("answer", "state"), [("451 later", "waiting"), ("554 never", "failed")])
def test_a_mail_server_that_refuses_for_now_is_asked_again_and_one_for_good_is_not(house: House, bench: Bench, answer: str, state: str) -> None:
    give_mail(house, bench["clerk"])
    with posting() as post:
        post.answer = answer
        say(with_mail(house, post), bench)
    assert outcome(house) == [("mail", state, 1)]
    assert answer[:3] in rows(house)[0].error


def test_a_group_of_dingtalk_is_told_once_of_a_case_by_its_number(house: House, bench: Bench, admin: Actor, clock: ManualClock) -> None:
    with house.work(bench["clerk"]) as w:
        case = make_case(w, bench).id
    with listening(dingtalk(lambda: int(clock.now().timestamp() * 1000))) as server:
        open_channel(house, admin, "dingtalk", {"robot_url": server.root}, {"access_token": TOKEN, "sign_secret": SIGN})
        say(house, bench, replace(NOTICE, case_id=case), to=("clerk", "director", "president"))
        assert len(server.got) == 1
        told = server.got[0].said
    text = told["text"]["content"]
    assert told["msgtype"] == "text"
    assert text.startswith("【拍辅】1 项期限提醒\n期限临近和逾期\n案号：（20")
    assert text.endswith("https://paifu.court-of-nansha.cn/inbox")
    assert tells(text, house) == []
    assert outcome(house) == [("dingtalk", "sent", 1)]


@pytest.mark.parametrize(
    ("secrets", "words"),
    [({"access_token": "another", "sign_secret": SIGN}, "access_token 不对"), ({"access_token": TOKEN, "sign_secret": "SECwrong"}, "签名")],
)
def test_a_wrong_key_of_dingtalk_waits_for_a_person(house: House, bench: Bench, admin: Actor, clock: ManualClock, secrets: dict[str, str], words: str) -> None:
    with listening(dingtalk(lambda: int(clock.now().timestamp() * 1000))) as server:
        open_channel(house, admin, "dingtalk", {"robot_url": server.root}, secrets)
        say(house, bench)
    (row,) = rows(house)
    assert (row.state, len(server.got)) == ("failed", 1)
    assert words in row.error
    assert not any(secret in row.error for secret in secrets.values())


def test_a_robot_that_is_asked_too_often_is_asked_later_and_further_each_time(house: House, bench: Bench, group: Listener, clock: ManualClock) -> None:
    group.then = [answered(45009, "api freq out of limit")] * 10
    say(house, bench)
    for wait in BACK_OFF:
        clock.advance(timedelta(seconds=wait - 1))
        before = len(group.got)
        work_off(house)
        assert len(group.got) == before
        clock.advance(timedelta(seconds=1))
        work_off(house)
        assert len(group.got) == before + 1
    assert outcome(house) == [("wecom", "failed", len(BACK_OFF) + 1)]
    assert "限流" in rows(house)[0].error


def test_no_answer_is_tried_once_more_under_the_same_key_and_then_waits_for_a_person(house: House, bench: Bench, group: Listener, clock: ManualClock) -> None:
    group.then = [CUT] * 5
    say(house, bench)
    clock.advance(timedelta(hours=2))
    work_off(house)
    clock.advance(timedelta(hours=9))
    work_off(house)
    texts = [each.said["text"]["content"] for each in group.got]
    assert (len(texts), "可能是重复的" in texts[0], "可能是重复的" in texts[1]) == (2, False, True)
    assert outcome(house) == [("wecom", "unclear", 2)]


def test_a_worker_killed_in_mid_sending_sends_once_more_and_says_so(house: House, bench: Bench, group: Listener, clock: ManualClock) -> None:
    with house.work(bench["judge"]) as w:
        tell(w, [bench["clerk"].id], NOTICE)

    class Killed(BaseException):
        pass

    def die(*_given: object) -> bool:
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.domains.messages.jobs.settle", die)
        with pytest.raises(Killed):
            work_off(house)
        assert (len(group.got), outcome(house)) == (1, [("wecom", "sending", 1)])
        clock.advance(timedelta(seconds=121))
        with pytest.raises(Killed):
            work_off(house)
    for _ in range(3):
        clock.advance(timedelta(seconds=121))
        work_off(house)
    assert len(group.got) == 2
    assert outcome(house) == [("wecom", "unclear", 2)]


def test_an_administrator_sends_again_what_waits_for_a_person_and_nothing_else(house: House, bench: Bench, admin: Actor, group: Listener) -> None:
    group.then = [answered(93000, "invalid webhook url")]
    say(house, bench)
    (row,) = rows(house)
    with pytest.raises(NotFound), house.work(bench["clerk_b"]) as w:
        delivering.send_again(w, row.id)
    with house.work(admin) as w:
        delivering.send_again(w, row.id)
    work_off(house)
    assert outcome(house) == [("wecom", "sent", 1)]
    with pytest.raises(NotNow), house.work(admin) as w:
        delivering.send_again(w, row.id)


def test_a_webhook_is_signed_and_its_verifier_agrees(house: House, bench: Bench, admin: Actor, tmp_path: Path, clock: ManualClock) -> None:
    with listening(lambda _: (204, b"")) as server:
        open_channel(house, admin, "webhook", {"hook_url": server.root}, {"secret": SECRET})
        say(house, bench, to=("clerk", "director"))
        assert len(server.got) == 2
        asked = next(each for each in server.got if each.said["to"] == "clerk")
    assert sorted(asked.said) == ["case_no", "count", "id", "kind", "link", "subject", "to"]
    assert tells(asked.body.decode(), house) == []
    stamp, signature = asked.headers["paifu-timestamp"], asked.headers["paifu-signature"]
    assert signature == "v1=" + hmac.new(SECRET.encode(), stamp.encode() + b"." + asked.body, hashlib.sha256).hexdigest()
    assert asked.headers["paifu-delivery"] == asked.said["id"]
    assert int(stamp) == int(clock.now().timestamp())
    body = tmp_path / "body"
    body.write_bytes(asked.body)
    verify = [sys.executable, "docs/verify_webhook.py", "--secret", SECRET, "--timestamp", stamp, "--signature", signature]
    right, late = (subprocess.run([*verify, "--now", str(int(stamp) + later), str(body)], check=False, capture_output=True) for later in (299, 301))
    body.write_bytes(asked.body + b" ")
    changed = subprocess.run([*verify, "--now", stamp, str(body)], check=False, capture_output=True)
    assert (right.returncode, late.returncode, changed.returncode) == (0, 1, 1)


@pytest.mark.parametrize(("status", "state"), [(500, "waiting"), (429, "waiting"), (302, "failed"), (403, "failed"), (200, "sent")])
def test_what_a_webhook_answers_decides(house: House, bench: Bench, admin: Actor, status: int, state: str) -> None:
    with listening(lambda _: (status, b"")) as server:
        open_channel(house, admin, "webhook", {"hook_url": server.root}, {"secret": SECRET})
        say(house, bench)
    assert [each[1] for each in outcome(house)] == [state]


def test_a_server_that_is_down_is_tried_again(house: House, bench: Bench, admin: Actor) -> None:
    with listening(wecom) as server:
        open_channel(house, admin, "wecom", {"robot_url": server.root}, {"key": KEY})
    say(house, bench)
    (row,) = rows(house)
    assert (row.state, row.unclear) == ("waiting", 0)
    assert "连接不上" in row.error


def test_quiet_hours_gather_and_an_alarm_pierces_them(house: House, bench: Bench, clock: ManualClock) -> None:
    give_mail(house, bench["clerk"])
    clock.move_to(at_shanghai(2026, 4, 2, 23))
    with posting() as post:
        night = with_mail(house, post)
        for title in ("一", "二"):
            say(night, bench, replace(NOTICE, title=title))
        say(night, bench, replace(NOTICE, kind="difference"))
        assert [message_from_bytes(each, policy=policy.default)["Subject"] for _, each in post.got] == ["【拍辅】1 处平台不一致或出价异常"]
        clock.move_to(at_shanghai(2026, 4, 3, 7))
        work_off(night)
    mail = message_from_bytes(post.got[1][1], policy=policy.default)
    assert (len(post.got), mail["Subject"]) == (2, "【拍辅】2 项未读")
    assert "期限临近和逾期：2 项" in mail.get_content()


def test_a_digest_says_what_is_still_unread_and_nothing_when_all_was_read(house: House, bench: Bench, clock: ManualClock) -> None:
    give_mail(house, bench["clerk"], bench["director"])
    with posting() as post:
        mailing = with_mail(house, post)
        say(mailing, bench, replace(NOTICE, kind="plan"), to=("clerk", "director"))
        with house.work(bench["director"]) as w:
            mark_read(w)
        clock.move_to(at_shanghai(2026, 4, 3, 8, 30))
        work_off(mailing)
    assert [people for people, _ in post.got] == [["clerk@court.example"]]
    assert sorted(each[1] for each in outcome(house)) == ["dropped", "sent"]


def test_what_a_person_chose_holds_and_the_same_notice_is_planned_once(house: House, bench: Bench, group: Listener) -> None:
    give_mail(house, bench["clerk"])
    with house.work(bench["clerk"]) as w:
        set_habits(w, SetHabits("", "", "09:00", {("deadline", "mail"): "off", ("deadline", "wecom"): "off"}))
    with posting() as post:
        say(with_mail(house, post), bench)
    assert (post.got, group.got, rows(house)) == ([], [], [])


def test_a_courts_own_words_are_sent_and_only_sound_ones_are_taken(house: House, bench: Bench, admin: Actor, group: Listener) -> None:
    with house.work(admin) as w:
        set_words(w, bench.court_id, "subject.deadline", "期限提醒（{项数}）")
        with pytest.raises(Invalid):
            set_words(w, bench.court_id, "subject.deadline", "{被执行人}")
    say(house, bench)
    assert group.got[0].said["text"]["content"].startswith("期限提醒（1）\n")


@pytest.mark.parametrize(
    ("code", "values", "secrets", "field"),
    [
        ("wecom", {"robot_url": "http://robot.court.example/send"}, {"key": KEY}, "robot_url"),
        ("wecom", {"robot_url": "https://127.0.0.1:8443/send"}, {"key": KEY}, "robot_url"),
        ("wecom", {"robot_url": "https://169.254.169.254/send"}, {"key": KEY}, "robot_url"),
        ("webhook", {"hook_url": "https://localhost/x"}, {"secret": SECRET}, "hook_url"),
        ("webhook", {"hook_url": "https://oa.nansha-court.cn/x"}, {"secret": "short"}, "secret"),
        ("webhook", {"hook_url": ""}, {"secret": SECRET}, "hook_url"),
        ("mail", {"server": "http://mail.nansha-court.cn"}, {}, "server"),
        ("mail", {"server": "smtp://127.0.0.1:25"}, {}, "server"),
    ],
)
def test_an_address_that_leads_into_the_house_is_refused(
    house: House, bench: Bench, admin: Actor, code: str, values: dict[str, str], secrets: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused, house.work(admin) as w:
        set_channel(w, bench.court_id, all_channels()[code], SetChannel(True, values, secrets), own_machine=False)
    assert [name for name, _ in refused.value.faults] == [field]


def test_a_name_that_leads_to_this_machine_is_not_asked_when_it_comes_to_sending(house: House, bench: Bench, admin: Actor, group: Listener) -> None:
    guarded = replace(house, settings=replace(house.settings, env="production"))
    with house.work(bench["judge"]) as w:
        tell(w, [bench["clerk"].id], NOTICE)
    work_off(guarded)
    assert group.got == []
    assert rows(house)[0].state == "failed"
    assert "不允许访问" in rows(house)[0].error


def test_secrets_are_kept_sealed_and_a_neighbour_sees_nothing(house: House, bench: Bench, admin: Actor, group: Listener) -> None:
    with house.reading(admin) as r:
        kept = next(each for each in list_channels(r, bench.court_id, mail_url="") if each.channel.code == "wecom")
    assert kept.changed is not None
    assert KEY not in str(kept.changed.sealed)
    assert KEY not in repr(kept)
    with house.reading(bench["clerk_b"]) as r:
        assert not any(each.on for each in list_channels(r, bench.other_court_id, mail_url=""))
