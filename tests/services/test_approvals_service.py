"""Approvals: nobody decides an own request, votes are sealed and counted once, a change voids them, the frozen plan has the votes of its own digest."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domains.approvals import acts, panel_acts, service
from app.domains.approvals.queries import get_approval, list_of_subject, list_waiting, recused_of, votes_of
from app.domains.approvals.rules import ApprovalStatus, Verdict, check_vote, outcome_of
from app.domains.approvals.service import Ask
from app.domains.cases.queries import panel_of
from app.domains.cases.service import compose_panel
from app.domains.plans import service as plans
from app.domains.plans.queries import get_plan
from app.domains.plans.rules import LIFE, PlanAct
from app.domains.plans.tables import Plan
from app.domains.plans.types import PlanStatus, Terms, digest_of_plan
from app.infra.house import House
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow, Refusal
from app.kernel.money import Money
from app.law.publication import PANEL_MATTERS
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench
from tests.factories.plans import AGREE, make_plan, panel_approval, submit, vote_all

SEATS = ("panel1", "panel2", "judge")
HIGHER = {**AGREE, "start_price": "900000.00"}


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def plan(house: House, bench: Bench) -> Plan:
    made = make_plan(house, bench)
    return submit(house, bench, made.id)


def vote(house: House, bench: Bench, approval_id: str, login: str, digest: str, opinions: dict[str, str] | None = None) -> object:
    with house.work(bench[login]) as w:
        return service.cast_vote(w, approval_id, opinions or AGREE, digest=digest)


def ask_of(plan: Plan, **changes: object) -> Ask:
    plain = {"kind": "plan_signature", "case_id": plan.case_id, "court_id": plan.court_id, "subject_kind": "plan", "subject_id": plan.id}
    return Ask(**{**plain, "digest": plan.digest, "title": plan.title, "asked_by": plan.drafted_by, **changes})


def test_a_panel_kind_needs_a_panel_in_which_the_asker_does_not_sit(house: House, bench: Bench, plan: Plan) -> None:
    with pytest.raises(NotAllowed), house.work(bench["panel1"]) as w:
        service.ask(w, ask_of(plan, kind="plan_panel", asked_by=bench["panel1"].id))
    with house.work(bench["clerk"]) as w:
        other = make_case(w, bench, 1500)
    with pytest.raises(NotNow, match="合议庭"), house.work(bench["clerk"]) as w:
        service.ask(w, ask_of(plan, kind="plan_panel", case_id=other.id))


def test_nobody_is_asked_to_decide_an_own_request(house: House, bench: Bench, plan: Plan) -> None:
    with pytest.raises(NotAllowed), house.work(bench["judge"]) as w:
        service.ask(w, ask_of(plan, asked_by=bench["judge"].id, decider_id=bench["judge"].id))


def test_nobody_decides_an_own_request_even_as_holder_of_the_role(house: House, bench: Bench, plan: Plan) -> None:
    with house.work(bench["judge"]) as w:
        asked = service.ask(w, ask_of(plan, asked_by=bench["judge"].id))
    with pytest.raises(NotAllowed, match="自己提交"), house.work(bench["judge"]) as w:
        service.decide(w, asked.id, Verdict.AGREE, digest=plan.digest or "")


@pytest.mark.parametrize("login", ["clerk", "panel1", "director", "president"])
def test_only_the_named_decider_decides(house: House, bench: Bench, plan: Plan, login: str) -> None:
    vote_all(house, bench, plan.id)
    approval_id = panel_approval(house, bench, plan.id, "plan_signature")
    with pytest.raises(NotAllowed), house.work(bench[login]) as w:
        service.decide(w, approval_id, Verdict.AGREE, digest=plan.digest or "")


def test_another_court_finds_nothing_to_decide(house: House, bench: Bench, plan: Plan) -> None:
    vote_all(house, bench, plan.id)
    approval_id = panel_approval(house, bench, plan.id, "plan_signature")
    with pytest.raises(NotFound), house.work(bench["judge_b"]) as w:
        service.decide(w, approval_id, Verdict.AGREE, digest=plan.digest or "")


@pytest.mark.parametrize("verdict", [Verdict.RETURN, Verdict.REFUSE])
def test_returning_and_refusing_need_a_reason_and_send_the_plan_back(house: House, bench: Bench, plan: Plan, verdict: Verdict) -> None:
    vote_all(house, bench, plan.id)
    approval_id = panel_approval(house, bench, plan.id, "plan_signature")
    with pytest.raises(Invalid), house.work(bench["judge"]) as w:
        service.decide(w, approval_id, verdict, digest=plan.digest or "")
    with house.work(bench["judge"]) as w:
        service.decide(w, approval_id, verdict, digest=plan.digest or "", reason="保证金偏低")
    with house.reading(bench["clerk"]) as r:
        assert (get_plan(r, plan.id).status, get_plan(r, plan.id).returned_reason) == ("returned", "保证金偏低")


def test_a_decision_is_made_once(house: House, bench: Bench, plan: Plan) -> None:
    frozen = freeze_submitted(house, bench, plan)
    approval_id = panel_approval(house, bench, plan.id, "plan_signature")
    with pytest.raises(Conflict), house.work(bench["judge"]) as w:
        service.decide(w, approval_id, Verdict.AGREE, digest=frozen.digest or "")


def test_a_signature_counts_for_what_was_on_the_screen(house: House, bench: Bench, plan: Plan) -> None:
    vote_all(house, bench, plan.id)
    approval_id = panel_approval(house, bench, plan.id, "plan_signature")
    with pytest.raises(Conflict, match="内容在你打开之后变了"), house.work(bench["judge"]) as w:
        service.decide(w, approval_id, Verdict.AGREE, digest="0" * 64)


@pytest.mark.parametrize("code", PANEL_MATTERS)
def test_a_vote_speaks_to_all_five_matters(code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_vote({**AGREE, code: " "})
    assert [field for field, _ in refusal.value.faults] == [code]


def test_a_vote_cannot_be_changed_and_strangers_do_not_vote(house: House, bench: Bench, plan: Plan) -> None:
    approval_id = panel_approval(house, bench, plan.id)
    vote(house, bench, approval_id, "panel1", plan.digest or "")
    with pytest.raises(Conflict, match="不能更改"):
        vote(house, bench, approval_id, "panel1", plan.digest or "", HIGHER)
    with pytest.raises(NotAllowed):
        vote(house, bench, approval_id, "director", plan.digest or "")
    with pytest.raises(NotFound):
        vote(house, bench, approval_id, "panel3", plan.digest or "")


def test_one_who_voted_is_no_longer_asked(house: House, bench: Bench, plan: Plan) -> None:
    approval_id = panel_approval(house, bench, plan.id)
    with house.reading(bench["panel1"]) as r:
        assert [each.id for each in list_waiting(r)] == [approval_id]
    vote(house, bench, approval_id, "panel1", plan.digest or "")
    with house.reading(bench["panel1"]) as r:
        assert list_waiting(r) == []


@pytest.mark.parametrize("opinions", list(product(["agree", "900000", "910000"], repeat=3)))
def test_a_matter_is_agreed_by_majority_and_three_figures_are_split(opinions: tuple[str, str, str]) -> None:
    outcome = outcome_of([{**AGREE, "start_price": each} for each in opinions], 3)
    assert outcome is not None
    assert outcome.matters["start_price"] is (opinions.count("agree") >= 2)
    assert (outcome.split == ("start_price",)) is (len(set(opinions)) == 3)
    assert outcome.agreed is outcome.matters["start_price"]


def test_without_majority_the_plan_goes_back_to_the_clerk(house: House, bench: Bench, plan: Plan) -> None:
    vote_all(house, bench, plan.id, HIGHER)
    with house.reading(bench["clerk"]) as r:
        assert get_plan(r, plan.id).status == "returned"
        assert "起拍价" in get_plan(r, plan.id).returned_reason


def test_two_who_vote_at_the_same_instant_are_both_counted_and_the_panel_closes_once(house: House, bench: Bench, plan: Plan) -> None:
    approval_id = panel_approval(house, bench, plan.id)
    with ThreadPoolExecutor(3) as pool:
        outcomes = list(pool.map(lambda login: vote(house, bench, approval_id, login, plan.digest or ""), SEATS))
    assert sum(each is not None for each in outcomes) == 1
    with house.reading(bench["judge"]) as r:
        assert len(votes_of(r, approval_id)) == 3
        assert get_approval(r, approval_id).status == ApprovalStatus.AGREED
        assert [each.kind for each in list_of_subject(r, "plan", plan.id)] == ["plan_panel", "plan_signature"]


def test_one_who_votes_twice_at_the_same_instant_is_counted_once(house: House, bench: Bench, plan: Plan) -> None:
    approval_id = panel_approval(house, bench, plan.id)

    def once(_turn: int) -> bool:
        try:
            vote(house, bench, approval_id, "panel1", plan.digest or "")
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(once, range(4))) == 1


def freeze_submitted(house: House, bench: Bench, plan: Plan) -> Plan:
    vote_all(house, bench, plan.id)
    approval_id = panel_approval(house, bench, plan.id, "plan_signature")
    with house.work(bench["judge"]) as w:
        service.decide(w, approval_id, Verdict.AGREE, digest=plan.digest or "")
    with house.reading(bench["clerk"]) as r:
        return get_plan(r, plan.id)


ACTS = st.lists(
    st.sampled_from(
        ["submit", "vote1", "vote2", "vote3", "votes", "votes", "dissent1", "sign", "return", "to_panel", "change", "recall", "stale", "replace", "recuse2"]
    ),
    min_size=4,
    max_size=14,
)
OTHERS = ("panel1", "panel2", "panel3")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=ACTS)
def test_a_frozen_plan_has_exactly_the_votes_of_its_own_digest(house: House, bench: Bench, story: list[str]) -> None:
    plan = make_plan(house, bench, 2000 + next(_SERIALS))
    seen = ""
    for turn, act in enumerate(story):
        try:
            seen = _do(house, bench, plan.id, act, seen, turn)
        except Refusal:
            continue
    with house.reading(bench["clerk"]) as r:
        kept = get_plan(r, plan.id)
        if kept.status != PlanStatus.FROZEN:
            return
        panels = [each for each in list_of_subject(r, "plan", plan.id) if each.kind == "plan_panel" and each.status == ApprovalStatus.AGREED]
        assert kept.digest == digest_of_plan(kept.asset_id, Terms.from_json(kept.terms))
        assert [each.digest for each in panels] == [kept.digest]
        counted = votes_of(r, panels[0].id)
        assert [vote.digest for vote in counted] == [kept.digest] * 3
        assert len({vote.person_id for vote in counted} - set(recused_of(r, panels[0].id))) == 3
        assert kept.submitted_by not in {vote.person_id for vote in counted}


def _do(house: House, bench: Bench, plan_id: str, act: str, seen: str, turn: int) -> str:
    with house.reading(bench["clerk"]) as r:
        digest = get_plan(r, plan_id).digest or ""
    match act:
        case "submit":
            submit(house, bench, plan_id)
        case "change":
            with house.work(bench["clerk"]) as w:
                if not LIFE.allows(PlanStatus(get_plan(w, plan_id).status), PlanAct.SUBMIT):
                    plans.take_back(w, plan_id, "改加价幅度")
            with house.work(bench["clerk"]) as w:
                plans.save_draft(w, plan_id, {"increment": Money.yuan(4200 + turn)})
        case "sign" | "return" | "to_panel":
            _decide(house, bench, plan_id, Verdict.AGREE if act == "sign" else Verdict.RETURN, digest, "panel" if act == "to_panel" else "")
        case "recall":
            with house.reading(bench["clerk"]) as r:
                asked = [each.id for each in list_of_subject(r, "plan", plan_id) if each.status == ApprovalStatus.OPEN]
            if asked:
                with house.work(bench["clerk"]) as w:
                    acts.recall(w, asked[-1], "内容有误")
        case "replace":
            _replace(house, bench, plan_id, turn)
        case "stale":
            _decide(house, bench, plan_id, Verdict.AGREE, seen)
        case _ if not digest:
            return seen
        case "votes":
            for place in range(3):
                vote(house, bench, panel_approval(house, bench, plan_id), _seated(house, bench, plan_id)[place], digest)
        case "recuse2":
            with house.work(bench[_seated(house, bench, plan_id)[1]]) as w:
                panel_acts.recuse(w, panel_approval(house, bench, plan_id), "系当事人近亲属")
        case _:
            login = _seated(house, bench, plan_id)[int(act[-1]) - 1]
            vote(house, bench, panel_approval(house, bench, plan_id), login, digest, HIGHER if act.startswith("dissent") else None)
    return digest or seen


def _seated(house: House, bench: Bench, plan_id: str) -> list[str]:
    logins = {actor.id: login for login, actor in bench.people.items()}
    with house.reading(bench["clerk"]) as r:
        return [logins[seat.person_id] for seat in panel_of(r, get_plan(r, plan_id).case_id)]


def _replace(house: House, bench: Bench, plan_id: str, turn: int) -> None:
    """The director seats another two beside the presiding judge."""
    members = [each for each in OTHERS if each != OTHERS[turn % 3]]
    with house.work(bench["director"]) as w:
        chosen = (bench[members[0]].id, bench[members[1]].id)
        compose_panel(w, get_plan(w, plan_id).case_id, presiding=bench["judge"].id, members=chosen, reason="成员回避")


def _decide(house: House, bench: Bench, plan_id: str, verdict: Verdict, digest: str, step: str = "") -> None:
    with house.reading(bench["clerk"]) as r:
        asked = [each.id for each in list_of_subject(r, "plan", plan_id) if each.kind == "plan_signature"]
    if asked:
        with house.work(bench["judge"]) as w:
            service.decide(w, asked[-1], verdict, digest=digest, reason="重新核对", step=step)


_SERIALS = iter(range(7000))
