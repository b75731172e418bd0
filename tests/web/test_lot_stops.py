"""暂缓、中止、撤回、恢复 of a lot: asked from its page, decided once on the decision's page, carried out in the same act, never asked twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.domains.approvals.queries import get_approval, list_of_subject
from app.domains.approvals.tables import Approval
from app.domains.audit.tables import TrailRow
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.service import Start
from app.domains.deadlines.tables import Deadline
from app.domains.documents.tables import Document
from app.domains.messages.tables import Message
from app.domains.rounds.queries import find_halt, house_round
from app.domains.rounds.rules import RoundStatus
from app.domains.rounds.tables import Round
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock
from tests.factories.courts import Bench, found_bench
from tests.factories.rounds import make_round
from tests.web.visiting import signed_in

SYSTEM = {"kind": "defer", "ground": "system", "reason": "平台公告系统升级，竞价页面打不开"}
CLAIM = {"kind": "suspend", "ground": "claim", "reason": "案外人何秋实对设备提出权属异议并提交购销合同"}
PAID = {"kind": "withdraw", "ground": "performed", "reason": "被执行人已付清全部款项，申请执行人书面确认"}


@dataclass
class Stopping:
    """A lot that waits for its upload, and who works on it."""

    app: Flask
    house: House
    bench: Bench
    lot: Round

    @property
    def clerk(self) -> FlaskClient:
        return signed_in(self.app, "clerk")

    @property
    def judge(self) -> FlaskClient:
        return signed_in(self.app, "judge")

    @property
    def here(self) -> str:
        return f"/lots/{self.lot.id}/halt"

    def asked(self) -> list[Approval]:
        with self.house.reading(self.bench["judge"]) as r:
            return list(list_of_subject(r, "round", self.lot.id))

    def decide(self, verdict: str, reason: str = "") -> int:
        last = self.asked()[-1]
        data = {"verdict": verdict, "seen_digest": last.digest, "reason": reason}
        return self.judge.post(f"/decisions/{last.id}", data=data).status_code

    def state(self) -> tuple[str, str]:
        with self.house.reading() as r:
            found = house_round(r, self.lot.id)
            return found.status, found.halted

    def paper(self) -> tuple[str, str]:
        """Way and ground of the one drafted decision."""
        with self.house.reading() as r:
            made = r.session.scalars(for_house(select(Document)).where(Document.code == "stay_decision")).one()
            return made.facts["act_kind"], made.facts["ground"]

    def clock_of(self, code: str) -> str:
        with self.house.reading() as r:
            found = r.session.scalars(
                for_house(select(Deadline).where(Deadline.code == code, Deadline.case_id == self.lot.case_id).order_by(Deadline.id))
            ).all()
            return found[-1].state if found else ""


@pytest.fixture
def stop(app: Flask, house: House) -> Stopping:
    bench = found_bench(house)
    with house.work(bench["clerk"]) as w:
        lot = make_round(w, bench, 1430)
        of = Start(lot.case_id, lot.court_id, "plan", lot.plan_id, w.today + timedelta(days=30), length=20)
        deadlines.start(w, "announcement", of)
    return Stopping(app, house, bench, lot)


def test_a_lot_is_stopped_from_its_page_decided_once_and_goes_on(stop: Stopping, clock: ManualClock) -> None:
    assert stop.here in stop.clerk.get(f"/cases/{stop.lot.case_id}/approvals").text
    refused = stop.clerk.post(stop.here, data=CLAIM | {"ground": "performed"})
    assert (refused.status_code, CLAIM["reason"] in refused.text) == (422, True)
    assert stop.clerk.post(stop.here, data=CLAIM).status_code == 303
    again = stop.clerk.post(stop.here, data=SYSTEM)
    assert (again.status_code, "已有一件暂缓、中止或撤回的提请等承办法官决定" in again.text) == (409, True)
    [asked] = stop.asked()
    assert (asked.kind, asked.subject_id, asked.decider_id) == ("suspension", stop.lot.id, stop.bench["judge"].id)
    page = stop.judge.get(f"/decisions/{asked.id}").text
    for words in (f"是否中止拍卖“{stop.lot.title}”？", "案外人对网络司法拍卖的标的物提出异议的", "法释〔2016〕18号", "五日内恢复", "76,000.00"):
        assert words in page, words
    assert f"/decisions/{asked.id}" in stop.judge.get(stop.here).text
    assert stop.decide("approve") == 303
    assert stop.state() == (RoundStatus.SUSPENDED, "suspend")
    assert stop.clock_of("announcement") == "suspended"
    assert stop.paper() == ("中止", "案外人对拍卖财产提出异议")
    assert "已中止" in stop.clerk.get(stop.here).text
    assert stop.clerk.post(f"/lots/{stop.lot.id}/resume").status_code == 403
    _go_on(stop, clock)


def _go_on(stop: Stopping, clock: ManualClock) -> None:
    clock.advance(timedelta(days=2))
    today = clock.today()
    resume = {"gone_on": today.isoformat(), "reason": "案外人书面撤回异议，权属无争议"}
    for bad in ((today + timedelta(days=1)).isoformat(), (today - timedelta(days=9)).isoformat()):
        assert stop.clerk.post(f"/lots/{stop.lot.id}/resume/ask", data=resume | {"gone_on": bad}).status_code == 422
    assert stop.clerk.post(f"/lots/{stop.lot.id}/resume/ask", data=resume).status_code == 303
    assert stop.clerk.post(f"/lots/{stop.lot.id}/resume/ask", data=resume).status_code == 409
    assert stop.judge.post(f"/lots/{stop.lot.id}/resume").status_code == 409
    assert stop.clock_of("resume_sale") == "running"
    assert stop.decide("refuse", "异议尚未处理完毕") == 303
    assert (stop.state()[1], stop.clock_of("resume_sale")) == ("suspend", "ended")
    assert stop.clerk.post(f"/lots/{stop.lot.id}/resume/ask", data=resume).status_code == 303
    assert stop.decide("approve") == 303
    assert (stop.state()[1], stop.clock_of("resume_sale"), stop.clock_of("announcement")) == ("", "met", "running")


def test_a_withdrawal_ends_the_clocks_and_the_asker_is_told(stop: Stopping) -> None:
    assert stop.clerk.post(stop.here, data=PAID).status_code == 303
    assert stop.asked()[-1].kind == "withdrawal"
    assert stop.decide("approve") == 303
    assert (stop.state()[1], stop.clock_of("announcement")) == ("withdraw", "ended")
    assert stop.paper() == ("撤回", "被执行人全部履行了金钱债务")
    with stop.house.reading() as r:
        told = set(r.session.scalars(for_house(select(Message.person_id).where(Message.title.startswith("已撤回拍卖")))))
        acts = set(r.session.scalars(select(TrailRow.act).where(TrailRow.thing_id == stop.lot.id)))
    assert told == {stop.bench["clerk"].id}
    assert {"round.halt_proposed", "round.halted"} <= acts
    with stop.house.reading(stop.bench["clerk"]) as r:
        assert get_approval(r, stop.asked()[-1].id).status == "agreed"
    answer = stop.clerk.post(f"/lots/{stop.lot.id}/resume/ask", data={"gone_on": "2026-04-01", "reason": "当事人和解不成，请求恢复"})
    assert answer.status_code in (409, 422)


@pytest.mark.parametrize(("verdict", "status"), [("return", "returned"), ("refuse", "refused"), ("recall", "recalled")])
def test_what_came_to_nothing_is_asked_again_with_what_was_typed(stop: Stopping, verdict: str, status: str) -> None:
    stop.clerk.post(stop.here, data=SYSTEM)
    if verdict == "recall":
        assert stop.clerk.post(f"/decisions/{stop.asked()[-1].id}/recall", data={"words": "平台已恢复"}).status_code == 303
    else:
        assert stop.decide(verdict, "写明平台公告的网址") == 303
    with stop.house.reading() as r:
        halt = find_halt(r, stop.lot.id)
    assert halt is not None
    assert (halt.status, stop.state()) == (status, (RoundStatus.AWAITING, ""))
    assert SYSTEM["reason"] in stop.clerk.get(stop.here).text
    assert stop.clerk.post(stop.here, data=SYSTEM | {"reason": "平台公告系统升级至 18 时，见平台公告页"}).status_code == 303
    assert [each.version_no for each in stop.asked()] == [1, 2]


def test_the_judges_own_request_is_decided_by_another_judge_only(stop: Stopping) -> None:
    assert stop.judge.post(stop.here, data=SYSTEM).status_code == 303
    asked = stop.asked()[-1]
    assert asked.decider_id is None
    assert stop.judge.post(f"/decisions/{asked.id}", data={"verdict": "approve", "seen_digest": asked.digest}).status_code == 403
    assert stop.state() == (RoundStatus.AWAITING, "")
