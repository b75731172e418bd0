"""Templates given out in one act, acts on many tasks: what cannot be done leaves the rest standing and says why."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from app.domains.agencies.choices import find_choice_of_task, order_of
from app.domains.agencies.service import suspend
from app.domains.agencies.types import Way
from app.domains.tasks import service
from app.domains.tasks.bulk import BulkAct, BulkOrder, do_all
from app.domains.tasks.bundles import BUNDLES, Bundle, bundles_for, find_bundle
from app.domains.tasks.bundling import Given, Row, give_bundle
from app.domains.tasks.choosing import list_candidates
from app.domains.tasks.kinds import all_kinds
from app.domains.tasks.places import parts_of, round_trip
from app.domains.tasks.queries import house_task
from app.infra.house import House
from app.kernel.clock import ManualClock
from app.kernel.errors import Invalid, NotNow
from tests.factories.tasks import TaskField, found_field

DAY = timedelta(days=1)


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    return found_field(house, clock)


def given(field: TaskField, *, leave_out: tuple[str, ...] = (), agencies: dict[str, str] | None = None, why: str = "同一标的，一并办理") -> list[Given]:
    bundle = find_bundle("equipment")
    assert bundle is not None
    rows = [
        Row(each.kind, (agencies or {}).get(each.kind, field.outside.anheng_id), field.clock.now() + each.days * DAY, why)
        for each in bundle.members
        if each.kind not in leave_out
    ]
    return give_bundle(partial(field.house.work, field.bench["clerk"]), bundle, rows, field.order)


@pytest.mark.parametrize("bundle", BUNDLES, ids=lambda bundle: bundle.code)
def test_a_template_names_kinds_that_there_are_in_an_order_that_can_be_kept(bundle: Bundle) -> None:
    seen: set[str] = set()
    for member in bundle.members:
        kind = all_kinds()[member.kind]
        assert set(member.after) <= seen, "what comes later waits for what stands before it"
        assert any(kind.fits(asset_class) for asset_class in bundle.asset_classes)
        seen.add(member.kind)
    assert bundle.court_steps
    assert bundle in bundles_for(bundle.asset_classes[0])


def test_one_that_is_left_out_passes_on_what_it_waits_for() -> None:
    bundle = find_bundle("house")
    assert bundle is not None
    assert bundle.waits_for("listing_prep", {"survey_real_estate", "listing_prep"}) == ("survey_real_estate",)
    assert bundle.waits_for("drafting", {"survey_real_estate", "inquiry_support", "drafting"}) == ("inquiry_support", "survey_real_estate")


def test_what_waits_for_nothing_goes_out_and_the_rest_waits_until_the_earlier_is_accepted(field: TaskField) -> None:
    told = given(field)
    assert [bool(each.refusal) for each in told] == [False] * 6
    first = {each.kind: each for each in told}
    with field.house.reading() as r:
        states = {each.kind: house_task(r, each.task_id).status for each in told}
        assert len({house_task(r, each.task_id).bundle_id for each in told}) == 1
        assert len({house_task(r, each.task_id).mandate_no for each in told}) == 6, "one mandate a task"
    assert states == {"survey_equipment": "offered", "custody": "offered"} | dict.fromkeys(
        ("appraisal_support", "listing_prep", "viewing", "logistics"), "draft"
    )
    appraisal = first["appraisal_support"].task_id
    with pytest.raises(NotNow, match="先完成：现场调查"), field.house.work(field.bench["clerk"]) as w:
        service.send_task(w, appraisal)
    with field.house.reading() as r:
        survey = house_task(r, first["survey_equipment"].task_id)
    field.take(survey)
    field.fill(survey)
    field.hand_back(survey)
    with field.house.work(field.bench["clerk"]) as w:
        service.accept_task(w, survey.id)
    with field.house.work(field.bench["clerk"]) as w:
        assert service.send_task(w, appraisal).status == "offered"


def test_a_member_that_cannot_be_given_leaves_the_rest_standing(field: TaskField) -> None:
    with field.house.work() as w:
        suspend(w, field.outside.zhengxu_id, "资质到期")
    told = {each.kind: each for each in given(field, agencies={"survey_equipment": field.outside.zhengxu_id})}
    assert "资质到期" in told["survey_equipment"].refusal
    assert [kind for kind, each in told.items() if each.task_id] == ["custody", "appraisal_support", "listing_prep", "viewing", "logistics"]
    assert told["appraisal_support"].waits == (), "what it would have waited for is not there"


def test_each_row_keeps_how_its_taker_was_chosen_as_the_turn_stood_before_the_act(field: TaskField) -> None:
    with field.house.reading(field.bench["clerk"]) as r:
        first, second = [each.agency.id for each in order_of(Way.ROTATION, list_candidates(r, "custody", field.asset))]
    told = given(field, agencies=dict.fromkeys(all_kinds(), first) | {"custody": second}, why="")
    assert {each.kind for each in told if each.refusal} == {"custody"}
    assert "按轮候应由" in next(each.refusal for each in told if each.refusal), "another than the first needs a reason"
    with field.house.work(field.bench["clerk"]) as w:
        moved = service.reassign_task(w, told[0].task_id, second, "人手不足")
    with field.house.reading(field.bench["clerk"]) as r:
        kept = [find_choice_of_task(r, task_id) for task_id in (told[0].task_id, told[-1].task_id, moved.id)]
    assert [(each.chosen_id, each.rounds[0]["first"], each.why) for each in kept if each] == [
        (first, first, ""),
        (first, first, ""),
        (second, second, "人手不足"),
    ]


def test_a_moved_member_is_waited_for_under_its_new_number(field: TaskField) -> None:
    told = {each.kind: each for each in given(field)}
    with field.house.work(field.bench["clerk"]) as w:
        new = service.reassign_task(w, told["survey_equipment"].task_id, field.outside.zhengxu_id, "人手不足")
    with field.house.reading() as r:
        assert house_task(r, told["appraisal_support"].task_id).after == [new.id]


def test_a_draft_whose_time_has_passed_is_sent_with_a_new_one(field: TaskField) -> None:
    with field.house.work(field.bench["clerk"]) as w:
        draft = service.prepare_task(w, field.order)
    field.clock.advance(8 * DAY)
    with pytest.raises(Invalid, match="晚于现在"), field.house.work(field.bench["clerk"]) as w:
        service.send_task(w, draft.id)
    with field.house.work(field.bench["clerk"]) as w:
        assert service.send_task(w, draft.id, agency_id=field.outside.zhengxu_id, due_at=w.now + DAY).agency_id == field.outside.zhengxu_id


def test_a_template_without_a_row_is_refused(field: TaskField) -> None:
    bundle = find_bundle("equipment")
    assert bundle is not None
    with pytest.raises(Invalid, match="至少选一项"):
        give_bundle(partial(field.house.work, field.bench["clerk"]), bundle, [], field.order)


@pytest.mark.parametrize("act", list(BulkAct))
def test_an_act_on_many_does_what_can_be_done_and_tells_the_rest(field: TaskField, act: BulkAct) -> None:
    good, closed = field.take(field.give()), field.give()
    with field.house.work(field.bench["clerk"]) as w:
        service.recall_task(w, closed.id, "误派")
    order = BulkOrder(act, "统一安排", field.outside.zhengxu_id, field.clock.now() + 9 * DAY)
    outcomes = do_all(partial(field.house.work, field.bench["clerk"]), [good.id, closed.id, "0" * 32, good.id], order)
    assert [bool(each.refusal) for each in outcomes] == [False, True, True], "each once"
    assert "已收回" in outcomes[1].refusal
    assert "没有找到" in outcomes[2].refusal


def test_an_act_on_many_without_its_particulars_does_nothing(field: TaskField) -> None:
    task = field.take(field.give())
    works = partial(field.house.work, field.bench["clerk"])
    for order in (BulkOrder(BulkAct.RECALL), BulkOrder(BulkAct.EXTEND, "x"), BulkOrder(BulkAct.REASSIGN, "x")):
        with pytest.raises(Invalid):
            do_all(works, [task.id], order)
    with pytest.raises(Invalid, match="先选任务"):
        do_all(works, [], BulkOrder(BulkAct.URGE))


PLACES = (
    ("广州市南沙区万环东路5号一号厂房一层", "南沙区", "万环东路"),
    ("广东省广州市南沙区珠江街道珠江街12号", "南沙区", "珠江街道"),
    ("南沙区黄阁镇市南公路11号", "南沙区", "黄阁镇"),
    ("佛山市顺德区大良街道", "顺德区", "大良街道"),
    ("上海市浦东新区世纪大道100号", "浦东新区", "世纪大道"),
    ("广州港新沙码头", "", ""),
    ("", "", ""),
)


@pytest.mark.parametrize(("place", "district", "street"), PLACES)
def test_an_address_tells_district_and_street(place: str, district: str, street: str) -> None:
    assert parts_of(place) == (district, street)


def test_a_days_way_goes_to_the_nearest_next_and_keeps_the_unknown_last() -> None:
    assert round_trip([("a", (0.0, 0.0)), ("?", None), ("far", (9.0, 9.0)), ("near", (1.0, 0.0))]) == ["a", "near", "far", "?"]
