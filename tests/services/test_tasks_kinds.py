"""Every kind of task passes one suite: law, form round trip, hand-back with nothing missing, each lack named, evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domains.agencies.task_kinds import TASK_KIND_NAMES
from app.domains.agencies.types import AgencyKind
from app.domains.tasks.answers import merge, read_json, read_posted, readable
from app.domains.tasks.checking import faults_of, shot_counts, warnings_of
from app.domains.tasks.fields import PANEL_RECORD_NO, PLAN_DIGEST, Field, FileFact, Kind, PhotoFact, Sees, Situation, Type
from app.domains.tasks.hand_back_block import DECLARED_ON
from app.domains.tasks.kinds import COURT_ONLY, all_kinds, get_kind
from app.domains.tasks.support_law import ALWAYS
from app.domains.tasks.types import PhotoBadge
from app.domains.tasks.warned import REASONS, reason_rows, without_blank
from app.kernel.errors import Invalid, NotAllowed
from app.kernel.ids import canonical
from app.law.subjects import AssetKind
from app.law.viewing import ADVICE
from tests.factories.tasks import plain_answers

KINDS = list(all_kinds().values())
NOW = datetime(2026, 4, 2, 6, 0, tzinfo=UTC)
TODAY = date(2026, 4, 2)
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)


def whole(kind: Kind) -> dict[str, object]:
    answers = plain_answers(kind, "2026-04-02T10:00", "2026-04-02T12:00")
    return merge(kind, {}, read_json(kind, answers), open_fields=None, today=TODAY.isoformat())


def asked(kind: Kind) -> list[Field]:
    """What the agency is asked."""
    return [field for field in kind.fields if field.sees is not Sees.COURT]


def situation(kind: Kind, form: dict[str, object], badge: PhotoBadge = PhotoBadge.PLACE_AGREES) -> Situation:
    wanted = [count.shot.code for count in shot_counts(kind, form, Situation(NOW, TODAY)) for _ in range(count.wanted)]
    wanted += ["other"] * max(0, kind.least_photos - len(wanted))
    files = tuple(FileFact(each.sort, float(each.seconds)) for each in kind.files for _ in range(each.least))
    files += (FileFact("signature", who="卢小帆"),) * kind.on_site
    return Situation(NOW, TODAY, photos=tuple(PhotoFact(shot, badge, f"{no:064d}") for no, shot in enumerate(wanted)), files=files)


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
    wanted = [count.shot for count in shot_counts(kind, form, Situation(NOW, TODAY)) if count.wanted]
    assert all(shot.title in named for shot in wanted)
    assert all(each.title in named for each in kind.files if each.when is None)


@every_kind
def test_the_form_survives_the_phone_and_the_draft(kind: Kind) -> None:
    form = whole(kind)
    posted: dict[str, list[str]] = {"on_page": [field.name for field in kind.fields]}
    for field in asked(kind):
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
    assert kind.due_rule
    assert kind.feeds
    assert set(ALWAYS) <= set(kind.law.never)
    assert len(kind.law.never) > len(ALWAYS), "its own limits stand first"


@every_kind
def test_findings_can_be_kept_as_json(kind: Kind) -> None:
    assert canonical(dict(kind.findings(whole(kind))))


@every_kind
def test_photos_without_place_need_a_word(kind: Kind) -> None:
    if kind.least_photos:
        form = {**whole(kind), "photo_note": ""}
        doubtful = situation(kind, form, PhotoBadge.NO_PLACE)
        assert "photo_note" in {fault.field for fault in faults_of(kind, form, doubtful)}


@every_kind
def test_a_field_on_condition_is_wanted_when_its_condition_holds_and_only_then(kind: Kind) -> None:
    form = whole(kind)
    for field in kind.fields:
        if field.when is not None:
            other = next(each for each in kind.by_name[field.when.field].choices if each not in field.when.values)
            for value, wanted in ((field.when.values[0], True), (other, False)):
                lacking = {**form, field.when.field: value, field.name: None}
                named = [fault for fault in faults_of(kind, lacking, situation(kind, lacking)) if fault.field == field.name and fault.words.startswith("必填")]
                assert bool(named) is wanted, (field.name, value)


@every_kind
def test_a_condition_names_a_field_of_the_kind_and_its_choices(kind: Kind) -> None:
    whens = [each.when for each in (*kind.fields, *kind.shots, *kind.files) if each.when is not None]
    for when in whens:
        assert set(when.values) <= set(kind.by_name[when.field].choices)
    assert all(shot.per in kind.by_name for shot in kind.shots if shot.per)


@every_kind
def test_personal_numbers_are_refused_in_every_free_text_and_cell(kind: Kind) -> None:
    form = whole(kind)
    for field in asked(kind):
        if field.type in (Type.TEXT, Type.LONG) and not field.holds_number:
            spoiled = {**form, field.name: f"{form[field.name]}，电话 13800001234"}
            assert any(fault.field == field.name and "手机号" in fault.words for fault in faults_of(kind, spoiled, situation(kind, spoiled))), field.name
        rows = form.get(field.name)
        for column in field.columns:
            if column.type is Type.TEXT and not column.holds_number and isinstance(rows, list) and rows and not column.choices:
                spoiled = {**form, field.name: [{**rows[0], column.name: "电话 13800001234"}, *rows[1:]]}
                assert any(fault.field == field.name and "手机号" in fault.words for fault in faults_of(kind, spoiled, situation(kind, spoiled)))


@every_kind
def test_an_unknown_answer_needs_its_own_row_of_reason_and_steps(kind: Kind) -> None:
    form = whole(kind)
    for field in (each for each in kind.fields if each.unknown):
        unknown = read_posted(kind, {"on_page": [field.name], f"{field.name}-unknown": ["1"]})
        bare = {**form, **unknown, "unknowns": [{"field": "别的事项", "unknown_reason": "无", "steps_taken": "无"}]}
        assert "unknowns" in {fault.field for fault in faults_of(kind, bare, situation(kind, bare))}
        told = {**bare, "unknowns": [{"field": field.title, "unknown_reason": "无法通电", "steps_taken": "查年检记录"}]}
        assert not [fault for fault in faults_of(kind, told, situation(kind, told)) if fault.field in ("unknowns", field.name)]


@every_kind
def test_whoever_goes_there_tells_where(kind: Kind) -> None:
    def named(place: str, reason: str = "") -> set[str]:
        form = {**whole(kind), "place_evidence": place, "place_reason": reason}
        there = replace(situation(kind, form), place=(113.5412, 22.7931))
        return {fault.field for fault in faults_of(kind, form, there)}

    assert bool(named("")) is kind.on_site
    assert not named("113.5412,22.7931,12")
    assert bool(named("113.5412,22.7931,120")) is kind.on_site
    assert bool(named("113.6412,22.7931,12")) is kind.on_site
    assert not named("", "院内无信号，已拍门牌")


@every_kind
def test_the_worker_of_the_mandate_was_there(kind: Kind) -> None:
    form = whole(kind)
    here = replace(situation(kind, form), worker="卢小帆")
    assert "people_present" in {fault.field for fault in faults_of(kind, form, here)}
    present = {**form, "people_present": [{"name": "卢小帆", "standing": "机构人员", "signed": "已签名"}]}
    assert faults_of(kind, present, here) == ()


@every_kind
def test_contacts_fade_and_what_the_court_fills_in_is_never_read_from_the_agency(kind: Kind) -> None:
    form = whole(kind)
    assert not {field.name for field in kind.fields if field.fades} & set(readable(kind, form, sealed_too=True, faded=True))
    posted = {"on_page": [field.name for field in kind.fields], **{field.name: ["1"] for field in kind.court_fields}}
    assert not {field.name for field in kind.court_fields} & (set(read_posted(kind, posted)) | set(form))


KIND_CHECKS = (
    (
        "appraisal_support",
        {
            "material_pack": [{"covers": "财产名称", "name": "委托书", "copies": "1", "pages": "2", "received_by": "甲"}],
            "gaps": [{"what": "规格数量清单", "steps": "已向被执行人调取"}],
        },
        "material_pack",
        "没有移交：物理特征、目的要求",
    ),
    ("appraisal_support", {"site_visit_at": "2026-04-02T10:00"}, "parties_notified", "晚于勘验"),
    ("appraisal_support", {"party_absent": "未到场", "witness_name": ""}, "witness_name", "必填"),
    ("appraisal_support", {"visit_result": "部分", "gaps": []}, "gaps", "缺失材料"),
    ("appraisal_support", {"report_in": "已收到"}, "photos", "评估报告"),
    ("inquiry_support", {"orders": [{"to": "甲", "sent_at": "2026-04-02T09:00"}, {"to": "乙", "sent_at": "2026-04-02T09:30"}]}, "orders", "10 分钟"),
    ("drafting", {"draft_text": "标的物位于一层，起拍价另行公告，图纸见附件。"}, "draft_text", "起拍价"),
    ("drafting", {"draft_text": "标的物位于一层东侧，共四十六台套。\n存放整齐，已贴封条。"}, "source_fields", "每段都要有来源"),
    ("service_help", {"result": "成年家属签收", "relation": "本人"}, "relation", "同住成年家属"),
    ("service_help", {"propose_notice": "是"}, "attempts", "公告送达"),
    ("service_help", {"result": "拒收留置", "refusal_witness": []}, "refusal_witness", "第89条"),
    ("listing_prep", {"is_house": "是"}, "photo_order", "12 张"),
    ("listing_prep", {"content_checklist": ["标的物说明"]}, "content_checklist", "公告内容"),
    ("custody", {"keeper_kind": "第三人", "keeper_use": "他人使用"}, "keeper_use", "第11条"),
    (
        "sample_sealing",
        {"seal_breaks": [{"no": "1", "at": "2026-04-02T10:00", "why": "看样", "present": "甲", "present_kind": "其他", "reseal": "2"}]},
        "seal_breaks",
        "停止办理",
    ),
    (
        "consultation",
        {"questions": [{"asked_at": "2026-04-02T10:00", "channel": "电话", "question": "值不值", "answer": "低于市场价", "source": "公告"}]},
        "questions",
        "公示材料",
    ),
    ("viewing", {"seal_opened": "已启封并复封", "reseal_no": ""}, "reseal_no", "必填"),
    ("promotion", {"same_as_approved": "不一致"}, "same_as_approved", "撤下"),
    ("transfer_support", {"route": [{"office": "登记中心", "matter": "转移登记", "state": "退件"}]}, "route", "窗口理由"),
    ("vacating_support", {"visit_kind": "强制日", "notice_expired": "未期满"}, "notice_expired", "第261条"),
    ("notary_witness", {"notary_names": [{"name": "甲", "no": "", "present": "未到场"}]}, "notary_names", "本人到场"),
    ("clue_verification", {"finished_in_days": "5", "urgency": "紧急", "agency_note": ""}, "agency_note", "超过 3 日"),
    ("survey_land", {"buildings_on_land": [{"name": "仓库", "registered": "未登记"}], "defects": []}, "defects", "未登记"),
    ("survey_ship", {"certificates": [{"name": "检验证书", "valid_until": "2026-01-01", "state": "有效"}]}, "certificates", "有效期"),
    ("survey_equity", {"statements": [{"year": "2025", "assets": "1", "debts": "1"}], "unknowns": []}, "statements", "不足两年"),
)


@pytest.mark.parametrize(("code", "changes", "name", "words"), KIND_CHECKS, ids=[f"{code}:{words}" for code, _, _, words in KIND_CHECKS])
def test_each_kind_has_its_own_checks(code: str, changes: dict[str, object], name: str, words: str) -> None:
    kind = get_kind(code)
    form = {**whole(kind), **changes}
    there = replace(situation(kind, form), files=())
    assert words in " ".join(fault.words for fault in faults_of(kind, form, there) if fault.field == name)


def test_two_slots_of_viewing_are_advised_in_the_form_and_one_is_no_fault() -> None:
    kind = get_kind("viewing")
    form = {**whole(kind), "open_slots": [{"on": "2026-04-08", "hours": "14:00-15:00"}]}
    assert (kind.by_name["open_slots"].hint, faults_of(kind, form, situation(kind, form))) == (ADVICE, ())


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
    ("obstruction", "拒绝进入", "必填"),
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


SEIZED = [{"rank": "1", "court": "广州市南沙区人民法院", "case_number": "（2026）粤0115执1422号", "term": "2024-06-01 至 2026-05-31"}]
WARNINGS = (
    ("survey_vehicle", {"vin": "LSVRA3B26NN048217"}, "vin", "校验位"),
    ("survey_real_estate", {"cert_area": "100", "measured_area": "96", "area_note": ""}, "area_note", "超过 3%"),
    ("survey_land", {"seizure_list": SEIZED}, "seizure_list", "可能届满"),
)


@pytest.mark.parametrize(("code", "changes", "name", "words"), WARNINGS, ids=[f"{code}:{words}" for code, _, _, words in WARNINGS])
def test_a_warning_refuses_until_its_own_reason_is_given(code: str, changes: dict[str, object], name: str, words: str) -> None:
    kind = get_kind(code)
    form = {**whole(kind), **changes, REASONS: []}
    there = situation(kind, form)
    (fault,) = faults_of(kind, form, there)
    assert (fault.field, fault.warning) == (name, True)
    assert words in fault.words
    assert "提醒的理由" in fault.words
    (row,) = reason_rows(kind, form, warnings_of(kind, form, there))
    assert faults_of(kind, {**form, REASONS: [row]}, there) == (fault,), "a row without a reason is none"
    assert without_blank({REASONS: [row]}) == {REASONS: []}
    assert faults_of(kind, {**form, REASONS: [{**row, "reason": "已核对，确实如此"}]}, there) == ()
    assert faults_of(kind, {**form, REASONS: [{"about": "别的事项", "reason": "已核对"}]}, there) == (fault,)


@every_kind
def test_blurred_photos_are_a_warning(kind: Kind) -> None:
    form = {**whole(kind), REASONS: []}
    seen = situation(kind, form)
    blurred = replace(seen, photos=tuple(replace(photo, blurred=True) for photo in seen.photos))
    assert [(fault.field, fault.warning) for fault in faults_of(kind, form, blurred)] == [("photos", True)] * bool(seen.photos)


@every_kind
def test_the_worker_signs_what_was_found_on_site_unless_nobody_answered(kind: Kind) -> None:
    form = {**whole(kind), "people_present": [{"name": "卢小帆", "standing": "机构人员", "signed": "已签名"}]}
    there = replace(situation(kind, form), worker="卢小帆")
    others = replace(there, files=tuple(replace(file, who="邓永祥") for file in there.files))
    assert faults_of(kind, form, there) == ()
    assert [fault.field for fault in faults_of(kind, form, others)] == ["people_present"] * kind.on_site
    nobody = {**form, "obstruction": "无人应答", "obstruction_note": "敲门三次无人应答", "officer_called_at": "2026-04-02T10:20"}
    assert not [fault for fault in faults_of(kind, nobody, others) if "签名" in fault.words]


def test_a_listing_is_entered_from_the_frozen_plan_that_its_header_names() -> None:
    kind = get_kind("listing_prep")
    form = {**whole(kind), "plan_digest": "AB" * 32, "panel_record_no": "（2026）粤0115执1422号合议1"}
    there = replace(situation(kind, form), plan={PLAN_DIGEST: "ab" * 32, PANEL_RECORD_NO: "（2026）粤0115执1422号合议1"})
    assert faults_of(kind, form, there) == ()
    other = replace(there, plan={PLAN_DIGEST: "cd" * 32, PANEL_RECORD_NO: "合议2"})
    assert {fault.field for fault in faults_of(kind, form, other)} == {"plan_digest", "panel_record_no"}
