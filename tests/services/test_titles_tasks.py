"""Title routes and agencies: steps go out with a task and come back with it, what was accepted stands in the route once, what fits nowhere is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domains.assets.queries import house_asset
from app.domains.messages.tables import Message
from app.domains.tasks import service as tasks
from app.domains.tasks.kinds import get_kind
from app.domains.tasks.sample_answers import PLANT
from app.domains.tasks.sample_photos import SamplePhoto
from app.domains.tasks.tables import Task
from app.domains.titles import service
from app.domains.titles.queries import get_route, notes_of, steps_of
from app.domains.titles.receiving import Told, take_carriage, take_transfer
from app.domains.titles.service import Finished
from app.domains.titles.tables import TitleRoute
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock, local
from tests.factories.agencies import found_agencies
from tests.factories.assets import FLAT, MACHINES
from tests.factories.courts import Bench, found_bench
from tests.factories.tasks import TaskField, plain_answers
from tests.factories.titles import make_title, shipment_of, step_of
from tests.services.test_two_at_one_moment import at_one_moment

REGISTRY = "不动产登记机构"
OFFICE = "广州市规划和自然资源局南沙区分局不动产登记中心"
ROUTE = [
    {"office": REGISTRY, "matter": "解除查封", "state": "办结", "receipt_no": "J-1"},
    {"office": REGISTRY, "matter": "轮候查封", "state": "办结", "result": "轮候查封自动失效"},
    {"office": OFFICE, "matter": "注销抵押", "state": "退件", "result": "须补抵押权人确认"},
    {"office": OFFICE, "matter": "不动产登记", "state": "已受理", "receipt_no": "S-9", "until_on": "2026-04-10"},
    {"office": "物业", "matter": "领取钥匙", "state": "办结", "receipt_no": ""},
]
TAXES = [{"item": "契税", "amount": "84150", "payer": "买受人", "as_announced": "一致", "receipt": "完税证1号"}]
GOODS = [{"no": "1", "name": "包装机", "count": "46"}]
CARRIED = {
    "origin": "一号厂房", "destination": "佛山", "carrier": "湾区货运", "goods": GOODS, "loaded_at": "2026-04-02T08:00", "delivered_at": "2026-04-02T10:00",
    "received_by": "陈启航", "receiver_standing": "买受人本人", "as_inventory": "一致", "damage": [{"no": "12", "what": "外壳凹陷"}],
}  # fmt: skip


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def opened(house: House, bench: Bench, *, machines: bool = False) -> TitleRoute:
    with house.work(bench["clerk"]) as w:
        return make_title(w, bench, 1422 if machines else 1207, MACHINES if machines else FLAT)


def states(house: House, route: TitleRoute) -> dict[str, str]:
    with house.reading() as r:
        return {each.code: each.status for each in steps_of(r, route.id)}


def field_of(house: House, bench: Bench, clock: ManualClock, route: TitleRoute) -> TaskField:
    outside = found_agencies(house, bench)
    with house.reading() as r:
        return TaskField(house, clock, bench, outside, house_asset(r, route.asset_id))


def accept(field: TaskField, task: Task, kind: str, clock: ManualClock, **changes: Any) -> None:
    """The agency does it, the court accepts it."""
    started = local(clock.now())
    for no, shot in enumerate(get_kind(kind).shots):
        for again in range(shot.least):
            field.send(task, shot.code, SamplePhoto(f"{shot.title}{again}", clock.now(), *PLANT), client_id=f"client-{no}-{again}")
    if get_kind(kind).on_site:
        field.sign(task)
    clock.advance(timedelta(hours=2))
    answers = plain_answers(get_kind(kind), f"{started:%Y-%m-%dT%H:%M}", f"{local(clock.now()):%Y-%m-%dT%H:%M}")
    present = [{"name": "卢小帆", "standing": "承办人", "signed": "已签名"}]
    with field.house.work(field.outside["worker"]) as w:
        tasks.save_draft(w, task.id, {**answers, "people_present": present, "place_evidence": f"{PLANT[0]},{PLANT[1]},8", **changes})
    field.hand_back(task)
    with field.house.work(field.bench["clerk"]) as w:
        tasks.accept_task(w, task.id)


def test_a_task_takes_the_steps_it_helps_with_and_its_accepted_form_stands_in_the_route(house: House, bench: Bench, clock: ManualClock) -> None:
    route = opened(house, bench)
    field = field_of(house, bench, clock, route)
    task = field.take(field.give(kind="transfer_support"))
    with house.reading() as r:
        held = {each.code for each in steps_of(r, route.id) if each.task_id == task.id}
    assert held == {"tax", "release", "waiting", "cancel", "register"}
    accept(field, task, "transfer_support", clock, route=ROUTE, tax_paid=TAXES, arrears_paid=[], refusals=[], cert_number_new="")
    assert states(house, route) == {
        "assist": "todo", "tax": "done", "release": "done", "waiting": "done", "cancel": "refused", "register": "submitted"
    }  # fmt: skip
    with house.reading(bench["clerk"]) as r:
        found = get_route(r, route.id)
        assert [(each["matter"], each["why"]) for each in found.unmatched] == [("领取钥匙", "对应不到一个步骤")]
        register = next(each for each in steps_of(r, route.id) if each.code == "register")
        assert (register.slip_no, register.days, register.task_id) == ("S-9", 8, "")
        assert next(each for each in steps_of(r, route.id) if each.code == "release").receipt == "J-1"
        assert len([each for each in notes_of(r, route.id) if each.files]) >= 3


def test_a_declined_task_gives_its_steps_back(house: House, bench: Bench, clock: ManualClock) -> None:
    route = opened(house, bench)
    field = field_of(house, bench, clock, route)
    task = field.give(kind="transfer_support")
    with house.work(field.outside["agency"]) as w:
        tasks.decline_task(w, task.id, "人手不足，本月不能承办")
    with house.reading() as r:
        assert {each.task_id for each in steps_of(r, route.id)} == {""}


def test_carriage_stands_with_its_step_damage_is_told_and_the_same_task_again_changes_nothing(house: House, bench: Bench) -> None:
    route = opened(house, bench, machines=True)
    told = Told("t" * 32, "2026-1", CARRIED)
    with house.work(bench["clerk"]) as w:
        service.finish(w, step_of(w, route, "release").id, Finished(w.today, "解除笔录"))
        take_carriage(w, route.id, told)
        take_carriage(w, route.id, told)
        row = shipment_of(w, route)
        assert row is not None
        assert (row.carrier, row.received_by, row.as_listed, row.goods, row.damage) == ("湾区货运", "陈启航", True, GOODS, CARRIED["damage"])
        assert [each.act for each in notes_of(w, route.id)].count("damaged") == 1
    assert states(house, route)["carry"] == "done"
    with house.reading() as r:
        assert any("运送有损坏" in title for title in r.session.scalars(for_house(select(Message.title))))


def test_what_cannot_be_entered_yet_is_kept_beside_the_route_with_its_reason(house: House, bench: Bench) -> None:
    route = opened(house, bench, machines=True)
    with house.work(bench["clerk"]) as w:
        take_carriage(w, route.id, Told("t" * 32, "2026-1", CARRIED))
        assert "先办：解除本院扣押" in get_route(w, route.id).unmatched[0]["why"]
        assert shipment_of(w, route) is None
    assert states(house, route)["carry"] == "todo"


def test_the_same_task_at_one_moment_is_taken_in_once(house: House, bench: Bench) -> None:
    route = opened(house, bench)
    told = Told("t" * 32, "2026-1", {"route": [ROUTE[0], ROUTE[4]]})
    at_one_moment(house, bench, lambda w: take_transfer(w, route.id, told), lambda w: take_transfer(w, route.id, told))
    with house.reading(bench["clerk"]) as r:
        assert [each.act for each in notes_of(r, route.id)].count("taken") == 1
        assert len(get_route(r, route.id).unmatched) == 1
