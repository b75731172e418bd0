"""A task of help with vacating: accepted, it is a visit of the thread once, and the people it found are offered to be entered."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from app.domains.vacating import receiving
from app.domains.vacating.queries import house_row, rows_of
from app.domains.vacating.receiving import Told
from app.domains.vacating.tables import Occupant, Vacating, Visit
from app.infra.house import House
from app.kernel.clock import ManualClock, local
from app.kernel.errors import NotNow
from tests.factories.courts import Bench, found_bench
from tests.factories.vacating import PHOTO, make_vacating
from tests.services.test_titles_tasks import accept, field_of
from tests.web.visiting import signed_in

FOUND = [{"called": "何月娥", "count": "1", "basis": "随子居住", "care": "行动不便"}, {"called": "租住人员", "count": "2", "basis": "口头转租", "care": ""}]
FORM: dict[str, Any] = {
    "president_notice_ref": "无", "notice_expired": "未张贴", "visit_kind": "告知", "occupants_found": FOUND, "hazards": [],
    "promise": [{"by_on": "2026-04-20", "what": "搬离大件", "signed": "已签名"}], "started_at": "2026-04-02T10:05",
}  # fmt: skip


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def thread(house: House, bench: Bench) -> Vacating:
    with house.work(bench["clerk"]) as w:
        return make_vacating(w, bench)


def test_an_accepted_task_is_a_visit_with_its_photos_and_urges(house: House, bench: Bench, thread: Vacating, clock: ManualClock) -> None:
    field = field_of(house, bench, clock, thread)
    accept(
        field,
        field.take(field.give(kind="vacating_support")),
        "vacating_support",
        clock,
        **{name: value for name, value in FORM.items() if name != "started_at"},
    )
    with house.reading() as r:
        (visit,) = rows_of(r, Visit, thread.id)
        assert house_row(r, Vacating, thread.id).urged_on is not None
    assert (visit.kind, len(visit.photos) >= 3, "搬离大件（已签名）" in visit.body) == ("tell", True, True)
    assert [each["called"] for each in visit.offered] == ["何月娥", "租住人员"]


def test_the_same_task_again_changes_nothing_and_a_finding_is_entered_once(app: Flask, house: House, bench: Bench, thread: Vacating) -> None:
    with house.work(bench["clerk"]) as w:
        told = Told("t" * 32, "NS-1", FORM, w.now, [PHOTO])
        visit = receiving.take_visit(w, thread.id, told)
        assert visit is not None
        assert f"{local(visit.at):%Y-%m-%d %H:%M}" == "2026-04-02 10:05"
        assert receiving.take_visit(w, thread.id, told) is None
    clerk = signed_in(app, "clerk")
    assert "任务发现，待登记" in clerk.get(f"/vacating/{thread.id}?tab=people").text
    form = clerk.get(f"/vacating/{thread.id}/occupants/new?visit={visit.id}&no=0").text
    assert all(words in form for words in ('value="何月娥"', 'value="行动不便"', f'value="{visit.id}"'))
    entry = {"kind": "parent", "label": "何月娥", "headcount": "1", "visit": visit.id, "no": "0", "cares": "aged"}
    assert clerk.post(f"/vacating/{thread.id}/occupants", data=entry).status_code == 303
    assert clerk.post(f"/vacating/{thread.id}/occupants", data=entry).status_code == 409
    with house.reading() as r:
        assert [each.label for each in rows_of(r, Occupant, thread.id)] == ["何月娥"]
        with pytest.raises(NotNow):
            receiving.offer_of(r, thread.id, visit.id, "7")
