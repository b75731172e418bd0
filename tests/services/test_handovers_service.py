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
from app.domains.handovers import service
from app.domains.handovers.queries import house_handover, list_signatures, list_steps
from app.domains.handovers.service import Signed
from app.domains.handovers.tables import Handover
from app.infra.house import House
from app.infra.signing import check_code, picture_of, typed_signature
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from tests.factories.courts import Bench, found_bench
from tests.factories.handovers import BUYER, RECORD, drawn, make_handover

IMAGE = "f" * 64


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
        service.ask_notice(w, thread, 10)
    with house.reading() as r:
        asked = r.session.scalars(for_house(select(Approval).where(Approval.subject_id == thread))).one()
    assert (asked.kind, asked.digest) == ("vacating_notice", service.notice_digest(seen(house, thread)))
    with pytest.raises(NotNow, match="院长"), house.work(bench["clerk"]) as w:
        service.post_notice(w, thread, posted_on=w.today)
    with house.work(bench["president"]) as w:
        service.sign_notice(w, thread, asked.digest)
    with house.work(bench["clerk"]) as w:
        posted = service.post_notice(w, thread, posted_on=w.today)
    assert (posted.status, posted.leave_by_on) == ("notice", posted.notice_posted_on + timedelta(days=10))
    with house.reading() as r:
        clock = r.session.scalars(for_house(select(Deadline).where(Deadline.code == "vacate"))).one()
    assert clock.due_on == posted.leave_by_on


def test_the_president_signs_exactly_what_was_asked(house: House, bench: Bench, thread: str) -> None:
    with house.work(bench["clerk"]) as w:
        first = service.notice_digest(service.ask_notice(w, thread, 10))
    with house.work(bench["clerk"]) as w:
        service.ask_notice(w, thread, 15)
    with pytest.raises(Conflict), house.work(bench["president"]) as w:
        service.sign_notice(w, thread, first)


@pytest.mark.parametrize("days", [0, 61, -3])
def test_the_days_to_leave_have_bounds(house: House, bench: Bench, thread: str, days: int) -> None:
    with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
        service.ask_notice(w, thread, days)


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
        assert all(each.done_at for each in checklist(r, done.case_id))
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
        service.note_refusal(w, thread, "控制柜缺少两块主板")
    assert seen(house, thread).status == "refused"
    assert saved(house, bench, thread)


def test_nothing_is_signed_before_the_place_is_empty(house: House, bench: Bench, thread: str) -> None:
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        service.save_record(w, thread, RECORD)


def test_another_court_finds_nothing(house: House, bench: Bench, thread: str) -> None:
    with pytest.raises(NotFound), house.work(bench["clerk_b"]) as w:
        service.ask_notice(w, thread, 7)


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
