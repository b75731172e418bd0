"""Rules of agencies as tables: exclusions with reasons, regions, rotation, score, what a match of the interest gate means."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domains.agencies.interest_rules import Marks, gravest, is_due, is_near_due, judge, plain_address, plain_name, plain_number, plain_phone
from app.domains.agencies.rules import Absence, Standing, Turn, by_rotation, by_score, count_barriers, covers, exclusion, is_staffed, place_of
from app.domains.agencies.score_rules import START, WINDOW, Deed, score_of
from app.domains.agencies.task_kinds import TASK_KIND_NAMES
from app.domains.agencies.types import Barrier, DeedKind, Gate, MatchBy, Relation, RosterKind, Side
from app.domains.tasks.kinds import all_kinds
from app.kernel.clock import at_shanghai

DAY = date(2026, 4, 2)
NOW = at_shanghai(2026, 4, 2, 10, 31)
TERM = Standing(engaged=True, kinds=("custody",), from_on=date(2026, 1, 1), until_on=date(2026, 12, 31), quota=2, region="广州市南沙区")
HERE = "广州市南沙区万环东路5号"


@pytest.mark.parametrize(
    ("standing", "place", "barrier", "words"),
    [
        (TERM, HERE, None, ""),
        (Standing(), HERE, Barrier.NO_CONTRACT, "没有委托合同"),
        (replace(TERM, kinds=("viewing",)), HERE, Barrier.KIND, "不含这类任务"),
        (replace(TERM, until_on=date(2026, 4, 1)), HERE, Barrier.TERM, "到期"),
        (replace(TERM, until_on=DAY), HERE, None, ""),
        (replace(TERM, from_on=date(2026, 4, 3)), HERE, Barrier.TERM, "起生效"),
        (TERM, "广州市天河区体育西路1号", Barrier.REGION, "委托区域为广州市南沙区"),
        (replace(TERM, open_tasks=1), HERE, None, ""),
        (replace(TERM, open_tasks=2), HERE, Barrier.QUOTA, "限额 2 件"),
        (replace(TERM, unrenewed=date(2026, 4, 1)), HERE, Barrier.UNRENEWED, "2026-04-01 到期未更新"),
        (replace(TERM, lapsed="资质文件“执照”已于 2026-04-01 到期"), HERE, Barrier.PAPERS, "“执照”"),
        (replace(TERM, staffed=False), HERE, Barrier.ABSENT, "无人在岗"),
        (replace(TERM, suspended=True, suspended_reason="资质到期"), HERE, Barrier.SUSPENDED, "资质到期"),
        (replace(TERM, suspended=True, suspended_reason="资质到期", open_tasks=9), "广州市天河区", Barrier.SUSPENDED, "资质到期"),
    ],
)
def test_every_exclusion_has_its_barrier_and_reason(standing: Standing, place: str, barrier: Barrier | None, words: str) -> None:
    found = exclusion(standing, "custody", DAY, place=place)
    assert (found.barrier if found else None) is barrier
    assert words in (found.reason if found else "")


@pytest.mark.parametrize(
    ("region", "place", "held"),
    [
        ("", "哈尔滨市道里区", True),
        ("广州市", "广州市南沙区海语湾路18号", True),
        ("广东省广州市", "广州市南沙区海语湾路18号", True),
        ("广州市南沙区", "广东省广州市南沙区海语湾路18号", True),
        ("南沙区", "广州市南沙区海语湾路18号", True),
        ("广州市番禺区、广州市南沙区", "广州市南沙区海语湾路18号", True),
        ("广州市南沙区", "广州市天河区", False),
        ("广州市南沙区", "佛山市南海区桂城", False),
        ("广州市南沙区", "同上一号厂房", True),
        ("佛山市", "广州市南沙区佛山市路", False),
    ],
)
def test_a_region_holds_what_lies_in_it(region: str, place: str, held: bool) -> None:
    assert covers(region, place) is held


def test_nobody_at_work_means_everybody_away_that_very_day() -> None:
    away = [Absence("a", RosterKind.ABSENCE, DAY, DAY), Absence("b", RosterKind.DUTY, DAY, DAY)]
    assert is_staffed(["a", "b"], away, DAY)
    assert not is_staffed(["a"], away, DAY)
    assert is_staffed(["a"], away, DAY + timedelta(days=1))
    assert is_staffed([], [], DAY)


def turn(agency_id: str, given: datetime | None, score: int = 900, open_tasks: int = 0) -> Turn:
    return Turn(agency_id, given, score, open_tasks)


def test_rotation_asks_who_waited_longest_and_score_breaks_ties_by_rotation() -> None:
    turns = [turn("a", NOW), turn("b", None, 850), turn("c", NOW - timedelta(days=3)), turn("d", None, 950, 2)]
    assert [each.agency_id for each in by_rotation(turns)] == ["b", "d", "c", "a"]
    assert [each.agency_id for each in by_score(turns)] == ["d", "c", "a", "b"]
    assert (place_of("c", by_rotation(turns)), place_of("x", by_rotation(turns))) == (3, None)


def test_nobody_left_is_told_in_numbers() -> None:
    barriers = [Barrier.NEAR] * 3 + [Barrier.SUSPENDED, Barrier.QUOTA]
    Random(1).shuffle(barriers)
    assert count_barriers(barriers) == "3 家回避，1 家暂停，1 家额度用完"


def deed(kind: DeedKind, subject: str, days_ago: float = 1, *, days_late: int = 0, struck: bool = False, excused: bool = False) -> Deed:
    return Deed(f"{kind}-{subject}-{days_ago}", kind, subject, NOW - timedelta(days=days_ago), days_late, struck, excused)


D = DeedKind


@pytest.mark.parametrize(
    ("deeds", "tenths"),
    [
        ([], 900),
        ([deed(D.GIVEN, "t")], 900),
        ([deed(D.RETURNED, "t")], 900),
        ([deed(D.ON_TIME, "t"), deed(D.ACCEPTED, "t")], 917),
        ([deed(D.LATE, "t", days_late=1)], 883),
        ([deed(D.LATE, "t", days_late=3)], 867),
        ([deed(D.LATE, "t", days_late=90)], 850),
        ([deed(D.LATE, "t", 3, days_late=9), deed(D.LATE, "t", 2, days_late=1)], 883),
        ([deed(D.RETURNED, "t", n) for n in range(1, 6)] + [deed(D.ON_TIME, "t", 9)], 867),
        ([deed(D.COMPLAINT, "")], 867),
        ([deed(D.WRONG_FIGURE, "t", 1), deed(D.ACCEPTED, "t", 2)], 850),
        ([deed(D.WRONG_FIGURE, "t", n) for n in range(1, 5)], 750),
        ([deed(D.DECLINED, "t")], 883),
        ([deed(D.DECLINED, "t", excused=True)], 900),
        ([deed(D.COMPLAINT, "", struck=True)], 900),
        ([deed(D.COMPLAINT, "", 365)], 900),
        ([deed(D.COMPLAINT, "", 364.9)], 867),
        ([deed(D.ON_TIME, f"t{n}") for n in range(20)], 980),
    ],
)
def test_the_score_follows_from_the_deeds(deeds: list[Deed], tenths: int) -> None:
    assert score_of(deeds, NOW).tenths == tenths


DEEDS = st.lists(
    st.builds(
        Deed,
        id=st.uuids().map(str),
        kind=st.sampled_from(list(DeedKind)),
        subject=st.sampled_from(["", "a", "b", "c"]),
        at=st.integers(0, 500).map(lambda days: NOW - timedelta(days=days)),
        days_late=st.integers(0, 60),
        struck=st.booleans(),
        excused=st.booleans(),
    ),
    max_size=12,
)


@settings(deadline=None)
@given(DEEDS, st.randoms(use_true_random=False))
def test_a_score_is_recomputable_whatever_the_order_and_stays_between_0_and_100(deeds: list[Deed], rng: Random) -> None:
    shuffled = list(deeds)
    rng.shuffle(shuffled)
    score = score_of(deeds, NOW)
    assert score_of(shuffled, NOW) == score
    assert score_of([each for each in deeds if not each.struck and each.at > NOW - WINDOW], NOW) == score
    assert 0 <= score.tenths <= 1000
    assert score.words == f"{score.tenths / 10:.1f}"
    assert score.tasks or score.tenths == START


def test_the_kinds_that_an_agency_is_engaged_for_are_those_of_tasks() -> None:
    assert {code: kind.title for code, kind in all_kinds().items()} == {code: word for code, word in TASK_KIND_NAMES.items() if code in all_kinds()}
    assert set(all_kinds()) <= set(TASK_KIND_NAMES)


@pytest.mark.parametrize(
    ("read", "typed", "plain"),
    [
        (plain_number, "440100 19950316 0195", "440100199503160195"),
        (plain_number, "４４０１００１９９５０３１６０１９５", "440100199503160195"),
        (plain_number, "44010019871225031x", "44010019871225031X"),
        (plain_number, "440100950316019", "440100199503160195"),
        (plain_phone, "+86 199-0000-0088", "19900000088"),
        (plain_phone, "１９９ ００００ ００８８", "19900000088"),
        (plain_phone, "020-80000100", "02080000100"),
        (plain_name, "欧阳 启明", "欧阳启明"),
        (plain_name, "阿卜杜·拉 ", "阿卜杜拉"),
        (plain_address, "广东省广州市南沙区海语湾花园3幢1204室", "广州市南沙区海语湾花园3栋1204"),
        (plain_address, "广州市 南沙区海语湾花园３号楼1204房", "广州市南沙区海语湾花园3栋1204"),
        (plain_address, "广州市南沙区海语湾花园03座-1204", "广州市南沙区海语湾花园3栋1204"),
        (plain_address, "广州市南沙区", ""),
        (plain_number, "", ""),
    ],
)
def test_what_is_typed_differently_compares_as_one(read: object, typed: str, plain: str) -> None:
    assert callable(read)
    assert read(typed) == plain


OURS = Marks(name="卢小航", identity="i1", phone="p1", address="a1", account="k1")
THEIRS = Marks(name="方屿宁", identity="i2", phone="p2", address="a2", account="k2")


@pytest.mark.parametrize(
    ("subject", "relation", "by", "gate"),
    [
        (replace(THEIRS, identity="i1"), Relation.SIBLING, MatchBy.IDENTITY, Gate.BLOCKED),
        (replace(THEIRS, identity="i1"), Relation.SELF, MatchBy.IDENTITY, Gate.BLOCKED),
        (replace(THEIRS, identity="i1"), Relation.OTHER, MatchBy.IDENTITY, Gate.MANUAL),
        (replace(THEIRS, account="k1"), Relation.SPOUSE, MatchBy.ACCOUNT, Gate.BLOCKED),
        (replace(THEIRS, phone="p1"), Relation.SIBLING, MatchBy.PHONE, Gate.MANUAL),
        (replace(THEIRS, name="卢小航", identity="", phone="p1"), Relation.SIBLING, MatchBy.PHONE, Gate.BLOCKED),
        (replace(THEIRS, name="卢小航", phone="p1"), Relation.SIBLING, MatchBy.PHONE, Gate.MANUAL),
        (replace(THEIRS, address="a1"), Relation.SIBLING, MatchBy.ADDRESS, Gate.MANUAL),
        (replace(THEIRS, name="卢小航", identity=""), Relation.SIBLING, MatchBy.NAME, Gate.MANUAL),
        (replace(THEIRS, name="卢小航"), Relation.SIBLING, None, Gate.CLEAR),
        (THEIRS, Relation.SIBLING, None, Gate.CLEAR),
        (Marks(name="方屿宁"), Relation.SELF, None, Gate.CLEAR),
    ],
)
def test_a_match_blocks_goes_to_a_person_or_is_none(subject: Marks, relation: Relation, by: MatchBy | None, gate: Gate) -> None:
    for side in Side:
        verdict = judge(OURS, subject, side, relation)
        assert (verdict.by if verdict else None) is by
        assert gravest([verdict.gate] if verdict else []) is gate


def test_a_declaration_stands_through_its_last_day_and_is_told_of_a_month_before() -> None:
    assert [is_due(day, DAY) for day in (None, DAY - timedelta(days=1), DAY)] == [True, True, False]
    assert [is_near_due(DAY + timedelta(days=n), DAY) for n in (30, 31)] == [True, False]
