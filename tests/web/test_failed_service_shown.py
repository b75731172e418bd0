"""A failed service on the pages of other nouns: attempt, reason and who must act, neither done nor waiting."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from app.domains.cases.queries import house_case
from app.domains.services import service
from app.domains.services.queries import Wanted, list_services
from app.domains.services.rules import Addressee
from app.domains.services.tables import Service
from app.domains.settlements.tables import Distribution, DistributionParty
from app.infra.house import House
from app.kernel.money import ZERO
from app.law.serving import Result
from tests.factories.courts import Bench, found_bench
from tests.factories.plans import freeze, make_plan
from tests.factories.settlements import open_account
from tests.services.test_services_service import DIRECT, NOW
from tests.web.visiting import counted, signed_in

ABSENT = replace(DIRECT, result=Result.ABSENT, receiver="", relation=None, note="无人应门")
SAID = ("送达失败，第 1 次（直接送达）：2026-04-02 无人。由 温若琳 另行送达", "去办理")


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def fail(house: House, bench: Bench, found: Service) -> None:
    with house.work(bench["clerk"]) as w:
        service.record_attempt(w, found.id, service.Told(NOW, ABSENT))


def test_the_plans_list_of_persons_shows_it_with_one_query_more_for_all(app: Flask, house: House, bench: Bench) -> None:
    plan_id = freeze(house, bench, make_plan(house, bench).id).id
    judge = signed_in(app, "judge")
    judge.get(f"/plans/{plan_id}")
    assert "送达失败" not in judge.get(f"/plans/{plan_id}").text
    with counted(house) as before:
        judge.get(f"/plans/{plan_id}")
    with house.reading(bench["clerk"]) as r:
        found = list_services(r, Wanted())[0]
    fail(house, bench, found)
    with counted(house) as after:
        page = judge.get(f"/plans/{plan_id}").text
    assert all(words in page for words in (*SAID, f"/service/{found.id}"))
    assert len(after) - len(before) == 1  # the clerks, by name


def test_the_sheet_shows_it_instead_of_waiting(app: Flask, house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        account = open_account(w, bench)
        of = {"court_id": account.court_id, "case_id": account.case_id}
        sheet = Distribution(
            **of, asset_id=account.asset_id, settlement_id=account.id, status="approved", balance=ZERO, drafted_by=bench["clerk"].id, drafted_at=w.now
        )
        w.session.add(sheet)
        w.flush()
        party = DistributionParty(**of, distribution_id=sheet.id, name="林绍恒", capacity="被执行人")
        w.session.add(party)
        w.flush()
        number = house_case(w, account.case_id).number
        order = (account.case_id, account.court_id, number, "distribution_party", party.id, "distribution_plan", "案款分配方案")
        found = service.open_service(w, service.Order(*order, Addressee("林绍恒", "被执行人", natural=True), "EX-23"))
    page = signed_in(app, "clerk").get(f"/settlements/{account.id}/distribution").text
    assert page.count("待送达") == 2  # the sheet's own, the party's
    fail(house, bench, found)
    page = signed_in(app, "clerk").get(f"/settlements/{account.id}/distribution").text
    assert all(words in page for words in SAID)
    assert page.count("待送达") == 1


def test_the_rulings_and_the_account_show_it(app: Flask, house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        account = open_account(w, bench)
        account.status, account.paid, account.paid_on, account.buyer_name = "ruling_due", account.balance, w.today, "卢锦程"
        account.ruling_no, account.ruling_made_on = "之一", w.today
        number = house_case(w, account.case_id).number
        order = (account.case_id, account.court_id, number, "settlement", account.id, "sale_ruling", "成交裁定书")
        found = service.open_service(w, service.Order(*order, Addressee("卢锦程", "买受人", natural=True), "AS-17"))
    clerk = signed_in(app, "clerk")
    assert "送达失败" not in clerk.get("/rulings").text
    fail(house, bench, found)
    assert all(words in clerk.get("/rulings").text for words in SAID)
    page = clerk.get(f"/settlements/{account.id}").text
    assert all(words in page for words in SAID)
    assert ">送达失败<" in page
