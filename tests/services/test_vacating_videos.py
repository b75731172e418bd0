"""Recordings of the forced day: kept, signed with the record, printed in an inventory that can be complete, and no other court's."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from app.domains.vacating import day, videos
from app.domains.vacating.day_tables import DayVideo
from app.domains.vacating.queries import days_of, signatures_of
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.errors import Invalid, NotFound
from tests.evidence.samples import movie
from tests.factories.courts import Bench, found_bench
from tests.factories.vacating import PHOTO, a_thing, make_ordered
from tests.services.test_vacating_service import begin, papers, sign_all


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def thread(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        found = make_ordered(w, bench).id
    begin(house, bench, found)
    return found


def film(folder: Path, seconds: int = 45, size: int = 4000) -> videos.SentVideo:
    path = folder / "sent"
    path.write_bytes(movie(seconds, size=size))
    return videos.SentVideo(path, "清点.mp4")


def test_a_recording_of_a_seal_voids_signatures_stands_in_the_record_and_completes_the_inventory(
    house: House, bench: Bench, thread: str, tmp_path: Path
) -> None:
    sent = film(tmp_path)
    with house.work(bench["field"]) as w:
        box = day.add_thing(w, thread, a_thing("c1"), [PHOTO])
        day.add_thing(w, thread, a_thing("c2", "挂钟", box_no=""), [PHOTO])
        sign_all(w, thread)
        row = videos.add_video(w, house.evidence, thread, videos.SentVideo(sent.path, sent.name, box.id))
        now = days_of(w, thread)[0]
        assert (now.record_digest, signatures_of(w, now.id)) == ("", [])
        sign_all(w, thread)
        assert f"1. 第 1 件 双门冰箱，封条 V-c1，45 秒，摘要 {row.digest}" in now.record_text
        day.halt_day(w, thread, "老人血压异常，医护建议暂停")
    assert b"real person" in house.evidence.read(row.digest)
    assert b"real person" not in house.evidence.read(row.shown_digest)
    (paper,) = papers(house, "goods_inventory")
    assert paper.facts["video_digests"] == [f"录像1（第 1 件 双门冰箱，封条 V-c1）：{row.digest[:12]}"]
    assert [tuple(each.values()) for each in paper.facts["boxes"]] == [("1", "客厅", "V-c1"), ("—", "客厅", "V-c2")]
    assert not [name for name in ("boxes", "video_digests", "items") if paper.facts[name] is None]


def test_what_is_no_recording_of_this_day_is_refused(house: House, bench: Bench, thread: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = film(tmp_path)
    with house.work(bench["field"]) as w:
        with pytest.raises(Invalid, match="对应的物品"):
            videos.add_video(w, house.evidence, thread, videos.SentVideo(sent.path, sent.name, "0" * 32))
        row = videos.add_video(w, house.evidence, thread, sent)
        with pytest.raises(Invalid, match="已经传过"):
            videos.add_video(w, house.evidence, thread, sent)
        with pytest.raises(Invalid, match="不少于 20 秒"):
            videos.add_video(w, house.evidence, thread, film(tmp_path, seconds=5))
        monkeypatch.setattr(videos, "MOST_BYTES", 1000)
        with pytest.raises(Invalid, match="单个上限"):
            videos.add_video(w, house.evidence, thread, film(tmp_path, seconds=46))
    with house.work(bench["clerk_b"]) as w, pytest.raises(NotFound):
        videos.open_video(w, house.evidence, row.id)
    with house.work(bench["clerk"]) as w:
        assert videos.open_video(w, house.evidence, row.id)[1] == "全程.mp4"
        assert w.session.scalars(for_house(select(DayVideo.digest))).all() == [row.digest]
