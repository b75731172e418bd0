"""The closing page: the checklist, the judge's act, and no way around it."""

from __future__ import annotations

import pytest
from flask import Flask

from app.domains.cases.types import ClosingWay
from app.domains.closings import service
from app.domains.closings.rules import checks_of
from app.infra.house import House
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench
from tests.web.visiting import counted, signed_in

THING = "a" * 32
WHOLE = {"way": "done", "reason": "标的已移交，款项结清", "confirmed": [check.code for check in checks_of(ClosingWay.DONE)]}


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def case_id(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        case = make_case(w, bench, parties=False)
        service.expect(w, case_id=case.id, court_id=bench.court_id, item="settled", thing_id=THING, title="包装机械一批")
        return case.id


def test_the_judge_closes_once_everything_is_done(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    judge = signed_in(app, "judge")
    assert "还有 1 项没有完成" in judge.get(f"/cases/{case_id}/closing").text
    refused = judge.post(f"/cases/{case_id}/closing", data=WHOLE)
    assert (refused.status_code, "款项已结清（包装机械一批）" in refused.text) == (409, True)
    with house.work(bench["clerk"]) as w:
        service.fulfil(w, case_id=case_id, item="settled", thing_id=THING)
    refused = judge.post(f"/cases/{case_id}/closing", data=WHOLE | {"confirmed": ["paid_out"]})
    assert (refused.status_code, "执行费已收取" in refused.text, "标的已移交，款项结清" in refused.text) == (422, True, True)
    assert judge.post(f"/cases/{case_id}/closing", data=WHOLE).status_code == 303
    assert "结案方式" in judge.get(f"/cases/{case_id}/closing").text


def test_ways_bring_their_own_checks(app: Flask, case_id: str) -> None:
    page = signed_in(app, "judge").get(f"/cases/{case_id}/closing?way=suspended_round").text
    assert "已约谈申请执行人" in page
    assert "案款已发放完毕" not in page


def test_others_of_the_court_look_but_do_not_close(app: Flask, case_id: str) -> None:
    for login in ("clerk", "closing"):
        client = signed_in(app, login)
        assert "该操作属于承办法官" in client.get(f"/cases/{case_id}/closing").text
        assert client.post(f"/cases/{case_id}/closing", data=WHOLE).status_code == 403
    assert signed_in(app, "judge_b").get(f"/cases/{case_id}/closing").status_code == 404
    assert signed_in(app, "judge_b").post(f"/cases/{case_id}/closing", data=WHOLE).status_code == 404


def test_there_is_no_way_around_the_checklist(app: Flask, case_id: str) -> None:
    assert signed_in(app, "judge").post(f"/cases/{case_id}/close", data={"way": "done", "reason": "绕过清单"}).status_code == 404


def test_queries_do_not_grow_with_items(app: Flask, house: House, bench: Bench, case_id: str) -> None:
    client = signed_in(app, "judge")
    with counted(house) as few:
        client.get(f"/cases/{case_id}/closing")
    with house.work(bench["clerk"]) as w:
        for number in range(12):
            service.expect(w, case_id=case_id, court_id=bench.court_id, item="settled", thing_id=f"{number:032x}", title="设备")
    with counted(house) as many:
        client.get(f"/cases/{case_id}/closing")
    assert len(many) == len(few) <= 20
