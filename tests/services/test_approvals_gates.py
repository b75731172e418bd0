"""Figures and gates of proposals: limits of the law to the yuan and the day, what is unreadable, sentences; every row of the catalogue holds together."""

from __future__ import annotations

from datetime import date

import pytest

from app.domains.approvals.catalogue import CATALOGUE, asked_from_case
from app.domains.approvals.gates import check_proposal, gates_of, given_of, read_figures, sentence_of
from app.kernel.actor import Role
from app.kernel.errors import Invalid
from app.law.rulebook import cite

TEXT = "经传唤拒不到庭，并当场撕毁执行通知书，有笔录为证。"
TODAY = date(2026, 4, 2)
FINE = {"person": "林绍恒", "target": "individual", "act": "撕毁文书", "act_on": "2026-03-30", "repeated": "no", "amount": "30000"}
DETAIN = {**{code: words for code, words in FINE.items() if code != "amount"}, "days": "15"}
PRESIDENT_ALONE = {"vacating_notice", "fine", "detention", "zhongben", "referral_president"}


@pytest.mark.parametrize(
    ("target", "amount", "lawful"),
    [
        ("individual", "100000", True),
        ("individual", "100000.01", False),
        ("unit", "49999.99", False),
        ("unit", "50000", True),
        ("unit", "1000000", True),
        ("unit", "1000000.01", False),
    ],
)
def test_a_fine_keeps_the_limits_of_the_law(target: str, amount: str, lawful: bool) -> None:
    figures = read_figures(CATALOGUE["fine"], FINE | {"target": target, "amount": amount})
    assert [gate.state for gate in gates_of(CATALOGUE["fine"], figures)] == ["ok", "ok" if lawful else "bad", "now"]
    if not lawful:
        with pytest.raises(Invalid) as refusal:
            check_proposal(CATALOGUE["fine"], TEXT, figures, TODAY)
        assert [field for field, _ in refusal.value.faults] == ["amount"]


@pytest.mark.parametrize(("changes", "state"), [({}, "ok"), ({"days": "16"}, "bad"), ({"target": "unit", "days": "1"}, "bad")])
def test_detention_is_for_people_and_fifteen_days(changes: dict[str, str], state: str) -> None:
    gates = gates_of(CATALOGUE["detention"], read_figures(CATALOGUE["detention"], DETAIN | changes))
    assert next(gate.state for gate in gates if gate.rule == "CP-05") == state


def test_the_same_act_is_not_punished_twice() -> None:
    figures = read_figures(CATALOGUE["fine"], FINE | {"repeated": "yes"})
    with pytest.raises(Invalid, match="改正 1 处"):
        check_proposal(CATALOGUE["fine"], TEXT, figures, TODAY)


@pytest.mark.parametrize(
    ("code", "typed"),
    [("amount", "三万"), ("amount", "0"), ("amount", "-1"), ("amount", ""), ("act_on", "3月30日"), ("target", "公司"), ("person", " "), ("act", "长" * 501)],
)
def test_what_is_unreadable_is_told_beside_its_figure(code: str, typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_figures(CATALOGUE["fine"], FINE | {code: typed})
    assert [field for field, _ in refusal.value.faults] == [code]


@pytest.mark.parametrize(("text", "act_on", "field"), [("短", "2026-03-30", "text"), (TEXT, "2026-04-03", "act_on")])
def test_a_proposal_says_why_and_lies_in_no_future(text: str, act_on: str, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        check_proposal(CATALOGUE["fine"], text, read_figures(CATALOGUE["fine"], FINE | {"act_on": act_on}), TODAY)
    assert [name for name, _ in refusal.value.faults] == [field]


def test_the_question_is_one_sentence_with_its_figures() -> None:
    assert sentence_of(CATALOGUE["fine"], read_figures(CATALOGUE["fine"], FINE)) == "是否对林绍恒（个人）罚款 30,000.00 元？"
    assert sentence_of(CATALOGUE["detention"], read_figures(CATALOGUE["detention"], DETAIN)) == "是否对林绍恒拘留 15 日？"


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=CATALOGUE)
def test_every_row_holds_together(kind: object) -> None:
    row = next(each for each in CATALOGUE.values() if each is kind)
    assert cite(row.rule)
    assert all(cite(blank.rule) for blank in row.blanks if blank.rule)
    assert bool(row.matters) is row.by_panel
    assert not row.then or row.then in CATALOGUE
    assert not (row.by_panel and row.delegable)
    assert (row.decider is Role.PRESIDENT) is (row.code in PRESIDENT_ALONE)
    assert sentence_of(row, dict.fromkeys((blank.code for blank in row.blanks), "")).endswith("？")
    assert len(given_of(row, {})) == len(row.blanks)


def test_a_panel_member_or_president_asks_for_nothing() -> None:
    assert [asked_from_case(role) for role in (Role.PANEL, Role.PRESIDENT, Role.WORKER)] == [[], [], []]
