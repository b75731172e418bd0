"""The second factor afresh before certain acts, all of them in one list, and its reset by two administrators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.domains.accounts import resetting
from app.domains.accounts.fresh_acts import BEFORE, SIGNED
from app.domains.accounts.tables import Appointment, Person
from app.domains.accounts.tables_factor import FactorReset, SecondFactor
from app.domains.audit.tables import TrailRow
from app.domains.messages.tables import Message
from app.factory import create_app
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.infra.vault import vault_of
from app.kernel.actor import Role
from app.kernel.clock import ManualClock
from app.kernel.errors import Conflict, NotAllowed, NotNow
from config.settings import Settings
from tests.factories.courts import PASSWORD, Bench, found_bench, open_person

REASON = "本人持工作证到场，手机遗失"


@dataclass
class Strict:
    """A house that asks its demonstration accounts for the second factor too."""

    app: Flask
    house: House
    clock: ManualClock
    bench: Bench

    def enter(self, login: str) -> tuple[FlaskClient, pyotp.TOTP]:
        client = self.app.test_client()
        client.post("/login", data={"username": login, "password": PASSWORD})
        with self.house.reading() as r:
            kept = r.session.get_one(SecondFactor, self.bench[login].id)
            code = pyotp.TOTP(vault_of(r.session).open(kept.sealed))
        assert client.post("/login/factor", data={"code": code.at(self.clock.now())}).status_code in (200, 303)
        return client, code


@pytest.fixture
def strict(settings: Settings, clock: ManualClock) -> Iterator[Strict]:
    app = create_app(replace(settings, demo_factor="1"), clock, wall=clock, overrides={"TESTING": True, "WTF_CSRF_ENABLED": False})
    house: House = app.extensions["house"]
    bench = found_bench(house)
    with house.work() as w:
        for login, name, role in (("sysadmin", "蒙一舟", Role.SYSADMIN), ("secadmin", "戚闻远", Role.SECADMIN)):
            bench.people[login] = open_person(w, login, name, role, court_id=bench.court_id)
    yield Strict(app, house, clock, bench)
    house.database.close()


def test_the_list_names_real_acts(app: Flask) -> None:
    assert set(BEFORE) | set(SIGNED) <= set(app.view_functions)


def test_a_role_is_granted_only_on_a_fresh_proof_and_what_was_typed_goes_along(strict: Strict) -> None:
    admin, code = strict.enter("sysadmin")
    address, given = f"/admin/people/{strict.bench['clerk'].id}/roles", {"role": "panel", "post": "合议庭成员"}
    strict.clock.advance(timedelta(minutes=11))
    asked = admin.post(address, data=given)
    assert (asked.status_code, "合议庭成员" in asked.text, "授予身份" in asked.text) == (401, True, True)
    assert roles(strict) == {"clerk"}
    assert admin.post(address, data=given | {"proof_code": "000000"}).status_code == 422
    assert roles(strict) == {"clerk"}
    assert admin.post(address, data=given | {"proof_code": code.at(strict.clock.now())}).status_code == 303
    assert roles(strict) == {"clerk", "panel"}
    assert admin.get("/admin/people/new").status_code == 200  # fresh for ten minutes


def test_a_download_comes_after_the_proof(strict: Strict) -> None:
    clerk, code = strict.enter("clerk")
    assert clerk.get("/cases/export.xlsx?q=a").status_code == 200
    strict.clock.advance(timedelta(minutes=11))
    asked = clerk.get("/cases/export.xlsx?q=a")
    assert (asked.status_code, "/cases/export.xlsx?q=a" in asked.text) == (401, True)
    onward = {"next": "/cases/export.xlsx?q=a"}
    assert clerk.post("/me/factor/again", data=onward | {"proof_code": ""}).status_code == 422
    assert clerk.post("/me/factor/again", data=onward | {"proof_code": code.at(strict.clock.now())}).location == "/cases/export.xlsx?q=a"
    assert clerk.get("/cases/export.xlsx?q=a").status_code == 200


def test_two_administrators_reset_and_both_and_the_person_are_told(strict: Strict) -> None:
    clerk, _ = strict.enter("clerk")
    admin, _ = strict.enter("sysadmin")
    second, _ = strict.enter("secadmin")
    address = f"/admin/people/{strict.bench['clerk'].id}/factor"
    assert (admin.post(address, data={"reason": "丢"}).status_code, clerk.post(address, data={"reason": REASON}).status_code) == (422, 403)
    assert admin.post(address, data={"reason": REASON}).status_code == 303
    assert admin.post(address, data={"reason": REASON}).status_code == 409
    with strict.house.reading() as r:
        reset_id = r.session.scalars(select(FactorReset.id)).one()
    confirm = f"/admin/factor-resets/{reset_id}/confirm"
    assert admin.post(confirm).status_code == 403
    assert clerk.get("/me/sessions").status_code == 200
    assert all(words in second.get("/admin/factor-resets").text for words in (REASON, "蒙一舟", "温若琳"))
    assert second.post(confirm).status_code == 303
    assert second.post(confirm).status_code == 409
    assert clerk.get("/me/sessions").status_code == 302
    with strict.house.reading() as r:
        assert r.session.get(SecondFactor, strict.bench["clerk"].id) is None
        told = {(each.person_id, each.title[:5]) for each in r.session.scalars(for_house(select(Message)))}
        acts = {each.act: each.actor_name for each in r.session.scalars(select(TrailRow).where(TrailRow.act.startswith("account.factor_reset")))}
    people = strict.bench
    assert told == {
        (people["clerk"].id, "管理员提请"),
        (people["secadmin"].id, "待确认：重"),
        (people["clerk"].id, "你的二次验"),
        (people["sysadmin"].id, "已确认：重"),
    }
    assert acts == {"account.factor_reset_asked": "蒙一舟", "account.factor_reset": "戚闻远"}


def test_nobody_resets_himself_and_a_request_runs_out(strict: Strict) -> None:
    strict.enter("clerk")
    strict.enter("sysadmin")
    with pytest.raises(NotAllowed), strict.house.work(strict.bench["sysadmin"]) as w:
        resetting.ask_reset(w, strict.bench["sysadmin"].id, REASON)
    with strict.house.work(strict.bench["sysadmin"]) as w:
        asked = resetting.ask_reset(w, strict.bench["clerk"].id, REASON).id
    strict.clock.advance(timedelta(hours=24))
    with pytest.raises(NotNow), strict.house.work(strict.bench["secadmin"]) as w:
        resetting.confirm_reset(w, asked)
    with strict.house.work(strict.bench["sysadmin"]) as w:
        again = resetting.ask_reset(w, strict.bench["clerk"].id, REASON).id
    with strict.house.work(strict.bench["secadmin"]) as w:
        resetting.drop_reset(w, again)
    with pytest.raises(Conflict), strict.house.work(strict.bench["secadmin"]) as w:
        resetting.confirm_reset(w, again)


def roles(strict: Strict) -> set[str]:
    with strict.house.reading() as r:
        return set(r.session.scalars(select(Appointment.role).join(Person).where(Person.login == "clerk", Appointment.until_at.is_(None))))
