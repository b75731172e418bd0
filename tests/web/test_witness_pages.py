"""The notary's page of the forced day: live list, the record, the own signature; nothing for whoever has not the task in hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from app.domains.tasks.service import GiveTask, give_task, take_task
from app.domains.vacating import day
from app.domains.vacating.queries import get_vacating, open_day, signatures_of
from app.infra.house import House
from app.infra.signing import check_code
from app.kernel.actor import Actor
from tests.factories.agencies import found_notaries, witness_taken
from tests.factories.courts import Bench, found_bench
from tests.factories.handovers import drawn
from tests.factories.vacating import PHOTO, a_thing, make_ordered
from tests.services.test_vacating_service import begin
from tests.web.visiting import counted, signed_in


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def thread(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return make_ordered(w, bench).id


@pytest.fixture
def office(house: House, bench: Bench) -> dict[str, Actor]:
    return found_notaries(house, bench)


@pytest.fixture
def task(house: House, bench: Bench, office: dict[str, Actor], thread: str) -> str:
    with house.reading(bench["clerk"]) as r:
        asset_id = get_vacating(r, thread).asset_id
    return witness_taken(house, bench, office["notary"], asset_id)


def test_the_list_grows_before_the_notary_and_he_signs_the_record_as_shown(app: Flask, house: House, bench: Bench, thread: str, task: str) -> None:
    notary = signed_in(app, "notary")
    here = f"/m/witness/{task}"
    page = notary.get(f"/tasks/{task}").text
    assert all(words in page for words in (f'href="{here}"', "selected>史静姝", ">闻人叙"))
    assert f'href="{here}"' in notary.get(f"/m/tasks/{task}").text
    assert "强制腾空还没有开始" in notary.get(here).text
    begin(house, bench, thread)
    with house.work(bench["field"]) as w:
        day.add_thing(w, thread, a_thing("one"), (PHOTO,))
    with counted(house) as statements:
        shown = notary.get(f"{here}/live").text
    assert all(words in shown for words in ("双门冰箱", "封条 V-one", "照片 1", "1 件", 'hx-trigger="every 5s"'))
    assert len(statements) <= 14
    with house.work(bench["field"]) as w:
        day.write_record(w, thread)
    assert "笔录已形成，待签名" in notary.get(f"{here}/live").text
    with house.reading() as r:
        now = open_day(r, thread)
        assert now is not None
    page = notary.get(here).text
    assert all(words in page for words in ("强制腾空笔录", "双门冰箱", "确认签名", check_code(now.record_digest)))
    assert "笔录已形成，待签名" not in page
    assert notary.post(f"{here}/sign", data={"seen_digest": now.record_digest, "signature": ""}).status_code == 422
    signature = {"seen_digest": now.record_digest, "signature": drawn(), "signer": "别人", "capacity": "officer"}
    assert notary.post(f"{here}/sign", data=signature).status_code == 303
    assert "公证员 史静姝 已签名" in notary.get(here).text
    with house.reading() as r:
        assert [(each.capacity, each.signer, each.way) for each in signatures_of(r, now.id)] == [("notary", "史静姝", "drawn")]


def test_a_record_that_changed_meanwhile_is_not_signed(app: Flask, house: House, bench: Bench, thread: str, task: str) -> None:
    notary, here = signed_in(app, "notary"), f"/m/witness/{task}"
    begin(house, bench, thread)
    with house.work(bench["field"]) as w:
        seen = day.write_record(w, thread).record_digest
        day.add_thing(w, thread, a_thing("two"), (PHOTO,))
    assert "笔录内容有变" in notary.get(f"{here}/live?seen={seen}").text
    typed = {"seen_digest": seen, "signature_typed": "史静姝", "signature_code": check_code(seen)}
    refused = notary.post(f"{here}/sign", data=typed)
    assert (refused.status_code, "请看过新的笔录再签名" in refused.text) == (409, True)
    with house.work(bench["field"]) as w:
        seen = day.write_record(w, thread).record_digest
    typed = {"seen_digest": seen, "signature_typed": "史静姝", "signature_code": check_code(seen)}
    assert notary.post(f"{here}/sign", data=typed).status_code == 303


def test_a_halted_day_says_so_and_takes_no_signature(app: Flask, house: House, bench: Bench, thread: str, task: str) -> None:
    notary, here = signed_in(app, "notary"), f"/m/witness/{task}"
    assert notary.post(f"{here}/sign", data={"seen_digest": "0" * 64, "signature": drawn()}).status_code == 404
    begin(house, bench, thread)
    with house.work(bench["field"]) as w:
        seen = day.write_record(w, thread).record_digest
        day.halt_day(w, thread, "老人身体不适，送医")
    page = notary.get(here).text
    assert all(words in page for words in ("已中止", "老人身体不适，送医"))
    assert "确认签名" not in page
    assert notary.post(f"{here}/sign", data={"seen_digest": seen, "signature": drawn()}).status_code == 404


def test_a_colleague_a_court_and_a_task_not_in_hand_find_nothing(
    app: Flask, house: House, bench: Bench, office: dict[str, Actor], thread: str, task: str
) -> None:
    begin(house, bench, thread)
    here = f"/m/witness/{task}"
    assert [signed_in(app, login).get(here).status_code for login in ("notary", "notary_too", "clerk")] == [200, 404, 403]
    with house.work(bench["clerk"]) as w:
        order = GiveTask(
            get_vacating(w, thread).asset_id, "notary_service", office["notary"].agency_id or "", w.now + timedelta(days=5), "送达", officer="雷振屿"
        )
        other = give_task(w, order).id
        fresh = give_task(w, GiveTask(order.asset_id, "notary_witness", order.agency_id, w.now + timedelta(days=1), "见证", officer="雷振屿")).id
    with house.work(office["notary"]) as w:
        take_task(w, other, office["notary"].id, declared=True)
    notary = signed_in(app, "notary")
    assert [notary.get(f"/m/witness/{each}").status_code for each in (other, fresh, "0" * 32)] == [404, 404, 404]
