"""Chains of custody: what makes them whole, what a missing link stops, who mends it, what an agency sees of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.domains.assets.queries import house_asset
from app.domains.custody import breaking, looking, queries, service
from app.domains.custody.jobs import open_looks
from app.domains.custody.receiving import Told, take_told
from app.domains.custody.rules import Broken, Moved, check_present, gaps_of, next_look
from app.domains.custody.service import Signed
from app.domains.custody.tables import KeptItem, Look
from app.domains.messages.tables import Message
from app.domains.plans.checks.check import check_plan
from app.domains.plans.types import Subject, Terms
from app.infra.house import House
from app.infra.slices import ALL
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow
from app.kernel.workdays import built_in
from app.law.subjects import AssetKind
from tests.factories.custody import IMAGE, PHOTO, make_item, opened, signed, to_agency
from tests.factories.tasks import TaskField, found_field

MARCH, APRIL = date(2026, 3, 10), date(2026, 4, 3)
OFFICIAL = (("雷振屿", "法院人员"), ("库管员", "其他"))
WHOLE_MOVE = Moved("m", APRIL, (), True)
WHOLE_BREAK = Broken("b", APRIL, "S-1", False, "S-2", True)


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    return found_field(house, clock)


@pytest.fixture
def items(house: House, field: TaskField) -> list[KeptItem]:
    with house.work(field.bench["clerk"]) as w:
        return [make_item(w, field.asset.id, no) for no in (1, 2)]


def gap(house: House, asset_id: str) -> str:
    with house.reading() as r:
        return house_asset(r, asset_id).custody_gap


def kept(house: House, item: KeptItem) -> KeptItem:
    with house.reading() as r:
        return next(each for each in queries.house_items(r, item.asset_id) if each.id == item.id)


@pytest.mark.parametrize(
    ("photographed", "moves", "breaks", "words"),
    [
        (True, [WHOLE_MOVE], [WHOLE_BREAK], []),
        (False, [], [], ["缺 3月10日 的封存照片"]),
        (True, [replace(WHOLE_MOVE, unsigned=("taker",))], [], ["缺 4月3日 的交接签名"]),
        (True, [replace(WHOLE_MOVE, unsigned=("giver", "taker"), photographed=False)], [], ["缺 4月3日 的交接签名", "缺 4月3日 的交接照片"]),
        (True, [], [replace(WHOLE_BREAK, reseal_no="")], ["4月3日 启封 S-1 后未复封"]),
        (True, [], [replace(WHOLE_BREAK, reseal_no="", found=True)], ["4月3日 封条 S-1 不符或损坏，未复封"]),
        (True, [], [replace(WHOLE_BREAK, photographed=False)], ["缺 4月3日 的复封照片"]),
        (False, [replace(WHOLE_MOVE, unsigned=("taker",))], [], ["缺 3月10日 的封存照片", "缺 4月3日 的交接签名"]),
    ],
)
def test_each_missing_link_is_named_by_its_day(photographed: bool, moves: list[Moved], breaks: list[Broken], words: list[str]) -> None:
    assert [each.words for each in gaps_of(MARCH, photographed, moves, breaks)] == words


def test_the_words_of_a_gap_say_what_it_stops() -> None:
    (found,) = gaps_of(MARCH, True, [replace(WHOLE_MOVE, unsigned=("taker",))], [])
    assert found.stops("交付") == "缺 4月3日 的交接签名，不能交付"


@pytest.mark.parametrize("present", [(), (("库管员", "其他"),), (("", "法院人员"),), (("甲", "旁人"),)])
def test_nobody_opens_a_seal_without_an_official(present: tuple[tuple[str, str], ...]) -> None:
    with pytest.raises(Invalid):
        check_present(present)


@pytest.mark.parametrize(("perishable", "on"), [(False, date(2026, 5, 3)), (True, date(2026, 4, 4))])
def test_the_next_look_comes_after_thirty_days_or_one(perishable: bool, on: date) -> None:
    assert next_look(APRIL, perishable) == on


def test_a_seal_number_serves_once_in_a_court_also_after_it_was_broken(house: House, field: TaskField, items: list[KeptItem]) -> None:
    with house.work(field.bench["clerk"]) as w, pytest.raises(Conflict, match="S-0001 在本院已经用过"):
        make_item(w, field.asset.id, 1)
    with house.work(field.bench["clerk"]) as w:
        row = breaking.open_seal(w, items[0].id, breaking.Open("鉴定", OFFICIAL))
        breaking.reseal(w, row.id, "S-0101", OFFICIAL, PHOTO)
    with house.work(field.bench["clerk"]) as w, pytest.raises(Conflict):
        make_item(w, field.asset.id, 1)


def test_things_change_hands_with_both_signatures_and_each_side_signs_for_itself(house: House, field: TaskField, items: list[KeptItem]) -> None:
    move = opened(house, field.bench["clerk"], to_agency(field.outside.anheng_id, *(each.id for each in items)))
    assert (kept(house, items[0]).holder_name, gap(house, field.asset.id)) == ("本院", "缺 4月2日 的交接签名（S-0001 等 2 件）")
    with pytest.raises(NotAllowed):
        signed(house, field.bench["clerk"], move, "taker")
    with pytest.raises(NotFound):
        signed(house, field.outside["agency2"], move, "taker")
    signed(house, field.bench["clerk"], move, "giver")
    with pytest.raises(Conflict, match="已经签名"):
        signed(house, field.bench["clerk"], move, "giver")
    signed(house, field.outside["agency"], move, "taker")
    assert (kept(house, items[1]).holder_agency_id, kept(house, items[1]).gap, gap(house, field.asset.id)) == (field.outside.anheng_id, "", "")
    with pytest.raises(NotNow):
        signed(house, field.outside["agency"], move, "taker")


def test_a_missing_signature_stops_the_next_step_until_the_missing_side_signs_late_with_its_reason(
    house: House, clock: ManualClock, field: TaskField, items: list[KeptItem]
) -> None:
    move = opened(house, field.bench["clerk"], to_agency(field.outside.anheng_id, items[0].id))
    signed(house, field.bench["clerk"], move, "giver")
    clock.advance(timedelta(days=1))
    with pytest.raises(NotNow, match="缺 4月2日 的交接签名，不能交付"):
        opened(house, field.bench["clerk"], to_agency(field.outside.zhengxu_id, items[0].id))
    with house.work(field.bench["clerk"]) as w, pytest.raises(NotNow, match="不能启封"):
        breaking.open_seal(w, items[0].id, breaking.Open("看样", OFFICIAL))
    with pytest.raises(Invalid, match="补签须写明原因"):
        signed(house, field.outside["worker"], move, "taker")
    signed(house, field.outside["worker"], move, "taker", late="当日库管不在，次日核对后补签")
    with house.reading() as r:
        assert [each.late_reason for each in queries.signatures_of(r, move).values()] == ["", "当日库管不在，次日核对后补签"]
    opened(house, field.bench["clerk"], to_agency(field.outside.zhengxu_id, items[0].id))


def test_a_signature_is_bound_to_the_text_and_an_unsigned_move_can_be_taken_back(house: House, field: TaskField, items: list[KeptItem]) -> None:
    clerk, move = field.bench["clerk"], opened(house, field.bench["clerk"], to_agency(field.outside.anheng_id, items[0].id))
    with house.work(clerk) as w, pytest.raises(Conflict, match="内容在你打开之后变了"):
        service.sign_move(w, move.id, Signed("giver", "0" * 64, IMAGE, "drawn"))
    with house.work(clerk) as w:
        service.cancel_move(w, move.id, "选错了接收人")
    assert gap(house, field.asset.id) == ""
    again = opened(house, clerk, to_agency(field.outside.anheng_id, items[0].id))
    signed(house, clerk, again, "giver")
    with house.work(clerk) as w, pytest.raises(NotNow, match="由缺的一方补签"):
        service.cancel_move(w, again.id, "选错了接收人")


def test_photos_that_are_missing_break_the_chain_and_mend_it_when_added(house: House, field: TaskField) -> None:
    clerk = field.bench["clerk"]
    with house.work(clerk) as w:
        item = make_item(w, field.asset.id, 3, photos=False)
    assert gap(house, field.asset.id) == "缺 4月2日 的封存照片（S-0003）"
    with house.work(clerk) as w:
        service.add_item_photos(w, item.id, PHOTO)
    move = opened(house, clerk, to_agency(field.outside.anheng_id, item.id), photos=False)
    signed(house, clerk, move, "giver")
    signed(house, field.outside["agency"], move, "taker")
    assert gap(house, field.asset.id) == "缺 4月2日 的交接照片（S-0003）"
    with house.work(field.outside["agency"]) as w:
        service.add_move_photos(w, move.id, PHOTO)
    assert gap(house, field.asset.id) == ""


def test_a_seal_that_does_not_match_stops_the_listing_until_a_witnessed_reseal(house: House, field: TaskField, items: list[KeptItem]) -> None:
    with house.work(field.bench["field"]) as w:
        row = breaking.report_broken(w, items[0].id, "看样时封条号与登记不一致")
    words = "4月2日 封条 S-0001 不符或损坏，未复封（S-0001）"
    assert gap(house, field.asset.id) == words
    subject = Subject(AssetKind.EQUIPMENT, "包装机械", None, None, "空置", None, custody_gap=words)
    found = check_plan(subject, Terms(), built_in(), today=date(2026, 4, 2))
    assert next(each.message for each in found.findings if each.rule == "AUX-09").startswith(f"{words}，不能上拍")
    with house.work(field.bench["field"]) as w:
        for present, photos in (((("库管员", "其他"),), PHOTO), (OFFICIAL, ())):
            with pytest.raises(Invalid):
                breaking.reseal(w, row.id, "S-0201", present, photos)
        breaking.reseal(w, row.id, "S-0201", OFFICIAL, PHOTO)
    assert (gap(house, field.asset.id), kept(house, items[0]).seal_no) == ("", "S-0201")
    clean = check_plan(replace(subject, custody_gap=""), Terms(), built_in(), today=date(2026, 4, 2))
    assert [each for each in clean.findings if each.rule == "AUX-09"] == []


def test_looks_open_once_when_due_and_harm_is_told_at_once(house: House, clock: ManualClock, field: TaskField, items: list[KeptItem]) -> None:
    open_looks(house)
    clock.advance(timedelta(days=30))
    open_looks(house)
    open_looks(house)
    with house.reading() as r:
        looks = {each.item_id: each for each in r.session.scalars(for_house(select(Look)))}
    assert {each.item_id: each.due_on for each in looks.values()} == {each.id: date(2026, 5, 2) for each in items}
    with house.work(field.bench["field"]) as w:
        with pytest.raises(Invalid):
            looking.finish_look(w, looks[items[0].id].id, sound=True, condition="完好")
        looking.finish_look(w, looks[items[0].id].id, sound=False, condition="受潮，主板有锈迹", photos=PHOTO)
    assert kept(house, items[0]).next_look_on == date(2026, 6, 1)
    with house.reading() as r:
        told = r.session.scalars(select(Message.title).where(Message.person_id == field.bench["judge"].id, Message.kind == "custody")).all()
    assert told == ["保管物有异常：控制主板 S-0001"]


def test_an_agency_sees_what_it_holds_and_of_the_chain_its_own_time(house: House, field: TaskField, items: list[KeptItem]) -> None:
    clerk, outside = field.bench["clerk"], field.outside
    for agency, login in ((outside.zhengxu_id, "agency2"), (None, ""), (outside.anheng_id, "agency")):
        order = to_agency(agency, items[0].id) if agency else replace(to_agency("", items[0].id), to_kind="court", to_agency_id=None)
        move = opened(house, clerk, order)
        signed(house, clerk if agency else outside["agency2"], move, "giver")
        signed(house, outside[login] if login else clerk, move, "taker")
    with house.reading(outside["agency2"]) as r:
        assert list(queries.list_items(r, ALL)) == []
        with pytest.raises(NotFound):
            queries.get_item(r, items[0].id)
    with house.reading(outside["agency"]) as r:
        (held,) = queries.items_of_asset(r, field.asset.id)
        assert [each.to_name for each in queries.chain_of(r, [held]).moves[held.id]] == ["广州安衡司法辅助服务有限公司"]
    with house.reading(field.bench["clerk_b"]) as r:
        assert queries.count_open(r) == 0
        assert list(queries.list_items(r, ALL)) == []


def test_an_accepted_sealing_becomes_a_chain(house: House, field: TaskField) -> None:
    form = {
        "items": [{"no": str(no), "name": "戒指", "marks": "18K", "count": "1", "weight": "6.20", "unit": "g", "seal": f"S-{no:04d}"} for no in (1, 2)],
        "sealed_at": "2026-03-10T15:00",
        "sealed_by": [{"name": "卢小帆", "unit": "安衡"}, {"name": "雷振屿", "unit": "南沙法院"}],
        "seal_witness": [{"name": "史静姝", "unit": "湾畔公证处"}],
        "storage_place": "本院贵重物品库",
        "keeper_kind": "法院",
        "keeper": "南沙法院",
        "movements": [{"no": "1", "at": "2026-03-12T09:00", "why": "鉴定", "from_whom": "库管员", "to_whom": "鉴定人", "signed": "缺一方"}],
        "seal_breaks": [{"no": "2", "at": "2026-03-13T09:00", "why": "鉴定", "present": "史静姝", "present_kind": "公证人员", "reseal": "S-0102"}],
    }
    photos = [{"digest": "1" * 64, "shown_digest": "2" * 64, "caption": f"S-{no:04d}"} for no in (1, 2)]
    told = Told(field.asset.id, field.outside.anheng_id, "f" * 32, form, "9" * 64, photos)
    with house.work() as w:
        first, second = take_told(w, told)
    assert (first.seal_no, first.weight, first.witness, second.seal_no, second.gap) == ("S-0001", "6.20 g", "史静姝（湾畔公证处）", "S-0102", "")
    assert gap(house, field.asset.id) == "缺 3月12日 的交接签名（S-0001）"
    with house.work() as w:
        assert [each.id for each in take_told(w, replace(told, form={**form, "movements": [], "storage_place": "三号库"}))] == [first.id, second.id]
    assert kept(house, first).place == "三号库"


def test_the_checks_of_an_accepted_custody_become_looks_once_and_the_waiting_look_is_done_by_them(house: House, clock: ManualClock, field: TaskField) -> None:
    with house.work(field.bench["clerk"]) as w:
        item = make_item(w, field.asset.id, perishable=True)
    clock.advance(timedelta(days=2))
    open_looks(house)
    days = [clock.now().date() - timedelta(days=back) for back in (1, 0)]
    checks = [{"on": days[0].isoformat(), "sound": "完好", "state": "封条完好"}, {"on": days[1].isoformat(), "sound": "有异常", "state": "包装受潮"}]
    ahead = {"on": (days[1] + timedelta(days=9)).isoformat(), "sound": "完好", "state": "未到"}
    form = {"items": [{"no": item.no, "seal": item.seal_no}], "condition_checks": [*checks, ahead]}
    photos = [{"digest": "1" * 64, "shown_digest": "2" * 64, "caption": item.seal_no}]
    told = Told(field.asset.id, field.outside.anheng_id, "f" * 32, form, "9" * 64, photos, field.outside["worker"].id)
    for _ in range(2):
        with house.work() as w:
            take_told(w, told)
    with house.reading() as r:
        looks = queries.looks_of(r, [item])[item.id]
        harm = r.session.scalars(select(Message.body).where(Message.title.startswith("保管物有异常"), Message.person_id == field.bench["judge"].id)).all()
    assert [(look.due_on, look.sound, look.condition, look.done_by) for look in looks] == [
        (days[0], True, "封条完好", field.outside["worker"].id),
        (days[1], False, "包装受潮", field.outside["worker"].id),
    ]
    assert list(harm) == ["包装受潮"]
    assert (kept(house, item).condition, kept(house, item).next_look_on) == ("包装受潮", days[1] + timedelta(days=1))
