"""The register of interests and its gate: declared, renewed, confirmed per task; agencies and bidders who stand too close are stopped (NA-46, NA-47)."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select

from app.demonstration.more import identity_number
from app.domains.agencies import bidders, declaring
from app.domains.agencies.declaring import DeclareInterest
from app.domains.agencies.interest import Subject, Within, find_hits, gate_of
from app.domains.agencies.jobs import remind
from app.domains.agencies.tables import BidderCheck, InterestConfirmation, InterestDeclaration
from app.domains.agencies.types import Barrier, Gate, Relation
from app.domains.assets.queries import house_asset
from app.domains.messages.tables import Message
from app.domains.rounds.queries import house_round
from app.domains.settlements import service as settlements
from app.domains.settlements.tables import Settlement
from app.domains.tasks.choosing import list_candidates
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock
from app.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from app.steps.bidder_gate import check_on_lot
from tests.factories.settlements import open_account
from tests.factories.tasks import TaskField, found_field

BROTHER, BUYER = "440100199503160195", "440100199202280169"
KIND = "survey_equipment"


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    return found_field(house, clock)


def declare(field: TaskField, relation: Relation, name: str, id_number: str = "", phone: str = "", who: str = "agency", **more: str) -> str:
    actor = field.outside.people.get(who) or field.bench[who]
    with field.house.work(actor) as w:
        return declaring.declare_interest(w, DeclareInterest(relation, name, id_number, phone, **more)).id


def gate(field: TaskField, subject: Subject, agency_id: str = "") -> Gate:
    with field.house.reading(field.bench["clerk"]) as r:
        return gate_of(find_hits(r, Within(frozenset({agency_id or field.outside.anheng_id}), field.bench.court_id), [subject]))


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (Subject("卢小航", BROTHER), Gate.BLOCKED),
        (Subject("别的名字", BROTHER.lower()), Gate.BLOCKED),
        (Subject("别的名字", "４４０１００１９９５０３１６０１９５"), Gate.BLOCKED),
        (Subject("卢小航"), Gate.MANUAL),
        (Subject("卢 小航", phone="+86 199 0000 0088"), Gate.BLOCKED),
        (Subject("卢小航", "440100197308120711"), Gate.CLEAR),
        (Subject("方屿宁", phone="199-0000-0088"), Gate.MANUAL),
        (Subject("方屿宁", address="广州市南沙区进港大道8号3栋1204"), Gate.MANUAL),
        (Subject("方屿宁", account="6222 0000 1111 2222"), Gate.BLOCKED),
        (Subject("卢建国", "440100197003070012"), Gate.MANUAL),
        (Subject("方屿宁", BUYER, "19900000099", "广州市天河区体育西路3号", "6222000099998888"), Gate.CLEAR),
    ],
)
def test_a_brother_is_blocked_a_cousin_looked_at_and_a_stranger_free(field: TaskField, subject: Subject, expected: Gate) -> None:
    declare(field, Relation.SIBLING, "卢小航", BROTHER, "19900000088", address="广东省广州市南沙区进港大道8号3幢1204室", account="6222000011112222")
    declare(field, Relation.OTHER, "卢建国", "440100197003070012")
    assert gate(field, subject) is expected
    assert gate(field, subject, field.outside.zhengxu_id) is Gate.CLEAR


def test_the_agency_itself_is_blocked_and_its_people_without_a_declaration_are_looked_at(field: TaskField) -> None:
    assert gate(field, Subject("随便什么名称", "91440115MAYYA1P653")) is Gate.BLOCKED
    assert gate(field, Subject("随便什么名称", "91440115MAYYA1P653"), field.outside.zhengxu_id) is Gate.CLEAR
    assert [gate(field, Subject(name, BUYER)) for name in ("卢小帆", "温若琳", "游子墨")] == [Gate.MANUAL, Gate.MANUAL, Gate.CLEAR]
    declare(field, Relation.SELF, "卢小帆", "440100199801220352", who="worker")
    assert gate(field, Subject("卢小帆", BUYER)) is Gate.CLEAR


def test_court_staff_and_their_relatives_are_compared_too(field: TaskField) -> None:
    declare(field, Relation.SPOUSE, "何书岚", BROTHER, who="judge")
    assert gate(field, Subject("何书岚", BROTHER)) is Gate.BLOCKED
    with field.house.reading() as r:
        assert find_hits(r, Within(court_id=field.bench.other_court_id), [Subject("何书岚", BROTHER)]) == []


def test_numbers_are_kept_as_keyed_digests_and_masks_only(field: TaskField) -> None:
    declare(field, Relation.SIBLING, "卢小航", BROTHER, "19900000088", address="广州市南沙区进港大道8号", account="6222000011112222")
    with field.house.reading() as r:
        row = r.session.scalars(for_house(select(InterestDeclaration))).one()
    assert row.id_masked == "440100********0195"
    for number in (BROTHER, "19900000088", "进港大道", "6222000011112222"):
        assert number not in str(vars(row))
    assert len({row.id_digest, row.phone_digest, row.address_digest, row.account_digest}) == 4


def test_a_declaration_needs_something_to_compare_and_a_name(field: TaskField) -> None:
    for name, number in (("", BROTHER), ("卢小航", "")):
        with pytest.raises(Invalid):
            declare(field, Relation.SIBLING, name, number)
    with pytest.raises(NotAllowed):
        declare(field, Relation.SELF, "平台人员", BROTHER, who="clerk", site="taobao")
    assert declare(field, Relation.SELF, "平台人员", BROTHER, who="director", site="taobao")


def test_everybody_declares_their_own_and_a_manager_for_the_agencys_people(field: TaskField) -> None:
    worker, stranger = field.outside["worker"].id, field.outside["worker2"].id
    assert declare(field, Relation.SELF, "卢小帆", BROTHER, person_id=worker)
    for who, whose in (("agency", stranger), ("worker_too", worker), ("clerk", field.bench["judge"].id)):
        with pytest.raises(Invalid):
            declare(field, Relation.SELF, "某人", BROTHER, who=who, person_id=whose)


def seen_by(field: TaskField, who: str) -> set[str]:
    with field.house.reading(field.outside.people.get(who) or field.bench[who]) as r:
        return {row.name for row in declaring.register_in_reach(r)}


def test_the_register_is_each_ones_own(field: TaskField) -> None:
    declare(field, Relation.SELF, "卢小帆", "440100199801220352", who="worker")
    declare(field, Relation.SELF, "游子墨", BUYER, who="worker2")
    theirs = declare(field, Relation.SPOUSE, "何书岚", BROTHER, who="judge")
    assert [seen_by(field, who) for who in ("worker", "agency", "agency2", "worker_too")] == [{"卢小帆"}, {"卢小帆"}, {"游子墨"}, set()]
    assert [seen_by(field, who) for who in ("judge", "clerk", "judge_b", "director")] == [{"何书岚"}, set(), set(), {"卢小帆", "游子墨", "何书岚"}]
    for who in ("clerk", "judge_b"):
        with pytest.raises(NotFound), field.house.work(field.bench[who]) as w:
            declaring.renew(w, theirs)


def test_a_declaration_is_told_of_a_month_before_and_once_it_is_late_nobody_gives_or_takes(field: TaskField) -> None:
    task = field.give()
    row_id = declare(field, Relation.SELF, "卢小帆", "440100199801220352", who="worker")
    field.clock.advance(timedelta(days=334))
    assert [remind(field.house), remind(field.house)] == [2, 0], "both engagements have ended meanwhile"
    field.clock.advance(timedelta(days=2))
    assert [remind(field.house), remind(field.house)] == [1, 0]
    field.clock.advance(timedelta(days=30))
    assert remind(field.house) == 1
    with field.house.reading() as r:
        told = r.session.scalars(select(Message).where(Message.title.contains("利害关系申报"))).all()
    assert {each.person_id for each in told} == {field.outside["worker"].id, field.outside["agency"].id}
    with pytest.raises(NotNow, match="申报已到期"):
        field.take(task)
    with field.house.work(field.outside["worker"]) as w:
        declaring.renew(w, row_id)
    assert field.take(task).worker_id == field.outside["worker"].id


def test_an_agency_with_a_late_declaration_is_left_out_until_it_is_renewed(field: TaskField) -> None:
    row_id = declare(field, Relation.SELF, "卢小帆", "440100199801220352", who="worker")
    with field.house.work() as w:
        row = w.session.scalars(for_house(select(InterestDeclaration).where(InterestDeclaration.id == row_id))).one()
        row.renew_by = date(2026, 4, 1)
        w.trailed = True
    with field.house.reading(field.bench["clerk"]) as r:
        assert {each.barrier for each in list_candidates(r, KIND, field.asset)} == {None, Barrier.UNRENEWED}
    with field.house.work(field.outside["agency"]) as w:
        declaring.renew(w, row_id)
    with field.house.reading(field.bench["clerk"]) as r:
        assert all(each.may for each in list_candidates(r, KIND, field.asset))


def test_taking_a_task_keeps_the_confirmation_with_the_register_as_it_stood(field: TaskField) -> None:
    declare(field, Relation.SELF, "卢小帆", "440100199801220352", who="worker")
    task = field.take(field.give())
    with field.house.reading() as r:
        kept = r.session.scalars(for_house(select(InterestConfirmation).where(InterestConfirmation.task_id == task.id))).one()
    assert (kept.declared, kept.person_id, kept.worker_id) == (1, field.outside["agency"].id, field.outside["worker"].id)
    assert len(kept.register_digest) == 64


def test_an_agency_near_a_party_a_bidder_or_the_court_is_left_out_with_the_article(field: TaskField) -> None:
    declare(field, Relation.SELF, "某股东", "91440115MAYYQ4X10J")
    with pytest.raises(NotAllowed, match="第34条"):
        field.give()
    declare(field, Relation.SIBLING, "何书岚", BROTHER, who="agency2")
    declare(field, Relation.SPOUSE, "何书岚", BROTHER, who="judge")
    with field.house.reading(field.bench["clerk"]) as r:
        found = {each.agency.id: (each.barrier, each.excluded) for each in list_candidates(r, KIND, field.asset)}
    assert found[field.outside.zhengxu_id] == (Barrier.NEAR, "其人员与本院人员互为近亲属（回避）")


def test_of_a_thousand_bidders_all_fifty_declared_are_found_and_no_namesake_is_blocked(field: TaskField) -> None:
    rng = Random("paifu/register")
    numbers = list({identity_number(rng) for _ in range(1_100)})[:1_000]
    people = [(f"甲{no:03d}", number) for no, number in enumerate(numbers)]
    declared, strangers = people[:50], people[50:]
    with field.house.work(field.outside["agency"]) as w:
        for name, number in declared:
            declaring.declare_interest(w, DeclareInterest(Relation.SPOUSE, name, number))
    wide = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
    typed = [Subject(f" {name} ", number.translate(wide) if no % 2 else f"{number[:6]} {number[6:]}".lower()) for no, (name, number) in enumerate(declared)]
    namesakes = [Subject(declared[no % 50][0], number) for no, (_, number) in enumerate(strangers)]
    with field.house.reading() as r:
        hits = find_hits(r, Within(frozenset({field.outside.anheng_id})), [*typed, *namesakes])
    blocked = {hit.subject.strip() for hit in hits if hit.gate is Gate.BLOCKED}
    print(f"{len(typed) + len(namesakes)} bidders, {len(blocked)} of {len(declared)} found, {len(hits) - len(blocked)} others")
    assert (blocked, len(hits)) == ({name for name, _ in declared}, 50)


def sold_lot(field: TaskField) -> Settlement:
    """A sold lot on whose asset 安衡 has worked, with the brother of its worker declared."""
    declare(field, Relation.SIBLING, "卢小航", BROTHER, "19900000088")
    declare(field, Relation.OTHER, "卢建国", "440100197003070012")
    with field.house.work(field.bench["clerk"]) as w:
        account = open_account(w, field.bench, 1507)
        w.trailed = True
    field.give(asset_id=account.asset_id)
    return account


def check(field: TaskField, account: Settlement, subject: Subject, code: str = "") -> BidderCheck:
    with field.house.work(field.bench["clerk"]) as w:
        return check_on_lot(w, house_round(w, account.round_id), subject, code)


def test_a_barred_bidder_is_kept_the_code_banned_and_the_judge_told(field: TaskField) -> None:
    account = sold_lot(field)
    row = check(field, account, Subject("卢小航", BROTHER), "b2048")
    assert (row.gate, row.code, row.id_masked) == ("blocked", "B2048", "440100********0195")
    assert BROTHER not in str(vars(row))
    with field.house.reading() as r:
        assert house_round(r, account.round_id).banned == ["B2048"]
        told = r.session.scalars(select(Message.person_id).where(Message.title.contains("B2048 禁止竞买"))).all()
    assert told == [field.bench["judge"].id], "the clerk did it and needs no message"
    with pytest.raises(NotNow, match="第34条"), field.house.work(field.bench["judge"]) as w:
        bidders.decide_check(w, row.id, passed=True, reason="误登")


def test_a_cousin_waits_for_the_judge_who_lets_pass_or_bars(field: TaskField) -> None:
    account = sold_lot(field)
    rows = [check(field, account, Subject("卢建国", "440100197003070012"), code) for code in ("C1", "C2")]
    assert {row.gate for row in rows} == {"manual"}
    with pytest.raises(NotAllowed), field.house.work(field.bench["clerk"]) as w:
        bidders.decide_check(w, rows[0].id, passed=True, reason="堂兄")
    with pytest.raises(Invalid), field.house.work(field.bench["judge"]) as w:
        bidders.decide_check(w, rows[0].id, passed=True, reason=" ")
    for row, passed in zip(rows, (True, False), strict=True):
        with field.house.work(field.bench["judge"]) as w:
            bidders.decide_check(w, row.id, passed=passed, reason="户籍材料显示为堂兄，不在民法典第1045条所列")
    with field.house.reading() as r:
        assert house_round(r, account.round_id).banned == ["C2"]
        bidders.refuse_unaccepted(r, account.round_id, "C1")
        with pytest.raises(NotNow):
            bidders.refuse_unaccepted(r, account.round_id, "C2")
    with pytest.raises(NotFound), field.house.work(field.bench["judge_b"]) as w:
        bidders.decide_check(w, rows[0].id, passed=True, reason="外院")


@pytest.mark.parametrize(("name", "number", "barred"), [("卢小航", BROTHER, True), ("卢建国", "440100197003070012", True), ("方屿宁", BUYER, False)])
def test_a_buyer_who_stands_too_close_gets_no_ruling(field: TaskField, name: str, number: str, barred: bool) -> None:
    account = sold_lot(field)
    with field.house.work(field.bench["clerk"]) as w:
        settlements.name_buyer(w, account.id, name=name, id_no=number, address="广州市天河区")
        settlements.book_receipt(w, account.id, settlements.BookReceipt(account.balance, w.today, name, "T-1"))
    expected = pytest.raises(NotNow, match=r"第34条|利害关系") if barred else nullcontext()
    with expected, field.house.work(field.bench["judge"]) as w:
        assert settlements.make_ruling(w, account.id).ruling_no


def test_after_a_bidder_is_known_the_agency_of_a_relative_gets_no_more_work_on_it(field: TaskField) -> None:
    account = sold_lot(field)
    check(field, account, Subject("游子航", BUYER), "D1")
    declare(field, Relation.SIBLING, "游子航", BUYER, who="agency2")
    with field.house.reading(field.bench["clerk"]) as r:
        found = {each.agency.id: each.excluded for each in list_candidates(r, KIND, house_asset(r, account.asset_id))}
    assert "已报名竞买（法释〔2016〕18号第34条）" in found[field.outside.zhengxu_id]
    assert found[field.outside.anheng_id] == ""
