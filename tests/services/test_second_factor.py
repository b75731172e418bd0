"""The second factor: a code counts once even fifty times at once, limits are exact, half a session opens nothing, and a proof is fresh for ten minutes."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app.domains.accounts import factor, service
from app.domains.accounts.factor_rules import LIMITS, STEP, FactorThrottled, check_limits, is_fresh, new_secret, step_of
from app.domains.accounts.service import OpenAccount, SignIn, open_account
from app.domains.accounts.tables_factor import FactorFailure, RecoveryCode, SecondFactor
from app.factory import create_app
from app.infra.house import House
from app.infra.vault import vault_of
from app.kernel.actor import Role
from app.kernel.clock import ManualClock
from app.kernel.errors import NotFound, Refusal
from config.settings import Settings
from tests.factories.courts import PASSWORD, Bench, found_bench

PARALLEL = 50
SIGN_IN = {"username": "real.judge", "password": PASSWORD}


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def judge(house: House, bench: Bench) -> str:
    """A real account that never signed in."""
    with house.work() as w:
        return open_account(w, OpenAccount("real.judge", "明远舟", PASSWORD, Role.JUDGE, court_id=bench.court_id), cost="test").id


def secret_of(house: House, person_id: str) -> str:
    with house.reading() as r:
        return vault_of(r.session).open(r.session.get_one(SecondFactor, person_id).sealed)


def code_at(house: House, person_id: str, at: datetime) -> str:
    return pyotp.TOTP(secret_of(house, person_id)).at(at)


def half(house: House) -> str:
    with house.work() as w:
        came = service.sign_in(w, SignIn("real.judge", PASSWORD, "10.0.0.1", "test"), cost="test")
    assert came is not None
    assert came.half
    return came.key


def set_up(app: Flask, house: House, person_id: str, clock: ManualClock) -> tuple[FlaskClient, list[str]]:
    client = app.test_client()
    assert client.post("/login", data=SIGN_IN).location == "/login/factor?next=/"
    shown = client.post("/login/factor", data={"code": code_at(house, person_id, clock.now()), "next": "/me"})
    return client, re.findall(r"[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}", shown.text)


def test_one_code_used_fifty_times_at_once_lets_one_in(house: House, judge: str, clock: ManualClock) -> None:
    keys = [half(house) for _ in range(PARALLEL)]
    code = code_at(house, judge, clock.now())

    def once(key: str) -> str:
        try:
            with house.work() as w:
                return "in" if factor.pass_at_sign_in(w, key, code) else "wrong"
        except FactorThrottled:
            return "throttled"

    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(once, keys))
    assert outcomes.count("in") == 1
    assert outcomes.count("wrong") == LIMITS[0][0]


def test_the_first_sign_in_sets_up_the_factor_and_shows_ten_codes_once(app: Flask, house: House, judge: str, clock: ManualClock) -> None:
    client = app.test_client()
    client.post("/login", data=SIGN_IN)
    old = client.get_cookie("paifu_session").value
    page = client.get("/login/factor").text
    assert "<svg" in page
    assert secret_of(house, judge) in page.replace(" ", "")
    assert "style=" not in page
    done = client.post("/login/factor", data={"code": code_at(house, judge, clock.now())})
    assert len(set(re.findall(r"[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}", done.text))) == 10
    assert client.get_cookie("paifu_session").value != old, "the key changes with the second factor"
    assert client.get("/me/sessions").status_code == 200
    assert client.get("/login/factor").location == "/login", "the half key is dead"
    with house.reading() as r:
        assert secret_of(house, judge) not in r.session.get_one(SecondFactor, judge).sealed


def test_half_a_session_opens_only_what_a_stranger_may_open(app: Flask, judge: str) -> None:
    client, stranger = app.test_client(), app.test_client()
    client.post("/login", data=SIGN_IN)
    places = [str(rule) for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments and str(rule) != "/login/factor"]
    assert len(places) > 30
    assert [place for place in places if client.get(place).status_code != stranger.get(place).status_code] == []


def test_a_code_of_the_step_before_or_after_fits_and_none_further(clock: ManualClock) -> None:
    secret, here = new_secret(), int(clock.now().timestamp()) // STEP
    codes = {step: pyotp.TOTP(secret).at(step * STEP) for step in range(here - 3, here + 4)}
    assert [step for step, code in codes.items() if step_of(secret, code, clock.now(), 0) == step] == [here - 1, here, here + 1]
    assert step_of(secret, codes[here], clock.now(), here) is None
    assert step_of(secret, codes[here - 1], clock.now(), here) is None, "an older code does not count after a newer one"


@pytest.mark.parametrize(("allowed", "span"), LIMITS)
def test_each_limit_is_exact(allowed: int, span: timedelta, clock: ManualClock) -> None:
    now = clock.now()
    at_once = [now - span + timedelta(seconds=1)] * allowed
    check_limits(at_once[1:], now)
    check_limits([now - span] * allowed, now)
    with pytest.raises(FactorThrottled):
        check_limits(at_once, now)


def test_wrong_codes_lock_the_second_step_and_the_right_one_with_it(app: Flask, house: House, judge: str, clock: ManualClock) -> None:
    client = app.test_client()
    client.post("/login", data=SIGN_IN)
    allowed, span = LIMITS[0]
    assert [client.post("/login/factor", data={"code": "000000"}).status_code for _ in range(allowed + 2)] == [401] * allowed + [429] * 2
    assert client.post("/login/factor", data={"code": code_at(house, judge, clock.now())}).status_code == 429
    clock.advance(span)
    assert "恢复码" in client.post("/login/factor", data={"code": code_at(house, judge, clock.now())}).text
    with house.reading() as r:
        assert r.session.scalar(select(func.count(FactorFailure.id))) == allowed


def test_a_recovery_code_counts_once_and_only_its_hash_is_kept(app: Flask, house: House, judge: str, clock: ManualClock) -> None:
    _, codes = set_up(app, house, judge, clock)
    with house.reading() as r:
        assert not set(codes) & set(r.session.scalars(select(RecoveryCode.code_hash)))
    for expected in (303, 401):
        client = app.test_client()
        client.post("/login", data=SIGN_IN)
        assert client.post("/login/factor", data={"code": codes[3].upper()}).status_code == expected


def test_half_a_session_ends_after_ten_minutes(app: Flask, house: House, judge: str, clock: ManualClock) -> None:
    key = half(house)
    clock.advance(timedelta(minutes=10))
    with pytest.raises(NotFound), house.work() as w:
        factor.pass_at_sign_in(w, key, code_at(house, judge, clock.now()))


def test_a_proof_is_fresh_for_ten_minutes_to_the_second(clock: ManualClock) -> None:
    now = clock.now()
    assert is_fresh(now - timedelta(minutes=10), now)
    assert not is_fresh(now - timedelta(minutes=10, seconds=1), now)
    assert not is_fresh(None, now)


def test_new_recovery_codes_void_the_old(app: Flask, house: House, judge: str, clock: ManualClock) -> None:
    client, codes = set_up(app, house, judge, clock)
    assert client.post("/me/factor/codes", data={"code": codes[0]}).status_code == 200, "a recovery code is a proof too"
    again = app.test_client()
    again.post("/login", data=SIGN_IN)
    assert again.post("/login/factor", data={"code": codes[1]}).status_code == 401


def test_demonstration_accounts_go_without_unless_the_house_asks(app: Flask, bench: Bench, settings: Settings, clock: ManualClock) -> None:
    typed = {"username": "clerk", "password": PASSWORD}
    assert app.test_client().post("/login", data=typed).location == "/"
    strict = create_app(replace(settings, demo_factor="1"), clock, wall=clock, overrides={"TESTING": True, "WTF_CSRF_ENABLED": False})
    assert strict.test_client().post("/login", data=typed).location == "/login/factor?next=/"
    strict.extensions["house"].database.close()


def test_a_reset_ends_sessions_and_asks_to_set_up_again(app: Flask, house: House, judge: str, clock: ManualClock) -> None:
    client, codes = set_up(app, house, judge, clock)
    told = app.test_cli_runner().invoke(args=["users", "reset-factor", "real.judge"])
    assert told.exit_code == 0
    assert client.get("/me/sessions").status_code == 302
    fresh = app.test_client()
    fresh.post("/login", data=SIGN_IN)
    assert "设置二次验证" in fresh.get("/login/factor").text
    assert fresh.post("/login/factor", data={"code": codes[0]}).status_code == 401
    assert app.test_cli_runner().invoke(args=["users", "reset-factor", "nobody"]).exit_code == 1


def test_nobody_proves_with_a_key_that_is_not_half(app: Flask, house: House, bench: Bench) -> None:
    with house.work() as w:
        came = service.sign_in(w, SignIn("clerk", PASSWORD, "10.0.0.1", "test"), cost="test")
    assert came is not None
    with pytest.raises(Refusal), house.work() as w:
        factor.pass_at_sign_in(w, came.key, "123456")
