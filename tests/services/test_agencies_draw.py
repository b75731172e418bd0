"""The verifiable draw: the rule by itself, through the services, and recomputed by the stand-alone script from the exported file."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.domains.agencies import choices, draw_rules, service
from app.domains.agencies.tables import Choice
from app.domains.agencies.types import AgencyKind, Way
from app.domains.audit.tables import TrailRow
from app.domains.tasks import service as tasks
from app.domains.tasks.choosing import list_candidates, wanted_for
from app.domains.tasks.chosen import Chosen, give_chosen
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from tests.factories.tasks import TaskField, found_field
from tests.house.source import ROOT

KIND = "survey_equipment"
SCRIPT = ROOT / "docs" / "verify_draw.py"
HEX = st.binary(min_size=32, max_size=32).map(bytes.hex)


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    return found_field(house, clock)


@settings(deadline=None)
@given(HEX, HEX, st.integers(0, draw_rules.CHAIN - 1), st.lists(st.uuids().map(str), min_size=1, max_size=40, unique=True))
def test_a_draw_is_one_of_the_list_and_the_same_each_time(root: str, digest: str, number: int, ids: list[str]) -> None:
    seed = draw_rules.seed_of_round(root, number)
    drawn = draw_rules.draw(seed, digest, number, ids)
    assert drawn == draw_rules.draw(seed, digest, number, list(ids))
    assert (ids[drawn.index], len(ids)) == (drawn.agency_id, drawn.count)
    before = draw_rules.seed_of_round(root, number - 1) if number else draw_rules.commitment_of(root)
    assert hashlib.sha256(bytes.fromhex(seed)).hexdigest() == before


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7, 12])
def test_every_candidate_is_reached_about_equally_often(count: int) -> None:
    ids, trials = [str(n) for n in range(count)], 400 * count
    counted = Counter(draw_rules.draw(f"{n:064x}", "d" * 64, 0, ids).agency_id for n in range(trials))
    assert set(counted) == set(ids)
    square = sum((counted[each] - 400) ** 2 / 400 for each in ids)
    print(f"{trials} draws, chi-square {square:.1f} of {count - 1} degrees")
    assert square < 35


def test_a_value_over_the_last_whole_multiple_is_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    values = iter([draw_rules.SPACE - 1, 4])
    monkeypatch.setattr(draw_rules, "value_of", lambda *_: next(values))
    assert draw_rules.SPACE % 3 == 1
    assert draw_rules.draw("0" * 64, "d", 0, ["a", "b", "c"]) == draw_rules.Drawn("b", 1, 3, 1)


def test_nobody_and_a_used_up_chain_are_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        draw_rules.draw("0" * 64, "d", 0, [])
    with pytest.raises(ValueError, match="32 seeds"):
        draw_rules.seed_of_round("0" * 64, draw_rules.CHAIN)


def more_agencies(field: TaskField) -> list[str]:
    """Two further agencies that the court engages, so that four can be drawn."""
    ids = []
    for name, code in (("广州珠湾司法辅助有限公司", "91440115MAYYT9G39A"), ("广州南屿拍辅服务有限公司", "91440115MAYYH6L535")):
        with field.house.work() as w:
            agency = service.register_agency(w, service.RegisterAgency(name, AgencyKind.SUPPORT, code))
            term = (w.today.replace(month=1, day=1), w.today.replace(month=12, day=31))
            service.engage(w, service.Engage(agency.id, field.bench.court_id, (KIND,), *term))
            ids.append(agency.id)
    return ids


def drawn(field: TaskField) -> Choice:
    with field.house.work(field.bench["clerk"]) as w:
        choice = choices.commit_seed(w, wanted_for(KIND, field.asset))
    with field.house.work(field.bench["clerk"]) as w:
        return choices.freeze_and_draw(w, choice.id, list_candidates(w, KIND, field.asset))


def exported(field: TaskField, choice_id: str) -> dict[str, Any]:
    with field.house.reading(field.bench["clerk"]) as r:
        return choices.export_of(choices.get_choice(r, choice_id))


def verify(told: dict[str, Any], folder: Path) -> tuple[int, str]:
    file = folder / "draw.json"
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", str(SCRIPT), str(file)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_decline_draws_again_from_the_frozen_list_and_the_script_recomputes_it_all(field: TaskField, tmp_path: Path) -> None:
    more_agencies(field)
    with field.house.work() as w:
        service.suspend(w, field.outside.zhengxu_id, "资质到期")
    choice = drawn(field)
    seen = [choice.chosen_id]
    assert [each["barrier"] for each in choice.frozen["excluded"]] == ["suspended"]
    for reason in ("拒接：档期已满", "拒接：车辆故障"):
        with field.house.work(field.bench["clerk"]) as w:
            seen.append(choices.draw_again(w, choice.id, reason).chosen_id)
    assert len(set(seen)) == 3
    with pytest.raises(NotNow, match="没有可派的机构"), field.house.work(field.bench["clerk"]) as w:
        choices.draw_again(w, choice.id, "再抽")
    told = exported(field, choice.id)
    assert [each["chosen"] for each in told["rounds"]] == seen
    code, words = verify(told, tmp_path)
    names = {each["id"]: each["name"] for each in told["list"]["candidates"]}
    assert (code, [names[str(each)] in words for each in seen]) == (0, [True] * 3)


def test_the_commitment_stands_in_the_trail_before_the_list_and_the_seed_is_nowhere_in_clear(field: TaskField) -> None:
    choice = drawn(field)
    with field.house.reading() as r:
        trail = {row.act: row for row in r.session.scalars(select(TrailRow).where(TrailRow.thing_id == choice.id))}
        kept = r.session.scalar(for_house(select(Choice.seed).where(Choice.id == choice.id))) or ""
    assert (trail["draw.committed"].digest, trail["draw.frozen"].digest) == (choice.commitment, choice.list_digest)
    assert trail["draw.committed"].id < trail["draw.frozen"].id
    used = choice.rounds[0]["seed"]
    assert used not in kept
    assert "seed" not in {key for key in exported(field, choice.id) if key != "rounds"}
    assert hashlib.sha256(bytes.fromhex(used)).hexdigest() == choice.commitment


def test_an_open_commitment_is_given_again_instead_of_a_second_seed_and_a_frozen_list_stands(field: TaskField) -> None:
    with field.house.work(field.bench["clerk"]) as w:
        first = choices.commit_seed(w, wanted_for(KIND, field.asset))
    with field.house.work(field.bench["clerk"]) as w:
        assert choices.commit_seed(w, wanted_for(KIND, field.asset)).id == first.id
        choices.freeze_and_draw(w, first.id, list_candidates(w, KIND, field.asset))
    with pytest.raises(NotNow, match="已经冻结"), field.house.work(field.bench["clerk"]) as w:
        choices.freeze_and_draw(w, first.id, list_candidates(w, KIND, field.asset))
    with field.house.work(field.bench["clerk"]) as w:
        assert choices.commit_seed(w, wanted_for(KIND, field.asset)).id != first.id
    with pytest.raises(NotFound), field.house.reading(field.bench["clerk_b"]) as r:
        choices.get_choice(r, first.id)


def _swap(told: dict[str, Any]) -> None:
    told["list"]["candidates"].reverse()


def _other_seed(told: dict[str, Any]) -> None:
    told["rounds"][0]["seed"] = "0" * 64


def _other_result(told: dict[str, Any]) -> None:
    told["rounds"][0]["chosen"] = next(each["id"] for each in told["list"]["candidates"] if each["id"] != told["rounds"][0]["chosen"])


def _late_commitment(told: dict[str, Any]) -> None:
    told["committed_at"] = "2026-04-02T11:00:00+08:00"


def _early_round(told: dict[str, Any]) -> None:
    told["rounds"][0]["at"] = "2026-04-01T11:00:00+08:00"


def _left_out(told: dict[str, Any]) -> None:
    told["rounds"][0]["left_out"] = [told["list"]["candidates"][0]["id"]]


def _twice(told: dict[str, Any]) -> None:
    told["list"]["candidates"].append(told["list"]["candidates"][0])
    told["list_digest"] = draw_rules.list_digest(told["list"])


@pytest.mark.parametrize("spoil", [_swap, _other_seed, _other_result, _late_commitment, _early_round, _left_out, _twice])
def test_the_script_refuses_a_file_that_was_tampered_with(field: TaskField, tmp_path: Path, spoil: Callable[[dict[str, Any]], None]) -> None:
    told = exported(field, drawn(field).id)
    assert verify(told, tmp_path)[0] == 0
    spoil(told)
    code, words = verify(told, tmp_path)
    assert (code, words[:4]) == (1, "不成立：")


def test_the_script_says_what_is_no_draw(tmp_path: Path) -> None:
    assert verify({"format": "else"}, tmp_path)[0] == 2
    assert verify({"format": "paifu-draw-1"}, tmp_path)[0] == 2


def test_the_task_goes_to_who_was_drawn_and_to_nobody_else(field: TaskField) -> None:
    choice = drawn(field)
    other = field.outside.zhengxu_id if choice.chosen_id == field.outside.anheng_id else field.outside.anheng_id
    order = tasks.GiveTask(field.asset.id, KIND, other, field.order.due_at, "查明现状")
    with pytest.raises(Conflict, match="抽中"), field.house.work(field.bench["clerk"]) as w:
        give_chosen(w, order, Chosen(Way.DRAW, choice.id))
    with field.house.work(field.bench["clerk"]) as w:
        task = give_chosen(w, tasks.GiveTask(field.asset.id, KIND, choice.chosen_id or "", order.due_at, "查明现状"), Chosen(Way.DRAW, choice.id))
    with field.house.reading(field.bench["clerk"]) as r:
        assert choices.get_choice(r, choice.id).task_id == task.id


def test_rotation_gives_to_who_waited_longest_and_another_needs_a_reason(field: TaskField) -> None:
    def give(agency_id: str, why: str = "") -> Choice:
        order = tasks.GiveTask(field.asset.id, KIND, agency_id, field.order.due_at, "查明现状")
        with field.house.work(field.bench["clerk"]) as w:
            task = give_chosen(w, order, Chosen(Way.ROTATION, why_not_first=why))
            found = choices.find_choice_of_task(w, task.id)
            assert found is not None
            return found

    with field.house.reading(field.bench["clerk"]) as r:
        first, second = [each.agency.id for each in choices.order_of(Way.ROTATION, list_candidates(r, KIND, field.asset))]
    with pytest.raises(Invalid, match="按轮候应由"):
        give(second)
    assert give(first).rounds[0]["first"] == first
    field.clock.advance(field.order.due_at - field.clock.now() - (field.order.due_at - field.clock.now()) * 0.9)
    with field.house.reading(field.bench["clerk"]) as r:
        assert [each.agency.id for each in choices.order_of(Way.ROTATION, list_candidates(r, KIND, field.asset))] == [second, first]
    kept = give(first, "标的与前一任务同址，一并办理")
    assert (kept.why, kept.rounds[0]["first"], kept.chosen_id) == ("标的与前一任务同址，一并办理", second, first)


def test_nobody_left_is_told_with_the_counts_of_m84(field: TaskField) -> None:
    with field.house.work() as w:
        service.suspend(w, field.outside.zhengxu_id, "资质到期")
        service.suspend(w, field.outside.anheng_id, "投诉核查")
    with pytest.raises(NotNow, match="没有可派的机构：2 家暂停。查看理由；扩大区域或自办"):
        drawn(field)
