"""Acts beside the decision: who may do them, what they leave in the chain, and two who decide at the same instant."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.domains.approvals import acts, delegating, panel_acts, service
from app.domains.approvals.jobs import escalate_overdue
from app.domains.approvals.proposing import Propose, propose
from app.domains.approvals.queries import get_approval, list_copied, list_waiting, steps_of, votes_of
from app.domains.approvals.rules import Verdict
from app.domains.approvals.tables import Approval, Vote
from app.domains.cases.service import compose_panel
from app.domains.cases.tables import Case
from app.domains.messages.tables import Message
from app.domains.plans.queries import get_plan
from app.infra.house import House
from app.infra.unit_of_work import Work, for_house
from app.kernel.actor import Role
from app.kernel.clock import ManualClock
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow, Refusal
from tests.factories.cases import make_case, seat_panel
from tests.factories.courts import Bench, found_bench, open_person
from tests.factories.plans import AGREE, make_plan, panel_approval, submit, vote_all

TEXT = "案外人提出异议并提交了购房合同和付款凭证，异议审查期间不宜继续拍卖。"
CHANGE = {"what": "开拍日", "before": "2026-05-08", "wanted": "2026-05-15"}
TURNS = 12


@pytest.fixture
def bench(house: House) -> Bench:
    made = found_bench(house)
    with house.work() as w:
        made.people["judge2"] = open_person(w, "judge2", "祝书航", Role.JUDGE, court_id=made.court_id)
        case = make_case(w, made)
        seat_panel(w, made, case.id)
    return made


@pytest.fixture
def asked(house: House, bench: Bench) -> Approval:
    return ask(house, bench, "plan_change", CHANGE)


def ask(house: House, bench: Bench, kind: str, figures: dict[str, str], login: str = "clerk") -> Approval:
    with house.work(bench[login]) as w:
        return propose(w, case_of(w), Propose(kind, "海语湾花园3栋1204房", TEXT, figures))


def case_of(w: Work) -> str:
    found = w.session.scalar(for_house(select(Case.id).order_by(Case.id)))
    assert found
    return found


def decide(house: House, bench: Bench, asked: Approval, login: str, verdict: Verdict = Verdict.AGREE, **more: Any) -> Approval:
    with house.work(bench[login]) as w:
        return service.decide(w, asked.id, verdict, digest=asked.digest, **more)


def told(house: House, bench: Bench, login: str) -> list[str]:
    with house.reading() as r:
        return list(r.session.scalars(select(Message.title).where(Message.person_id == bench[login].id)))


def chain(house: House, asked: Approval) -> list[str]:
    with house.reading() as r:
        return [each.act for each in steps_of(r, [asked.id])]


def test_transferred_the_other_judge_decides_and_no_longer_the_first(house: House, bench: Bench, asked: Approval) -> None:
    with pytest.raises(Invalid), house.work(bench["judge"]) as w:
        acts.transfer(w, asked.id, bench["president"].id, "出差")
    with house.work(bench["judge"]) as w:
        acts.transfer(w, asked.id, bench["judge2"].id, "出差")
    with pytest.raises(NotAllowed):
        decide(house, bench, asked, "judge")
    decide(house, bench, asked, "judge2")
    assert chain(house, asked) == ["asked", "transferred", "agree"]
    assert any("转办给你" in each for each in told(house, bench, "judge2"))


def test_an_added_signer_must_answer_before_it_closes(house: House, bench: Bench, asked: Approval) -> None:
    with house.work(bench["judge"]) as w:
        acts.add_signer(w, asked.id, bench["director"].id, "是否影响其他拍品")
    for verdict in Verdict:
        with pytest.raises(NotNow, match="邵怀瑾 加签未表态"):
            decide(house, bench, asked, "judge", verdict, reason="理由充分")
    with house.reading(bench["director"]) as r:
        assert [each.id for each in list_waiting(r)] == [asked.id]
    with pytest.raises(Invalid), house.work(bench["director"]) as w:
        acts.answer(w, asked.id, agrees=False, words="", digest=asked.digest)
    with pytest.raises(NotFound), house.work(bench["president"]) as w:
        acts.answer(w, asked.id, agrees=True, words="", digest=asked.digest)
    with house.work(bench["director"]) as w:
        acts.answer(w, asked.id, agrees=False, words="应先听证", digest=asked.digest)
    decide(house, bench, asked, "judge")
    assert chain(house, asked) == ["asked", "signer_added", "signer_refused", "agree"]


def test_a_dropped_signer_holds_nothing_up_and_a_superiors_word_never_does(house: House, bench: Bench, asked: Approval) -> None:
    with house.work(bench["judge"]) as w:
        acts.add_signer(w, asked.id, bench["president"].id, "请表态")
    with house.work(bench["judge"]) as w:
        acts.drop_signer(w, asked.id, bench["president"].id, "院长外出")
    with house.work(bench["judge"]) as w:
        acts.ask_above(w, asked.id, bench["director"].id, "是否须报上级法院")
    decide(house, bench, asked, "judge")


def test_the_asker_recalls_until_somebody_acted(house: House, bench: Bench, asked: Approval) -> None:
    with pytest.raises(NotAllowed), house.work(bench["judge"]) as w:
        acts.recall(w, asked.id, "不再需要")
    with house.work(bench["clerk"]) as w:
        acts.urge(w, asked.id)
    with house.work(bench["judge"]) as w:
        acts.copy_to(w, asked.id, [bench["field"].id])
    with house.work(bench["judge"]) as w:
        acts.ask_above(w, asked.id, bench["director"].id, "是否可行")
    with pytest.raises(Conflict, match="不能撤回申请：孔令舟"), house.work(bench["clerk"]) as w:
        acts.recall(w, asked.id, "不再需要")
    second = ask(house, bench, "plan_change", CHANGE)
    with house.work(bench["clerk"]) as w:
        assert acts.recall(w, second.id, "不再需要").status == "recalled"
    with pytest.raises(Conflict):
        decide(house, bench, second, "judge")
    with house.reading(bench["field"]) as r:
        assert [each.id for each in list_copied(r)] == [asked.id]


def test_a_recalled_plan_is_drafted_again(house: House, bench: Bench) -> None:
    plan = submit(house, bench, make_plan(house, bench, 1500).id)
    with house.work(bench["clerk"]) as w:
        acts.recall(w, panel_approval(house, bench, plan.id), "加价幅度有误")
    with house.reading(bench["clerk"]) as r:
        assert get_plan(r, plan.id).status == "draft"


@pytest.mark.parametrize("act", [acts.transfer, acts.add_signer, acts.ask_above])
def test_a_panels_vote_is_not_passed_on(house: House, bench: Bench, act: Callable[[Work, str, str, str], object]) -> None:
    panel = ask(house, bench, "zhongben_panel", {"checked_on": "2026-03-20", "found": "未发现财产"})
    with pytest.raises(NotAllowed, match="合议表决不能转办"), house.work(bench["panel1"]) as w:
        act(w, panel.id, bench["judge2"].id, "出差")


def test_who_left_loses_his_vote_and_who_joined_is_asked(house: House, bench: Bench) -> None:
    panel = ask(house, bench, "zhongben_panel", {"checked_on": "2026-03-20", "found": "未发现财产"})
    for login in ("panel1", "panel2"):
        with house.work(bench[login]) as w:
            service.cast_vote(w, panel.id, {"end": "agree"}, digest=panel.digest)
    seats = {"presiding": bench["judge"].id, "members": (bench["panel2"].id, bench["panel3"].id), "reason": "谭慕云回避"}
    with pytest.raises(NotAllowed, match="执行局局长"), house.work(bench["judge"]) as w:
        compose_panel(w, panel.case_id, **seats)
    with house.work(bench["director"]) as w:
        compose_panel(w, panel.case_id, **seats)
    with house.reading() as r:
        assert [vote.person_id for vote in votes_of(r, panel.id)] == [bench["panel2"].id]
        assert len(r.session.scalars(for_house(select(Vote.id))).all()) == 2, "a void vote is kept"
    for login in ("judge", "panel3"):
        with house.work(bench[login]) as w:
            outcome = service.cast_vote(w, panel.id, {"end": "agree"}, digest=panel.digest)
    assert outcome is not None
    assert outcome.agreed
    with house.reading(bench["president"]) as r:
        assert [each.kind for each in list_waiting(r)] == ["zhongben"]


def test_a_recused_member_does_not_vote(house: House, bench: Bench) -> None:
    panel = ask(house, bench, "zhongben_panel", {"checked_on": "2026-03-20", "found": "未发现财产"})
    with house.work(bench["panel1"]) as w:
        panel_acts.recuse(w, panel.id, "系被执行人近亲属")
    with pytest.raises(NotAllowed, match="回避"), house.work(bench["panel1"]) as w:
        service.cast_vote(w, panel.id, {"end": "agree"}, digest=panel.digest)
    assert any("申请回避" in each for each in told(house, bench, "director"))


def test_a_deputy_decides_between_the_days_only_what_was_named(house: House, bench: Bench, asked: Approval, clock: ManualClock) -> None:
    def order(**changes: object) -> delegating.Delegate:
        plain = {"to_id": bench["director"].id, "kinds": ["plan_change"], "from_on": date(2026, 4, 3), "until_on": date(2026, 4, 4), "reason": "参加培训"}
        return delegating.Delegate(**{**plain, **changes})

    for wrong in ({"kinds": ["plan_panel"]}, {"kinds": []}, {"to_id": bench["clerk"].id}, {"until_on": date(2026, 4, 2)}, {"reason": " "}):
        with pytest.raises(Invalid), house.work(bench["judge"]) as w:
            delegating.delegate(w, order(**wrong))
    with pytest.raises(Invalid), house.work(bench["president"]) as w:
        delegating.delegate(w, order(kinds=["fine"]))
    with house.work(bench["judge"]) as w:
        delegating.delegate(w, order())
    with pytest.raises(NotAllowed):
        decide(house, bench, asked, "director")
    clock.advance(timedelta(days=1))
    own = ask(house, bench, "plan_change", CHANGE, "director")
    with pytest.raises(NotAllowed, match="自己提交"):
        decide(house, bench, own, "director")
    done = decide(house, bench, asked, "director")
    assert (done.decided_by, done.decided_for) == (bench["director"].id, bench["judge"].id)
    clock.advance(timedelta(days=2))
    late = ask(house, bench, "plan_change", CHANGE)
    with pytest.raises(NotAllowed):
        decide(house, bench, late, "director")


def test_overdue_is_told_above_once_and_deciding_stays(house: House, bench: Bench, asked: Approval, clock: ManualClock) -> None:
    assert escalate_overdue(house) == 0
    clock.move_to(asked.due_at + timedelta(seconds=1))
    assert [escalate_overdue(house), escalate_overdue(house)] == [1, 0]
    assert sum("超时未决" in each for each in told(house, bench, "director")) == 1
    decide(house, bench, asked, "judge")
    assert chain(house, asked) == ["asked", "escalated", "agree"]


def test_asked_again_the_earlier_question_is_void(house: House, bench: Bench, asked: Approval) -> None:
    decide(house, bench, asked, "judge", Verdict.RETURN, reason="写明依据", fields={"改为": "写明条款"})
    with house.work(bench["clerk"]) as w:
        again = propose(w, asked.case_id, Propose("plan_change", "海语湾花园3栋1204房", TEXT, CHANGE, again=asked.id))
    assert (again.subject_id, again.version_no) == (asked.subject_id, 2)
    with pytest.raises(NotFound), house.work(bench["field"]) as w:
        propose(w, asked.case_id, Propose("plan_change", "海语湾花园3栋1204房", TEXT, CHANGE, again=asked.id))


def test_the_database_itself_refuses_a_decision_on_an_own_request(house: House, bench: Bench, asked: Approval) -> None:
    with house.database.write() as session, pytest.raises(IntegrityError):
        session.execute(Approval.__table__.update().values(status="agreed", decided_by=Approval.__table__.c.asked_by, decided_at=asked.asked_at))


def test_returned_to_the_panel_the_same_content_is_voted_anew(house: House, bench: Bench) -> None:
    plan = submit(house, bench, make_plan(house, bench, 1501).id)
    vote_all(house, bench, plan.id)
    signature = panel_approval(house, bench, plan.id, "plan_signature")
    with house.work(bench["judge"]) as w:
        service.decide(w, signature, Verdict.RETURN, digest=plan.digest or "", reason="保证金须重新合议", step="panel")
    with house.reading(bench["clerk"]) as r:
        assert (get_plan(r, plan.id).status, get_plan(r, plan.id).digest) == ("panel", plan.digest)
        assert get_approval(r, panel_approval(house, bench, plan.id)).status == "open"
    vote_all(house, bench, plan.id, AGREE)
    assert panel_approval(house, bench, plan.id, "plan_signature") != signature


@pytest.mark.parametrize("pair", [("agree", "agree"), ("agree", "refuse"), ("agree", "recall"), ("agree", "transfer")])
def test_two_who_act_at_the_same_instant_one_wins_and_the_other_is_told(house: House, bench: Bench, pair: tuple[str, str]) -> None:
    for turn in range(TURNS):
        asked = ask(house, bench, "plan_change", CHANGE | {"wanted": f"第 {turn} 日"})
        gate = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            outcomes = sorted(pool.map(lambda act, of=asked, at=gate: _race(house, bench, of, act, at), pair))
        assert outcomes == ["told", "won"], (turn, pair)
        acted = [each for each in chain(house, asked) if each in ("agree", "refuse", "recalled", "transferred")]
        assert len(acted) == 1


def _race(house: House, bench: Bench, asked: Approval, act: str, gate: Barrier) -> str:
    gate.wait()
    try:
        match act:
            case "recall":
                with house.work(bench["clerk"]) as w:
                    acts.recall(w, asked.id, "不再需要")
            case "transfer":
                with house.work(bench["judge"]) as w:
                    acts.transfer(w, asked.id, bench["judge2"].id, "出差")
            case _:
                decide(house, bench, asked, "judge", Verdict(act), reason="不符合条件")
    except Refusal as refusal:
        return "told" if refusal.status in (403, 409) else f"broken {refusal.status}"
    return "won"
