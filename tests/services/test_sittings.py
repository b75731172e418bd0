"""Days for openings: the cap of a day, no two lots of a panel at once, rest days, the last lawful day; and two who draft or edit at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from app.domains.courts.service import set_sittings
from app.domains.plans import drafting, service
from app.domains.plans.choosing import Choice, common_choice
from app.domains.plans.drafting import under_way
from app.domains.plans.merging import merge, merged_text
from app.domains.plans.queries import get_plan, list_plans_of_asset
from app.domains.plans.sittings import Rules, Sitting, checked_rules, day_full, free_opening, panel_clash
from app.domains.plans.types import Terms
from app.infra.house import House
from app.kernel.clock import at_shanghai, day_of
from app.kernel.errors import Invalid, NotNow
from app.kernel.workdays import built_in
from tests.factories.courts import Bench, found_bench
from tests.factories.plans import make_plan, make_priced_flat

CALENDAR = built_in()
FIRST = date(2026, 5, 8)
OURS, THEIRS = frozenset({"judge", "panel1"}), frozenset({"judge9"})


def sitting(day: int, *, seats: frozenset[str] = THEIRS, hour: int = 10) -> Sitting:
    return Sitting(f"p{day}{hour}", "别的拍品", at_shanghai(2026, 5, day, hour), seats)


@pytest.mark.parametrize(
    ("held", "first", "latest", "expected"),
    [
        ([], FIRST, None, 8),
        ([], date(2026, 5, 9), None, 9),
        ([], date(2026, 5, 16), None, 18),
        ([sitting(8)] * 2, FIRST, None, 9),
        ([sitting(8, seats=OURS)], FIRST, None, 9),
        ([sitting(8, seats=OURS, hour=14)], FIRST, None, 8),
        ([sitting(8)] * 2 + [sitting(9)] * 2, FIRST, FIRST, 8),
        ([sitting(15)] * 2, date(2026, 5, 15), date(2026, 5, 17), 15),
        ([], date(2026, 5, 16), date(2026, 5, 17), 15),
    ],
    ids=[
        "free",
        "Saturday worked",
        "weekend",
        "full",
        "panel elsewhere",
        "panel later that day",
        "last day though full",
        "only Friday left",
        "weekend before the last day",
    ],
)
def test_the_first_free_day_by_law_load_and_panel(held: list[Sitting], first: date, latest: date | None, expected: int) -> None:
    opens_at = free_opening(first, OURS, held, CALENDAR, Rules(most=2), latest=latest)
    assert opens_at == at_shanghai(2026, 5, expected, 10)


def test_what_stands_in_the_way_is_said() -> None:
    assert "已安排 2 场，本院每日上限 2 场" in day_full(FIRST, [sitting(8)] * 2, Rules(most=2))
    assert day_full(FIRST, [sitting(8)], Rules(most=2)) == ""
    assert "别的拍品" in panel_clash(at_shanghai(2026, 5, 8, 10), OURS, [sitting(8, seats=OURS)])
    assert panel_clash(at_shanghai(2026, 5, 8, 11), OURS, [sitting(8, seats=OURS)]) == ""


@pytest.mark.parametrize(("most", "at"), [(0, "10:00"), (51, "10:00"), (5, "25:00"), (5, "")])
def test_a_courts_setting_is_checked(most: int, at: str) -> None:
    with pytest.raises(Invalid):
        checked_rules(most, at)
    assert checked_rules(3, "14:30") == Rules(3, time(14, 30))


def test_the_applicants_choose_and_disagreement_is_the_courts() -> None:
    one = Choice("甲行", "taobao", "确认书", date(2026, 3, 26))
    assert common_choice([one, replace(one, name="乙行")], {}).site == "taobao"
    split = common_choice([one, replace(one, name="乙行", site="jd")], {"taobao": "淘宝网", "jd": "京东"})
    assert (split.site, "甲行选淘宝网、乙行选京东" in split.words) == ("", True)
    assert common_choice([], {}).site == ""


def test_field_by_field_who_changed_what() -> None:
    base = Terms(consult_phone="1", viewing="a", vacating="x")
    merged = merge(base, base.with_(consult_phone="2", viewing="b"), {"consult_phone": "1", "viewing": "c", "vacating": "y"})
    assert (merged.mine, merged.taken, merged.clashes) == ({"viewing": "c", "vacating": "y"}, ("consult_phone",), ("viewing",))
    same = merge(base, base.with_(viewing="b"), {"viewing": "b"})
    assert same.clashes == ()


def test_two_texts_are_put_together_by_lines_or_not_at_all() -> None:
    base = "一\n二\n三\n四\n五"
    assert merged_text(base, base.replace("一", "壹"), base.replace("五", "伍\n六")) == "壹\n二\n三\n四\n伍\n六"
    assert merged_text(base, base.replace("三", "叁"), base.replace("三", "参")) is None
    assert merged_text(base, base.replace("三", "叁"), base.replace("四", "肆")) is None


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def test_a_second_plan_of_the_panel_is_proposed_on_another_day_and_a_clash_is_warned_of(house: House, bench: Bench) -> None:
    first, second = make_plan(house, bench), make_plan(house, bench, 1500)
    assert first.opens_at is not None
    assert second.opens_at is not None
    assert day_of(second.opens_at) > day_of(first.opens_at)
    with house.work(bench["clerk"]) as w:
        _, found = service.save_draft(w, second.id, {"opens_at": first.opens_at})
        assert [each.rule for each in found.warnings] == ["NA-39"]
        service.take_free_opening(w, second.id)
        assert service.check(w, get_plan(w, second.id)).warnings == ()
        set_sittings(w, second.court_id, 1, "10:00")
        _, found = service.save_draft(w, second.id, {"opens_at": first.opens_at.replace(hour=6)})
        assert [each.rule for each in found.warnings] == ["CNT-10"]


def test_two_drafts_of_one_round_are_impossible_in_a_race_too(house: House, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    flat = make_priced_flat(house, bench)
    with house.work(bench["clerk"]) as w:
        drafting.draft_plan(w, flat.id)
    monkeypatch.setattr(drafting, "_attempt", lambda *_: 2)
    with pytest.raises(NotNow, match=under_way(1).message), house.work(bench["judge"]) as w:
        drafting.draft_plan(w, flat.id)
    with house.reading(bench["clerk"]) as r:
        assert [each.attempt for each in list_plans_of_asset(r, flat.id)] == [1]
