"""Vacating and handing over: the president's order, the record's text, signatures bound to it, and the end of the thread."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domains.approvals.tables import Approval
from app.domains.assets.queries import house_asset
from app.domains.audit.tables import TrailRow
from app.domains.closings.service import checklist
from app.domains.deadlines.tables import Deadline
from app.domains.documents.tables import Document
from app.domains.handovers import refusing, service
from app.domains.handovers.comparing import published_of, read_comparison, rows_of
from app.domains.handovers.queries import house_handover, list_signatures, list_steps
from app.domains.handovers.service import Posting, Signed
from app.domains.handovers.tables import Handover
from app.infra.house import House
from app.infra.signing import check_code, picture_of, typed_signature
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from tests.factories.courts import Bench, found_bench
from tests.factories.handovers import BUYER, RECORD, drawn, make_handover

IMAGE = "f" * 64
PHOTO = {"digest": "a" * 64, "shown": "b" * 64, "name": "a.jpg", "taken_at": None, "width": 1600, "height": 1200}


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def thread(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return make_handover(w, bench).id


def seen(house: House, thread: str) -> Handover:
    with house.reading() as r:
        return house_handover(r, thread)


def vacated(house: House, bench: Bench, thread: str) -> None:
    with house.work(bench["clerk"]) as w:
        service.note_vacated(w, thread, w.today)


def saved(house: House, bench: Bench, thread: str, **changes: str) -> str:
    with house.work(bench["clerk"]) as w:
        return service.save_record(w, thread, RECORD | changes).record_digest or ""


def sign(house: House, bench: Bench, thread: str, digest: str, capacity: str) -> None:
    with house.work(bench["clerk"]) as w:
        service.sign(w, thread, Signed(BUYER if capacity == "buyer" else "温若琳", capacity, digest, IMAGE))


def live(house: House, thread: str) -> list[str]:
    with house.reading() as r:
        return [each.capacity for each in list_signatures(r, thread, live_only=True)]


def test_the_order_is_signed_by_the_president_before_it_is_posted(house: House, bench: Bench, thread: str) -> None:
    with house.work(bench["clerk"]) as w:
        service.ask_notice(w, thread, w.today + timedelta(days=10))
    with house.reading() as r:
        asked = r.session.scalars(for_house(select(Approval).where(Approval.subject_id == thread))).one()
    assert (asked.kind, asked.digest) == ("vacating_notice", service.notice_digest(seen(house, thread)))
    with pytest.raises(NotNow, match="院长"), house.work(bench["clerk"]) as w:
        service.post_notice(w, thread, Posting(w.today, "雷振屿、温若琳", "门前、本院公告栏"), [PHOTO])
    with house.work(bench["president"]) as w:
        service.sign_notice(w, thread, asked.digest)
    with pytest.raises(Invalid, match="照片"), house.work(bench["clerk"]) as w:
        service.post_notice(w, thread, Posting(w.today, "雷振屿、温若琳", "门前、本院公告栏"), [])
    with house.work(bench["clerk"]) as w:
        posted = service.post_notice(w, thread, Posting(w.today, "雷振屿、温若琳", "门前、本院公告栏"), [PHOTO])
    assert (posted.status, posted.leave_by_on) == ("notice", posted.notice_posted_on + timedelta(days=10))
    with house.reading() as r:
        clock = r.session.scalars(for_house(select(Deadline).where(Deadline.code == "vacate"))).one()
        assert [(each.kind, each.evidence) for each in list_steps(r, thread)] == [("notice", [PHOTO])]
    assert clock.due_on == posted.leave_by_on


def test_the_president_signs_exactly_what_was_asked(house: House, bench: Bench, thread: str) -> None:
    with house.work(bench["clerk"]) as w:
        first = service.notice_digest(service.ask_notice(w, thread, w.today + timedelta(days=10)))
    with house.work(bench["clerk"]) as w:
        service.ask_notice(w, thread, w.today + timedelta(days=15))
    with pytest.raises(Conflict), house.work(bench["president"]) as w:
        service.sign_notice(w, thread, first)


def test_the_day_tracked_is_the_day_printed_and_an_order_that_ran_out_is_signed_anew(house: House, bench: Bench, thread: str, clock: ManualClock) -> None:
    with house.work(bench["clerk"]) as w:
        service.ask_notice(w, thread, w.today + timedelta(days=3))
    with house.work(bench["president"]) as w:
        service.sign_notice(w, thread, service.notice_digest(seen(house, thread)))
    with house.reading() as r:
        paper = r.session.scalars(for_house(select(Document).where(Document.code == "vacating_notice"))).one()
    assert str(paper.facts["vacate_by_at"]).startswith(str(service.ordered_day(seen(house, thread))))
    clock.advance(timedelta(days=3))
    with pytest.raises(NotNow, match="重新提请"), house.work(bench["clerk"]) as w:
        service.post_notice(w, thread, Posting(w.today, "雷振屿、温若琳", "门前、本院公告栏"), [PHOTO])
    with house.work(bench["clerk"]) as w:
        assert service.ask_notice(w, thread, w.today + timedelta(days=9)).notice_signed_on is None
    with pytest.raises(NotNow, match="院长"), house.work(bench["clerk"]) as w:
        service.post_notice(w, thread, Posting(w.today, "雷振屿、温若琳", "门前、本院公告栏"), [PHOTO])


@pytest.mark.parametrize("days", [0, 61, -3])
def test_the_days_to_leave_have_bounds(house: House, bench: Bench, thread: str, days: int) -> None:
    with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
        service.ask_notice(w, thread, w.today + timedelta(days=days))


def test_a_visit_needs_people_and_words(house: House, bench: Bench, thread: str) -> None:
    for wrong in ({"kind": "picnic"}, {"present": " "}, {"body": ""}):
        with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
            service.record_step(w, thread, **({"kind": "visit", "present": "雷振屿", "body": "告知期限"} | wrong))
    with house.work(bench["field"]) as w:
        service.record_step(w, thread, kind="visit", present="雷振屿、见证人", body="告知期限")
    with house.reading() as r:
        assert [step.body for step in list_steps(r, thread)] == ["告知期限"]


def test_every_field_of_the_record_must_be_written(house: House, bench: Bench, thread: str) -> None:
    vacated(house, bench, thread)
    for name in RECORD:
        with pytest.raises(Invalid) as refused, house.work(bench["clerk"]) as w:
            service.save_record(w, thread, RECORD | {name: "  "})
        assert [fault[0] for fault in refused.value.faults] == [name]


@pytest.mark.parametrize("field", RECORD)
def test_a_changed_text_voids_every_signature(house: House, bench: Bench, thread: str, field: str) -> None:
    vacated(house, bench, thread)
    digest = saved(house, bench, thread)
    sign(house, bench, thread, digest, "buyer")
    sign(house, bench, thread, digest, "officer")
    assert saved(house, bench, thread) == digest
    assert sorted(live(house, thread)) == ["buyer", "officer"]
    changed = saved(house, bench, thread, **{field: RECORD[field] + "。"})
    assert changed != digest
    assert live(house, thread) == []
    with pytest.raises(Conflict), house.work(bench["clerk"]) as w:
        service.sign(w, thread, Signed(BUYER, "buyer", digest, IMAGE))
    with pytest.raises(Invalid, match="买受人、执行人员"), house.work(bench["clerk"]) as w:
        service.finish(w, thread)


def test_signing_anew_replaces_and_keeps_the_first(house: House, bench: Bench, thread: str) -> None:
    vacated(house, bench, thread)
    digest = saved(house, bench, thread)
    sign(house, bench, thread, digest, "buyer")
    sign(house, bench, thread, digest, "buyer")
    assert live(house, thread) == ["buyer"]
    with house.reading() as r:
        assert [each.voided_at is None for each in list_signatures(r, thread)] == [False, True]


def test_both_sign_and_it_is_handed_over_with_everything_that_follows(house: House, bench: Bench, thread: str) -> None:
    vacated(house, bench, thread)
    digest = saved(house, bench, thread)
    sign(house, bench, thread, digest, "buyer")
    with pytest.raises(Invalid, match="执行人员"), house.work(bench["clerk"]) as w:
        service.finish(w, thread)
    sign(house, bench, thread, digest, "officer")
    with house.work(bench["clerk"]) as w:
        service.finish(w, thread)
    done = seen(house, thread)
    assert (done.status, done.record_digest) == ("handed_over", digest)
    with house.reading() as r:
        assert house_asset(r, done.asset_id).status == "handed_over"
        assert {each.item for each in checklist(r, done.case_id) if each.done_at} == {"handed_over"}
        assert r.session.scalars(for_house(select(Deadline.state).where(Deadline.code == "hand_over"))).one() == "met"
        assert r.session.scalars(select(TrailRow.digest).where(TrailRow.act == "handover.handed_over")).one() == digest


def test_a_record_of_yesterday_is_not_finished_today(house: House, bench: Bench, thread: str, clock: ManualClock) -> None:
    vacated(house, bench, thread)
    digest = saved(house, bench, thread)
    sign(house, bench, thread, digest, "buyer")
    sign(house, bench, thread, digest, "officer")
    clock.advance(timedelta(days=1))
    with pytest.raises(Conflict, match="移交日期"), house.work(bench["clerk"]) as w:
        service.finish(w, thread)


def test_one_act_does_the_same_as_the_three(house: House, bench: Bench, thread: str) -> None:
    vacated(house, bench, thread)
    with house.work(bench["clerk"]) as w:
        _, digest = service.draft_record(w, house_handover(w, thread), RECORD)
        service.hand_over(w, thread, RECORD, [Signed(BUYER, "buyer", digest, IMAGE), Signed("温若琳", "officer", digest, IMAGE)])
    assert seen(house, thread).status == "handed_over"


def test_a_refusal_is_kept_and_does_not_end_the_thread(house: House, bench: Bench, thread: str) -> None:
    vacated(house, bench, thread)
    with house.work(bench["clerk"]) as w:
        refusing.note_refusal(w, thread, "控制柜缺少两块主板")
    assert seen(house, thread).status == "refused"
    assert saved(house, bench, thread)


def test_nothing_is_signed_before_the_place_is_empty(house: House, bench: Bench, thread: str) -> None:
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        service.save_record(w, thread, RECORD)


def test_another_court_finds_nothing(house: House, bench: Bench, thread: str) -> None:
    with pytest.raises(NotFound), house.work(bench["clerk_b"]) as w:
        service.ask_notice(w, thread, w.today + timedelta(days=7))


@pytest.mark.parametrize(
    "text", ["", "data:image/png;base64,", "data:image/png;base64,@@@@", "data:image/svg+xml;base64,PHN2Zz4=", drawn(strokes=0), drawn(size=(90, 40))]
)
def test_what_is_no_drawn_signature_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        picture_of(text)


def test_a_drawn_signature_is_taken() -> None:
    assert picture_of(drawn()).startswith(b"\x89PNG")


def test_the_typed_way_needs_the_name_and_the_code_of_this_text() -> None:
    digest = "3f" * 32
    assert BUYER in typed_signature(BUYER, digest, BUYER, check_code(digest)).decode()
    for name, code in ((BUYER, check_code("4f" * 32)), ("别人", check_code(digest)), (BUYER, "")):
        with pytest.raises(Invalid):
            typed_signature(BUYER, digest, name, code)


def test_the_fifteen_days_stand_still_for_a_lawful_ground_and_run_on_later_by_as_much(house: House, thread: str, clock: ManualClock, bench: Bench) -> None:
    clock.advance(timedelta(days=1))
    with house.work(bench["clerk"]) as w:
        due_on = house_handover(w, thread).due_on
        with pytest.raises(Invalid, match="依法不能移交"):
            refusing.stop_clock(w, thread, "无")
        refusing.stop_clock(w, thread, "案外人提出执行异议，审查期间不能移交")
        with pytest.raises(NotNow, match="没有在计算"):
            refusing.stop_clock(w, thread, "案外人提出执行异议，审查期间不能移交")
    with house.reading() as r:
        assert r.session.scalars(for_house(select(Deadline.state).where(Deadline.code == "hand_over"))).one() == "suspended"
    clock.advance(timedelta(days=6))
    with house.work(bench["clerk"]) as w:
        refusing.go_on(w, thread)
    with house.reading() as r:
        found = house_handover(r, thread)
        assert found.due_on == (due_on or r.today) + timedelta(days=6)
        running = r.session.scalars(for_house(select(Deadline).where(Deadline.code == "hand_over"))).one()
        assert (running.state, running.due_on) == ("running", found.due_on)


def test_the_judge_answers_a_refusal_and_a_dispute_stops_the_days(house: House, thread: str, clock: ManualClock, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        service.note_vacated(w, thread, w.today)
        refusing.note_refusal(w, thread, "控制柜缺少两块主板", ground="condition")
    with house.work(bench["judge"]) as w:
        with pytest.raises(Invalid) as refused:
            refusing.answer_refusal(w, thread, "mend", "补齐主板后移交")
        assert refused.value.faults == (("again_on", "另定移交日期，不早于今天"),)
        assert refusing.answer_refusal(w, thread, "dispute", "是否属于公示范围须审查").status == "disputed"
        assert refusing.stopped_since(house_handover(w, thread)) == w.today.isoformat()
        with pytest.raises(NotNow):
            service.save_record(w, thread, RECORD)
    clock.advance(timedelta(days=3))
    with house.work(bench["judge"]) as w:
        again = refusing.answer_refusal(w, thread, "mend", "补齐主板后移交", w.today + timedelta(days=2))
        assert (again.status, refusing.stopped_since(again)) == ("ready", "")


def test_published_facts_stand_beside_what_was_found_and_go_into_the_signed_text(house: House, thread: str, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        service.note_vacated(w, thread, w.today)
        published = published_of(house_asset(w, house_handover(w, thread).asset_id))
        assert [(each.head, each.words) for each in published][:1] == [("占有", "被执行人经营")]
        with pytest.raises(Invalid, match="占有不符"):
            read_comparison(published, {"compare-0-same": "no"})
        rows = read_comparison(published, {"compare-0-same": "no", "compare-0-found": "已腾空", "compare-1-same": "yes"})
        found = service.save_record(w, thread, RECORD | {"defects": "一处漏油", "attendees": "麦秋实"}, rows)
        assert "占有公示“被执行人经营”，现场不符：已腾空" in found.record_text
        assert "买受人提出的瑕疵：一处漏油" in found.record_text


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("无", []),
        ("入户门钥匙 | 3\n门禁卡｜2", [{"name": "入户门钥匙", "count": "3"}, {"name": "门禁卡", "count": "2"}]),
        ("钥匙三把", None),
        ("钥匙 |", None),
        ("", None),
    ],
)
def test_lines_become_rows_only_where_all_cells_are_there(text: str, rows: object) -> None:
    assert rows_of(text, ("name", "count")) == rows
