"""Every kind of task passes one suite: law, form round trip, hand-back with nothing missing, each lack named, evidence."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from app.domains.agencies.task_kinds import TASK_KIND_NAMES
from app.domains.agencies.types import AgencyKind
from app.domains.tasks.answers import merge, read_json, read_posted, readable
from app.domains.tasks.checking import faults_of, shot_counts
from app.domains.tasks.fields import Kind, PhotoFact, Sees, Situation, Type
from app.domains.tasks.hand_back_block import DECLARED_ON
from app.domains.tasks.kinds import COURT_ONLY, all_kinds, get_kind
from app.domains.tasks.types import PhotoBadge
from app.kernel.errors import Invalid, NotAllowed
from app.kernel.ids import canonical
from app.law.subjects import AssetKind
from tests.factories.tasks import plain_answers

KINDS = list(all_kinds().values())
NOW = datetime(2026, 4, 2, 6, 0, tzinfo=UTC)
TODAY = date(2026, 4, 2)
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)


def whole(kind: Kind) -> dict[str, object]:
    answers = plain_answers(kind, "2026-04-02T10:00", "2026-04-02T12:00")
    return merge(kind, {}, read_json(kind, answers), open_fields=None, today=TODAY.isoformat())


def situation(kind: Kind, form: dict[str, object], badge: PhotoBadge = PhotoBadge.PLACE_AGREES) -> Situation:
    wanted = [count.shot.code for count in shot_counts(kind, form, Situation(NOW, TODAY)) for _ in range(count.wanted)]
    wanted += ["other"] * max(0, kind.least_photos - len(wanted))
    return Situation(NOW, TODAY, photos=tuple(PhotoFact(shot, badge, f"{no:064d}") for no, shot in enumerate(wanted)))


@every_kind
def test_a_whole_form_with_its_photos_can_be_handed_back(kind: Kind) -> None:
    form = whole(kind)
    assert faults_of(kind, form, situation(kind, form)) == ()


@every_kind
def test_each_required_field_left_empty_is_named(kind: Kind) -> None:
    form = whole(kind)
    photos = situation(kind, form)
    for field in kind.fields:
        if field.required:
            faults = faults_of(kind, {**form, field.name: None}, photos)
            assert field.name in {fault.field for fault in faults}, field.name


@every_kind
def test_each_missing_photo_is_named(kind: Kind) -> None:
    form = whole(kind)
    bare = faults_of(kind, form, Situation(NOW, TODAY))
    named = " ".join(fault.words for fault in bare if fault.field == "photos")
    assert all(shot.title in named for shot in kind.shots if shot.least)


@every_kind
def test_the_form_survives_the_phone_and_the_draft(kind: Kind) -> None:
    form = whole(kind)
    posted: dict[str, list[str]] = {"on_page": [field.name for field in kind.fields]}
    for field in kind.fields:
        value = form[field.name]
        if field.type is Type.LIST and isinstance(value, list):
            posted[f"{field.name}-rows"] = [str(len(value) + 2)]
            posted |= {f"{field.name}-{no}-{name}": [cell] for no, row in enumerate(value) for name, cell in row.items()}
            posted |= {f"{field.name}-none": ["1"]} if not value else {}
        elif field.type is Type.ENUMS and isinstance(value, list):
            posted[field.name] = value
        else:
            posted[field.name] = ["1"] if value is True else [str(value)]
    again = merge(kind, {}, read_posted(kind, posted), open_fields=None, today=TODAY.isoformat())
    assert canonical(again) == canonical(form)


@every_kind
def test_a_declaration_of_another_day_does_not_count(kind: Kind) -> None:
    form = {**whole(kind), DECLARED_ON: "2026-04-01"}
    assert "interest_declared" in {fault.field for fault in faults_of(kind, form, situation(kind, form))}


@every_kind
def test_sealed_answers_are_not_readable(kind: Kind) -> None:
    shown = readable(kind, whole(kind), sealed_too=False)
    assert not {field.name for field in kind.fields if field.sees in (Sees.SEALED, Sees.COURT)} & set(shown)
    for field in kind.fields:
        for column in field.columns:
            if column.sees is Sees.SEALED and field.name in shown:
                assert all(column.name not in row for row in shown[field.name])


@every_kind
def test_law_asset_classes_and_name_are_told(kind: Kind) -> None:
    assert "号" in kind.law.citation or "法" in kind.law.citation
    assert kind.title == TASK_KIND_NAMES[kind.code]
    assert set(kind.asset_classes) <= set(AssetKind)
    assert set(kind.law.agency_kinds) <= set(AgencyKind)
    assert kind.days > 0


@every_kind
def test_findings_can_be_kept_as_json(kind: Kind) -> None:
    assert canonical(dict(kind.findings(whole(kind))))


@every_kind
def test_photos_without_place_need_a_word(kind: Kind) -> None:
    if kind.least_photos:
        form = {**whole(kind), "photo_note": ""}
        doubtful = situation(kind, form, PhotoBadge.NO_PLACE)
        assert "photo_note" in {fault.field for fault in faults_of(kind, form, doubtful)}


def test_agencies_can_be_engaged_for_every_kind_and_no_other() -> None:
    assert set(TASK_KIND_NAMES) == set(all_kinds())


@pytest.mark.parametrize("code", list(COURT_ONLY))
def test_the_courts_own_duties_are_refused_by_name(code: str) -> None:
    with pytest.raises(NotAllowed, match=COURT_ONLY[code].split("（")[0]):
        get_kind(code)


def test_an_unknown_kind_is_invalid() -> None:
    with pytest.raises(Invalid):
        get_kind("survey_moon")


WRONG = (
    ("storage_fee", "一千", "应为金额"),
    ("run_state", "开得动", "从列表中选"),
    ("narrative", "太短", "应不少于 60 字"),
    ("narrative", "现场设备共四十六台套，" * 8 + "占有不明。", "占有不明"),
    ("narrative", "现场设备共四十六台套，" * 8 + "低于市场价。", "不写价格"),
    ("narrative", "现场设备共四十六台套，" * 8 + "看管人电话 13800001234。", "手机号"),
    ("storage_place", "不详", "不能只写"),
    ("ended_at", "2026-04-02T09:00", "晚于开始时间"),
    ("ended_at", "2026-04-03T09:00", "不能晚于现在"),
    ("items", [{"name": "包装机", "model": "", "count": "一", "unit": "台", "state": "完好"}], "第 1 行缺 型号"),
    ("items", [{"name": "包装机", "model": "A", "count": "一", "unit": "台", "state": "完好"}], "第 1 行数量应为整数"),
    ("seal_marks", [{"mark": "1", "item": "甲"}, {"mark": "1", "item": "乙"}], "封条号重复"),
    ("obstruction", "拒绝进入", "写明经过"),
    ("party_absent", "未到场", "见证人"),
)


@pytest.mark.parametrize(("name", "value", "words"), WRONG, ids=[f"{name}:{words}" for name, _, words in WRONG])
def test_what_is_wrong_with_a_survey_of_machines_is_told_at_its_field(name: str, value: object, words: str) -> None:
    kind = get_kind("survey_equipment")
    form = {**whole(kind), "obstruction_note": "", "witness": [], name: value}
    assert words in " ".join(fault.words for fault in faults_of(kind, form, situation(kind, form)))


def test_an_unknown_mileage_stands_only_with_reason_and_steps() -> None:
    kind = get_kind("survey_vehicle")
    form = {**whole(kind), "mileage_km": "未查明", "unknowns": []}
    assert "unknowns" in {fault.field for fault in faults_of(kind, form, situation(kind, form))}
    told = {**form, "unknowns": [{"field": "行驶里程", "unknown_reason": "无法通电", "steps_taken": "查年检记录"}]}
    assert faults_of(kind, told, situation(kind, told)) == ()
