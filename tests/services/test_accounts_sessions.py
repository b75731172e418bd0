"""Sign-in and sessions: the guessing limit exact, a wrong name like a wrong password, ends of a session, roles, tokens of forms."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.domains.accounts import passwords, service
from app.domains.accounts.rules import ABSOLUTE, FAILURES_ALLOWED, IDLE, IDLE_HIGH, LOCK
from app.domains.accounts.tables import Appointment, Person, UserSession
from app.factory import create_app
from app.infra.house import House
from app.kernel.actor import Role
from app.kernel.clock import ManualClock
from app.kernel.errors import Refusal
from config.settings import Settings
from tests.factories.courts import PASSWORD, Bench, found_bench
from tests.web.visiting import signed_in


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def checks(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Every look at a password: was there a person behind it?"""
    looked: list[bool] = []
    real = passwords.matches

    def noted(password: str, stored: str | None, cost: str) -> bool:
        looked.append(stored is not None)
        return real(password, stored, cost)

    monkeypatch.setattr(service, "matches", noted)
    return looked


def attempt(app: Flask, login: str, password: str, ip: str = "10.0.0.1") -> tuple[int, str]:
    answer = app.test_client().post("/login", data={"username": login, "password": password}, environ_base={"REMOTE_ADDR": ip})
    return answer.status_code, answer.text


def told(page: str) -> str:
    """What the page says, without values of its fields and its moment."""
    return re.sub(r'value="[^"]*"|\d{10,}', "", page)


def test_wrong_name_and_wrong_password_are_alike_in_words_and_in_work(app: Flask, bench: Bench, checks: list[bool]) -> None:
    wrong_password, wrong_name = attempt(app, "clerk", "not-the-password"), attempt(app, "nobody", "not-the-password")
    assert wrong_password[0] == wrong_name[0] == 401
    assert "用户名或密码不对" in wrong_password[1]
    assert told(wrong_password[1]) == told(wrong_name[1])
    assert checks == [True, False]


def test_the_limit_of_an_account_is_exact(app: Flask, bench: Bench, checks: list[bool], clock: ManualClock) -> None:
    answers = [attempt(app, "clerk", "wrong-wrong", ip=f"10.0.1.{number}")[0] for number in range(25)]
    assert answers == [401] * FAILURES_ALLOWED + [429] * 15
    assert len(checks) == FAILURES_ALLOWED
    assert attempt(app, "clerk", PASSWORD, ip="10.0.9.9")[0] == 429, "the right password does not open a locked account"
    clock.advance(LOCK)
    assert attempt(app, "clerk", PASSWORD, ip="10.0.9.9")[0] == 302


def test_the_limit_of_an_address_is_exact_and_others_go_on(app: Flask, bench: Bench, checks: list[bool]) -> None:
    answers = [attempt(app, f"guess{number}", "wrong-wrong")[0] for number in range(15)]
    assert answers == [401] * FAILURES_ALLOWED + [429] * 5
    assert attempt(app, "clerk", PASSWORD, ip="10.0.2.2")[0] == 302


def test_failures_long_apart_do_not_lock(app: Flask, bench: Bench, clock: ManualClock) -> None:
    for _ in range(30):
        assert attempt(app, "clerk", "wrong-wrong")[0] == 401
        clock.advance(timedelta(minutes=5))


@pytest.mark.parametrize(("login", "idle"), [("judge", IDLE_HIGH), ("clerk", IDLE)])
def test_an_idle_session_ends(app: Flask, bench: Bench, clock: ManualClock, login: str, idle: timedelta) -> None:
    client = signed_in(app, login)
    clock.advance(idle - timedelta(seconds=1))
    assert client.get("/me/sessions").status_code == 200
    clock.advance(idle)
    assert client.get("/me/sessions").status_code == 302


def test_a_session_ends_after_eight_hours_however_busy(app: Flask, bench: Bench, clock: ManualClock) -> None:
    client = signed_in(app, "clerk")
    for _ in range(int(ABSOLUTE / timedelta(minutes=20))):
        assert client.get("/me/sessions").status_code == 200
        clock.advance(timedelta(minutes=20))
    assert client.get("/me/sessions").status_code == 302


def test_signing_out_kills_the_key_on_the_server(app: Flask, bench: Bench) -> None:
    client = signed_in(app, "clerk")
    stolen = client.get_cookie("paifu_session").value
    client.post("/logout")
    thief = app.test_client()
    thief.set_cookie("paifu_session", stolen)
    assert thief.get("/me/sessions").status_code == 302


def test_a_planted_key_never_becomes_a_session(app: Flask, bench: Bench) -> None:
    client = app.test_client()
    client.set_cookie("paifu_session", "planted")
    client.post("/login", data={"username": "clerk", "password": PASSWORD})
    assert client.get_cookie("paifu_session").value != "planted"


def test_one_of_ones_sessions_is_ended_from_another(app: Flask, house: House, bench: Bench) -> None:
    here, there = signed_in(app, "clerk"), signed_in(app, "clerk")
    page = here.get("/me/sessions").text
    address = page.split('action="/me/sessions/')[1].split('"')[0]
    stranger = signed_in(app, "judge")
    stranger.post(f"/me/sessions/{address}")
    assert there.get("/me/sessions").status_code == 200, "another person's session is not touched"
    assert here.post(f"/me/sessions/{address}").status_code == 303
    assert there.get("/me/sessions").status_code == 302
    assert here.get("/me/sessions").status_code == 200


def test_a_disabled_persons_next_request_is_refused(app: Flask, house: House, bench: Bench) -> None:
    client = signed_in(app, "clerk")
    with house.work() as w:
        service.switch_off(w, bench["clerk"].id)
    assert client.get("/me/sessions").status_code == 302
    assert attempt(app, "clerk", PASSWORD)[0] == 401


def test_changing_role_gives_a_fresh_key_and_kills_the_old(app: Flask, house: House, bench: Bench) -> None:
    with house.work() as w:
        person = w.session.get(Person, bench["judge"].id)
        second = service.appoint(w, person, Role.DIRECTOR, court_id=bench.court_id, agency_id=None).id
    client = signed_in(app, "judge")
    old = client.get_cookie("paifu_session").value
    assert client.post(f"/me/role/{second}").status_code == 303
    assert client.get_cookie("paifu_session").value != old
    thief = app.test_client()
    thief.set_cookie("paifu_session", old)
    assert thief.get("/me/sessions").status_code == 302
    with house.reading() as r:
        ends = set(r.session.scalars(select(UserSession.ends_at).where(UserSession.person_id == bench["judge"].id)))
    assert len(ends) == 1, "the end of the session does not move"


def test_nobody_takes_a_role_of_another(app: Flask, house: House, bench: Bench) -> None:
    with house.reading() as r:
        others = r.session.scalars(select(Appointment.id).where(Appointment.person_id == bench["judge"].id)).one()
    client = signed_in(app, "clerk")
    assert {client.post(f"/me/role/{each}").status_code for each in (others, "nonsense")} == {404}


@pytest.mark.parametrize(
    ("held", "new"), [(Role.CLERK, Role.SYSADMIN), (Role.SYSADMIN, Role.AUDITOR), (Role.AUDITOR, Role.JUDGE), (Role.SECADMIN, Role.SYSADMIN)]
)
def test_powers_of_administration_are_separate(house: House, bench: Bench, held: Role, new: Role) -> None:
    with house.work() as w:
        person = service.open_account(w, service.OpenAccount("mixed", "祝子安", PASSWORD, held, court_id=bench.court_id), cost="test")
        with pytest.raises(Refusal, match="三种管理权须分开"):
            service.appoint(w, person, new, court_id=bench.court_id, agency_id=None)


def test_a_form_without_its_token_is_refused(settings: Settings, clock: ManualClock) -> None:
    guarded = create_app(settings, clock, wall=clock, overrides={"TESTING": True, "PROPAGATE_EXCEPTIONS": False})
    found_bench(guarded.extensions["house"])
    client, typed = guarded.test_client(), {"username": "clerk", "password": PASSWORD}
    assert client.post("/login", data=typed).status_code == 400
    token = client.get("/login").text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    assert client.post("/login", data=typed | {"csrf_token": token}).status_code == 302
    assert client.post("/logout").status_code == 400
    guarded.extensions["house"].database.close()
